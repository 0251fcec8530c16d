"""Seasons: by how much does each month of the year quicken or slow everybody's orders?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from rapport.core.measure import Snapshot, Step
from rapport.measures.value.histories import Histories, read_histories
from rapport.stats.purchase_models import MODELS
from rapport.stats.representatives import representatives
from rapport.stats.season_clock import (
    ExpectedOfNew,
    Season,
    SeasonClock,
    learn,
    told_by_day,
)
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

SURE = 0.01
"""Seasons are taken where chance alone would make such months in fewer than 1 of 100 books."""
AHEAD = 5
"""Years after the as-of day in which the seasons are taken to return."""
ROWS = 3_000

REPEATS = Step(
    "repeats",
    """
    SELECT
        YEAR(day) * 12 + MONTH(day) - 1 AS month,
        COUNT(*) AS repeats
    FROM (
        SELECT
            day,
            ROW_NUMBER() OVER (PARTITION BY person ORDER BY day) AS place
        FROM (
            SELECT DISTINCT
                person,
                day
            FROM purchase
            WHERE person IS NOT NULL
                AND day <= $until
        )
    )
    WHERE place > 1
    GROUP BY month
    ORDER BY month
    """,
    ("purchase",),
)


@dataclass(frozen=True, slots=True, eq=False)
class Seasons:
    """A season clock in days since 1970, and the twelve multipliers (mean 1) it runs by."""

    clock: SeasonClock
    season: Season


def on_clock(clock: SeasonClock, tuples: PurchaseTuples, until: date) -> PurchaseTuples:
    """Histories up to a day in whole days of a season clock, tuple by tuple."""
    end = day_number(until)
    first = end - tuples.age
    told = told_by_day(clock, tuples.frequency, first, first + tuples.recency, end)
    return PurchaseTuples(tuples.frequency, told.recency, told.age, tuples.count)


def seasons_of(snapshot: Snapshot, until: date, model: str) -> Seasons | None:
    """The seasons that the book shows up to a day; None where no two years, or none, show."""
    key = ("seasons", until, model)
    return snapshot.once(key, lambda: _learnt(snapshot, until, model))


def day_number(day: date) -> float:
    """Days since 1970."""
    return float(np.datetime64(day).astype(np.int64))


def _learnt(snapshot: Snapshot, until: date, model: str) -> Seasons | None:
    held = read_histories(snapshot, until).get(None)
    if held is None or held.tuples.age.max() < 2 * 365 or held.repeaters < 100:
        return None
    found = snapshot.read(REPEATS, parameters={"until": until})
    edges, months = _calendar(held, until)
    seen = np.zeros(len(months))
    seen[(found["month"] - months[0]).astype(np.int64)] = found["repeats"]
    days, count = _births(held, until)
    edges[0], edges[-1] = days.min(), day_number(until) + 1
    few = representatives(held.tuples, ROWS)

    def fitted(clock: SeasonClock) -> ExpectedOfNew:
        return _fitted(clock, few, until, model)

    season = learn(edges, months % 12, days, count, seen, fitted)
    return _taken(season, edges, months, until) if season.sure else None


def _fitted(clock: SeasonClock, few: PurchaseTuples, until: date, model: str) -> ExpectedOfNew:
    """What the model expects of new customers, fitted on a clock."""
    module = MODELS[model]
    fit = module.fit(on_clock(clock, few, until), clock="interval")
    return lambda times: module.expected_purchases_of_new(fit, times)


def _calendar(held: Histories, until: date) -> tuple[Numbers, Places]:
    """Edges (m + 1,) of the calendar months of the book, and the months (m,) counted from 0."""
    first = np.datetime64(until) - int(held.tuples.age.max())
    start, stop = first.astype("datetime64[M]"), np.datetime64(until, "M") + 1
    months = np.arange(start, stop + 1)
    edges = months.astype("datetime64[D]").astype(np.int64).astype(np.float64)
    return edges, months[:-1].astype(np.int64) + 1970 * 12


def _births(held: Histories, until: date) -> tuple[Numbers, Numbers]:
    """Noons of first purchases (n,), and the customers of each."""
    ages, place = np.unique(held.tuples.age, return_inverse=True)
    count = np.bincount(place, held.tuples.count).astype(np.float64)
    return day_number(until) - ages + 0.5, count


def _taken(season: Season, edges: Numbers, months: Places, until: date) -> Seasons | None:
    """The seasons and their clock, where they are more than chance."""
    off = season.multipliers - 1
    wald = float(off @ np.linalg.pinv(season.covariance, rcond=1e-9) @ off)
    if stats.chi2.sf(wald, len(off) - 1) >= SURE:
        return None
    start = np.datetime64(int(months[0]) - 1970 * 12, "M")
    stop = np.datetime64(until, "M") + 12 * AHEAD + 1
    every = np.arange(start, stop + 1)
    told = every.astype("datetime64[D]").astype(np.int64).astype(np.float64)
    place = every[:-1].astype(np.int64) % 12
    return Seasons(SeasonClock.yearly(told, place, season.multipliers), season)
