"""How did connected customers part from comparable ones, month by month around joining?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.stats.landmark import DEFAULT, Tally, weights
from rapport.stats.landmark_contrast import contrast
from rapport.stats.landmark_histories import Histories
from rapport.stats.landmark_strata import READINGS, Cohort, Landmark, cohorts, lag_means
from rapport.stats.landmark_weights import Logs, staying
from rapport.stats.panel import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Effects by month since joining; arrays (E,), `covariance` (E, E), customers as clusters.

    `since`: months since the first full month connected, below 0 before. `months`: connected
    customer-months behind each (the mean of both readings). Months −life to −1 are those of the
    sign of life that chose both sides: they say nothing and belong in grey.
    """

    since: Numbers
    effect: Numbers
    covariance: Numbers
    months: Numbers


def profile(
    told: Histories,
    design: Landmark = DEFAULT,
    before: int = 6,
    after: int = 12,
    logs: Logs | None = None,
) -> Profile | None:
    """Money per month from `before` months before to `after` months after joining, or None.

    Months that nobody reaches are left out.
    """
    chances = staying(told) if logs is None else logs
    tally = Tally(before + after + 1, told.customers)
    for cohort in cohorts(told, design):
        base = lag_means(
            told.amounts, cohort.month - design.life, cohort.people, cohort.known, design.base
        )
        money, weight, rows = _around(told, cohort, chances, before, after)
        for reading in READINGS:
            one = contrast(
                cohort.stratum[reading], cohort.strata[reading], cohort.connects,
                base[reading], money, weight,
            )  # fmt: skip
            for place, row in enumerate(rows):
                tally.add(
                    row, cohort.people, one.effect[place], one.influence[place], one.counts[place]
                )
    reached = tally.counts.sum(axis=1) > 0
    if not reached.any():
        return None
    effect, covariance = tally.means()
    months = tally.counts.sum(axis=1) / len(READINGS)
    since = np.arange(-before, after + 1, dtype=np.float64)
    return Profile(
        since[reached], effect[reached], covariance[np.ix_(reached, reached)], months[reached]
    )


def _around(
    told: Histories, cohort: Cohort, logs: Logs, before: int, after: int
) -> tuple[Numbers, Numbers, range]:
    """Money and weights (E, n) of the months around joining, and the rows they belong in."""
    first = max(cohort.month - before, 0)
    later = weights(told, cohort, logs, after + 1)
    early = np.stack(
        [told.entry[cohort.people] < month for month in range(first, cohort.month)]
        + [np.ones(len(cohort.people), dtype=np.bool_)]
    )[:-1]
    weight = np.concatenate([early.astype(np.float64), later])
    money = told.amounts[first : cohort.month + len(later), cohort.people]
    start = first - cohort.month + before
    return money, weight, range(start, start + len(weight))
