"""Who answers which survey, and how happy are they?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole
from rapport.sources.demo.histories import Customers, Orders
from rapport.sources.demo.talk import HEARD_WITHIN, LATE, PRAISE
from rapport.sources.demo.threads import GRATEFUL, NOTICE, Threads
from rapport.sources.demo.world import World

NPS, CSAT_ORDER, CSAT_THREAD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answers:
    """One survey answer each: `question` (NPS, CSAT_ORDER, CSAT_THREAD), `score` on its scale.

    `order` and `thread` are -1 where there is none; `day` since the start.
    """

    person: Whole
    order: Whole
    thread: Whole
    question: Whole
    score: Whole
    day: Floats


def _answers(rng: np.random.Generator, happy: Floats) -> Flags:
    """Tell who answers when asked: the very happy and the angry more than the lukewarm."""
    chance = 0.3 + 0.12 * np.clip(happy, -2.0, 2.0) + 0.06 * happy**2
    return rng.random(len(happy)) < np.clip(chance, 0.05, 0.9)


def _after_orders(
    rng: np.random.Generator, world: World, customers: Customers, orders: Orders
) -> list[Answers]:
    """Return NPS answers and CSAT answers about the delivery."""
    mood_of = np.array([0.0, -1.3, -2.2, 0.25])
    happy = 0.35 * customers.people.quality[orders.person] + mood_of[orders.mood]
    late = (orders.topic == LATE) & ~orders.in_shop
    sold = ~orders.cancelled & orders.email_told
    asked = [
        (NPS, world.nps_asked, happy, 7.9 + 1.1 * happy, 1.6, 0, 10, sold),
        (CSAT_ORDER, world.csat_asked * 0.4, happy - 1.5 * late, 4.3 + 0.6 * (happy - 1.5 * late),
         0.7, 1, 5, sold & ~orders.in_shop),
    ]  # fmt: skip
    found = []
    for question, share, mood, mean, spread, low, high, told in asked:
        noise = spread * rng.standard_normal(len(orders))
        score = np.clip(np.round(mean + noise), low, high).astype(np.int64)
        day = orders.day + 8.0 + 12.0 * rng.random(len(orders))
        kept = (rng.random(len(orders)) < share) & _answers(rng, mood) & told & (day < DAYS)
        rows = np.flatnonzero(kept)
        found.append(
            Answers(
                orders.person[rows],
                rows,
                np.full(len(rows), -1),
                np.full(len(rows), question),
                score[rows],
                day[rows],
            )
        )
    return found


def _after_threads(rng: np.random.Generator, world: World, talks: Threads) -> Answers:
    """Return CSAT answers about how we answered: quick ones please, late ones do not."""
    count = len(talks.sent)
    in_time = talks.waits <= HEARD_WITHIN
    pleased = np.where(in_time, 0.5 - 0.12 * np.clip(talks.waits, 0.0, HEARD_WITHIN), -1.2)
    pleased = pleased + 0.4 * np.isin(talks.topic, (PRAISE, GRATEFUL))
    score = np.clip(np.round(4.0 + pleased + 0.8 * rng.standard_normal(count)), 1, 5)
    day = talks.sent + np.where(np.isfinite(talks.waits), talks.waits, 10.0) + 1.5
    kept = (rng.random(count) < world.csat_asked * 2.0) & _answers(rng, pleased)
    rows = np.flatnonzero(kept & (day < DAYS) & (talks.topic != NOTICE))
    return Answers(
        talks.person[rows], talks.order[rows], rows, np.full(len(rows), CSAT_THREAD),
        score[rows].astype(np.int64), day[rows],
    )  # fmt: skip


def survey_answers(
    rng: np.random.Generator, world: World, customers: Customers, orders: Orders, talks: Threads
) -> Answers:
    """Return every survey answer of a block, sorted by time."""
    parts = [
        *_after_orders(rng, world, customers, orders),
        _after_threads(rng, world, talks),
    ]
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Answers.__dataclass_fields__
    }
    by_time = np.argsort(joined["day"], kind="stable")
    return Answers(**{name: values[by_time] for name, values in joined.items()})
