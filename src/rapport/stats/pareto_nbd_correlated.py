"""Pareto/NBD correlated: how often will customers buy if frequent ones leave sooner, or later?

As the Pareto/NBD, but the rate of purchases λ and of leaving μ go together: Sarmanov's tie of
Park & Fader 2004, see `sarmanov`. Each keeps its gamma distribution; the fifth parameter
`omega_odds` is 1 where they are independent, above 1 where who buys often leaves early. All that
is known of a customer is a combination of what four Pareto/NBD say, so nothing is approximated.
How strongly λ and μ can go together is bounded (by about .3 where r = s = .5): where the data
ask for more, the odds run far and the weak prior holds them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import fitting, pareto_nbd, sarmanov
from rapport.stats.day_clock import check_days
from rapport.stats.fitting import CLOCKS, Climb, Clock, Fit, Model, Prior, maximise
from rapport.stats.pareto_nbd_correlated_likelihood import LEAST, TiedSums, ways
from rapport.stats.sarmanov import Kernel
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

NAME = "Pareto/NBD correlated"
NAMES = (*pareto_nbd.NAMES, "omega_odds")
WEAK = Prior((*pareto_nbd.WEAK.medians, 1.0), (*pareto_nbd.WEAK.spreads, 1.5))
_NEAR = (0.4, 2.5)


@dataclass(frozen=True, slots=True, eq=False)
class CorrelatedFit(Fit):
    """A fit with the `kernel` (c, d) of its tie, or None where that is (alpha, beta)."""

    kernel: Kernel | None = None

    @property
    def omega(self) -> float:
        """ω of the tie, 0 where rate and leaving are independent."""
        return sarmanov.tie_of(self.values, self.kernel).omega

    @property
    def correlation(self) -> float:
        """Correlation of the rates of purchases and of leaving over all customers."""
        return sarmanov.correlation(self.values, self.kernel)

    def at(self, values: Numbers) -> CorrelatedFit:
        """The same model and kernel at other parameters (5,), for instance one of its draws."""
        return replace(self, values=np.asarray(values, dtype=np.float64))


def fit(
    tuples: PurchaseTuples,
    *,
    prior: Prior | None = WEAK,
    clock: Clock = "exact",
    kernel: Kernel | None = None,
) -> CorrelatedFit:
    """Fit r, alpha, s, beta (in the tuples' unit of time) and the odds of the tie.

    The mode of the posterior under weak priors, the maximum of the likelihood with `prior=None`.
    `kernel` (1.0, 1.0) is another program's convention, which depends on the unit of time. The
    climb begins at the Pareto/NBD. Raises ContractError where there are no customers, where days
    are not whole on the clock "interval", or where the kernel is not above 0.
    """
    if clock not in CLOCKS:
        raise ContractError(f"there is no clock {clock!r}: take one of {', '.join(CLOCKS)}")
    if clock == "interval":
        check_days(tuples)
    tuples, kernel = replace(tuples, pattern=None), _checked(kernel)
    unit, few = tuples.mean_age, tuples.coarse()
    units = np.array([1.0, unit, 1.0, unit, 1.0])
    full = TiedSums(tuples, pareto_nbd.clock_times(tuples, clock), kernel)
    coarse: Climb = full.climb
    if few is not tuples:
        coarse = TiedSums(few, pareto_nbd.clock_times(few, "exact"), kernel).climb
    found = maximise(
        Model(NAME, NAMES, np.zeros(5), units),
        full.climb,
        coarse,
        _starts(few, prior, unit),
        prior,
        tuples.customers,
        clock,
        bend=full.bend,
    )
    return _correlated(found, kernel)


def given(
    r: float,
    alpha: float,
    s: float,
    beta: float,
    omega_odds: float,
    kernel: Kernel | None = None,
) -> CorrelatedFit:
    """The model at parameters told from elsewhere.

    Raises ContractError unless all are above 0.

    >>> early = given(r=0.5, alpha=10.0, s=0.6, beta=12.0, omega_odds=4.0)
    >>> round(early.correlation, 3)
    0.134
    >>> round(float(probability_alive(early, PurchaseTuples.of([9], [38], [39]))[0]), 3)
    0.984
    """
    values = (r, alpha, s, beta, omega_odds)
    told = fitting.given(NAME, dict(zip(NAMES, values, strict=True)))
    return _correlated(told, _checked(kernel))


def kernel_of(fit: Fit) -> Kernel | None:
    """The kernel of a fit of this model; ContractError where it is of another."""
    if not isinstance(fit, CorrelatedFit):
        raise ContractError(f"{fit.model} has no tie of rate and leaving: take {NAME}")
    return fit.kernel


def log_likelihood(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; weigh by `count` for the total."""
    (r, alpha, s, beta), x = fit.values[:4], tuples.frequency
    level, weights, _ = _weighed(fit, tuples)
    told: Numbers = level + np.log(np.maximum(weights.sum(axis=0), LEAST))
    told += special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return told


def probability_alive(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Probability (n,) that each tuple's customer has not left at the end of watching."""
    _, weights, stayed = _weighed(fit, tuples)
    there = np.sum(weights * stayed, axis=0) / np.maximum(weights.sum(axis=0), LEAST)
    told: Numbers = np.clip(there, 0.0, 1.0)
    return told


def expected_purchases(fit: Fit, t: float, tuples: PurchaseTuples) -> Numbers:
    """Purchases expected of each tuple's customer within `t` after the end, shape (n,)."""
    return _mean(fit, tuples, lambda part: pareto_nbd.expected_purchases(part, t, tuples))


def expected_purchases_of_new(fit: Fit, times: Numbers) -> Numbers:
    """Repeat purchases expected within `times` (m,) of somebody's first purchase, shape (m,)."""
    each = [pareto_nbd.expected_purchases_of_new(part, times) for part in _parts(fit)]
    told: Numbers = sarmanov.shares(fit.values, kernel_of(fit)) @ np.array(each)
    return np.maximum(told, 0.0)


def purchase_pmf(fit: Fit, t: float, most: int, tuples: PurchaseTuples | None = None) -> Numbers:
    """Probabilities of 0 … `most` purchases within `t`.

    Shape (n, most + 1) after the end for each tuple's customer, or (most + 1,) after the first
    purchase for somebody new where no tuples are given.
    """
    if tuples is None:
        each = np.array([pareto_nbd.purchase_pmf(part, t, most) for part in _parts(fit)])
        told: Numbers = sarmanov.shares(fit.values, kernel_of(fit)) @ each
        return np.maximum(told, 0.0)
    return _mean(fit, tuples, lambda part: pareto_nbd.purchase_pmf(part, t, most, tuples))


def residual_value(
    fit: Fit, tuples: PurchaseTuples, discount: float, horizon: float = np.inf
) -> Numbers:
    """Discounted purchases (n,) expected after the end: times margin, a customer's value.

    `discount` is continuous, per unit of time (log(1.15)/52 for 15 % a year on weeks);
    `horizon` in units of time may be infinite where the discount is above zero, else
    ContractError.
    """
    return _mean(
        fit, tuples, lambda part: pareto_nbd.residual_value(part, tuples, discount, horizon)
    )


def _mean(fit: Fit, tuples: PurchaseTuples, told: Callable[[Fit], Numbers]) -> Numbers:
    """What the four parts tell, (n, …), by their shares (some negative) in each history."""
    _, weights, _ = _weighed(fit, tuples)
    weights = weights / np.maximum(weights.sum(axis=0), LEAST)
    total: Numbers = sum(
        (weight * told(part).T for weight, part in zip(weights, _parts(fit), strict=True)),
        start=np.zeros(1),
    )
    return np.maximum(total.T, 0.0)


def _weighed(fit: Fit, tuples: PurchaseTuples) -> tuple[Numbers, Numbers, Numbers]:
    """The first part's bracket's logarithm (n,), the parts over it (4, n), shares that stayed."""
    kernel, times = kernel_of(fit), pareto_nbd.clock_times(tuples, fit.clock)
    levels, stayed = ways(fit.values, kernel, tuples.frequency, times)
    signed = sarmanov.coefficients(fit.values, kernel)[:, None]
    return levels[0], signed * np.exp(levels - levels[0]), stayed


def _parts(fit: Fit) -> list[Fit]:
    """The four Pareto/NBD that the model is a combination of."""
    own, _ = sarmanov.parts(fit.values, kernel_of(fit))
    return [replace(pareto_nbd.given(*values), clock=fit.clock) for values in own]


def _starts(few: PurchaseTuples, prior: Prior | None, unit: float) -> Numbers:
    """Starts (m, 5) in the model's units: the Pareto/NBD's own top, found from several, tied."""
    own = None if prior is None else Prior(prior.medians[:4], prior.spreads[:4])
    plain = pareto_nbd.fit(few, prior=own).values / np.array([1.0, unit, 1.0, unit])
    return np.array([[*np.clip(plain, 1e-3, 1e3), odds] for odds in _NEAR])


def _checked(kernel: Kernel | None) -> Kernel | None:
    """The kernel as it is; raises ContractError unless it is above 0."""
    if kernel is not None and not (0 < kernel[0] < np.inf and 0 < kernel[1] < np.inf):
        raise ContractError(f"a kernel is two numbers above 0, not {kernel}")
    return kernel


def _correlated(fit: Fit, kernel: Kernel | None) -> CorrelatedFit:
    """A fit with its kernel."""
    whole = {field.name: getattr(fit, field.name) for field in fields(Fit)}
    return CorrelatedFit(**whole, kernel=kernel)
