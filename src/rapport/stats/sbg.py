"""Shifted beta-geometric: how long will subscribers renew, who tell when they leave?

Fader & Hardie 2007, "How to Project Customer Retention", Journal of Interactive Marketing
21:76-90. At each renewal a subscriber leaves with probability θ ~ Beta(alpha, beta), their own.
Survival to the end of period t is S(t) = B(α, β+t)/B(α, β); the retention rate
(β+t−1)/(α+β+t−1) rises as those likely to leave are gone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import fitting
from rapport.stats.dropout_grid import mean_discounted_chances
from rapport.stats.fitting import Fit, Model, Prior, maximise

Numbers = NDArray[np.float64]

NAMES = ("alpha", "beta")
WEAK = Prior(medians=(0.8, 2.5), spreads=(1.5, 1.5))
STARTS = np.array([[0.8, 2.5], [3.0, 20.0], [0.3, 0.3]])


@dataclass(frozen=True, slots=True, eq=False)
class RenewalTuples:
    """Distinct subscription histories, arrays (n,): renewals made, whether left, how many people.

    `renewals` counts renewals made so far; `left` is 1 where the next was declined and 0 where
    it has not come yet. Raises ContractError where these contradict each other.
    """

    renewals: Numbers
    left: Numbers
    count: Numbers

    def __post_init__(self) -> None:
        columns = (self.renewals, self.left, self.count)
        if any(column.shape != (len(self.renewals),) for column in columns):
            raise ContractError("the columns of renewal tuples differ in length")
        if not all(np.isfinite(column).all() for column in columns):
            raise ContractError("a renewal tuple holds a number that is not finite")
        if np.any(self.renewals < 0) or np.any(self.renewals != np.floor(self.renewals)):
            raise ContractError("renewals are counted: whole and not negative")
        if np.any((self.left != 0) & (self.left != 1)) or np.any(self.count < 0):
            raise ContractError("somebody left (1) or not yet (0), and a count is not negative")

    @classmethod
    def of_survivors(cls, survivors: object) -> RenewalTuples:
        """From one cohort's survivors at the end of periods 0, 1, 2, …, shape (periods + 1,).

        >>> RenewalTuples.of_survivors([1000, 869, 743]).count
        array([131., 126., 743.])
        """
        stayed = np.asarray(survivors, dtype=np.float64)
        if len(stayed) < 2 or np.any(np.diff(stayed) > 0):
            raise ContractError("survivors of a cohort only become fewer, over a period or more")
        periods = np.arange(len(stayed) - 1, dtype=np.float64)
        renewals = np.append(periods, float(len(stayed) - 1))
        left = np.append(np.ones_like(periods), 0.0)
        return cls(renewals, left, np.append(-np.diff(stayed), stayed[-1]))


def fit(tuples: RenewalTuples, *, prior: Prior | None = WEAK) -> Fit:
    """Fit alpha and beta, without a unit.

    The mode of the posterior under weak priors, the maximum of the likelihood with
    `prior=None`. Raises ContractError where there are no subscribers.
    """
    renewals, left, count = tuples.renewals, tuples.left, tuples.count

    def climb(values: Numbers) -> tuple[float, Numbers]:
        alpha, beta = values
        level = special.betaln(alpha + left, beta + renewals) - special.betaln(alpha, beta)
        both = special.digamma(alpha + beta) - special.digamma(alpha + left + beta + renewals)
        by_alpha = both + special.digamma(alpha + left) - special.digamma(alpha)
        by_beta = both + special.digamma(beta + renewals) - special.digamma(beta)
        return float(count @ level), np.array([count @ by_alpha, count @ by_beta])

    model = Model("sBG", NAMES, np.zeros(2), np.ones(2))
    return maximise(model, climb, climb, STARTS, prior, float(count.sum()))


def given(alpha: float, beta: float) -> Fit:
    """The model at parameters told from elsewhere; raises ContractError unless both are > 0.

    >>> high_end = given(alpha=0.668, beta=3.806)
    >>> survival(high_end, np.array([1.0, 7.0])).round(3)
    array([0.851, 0.489])
    """
    return fitting.given("sBG", {"alpha": alpha, "beta": beta})


def log_likelihood(fit: Fit, tuples: RenewalTuples) -> Numbers:
    """Log-likelihood (n,) of one subscriber of each tuple; weigh by `count` for the total."""
    alpha, beta = fit.values
    level: Numbers = special.betaln(alpha + tuples.left, beta + tuples.renewals)
    level -= special.betaln(alpha, beta)
    return level


def survival(fit: Fit, periods: Numbers) -> Numbers:
    """Share of new subscribers still there after `periods` renewals, any shape."""
    alpha, beta = fit.values
    told: Numbers = np.exp(special.betaln(alpha, beta + periods) - special.betaln(alpha, beta))
    return told


def retention(fit: Fit, renewals: Numbers) -> Numbers:
    """Chance to renew again of who has renewed so often: (β + renewals)/(α + β + renewals)."""
    alpha, beta = fit.values
    told: Numbers = (beta + renewals) / (alpha + beta + renewals)
    return told


def expected_renewals(fit: Fit, t: int, renewals: Numbers) -> Numbers:
    """Renewals expected at the next `t` times from who is there, after so many renewals (n,)."""
    alpha, beta = fit.values
    start = beta + np.asarray(renewals, dtype=np.float64)[:, None]
    logs = special.betaln(alpha, start + np.arange(1, t + 1)) - special.betaln(alpha, start)
    told: Numbers = np.exp(logs).sum(axis=1)
    return told


def residual_value(
    fit: Fit, renewals: Numbers, discount: float, horizon: float = np.inf
) -> Numbers:
    """Discounted renewals (n,) expected of who is there now, after so many renewals (n,).

    The next renewal counts 1, the one j later exp(−discount·j): the DERL just before a renewal
    of Fader & Hardie 2010, "Customer-Base Valuation in a Contractual Setting", Marketing Science
    29:85-93. `horizon` counts renewals; it may be infinite where the discount is above zero,
    else ContractError.
    """
    if discount <= 0 and not np.isfinite(horizon):
        raise ContractError("an endless future needs a discount rate above zero")
    alpha, beta = fit.values
    start = beta + np.asarray(renewals, dtype=np.float64)
    if not np.isfinite(horizon):
        return mean_discounted_chances(alpha, start, discount) * float(np.exp(discount))
    ahead = np.arange(1, int(horizon) + 1)
    logs = special.betaln(alpha, start[:, None] + ahead) - discount * (ahead - 1)
    told: Numbers = np.exp(logs - special.betaln(alpha, start)[:, None]).sum(axis=1)
    return told
