"""Beta likelihood: how likely are histories whose times are exact, under beta dropout?

Γ(r+x)/Γ(r) α^r B(a, b+k)/B(a, b) [(α+T)^−(r+x) + a/(b+k−1) (α+t_x)^−(r+x)], k = x + first; see
`beta_dropout`. Gamma functions run on distinct x, logarithms on distinct T and distinct t_x.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Tuples arranged for the likelihood: what depends on x, on T, and on all three.

    `x` (kinds,) distinct frequencies with `x_count` customers; `ages` (m,) distinct ages with
    `age_count` customers and `age_bought` purchases of theirs; and for the tuples that may have
    left (k > 0): `row` their place in x, `age_row` in ages, `last` t_x, `count`.
    """

    first: int
    x: Numbers
    x_count: Numbers
    ages: Numbers
    age_count: Numbers
    age_bought: Numbers
    row: Places
    age_row: Places
    lasts: Numbers
    last_row: Places
    count: Numbers

    @classmethod
    def of(cls, tuples: PurchaseTuples, first: int) -> Sums:
        """Arrange tuples, shape (n,)."""
        x, row = np.unique(tuples.frequency, return_inverse=True)
        ages, age_row = np.unique(tuples.age, return_inverse=True)
        may = np.flatnonzero(tuples.frequency + first > 0)
        lasts, last_row = np.unique(tuples.recency[may], return_inverse=True)
        bought = tuples.count * tuples.frequency
        return cls(
            first,
            x,
            summed(row, tuples.count, len(x)),
            ages,
            summed(age_row, tuples.count, len(ages)),
            summed(age_row, bought, len(ages)),
            row[may],
            age_row[may],
            lasts,
            last_row,
            tuples.count[may],
        )

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (4,) in (r, α, a, b)."""
        r, alpha, a, b = values
        chances = self.x + self.first
        level, slope = by_frequency(self.x, chances, r, alpha, a, b)
        log_ages, log_lasts = np.log(alpha + self.ages), np.log(alpha + self.lasts)
        gap = log_ages[self.age_row] - log_lasts[self.last_row]
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.where(chances > 0, a / (b + chances - 1), 1.0)
        lean = np.log(odds)[self.row] + (r + self.x)[self.row] * gap
        less = np.exp(-np.minimum(np.abs(lean), 500.0))
        gone = self.count * np.where(lean > 0, 1.0, less) / (1.0 + less)
        exponent = r * self.age_count + self.age_bought
        value = self.x_count @ level - exponent @ log_ages
        value += self.count @ (np.maximum(lean, 0.0) + np.log1p(less))
        left = summed(self.row, gone, len(self.x))
        steep = gone * (r + self.x)[self.row]
        by_age = exponent - summed(self.age_row, steep, len(self.ages))
        by_last = summed(self.last_row, steep, len(self.lasts))
        gradient = self.x_count @ slope
        gradient[0] += gone @ gap - self.age_count @ log_ages
        gradient[1] -= by_age @ (1 / (alpha + self.ages)) + by_last @ (1 / (alpha + self.lasts))
        gradient[2] += left.sum() / a
        gradient[3] -= left[chances > 0] @ (1 / (b + chances[chances > 0] - 1))
        return float(value), gradient


def summed(row: Places, what: Numbers, rows: int) -> Numbers:
    """Sums (rows,) of the numbers `what` (n,) that fall into each `row` (n,)."""
    return np.bincount(row, what, rows).astype(np.float64)


def by_frequency(
    x: Numbers, chances: Numbers, r: float, alpha: float, a: float, b: float
) -> tuple[Numbers, Numbers]:
    """The factors of L that depend on x alone: logarithm (kinds,) and gradient (kinds, 4)."""
    level = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
    level += special.betaln(a, b + chances) - special.betaln(a, b)
    both = special.digamma(a + b) - special.digamma(a + b + chances)
    slope = np.column_stack(
        [
            special.digamma(r + x) - special.digamma(r) + np.log(alpha),
            np.full_like(x, r / alpha),
            both,
            both + special.digamma(b + chances) - special.digamma(b),
        ]
    )
    return level, slope
