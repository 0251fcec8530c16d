"""Beta dropout: what do BG/NBD and MBG/NBD share, who differ in the first purchase only?

Purchases come at rate λ ~ Gamma(r, rate α) while a customer is there; after a purchase they
leave with probability p ~ Beta(a, b). In the BG/NBD nobody leaves at the first purchase
(`first` = 0); in the MBG/NBD they may (`first` = 1). With k = x + first chances to leave survived
    L = Γ(r+x)/Γ(r) α^r B(a, b+k)/B(a, b) [(α+T)^−(r+x) + a/(b+k−1) (α+t_x)^−(r+x)],
the second term only where k > 0. Covariates shift α and the mean a/(a + b) with a + b in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import fitting
from rapport.stats.beta_likelihood import Sums, by_frequency, lean
from rapport.stats.covariate_links import Link
from rapport.stats.covariates import Covariates, placed
from rapport.stats.dropout_grid import mean_discounted, mean_purchases
from rapport.stats.fitting import CLOCKS, Climb, Clock, Fit, Model, Prior, maximise
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

NAMES = ("r", "alpha", "a", "b")
WEAK = Prior(medians=(0.6, 0.3, 0.8, 2.5), spreads=(1.5, 1.5, 1.5, 1.5))
STARTS = np.array(
    [[0.6, 0.3, 0.8, 2.5], [0.3, 0.05, 0.5, 1.0], [2.0, 1.0, 0.3, 3.0], [1.0, 0.5, 3.0, 20.0]]
)


def model_of(name: str, tuples: PurchaseTuples) -> Model:
    """What a search must know: four parameters above 0, α in mean ages."""
    units = np.array([1.0, tuples.mean_age, 1.0, 1.0])
    return Model(name, NAMES, np.zeros(4), units)


def fitted(
    name: str,
    tuples: PurchaseTuples,
    first: int,
    covariates: Covariates | None,
    prior: Prior | None,
    clock: Clock,
) -> Fit:
    """Fit by several starts on coarse tuples and the best of them on the tuples themselves.

    Raises ContractError where there are no customers, days are not whole on the day clock, or a
    tuple has no row of the covariates.
    """
    if clock not in CLOCKS:
        raise ContractError(f"there is no clock {clock!r}: take one of {', '.join(CLOCKS)}")
    if covariates is None and tuples.pattern is not None:
        tuples = replace(tuples, pattern=None)
    link = Link.of_purchases(covariates, beta=True)
    few = tuples.coarse()
    full = _Total(tuples, first, clock, link, covariates)
    coarse: Climb = _Total(few, first, "exact", link, covariates).climb
    if few is tuples and clock == "exact":
        coarse = full.climb
    model = model_of(name, tuples).with_coefficients(link.names, 1 / link.spreads)
    fit = maximise(
        model, full.climb, coarse, STARTS, prior, tuples.customers, clock, bend=full.bend
    )
    return replace(fit, covariates=covariates)


class _Total:
    """The log-likelihood of tuples as a function of everybody's parameters and coefficients."""

    def __init__(
        self,
        tuples: PurchaseTuples,
        first: int,
        clock: str,
        link: Link,
        covariates: Covariates | None,
    ) -> None:
        row = None if covariates is None else placed(covariates, tuples.pattern)
        self._link = link
        self._sums = Sums(tuples, first, clock, row, len(link.design))

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and gradient (k,)."""
        value, slope = self._sums.climb(self._link.own(values))
        return value, self._link.pulled(values, slope)

    def bend(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """Log-likelihood, gradient (k,) and Hessian (k, k)."""
        value, slope, curve = self._sums.bend(self._link.own(values))
        return value, *self._link.bent(values, slope, curve)


def told(
    name: str,
    own: tuple[float, float, float, float],
    covariates: Covariates | None,
    coefficients: Mapping[str, float] | None,
) -> Fit:
    """The model at parameters told from elsewhere.

    Raises ContractError where one of (r, α, a, b) is not above 0, or where the coefficients are
    not those of the covariates.
    """
    more = Link.of_purchases(covariates, beta=True).ordered(coefficients)
    base = dict(zip(NAMES, own, strict=True))
    return fitting.given(name, base, covariates=covariates, coefficients=more)


def own_parameters(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """(r, α, a, b) of everybody (4,), or, with covariates, of each tuple's customers (4, n)."""
    if fit.covariates is None:
        return fit.values
    row = placed(fit.covariates, tuples.pattern)
    own: Numbers = Link.of_purchases(fit.covariates, beta=True).own(fit.values)[row].T
    return own


def own_parameters_of_new(fit: Fit, pattern: int | None) -> Numbers:
    """(r, α, a, b) of somebody new (4,): of a pattern, or whose covariates are all 0."""
    if pattern is None or fit.covariates is None:
        return fit.values[:4]
    row = placed(fit.covariates, np.array([pattern]))[0]
    own: Numbers = Link.of_purchases(fit.covariates, beta=True).own(fit.values)[row]
    return own


def log_likelihoods(fit: Fit, tuples: PurchaseTuples, first: int) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple."""
    own = own_parameters(fit, tuples)
    odds, rate = lean(own, tuples, first, fit.clock)
    x = tuples.frequency
    level, _ = by_frequency(x, x + first, *own)
    stayed: Numbers = level - (own[0] + x) * np.log(rate)
    stayed += np.logaddexp(0.0, odds)
    return stayed


def alive(fit: Fit, tuples: PurchaseTuples, first: int) -> Numbers:
    """Probability (n,) of being there at the end: 1 / (1 + a/(b+k−1) ((α+T)/(α+t_x))^(r+x))."""
    odds, _ = lean(own_parameters(fit, tuples), tuples, first, fit.clock)
    there: Numbers = special.expit(-odds)
    return there


def _there(
    fit: Fit, tuples: PurchaseTuples, first: int
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """P(alive), and of who is there: λ's shape and rate, p's a and b; each (n,), a maybe ()."""
    own = own_parameters(fit, tuples)
    odds, rate = lean(own, tuples, first, fit.clock)
    shape, b = own[0] + tuples.frequency, own[3] + tuples.frequency + first
    return special.expit(-odds), shape, rate, own[2], b


def expected(fit: Fit, time: float, tuples: PurchaseTuples, first: int) -> Numbers:
    """Purchases expected of each tuple's customer within `time` after the end, shape (n,)."""
    there, shape, rate, a, b = _there(fit, tuples, first)
    while_there: Numbers = there * mean_purchases(shape, rate, a, b, time)
    return while_there


def expected_of_new(fit: Fit, times: Numbers, first: int, pattern: int | None) -> Numbers:
    """Repeat purchases expected of somebody who buys for the first time now, shape of `times`."""
    r, alpha, a, b = own_parameters_of_new(fit, pattern)
    one = np.ones(1)
    stays = b / (a + b) if first else 1.0
    each = [mean_purchases(r * one, alpha * one, a, (b + first) * one, t)[0] for t in times]
    told: Numbers = stays * np.array(each, dtype=np.float64)
    return told


def residual(
    fit: Fit, tuples: PurchaseTuples, discount: float, horizon: float, first: int
) -> Numbers:
    """Discounted purchases (n,) expected after the end, up to a horizon; see `residual_value`."""
    if discount <= 0 and not np.isfinite(horizon):
        raise ContractError("an endless future needs a discount rate above zero")
    there, shape, rate, a, b = _there(fit, tuples, first)
    worth: Numbers = there * mean_discounted(shape, rate, a, b, discount, horizon)
    return worth


def pmf_of_new(fit: Fit, time: float, most: int, first: int, pattern: int | None) -> Numbers:
    """Probabilities (most + 1,) of 0 … most repeat purchases within `time` of the first one."""
    r, alpha, a, b = own_parameters_of_new(fit, pattern)
    one = np.ones(1)
    stays = b / (a + b) if first else 1.0
    there = _pmf_while_there(r * one, alpha * one, a, (b + first) * one, time, most).ravel()
    there *= stays
    there[0] += 1 - stays
    return there


def pmf(fit: Fit, time: float, most: int, tuples: PurchaseTuples, first: int) -> Numbers:
    """Probabilities (n, most + 1) of 0 … most purchases within `time` after the end."""
    there, shape, rate, a, b = _there(fit, tuples, first)
    counts = there[:, None] * _pmf_while_there(shape, rate, a, b, time, most)
    counts[:, 0] += 1 - there
    return counts


def _pmf_while_there(
    shape: Numbers, rate: Numbers, a: Numbers, b: Numbers, time: float, most: int
) -> Numbers:
    """Counts' probabilities (n, most + 1) of who is there and next may leave after a purchase.

    NBD(j) B(a, b+j)/B(a, b) + P(NBD ≥ j) B(a+1, b+j−1)/B(a, b); the tail P(NBD ≥ j) is an
    incomplete beta function, so that nothing cancels.
    """
    j = np.arange(most + 1, dtype=np.float64)
    shape, rate, b = shape[:, None], rate[:, None], b[:, None]
    a = np.reshape(a, (-1, 1))
    bought = time / (rate + time)
    log_count = special.gammaln(shape + j) - special.gammaln(shape) - special.gammaln(j + 1)
    log_count += special.xlogy(j, bought) - shape * np.log1p(time / rate)
    stayed = np.exp(log_count + special.betaln(a, b + j) - special.betaln(a, b))
    i = j[1:]
    left = np.exp(special.betaln(a + 1, b + i - 1) - special.betaln(a, b))
    stayed[:, 1:] += left * special.betainc(i, shape, bought)
    counts: Numbers = stayed
    return counts
