"""Connection case: what do both designs, the placebo and the raw gap say of one relation?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from rapport.core.errors import ContractError
from rapport.measures.lift.connected_months import ConnectedMonths, Tie
from rapport.stats.cells import count_cells
from rapport.stats.connection_verdict import (
    FEWEST_COHORTS,
    FEWEST_CONNECTED,
    Evidence,
    Ruling,
    Verdict,
    critical,
    months_until,
    verdict,
)
from rapport.stats.event_study import by_event_month, overall
from rapport.stats.group_time import Comparison, GroupTime, group_time_effects
from rapport.stats.intervals import Span
from rapport.stats.landmark import DEFAULT, NORMAL_95, Lift, lift
from rapport.stats.landmark_histories import Histories
from rapport.stats.landmark_split import Split, split
from rapport.stats.landmark_strata import Landmark
from rapport.stats.landmark_weights import Logs, staying
from rapport.stats.panel import NEVER, Labels, Marks, Panel
from rapport.stats.parallel_trends import Drift

OUTCOMES = ("amount", "orders", "active")
SECOND = Comparison(base_months=3, anticipation=1, ratio=True, fewest_controls=10)
"""Callaway and Sant'Anna among customers who had entered, in proportion, not in money."""
YEAR = 12


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One relation of one group of the connected; money in minor units a customer-month.

    `found` is the default design's answer (None: nobody can be compared), `second` the second
    design's effect and error out of `effects`, `reach` how many standard errors half an interval
    has. `pace`: customers compared, a month, who joined in the last year. `negative`: effect and
    error on products that the relation cannot touch (None: none are set).
    """

    told: Histories
    logs: Logs
    found: Lift | None
    second: tuple[float, float] | None
    effects: GroupTime | None
    ruling: Ruling
    reach: float
    pace: float
    negative: tuple[float, float] | None = None

    @property
    def can_say(self) -> bool:
        """Whether an effect may be told at all."""
        return self.found is not None and self.ruling.verdict is not Verdict.CANNOT_SAY

    @property
    def connected(self) -> int:
        """How many connected customers are compared."""
        return self.found.connected if self.found else 0

    @property
    def effect(self) -> Span:
        """Effect with its interval; raises ContractError where nobody can be compared."""
        lifted = self.lifted
        return around(float(lifted.effect[0]), self.reach * float(lifted.errors[0]))

    @property
    def lifted(self) -> Lift:
        """The default design's answer; raises ContractError where nobody can be compared."""
        if self.found is None:
            raise ContractError("nobody can be compared")
        return self.found

    @property
    def parts(self) -> Split | None:
        """The effect split into its factors; None where one side bought nothing."""
        try:
            return split(self.lifted)
        except ContractError:
            return None

    @property
    def is_placebo_coarse(self) -> bool:
        """Whether a drift that would explain the effect could hide in the placebo's interval."""
        lifted = self.lifted
        unseen = NORMAL_95 * float(lifted.errors[-1]) * lifted.reach
        return unseen > abs(float(lifted.effect[0]))

    def strict_breakdown(self) -> float | None:
        """M-bar of the second design from one quarter to the next, its own doubt counted too."""
        return _strict(self.effects, DEFAULT.horizon) if self.effects else None

    def months_to_wait(self) -> int | None:
        """Months until the guard-rails are met at the present pace; None: never."""
        waits = months_until(FEWEST_CONNECTED, self.connected, self.pace)
        cohorts = self.found.cohorts if self.found else 0
        young = DEFAULT.needed + FEWEST_COHORTS - self.told.months
        return None if waits is None else max(waits, FEWEST_COHORTS - cohorts, young, 1)


def around(value: float, half: float) -> Span:
    """A value between two ends as far from it."""
    return Span(value, value - half, value + half)


def case_of(
    months: ConnectedMonths, tie: Tie, chosen: Marks | None = None, shown: int = 1,
    design: Landmark = DEFAULT,
) -> Case:  # fmt: skip
    """Everything about one relation; `chosen` (customers,) of the connected are asked about.

    The other connected are controls until they connect. `shown`: how many such cases are told
    side by side; their intervals hold all at once 19 times in 20.
    """
    whole = months.histories(tie)
    logs = staying(whole)
    told = whole if chosen is None else only(whole, chosen)
    found = lift(told, design, OUTCOMES, logs)
    effects = _second(months, told) if found else None
    second = _overall(effects, design.horizon)
    reach = critical(shown, found.freedom) if found else critical(shown)
    share = (tie if chosen is None else _part(tie, chosen)).one_date_share
    negative = _negative(months, told, design, logs) if found else None
    evidence = _evidence(found, second, share, reach)
    if negative:
        evidence = replace(evidence, negative=negative[0], negative_error=negative[1])
    return Case(
        told, logs, found, second, effects, verdict(evidence), reach, _pace(told, found), negative
    )


def _negative(
    months: ConnectedMonths, told: Histories, design: Landmark, logs: Logs
) -> tuple[float, float] | None:
    """Effect and error on products that the relation cannot touch: 0 where alike is compared.

    Lipsitch, Tchetgen Tchetgen & Cohen 2010, Epidemiology 21:383-388.
    """
    if months.untouched is None:
        return None
    found = lift(replace(told, amounts=months.untouched), design, logs=logs)
    return (float(found.effect[0]), float(found.errors[0])) if found else None


def only(told: Histories, chosen: Marks) -> Histories:
    """The same months in which the connected that are not chosen are lost when they connect."""
    others = (told.connection != NEVER) & ~chosen
    return replace(
        told,
        connection=np.where(others, NEVER, told.connection),
        until=np.where(others, np.minimum(told.until, told.connection), told.until),
    )


def raw_gap(told: Histories) -> Span | None:
    """Money a month of connected customers, minus that of others, over the last twelve months.

    Everybody counts from the month after the first order on, the month of joining left out;
    nobody is made comparable with anybody. None where a side is empty.
    """
    first = max(told.months - YEAR, 0)
    months = np.arange(first, told.months)[:, None]
    entered = (told.entry[None] < months) & (told.until[None] > months)
    sides = (
        entered & (told.connection[None] <= months),
        entered & (told.connection[None] > months + 1),
    )
    money = told.amounts[first:]
    means, influence = [], []
    for side in sides:
        counted = side.sum(axis=0)
        if not counted.any():
            return None
        spent = np.where(side, money, 0.0).sum(axis=0)
        mean = float(spent.sum()) / float(counted.sum())
        means.append(mean)
        influence.append((spent - mean * counted) / float(counted.sum()))
    difference = influence[0] - influence[1]
    error = math.sqrt(float((difference**2).sum()))
    return around(means[0] - means[1], NORMAL_95 * error)


def _part(tie: Tie, chosen: Marks) -> Tie:
    return replace(tie, month=np.where(chosen, tie.month, NEVER))


def _evidence(
    found: Lift | None, second: tuple[float, float] | None, one_date_share: float, reach: float
) -> Evidence:
    """What the verdict is made of; nothing where nobody can be compared."""
    if found is None:
        return Evidence(
            effect=0.0, error=math.nan, with_tie=0.0, second=None, placebo=math.nan,
            placebo_error=math.nan, breakdown=0.0, connected=0, controls=0, cohorts=0,
            base_months=0, one_date_share=one_date_share,
        )  # fmt: skip
    return Evidence(
        effect=float(found.effect[0]), error=float(found.errors[0]),
        with_tie=float(found.with_tie[0]), second=second[0] if second else None,
        placebo=found.placebo, placebo_error=float(found.errors[-1]),
        breakdown=found.breakdown(), connected=found.connected, controls=found.controls,
        cohorts=found.cohorts, base_months=DEFAULT.fewest_base, one_date_share=one_date_share,
        critical=reach, depletion=found.depletion,
    )  # fmt: skip


def _second(months: ConnectedMonths, told: Histories) -> GroupTime | None:
    """The second design's effects, among customers who stay observed; None where it has none."""
    kept = np.flatnonzero(told.until >= told.months)
    money = Panel(tuple(month[:1, kept] for month in months.panel.months))
    labels = Labels(told.connection[kept], told.entry[kept] + 1)
    if not len(kept):
        return None
    try:
        return group_time_effects(
            count_cells(money, labels), SECOND, np.arange(told.months + 1, dtype=np.int64)
        )
    except ContractError:
        return None


def _overall(effects: GroupTime | None, horizon: int) -> tuple[float, float] | None:
    """Effect and standard error of the second design over the horizon."""
    if effects is None or not ((effects.event_month >= 0) & (effects.event_month < horizon)).any():
        return None
    found = overall(effects, horizon)
    return float(found.effect[0]), float(found.error[0])


def _strict(effects: GroupTime, horizon: int) -> float | None:
    """The mean of the first quarters since connecting, against the worst quarterly drift before."""
    profile = by_event_month(effects)
    near = (profile.labels != -1) & (np.abs(profile.labels) <= YEAR)
    spans = profile.where(near).spans(3) if near.any() else profile
    if not (spans.labels < 0).any() or not (spans.labels >= 0).any():
        return None
    return Drift.of_profile(spans, horizon // 3).breakdown()


def _pace(told: Histories, found: Lift | None) -> float:
    """Customers a month who joined in the last year and are old enough to be compared.

    Where the book itself is too young for anybody to be old enough, everybody who joined.
    """
    tied = told.connection < told.months
    old = tied & (told.connection - told.entry >= DEFAULT.needed)
    joined = tied & (told.connection >= told.months - YEAR)
    if found is None:
        is_young = told.months < DEFAULT.needed + FEWEST_COHORTS
        return float((joined if is_young else joined & old).sum()) / min(YEAR, told.months)
    months = min(YEAR, told.months - DEFAULT.needed)
    return found.connected / max(int(old.sum()), 1) * float((joined & old).sum()) / months
