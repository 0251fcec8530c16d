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

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import fitting
from rapport.stats.covariate_links import Link
from rapport.stats.covariates import Covariates, placed
from rapport.stats.day_clock import check_days
from rapport.stats.dropout_grid import log_nodes
from rapport.stats.fitting import CLOCKS, Climb, Clock, Fit, Model, Prior, maximise
from rapport.stats.pareto_likelihood import Paths, Sums, cut
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

NAMES = ("r", "alpha", "s", "beta")
WEAK = Prior(medians=(0.6, 0.3, 0.6, 0.5), spreads=(1.5, 1.5, 1.5, 1.5))
STARTS = np.array(
    [[0.6, 0.3, 0.6, 0.5], [0.3, 0.05, 0.3, 0.1], [2.0, 1.0, 0.5, 2.0], [1.0, 0.5, 3.0, 5.0]]
)


def fit(
    tuples: PurchaseTuples,
    *,
    covariates: Covariates | None = None,
    prior: Prior | None = WEAK,
    clock: Clock = "exact",
) -> Fit:
    """Fit r, alpha, s and beta (alpha and beta in the tuples' unit of time), and coefficients.

    The mode of the posterior under weak priors, the maximum of the likelihood with
    `prior=None`. `covariates` shift alpha and beta by the tuples' pattern: see `covariates`; r,
    alpha, s, beta are then those of somebody whose covariates are 0. The likelihood is a flat
    ridge along s and beta: trust it and the predictions to more digits than these two. Raises
    ContractError where there are no customers, where days are not whole on the clock
    "interval", or where a pattern has no covariates.
    """
    if clock not in CLOCKS:
        raise ContractError(f"there is no clock {clock!r}: take one of {', '.join(CLOCKS)}")
    if clock == "interval":
        check_days(tuples)
    if covariates is None and tuples.pattern is not None:
        tuples = replace(tuples, pattern=None)
    unit, link = tuples.mean_age, Link.of_purchases(covariates, beta=False)
    model = Model("Pareto/NBD", NAMES, np.zeros(4), np.array([1.0, unit, 1.0, unit]))
    few = tuples.coarse()
    full = _Total(tuples, clock, covariates)
    coarse: Climb = full.climb if few is tuples else _Total(few, "exact", covariates).climb
    found = maximise(
        model.with_coefficients(link.names, 1 / link.spreads),
        full.climb,
        coarse,
        STARTS,
        prior,
        tuples.customers,
        clock,
        bend=full.bend,
    )
    return replace(found, covariates=covariates)


def given(
    r: float,
    alpha: float,
    s: float,
    beta: float,
    covariates: Covariates | None = None,
    coefficients: Mapping[str, float] | None = None,
) -> Fit:
    """The model at parameters told from elsewhere; `coefficients` by name, "rate.…", "dropout.…".

    Raises ContractError unless r, alpha, s, beta are > 0, or where a coefficient is missing.

    >>> smc = given(r=0.5143, alpha=2.8845, s=0.2856, beta=14.1087)
    >>> often = PurchaseTuples.of([221], [103.42857], [103.57143])
    >>> round(float(probability_alive(smc, often)[0]), 4)
    0.9996
    """
    own = {"r": r, "alpha": alpha, "s": s, "beta": beta}
    more = Link.of_purchases(covariates, beta=False).ordered(coefficients)
    return fitting.given("Pareto/NBD", own, covariates=covariates, coefficients=more)


def own_parameters(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """(r, α, s, β) of everybody (4,), or, with covariates, of each tuple's customers (4, n)."""
    if fit.covariates is None:
        return fit.values
    row = placed(fit.covariates, tuples.pattern)
    own: Numbers = Link.of_purchases(fit.covariates, beta=False).own(fit.values)[row].T
    return own


def log_likelihood(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; weigh by `count` for the total."""
    own, x = own_parameters(fit, tuples), tuples.frequency
    blocks = cut(own, x, clock_times(tuples, fit.clock))
    level = np.concatenate([np.zeros(0), *(Paths.of(*block).level for block in blocks)])
    r, alpha, s, beta = own
    told: Numbers = level + special.gammaln(r + x) - special.gammaln(r)
    told += r * np.log(alpha) + s * np.log(beta)
    return told


def probability_alive(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Probability (n,) that each tuple's customer has not left at the end of watching."""
    blocks = cut(own_parameters(fit, tuples), tuples.frequency, clock_times(tuples, fit.clock))
    return np.concatenate([np.zeros(0), *(Paths.of(*block).stayed for block in blocks)])


def expected_purchases(fit: Fit, t: float, tuples: PurchaseTuples) -> Numbers:
    """Purchases expected of each tuple's customer within `t` after the end, shape (n,).

    P(alive) (r+x)/(α+T) ∫₀ᵗ ((β+T)/(β+T+u))^s du: Fader & Hardie 2005, "A Note on Deriving the
    Pareto/NBD Model and Related Expressions", without the pole at s = 1.
    """
    there = probability_alive(fit, tuples)
    told: Numbers = there * _while_there(t, *_there(fit, tuples))
    return told


def expected_purchases_of_new(fit: Fit, times: Numbers, pattern: int | None = None) -> Numbers:
    """Repeat purchases expected within `times` (m,) of somebody's first purchase, shape (m,).

    Of somebody of a `pattern` of the covariates, or whose covariates are all 0.
    """
    r, alpha, s, beta = _of_new(fit, pattern)[:, None]
    each = [_while_there(float(time), r, alpha, s, beta)[0] for time in times]
    return np.array(each, dtype=np.float64)


def purchase_pmf(
    fit: Fit,
    t: float,
    most: int,
    tuples: PurchaseTuples | None = None,
    pattern: int | None = None,
) -> Numbers:
    """Probabilities of 0 … `most` purchases within `t`.

    Shape (n, most + 1) after the end for each tuple's customer, or (most + 1,) after the first
    purchase for somebody new (of a `pattern`) where no tuples are given. Summed over the moment
    of leaving: all terms are positive, nothing cancels.
    """
    if tuples is None:
        r, alpha, s, beta = _of_new(fit, pattern)[:, None]
        return np.ravel(_pmf_while_there(r, alpha, s, beta, t, most))
    there = probability_alive(fit, tuples)[:, None]
    shape, rate, s, life = _there(fit, tuples)
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
    shape, rate, s, life = _there(fit, tuples)
    lives, place = np.unique(life, return_inverse=True)
    end = min(horizon, 45.0 / discount) if discount > 0 else horizon
    times, widths = log_nodes(lives, end)
    still = np.sum(widths * np.exp(-discount * times - s * np.log1p(times / lives)), axis=0)
    worth: Numbers = probability_alive(fit, tuples) * shape / rate * still[place]
    return worth


def _there(fit: Fit, tuples: PurchaseTuples) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Of who is there at the end: λ's shape and rate (n,), s that all share (), μ's rate (n,)."""
    r, alpha, _, beta = own_parameters(fit, tuples)
    _, age, lag = clock_times(tuples, fit.clock)
    return r + tuples.frequency, alpha + age - lag, fit.values[2], beta + age


def _of_new(fit: Fit, pattern: int | None) -> Numbers:
    """(r, α, s, β) of somebody new (4,): of a pattern, or whose covariates are all 0."""
    if pattern is None or fit.covariates is None:
        return fit.values[:4]
    row = placed(fit.covariates, np.array([pattern]))[0]
    own: Numbers = Link.of_purchases(fit.covariates, beta=False).own(fit.values)[row]
    return own


def _while_there(time: float, shape: Numbers, rate: Numbers, s: Numbers, life: Numbers) -> Numbers:
    """Purchases expected within `time` of customers who are there now, shape (n,)."""
    grown = np.log1p(time / life)
    told: Numbers = shape / rate * life * grown * special.exprel((1 - s) * grown)
    return told


def _pmf_while_there(
    shape: Numbers, rate: Numbers, s: Numbers, beta: Numbers, time: float, most: int
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


def clock_times(tuples: PurchaseTuples, clock: str) -> tuple[Numbers, Numbers, Numbers]:
    """Recency, age, and by how much λ waited less, each (n,), on a clock."""
    x, last, age = tuples.frequency, tuples.recency, tuples.age
    if clock == "interval":
        return last, age + 0.5, (x + 1) / 2
    return last, age, np.zeros_like(x)


class _Total:
    """The log-likelihood of tuples as a function of everybody's parameters and coefficients."""

    def __init__(self, tuples: PurchaseTuples, clock: str, covariates: Covariates | None) -> None:
        row = None if covariates is None else placed(covariates, tuples.pattern)
        self._link = Link.of_purchases(covariates, beta=False)
        self._sums = Sums(tuples, clock_times(tuples, clock), row, len(self._link.design))

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and gradient (k,)."""
        value, slope = self._sums.climb(self._link.own(values))
        return value, self._link.pulled(values, slope)

    def bend(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """Log-likelihood, gradient (k,) and Hessian (k, k)."""
        value, slope, curve = self._sums.bend(self._link.own(values))
        return value, *self._link.bent(values, slope, curve)
