"""What does the simulated company do itself: team, posts, audience, spend and hours?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, START, Floats, Whole, calendar_months, wall
from rapport.sources.demo.files import ExportFiles
from rapport.sources.demo.world import World

# name, since, role, EUR per hour, speaks for the company in public by own choice
STAFF = (
    ("Camille", "2022-03-01", "service", 24, "false"),
    ("Inès", "2022-09-15", "community", 26, "true"),
    ("Marc", "2021-05-01", "service", 25, "false"),
    ("Nora", "2023-02-01", "shop", 22, "false"),
    ("Hélène", "2019-01-10", "director", 48, "true"),
)
TEAM = tuple(row[0] for row in STAFF)
STAFF_SIZE = len(STAFF)
TOPICS = (
    "thé vert",
    "recettes",
    "atelier",
    "coulisses",
    "cadeaux",
    "entretien",
    "clients",
    "saison",
)
CAMPAIGNS = ("Nouvel an", "Printemps", "Fête des mères", "Été glacé", "Rentrée", "Noël")
CAMPAIGN_MONTHS = (0, 2, 4, 6, 8, 10)  # each lasts the whole month, every year
SPIKE_DAY, SPIKE_DAYS = 690, 9  # an honest campaign brings many followers, autumn 2024
BOUGHT_DAY, BOUGHT_DAYS = 800, 7  # the week of bought followers, March 2025
ACCOUNT = "@maison.simulee"


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts by time: `day` since the start, index in TOPICS, CAMPAIGNS (-1: none), `paid`."""

    day: Floats
    topic: Whole
    campaign: Whole
    paid: Whole


def campaign_of(days: Floats) -> Whole:
    """Return the campaign that runs at each moment, -1 for none."""
    table = np.full(12, -1)
    table[list(CAMPAIGN_MONTHS)] = np.arange(len(CAMPAIGNS))
    return table[calendar_months(days) % 12]


def draw_posts(rng: np.random.Generator, world: World) -> Posts:
    """Draw the posts of three years, between 8:00 and 20:00."""
    count = round(world.posts_a_week * DAYS / 7.0)
    day = np.sort(rng.integers(0, DAYS, count) + (8.0 + 12.0 * rng.random(count)) / 24.0)
    campaign = np.where(rng.random(count) < 0.4, campaign_of(day), -1)
    paid = (rng.random(count) < np.where(campaign >= 0, 0.35, 0.05)).astype(np.int64)
    return Posts(day, rng.integers(0, len(TOPICS), count), campaign, paid)


def _iso(days: Floats) -> list[str]:
    """Return times with their offset in Paris."""
    moments = wall(days)
    summers = [("2023-03-26T02", "2023-10-29T03"), ("2024-03-31T02", "2024-10-27T03"),
               ("2025-03-30T02", "2025-10-26T03")]  # fmt: skip
    summer = np.zeros(len(moments), dtype=bool)
    for begin, end in summers:
        summer |= (moments >= np.datetime64(begin, "s")) & (moments < np.datetime64(end, "s"))
    offset = np.where(summer, "+02:00", "+01:00")
    return [str(text) for text in np.char.add(moments.astype(str), offset)]


def export_posts(rng: np.random.Generator, files: ExportFiles, posts: Posts) -> None:
    """Append the posts."""
    forms = ("photo", "reel", "story", "carousel")
    openings = ("On vous raconte", "Le saviez-vous ?", "En ce moment", "Petit tour", "À découvrir")
    picks = rng.integers(0, 4, len(posts.day)).tolist()
    rows: list[tuple[object, ...]] = []
    for number, (moment, topic, campaign, paid) in enumerate(
        zip(_iso(posts.day), posts.topic.tolist(), posts.campaign.tolist(), posts.paid.tolist(),
            strict=True), start=1
    ):  # fmt: skip
        form = forms[picks[number - 1]]
        words = f"{openings[number % 5]} : {TOPICS[topic]}, épisode {number}. #thé #{form}"
        name = CAMPAIGNS[campaign] if campaign >= 0 else ""
        rows.append((f"POST{number}", moment, "instagram", form, TOPICS[topic],
                     name, "true" if paid else "false", words))  # fmt: skip
    files.append_rows("simulated_posts.csv", rows)


def audience(rng: np.random.Generator, world: World, posts: Posts, customers: int) -> Whole:
    """Return daily new followers: rows organic, sponsored; bought ones look organic."""
    usual = 4.0 + customers / 1500.0
    posted = np.bincount(posts.day.astype(np.int64), minlength=DAYS)
    days = np.arange(DAYS, dtype=np.float64)
    rate = usual * (0.7 + 0.5 * posted) * (1.0 + 0.3 * (campaign_of(days) >= 0))
    spike = (days >= SPIKE_DAY) & (days < SPIKE_DAY + SPIKE_DAYS)
    if world.campaign_spike > 0.0:
        rate = rate * np.where(spike, world.campaign_spike, 1.0)
    shape = 8.0  # days differ more than a Poisson count would
    organic = rng.poisson(rate * rng.standard_gamma(shape, DAYS) / shape)
    bought = (days >= BOUGHT_DAY) & (days < BOUGHT_DAY + BOUGHT_DAYS)
    organic = organic + rng.poisson(np.where(bought, world.bought_followers * usual, 0.0))
    paid = np.bincount(posts.day.astype(np.int64), posts.paid, DAYS)
    return np.stack([organic, rng.poisson(usual * 0.8 * paid)])


def export_audience(
    rng: np.random.Generator, files: ExportFiles, new: Whole, customers: int
) -> None:
    """Append the followers of each day; a few leave every day."""
    followers = 900 + customers // 10
    rows: list[tuple[object, ...]] = []
    lost = rng.random(DAYS)
    dates = (START.astype("datetime64[D]") + np.arange(DAYS)).astype(str)
    for day, organic, paid, share in zip(
        dates.tolist(), new[0].tolist(), new[1].tolist(), lost.tolist(), strict=True
    ):
        followers += organic + paid - int(followers * 0.0012 * share)
        rows.append((day, ACCOUNT, "instagram", followers, organic + paid, organic, paid))
    files.append_rows("simulated_audience.csv", rows)


def export_staff(files: ExportFiles) -> None:
    """Append who answers."""
    files.append_rows(
        "simulated_staff.csv",
        [(name, since, role, cost, "EUR", speaks) for name, since, role, cost, speaks in STAFF],
    )


def export_spend(files: ExportFiles, world: World, customers: int, rewards: Floats) -> float:
    """Append media by campaign day, tools, incentives and samples by month; return EUR in all.

    `rewards`: EUR by month (36). Media grow with the number of customers. Gestures to single
    customers are told with the refunds, not here, so that nothing costs twice.
    """
    rows: list[tuple[object, ...]] = []
    days = np.arange(DAYS, dtype=np.float64)
    media = round((6.0 + customers * 0.0015) * world.spend, 2)
    dates = (START.astype("datetime64[D]") + np.arange(DAYS)).astype(str).tolist()
    for day, campaign in zip(dates, campaign_of(days).tolist(), strict=True):
        if campaign >= 0 and media > 0.0:
            rows.append(
                (day, f"{media:.2f}", "Publicité", CAMPAIGNS[campaign], "media", "instagram")
            )
    months = np.arange("2023-01", "2026-01", dtype="datetime64[M]").astype(str).tolist()
    tools, samples = 90.0 * world.spend, (20.0 + customers * 0.002) * world.spend
    for month, reward in zip(months, rewards.tolist(), strict=True):
        lines = (
            (tools, "Communauté", "tools", "forum"),
            (reward, "Parrainage", "incentives", "web"),
            (samples, "Communauté", "gestures", "web"),
        )
        rows += [
            (f"{month}-28", f"{amount:.2f}", programme, "", category, channel)
            for amount, programme, category, channel in lines
            if amount > 0.0
        ]
    rows.sort(key=lambda row: str(row[0]))
    files.append_rows(
        "simulated_spend.csv",
        [(f"D{n}", day, amount, "EUR", *rest) for n, (day, amount, *rest) in enumerate(rows, 1)],
    )
    return sum(float(str(row[1])) for row in rows)


def export_effort(files: ExportFiles, world: World, answered: Whole) -> float:
    """Append hours by day, person and activity; return hours in all.

    `answered`: messages answered by (day, member of TEAM); 7 minutes each.
    """
    rows: list[tuple[object, ...]] = []
    dates = (START.astype("datetime64[D]") + np.arange(DAYS)).astype(str).tolist()
    for place, day in enumerate(dates):
        weekday = (place + 6) % 7
        done = [
            (round(7.0 / 60.0 * count * world.effort, 2), "Service", TEAM[agent], "answer")
            for agent, count in enumerate(answered[place].tolist())
        ]
        if weekday < 5:
            done.append((round(1.5 * world.effort, 2), "Communauté", "Inès", "community"))
        if weekday in (1, 3):
            done.append((round(2.0 * world.effort, 2), "Contenus", "Inès", "content"))
        if weekday == 4:
            done.append((round(0.75 * world.effort, 2), "Parrainage", "Nora", "referral"))
        rows += [
            (day, hours, programme, "", who, what) for hours, programme, who, what in done if hours
        ]
    files.append_rows("simulated_effort.csv", [(f"H{n}", *row) for n, row in enumerate(rows, 1)])
    return float(sum(float(str(row[1])) for row in rows))
