"""Gamma-Gamma: what will customers spend on a purchase, given what they have spent?

Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value" (note 025, brucehardie.com);
Colombo & Jiang 1999. A customer's amounts are Gamma(p, rate ν) with ν ~ Gamma(q, rate γ), told
apart from how often they buy. With x purchases of mean z
    L = Γ(px+q)/(Γ(px) Γ(q)) γ^q z^(px−1) x^(px) / (γ + xz)^(px+q).
The mean spend is finite only for q > 1: the search keeps q above 1. Covariates multiply γ, and with
it the mean spend, by exp(ζ'z): see `covariates`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.core.phrase import say
from rapport.stats import fitting
from rapport.stats.blocks import blocks, first_of_each, sorting, summed_by
from rapport.stats.covariate_links import Link
from rapport.stats.covariates import Covariates, placed
from rapport.stats.fitting import Climb, Fit, Model, Prior, maximise
from rapport.stats.tuples import SpendTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

NAMES = ("p", "q", "gamma")
FLOORS = np.array([0.0, 1.0, 0.0])
WEAK = Prior(medians=(3.0, 2.0, 1.0), spreads=(1.5, 1.5, 1.5))
STARTS = np.array([[3.0, 2.0, 1.0], [1.0, 0.5, 0.5], [10.0, 10.0, 1.0]])
_BLOCK = 8_192  # a dot product of more than 10,000 numbers wakes every thread of OpenBLAS
_STEPS = 64


def fit(
    tuples: SpendTuples, *, covariates: Covariates | None = None, prior: Prior | None = WEAK
) -> Fit:
    """Fit p, q (above 1) and gamma (in the tuples' money), and coefficients of covariates.

    The mode of the posterior under weak priors (on p, q − 1, γ), the maximum of the likelihood
    with `prior=None`. Of `covariates` the spend part is read, by the tuples' pattern; gamma is
    then that of somebody whose covariates are 0. Raises ContractError where there are no
    buyers, or where a pattern has no covariates.
    """
    buyers = float(tuples.count.sum())
    unit = float(tuples.count @ tuples.spend) / buyers if buyers > 0 else 1.0
    if covariates is None and tuples.pattern is not None:
        tuples = replace(tuples, pattern=None)
    few = _coarse(tuples)
    full = _Total(tuples, covariates)
    coarse: Climb = full.climb if few is tuples else _Total(few, covariates).climb
    model = Model("Gamma-Gamma", NAMES, FLOORS, np.array([1.0, 1.0, unit]))
    link = Link.of_spend(covariates)
    model = model.with_coefficients(link.names, 1 / link.spreads)
    found = maximise(model, full.climb, coarse, STARTS, prior, buyers, bend=full.bend)
    return replace(found, covariates=covariates)


def given(
    p: float,
    q: float,
    gamma: float,
    covariates: Covariates | None = None,
    coefficients: Mapping[str, float] | None = None,
) -> Fit:
    """The model at parameters told from elsewhere; `coefficients` by name, "spend.…".

    Raises ContractError unless p, q, gamma are > 0, or where a coefficient is missing.

    >>> note = given(p=6.25, q=3.74, gamma=15.44)
    >>> expected_spend(note, np.array([2.0]), np.array([22.35])).round(2)
    array([24.66])
    """
    own = {"p": p, "q": q, "gamma": gamma}
    more = Link.of_spend(covariates).ordered(coefficients)
    return fitting.given("Gamma-Gamma", own, covariates=covariates, coefficients=more)


def log_likelihood(fit: Fit, tuples: SpendTuples) -> Numbers:
    """Log-likelihood (n,) of one buyer of each tuple; weigh by `count` for the total."""
    p, q, gamma = own_parameters(fit, tuples.pattern)
    x, z = tuples.frequency, tuples.spend
    ways = special.gammaln(p * x + q) - special.gammaln(p * x) - special.gammaln(q)
    shape = (p * x - 1) * np.log(z) + p * x * np.log(x) + q * np.log(gamma)
    told: Numbers = ways + shape - (p * x + q) * np.log(gamma + x * z)
    return told


def own_parameters(fit: Fit, pattern: Places | None) -> Numbers:
    """(p, q, γ) of everybody (3,), or, with covariates, of each pattern told (3, n)."""
    if fit.covariates is None:
        return fit.values
    own: Numbers = Link.of_spend(fit.covariates).own(fit.values)
    return own[placed(fit.covariates, pattern)].T


def expected_spend(
    fit: Fit, frequency: Numbers, spend: Numbers, pattern: Places | None = None
) -> Numbers:
    """Mean spend (n,) expected per purchase of who bought `frequency` times for `spend` a time.

    p (γ + xz) / (px + q − 1); with frequency 0 the mean of everybody, or, where the fit has
    covariates, of everybody of the customer's `pattern` (n,). Raises ContractError where the
    mean is not finite (px + q ≤ 1): then `median_spend` can tell.
    """
    p, q, gamma = own_parameters(fit, pattern)
    freedom = p * frequency + q - 1
    if np.any(freedom <= 0):
        worst = float(np.min(q))
        raise ContractError(say("a mean spend with q = {q} is not finite: ask the median", q=worst))
    told: Numbers = p * (gamma + frequency * spend) / freedom
    return told


def median_spend(
    fit: Fit, frequency: Numbers, spend: Numbers, pattern: Places | None = None
) -> Numbers:
    """The customer's own mean spend p/ν that is as likely exceeded as not, shape (n,).

    Finite for every q, unlike the mean; `pattern` (n,) where the fit has covariates.
    """
    p, q, gamma = own_parameters(fit, pattern)
    middle = special.gammaincinv(p * frequency + q, 0.5)
    told: Numbers = p * (gamma + frequency * spend) / middle
    return told


class _Total:
    """The log-likelihood of tuples as a function of everybody's parameters and coefficients."""

    def __init__(self, tuples: SpendTuples, covariates: Covariates | None) -> None:
        row = None if covariates is None else placed(covariates, tuples.pattern)
        self._link = Link.of_spend(covariates)
        self._sums = _Sums(tuples, row, len(self._link.design))

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and gradient (k,)."""
        value, slope, _ = self._sums.bend(self._link.own(values), whole=False)
        return value, self._link.pulled(values, slope)

    def bend(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """Log-likelihood, gradient (k,) and Hessian (k, k)."""
        value, slope, curve = self._sums.bend(self._link.own(values), whole=True)
        return value, *self._link.bent(values, slope, curve)


class _Sums:
    """The log-likelihood of tuples as a function of each pattern's (p, q, γ).

    The gamma functions run on distinct x by pattern; one logarithm a tuple is all the rest.
    `pattern` (n,) tells which of `patterns` rows of parameters a tuple has.
    """

    def __init__(self, tuples: SpendTuples, pattern: Places | None, patterns: int) -> None:
        row = np.zeros(len(tuples.spend), dtype=np.int64) if pattern is None else pattern
        order = sorting(tuples.frequency, row)
        x, row, self._count = tuples.frequency[order], row[order], tuples.count[order]
        spend = tuples.spend[order]
        starts = first_of_each(x, row)
        self._x, self._pattern, self._patterns = x[starts], row[starts], patterns
        self._total = x * spend
        self._blocks = tuple(blocks(starts, len(x), _BLOCK))
        self._many, self._log_total = np.zeros(len(starts)), np.zeros(len(starts))
        self._log_spend = float(self._count @ np.log(spend))
        bought = self._count * x * np.log(self._total)
        for block in self._blocks:
            self._many[block.kinds] += block.summed(self._count[block.rows])
            self._log_total[block.kinds] += block.summed(bought[block.rows])

    def bend(self, values: Numbers, whole: bool) -> tuple[float, Numbers, Numbers]:
        """Log-likelihood, gradient (patterns, 3) and, if `whole`, Hessian (patterns, 3, 3)."""
        p, q, gamma = values[self._pattern].T
        x, many = self._x, self._many
        logs, over, twice = self._totals(gamma)
        power = p * x + q
        ways = special.gammaln(power) - special.gammaln(p * x) - special.gammaln(q)
        value = many @ (ways + q * np.log(gamma)) - power @ logs
        value += p @ self._log_total - self._log_spend
        both = special.digamma(power)
        slope = np.empty((len(x), 3))
        slope[:, 0] = many * x * (both - special.digamma(p * x)) + self._log_total - x * logs
        slope[:, 1] = many * (both - special.digamma(q) + np.log(gamma)) - logs
        slope[:, 2] = many * q / gamma - power * over
        curve = np.zeros((len(x), 3, 3))
        if whole:
            bow = special.zeta(2.0, power)
            curve[:, 0, 0] = many * x**2 * (bow - special.zeta(2.0, p * x))
            curve[:, 0, 1] = curve[:, 1, 0] = many * x * bow
            curve[:, 0, 2] = curve[:, 2, 0] = -x * over
            curve[:, 1, 1] = many * (bow - special.zeta(2.0, q))
            curve[:, 1, 2] = curve[:, 2, 1] = many / gamma - over
            curve[:, 2, 2] = power * twice - many * q / gamma**2
        rows, many_rows = self._pattern, self._patterns
        slopes, curves = (summed_by(rows, part, many_rows) for part in (slope, curve))
        return float(value), slopes, curves

    def _totals(self, gamma: Numbers) -> Numbers:
        """Sums by kind (3, kinds) of log(γ + xz), 1/(γ + xz) and its square."""
        told = np.zeros((3, len(self._x)))
        for block in self._blocks:
            count = self._count[block.rows]
            whole = self._total[block.rows] + block.spread(gamma)
            parts = (count * np.log(whole), count / whole, count / whole**2)
            for at, part in enumerate(parts):
                told[at, block.kinds] += block.summed(part)
        return told


def _coarse(tuples: SpendTuples) -> SpendTuples:
    """About the same buyers on fewer tuples: spends rounded to 64 steps of their logarithm.

    For first looks only (where to start a search).
    """
    if len(tuples.spend) <= 4 * _STEPS:
        return tuples
    logs = np.log(tuples.spend)
    low, step = float(logs.min()), max(float(np.ptp(logs)) / _STEPS, 1e-12)
    bins = np.floor((logs - low) / step)
    row = np.zeros(len(logs)) if tuples.pattern is None else tuples.pattern - tuples.pattern.min()
    key = (row * (tuples.frequency.max() + 1) + tuples.frequency) * (_STEPS + 1) + bins
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    return SpendTuples(
        tuples.frequency[first],
        np.exp(low + step * (bins[first] + 0.5)),
        np.bincount(place, tuples.count, len(first)).astype(np.float64),
        None if tuples.pattern is None else tuples.pattern[first],
    )
