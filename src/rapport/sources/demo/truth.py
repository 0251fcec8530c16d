"""What is true of the simulated company, written beside its files and never read by them?"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, MONTH, SEASON, Flags, Floats, Whole, wall
from rapport.sources.demo.company import BOUGHT_DAY, BOUGHT_DAYS, SPIKE_DAY, SPIKE_DAYS
from rapport.sources.demo.exported_orders import Numbers, reached
from rapport.sources.demo.files import ExportFiles
from rapport.sources.demo.histories import Customers, Orders
from rapport.sources.demo.people import YEAR
from rapport.sources.demo.talk import (
    FAULTY,
    FAULTY_FROM,
    FAULTY_PRODUCT,
    FAULTY_UNTIL,
    HEARD_WITHIN,
    LATE,
)
from rapport.sources.demo.world import World

PEOPLE_ROWS = """
    SELECT
        email_of(serial, name, french), '06' || digits_of(serial), account_of(serial, name),
        generation,
        CASE WHEN referrer >= 0 THEN email_of(referrer, referrer_name, referrer_french) END,
        came, iso(arrived), iso(left_at), round(quality, 6), round(rate, 6), round(dropout, 6),
        round(value, 4), iso(since), iso(until), referrals,
        round(margin_0, 4), round(margin_1, 4), round(margin_2, 4), round(margin_3, 4),
        round(margin_4, 4), problems, unheard, won_back, left_unheard, alive, round(clv, 4)
    FROM source
    ORDER BY serial
"""


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of one simulated company.

    `effects`: EUR of margin and person-months, by mechanism (coupled paths of the same people);
    `counts` and `shares` of what happened; `realised`: what a perfect reader of the files
    measures; `parameters`: the same of the process (None: ask `process_parameters`);
    `planted`: what was hidden in the data, where.
    """

    customers: int
    seed: int
    world: Mapping[str, float]
    effects: Mapping[str, float]
    counts: Mapping[str, int]
    shares: Mapping[str, float]
    realised: Mapping[str, float]
    parameters: Mapping[str, float] | None
    planted: Mapping[str, str | float | int]

    def as_json(self) -> str:
        """Return the truth as JSON text, marked simulated."""
        content = {"simulated": True, "currency": "EUR", "from": "2023-01-01", "to": "2025-12-31"}
        told = content | asdict(self)
        return json.dumps(_finite(told), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _finite(value: object) -> object:
    """Return the same with numbers that JSON cannot say as nothing."""
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def effects(total: Mapping[str, float]) -> dict[str, float]:
    """Return the true effects out of the sums of all blocks: EUR, person-months, EUR a month."""
    fact = total["margin_factual"]
    months = total["connected_days"] / MONTH
    living = total["connected_living_days"] / MONTH
    connection = fact - total["margin_no_connection_lift"]
    own = total["own_connection_margin"]
    return {
        "margin": fact,
        "connection_total": connection,
        "connection_own_purchases": own,
        "connection_people": total["connected_people"],
        "connection_person_months": months,
        "connection_living_person_months": living,
        "connection_per_person_month": own / months if months else 0.0,
        "connection_per_living_person_month": own / living if living else 0.0,
        "answers_total": fact - total["margin_nobody_answered"],
        "answers_still_to_win": total["margin_everybody_answered"] - fact,
        "referrals_total": fact - total["margin_no_referrals"],
        "referrals_type_one_margin": total["type_one_margin"],
        "referrals_type_two_gain": total["type_two_gain"],
    }


def advocacy(customers: Customers, would_not: np.ndarray) -> dict[str, float]:
    """Return sums over people who came by a recommendation, by Kumar's two types.

    `would_not`: people who would never have come on the path without referrals.
    """
    brought = customers.referred
    one, two = brought & would_not, brought & ~would_not
    return {
        "referred_people": float(brought.sum()),
        "type_one_people": float(one.sum()),
        "type_one_margin": float(customers.margins[0][one].sum()),
        "type_two_gain": float((customers.margins[0][two] - customers.margins[4][two]).sum()),
    }


def expected_value(world: World, customers: Customers) -> Floats:
    """Return the margin expected over the 365 days after the end, EUR per person.

    Given the person's true parameters and state; leaves out break-ups still to come.
    """
    people = customers.people
    alive = customers.came & (customers.leaves > DAYS)
    tied = (customers.since < DAYS) & (customers.until > DAYS)
    held = np.where(tied, DAYS - np.where(tied, customers.since, 0.0), 0.0)
    half = math.log(2.0) / world.lift_half_life if world.lift_half_life > 0.0 else 0.0
    lift = np.where(tied, world.connection_lift * np.exp(-half * held), 0.0)
    stays = np.where(tied, 1.0 - world.connection_retention, 1.0)
    leaving = people.dropout * stays
    fading = leaving + half + world.connection_ends_a_year / YEAR
    orders = np.zeros(len(customers))
    for month, season in enumerate(SEASON):
        begin, end = month * YEAR / 12.0, (month + 1) * YEAR / 12.0
        level = 1.0 + world.seasons * (season - 1.0)
        orders += level * (_stay(leaving, begin, end) + lift * _stay(fading, begin, end))
    value: Floats = np.where(alive, people.rate * orders * people.value * world.margin_rate, 0.0)
    return value


def _stay(rate: Floats, begin: float, end: float) -> Floats:
    """Return the expected days alive between two days when leaving at `rate` per day."""
    safe = np.maximum(rate, 1e-12)
    days: Floats = (np.exp(-safe * begin) - np.exp(-safe * end)) / safe
    return days


def left_unheard(customers: Customers) -> Flags:
    """Tell who left before the end because nobody answered."""
    usual = customers.start + customers.people.life
    return customers.came & (customers.leaves < DAYS) & (customers.leaves < usual - 1e-9)


def suffered(customers: Customers, orders: Orders) -> dict[str, float]:
    """Return sums about break-ups and the planted defect: exposed orders, faulty, complaints."""
    sold = (orders.products == FAULTY_PRODUCT) & (np.arange(3)[:, None] < orders.lines)
    period = (orders.day >= FAULTY_FROM) & (orders.day < FAULTY_UNTIL) & ~orders.cancelled
    faulty = (orders.topic == FAULTY) & ~orders.cancelled
    return {
        "left_unheard": float(left_unheard(customers).sum()),
        "faulty_exposed": float((sold.any(axis=0) & period).sum()),
        "faulty": float(faulty.sum()),
        "faulty_written": float((faulty & orders.writes).sum()),
    }


def _troubles(customers: Customers, orders: Orders) -> dict[str, Whole]:
    """Return, per person, how many orders had problems, were told in vain, were made good."""
    problem = (orders.topic >= LATE) & (orders.topic <= FAULTY) & ~orders.cancelled
    in_vain = problem & orders.writes & (orders.waits > HEARD_WITHIN)
    good = problem & orders.writes & (orders.waits <= HEARD_WITHIN) & orders.well
    count = len(customers)
    named = {"problems": problem, "unheard": in_vain, "won_back": good}
    return {
        name: np.bincount(orders.person[flags], minlength=count) for name, flags in named.items()
    }


def export_people(
    files: ExportFiles, world: World, customers: Customers, orders: Orders, first: Numbers
) -> None:
    """Append the truth of each person; those who exist only on other paths have came = false."""
    people, count = customers.people, len(customers)
    referrer = customers.referrer
    brought = np.bincount(referrer[customers.referred], minlength=count)
    known: Whole = np.maximum(referrer, 0)
    margins = {f"margin_{n}": row for n, row in enumerate(customers.margins)}
    left = np.where(customers.leaves < DAYS, customers.leaves, np.inf)
    files.append(
        "truth_people.csv",
        PEOPLE_ROWS,
        {
            **reached(customers, np.arange(count), first), **margins,
            **_troubles(customers, orders), "left_unheard": left_unheard(customers),
            "generation": customers.generation,
            "referrer": np.where(customers.referred, referrer + first.person, -1),
            "referrer_name": people.first_name[known], "referrer_french": people.french[known],
            "came": customers.came,
            "arrived": wall(np.where(customers.came, customers.start, np.inf)),
            "left_at": wall(np.where(customers.came, left, np.inf)), "quality": people.quality,
            "rate": people.rate * YEAR, "dropout": people.dropout * YEAR, "value": people.value,
            "since": wall(np.where(customers.since < DAYS, customers.since, np.inf)),
            "until": wall(np.where((customers.since < DAYS) & (customers.until < DAYS),
                                   customers.until, np.inf)),
            "referrals": brought, "alive": customers.came & (customers.leaves > DAYS),
            "clv": expected_value(world, customers),
        },
    )  # fmt: skip


def planted(world: World) -> dict[str, str | float | int]:
    """Return what was planted and when (days as dates; ends excluded)."""

    def date(day: float) -> str:
        return str(wall(np.array([day]))[0].astype("datetime64[D]"))

    return {
        "faulty_sku": f"TH-{FAULTY_PRODUCT + 1:03d}",
        "faulty_from": date(FAULTY_FROM),
        "faulty_until": date(FAULTY_UNTIL),
        "faulty_chance": world.defect_share,
        "bought_followers_from": date(BOUGHT_DAY),
        "bought_followers_until": date(BOUGHT_DAY + BOUGHT_DAYS),
        "bought_followers_times_usual": world.bought_followers,
        "honest_spike_from": date(SPIKE_DAY),
        "honest_spike_until": date(SPIKE_DAY + SPIKE_DAYS),
        "negatives_hidden": world.hidden_negatives,
    }
