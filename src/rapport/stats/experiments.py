"""Experiments: by how much did a draw by lot change what people spend, and why those who came?

Everything is read from sums per stratum and arm of three numbers of each person: past spend
(before the draw), spend (since), and uptake (1 who did what they were invited to, else 0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats.intervals import LEVEL, Span

Floats = NDArray[np.float64]
PAST, SPEND, UPTAKE = 0, 1, 2
"""Places of the three numbers."""
HELD_OUT, INVITED = 0, 1
"""Places of the two arms."""
FEWEST_IN_STRATUM = 10
"""People that a stratum needs in each arm; with fewer it is put together with the next."""
POWER = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Sums over the people of each stratum and arm.

    `n` has shape (strata, 2): people held out, people invited; `sums` (strata, 2, 3) adds up
    past spend, spend and uptake; `squares` (strata, 2, 3, 3) their products.
    """

    n: Floats
    sums: Floats
    squares: Floats

    @classmethod
    def of(cls, told: ArrayLike, invited: ArrayLike, stratum: ArrayLike) -> Cells:
        """Sum people told one by one: (people, 3) numbers, whether invited, which stratum."""
        numbers = np.asarray(told, dtype=np.float64)
        labels, strata = np.unique(np.asarray(stratum), return_inverse=True)
        cell = 2 * strata + np.asarray(invited, dtype=np.int64)
        size = 2 * len(labels)
        ones = np.ones(len(numbers))
        products = [one * other for one in numbers.T for other in numbers.T]
        n, *summed = (
            np.bincount(cell, one, size).astype(np.float64).reshape(-1, 2)
            for one in (ones, *numbers.T, *products)
        )
        sums, squares = np.stack(summed[:3], axis=-1), np.stack(summed[3:], axis=-1)
        return cls(n, sums, squares.reshape(*sums.shape, 3))

    @property
    def people(self) -> tuple[int, int]:
        """How many were held out, and how many invited."""
        held_out, invited = self.n.sum(axis=0)
        return int(held_out), int(invited)

    def merged(self, fewest: int = FEWEST_IN_STRATUM) -> Cells:
        """Put neighbouring strata together until each has so many people in each arm."""
        place, places, held = 0, [], np.zeros(2)
        for stratum in self.n:
            places.append(place)
            held = held + stratum
            if held.min() >= fewest:
                place, held = place + 1, np.zeros(2)
        last = max(place - 1, 0)  # what is left over goes to the stratum before
        index = np.minimum(np.array(places), last if held.any() else place)
        into = np.zeros((int(index.max()) + 1, len(index)))
        into[index, np.arange(len(index))] = 1.0
        return Cells(
            into @ self.n,
            np.einsum("ks,saj->kaj", into, self.sums),
            np.einsum("ks,saij->kaij", into, self.squares),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Invited minus held out, adjusted for past spend.

    `difference` (2,) is of mean spend and of uptake, `covariance` (2, 2) theirs; `imbalance` is
    the difference of past spend in standard errors, and `past_variance` that error's square.
    `freedom` counts degrees of freedom (of the smaller arm).
    """

    difference: Floats
    covariance: Floats
    imbalance: float
    past_variance: float
    freedom: float

    @property
    def error(self) -> float:
        """Standard error of the difference of mean spend."""
        return math.sqrt(max(float(self.covariance[0, 0]), 0.0))

    @property
    def uptake_error(self) -> float:
        """Standard error of the difference of uptake."""
        return math.sqrt(max(float(self.covariance[1, 1]), 0.0))


def compare(cells: Cells) -> Comparison:
    """Intention to treat: everybody counts in the arm they were drawn into.

    Differences within strata, weighted by their people, less what past spend explains: CUPED
    (Deng, Xu, Kohavi & Walker 2013, WSDM) with the weight of least variance, which is the
    adjustment of Lin 2013, Annals of Applied Statistics 7:295-318, with one slope. Raises
    ContractError where a stratum has under two people in an arm (see `Cells.merged`).
    """
    if not len(cells.n) or cells.n.min() < 2:
        raise ContractError("a stratum with under two people in an arm cannot be compared")
    weight = cells.n.sum(axis=1) / cells.n.sum()
    means = cells.sums / cells.n[..., None]
    apart = np.einsum("s,sj->j", weight, means[:, INVITED] - means[:, HELD_OUT])
    scatter = cells.squares - np.einsum("sai,saj->saij", cells.sums, means)
    each = scatter / ((cells.n - 1) * cells.n)[..., None, None]
    doubt = np.einsum("s,saij->ij", weight**2, each)
    past = float(doubt[PAST, PAST])
    with_past = doubt[PAST, 1:]
    slope = with_past / past if past > 1e-12 * max(float(cells.squares.max()), 1e-300) else 0.0
    adjusted = apart[1:] - slope * apart[PAST]
    covariance = doubt[1:, 1:] - np.outer(slope * np.ones(2), with_past)
    spread = math.sqrt(past) if past > 0 else math.inf
    freedom = max(float(cells.n.sum(axis=0).min()) - len(cells.n) - 1, 1.0)
    return Comparison(adjusted, covariance, float(apart[PAST]) / spread, past, freedom)


def complier_effect(told: Comparison, quantile: float) -> Span | None:
    """Spend changed by uptake, of those who came because they were invited; None: cannot tell.

    Wald's ratio (Imbens & Angrist 1994, Econometrica 62:467-475) with the set of Anderson &
    Rubin 1949 (for one instrument: Fieller's), which keeps its level when few come. The set has
    no end, and nothing can be told, where the difference of uptake is within `quantile` standard
    errors of zero; nor where the invitation kept people away.
    """
    spend, uptake = (float(one) for one in told.difference)
    (vyy, vyd), (_, vdd) = (tuple(float(one) for one in row) for row in told.covariance)
    square = quantile**2
    bend = uptake**2 - square * vdd
    if bend <= 0 or uptake <= 0:
        return None
    middle = (spend * uptake - square * vyd) / bend
    under = middle**2 - (spend**2 - square * vyy) / bend
    half = math.sqrt(max(under, 0.0))
    ratio = spend / uptake
    return Span(ratio, min(middle - half, ratio), max(middle + half, ratio))


def complier_error(told: Comparison) -> float:
    """Standard error of Wald's ratio by the delta method; needs a difference of uptake."""
    spend, uptake = (float(one) for one in told.difference)
    if uptake == 0:
        raise ContractError("nobody came because of the invitation: no ratio")
    slope = np.array([1.0, -spend / uptake])
    return math.sqrt(max(float(slope @ told.covariance @ slope), 0.0)) / abs(uptake)


def smallest_effect(error: float, level: float = LEVEL, power: float = POWER) -> float:
    """The effect that would be seen with a probability of `power`, from its standard error.

    >>> round(smallest_effect(1.0), 2)
    2.8
    """
    return float(special.ndtri((1 + level) / 2) + special.ndtri(power)) * error


def share_surprise(held_out: int, invited: int, share: float) -> float:
    """Probability of so uneven a split by a fair draw with that share held out.

    A sample-ratio mismatch (Fabijan et al. 2019, KDD) means that the list was not kept to.

    >>> round(share_surprise(100, 900, 0.1), 2)
    1.0
    """
    n = held_out + invited
    if not 0 < share < 1 or n < 1:
        raise ContractError(f"a share of {share} of {n} people cannot be drawn")
    return math.erfc(abs(held_out - n * share) / math.sqrt(2 * n * share * (1 - share)))
