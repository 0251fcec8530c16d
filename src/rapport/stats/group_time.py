"""Group-time effects: what did connecting in month g change in month t, against whom?

Callaway & Sant'Anna 2021, Journal of Econometrics 225:200-230, from cells alone. Customers who
connected in month g are compared with customers of the same stratum who had not connected yet
(or never did), by what changed since a base month. With saturated strata the outcome regression,
the weighting and the doubly robust estimator are one number. The ratio form takes the controls'
growth factor instead of their difference: what the connected would have done is their own base
times the controls' growth (Wooldridge 2023, The Econometrics Journal 26:C31-C66).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.cells import Cells
from rapport.stats.panel import Marks, Numbers

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """With whom, and with which months, the connected are compared.

    `controls`: customers not connected yet, or never. `base`: "universal" compares every month
    with the months before connecting, "varying" a month before connecting with the months just
    before it. The base is the mean of `base_months` months, the last of them `anticipation` + 1
    months before connecting. `ratio` compares growth factors instead of differences. A stratum
    counts where it has at least `fewest_controls` controls.
    """

    controls: Literal["not yet", "never"] = "not yet"
    base: Literal["universal", "varying"] = "universal"
    base_months: int = 1
    anticipation: int = 0
    ratio: bool = False
    fewest_controls: int = 1

    def __post_init__(self) -> None:
        if self.base_months < 1 or self.anticipation < 0 or self.fewest_controls < 1:
            raise ContractError("a base has a month and a comparison a control, at least")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which differences are asked for: one place for every cohort, month and outcome, (k,).

    `now` is the column of the month asked about, `base` (k, V) weighs the columns of the base,
    `known_from` is the first month read, `threshold` the month after which controls connect.
    """

    cohort: Whole
    period: Whole
    outcome: Whole
    now: Whole
    base: Numbers
    known_from: Whole
    threshold: Whole


@dataclass(frozen=True, slots=True)
class GroupTime:
    """Effects of connecting in month `cohort` on month `period`, each of shape (k,).

    `effect` is per customer, in the unit of the amounts, zeros included; `observed` is what the
    connected did in that month; `treated` counts the connected customers covered (strata
    without controls are left out), `connected` all who connected in that month and were known.
    The other fields, by stratum (x, k), are what the influence of a customer is made of: the
    controls' growth factor, their mean change and the weight of a control.
    """

    cells: Cells
    comparison: Comparison
    plan: Plan
    effect: Numbers
    observed: Numbers
    treated: Numbers
    connected: Numbers
    strata: Whole
    growth: Numbers
    change: Numbers
    weight: Numbers
    covered: Marks

    @property
    def cohort(self) -> Whole:
        """Month of connecting, (k,)."""
        return self.plan.cohort

    @property
    def period(self) -> Whole:
        """Month that the effect is about, (k,)."""
        return self.plan.period

    @property
    def outcome(self) -> Whole:
        """Which of the outcomes, (k,)."""
        return self.plan.outcome

    @property
    def event_month(self) -> Whole:
        """Months since connecting, negative before, (k,)."""
        return self.plan.period - self.plan.cohort

    def sides(self, place: int) -> tuple[slice, Marks, Marks]:
        """Of the stratum in a place: its cells, and for each effect who is treated and control.

        The marks have shape (k, cells of the stratum) and are false where it is not covered.
        """
        part = _part(self.cells, int(self.strata[place]))
        treated, control = _sides(self.cells.cohort[part], self.plan, self.comparison)
        kept = self.covered[place][:, None]
        return part, treated & kept, control & kept


def group_time_effects(
    cells: Cells, comparison: Comparison, entered: Whole | None = None
) -> GroupTime:
    """Every effect that the cells can tell, by cohort, month and outcome.

    `entered` (number of strata,) is the first month in which the customers of a stratum count:
    where given, a stratum takes part only in comparisons whose months all lie from then on (a
    panel filled with zeros before entry makes newcomers look like growth). Effects without any
    covered stratum are left out; cohorts that connect in the first month or after the last have
    none. Raises ContractError where nothing at all can be compared, or a stratum has no entry.
    """
    plan = _plan(cells, comparison)
    strata = np.unique(cells.stratum)
    if entered is not None and len(entered) <= strata[-1]:
        raise ContractError("every stratum has a month of entry")
    shape = (len(strata), len(plan.cohort))
    growth, change, weight = np.ones(shape), np.zeros(shape), np.zeros(shape)
    covered = np.zeros(shape, np.bool_)
    total, observed = np.zeros(shape[1]), np.zeros(shape[1])
    treated, connected = np.zeros(shape[1]), np.zeros(shape[1])
    for place, stratum in enumerate(strata):
        known = np.ones(shape[1], np.bool_)
        if entered is not None:
            known = plan.known_from >= entered[stratum]
        sums = _stratum_sums(cells, _part(cells, int(stratum)), plan, comparison)
        kept = sums.covered(comparison) & known
        covered[place] = kept
        growth[place, kept], change[place, kept], weight[place, kept] = sums.fit(comparison, kept)
        gain = sums.now - growth[place] * sums.base - change[place] * sums.treated
        total += np.where(kept, gain, 0.0)
        observed += np.where(kept, sums.now, 0.0)
        treated += np.where(kept, sums.treated, 0.0)
        connected += np.where(known, sums.treated, 0.0)
    told = treated > 0
    if not told.any():
        raise ContractError("no cohort has both a base month and controls")
    return GroupTime(
        cells, comparison, _kept(plan, told), total[told] / treated[told],
        observed[told] / treated[told], treated[told], connected[told], strata,
        growth[:, told], change[:, told], weight[:, told], covered[:, told],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sums:
    """Totals of a stratum by effect (k,): of the treated and of their controls."""

    treated: Numbers
    now: Numbers
    base: Numbers
    controls: Numbers
    controls_now: Numbers
    controls_base: Numbers

    def covered(self, comparison: Comparison) -> Marks:
        """Where there are treated and enough controls (and, in the ratio form, a base)."""
        enough = (self.treated > 0) & (self.controls >= comparison.fewest_controls)
        return enough & (self.controls_base > 0) if comparison.ratio else enough

    def fit(self, comparison: Comparison, kept: Marks) -> tuple[Numbers, Numbers, Numbers]:
        """The controls' growth factor and mean change, and what one control weighs."""
        if comparison.ratio:
            growth = self.controls_now[kept] / self.controls_base[kept]
            return growth, np.zeros_like(growth), self.base[kept] / self.controls_base[kept]
        difference = self.controls_now[kept] - self.controls_base[kept]
        weight = self.treated[kept] / self.controls[kept]
        return np.ones_like(weight), difference / self.controls[kept], weight


def _plan(cells: Cells, comparison: Comparison) -> Plan:
    """Every cohort, month and outcome with a whole base inside the months known."""
    asked = [
        (cohort, period, last - comparison.base_months + 1, last)
        for cohort in np.unique(cells.cohort[cells.cohort < cells.periods]).tolist()
        for period, last in _months(cohort, cells.periods, comparison)
    ]
    if not asked:
        raise ContractError("no cohort has a base month before it connects")
    table = np.tile(np.array(asked, np.int64), (cells.outcomes, 1))
    cohort, period, first, last = table.T
    outcome = np.repeat(np.arange(cells.outcomes), len(asked))
    base = np.zeros((len(table), cells.periods * cells.outcomes))
    for ahead in range(comparison.base_months):
        column = (first + ahead) * cells.outcomes + outcome
        base[np.arange(len(table)), column] = 1 / comparison.base_months
    threshold = np.maximum(period, last) + comparison.anticipation
    if comparison.controls == "never":
        threshold = np.full(len(table), cells.periods - 1 + comparison.anticipation)
    now = period * cells.outcomes + outcome
    return Plan(cohort, period, outcome, now, base, np.minimum(period, first), threshold)


def _months(cohort: int, periods: int, comparison: Comparison) -> Iterator[tuple[int, int]]:
    """Months that a cohort can be asked about, each with the last month of its base."""
    width = comparison.base_months
    for period in range(periods):
        universal = comparison.base == "universal" or period >= cohort
        last = cohort - 1 - comparison.anticipation if universal else period - 1
        if last - width + 1 >= 0 and not last - width < period <= last:
            yield period, last


def _part(cells: Cells, stratum: int) -> slice:
    """The cells of one stratum (they stand together)."""
    first, last = np.searchsorted(cells.stratum, [stratum, stratum + 1]).tolist()
    return slice(first, last)


def _sides(cohorts: Whole, plan: Plan, comparison: Comparison) -> tuple[Marks, Marks]:
    """Which cells are treated, and which are controls, for each effect: (k, cells)."""
    treated = cohorts[None] == plan.cohort[:, None]
    return treated, (cohorts[None] > plan.threshold[:, None]) & ~treated


def _stratum_sums(cells: Cells, part: slice, plan: Plan, comparison: Comparison) -> _Sums:
    """Totals of the treated and the controls of one stratum, for each effect."""
    treated, control = _sides(cells.cohort[part], plan, comparison)
    count, now = cells.count[part], cells.sums[part][:, plan.now].T
    base = plan.base @ cells.sums[part].T
    return _Sums(
        treated @ count,
        (treated * now).sum(axis=1),
        (treated * base).sum(axis=1),
        control @ count,
        (control * now).sum(axis=1),
        (control * base).sum(axis=1),
    )


def _kept(plan: Plan, told: Marks) -> Plan:
    """The places of a plan that have an answer."""
    return Plan(
        plan.cohort[told], plan.period[told], plan.outcome[told], plan.now[told],
        plan.base[told], plan.known_from[told], plan.threshold[told],
    )  # fmt: skip
