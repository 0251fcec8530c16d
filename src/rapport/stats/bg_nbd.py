"""BG/NBD: how often will customers buy who may leave after any repeat purchase?

Fader, Hardie & Lee 2005, "Counting Your Customers the Easy Way", Marketing Science 24:275-284.
While there, a customer buys at rate λ ~ Gamma(r, rate α); after each *repeat* purchase they
leave with probability p ~ Beta(a, b). Mean rate r/α per unit of time, mean dropout a/(a+b).
Who bought once cannot have left in this model, so its P(alive) is 1 for them whatever their
silence: for data full of one-time buyers take the MBG/NBD or the Pareto/NBD.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.stats import beta_dropout
from rapport.stats.beta_dropout import WEAK
from rapport.stats.fitting import Clock, Fit, Prior
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

_FIRST = 0


def fit(tuples: PurchaseTuples, *, prior: Prior | None = WEAK, clock: Clock = "exact") -> Fit:
    """Fit r, alpha (in the tuples' unit of time), a and b.

    The mode of the posterior under weak priors, the maximum of the likelihood with
    `prior=None`. `clock="interval"` is for times known to the day only, as whole days, with
    purchases of one day counted once: see `day_clock`. Raises ContractError where there are
    no customers, or where days are not whole.
    """
    return beta_dropout.fitted("BG/NBD", tuples, _FIRST, prior, clock)


def given(r: float, alpha: float, a: float, b: float) -> Fit:
    """The model at parameters told from elsewhere; raises ContractError unless all are > 0.

    >>> fhl = given(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> round(float(expected_purchases(fhl, 39.0, PurchaseTuples.of([2], [30.43], [38.86]))[0]), 3)
    1.226
    """
    return beta_dropout.told("BG/NBD", r, alpha, a, b)


def log_likelihood(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; weigh by `count` for the total."""
    return beta_dropout.log_likelihoods(fit, tuples, _FIRST)


def probability_alive(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Probability (n,) that each tuple's customer has not left at the end of watching."""
    return beta_dropout.alive(fit, tuples, _FIRST)


def expected_purchases(fit: Fit, t: float, tuples: PurchaseTuples) -> Numbers:
    """Purchases expected of each tuple's customer within `t` after the end, shape (n,)."""
    return beta_dropout.expected(fit, t, tuples, _FIRST)


def expected_purchases_of_new(fit: Fit, times: Numbers) -> Numbers:
    """Repeat purchases expected within `times` (m,) of somebody's first purchase, shape (m,).

    >>> fhl = given(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> expected_purchases_of_new(fhl, np.array([1.0, 78.0])).round(2)
    array([0.05, 1.86])
    """
    return beta_dropout.expected_of_new(fit, times, _FIRST)


def purchase_pmf(fit: Fit, t: float, most: int, tuples: PurchaseTuples | None = None) -> Numbers:
    """Probabilities of 0 … `most` purchases within `t`.

    Shape (n, most + 1) after the end for each tuple's customer, or (most + 1,) after the first
    purchase for somebody new where no tuples are given.
    """
    if tuples is None:
        return beta_dropout.pmf_of_new(fit, t, most, _FIRST)
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
