"""BG/NBD: how often will customers buy who may leave after any repeat purchase?

Fader, Hardie & Lee 2005, "Counting Your Customers the Easy Way", Marketing Science 24:275-284.
While there, a customer buys at rate λ ~ Gamma(r, rate α); after each *repeat* purchase they
leave with probability p ~ Beta(a, b). Mean rate r/α per unit of time, mean dropout a/(a+b).
Who bought once cannot have left in this model, so its P(alive) is 1 for them whatever their
silence: for data full of one-time buyers take the MBG/NBD or the Pareto/NBD.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rapport.stats import beta_dropout
from rapport.stats.beta_dropout import WEAK
from rapport.stats.covariates import Covariates
from rapport.stats.fitting import Clock, Fit, Prior
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

_FIRST = 0


def fit(
    tuples: PurchaseTuples,
    *,
    covariates: Covariates | None = None,
    prior: Prior | None = WEAK,
    clock: Clock = "exact",
) -> Fit:
    """Fit r, alpha (in the tuples' unit of time), a and b, and coefficients of covariates.

    The mode of the posterior under weak priors, the maximum of the likelihood with
    `prior=None`. `covariates` shift the rate and the logit of the mean dropout by the tuples'
    pattern: see `covariates`; r, alpha, a, b are then those of somebody whose covariates are 0.
    `clock="interval"` is for times known to the day only, as whole days, with purchases of one
    day counted once: see `day_clock`. Raises ContractError where there are no customers, where
    days are not whole, or where a pattern has no covariates.
    """
    return beta_dropout.fitted("BG/NBD", tuples, _FIRST, covariates, prior, clock)


def given(
    r: float,
    alpha: float,
    a: float,
    b: float,
    covariates: Covariates | None = None,
    coefficients: Mapping[str, float] | None = None,
) -> Fit:
    """The model at parameters told from elsewhere; `coefficients` by name, "rate.…", "dropout.…".

    Raises ContractError unless r, alpha, a, b are > 0, or where a coefficient is missing.

    >>> fhl = given(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> round(float(expected_purchases(fhl, 39.0, PurchaseTuples.of([2], [30.43], [38.86]))[0]), 3)
    1.226
    """
    return beta_dropout.told("BG/NBD", (r, alpha, a, b), covariates, coefficients)


def log_likelihood(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; weigh by `count` for the total."""
    return beta_dropout.log_likelihoods(fit, tuples, _FIRST)


def probability_alive(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Probability (n,) that each tuple's customer has not left at the end of watching."""
    return beta_dropout.alive(fit, tuples, _FIRST)


def expected_purchases(fit: Fit, t: float, tuples: PurchaseTuples) -> Numbers:
    """Purchases expected of each tuple's customer within `t` after the end, shape (n,)."""
    return beta_dropout.expected(fit, t, tuples, _FIRST)


def expected_purchases_of_new(fit: Fit, times: Numbers, pattern: int | None = None) -> Numbers:
    """Repeat purchases expected within `times` (m,) of somebody's first purchase, shape (m,).

    Of somebody of a `pattern` of the covariates, or whose covariates are all 0.

    >>> fhl = given(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> expected_purchases_of_new(fhl, np.array([1.0, 78.0])).round(2)
    array([0.05, 1.86])
    """
    return beta_dropout.expected_of_new(fit, times, _FIRST, pattern)


def purchase_pmf(
    fit: Fit,
    t: float,
    most: int,
    tuples: PurchaseTuples | None = None,
    pattern: int | None = None,
) -> Numbers:
    """Probabilities of 0 … `most` purchases within `t`.

    Shape (n, most + 1) after the end for each tuple's customer, or (most + 1,) after the first
    purchase for somebody new (of a `pattern`) where no tuples are given.
    """
    if tuples is None:
        return beta_dropout.pmf_of_new(fit, t, most, _FIRST, pattern)
    return beta_dropout.pmf(fit, t, most, tuples, _FIRST)


def residual_value(
    fit: Fit, tuples: PurchaseTuples, discount: float, horizon: float = np.inf
) -> Numbers:
    """Discounted purchases (n,) expected after the end: times margin, a customer's value.

    `discount` is continuous, per unit of time (log(1.15)/52 for 15 % a year on weeks);
    `horizon` in units of time may be infinite where the discount is above zero, else
    ContractError.
    """
    return beta_dropout.residual(fit, tuples, discount, horizon, _FIRST)
