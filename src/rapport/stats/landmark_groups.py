"""Does the effect differ between customers who joined at different times?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.errors import ContractError
from rapport.stats.landmark import DEFAULT, Tally, after_connecting, weights
from rapport.stats.landmark_histories import Codes, Histories
from rapport.stats.landmark_strata import READINGS, Cohort, Landmark, cohorts
from rapport.stats.landmark_weights import Logs, staying
from rapport.stats.panel import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Effects on money per covered customer-month of g groups of months of joining, (g,) each.

    `covariance` (g, g), customers as clusters: one customer may be a control in several groups.
    `connected`: distinct customers compared, `cohorts`: months of joining, `months`: covered
    customer-months (the mean of both readings). NaN where a group has nobody.
    """

    effect: Numbers
    covariance: Numbers
    months: Numbers
    connected: Codes
    cohorts: Codes


def lift_by_group(
    told: Histories, group: Codes, design: Landmark = DEFAULT, logs: Logs | None = None
) -> Groups:
    """Effects by group; `group` (months,) tells that of each month of joining, −1: left out.

    A customer-month counts as in `landmark.lift`. Raises ContractError where a month of joining
    has no group, or no month is in any.
    """
    if len(group) != told.months or not len(group) or group.max() < 0:
        raise ContractError("every month of joining is in a group or left out, not all left out")
    chances = staying(told) if logs is None else logs
    size = int(group.max()) + 1
    tally = Tally(size, told.customers)
    connected, months_of_joining = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for cohort in cohorts(told, design):
        row = int(group[cohort.month])
        if row < 0:
            continue
        weight = weights(told, cohort, chances, design.horizon)
        for one in after_connecting(told, design, cohort, "amount", weight):
            influence, counts = one.influence.sum(axis=0), one.counts.sum(axis=0)
            tally.add(row, cohort.people, one.effect.sum(), influence, counts)
        joined = _compared(cohort)
        connected[row] += joined
        months_of_joining[row] += joined > 0
    effect, covariance = tally.means()
    months = tally.counts.sum(axis=1) / len(READINGS)
    return Groups(effect, covariance, months, connected, months_of_joining)


def _compared(cohort: Cohort) -> int:
    """How many who connect in this month are compared in a stratum."""
    used = (cohort.stratum[0] >= 0) | (cohort.stratum[1] >= 0)
    return int((used & cohort.connects).sum())
