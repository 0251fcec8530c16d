"""Erlang likelihood: how likely are histories of buyers more regular than chance?

Ticks come at rate λ ~ Gamma(r, rate α) and every k-th tick is a purchase, after which (the first
included) the customer leaves with probability p ~ Beta(a, b). With R = r + kx and
u = (T − t_x)/(α + T),
    L = G Γ(R)/Γ(r) α^r B(a, b+x+1)/B(a, b) [S (α+T)^−R + a/(b+x) (α+t_x)^−R],
    S = Σ_{j<k} Γ(R+j)/(Γ(R) j!) u^j,
S summing over the j < k ticks that may have come since the last purchase, and G = Π gap^(k−1) /
Γ(k)^x over the x gaps. Where the gaps are not told, G is its mean over all ways to place x − 1
purchases before t_x: G = t_x^((k−1)x) Γ(x)/Γ(kx). It is 1 at k = 1, and matters for k only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats.beta_likelihood import by_frequency
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]


class ErlangSums:
    """Tuples (n,) arranged for the likelihood of the MBG/CNBD-k.

    `timing` (n,) is log G of one customer of each tuple, see `log_timing`.
    """

    def __init__(self, tuples: PurchaseTuples, k: int, timing: Numbers) -> None:
        self._k, self._count, self._timing = k, tuples.count, timing
        self._x, self._row = np.unique(tuples.frequency, return_inverse=True)
        self._often, self._age, self._last = tuples.frequency, tuples.age, tuples.recency

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (4,) in (r, α, a, b)."""
        r, alpha, a, b = values
        x, shape = self._often, r + self._k * self._often
        age, last = alpha + self._age, alpha + self._last
        level, slope = by_frequency(self._k * self._x, self._x + 1, r, alpha, a, b)
        steps, steeper = _steps(r + self._k * self._x, self._k)
        since = (self._age - self._last) / age
        total, by_since = _summed(steps[:, self._row], since)
        by_shape, _ = _summed(steeper[:, self._row], since)
        log_age, log_last = np.log(age), np.log(last)
        stay, gone = np.log(total) - shape * log_age, np.log(a / (b + x)) - shape * log_last
        both = np.logaddexp(stay, gone)
        there, left = self._count * np.exp(stay - both), self._count * np.exp(gone - both)
        kinds = np.bincount(self._row, self._count, len(self._x))
        gradient: Numbers = kinds @ slope
        gradient[0] += there @ (by_shape / total - log_age) - left @ log_last
        gradient[1] -= there @ ((shape + since * by_since / total) / age) + left @ (shape / last)
        gradient[2] += left.sum() / a
        gradient[3] -= left @ (1 / (b + x))
        return float(kinds @ level + self._count @ (both + self._timing)), gradient

    def log_likelihoods(self, values: Numbers) -> Numbers:
        """Log-likelihood (n,) of one customer of each tuple."""
        r, alpha, a, b = values
        level, _ = by_frequency(self._k * self._x, self._x + 1, r, alpha, a, b)
        shape = r + self._k * self._often
        told: Numbers = level[self._row] - shape * np.log(alpha + self._age) + self._timing
        stay, lean, _ = self.phases(values)
        told += np.log(stay) + np.logaddexp(0.0, lean)
        return told

    def phases(self, values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """S (n,), the log-odds (n,) of having left, and the share (n, k) of each phase.

        The phase is the number of ticks since the last purchase, for who is still there; λ is
        then Gamma(R + phase, rate α + T) and p is Beta(a, b + x + 1).
        """
        r, alpha, a, b = values
        steps, _ = _steps(r + self._k * self._x, self._k)
        since = (self._age - self._last) / (alpha + self._age)
        terms = steps[:, self._row] * since ** np.arange(self._k)[:, None]
        total = terms.sum(axis=0)
        gap = np.log(alpha + self._age) - np.log(alpha + self._last)
        lean = np.log(a / (b + self._often)) + (r + self._k * self._often) * gap - np.log(total)
        return total, lean, (terms / total).T


def log_timing(tuples: PurchaseTuples, k: int, log_gaps: Numbers | None) -> Numbers:
    """The logarithm of G (n,), for one customer of each tuple.

    `log_gaps` (n,): over all customers of the tuple, the sum of the logarithms of the gaps
    between their purchases, in the tuples' unit of time. Raises ContractError where two
    purchases were at one moment, or where the lengths differ.
    """
    x = tuples.frequency
    if k == 1:
        return np.zeros_like(x)
    if np.any((x > 0) & (tuples.recency <= 0)):
        raise ContractError("two purchases at one moment are one: merge them before counting")
    if log_gaps is None:
        often, last = np.maximum(x, 1.0), np.where(x > 0, tuples.recency, 1.0)
        spread = special.gammaln(often) - special.gammaln(k * often)
        return np.where(x > 0, (k - 1) * x * np.log(last) + spread, 0.0)
    if log_gaps.shape != x.shape or not np.isfinite(log_gaps).all():
        raise ContractError("the sums of log gaps are one finite number a tuple")
    each = log_gaps / np.where(tuples.count > 0, tuples.count, 1.0)
    timing: Numbers = (k - 1) * each - x * special.gammaln(k)
    return timing


def _steps(shape: Numbers, k: int) -> tuple[Numbers, Numbers]:
    """Γ(R+j)/(Γ(R) j!) and its slope in R, j < k, each of shape (k, kinds)."""
    steps, slopes = [np.ones_like(shape)], [np.zeros_like(shape)]
    for j in range(k - 1):
        slopes.append((slopes[-1] * (shape + j) + steps[-1]) / (j + 1))
        steps.append(steps[-1] * (shape + j) / (j + 1))
    return np.array(steps), np.array(slopes)


def _summed(coefficients: Numbers, at: Numbers) -> tuple[Numbers, Numbers]:
    """A polynomial with coefficients (k, n), lowest first, at (n,), and its slope: Horner."""
    total, slope = np.zeros_like(at), np.zeros_like(at)
    for coefficient in coefficients[::-1]:
        slope = slope * at + total
        total = total * at + coefficient
    return total, slope
