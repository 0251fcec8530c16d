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
from functools import cache

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
    def of(cls, a: float | Numbers, b: Numbers, reach: float) -> BetaGrid:
        """Grid for functions of p that are level below p = exp(−39) / reach.

        `b` has shape (rows,), and `a` too where it differs between rows.

        The tails beyond the ends, where the weight is an exact power of p or of 1 − p, are
        summed as geometric series.
        """
        a = np.broadcast_to(a, b.shape)
        spread = np.sqrt(1 / a + 1 / b)
        centre = np.minimum(np.log(a / b), 30.0)
        left = np.maximum(centre - _FAR / a - 9 * spread, -_FAR - np.log(reach + b + a))
        right = np.minimum(centre + _FAR / b + 9 * spread, _FAR)
        step = min(0.3, 0.65 * float(spread.min()))
        nodes = int(np.ceil(float((right - left).max()) / step)) + 1
        y = left[:, None] + step * np.arange(nodes)
        log_weight = a[:, None] * y - (a + b)[:, None] * np.logaddexp(0.0, y)
        weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
        weight[:, 0] *= 1 + 1 / np.expm1(np.minimum(a * step, 700.0))
        weight[:, -1] *= 1 + 1 / np.expm1(np.minimum(b * step, 700.0))
        return cls(special.expit(y), weight / weight.sum(axis=1, keepdims=True))


def mean_purchases(
    shape: Numbers, rate: Numbers, a: float | Numbers, b: Numbers, time: float
) -> Numbers:
    """Purchases expected within `time` of customers who are there now, shape (n,).

    E[(1 − (1 + p t/A)^(−R)) / p]: `shape` R, `rate` A and `b` have shape (n,), `a` too where it
    differs between customers, `time` is in A's unit. Equal to
    (a+b−1)/(a−1) · [1 − (A/(A+t))^R 2F1(R, b; a+b−1; t/(A+t))] where that exists (Fader,
    Hardie & Lee 2005, Marketing Science 24:275-284, eq. 10).
    """
    if time <= 0:
        return np.zeros_like(rate)

    def average(shapes: Numbers, rates: Numbers, p: Numbers, weight: Numbers) -> Numbers:
        grown = np.log1p(p * (time / rates)[:, None])
        told: Numbers = np.sum(weight * -np.expm1(-shapes[:, None] * grown) / p, axis=1)
        return told

    return averaged(shape, rate, a, b, time, average)


def mean_discounted(
    shape: Numbers,
    rate: Numbers,
    a: float | Numbers,
    b: Numbers,
    discount: float,
    horizon: float,
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

    return averaged(shape, rate, a, b, end, average)


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


@cache
def even_rule(nodes: int) -> tuple[Numbers, Numbers]:
    """Nodes and weights (nodes,) of Gauss-Legendre's rule on [0, 1]; made once."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    return 0.5 * (x + 1), 0.5 * w


def log_nodes(scale: Numbers, end: float, nodes: int = 60) -> tuple[Numbers, Numbers]:
    """Times and widths (nodes, n) of Gauss-Legendre's rule on [0, end], even in log(1 + t/scale).

    Made for functions that fall like powers of 1 + t/scale; `scale` has shape (n,).
    """
    at, width = even_rule(nodes)
    span = np.log1p(end / scale)
    grown = np.outer(at, span)
    return scale * np.expm1(grown), np.outer(width, span) * scale * np.exp(grown)


def averaged(
    shape: Numbers,
    rate: Numbers,
    a: float | Numbers,
    b: Numbers,
    time: float,
    average: Average,
) -> Numbers:
    """An average over p for many (R, A, a, b), shape (n,): by distinct (R, a, b), smooth in log A.

    `average` maps shapes R and rates A (m,) and the grid's p and weights (m, nodes) to means
    (m,); `time` is the longest that it looks ahead, in A's unit.
    """
    if not len(rate):
        return np.zeros(0)
    kinds, first, place = _distinct(shape, a, b)
    leaves = np.broadcast_to(a, rate.shape)[first]
    logs = np.log(rate)
    low, high = float(logs.min(initial=np.inf)), float(logs.max(initial=-np.inf))
    nodes = _nodes_needed(high - low)
    if kinds * nodes >= len(rate) or high - low < 1e-9:
        pairs = np.arange(len(rate))
        return _on_grid(shape, rate, leaves, b[first], place, pairs, time, average)
    angles = np.cos(np.pi * (np.arange(nodes) + 0.5) / nodes)
    knots = np.exp(0.5 * (low + high) + 0.5 * (high - low) * angles)
    rows = np.repeat(np.arange(kinds), nodes)
    values = _on_grid(
        shape[first][rows], np.tile(knots, kinds), leaves, b[first], rows, rows, time, average
    )
    series = values.reshape(kinds, nodes) @ _cosines(nodes)
    return _clenshaw(series, place, (2 * logs - low - high) / (high - low))


def _distinct(shape: Numbers, a: float | Numbers, b: Numbers) -> tuple[int, Places, Places]:
    """How many distinct (R, a, b), the place of the first of each, and each one's kind (n,)."""
    pairs = shape + 1j * b
    if np.ndim(a) and np.ptp(a):
        _, code = np.unique(pairs, return_inverse=True)
        pairs = code + 1j * np.asarray(a)
    kinds, first, place = np.unique(pairs, return_index=True, return_inverse=True)
    return len(kinds), first, place


def _on_grid(
    shape: Numbers,
    rate: Numbers,
    a: Numbers,
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
