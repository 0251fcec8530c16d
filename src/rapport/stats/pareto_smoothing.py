"""Pareto smoothing: how far may importance weights be trusted, and what are they worth?

Vehtari, Simpson, Gelman, Yao & Gabry 2024, "Pareto Smoothed Importance Sampling", Journal of
Machine Learning Research 25(72). The largest weights are taken for draws of a generalised Pareto
law; its shape k̂ (Zhang & Stephens 2009, Technometrics 51:316-325) tells how many moments the
weights have, and its quantiles replace the largest weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError

Numbers = NDArray[np.float64]

_FEWEST = 5
_PRIOR_SHAPE = 0.5
_PRIOR_DRAWS = 10
_ALIKE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """Importance weights (n,) that sum to 1, and the shape k̂ of their largest ones' law."""

    weights: Numbers
    k_hat: float

    @property
    def effective(self) -> float:
        """How many equal draws the weighted ones are worth, 1 / Σ weight²."""
        return float(1.0 / np.sum(self.weights**2))

    @property
    def trusted(self) -> bool:
        """Whether k̂ is below min(1 − 1/log10 n, 0.7), where weighted means can be relied on."""
        return self.k_hat < min(1 - 1 / math.log10(len(self.weights)), 0.7)


def smoothed(log_weights: Numbers) -> Smoothed:
    """Smooth importance weights given as logarithms (n,), up to a common constant.

    The largest min(n/5, 3√n) are replaced; weights that hardly differ are left alone, their k̂
    is 0. Raises ContractError for fewer than 25 weights, or where one is NaN or infinite.

    >>> smoothed(np.zeros(100)).k_hat
    0.0
    """
    if len(log_weights) < _FEWEST**2 or np.isnan(log_weights).any():
        raise ContractError("importance weights must be 25 or more, and numbers")
    if np.isposinf(log_weights).any() or np.isneginf(log_weights).all():
        raise ContractError("an importance weight is infinite, or all are nothing")
    logs = log_weights - log_weights.max()
    size = int(np.ceil(min(len(logs) / 5, 3 * np.sqrt(len(logs)))))
    order = np.argsort(logs, kind="stable")
    tail, cutoff = order[-size:], float(np.exp(logs[order[-size - 1]]))
    above = np.exp(logs[tail]) - cutoff
    if above[-1] <= _ALIKE or above[size // 4] <= 0:
        weights = np.exp(logs - special.logsumexp(logs))
        return Smoothed(weights, 0.0 if above[-1] <= _ALIKE else np.inf)
    shape, scale = tail_shape(above)
    middles = (np.arange(size) + 0.5) / size
    told = cutoff + scale * special.boxcox1p(1 / (1 - middles) - 1, shape)
    logs[tail] = np.minimum(np.log(told), 0.0)
    return Smoothed(np.exp(logs - special.logsumexp(logs)), shape)


def tail_shape(exceedances: Numbers) -> tuple[float, float]:
    """Shape k and scale σ of the generalised Pareto law of sorted exceedances (m,), all ≥ 0.

    Zhang & Stephens' posterior mean, k drawn toward 1/2 as by ten more exceedances. Raises
    ContractError for fewer than 5, or where a quarter of them is 0.

    >>> p = (np.arange(100) + 0.5) / 100
    >>> round(tail_shape(2 * np.expm1(-0.5 * np.log1p(-p)) / 0.5)[0], 4)
    0.5045
    """
    n = len(exceedances)
    quarter = exceedances[max(int(n / 4 + 0.5) - 1, 0)] if n else 0.0
    if n < _FEWEST or quarter <= 0:
        raise ContractError("a tail's shape needs 5 exceedances, a quarter of them above zero")
    many = 30 + int(np.sqrt(n))
    trial = 1 - np.sqrt(many / (np.arange(1, many + 1) - 0.5))
    trial = trial / (3 * quarter) + 1 / exceedances[-1]
    shapes = np.log1p(-trial[:, None] * exceedances).mean(axis=1)
    level = n * (np.log(-trial / shapes) - shapes - 1)
    chance = np.exp(level - special.logsumexp(level))
    middle = float(trial @ chance)
    shape = float(np.log1p(-middle * exceedances).mean())
    pulled = (n * shape + _PRIOR_DRAWS * _PRIOR_SHAPE) / (n + _PRIOR_DRAWS)
    return pulled, -shape / middle
