"""Who is comparable with whom just before a connection?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapport.stats.landmark_histories import Codes, Histories
from rapport.stats.panel import Marks, Numbers

ODD, EVEN = 0, 1
READINGS = (ODD, EVEN)
"""Each cohort is read twice: effects against odd base months in classes of even ones, and back."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """The design's settings, in months (`classes`: how many of tenure and of frequency).

    A cohort connects in month g. `life`: both sides gave a sign of life in so many months
    before g. `base`: so many months before these, counted backwards, tell how they used to buy;
    what the effect is measured against and what tells the class of frequency are never the same
    months, in either reading. `horizon`: months from g on that are compared. At least
    `fewest_base` odd base months lie after the month of entry; a stratum has at least
    `fewest_controls` that bought in their base months. Of more than `most_controls` of a cohort
    only as many are taken, evenly: the doubt then lies with who connects.
    """

    life: int = 1
    base: int = 9
    horizon: int = 6
    fewest_base: int = 3
    fewest_controls: int = 10
    classes: int = 3
    most_controls: int = 50_000

    @property
    def needed(self) -> int:
        """Months between entry and connection that a customer needs to be compared."""
        return self.life + 2 * self.fewest_base

    @property
    def reach(self) -> float:
        """How many times further from the base the months after lie than the placebo's."""
        half = self.base // 2
        recent, old = (half + 1) / 2, (half + 2 + self.base) / 2
        after = self.life + (self.base + 1) / 2 + (self.horizon - 1) / 2
        return after / (old - recent)


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """Everybody comparable at one `month`; arrays of one length n.

    `people` indices into the histories, `connects` who connects in this month, `known` how many
    base months of each count; `share` of all who could be compared that connects. For both
    readings: `stratum` (n,) from 0 to `strata` − 1 (−1: too few controls, left out).
    """

    month: int
    people: Codes
    connects: Marks
    known: Codes
    stratum: tuple[Codes, Codes]
    strata: tuple[int, int]
    share: float


def cohorts(told: Histories, design: Landmark) -> Iterator[Cohort]:
    """Every month's cohort in which somebody connects and somebody else can be compared."""
    for month in range(design.needed, told.months):
        eligible = (
            (told.entry <= month - design.needed)
            & (told.connection >= month)
            & (told.until > month)
            & (told.recency[month] <= design.life)
        )
        people = np.flatnonzero(eligible)
        connects = told.connection[people] == month
        if connects.any() and not connects.all():
            kept = _thinned(connects, design.most_controls)
            cohort = _cohort(told, design, month, people[kept], connects[kept])
            yield replace(cohort, share=float(connects.mean()))


def _thinned(connects: Marks, most: int) -> Codes:
    """Places of who connects and of at most so many controls, evenly spaced among them all."""
    controls = np.flatnonzero(~connects)
    if len(controls) <= most:
        return np.arange(len(connects))
    taken = controls[(np.arange(most) * len(controls)) // most]
    return np.sort(np.concatenate([np.flatnonzero(connects), taken]))


def _cohort(
    told: Histories, design: Landmark, month: int, people: Codes, connects: Marks
) -> Cohort:
    """Put people in strata of recency, tenure and frequency, once for each reading."""
    tenure = month - told.entry[people] - 1 - design.life
    known = np.minimum(tenure, design.base)
    recency = told.recency[month, people].astype(np.int64) - 1
    old = recency * design.classes + _classes(tenure, connects, design.classes)
    orders = lag_means(told.orders, month - design.life, people, known, design.base)
    strata = [
        merged(
            old * design.classes + _classes(orders[other], connects, design.classes),
            ~connects & (orders[base] > 0),
            design,
        )
        for base, other in ((ODD, EVEN), (EVEN, ODD))
    ]
    (first, firsts), (second, seconds) = strata
    share = float(connects.mean())
    return Cohort(month, people, connects, known, (first, second), (firsts, seconds), share)


def lag_means(
    values: NDArray[np.generic], first: int, people: Codes, known: Codes, base: int
) -> Numbers:
    """Mean of what each bought in odd and in even base months, (2, n), of those they have.

    The base months lie 1, 2, … `base` months before `first`; a person has `known` of them.
    """
    total = np.zeros((2, len(people)))
    for lag in range(1, min(base, first) + 1):
        total[(lag + 1) % 2] += np.where(known >= lag, values[first - lag, people], 0)
    return total / np.maximum(np.stack([(known + 1) // 2, known // 2]), 1)


def _classes(values: Numbers | Codes, connects: Marks, classes: int) -> Codes:
    """Class 0 to classes − 1 of each value, cut where the connecting are cut in equal parts."""
    cuts = np.quantile(values[connects], np.arange(1, classes) / classes)
    return np.searchsorted(cuts, values, side="left")


def merged(fine: Codes, buyers: Marks, design: Landmark) -> tuple[Codes, int]:
    """Merge strata with too few controls: neighbours in frequency first, then in tenure.

    `fine` counts recency, tenure, frequency, the last fastest; `buyers` are the controls that
    bought in their base months: a proportion to what hardly anybody bought is no number.
    Returns the stratum of each person, −1 where a whole recency has too few of them, and how
    many strata there are.
    """
    shape = (design.life, design.classes, design.classes)
    controls = np.bincount(fine[buyers], minlength=int(np.prod(shape))).reshape(shape)
    target = np.full(shape, -1)
    count = 0
    for recency in range(design.life):
        for rows in _joined(controls[recency].sum(axis=1), design.fewest_controls):
            inside = controls[recency, rows].sum(axis=0)
            for group in _joined(inside, design.fewest_controls):
                target[recency, rows, group] = count
                count += 1
    return target.reshape(-1)[fine], count


def _joined(controls: Codes, fewest: int) -> list[slice]:
    """Neighbouring classes joined until each group has `fewest` controls; [] if all have fewer."""
    ends: list[int] = []
    held = 0
    for place, number in enumerate(controls.tolist()):
        held += number
        if held >= fewest:
            ends.append(place + 1)
            held = 0
    if not ends:
        return []
    ends[-1] = len(controls)
    return [slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)]
