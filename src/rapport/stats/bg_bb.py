"""BG/BB: how often will people give who are asked at fixed occasions and may leave between them?

Fader, Hardie & Shang 2010, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting",
Marketing Science 29:1086-1108. While there, somebody buys at an occasion with probability
p ~ Beta(alpha, beta); before each occasion they leave with probability θ ~ Beta(gamma, delta).
In the tuples `frequency` x counts occasions used out of n, `recency` t_x is the number of the
last one used (0 if none), `age` n the number of occasions, all whole.
    L = B(α+x, β+n−x)/B(α, β) B(γ, δ+n)/B(γ, δ)
        + Σ_{t=t_x}^{n−1} B(α+x, β+t−x)/B(α, β) B(γ+1, δ+t)/B(γ, δ).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import fitting
from rapport.stats.dropout_grid import mean_discounted_chances
from rapport.stats.fitting import Fit, Model, Prior, maximise
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

NAMES = ("alpha", "beta", "gamma", "delta")
WEAK = Prior(medians=(1.0, 1.0, 0.8, 2.5), spreads=(1.5, 1.5, 1.5, 1.5))
STARTS = np.array(
    [[1.0, 1.0, 0.8, 2.5], [0.5, 2.0, 0.5, 1.0], [3.0, 3.0, 1.0, 10.0], [1.0, 5.0, 3.0, 20.0]]
)


def fit(tuples: PurchaseTuples, *, prior: Prior | None = WEAK) -> Fit:
    """Fit alpha, beta (buying) and gamma, delta (leaving), all without a unit.

    The mode of the posterior under weak priors, the maximum of the likelihood with
    `prior=None`. Raises ContractError where there are no customers or occasions are not whole.
    """
    ways = _Ways(tuples)

    def climb(values: Numbers) -> tuple[float, Numbers]:
        level, slope = ways.level_and_slope(values)
        return float(tuples.count @ level), tuples.count @ slope

    model = Model("BG/BB", NAMES, np.zeros(4), np.ones(4))
    return maximise(model, climb, climb, STARTS, prior, tuples.customers)


def given(alpha: float, beta: float, gamma: float, delta: float) -> Fit:
    """The model at parameters told from elsewhere; raises ContractError unless all are > 0.

    >>> donors = given(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
    >>> expected_purchases(donors, 5, PurchaseTuples.of([6], [6], [6])).round(2)
    array([3.75])
    """
    parameters = {"alpha": alpha, "beta": beta, "gamma": gamma, "delta": delta}
    return fitting.given("BG/BB", parameters)


def log_likelihood(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; weigh by `count` for the total."""
    return _Ways(tuples).level_and_slope(fit.values)[0]


def probability_alive(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Probability (n,) of still being there at the next occasion, number n + 1."""
    return np.exp(_log_bought(fit, tuples) + _log_there(fit, tuples.age + 1))


def expected_purchases(fit: Fit, t: int, tuples: PurchaseTuples) -> Numbers:
    """Purchases expected of each tuple's customer at the next `t` occasions, shape (n,).

    E[p and still there | data] summed over the occasions, so that no pole at γ = 1 arises.
    """
    bought = _chance(fit, tuples) * np.exp(_log_bought(fit, tuples))
    ahead = np.arange(1, t + 1)
    there = np.exp(_log_there(fit, tuples.age[:, None] + ahead)).sum(axis=1)
    told: Numbers = bought * there
    return told


def expected_purchases_of_new(fit: Fit, times: Numbers) -> Numbers:
    """Purchases expected at the first `times` (m,) occasions of somebody new, shape (m,)."""
    alpha, beta, _, _ = fit.values
    most = int(np.max(times, initial=0))
    there = np.exp(_log_there(fit, np.arange(1.0, most + 1)))
    summed = np.concatenate([np.zeros(1), np.cumsum(there)])
    told: Numbers = alpha / (alpha + beta) * summed[np.asarray(times, dtype=np.int64)]
    return told


def purchase_pmf(fit: Fit, t: int, most: int) -> Numbers:
    """Probabilities (most + 1,) that somebody new buys 0 … `most` times at `t` occasions."""
    alpha, beta, gamma, delta = fit.values
    x, last = np.arange(most + 1.0)[:, None], np.arange(t + 1.0)
    fits = last >= x
    spare = np.where(fits, last - x, 0.0)
    ways = -np.log1p(last) - special.betaln(spare + 1, np.where(fits, x, 0.0) + 1)
    ways = ways + special.betaln(alpha + x, beta + spare) - special.betaln(alpha, beta)
    left = special.betaln(gamma + 1, delta + last) - special.betaln(gamma, delta)
    left[-1] = special.betaln(gamma, delta + t) - special.betaln(gamma, delta)
    told: Numbers = np.sum(np.where(fits, np.exp(ways + left), 0.0), axis=1)
    return told


def residual_value(
    fit: Fit, tuples: PurchaseTuples, discount: float, horizon: float = np.inf
) -> Numbers:
    """Discounted purchases (n,) expected at the next occasions: times margin, a value.

    `discount` is continuous, per occasion: the purchase j occasions ahead counts exp(−discount·j)
    (Fader, Hardie & Shang 2010, eq. 14). `horizon` in occasions may be infinite where the
    discount is above zero, else ContractError.
    """
    if discount <= 0 and not np.isfinite(horizon):
        raise ContractError("an endless future needs a discount rate above zero")
    _, _, gamma, delta = fit.values
    bought = _chance(fit, tuples) * np.exp(_log_bought(fit, tuples))
    ages, place = np.unique(tuples.age, return_inverse=True)
    if not np.isfinite(horizon):
        total = mean_discounted_chances(gamma, delta + ages, discount)
    else:
        ahead = np.arange(1, int(horizon) + 1)
        logs = special.betaln(gamma, delta + ages[:, None] + ahead) - discount * ahead
        total = np.exp(logs - special.betaln(gamma, delta + ages)[:, None]).sum(axis=1)
    there = np.exp(_log_there(fit, ages)) * total
    worth: Numbers = bought * there[place]
    return worth


def _chance(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Mean chance (n,) to buy at an occasion, given the history and being there."""
    alpha, beta, _, _ = fit.values
    told: Numbers = (alpha + tuples.frequency) / (alpha + beta + tuples.age)
    return told


def _log_bought(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """log of B(α+x, β+n−x)/B(α, β) / L, shape (n,)."""
    alpha, beta, _, _ = fit.values
    x, n = tuples.frequency, tuples.age
    bought: Numbers = special.betaln(alpha + x, beta + n - x) - special.betaln(alpha, beta)
    return bought - log_likelihood(fit, tuples)


def _log_there(fit: Fit, occasion: Numbers) -> Numbers:
    """log of the prior probability of still being there at an occasion, any shape."""
    _, _, gamma, delta = fit.values
    there: Numbers = special.betaln(gamma, delta + occasion) - special.betaln(gamma, delta)
    return there


class _Ways:
    """The ways in which each history came about: still there, or left after occasion t."""

    def __init__(self, tuples: PurchaseTuples) -> None:
        x, last, n = tuples.frequency, tuples.recency, tuples.age
        if np.any(last != np.floor(last)) or np.any(n != np.floor(n)) or np.any(x > last):
            raise ContractError("occasions are counted: whole, and no more used than passed")
        silent = int(np.max(n - last, initial=0.0))
        self._x = x[:, None]
        self._t = np.minimum(last[:, None] + np.arange(silent + 1), n[:, None])
        self._stayed = self._t == n[:, None]
        again = np.zeros_like(self._stayed)
        again[:, 1:] = self._stayed[:, :-1]
        self._real = ~again

    def level_and_slope(self, values: Numbers) -> tuple[Numbers, Numbers]:
        """Log-likelihood (n,) and its gradient (n, 4) by tuple."""
        alpha, beta, gamma, delta = values
        bought = special.betaln(alpha + self._x, beta + self._t - self._x)
        left = gamma + ~self._stayed
        logs = bought + special.betaln(left, delta + self._t)
        logs = np.where(self._real, logs, -np.inf)
        level = special.logsumexp(logs, axis=1)
        share = np.exp(logs - level[:, None])
        level = level - special.betaln(alpha, beta) - special.betaln(gamma, delta)
        psi = special.digamma
        bought_both = psi(alpha + beta + self._t)
        left_both = psi(left + delta + self._t)
        parts = (
            psi(alpha + self._x) - bought_both - psi(alpha) + psi(alpha + beta),
            psi(beta + self._t - self._x) - bought_both - psi(beta) + psi(alpha + beta),
            psi(left) - left_both - psi(gamma) + psi(gamma + delta),
            psi(delta + self._t) - left_both - psi(delta) + psi(gamma + delta),
        )
        slope = np.column_stack([np.sum(share * part, axis=1) for part in parts])
        return level, slope
