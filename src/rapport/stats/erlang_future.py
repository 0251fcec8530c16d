"""Erlang future: what will a regular buyer of known rate and dropout do?

Ticks come at rate λ and every k-th is a purchase, after which the buyer leaves with probability
p; `phase` < k ticks have come since the last one. The n-th next purchase is tick m = nk − phase;
within t and discounted at δ it is worth q^m P(N ≥ m), with q = λ/(λ+δ) and N ~ Poisson((λ+δ)t),
so that with z = (1−p) q^k all are worth q^(k−phase) Σ_n z^(n−1) P(N ≥ nk − phase). The series is
summed over the k-th roots of unity ω as in `mbg_cnbd`, with ρ^k = z and σ = 1 − ρω:
    ρ^−i / k Σ_ω ω^−i (1 − e^(−(λ+δ)tσ)) / σ,          i = k − 1 − phase;
where z is small, and ρ^−i would lose digits, it is summed as it stands.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_SMALL = 1e-3
_TERMS = 6
_EDGE = 1e-8
_LEAST = 1e-15


def expected_of_regular(
    rate: Numbers, dropout: Numbers, phase: Places, k: int, t: float, discount: float = 0.0
) -> Numbers:
    """Purchases (m,) to be expected within `t` of who is there now, discounted continuously.

    `rate` (m,) is of ticks per unit of time; `t` may be infinite.

    >>> one, now = np.ones(1), np.zeros(1, dtype=np.int64)
    >>> expected_of_regular(2 * one, 0.5 * one, now, 2, np.inf)
    array([2.])
    """
    ticks, leaves = np.maximum(rate, 1e-300), np.maximum(dropout, _LEAST)
    log_less = -np.log1p(discount / ticks)
    log_stay = np.log1p(-np.minimum(leaves, 1 - 1e-16)) + k * log_less
    first = np.exp((k - phase) * log_less)
    if not np.isfinite(t):
        endless: Numbers = first / -np.expm1(log_stay)
        return endless
    reach = (ticks + discount) * t
    told = np.empty_like(reach)
    rare = log_stay < np.log(_SMALL)
    told[rare] = _series(log_stay[rare], phase[rare], k, reach[rare])
    some = reach[~rare]
    told[~rare] = _over_roots(
        log_stay[~rare], phase[~rare], k, lambda away: -np.expm1(-some * away) / away
    )
    return first * told


def stay_of_regular(rate: Numbers, dropout: Numbers, phase: Places, k: int, t: float) -> Numbers:
    """Time (m,) within `t` that who is there now is expected to stay; `rate` is of ticks.

    There at u is who has not left at a purchase until then: 1 − p times the purchases expected.
    """
    leaves = np.clip(dropout, _LEAST, 1 - _EDGE)
    reach = np.maximum(rate, 1e-300) * t

    def lost(away: NDArray[np.complex128] | Numbers) -> NDArray[np.complex128] | Numbers:
        y = reach * away
        return t * (1 + np.expm1(-y) / y) / away

    told: Numbers = t - leaves * _over_roots(np.log1p(-leaves), phase, k, lost)
    return np.clip(told, 0.0, t)


def _series(log_stay: Numbers, phase: Places, k: int, reach: Numbers) -> Numbers:
    """Σ z^(n−1) P(N ≥ nk − phase), (m,), for z so small that few terms do."""
    total = np.zeros_like(reach)
    for n in range(1, _TERMS + 1):
        total += np.exp((n - 1) * log_stay) * special.gammainc(n * k - phase, reach)
    return total


def _over_roots(
    log_stay: Numbers,
    phase: Places,
    k: int,
    told: Callable[[NDArray[np.complex128] | Numbers], NDArray[np.complex128] | Numbers],
) -> Numbers:
    """ρ^−i / k Σ_ω ω^−i f(1 − ρω), (m,), for a function f; ρ^k has the logarithm `log_stay`."""
    missing, log_root = k - 1 - phase, log_stay / k
    total = np.real(told(-np.expm1(log_root)))
    for root in range(1, k // 2 + 1):
        turn = np.exp(2j * np.pi * root / k)
        term = np.real(turn**-missing * told(1 - np.exp(log_root) * turn))
        total = total + (term if 2 * root == k else 2 * term)
    mean: Numbers = np.exp(-missing * log_root) / k * total
    return mean
