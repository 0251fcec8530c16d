"""Pareto/NBD: how often will customers buy who may leave at any moment, unseen?

Schmittlein, Morrison & Colombo 1987, Management Science 33:1-24. While there, a customer buys at
rate λ ~ Gamma(r, rate α); they leave after a time that is exponential with rate
μ ~ Gamma(s, rate β). Mean rates r/α and s/β per unit of time. The likelihood
    L = Γ(r+x)/Γ(r) α^r β^s [(α+T)^−(r+x) (β+T)^−s + s ∫ (α+τ)^−(r+x) (β+τ)^−(s+1) dτ],
τ from t_x to T, is summed by Gauss-Legendre's rule over the moment of leaving, as smooth and
positive terms, instead of a difference of two 2F1 that cancel.

`clock="interval"` is for times known to the day only: x counts *days* with purchases after the
day of the first one, t_x and T whole days from that day. Days of purchases have probability
1 − e^(−λ) ≈ λ e^(−λ/2), so each lets λ wait half a day less; the first purchase lies half a day
before the end of its day on average, and who left on the day of a purchase was there for half
of it. To first order in a day's rates: T becomes T + ½, and α + τ becomes α + τ − (x+1)/2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import fitting
from rapport.stats.day_clock import check_days
from rapport.stats.dropout_grid import log_nodes
from rapport.stats.fitting import CLOCKS, Climb, Clock, Fit, Model, Prior, maximise
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

NAMES = ("r", "alpha", "s", "beta")
WEAK = Prior(medians=(0.6, 0.3, 0.6, 0.5), spreads=(1.5, 1.5, 1.5, 1.5))
STARTS = np.array(
    [[0.6, 0.3, 0.6, 0.5], [0.3, 0.05, 0.3, 0.1], [2.0, 1.0, 0.5, 2.0], [1.0, 0.5, 3.0, 5.0]]
)
_NODES = 24
_FAR = 37.0
_BLOCK = 4_000


def fit(tuples: PurchaseTuples, *, prior: Prior | None = WEAK, clock: Clock = "exact") -> Fit:
    """Fit r, alpha, s and beta (alpha and beta in the tuples' unit of time).

    The mode of the posterior under weak priors, the maximum of the likelihood with
    `prior=None`. The likelihood is a flat ridge along s and beta: trust it and the predictions
    to more digits than these two. Raises ContractError where there are no customers, or where
    days are not whole on the clock "interval".
    """
    if clock not in CLOCKS:
        raise ContractError(f"there is no clock {clock!r}: take one of {', '.join(CLOCKS)}")
    if clock == "interval":
        check_days(tuples)
    unit = tuples.mean_age
    model = Model("Pareto/NBD", NAMES, np.zeros(4), np.array([1.0, unit, 1.0, unit]))
    few = tuples.coarse()
    full: Climb = _Sums(tuples, clock).climb
    coarse: Climb = full if few is tuples else _Sums(few, "exact").climb
    return maximise(model, full, coarse, STARTS, prior, tuples.customers, clock)


def given(r: float, alpha: float, s: float, beta: float) -> Fit:
    """The model at parameters told from elsewhere; raises ContractError unless all are > 0.

    >>> smc = given(r=0.5143, alpha=2.8845, s=0.2856, beta=14.1087)
    >>> often = PurchaseTuples.of([221], [103.42857], [103.57143])
    >>> round(float(probability_alive(smc, often)[0]), 4)
    0.9996
    """
    return fitting.given("Pareto/NBD", {"r": r, "alpha": alpha, "s": s, "beta": beta})


def log_likelihood(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; weigh by `count` for the total."""
    parts = [_Paths.of(fit.values, *block).level for block in _blocks(tuples, fit.clock)]
    x = tuples.frequency
    told: Numbers = np.concatenate(parts) + special.gammaln(fit.values[0] + x)
    told += _constant(fit.values) - special.gammaln(fit.values[0])
    return told


def probability_alive(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Probability (n,) that each tuple's customer has not left at the end of watching."""
    parts = [_Paths.of(fit.values, *block).stayed for block in _blocks(tuples, fit.clock)]
    return np.concatenate(parts)


def expected_purchases(fit: Fit, t: float, tuples: PurchaseTuples) -> Numbers:
    """Purchases expected of each tuple's customer within `t` after the end, shape (n,).

    P(alive) (r+x)/(α+T) ∫₀ᵗ ((β+T)/(β+T+u))^s du: Fader & Hardie 2005, "A Note on Deriving the
    Pareto/NBD Model and Related Expressions", without the pole at s = 1.
    """
    there = probability_alive(fit, tuples)
    told: Numbers = there * _while_there(fit, t, *_there(fit, tuples))
    return told


def expected_purchases_of_new(fit: Fit, times: Numbers) -> Numbers:
    """Repeat purchases expected within `times` (m,) of somebody's first purchase, shape (m,)."""
    r, alpha, _, beta = np.atleast_2d(fit.values).T
    each = [_while_there(fit, float(time), r, alpha, beta)[0] for time in times]
    return np.array(each, dtype=np.float64)


def purchase_pmf(fit: Fit, t: float, most: int, tuples: PurchaseTuples | None = None) -> Numbers:
    """Probabilities of 0 … `most` purchases within `t`.

    Shape (n, most + 1) after the end for each tuple's customer, or (most + 1,) after the first
    purchase for somebody new where no tuples are given. Summed over the moment of leaving:
    all terms are positive, nothing cancels.
    """
    r, alpha, s, beta = fit.values
    if tuples is None:
        told = _pmf_while_there(np.array([r]), np.array([alpha]), s, np.array([beta]), t, most)
        return np.ravel(told)
    there = probability_alive(fit, tuples)[:, None]
    shape, rate, life = _there(fit, tuples)
    counts = _pmf_while_there(shape, rate, s, life, t, most) * there
    counts[:, :1] += 1 - there
    return counts


def residual_value(
    fit: Fit, tuples: PurchaseTuples, discount: float, horizon: float = np.inf
) -> Numbers:
    """Discounted purchases (n,) expected after the end: times margin, a customer's value.

    `discount` is continuous, per unit of time (log(1.15)/52 for 15 % a year on weeks);
    `horizon` in units of time may be infinite where the discount is above zero (the DERT of
    Fader, Hardie & Lee 2005, Journal of Marketing Research 42:415-430), else ContractError.
    """
    if discount <= 0 and not np.isfinite(horizon):
        raise ContractError("an endless future needs a discount rate above zero")
    s = fit.values[2]
    shape, rate, life = _there(fit, tuples)
    lives, place = np.unique(life, return_inverse=True)
    end = min(horizon, 45.0 / discount) if discount > 0 else horizon
    times, widths = log_nodes(lives, end)
    still = np.sum(widths * np.exp(-discount * times - s * np.log1p(times / lives)), axis=0)
    worth: Numbers = probability_alive(fit, tuples) * shape / rate * still[place]
    return worth


def _there(fit: Fit, tuples: PurchaseTuples) -> tuple[Numbers, Numbers, Numbers]:
    """Of who is there at the end: λ's shape and rate, and μ's rate, each (n,)."""
    r, alpha, _, beta = fit.values
    x, _, age, lag = _on_clock(tuples, fit.clock)
    return r + x, alpha + age - lag, beta + age


def _while_there(fit: Fit, time: float, shape: Numbers, rate: Numbers, life: Numbers) -> Numbers:
    """Purchases expected within `time` of customers who are there now, shape (n,)."""
    grown = np.log1p(time / life)
    told: Numbers = shape / rate * life * grown * special.exprel((1 - fit.values[2]) * grown)
    return told


def _pmf_while_there(
    shape: Numbers, rate: Numbers, s: float, beta: Numbers, time: float, most: int
) -> Numbers:
    """Counts' probabilities (n, most + 1) of who is there now, over the moment of leaving."""
    times, widths = log_nodes(np.minimum(rate, beta), time, 160)
    left = widths * s / beta * np.exp(-(s + 1) * np.log1p(times / beta))
    moments = [*zip(times, left, strict=True)]
    moments.append((np.full_like(rate, time), np.exp(-s * np.log1p(time / beta))))
    j = np.arange(most + 1, dtype=np.float64)
    ways = special.gammaln(shape[:, None] + j) - special.gammaln(shape)[:, None]
    ways -= special.gammaln(j + 1)
    counts: Numbers = np.zeros_like(ways)
    for at, weight in moments:
        bought = (
            special.xlogy(j, (at / (rate + at))[:, None]) - (shape * np.log1p(at / rate))[:, None]
        )
        counts += weight[:, None] * np.exp(ways + bought)
    return counts


def _constant(values: Numbers) -> float:
    """r log α + s log β."""
    r, alpha, s, beta = values
    return float(r * np.log(alpha) + s * np.log(beta))


def _on_clock(tuples: PurchaseTuples, clock: str) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Frequency, recency, age, and by how much λ waited less, each (n,), on a clock."""
    x, last, age = tuples.frequency, tuples.recency, tuples.age
    if clock == "interval":
        return x, last, age + 0.5, (x + 1) / 2
    return x, last, age, np.zeros_like(x)


def _blocks(
    tuples: PurchaseTuples, clock: str
) -> Iterator[tuple[Numbers, Numbers, Numbers, Numbers]]:
    """Frequency, recency, age and lag in blocks that bound the memory."""
    columns = _on_clock(tuples, clock)
    for start in range(0, max(len(tuples.age), 1), _BLOCK):
        x, last, age, lag = (column[start : start + _BLOCK] for column in columns)
        yield x, last, age, lag


@dataclass(frozen=True, slots=True, eq=False)
class _Paths:
    """The bracket of L by ways it came about: stayed, or left at one of the nodes τ.

    `level` (n,) is its logarithm, `stayed` (n,) the share that stayed, `shares` (nodes, n) the
    shares that left at each node; `waited` and `lived` (nodes, n) are α+τ and β+τ there, with
    their logarithms.
    """

    level: Numbers
    stayed: Numbers
    shares: Numbers
    waited: Numbers
    lived: Numbers
    log_waited: Numbers
    log_lived: Numbers

    @classmethod
    def of(cls, values: Numbers, x: Numbers, last: Numbers, age: Numbers, lag: Numbers) -> _Paths:
        """Sum over the moment of leaving, arrays (n,).

        The rule is even in log(γ+τ) with γ the lesser of α − lag and β, where the integrand is
        regular within ±π of the axis, and stops where it has fallen below exp(−37) of its top.
        """
        r, alpha, s, beta = values
        power, fall, gap = r + x, s + 1, age - last
        waited, lived = _waited(alpha, last, lag), beta + last
        soon = np.minimum(waited * np.expm1(np.minimum(_FAR / power, 700.0)), gap)
        soon = np.minimum(lived * np.expm1(np.minimum(_FAR / fall, 700.0)), soon)
        least = np.minimum(waited, lived)
        span = np.log1p(soon / least)
        log_waited, log_lived = np.log(waited), np.log(lived)
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        grown = 0.5 * np.outer(nodes + 1, span)
        steps = least * np.expm1(grown)
        more_waited, more_lived = np.log1p(steps / waited), np.log1p(steps / lived)
        logs = -power * more_waited - fall * more_lived
        width = s * span * least * (0.5 * weights)[:, None]
        left = np.exp(logs + grown) * width
        stayed = lived * np.exp(-power * np.log1p(gap / waited) - s * np.log1p(gap / lived))
        total = stayed + left.sum(axis=0)
        return cls(
            np.log(total) - power * log_waited - fall * log_lived,
            stayed / total,
            left / total,
            waited + steps,
            lived + steps,
            log_waited + more_waited,
            log_lived + more_lived,
        )


class _Sums:
    """The log-likelihood of tuples as a function of (r, α, s, β), with its gradient."""

    def __init__(self, tuples: PurchaseTuples, clock: str) -> None:
        self._tuples, self._clock = tuples, clock
        self._x, row = np.unique(tuples.frequency, return_inverse=True)
        self._x_count = np.bincount(row, tuples.count, len(self._x))

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (4,)."""
        r, alpha, s, beta = values
        x, many = self._x, self._x_count
        everyone = float(many.sum())
        value = many @ (special.gammaln(r + x) - special.gammaln(r)) + everyone * _constant(values)
        slope = everyone * np.array([np.log(alpha), r / alpha, np.log(beta), s / beta])
        slope[0] += many @ (special.digamma(r + x) - special.digamma(r))
        counts = np.split(self._tuples.count, range(_BLOCK, len(self._tuples.count), _BLOCK))
        blocks = _blocks(self._tuples, self._clock)
        for (often, last, age, lag), count in zip(blocks, counts, strict=True):
            paths = _Paths.of(values, often, last, age, lag)
            value += count @ paths.level
            slope += _pull(values, (often, last, age, lag), count, paths)
        return float(value), slope


def _waited(alpha: float, time: Numbers, lag: Numbers) -> Numbers:
    """α + time − lag, any shape; kept above 0 where α is less than half a day."""
    waited: Numbers = np.maximum(alpha + time - lag, 1e-9 * alpha)
    return waited


def _pull(
    values: Numbers,
    block: tuple[Numbers, Numbers, Numbers, Numbers],
    count: Numbers,
    paths: _Paths,
) -> Numbers:
    """Gradient (4,) of Σ count · log bracket: each way pulls by its share."""
    r, alpha, s, beta = values
    stay, ways = count * paths.stayed, count * paths.shares
    x, _, age, lag = block
    waited = _waited(alpha, age, lag)
    buys = np.sum(ways / paths.waited, axis=0) + stay / waited
    leaves = (s + 1) * np.sum(ways / paths.lived) + s * (stay @ (1 / (beta + age)))
    return np.array(
        [
            -np.sum(ways * paths.log_waited) - stay @ np.log(waited),
            -((r + x) @ buys),
            np.sum(ways) / s - np.sum(ways * paths.log_lived) - stay @ np.log(beta + age),
            -leaves,
        ]
    )
