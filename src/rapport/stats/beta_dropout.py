"""Beta dropout: what do BG/NBD and MBG/NBD share, who differ in the first purchase only?

Purchases come at rate λ ~ Gamma(r, rate α) while a customer is there; after a purchase they
leave with probability p ~ Beta(a, b). In the BG/NBD nobody leaves at the first purchase
(`first` = 0); in the MBG/NBD they may (`first` = 1). With k = x + first chances to leave survived
    L = Γ(r+x)/Γ(r) α^r B(a, b+k)/B(a, b) [(α+T)^−(r+x) + a/(b+k−1) (α+t_x)^−(r+x)],
the second term only where k > 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats.beta_likelihood import Sums, by_frequency
from rapport.stats.day_clock import DaySums
from rapport.stats.dropout_grid import mean_discounted, mean_purchases
from rapport.stats.fitting import CLOCKS, Climb, Clock, Fit, Model, Prior, given, maximise
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


def fitted(name: str, tuples: PurchaseTuples, first: int, prior: Prior | None, clock: Clock) -> Fit:
    """Fit by several starts on coarse tuples and the best of them on the tuples themselves.

    Raises ContractError where there are no customers, or days are not whole on the day clock.
    """
    if clock not in CLOCKS:
        raise ContractError(f"there is no clock {clock!r}: take one of {', '.join(CLOCKS)}")
    few = tuples.coarse()
    full: Climb = _arranged(tuples, first, clock).climb
    coarse: Climb = full if few is tuples else Sums.of(few, first).climb
    model = model_of(name, tuples)
    return maximise(model, full, coarse, STARTS, prior, tuples.customers, clock)


def told(name: str, r: float, alpha: float, a: float, b: float) -> Fit:
    """The model at parameters told from elsewhere; ContractError where one is not above 0."""
    return given(name, {"r": r, "alpha": alpha, "a": a, "b": b})


def log_likelihoods(fit: Fit, tuples: PurchaseTuples, first: int) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; `count` is not read."""
    if fit.clock == "interval":
        return DaySums(tuples, first).log_likelihoods(fit.values)
    r, alpha, a, b = fit.values
    x = tuples.frequency
    level, _ = by_frequency(x, x + first, r, alpha, a, b)
    stayed: Numbers = level - (r + x) * np.log(alpha + tuples.age)
    stayed += np.logaddexp(0.0, _lean(fit, tuples, first))
    return stayed


def alive(fit: Fit, tuples: PurchaseTuples, first: int) -> Numbers:
    """Probability (n,) of being there at the end: 1 / (1 + a/(b+k−1) ((α+T)/(α+t_x))^(r+x))."""
    there: Numbers = special.expit(-_lean(fit, tuples, first))
    return there


def _arranged(tuples: PurchaseTuples, first: int, clock: str) -> Sums | DaySums:
    """The likelihood of tuples on a clock."""
    return DaySums(tuples, first) if clock == "interval" else Sums.of(tuples, first)


def _rate(fit: Fit, tuples: PurchaseTuples, first: int) -> Numbers:
    """Rate parameter (n,) of λ's gamma for who is still there: α+T, or the day clock's."""
    if fit.clock == "interval":
        return DaySums(tuples, first).exposures(fit.values)[0]
    rate: Numbers = fit.values[1] + tuples.age
    return rate


def _lean(fit: Fit, tuples: PurchaseTuples, first: int) -> Numbers:
    """Log-odds (n,) of having left; −∞ where there was no chance to leave."""
    if fit.clock == "interval":
        return DaySums(tuples, first).lean(fit.values)
    r, alpha, a, b = fit.values
    chances = tuples.frequency + first
    may = chances > 0
    odds = np.log(a) - np.log(np.where(may, b + chances - 1, 1.0))
    gap = np.log(alpha + tuples.age) - np.log(alpha + tuples.recency)
    lean: Numbers = np.where(may, odds + (r + tuples.frequency) * gap, -np.inf)
    return lean


def expected(fit: Fit, time: float, tuples: PurchaseTuples, first: int) -> Numbers:
    """Purchases expected of each tuple's customer within `time` after the end, shape (n,)."""
    r, _, a, b = fit.values
    x, rate = tuples.frequency, _rate(fit, tuples, first)
    while_there = mean_purchases(r + x, rate, a, b + x + first, time)
    return alive(fit, tuples, first) * while_there


def expected_of_new(fit: Fit, times: Numbers, first: int) -> Numbers:
    """Repeat purchases expected of somebody who buys for the first time now, shape of `times`."""
    r, alpha, a, b = fit.values
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
    r, _, a, b = fit.values
    x, rate = tuples.frequency, _rate(fit, tuples, first)
    there = mean_discounted(r + x, rate, a, b + x + first, discount, horizon)
    return alive(fit, tuples, first) * there


def pmf_of_new(fit: Fit, time: float, most: int, first: int) -> Numbers:
    """Probabilities (most + 1,) of 0 … most repeat purchases within `time` of the first one."""
    r, alpha, a, b = fit.values
    one = np.ones(1)
    stays = b / (a + b) if first else 1.0
    there = _pmf_while_there(r * one, alpha * one, a, (b + first) * one, time, most).ravel()
    there *= stays
    there[0] += 1 - stays
    return there


def pmf(fit: Fit, time: float, most: int, tuples: PurchaseTuples, first: int) -> Numbers:
    """Probabilities (n, most + 1) of 0 … most purchases within `time` after the end."""
    r, _, a, b = fit.values
    x, rate = tuples.frequency, _rate(fit, tuples, first)
    there = alive(fit, tuples, first)[:, None]
    counts = there * _pmf_while_there(r + x, rate, a, b + x + first, time, most)
    counts[:, :1] += 1 - there
    return counts


def _pmf_while_there(
    shape: Numbers, rate: Numbers, a: float, b: Numbers, time: float, most: int
) -> Numbers:
    """Counts' probabilities (n, most + 1) of who is there and next may leave after a purchase.

    NBD(j) B(a, b+j)/B(a, b) + P(NBD ≥ j) B(a+1, b+j−1)/B(a, b); the tail P(NBD ≥ j) is an
    incomplete beta function, so that nothing cancels.
    """
    j = np.arange(most + 1, dtype=np.float64)
    shape, rate, b = shape[:, None], rate[:, None], b[:, None]
    bought = time / (rate + time)
    log_count = special.gammaln(shape + j) - special.gammaln(shape) - special.gammaln(j + 1)
    log_count += special.xlogy(j, bought) - shape * np.log1p(time / rate)
    stayed = np.exp(log_count + special.betaln(a, b + j) - special.betaln(a, b))
    i = j[1:]
    left = np.exp(special.betaln(a + 1, b + i - 1) - special.betaln(a, b))
    stayed[:, 1:] += left * special.betainc(i, shape, bought)
    counts: Numbers = stayed
    return counts
