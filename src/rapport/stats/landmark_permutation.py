"""What does the design find when chance says who connects?"""

from __future__ import annotations

import numpy as np

from rapport.stats.landmark import DEFAULT, weights
from rapport.stats.landmark_contrast import contrast
from rapport.stats.landmark_histories import Codes, Histories
from rapport.stats.landmark_strata import READINGS, Cohort, Landmark, cohorts, lag_means
from rapport.stats.landmark_weights import Logs, staying
from rapport.stats.panel import Marks, Numbers


def permuted(
    told: Histories, design: Landmark = DEFAULT, times: int = 20, seed: int = 0,
    logs: Logs | None = None,
) -> Numbers:  # fmt: skip
    """Effects (times,) of connections that never were, money per month: about 0 on average.

    In every month of joining as many controls of each stratum as really connect there are drawn
    to play the connecting; they leave when they connect in truth. NaN where none could be drawn.
    """
    chances = staying(told) if logs is None else logs
    rng = np.random.default_rng(seed)
    totals, months = np.zeros(times), np.zeros(times)
    for cohort in cohorts(told, design):
        weight = weights(told, cohort, chances, design.horizon)
        first = cohort.month - design.life
        base = lag_means(told.amounts, first, cohort.people, cohort.known, design.base)
        after = np.stack(
            [told.amounts[cohort.month + lag, cohort.people] for lag in range(len(weight))]
        )
        for time in range(times):
            for reading in READINGS:
                stratum = np.where(cohort.connects, -1, cohort.stratum[reading])
                plays = _drawn(rng, cohort, reading)
                one = contrast(stratum, cohort.strata[reading], plays, base[reading], after, weight)
                totals[time] += one.effect.sum()
                months[time] += one.counts.sum()
    effects: Numbers = np.divide(totals, months, out=np.full(times, np.nan), where=months > 0)
    return effects


def _drawn(rng: np.random.Generator, cohort: Cohort, reading: int) -> Marks:
    """Draw, in each stratum, as many controls as connect there: at most half of them."""
    stratum, strata = cohort.stratum[reading], cohort.strata[reading]
    inside = stratum >= 0
    wanted = np.bincount(stratum[inside & cohort.connects], minlength=strata)
    pool = np.flatnonzero(inside & ~cohort.connects)
    pool = pool[np.lexsort((rng.random(len(pool)), stratum[pool]))]
    size = np.bincount(stratum[pool], minlength=strata)
    start: Codes = np.cumsum(size) - size
    rank = np.arange(len(pool)) - start[stratum[pool]]
    plays = np.zeros(len(stratum), dtype=np.bool_)
    plays[pool[rank < np.minimum(wanted, size // 2)[stratum[pool]]]] = True
    return plays
