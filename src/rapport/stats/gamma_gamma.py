"""Gamma-Gamma: what will customers spend on a purchase, given what they have spent?

Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value" (note 025, brucehardie.com);
Colombo & Jiang 1999. A customer's amounts are Gamma(p, rate ν) with ν ~ Gamma(q, rate γ), told
apart from how often they buy. With x purchases of mean z
    L = Γ(px+q)/(Γ(px) Γ(q)) γ^q z^(px−1) x^(px) / (γ + xz)^(px+q).
The mean spend is finite only for q > 1: the search keeps q above 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.core.phrase import say
from rapport.stats import fitting
from rapport.stats.fitting import Fit, Model, Prior, maximise
from rapport.stats.tuples import SpendTuples

Numbers = NDArray[np.float64]

NAMES = ("p", "q", "gamma")
FLOORS = np.array([0.0, 1.0, 0.0])
WEAK = Prior(medians=(3.0, 2.0, 1.0), spreads=(1.5, 1.5, 1.5))
STARTS = np.array([[3.0, 2.0, 1.0], [1.0, 0.5, 0.5], [10.0, 10.0, 1.0]])


def fit(tuples: SpendTuples, *, prior: Prior | None = WEAK) -> Fit:
    """Fit p, q (above 1) and gamma (in the tuples' money).

    The mode of the posterior under weak priors (on p, q − 1, γ), the maximum of the likelihood
    with `prior=None`. Raises ContractError where there are no buyers.
    """
    buyers = float(tuples.count.sum())
    unit = float(tuples.count @ tuples.spend) / buyers if buyers > 0 else 1.0
    model = Model("Gamma-Gamma", NAMES, FLOORS, np.array([1.0, 1.0, unit]))
    climb = _Sums(tuples).climb
    return maximise(model, climb, climb, STARTS, prior, buyers)


def given(p: float, q: float, gamma: float) -> Fit:
    """The model at parameters told from elsewhere; raises ContractError unless all are > 0.

    >>> note = given(p=6.25, q=3.74, gamma=15.44)
    >>> expected_spend(note, np.array([2.0]), np.array([22.35])).round(2)
    array([24.66])
    """
    return fitting.given("Gamma-Gamma", {"p": p, "q": q, "gamma": gamma})


def log_likelihood(fit: Fit, tuples: SpendTuples) -> Numbers:
    """Log-likelihood (n,) of one buyer of each tuple; weigh by `count` for the total."""
    p, q, gamma = fit.values
    x, z = tuples.frequency, tuples.spend
    ways = special.gammaln(p * x + q) - special.gammaln(p * x) - special.gammaln(q)
    shape = (p * x - 1) * np.log(z) + p * x * np.log(x) + q * np.log(gamma)
    told: Numbers = ways + shape - (p * x + q) * np.log(gamma + x * z)
    return told


def expected_spend(fit: Fit, frequency: Numbers, spend: Numbers) -> Numbers:
    """Mean spend (n,) expected per purchase of who bought `frequency` times for `spend` a time.

    p (γ + xz) / (px + q − 1); with frequency 0 the mean of everybody. Raises ContractError
    where the mean is not finite (px + q ≤ 1): then `median_spend` can tell.
    """
    p, q, gamma = fit.values
    freedom = p * frequency + q - 1
    if np.any(freedom <= 0):
        raise ContractError(say("a mean spend with q = {q} is not finite: ask the median", q=q))
    told: Numbers = p * (gamma + frequency * spend) / freedom
    return told


def median_spend(fit: Fit, frequency: Numbers, spend: Numbers) -> Numbers:
    """The customer's own mean spend p/ν that is as likely exceeded as not, shape (n,).

    Finite for every q, unlike the mean.
    """
    p, q, gamma = fit.values
    middle = special.gammaincinv(p * frequency + q, 0.5)
    told: Numbers = p * (gamma + frequency * spend) / middle
    return told


class _Sums:
    """The log-likelihood of tuples as a function of (p, q, γ), with its gradient.

    The gamma functions run on distinct x; one logarithm a tuple is all the rest.
    """

    def __init__(self, tuples: SpendTuples) -> None:
        self._x, self._row = np.unique(tuples.frequency, return_inverse=True)
        self._x_count = np.bincount(self._row, tuples.count, len(self._x))
        self._count = tuples.count
        self._total = tuples.frequency * tuples.spend
        bought = tuples.count * tuples.frequency
        logs = np.log(tuples.spend)
        self._log_spend = float(tuples.count @ logs)
        self._log_total = float(bought @ logs) + float(bought @ np.log(tuples.frequency))

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (3,)."""
        p, q, gamma = values
        x, many, row = self._x, self._x_count, self._row
        buyers = float(many.sum())
        logs = self._count * np.log(gamma + self._total)
        by_x = np.bincount(row, logs, len(x))
        over = np.bincount(row, self._count / (gamma + self._total), len(x))
        ways = special.gammaln(p * x + q) - special.gammaln(p * x) - special.gammaln(q)
        value = many @ ways + buyers * q * np.log(gamma) - (p * x + q) @ by_x
        value += p * self._log_total - self._log_spend
        both = special.digamma(p * x + q)
        slope = np.array(
            [
                many @ (x * (both - special.digamma(p * x))) + self._log_total - x @ by_x,
                many @ (both - special.digamma(q)) + buyers * np.log(gamma) - by_x.sum(),
                buyers * q / gamma - (p * x + q) @ over,
            ]
        )
        return float(value), slope
