"""Purchase models: which models of repeat buying are there, and what can every one of them do?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd, mbg_cnbd, mbg_nbd, pareto_nbd, pareto_nbd_correlated
from rapport.stats.fitting import Clock, Fit, Prior
from rapport.stats.mbg_cnbd import RegularFit
from rapport.stats.pareto_nbd_correlated import CorrelatedFit
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]


class PurchaseModel(Protocol):
    """What the module of a purchase model offers; times in the tuples' unit, shapes (n,)."""

    def fit(
        self, tuples: PurchaseTuples, *, prior: Prior | None = ..., clock: Clock = "exact"
    ) -> Fit:
        """Fit the model's parameters, under its weak prior by default."""

    def log_likelihood(self, fit: Fit, tuples: PurchaseTuples) -> Numbers:
        """Log-likelihood of one customer of each tuple."""

    def probability_alive(self, fit: Fit, tuples: PurchaseTuples) -> Numbers:
        """Probability of being a customer still at the end of watching."""

    def expected_purchases(self, fit: Fit, t: float, tuples: PurchaseTuples) -> Numbers:
        """Purchases expected within `t` after the end."""

    def expected_purchases_of_new(self, fit: Fit, times: Numbers) -> Numbers:
        """Repeat purchases expected within `times` (m,) of somebody's first purchase."""

    def purchase_pmf(
        self, fit: Fit, t: float, most: int, tuples: PurchaseTuples | None = None
    ) -> Numbers:
        """Probabilities (n, most + 1) of 0 … `most` purchases within `t` after the end."""

    def residual_value(
        self, fit: Fit, tuples: PurchaseTuples, discount: float, horizon: float = np.inf
    ) -> Numbers:
        """Discounted purchases expected within a horizon."""


REGULAR = "MBG/CNBD-k"
"""The model of regular buyers; its fits are named after their k, "MBG/CNBD-2"."""

MODELS: Mapping[str, PurchaseModel] = MappingProxyType(
    {
        "MBG/NBD": mbg_nbd,
        "Pareto/NBD": pareto_nbd,
        pareto_nbd_correlated.NAME: pareto_nbd_correlated,
        REGULAR: mbg_cnbd,
        "BG/NBD": bg_nbd,
    }
)
"""Models by name, in the order in which to take them where the data do not tell one from
another."""

SCALES = ("alpha", "beta")
"""Parameters that are told in units of time, where no beta distribution is meant."""


def name_of(fit: Fit) -> str | None:
    """The name among `MODELS` of a fit's model; None where it is no purchase model.

    >>> name_of(mbg_cnbd.given(2, 1.5, 5.0, 0.4, 2.0))
    'MBG/CNBD-k'
    """
    if isinstance(fit, RegularFit):
        return REGULAR
    return fit.model if fit.model in MODELS else None


def model_of(fit: Fit) -> PurchaseModel:
    """The module of a fit's model; ContractError where it is no purchase model.

    >>> model_of(bg_nbd.given(0.2, 4.4, 0.8, 2.4)) is bg_nbd
    True
    """
    name = name_of(fit)
    if name is None:
        raise ContractError(f"{fit.model} is none of the purchase models {', '.join(MODELS)}")
    return MODELS[name]


def fit_around(wider: Fit, tuples: PurchaseTuples, spread: float) -> Fit:
    """Fit a narrower group under a prior around a wider group's estimate, on the same clock.

    Log-normal around each parameter, `spread` the standard deviation of the logarithms: small
    groups borrow from the whole. The regularity k and the kernel are the wider group's. Raises
    ContractError where the wider fit has covariates, or is of no purchase model.
    """
    if wider.covariates is not None:
        raise ContractError("a prior around a fit with covariates is not told")
    k = wider.k if isinstance(wider, RegularFit) else 1
    unit = {name: k ** (name == "alpha") / tuples.mean_age for name in SCALES}
    above = (wider.values - wider.floors).tolist()
    medians = [value * unit.get(name, 1.0) for name, value in zip(wider.names, above, strict=True)]
    prior = Prior(tuple(medians), (spread,) * len(medians))
    if isinstance(wider, RegularFit):
        return mbg_cnbd.fit(tuples, k=k, prior=prior, clock=wider.clock)
    if isinstance(wider, CorrelatedFit):
        kernel = wider.kernel
        return pareto_nbd_correlated.fit(tuples, prior=prior, clock=wider.clock, kernel=kernel)
    return model_of(wider).fit(tuples, prior=prior, clock=wider.clock)


def purchases_a_day(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """The model's purchases for each day with purchases (n,), where the unit of time is a day.

    The rest of such a day hides another with a chance of about λ/2, of regular buyers
    λ^k/((k+1) k!), the rate λ of ticks taken at its mean.
    """
    k = fit.k if isinstance(fit, RegularFit) else 1
    there = model_of(fit).probability_alive(fit, tuples)
    watched = fit.values[1] + there * tuples.age + (1 - there) * tuples.recency
    rate = (fit.values[0] + k * tuples.frequency) / watched
    told: Numbers = 1 + rate**k / ((k + 1) * math.factorial(k))
    return told
