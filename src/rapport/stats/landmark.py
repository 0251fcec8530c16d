"""How much more do connected customers bring because they are connected?

Landmark cohorts (Hernán et al. 2016, Journal of Clinical Epidemiology 79:70-75: eligibility,
assignment and start of follow-up at one moment): whoever connects in month g is compared with
customers not connected by then who gave a sign of life as recently, have been customers as long
and bought as often; in proportion to what each side bought in base months that served for
nothing else. Nothing here tells why people connect: own growth that makes customers connect
passes for an effect, and only the placebo can tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.intervals import Span, student_quantile
from rapport.stats.landmark_contrast import Contrast, contrast
from rapport.stats.landmark_histories import Codes, Histories
from rapport.stats.landmark_strata import READINGS, Cohort, Landmark, cohorts, lag_means
from rapport.stats.landmark_weights import Logs, staying
from rapport.stats.panel import Marks, Numbers

OUTCOMES = ("amount", "orders", "active")
DEFAULT = Landmark()
NORMAL_95 = 1.959963984540054
UNEVEN = 0.75
"""How unevenly ready to join comparable customers may be: squared coefficient of variation of
their chances, granted when the bias by depletion is told."""
_MANY = 1e9
SEEN_AT = 2.8
"""Standard errors an effect must be away from 0 to be seen four times in five (Bloom 1995,
Evaluation Review 19:547-556)."""


@dataclass(frozen=True, slots=True, eq=False)
class Lift:
    """Effects per covered connected customer-month, with their joint covariance.

    `outcomes` (k): "amount" (money), "orders", "active" (1 in a month with an order); `effect`
    (k,) and `with_tie` (k,) what they brought, per month, zeros included. `placebo`: money per
    month that the same people gained over the same controls before they connected, NaN where
    nobody has base months enough; `reach`: how many times further the months after lie from the
    base. `covariance` (2k + 1, 2k + 1) of effect, with_tie, placebo, customers as clusters.
    `months` covered customer-months (the mean of both readings) out of `all_months` connected
    ones; `connected` and `controls`: distinct customers compared; `cohorts`: months of joining.
    `depletion`: bias upwards, as a share of `with_tie`, that people's readiness to join can make:
    base months hold only orders after which nobody joined, so that those who join readily have
    lost more of them than the others. It grows with the share of comparable customers who join.
    `freedom`: degrees of freedom of the first effect's error (Satterthwaite 1946, Biometrics
    Bulletin 2:110-114): few when a few large customers make up most of it.
    """

    outcomes: tuple[str, ...]
    effect: Numbers
    with_tie: Numbers
    placebo: float
    reach: float
    covariance: Numbers
    months: float
    all_months: int
    connected: int
    controls: int
    cohorts: int
    depletion: float
    freedom: float = _MANY

    @property
    def critical(self) -> float:
        """Standard errors of half a 95 % interval, Student's."""
        return student_quantile(self.freedom)

    @property
    def errors(self) -> Numbers:
        """Standard errors of effect, with_tie, placebo (2k + 1,)."""
        found: Numbers = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return found

    @property
    def covered(self) -> float:
        """Share of all connected customer-months that the design covers, 0 to 1."""
        return self.months / self.all_months

    def span(self, allowance: float = 0.0) -> Span:
        """Effect on the first outcome with its 95 % interval, per month.

        `allowance`: both ends move out by this share of what the connected brought; with 5 % and
        the `depletion` it held the truth in every simulated world but own growth.
        """
        value = float(self.effect[0])
        half = self.critical * float(self.errors[0]) + allowance * float(self.with_tie[0])
        return Span(value, value - half, value + half)

    def total(self, allowance: float = 0.0) -> Span:
        """Effect over all covered customer-months: never to be told of those not covered."""
        return Span(*(self.months * end for end in self.span(allowance)))

    def relative(self) -> Span:
        """Effect as a share of what the connected would have brought anyway (delta method)."""
        k, effect, level = len(self.outcomes), float(self.effect[0]), float(self.with_tie[0])
        without = level - effect
        if not without > 0:
            raise ContractError("a lift over nothing: they would have bought nothing")
        slope = np.array([level, -effect]) / without**2
        pick = np.ix_([0, k], [0, k])
        half = self.critical * float(np.sqrt(slope @ self.covariance[pick] @ slope))
        return Span(effect / without, effect / without - half, effect / without + half)

    def drift(self) -> Span:
        """The placebo with its 95 % interval, money per month."""
        half = self.critical * float(self.errors[-1])
        return Span(self.placebo, self.placebo - half, self.placebo + half)

    def without_drift(self) -> Span:
        """Effect left if what was gained before connecting had simply gone on."""
        slope = np.array([1.0, -self.reach])
        last = 2 * len(self.outcomes)
        pick = np.ix_([0, last], [0, last])
        value = float(self.effect[0]) - self.reach * self.placebo
        half = self.critical * float(np.sqrt(slope @ self.covariance[pick] @ slope))
        return Span(value, value - half, value + half)

    def breakdown(self) -> float:
        """How many times faster than before must people have drifted apart to undo the effect?

        The M-bar of Rambachan & Roth 2023 (Review of Economic Studies 90:2555-2591) for a
        straight drift, at the point estimates; infinity where there was none.
        """
        gone = abs(self.reach * self.placebo)
        return abs(float(self.effect[0])) / gone if gone > 0 else float("inf")

    def smallest_visible(self) -> float:
        """Smallest effect, money per month, that this much data would show 4 times in 5."""
        return SEEN_AT * float(self.errors[0])


class Tally:
    """Running totals and everybody's influence; rows of results, means at the end."""

    def __init__(self, rows: int, customers: int) -> None:
        self.totals = np.zeros(rows)
        self.influence = np.zeros((rows, customers))
        self.counts = np.zeros((rows, customers))

    def add(self, row: int, people: Codes, total: float, influence: Numbers, n: Numbers) -> None:
        """Add a cohort's total, influence (n,) and months (n,) to a row."""
        self.totals[row] += total
        self.influence[row, people] += influence
        self.counts[row, people] += n

    def means(self) -> tuple[Numbers, Numbers]:
        """Totals per month and their covariance; NaN in rows without any month."""
        months = self.counts.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = self.totals / months
            shares = (self.influence - mean[:, None] * self.counts) / months[:, None]
        return mean, shares @ shares.T

    def freedom(self, row: int) -> float:
        """Degrees of freedom of a row's error, at least 1."""
        mean = self.totals[row] / self.counts[row].sum()
        squares = (self.influence[row] - mean * self.counts[row]) ** 2
        fourth = float((squares * squares).sum())
        return max(2 * float(squares.sum()) ** 2 / fourth, 1.0) if fourth > 0 else _MANY


def lift(
    told: Histories,
    design: Landmark = DEFAULT,
    outcomes: tuple[str, ...] = ("amount",),
    logs: Logs | None = None,
) -> Lift | None:
    """The effects, or None when no month of joining can be compared.

    `logs` are the histories' `staying` where they are known already.
    """
    chances = staying(told) if logs is None else logs
    k = len(outcomes)
    tally = Tally(2 * k + 1, told.customers)
    sides = np.zeros((2, told.customers), dtype=np.bool_)
    months_of_joining, depleted = 0, list[tuple[float, int]]()
    joins = np.bincount(told.connection[told.connection < told.months], minlength=told.months)
    for cohort in cohorts(told, design):
        weight = weights(told, cohort, chances, design.horizon)
        for row, outcome in enumerate(outcomes):
            found = after_connecting(told, design, cohort, outcome, weight)
            for one in found:
                months = one.counts.sum(axis=0)
                people = cohort.people
                tally.add(row, people, one.effect.sum(), one.influence.sum(axis=0), months)
                brought = one.with_tie.sum(axis=0)
                tally.add(k + row, people, brought.sum(), brought, months)
        for one in before_connecting(told, design, cohort):
            tally.add(2 * k, cohort.people, one.effect.sum(), one.influence[0], one.counts[0])
        months_of_joining += _mark(sides, cohort)
        depleted.append(_depleted(joins, design, cohort))
    return _told(told, design, outcomes, tally, sides, months_of_joining, depleted)


def outcome_of(told: Histories, outcome: str) -> NDArray[np.generic]:
    """The (months, customers) array of an outcome; raises ContractError if unknown."""
    if outcome not in OUTCOMES:
        raise ContractError(f"no outcome {outcome!r}: one of {', '.join(OUTCOMES)}")
    if outcome == "amount":
        return told.amounts
    return told.orders if outcome == "orders" else told.orders > 0


def weights(told: Histories, cohort: Cohort, logs: Logs, horizon: int) -> Numbers:
    """What each person counts in each month from joining on, (months, n); 0: not (any more)."""
    people, start = cohort.people, cohort.month
    last = min(start + horizon, told.months)
    waits = told.connection[people]
    until = told.until[people]
    rows = []
    for month in range(start, last):
        kept = np.exp(logs[start, people] - logs[month, people])
        side = np.where(cohort.connects, 1.0, np.where(waits > month, kept, 0.0))
        rows.append(np.where(until > month, side, 0.0))
    return np.stack(rows)


def after_connecting(
    told: Histories, design: Landmark, cohort: Cohort, outcome: str, weight: Numbers
) -> list[Contrast]:
    """Both readings' comparison of an outcome in the months that `weight` (E, n) tells."""
    values = outcome_of(told, outcome)
    base = _base(values, design, cohort)
    after = np.stack([values[cohort.month + lag, cohort.people] for lag in range(len(weight))])
    return [
        contrast(
            cohort.stratum[reading], cohort.strata[reading], cohort.connects, base[reading],
            after.astype(np.float64), weight,
        )
        for reading in READINGS
    ]  # fmt: skip


def before_connecting(told: Histories, design: Landmark, cohort: Cohort) -> list[Contrast]:
    """Both readings' comparison of the later base months with the earlier ones: no effect yet."""
    first, half = cohort.month - design.life, design.base // 2
    recent, old = np.zeros((2, len(cohort.people)))
    for lag in range(1, min(design.base, first) + 1):
        money = told.amounts[first - lag, cohort.people]
        if lag <= half:
            recent += money / half
        elif lag >= half + 2:
            old += np.where(cohort.known >= lag, money, 0.0)
    old /= np.maximum(cohort.known - half - 1, 1)
    weight = (cohort.known >= half + 2).astype(np.float64)[None]
    return [
        contrast(
            cohort.stratum[reading], cohort.strata[reading], cohort.connects, old,
            recent[None], weight,
        )
        for reading in READINGS
    ]  # fmt: skip


def _base(values: NDArray[np.generic], design: Landmark, cohort: Cohort) -> Numbers:
    """What each bought a month in the odd and in the even base months, (2, n)."""
    first = cohort.month - design.life
    return lag_means(values, first, cohort.people, cohort.known, design.base)


def _depleted(joins: Codes, design: Landmark, cohort: Cohort) -> tuple[float, int]:
    """Bias that readiness to join can make in a cohort, and how many connect in it.

    Chances p of joining after an order vary with UNEVEN = var / mean²; those who join have the
    higher mean chance, by about UNEVEN · h / (1 − h) where h is the share who do, and so much
    fewer orders in those base months in which people could join.
    """
    connecting = int(cohort.connects.sum())
    share = cohort.share
    first = cohort.month - design.life
    base = joins[max(first - design.base, 0) + 1 : first + 1]
    possible = float((base > 0).mean()) if len(base) else 0.0
    return UNEVEN * possible * share / (1 - share), connecting


def _mark(sides: Marks, cohort: Cohort) -> int:
    """Mark who is compared, connecting and controls; 1 when anybody connecting is."""
    used = (cohort.stratum[0] >= 0) | (cohort.stratum[1] >= 0)
    sides[0, cohort.people[used & cohort.connects]] = True
    sides[1, cohort.people[used & ~cohort.connects]] = True
    return int((used & cohort.connects).any())


def _told(
    told: Histories,
    design: Landmark,
    outcomes: tuple[str, ...],
    tally: Tally,
    sides: Marks,
    months_of_joining: int,
    depleted: list[tuple[float, int]],
) -> Lift | None:
    """Means of the tally, with what they stand on."""
    k = len(outcomes)
    if not tally.counts[0].any():
        return None
    mean, covariance = tally.means()
    tied = told.until - np.maximum(told.connection, told.entry)
    return Lift(
        outcomes=outcomes,
        effect=mean[:k],
        with_tie=mean[k : 2 * k],
        placebo=float(mean[2 * k]),
        reach=design.reach,
        covariance=covariance,
        months=float(tally.counts[0].sum()) / len(READINGS),
        all_months=int(np.maximum(tied, 0).sum()),
        connected=int(sides[0].sum()),
        controls=int(sides[1].sum()),
        cohorts=months_of_joining,
        depletion=sum(share * n for share, n in depleted) / sum(n for _, n in depleted),
        freedom=tally.freedom(0),
    )
