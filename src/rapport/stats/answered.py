"""How much more do customers bring who asked and were answered, than those who asked in vain?

The landmark design (see `landmark`) with asking in place of connecting: both sides asked, which
is the sign of life that chose them; who was answered in time is compared with who was not, alike
in when they asked, in how long ago and how often they had bought and for how long they had been
customers, in proportion to what each side bought in base months before. Months of asking are
joined until enough asked in vain in them. Every asking is a case of its own (Hernán et al. 2016,
Journal of Clinical Epidemiology 79:70-75); customers, who may ask again, are the clusters.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.intervals import Span
from rapport.stats.landmark import NORMAL_95, Lift
from rapport.stats.landmark_contrast import Contrast, contrast
from rapport.stats.landmark_histories import Codes
from rapport.stats.landmark_strata import EVEN, ODD, READINGS, Landmark
from rapport.stats.panel import Marks, Numbers

DESIGN = Landmark(fewest_controls=20)
"""The month of asking is the sign of life; the first month compared is the one after it. Askers
are few: strata of twenty controls, not ten, take a tenth off the error at no visible bias."""
FRESH = 1
"""An order so many months before asking, or later, is a fresh one."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Askings, one row each (n); the first of a customer in a calendar month.

    `person` a code from 0, `month` of asking, `answered` in time or not; before asking:
    `recency` months since the last order, `before` how many orders, `known` how many whole
    months as a customer. `base` (2, n) money per month in odd and even base months, `often`
    (2, n) orders, `halves` (2, n) money in older and in later base months. `after` (horizon, n)
    money in the months after that of asking, `seen` whether these months have passed.
    """

    person: Codes
    month: Codes
    answered: Marks
    recency: Codes
    before: Codes
    known: Codes
    base: Numbers
    often: Numbers
    halves: Numbers
    after: Numbers
    seen: Marks

    def __len__(self) -> int:
        return len(self.person)

    def of(self, rows: Marks | Codes) -> Asked:
        """Some rows only, in the order told."""
        told = {field.name: getattr(self, field.name)[..., rows] for field in fields(self)}
        return Asked(**told)

    def in_order(self) -> Asked:
        """The rows in an order that their data tell, whatever their order and names were."""
        keys = [self.recency, self.before, self.known, self.answered, *self.base, *self.often]
        keys += [*self.halves, *self.after]
        return self.of(np.lexsort((*keys, self.month)))


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What answering brought: `lift` by the default design, `second` by the second one (None:
    not told), per month and asking; `covered` (n,) the rows answered that the design compares;
    `fewest` controls in a stratum compared."""

    lift: Lift
    second: Span | None
    covered: Marks


def asked(
    amounts: NDArray[np.generic], orders: NDArray[np.generic], person: Codes, month: Codes,
    entry: Codes, answered: Marks, recency: Codes, before: Codes, design: Landmark = DESIGN,
) -> Asked:  # fmt: skip
    """Lay out askings from `amounts` and `orders` (months, people); raises ContractError.

    `person`, `month`, `entry` (month of the first order), `answered`, `recency`, `before`: (n,).
    """
    months = len(amounts)
    if len(person) and not 0 <= int(month.min()) <= int(month.max()) < months:
        raise ContractError("somebody asked outside the months told")
    known = np.maximum(month - entry - 1, 0)
    lags = np.arange(1, design.base + 1)
    place = np.maximum(month - lags[:, None], 0)
    inside = lags[:, None] <= known
    money = np.where(inside, amounts[place, person], 0).astype(np.float64)
    bought = np.where(inside, orders[place, person], 0).astype(np.float64)
    told, half = np.minimum(known, design.base), design.base // 2
    each = np.maximum(np.stack([(told + 1) // 2, told // 2]), 1)
    halves = np.stack([
        money[half + 1 :].sum(axis=0) / np.maximum(told - half - 1, 1),
        money[:half].sum(axis=0) / half,
    ])  # fmt: skip
    later = month + np.arange(1, design.horizon + 1)[:, None]
    seen = later < months
    after = np.where(seen, amounts[np.minimum(later, months - 1), person], 0).astype(np.float64)
    base = np.stack([money[::2].sum(axis=0), money[1::2].sum(axis=0)]) / each
    often = np.stack([bought[::2].sum(axis=0), bought[1::2].sum(axis=0)]) / each
    return Asked(person, month, answered, recency, before, known, base, often, halves, after, seen)


def answer_lift(told: Asked, design: Landmark = DESIGN) -> Answered | None:
    """The effect of being answered in time, or None where nobody can be compared."""
    whole = told.in_order()
    enough = whole.known >= design.needed - design.life - 1
    rows = whole.of(enough)
    if not rows.answered.any() or rows.answered.all():
        return None
    after, placebo, covered = [], [], np.zeros(len(rows), dtype=np.bool_)
    for reading, other in ((ODD, EVEN), (EVEN, ODD)):
        buyers = ~rows.answered & (rows.base[reading] > 0)
        stratum, strata = _strata(rows, rows.often[other], buyers, design)
        one = contrast(
            stratum, strata, rows.answered, rows.base[reading], rows.after,
            rows.seen.astype(np.float64),
        )  # fmt: skip
        after.append(one)
        covered |= one.counts.any(axis=0)
        old, recent = rows.halves
        weight = (rows.known >= design.base // 2 + 2).astype(np.float64)[None]
        placebo.append(contrast(stratum, strata, rows.answered, old, recent[None], weight))
    if not covered.any():
        return None
    found = _lift(whole, rows, after, placebo, covered, design)
    marks = np.zeros(len(told), dtype=np.bool_)
    # Rows were put in order: which of the caller's are covered is found by person and month.
    key = told.person * (1 << 20) + told.month
    marks = np.isin(key, (rows.person * (1 << 20) + rows.month)[covered])
    return Answered(found, _second(whole, design), marks)


def _strata(rows: Asked, often: Numbers, controls: Marks, design: Landmark) -> tuple[Codes, int]:
    """Strata of month of asking, recency, tenure and frequency; neighbours joined where thin."""
    cuts = design.classes
    place = np.stack([
        rows.month - rows.month.min(),
        (rows.recency > FRESH).astype(np.int64),
        _classes(rows.known, rows.answered, cuts),
        _classes(often, rows.answered, cuts),
    ])  # fmt: skip
    shape = (int(place[0].max()) + 1, 2, cuts, cuts)
    fine = np.ravel_multi_index(tuple(place), shape)
    counts = np.bincount(fine[controls], minlength=int(np.prod(shape))).reshape(shape)
    target, strata = nested(counts, design.fewest_controls)
    return target.reshape(-1)[fine], strata


def nested(counts: Codes, fewest: int) -> tuple[Codes, int]:
    """Join neighbours along each axis, the last first, until each group counts `fewest`.

    Returns the group of each cell, −1 everywhere where all together are fewer, and how many
    groups there are.

    >>> nested(np.array([[3, 3], [1, 1], [9, 4]]), 4)
    (array([[0, 0],
           [1, 2],
           [1, 2]]), 3)
    """
    target = np.full(counts.shape, -1)
    if counts.ndim == 0:
        return (target + 1, 1) if counts >= fewest else (target, 0)
    found, held, start = 0, 0, 0
    sizes = counts.reshape(len(counts), -1).sum(axis=1)
    groups: list[slice] = []
    for place, size in enumerate(sizes.tolist()):
        held += size
        if held >= fewest:
            groups.append(slice(start, place + 1))
            start, held = place + 1, 0
    if groups:
        groups[-1] = slice(groups[-1].start, len(counts))
    for group in groups:
        inner, more = nested(counts[group].sum(axis=0), fewest)
        target[group] = inner + found
        found += more
    return target, found


def _classes(values: Numbers | Codes, answered: Marks, classes: int) -> Codes:
    """Class 0 to classes − 1 of each value, cut where the answered are cut in equal parts."""
    cuts = np.quantile(values[answered], np.arange(1, classes) / classes)
    return np.searchsorted(cuts, values, side="left")


def _lift(
    whole: Asked, rows: Asked, after: list[Contrast], placebo: list[Contrast], covered: Marks,
    design: Landmark,
) -> Lift:  # fmt: skip
    """Means over both readings, with the customers' joint covariance."""
    effect = _of_people(rows.person, [one.influence for one in after])
    brought = _of_people(rows.person, [one.with_tie for one in after])
    months = _of_people(rows.person, [one.counts for one in after])
    gained = _of_people(rows.person, [one.influence for one in placebo])
    spent = _of_people(rows.person, [one.counts for one in placebo])
    totals = np.array([
        sum(float(one.effect.sum()) for one in after),
        sum(float(one.with_tie.sum()) for one in after),
        sum(float(one.effect.sum()) for one in placebo),
    ])  # fmt: skip
    counts = np.stack([months, months, spent])
    size = counts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = totals / size
        shares = (np.stack([effect, brought, gained]) - mean[:, None] * counts) / size[:, None]
    shares = shares[:, np.lexsort(shares)]
    compared = np.unique(rows.person[~rows.answered])
    return Lift(
        outcomes=("amount",),
        effect=mean[:1],
        with_tie=mean[1:2],
        placebo=float(mean[2]),
        reach=design.reach,
        covariance=shares @ shares.T,
        months=float(size[0]) / len(READINGS),
        all_months=int(whole.seen[:, whole.answered].sum()),
        connected=len(np.unique(rows.person[covered])),
        controls=len(compared),
        cohorts=len(np.unique(rows.month[covered])),
        depletion=0.0,
        freedom=_freedom(shares[0]),
    )


def _freedom(shares: Numbers) -> float:
    """Degrees of freedom of an error from its customers' shares, at least 1 (Satterthwaite)."""
    squares = shares**2
    fourth = float((squares * squares).sum())
    return max(2 * float(squares.sum()) ** 2 / fourth, 1.0) if fourth > 0 else 1.0


def _of_people(person: Codes, arrays: list[Numbers]) -> Numbers:
    """Sums over months and readings (E, n) for each customer."""
    rows = np.sum([one.sum(axis=0) for one in arrays], axis=0)
    return np.bincount(person, rows, int(person.max()) + 1).astype(np.float64)


def _second(whole: Asked, design: Landmark) -> Span | None:
    """The second design: alike customers compared in the months after alone, newcomers too.

    It needs no months before, and takes it that among alike askers chance says who is answered.
    """
    if not whole.answered.any():
        return None
    often = whole.before / np.maximum(whole.known, 1)
    stratum, strata = _strata(whole, often, ~whole.answered & whole.seen[0], design)
    one = contrast(
        stratum, strata, whole.answered, np.ones(len(whole)), whole.after,
        whole.seen.astype(np.float64),
    )  # fmt: skip
    size = float(one.counts.sum())
    if not size:
        return None
    value = float(one.effect.sum()) / size
    influence, counts = _of_people(whole.person, [one.influence]), one.counts.sum(axis=0)
    shares = (influence - value * _of_people(whole.person, [counts[None]])) / size
    half = NORMAL_95 * float(np.sqrt((np.sort(shares) ** 2).sum()))
    return Span(value, value - half, value + half)
