"""Pareto/NBD correlated likelihood: how likely are histories if rate and leaving go together?

With Sarmanov's tie (see `sarmanov`) the likelihood is a combination of four likelihoods of the
Pareto/NBD with signs, L = Σ kᵢ Lᵢ. With wᵢ = kᵢ Lᵢ / L and gᵢ, Hᵢ the slopes and curves of log Lᵢ,
    gradient  G = Σ wᵢ gᵢ + Σ (Lᵢ/L) ∇kᵢ,
    Hessian   Σ wᵢ (Hᵢ + gᵢ gᵢᵀ) + Σ (Lᵢ/L) (gᵢ ∇kᵢᵀ + ∇kᵢ gᵢᵀ + ∇²kᵢ) − G Gᵀ.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.stats.pareto_likelihood import PAIRS, Paths, cut
from rapport.stats.sarmanov import Combination, Kernel, combination, parts
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

LEAST = 1e-12
"""Where a tied likelihood is less than this share of the untied one, digits have run out."""


class TiedSums:
    """The log-likelihood of tuples as a function of (r, α, s, β, odds).

    `times` are recency, age and by how much λ waited less, each (n,).
    """

    def __init__(
        self,
        tuples: PurchaseTuples,
        times: tuple[Numbers, Numbers, Numbers],
        kernel: Kernel | None,
    ) -> None:
        self._often, self._count, self._times = tuples.frequency, tuples.count, times
        self._x, place = np.unique(tuples.frequency, return_inverse=True)
        self._many = np.bincount(place, tuples.count, len(self._x)).astype(np.float64)
        self._kernel = kernel

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (5,)."""
        value, slope, _ = self._summed(values, whole=False)
        return value, slope

    def bend(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """The same with the Hessian (5, 5)."""
        return self._summed(values, whole=True)

    def _summed(self, values: Numbers, whole: bool) -> tuple[float, Numbers, Numbers]:
        """Value, gradient and, if `whole`, Hessian, over blocks of tuples."""
        own, moved = parts(values, self._kernel)
        told = combination(values, self._kernel)
        value, slope, curve = self._frequencies(values)
        seen = 0
        for columns in zip(*(cut(one, self._often, self._times) for one in own), strict=True):
            size = len(columns[0][1])
            count = self._count[seen : seen + size]
            more = _block(columns, moved, told, count, whole)
            value, slope, curve = value + more[0], slope + more[1], curve + more[2]
            seen += size
        return value, slope, curve

    def _frequencies(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """Of the factor Γ(r+x)/Γ(r) α^r β^s: logarithm, gradient and Hessian."""
        r, alpha, s, beta = values[:4]
        x, many, total = self._x, self._many, float(self._many.sum())
        logs = r * np.log(alpha) + s * np.log(beta)
        value = float(many @ (special.gammaln(r + x) - special.gammaln(r))) + total * logs
        slope, curve = np.zeros(5), np.zeros((5, 5))
        slope[:4] = total * np.array([np.log(alpha), r / alpha, np.log(beta), s / beta])
        slope[0] += many @ (special.digamma(r + x) - special.digamma(r))
        curve[0, 0] = many @ (special.zeta(2.0, r + x) - special.zeta(2.0, r))
        curve[0, 1] = curve[1, 0] = total / alpha
        curve[2, 3] = curve[3, 2] = total / beta
        curve[1, 1], curve[3, 3] = -total * r / alpha**2, -total * s / beta**2
        return value, slope, curve


def ways(
    values: Numbers,
    kernel: Kernel | None,
    often: Numbers,
    times: tuple[Numbers, Numbers, Numbers],
) -> tuple[Numbers, Numbers]:
    """Of the four parts, (4, n): the bracket's logarithm, and the share in it that stayed."""
    own, _ = parts(values, kernel)
    told: tuple[list[list[Numbers]], list[list[Numbers]]] = ([], [])
    for columns in zip(*(cut(one, often, times) for one in own), strict=True):
        paths = [Paths.of(*column) for column in columns]
        told[0].append([path.level for path in paths])
        told[1].append([path.stayed for path in paths])
    levels, stayed = (np.concatenate([np.zeros((4, 0)), *each], axis=1) for each in told)
    return levels, stayed


def _block(
    columns: tuple[tuple[Numbers, Numbers, Numbers, Numbers, Numbers], ...],
    moved: Numbers,
    told: Combination,
    count: Numbers,
    whole: bool,
) -> tuple[float, Numbers, Numbers]:
    """Value, gradient (5,) and Hessian (5, 5) of a block of tuples, without the factor in x."""
    paths = [Paths.of(*column) for column in columns]
    ratios = np.array([np.exp(path.level - paths[0].level) for path in paths])
    total = np.maximum(told.level @ ratios, LEAST)
    ratios /= total
    weights = told.level[:, None] * ratios
    slope = told.slope.T @ ratios
    value = float(count @ (paths[0].level + np.log(total)))
    curve = np.tensordot(ratios @ count, told.curve, 1) if whole else np.zeros((5, 5))
    for place, (path, column) in enumerate(zip(paths, columns, strict=True)):
        own, bows = path.bent(column[0][2], whole)
        pull = np.zeros((5, len(count)))
        pull[:4] = moved[place][:, None] * own
        slope += weights[place] * pull
        if whole:
            weighed = count * weights[place]
            crossed = np.outer(pull @ (count * ratios[place]), told.slope[place])
            curve += (pull * weighed) @ pull.T + crossed + crossed.T
            curve[:4, :4] += np.outer(moved[place], moved[place]) * _square(bows @ weighed)
    if whole:
        curve -= (slope * count) @ slope.T
    return value, slope @ count, curve


def _square(sums: Numbers) -> Numbers:
    """Pairs (10,) as a symmetric matrix (4, 4)."""
    told = np.zeros((4, 4))
    for at, (i, j) in enumerate(PAIRS):
        told[i, j] = told[j, i] = sums[at]
    return told
