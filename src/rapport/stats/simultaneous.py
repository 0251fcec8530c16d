"""Simultaneous: what holds of several estimates at once, when they are looked at together?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats.intervals import LEVEL
from rapport.stats.panel import Numbers

DRAWS = 20_000
SMALLEST_ROOT = 1e-10


class Wald(NamedTuple):
    """A test that several numbers are all zero: statistic, degrees of freedom and p-value."""

    statistic: float
    freedom: int
    p: float


def wald(estimate: Numbers, covariance: Numbers) -> Wald:
    """Are all of the estimates (m,) zero, given their covariance (m, m)?

    Directions without any variance (estimates that follow from others) do not count. Raises
    ContractError where nothing varies.

    >>> round(wald(np.array([1.96]), np.eye(1)).p, 3)
    0.05
    """
    scale = np.sqrt(np.diag(covariance))
    if not np.any(scale > 0):
        raise ContractError("a test of estimates that do not vary")
    scale = np.where(scale > 0, scale, 1.0)
    roots, directions = np.linalg.eigh(covariance / np.outer(scale, scale))
    kept = roots > SMALLEST_ROOT * roots[-1]
    along = directions[:, kept].T @ (estimate / scale)
    statistic = float(np.sum(along**2 / roots[kept]))
    freedom = int(np.count_nonzero(kept))
    return Wald(statistic, freedom, float(special.chdtrc(freedom, statistic)))


def simultaneous_quantile(covariance: Numbers, seed: int, level: float = LEVEL) -> float:
    """How many standard errors hold all m estimates at once with this probability?

    The quantile of the largest |t| under N(0, covariance), simulated with a seed; never less
    than the quantile for one estimate. Montiel Olea & Plagborg-Møller 2019, Journal of Applied
    Econometrics 34:1-17.
    """
    alone = float(special.ndtri((1 + level) / 2))
    scale = np.sqrt(np.diag(covariance))
    varies = scale > 0
    if not varies.any():
        return alone
    correlation = covariance[np.ix_(varies, varies)] / np.outer(scale[varies], scale[varies])
    roots, directions = np.linalg.eigh(correlation)
    factor = directions * np.sqrt(np.maximum(roots, 0.0))
    draws = np.random.default_rng(seed).standard_normal((DRAWS, len(factor))) @ factor.T
    return max(alone, float(np.quantile(np.abs(draws).max(axis=1), level)))


def simultaneous_band(
    estimate: Numbers, covariance: Numbers, seed: int, level: float = LEVEL
) -> tuple[Numbers, Numbers]:
    """Low and high ends, (m,) each, that hold all estimates at once with this probability."""
    reach = simultaneous_quantile(covariance, seed, level) * np.sqrt(np.diag(covariance))
    return estimate - reach, estimate + reach
