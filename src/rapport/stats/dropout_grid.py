"""Dropout grid: what does a customer who is still there bring, averaged over beta dropouts?

Purchases come at rate λ ~ Gamma(R, rate A); after each one the customer leaves with probability
p ~ Beta(a, b). The textbook's closed forms hold Gauss's 2F1, which overflows, turns negative, or
has poles at a = 1 and at a + b = 1 that are not in the model. Here λ is averaged exactly and p
on a grid, even in logit(p), where the trapezoid rule's error falls like exp(−10 / step)
(Trefethen & Weideman 2014, SIAM Review 56:385-458): smooth, positive, without poles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Average = Callable[[Numbers, Numbers, Numbers, Numbers], Numbers]

_FAR = 39.0
_CELLS = 400_000


@dataclass(frozen=True, slots=True, eq=False)
class BetaGrid:
    """Nodes p and weights (rows, nodes) whose weighted sums are means over Beta(a, b[row])."""

    p: Numbers
    weight: Numbers

    @classmethod
    def of(cls, a: float, b: Numbers, reach: float) -> BetaGrid:
        """Grid for functions of p that are level below p = exp(−39) / reach; b has shape (rows,).

        The tails beyond the ends, where the weight is an exact power of p or of 1 − p, are
        summed as geometric series.
        """
        spread = np.sqrt(1 / a + 1 / b)
        centre = np.minimum(np.log(a / b), 30.0)
        left = np.maximum(centre - _FAR / a - 9 * spread, -_FAR - np.log(reach + b + a))
        right = np.minimum(centre + _FAR / b + 9 * spread, _FAR)
        step = min(0.3, 0.65 * float(spread.min()))
        nodes = int(np.ceil(float((right - left).max()) / step)) + 1
        y = left[:, None] + step * np.arange(nodes)
        log_weight = a * y - (a + b[:, None]) * np.logaddexp(0.0, y)
        weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
        weight[:, 0] *= 1 + 1 / np.expm1(min(a * step, 700.0))
        weight[:, -1] *= 1 + 1 / np.expm1(np.minimum(b * step, 700.0))
        return cls(special.expit(y), weight / weight.sum(axis=1, keepdims=True))


def mean_purchases(shape: Numbers, rate: Numbers, a: float, b: Numbers, time: float) -> Numbers:
    """Purchases expected within `time` of customers who are there now, shape (n,).

    E[(1 − (1 + p t/A)^(−R)) / p]: `shape` R, `rate` A and `b` have shape (n,), `time` is in A's
    unit. Equal to (a+b−1)/(a−1) · [1 − (A/(A+t))^R 2F1(R, b; a+b−1; t/(A+t))] where that exists
    (Fader, Hardie & Lee 2005, Marketing Science 24:275-284, eq. 10).
    """
    if time <= 0:
        return np.zeros_like(rate)

    def average(shapes: Numbers, rates: Numbers, p: Numbers, weight: Numbers) -> Numbers:
        grown = np.log1p(p * (time / rates)[:, None])
        told: Numbers = np.sum(weight * -np.expm1(-shapes[:, None] * grown) / p, axis=1)
        return told

    return _averaged(shape, rate, a, b, time, average)


def mean_discounted(
    shape: Numbers, rate: Numbers, a: float, b: Numbers, discount: float, horizon: float
) -> Numbers:
    """Discounted purchases expected of customers who are there now, shape (n,).

    ∫₀ʰ e^(−δs) E[(R/A)(1 + p s/A)^(−R−1)] ds with `discount` δ > 0 per unit of time and
    `horizon` h, which may be infinite; Gauss-Legendre in log(1 + s/scale).
    """
    end = min(horizon, 45.0 / discount) if discount > 0 else horizon

    def average(shapes: Numbers, rates: Numbers, p: Numbers, weight: Numbers) -> Numbers:
        scale = rates / (1.0 + shapes * np.sum(weight * p, axis=1))
        times, widths = log_nodes(scale, end)
        total = np.zeros_like(rates)
        for at, width in zip(times, widths, strict=True):
            gone = np.log1p(p * (at / rates)[:, None])
            still = np.sum(weight * np.exp(-(shapes[:, None] + 1) * gone), axis=1)
            total += width * np.exp(-discount * at) * still
        return total * shapes / rates

    return _averaged(shape, rate, a, b, end, average)


def mean_discounted_chances(a: float, b: Numbers, discount: float) -> Numbers:
    """Discounted chances still to come of customers who are there now, shape (n,).

    Σ_{j≥1} e^(−δj) P(still there after j chances to leave) = E[v(1−p) / (1 − v(1−p))] with
    v = e^(−δ), p ~ Beta(a, b), `b` of shape (n,), `discount` δ > 0 per chance: the series
    v b/(a+b) 2F1(1, b+1; a+b+1; v), which SciPy gives as NaN for a large b and a small δ.
    """
    close = -np.expm1(-discount)
    grid = BetaGrid.of(a, b, 1.0 / close)
    stays = (1.0 - close) * (1.0 - grid.p)
    told: Numbers = np.sum(grid.weight * stays / (close + (1.0 - close) * grid.p), axis=1)
    return told


def log_nodes(scale: Numbers, end: float, nodes: int = 60) -> tuple[Numbers, Numbers]:
    """Times and widths (nodes, n) of Gauss-Legendre's rule on [0, end], even in log(1 + t/scale).

    Made for functions that fall like powers of 1 + t/scale; `scale` has shape (n,).
    """
    x, w = np.polynomial.legendre.leggauss(nodes)
    span = np.log1p(end / scale)
    grown = np.outer(0.5 * (x + 1), span)
    return scale * np.expm1(grown), np.outer(0.5 * w, span) * scale * np.exp(grown)


def _averaged(
    shape: Numbers, rate: Numbers, a: float, b: Numbers, time: float, average: Average
) -> Numbers:
    """An average over p for many (R, A, b): by distinct (R, b), smooth in log A between."""
    if not len(rate):
        return np.zeros(0)
    kinds, first, place = np.unique(shape + 1j * b, return_index=True, return_inverse=True)
    logs = np.log(rate)
    low, high = float(logs.min(initial=np.inf)), float(logs.max(initial=-np.inf))
    nodes = _nodes_needed(high - low)
    if len(kinds) * nodes >= len(rate) or high - low < 1e-9:
        pairs = np.arange(len(rate))
        return _on_grid(shape, rate, a, b[first], place, pairs, time, average)
    angles = np.cos(np.pi * (np.arange(nodes) + 0.5) / nodes)
    knots = np.exp(0.5 * (low + high) + 0.5 * (high - low) * angles)
    rows = np.repeat(np.arange(len(kinds)), nodes)
    values = _on_grid(
        shape[first][rows], np.tile(knots, len(kinds)), a, b[first], rows, rows, time, average
    )
    series = values.reshape(len(kinds), nodes) @ _cosines(nodes)
    return _clenshaw(series, place, (2 * logs - low - high) / (high - low))


def _on_grid(
    shape: Numbers,
    rate: Numbers,
    a: float,
    b: Numbers,
    row: Places,
    pairs: Places,
    time: float,
    average: Average,
) -> Numbers:
    """The average itself, point by point in blocks that bound the memory."""
    reach = (1 + float(shape.max(initial=0.0))) * (1 + time / float(rate.min(initial=np.inf)))
    grid = BetaGrid.of(a, b, reach)
    block = max(1, _CELLS // grid.p.shape[1])
    parts = [
        average(
            shape[start : start + block],
            rate[start : start + block],
            grid.p[row[start : start + block]],
            grid.weight[row[start : start + block]],
        )
        for start in range(0, len(pairs), block)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _nodes_needed(width: float) -> int:
    """Chebyshev nodes for 1e-12 of a function of log A that is regular within ±π of the axis."""
    ratio = 2 * np.pi / max(width, 1e-9)
    return int(np.clip(np.ceil(30.0 / np.arcsinh(ratio)), 8, 96))


def _cosines(nodes: int) -> Numbers:
    """Matrix (nodes, nodes) from values at Chebyshev's nodes to the series' coefficients."""
    angle = np.pi * (np.arange(nodes) + 0.5) / nodes
    matrix: Numbers = 2.0 / nodes * np.cos(np.outer(angle, np.arange(nodes)))
    matrix[:, 0] *= 0.5
    return matrix


def _clenshaw(series: Numbers, row: Places, x: Numbers) -> Numbers:
    """Chebyshev series `series[row]` at x in [−1, 1], shape (n,), by Clenshaw's recurrence."""
    later = np.zeros_like(x)
    latest = np.zeros_like(x)
    columns = np.ascontiguousarray(series.T)
    for coefficients in columns[:0:-1]:
        later, latest = coefficients[row] + 2 * x * later - latest, later
    told: Numbers = columns[0][row] + x * later - latest
    return told
