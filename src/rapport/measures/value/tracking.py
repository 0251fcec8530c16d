"""Tracking: do repeat purchases run, week by week, as the model says they should?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from rapport.core.backtest import Tracked
from rapport.core.measure import Snapshot, Step
from rapport.measures.value.outlook import Outlook
from rapport.measures.value.replay import Replay
from rapport.measures.value.seasons import day_number

Numbers = NDArray[np.float64]

POINTS = 60
"""About so many points make the curve."""

REPEATS = Step(
    "repeats",
    """
    SELECT
        days.day,
        COUNT(*) AS repeats
    FROM (
        SELECT
            person,
            day
        FROM purchase
        WHERE person IS NOT NULL
            AND day <= $end
        GROUP BY person, day
    ) AS days
    JOIN (
        SELECT
            person,
            MIN(day) AS first_day
        FROM purchase
        WHERE person IS NOT NULL
        GROUP BY person
        HAVING MIN(day) <= $split
    ) AS known
        ON known.person = days.person
        AND days.day > known.first_day
    GROUP BY days.day
    ORDER BY days.day
    """,
    ("purchase",),
)


def tracking(
    snapshot: Snapshot, replay: Replay, outlook: Outlook, end: date
) -> tuple[Tracked, ...]:
    """Cumulative days with repeat orders of customers known at the split, seen and expected."""
    found = snapshot.read(REPEATS, parameters={"split": replay.split, "end": end})
    ages, place = np.unique(replay.histories.tuples.age, return_inverse=True)
    born = day_number(replay.split) - ages
    days = np.unique(np.linspace(born.min(), day_number(end), POINTS).round())
    seen = found["day"].astype("datetime64[D]").astype(np.int64)
    actual = np.concatenate([[0.0], np.cumsum(found["repeats"].astype(np.float64))])
    count = np.bincount(place, replay.histories.tuples.count).astype(np.float64)
    expected = _expected(outlook, born + 0.5, count, days + 1)
    return tuple(
        Tracked(
            date(1970, 1, 1) + timedelta(days=int(day)),
            float(actual[np.searchsorted(seen, day, side="right")]),
            float(told),
        )
        for day, told in zip(days, expected, strict=True)
    )


def _expected(outlook: Outlook, born: Numbers, count: Numbers, at: Numbers) -> Numbers:
    """Repeat purchases expected up to moments (m,) of who came first at moments (n,)."""
    if outlook.seasons is not None:
        clock = outlook.seasons.clock
        born, at = clock.operational(born), clock.operational(at)
    ages = np.maximum(at[:, None] - born, 0.0)
    grid = ages.max() * np.linspace(0.0, 1.0, 120) ** 2
    told = outlook.module.expected_purchases_of_new(outlook.fit, grid)
    totals: Numbers = np.interp(ages, grid, told) @ count
    return totals
