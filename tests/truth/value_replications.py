"""Value replications: what do the value models tell of one company with a known future?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.stats import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd
from rapport.stats.calibration import transformed
from rapport.stats.futures import total_purchases
from rapport.stats.posterior import Posterior, posterior_draws, tails
from rapport.stats.tuples import PurchaseTuples, SpendTuples, collapse
from stats.worlds_of_buyers import days_of

SPAN, HORIZON = 730.0, 180.0
"""Days watched, births spread evenly over them; and days of the future."""

DRAWS = 200
SINGLES = 50

MODELS = {"BG/NBD": bg_nbd, "MBG/NBD": mbg_nbd, "Pareto/NBD": pareto_nbd}
TYPICAL = {
    "BG/NBD": np.array([0.6, 60.0, 0.8, 2.5]),
    "MBG/NBD": np.array([0.6, 60.0, 0.8, 2.5]),
    "Pareto/NBD": np.array([0.55, 40.0, 0.6, 90.0]),
    "Gamma-Gamma": np.array([6.25, 3.74, 15.44]),
}
AROUND = 1.5


def truth_of(name: str, seed: int) -> np.ndarray:
    """The typical parameters, each times or over 1.5 by the seed's turn.

    The typical ones are near the middle of the weak priors, which would flatter the intervals.
    """
    typical = TYPICAL[name]
    turns = [seed >> place & 1 for place in range(len(typical) - 1)]
    signs = 1 - 2 * np.array([*turns, sum(turns) % 2])
    return typical * AROUND**signs


@dataclass(frozen=True)
class Replication:
    """One company: intervals against the truth.

    `held` (k,) for the parameters and `widths` (k,) high over low; `means` for the mean rate and
    mean dropout; of the total of future purchases whether the predictive interval holds what
    came, whether the credible one holds what the truth expects, and their widths over the total;
    `places` single customers' transforms; `method`, `k_hat` of the draws.
    """

    held: np.ndarray
    widths: np.ndarray
    means: np.ndarray
    total: bool
    expected: bool
    spread: tuple[float, float]
    places: np.ndarray
    method: str
    k_hat: float


def log_of(name: str, customers: int, seed: int):
    """Births (customers,), and of every repeat purchase before the future's end owner and time."""
    draw, until = np.random.default_rng(seed), SPAN + HORIZON
    born = draw.uniform(0, SPAN, customers)
    shape, scale, first, second = truth_of(name, seed)
    rate = draw.gamma(shape, 1 / scale, customers)
    if name == "Pareto/NBD":
        leaves = np.maximum(draw.gamma(first, 1 / second, customers), 1e-300)
        watched = np.minimum(draw.exponential(1 / leaves), until - born)
        owner = np.repeat(np.arange(customers), draw.poisson(rate * watched))
        return born, owner, watched[owner] * draw.random(len(owner))
    leaves, now, there = draw.beta(first, second, customers), np.zeros(customers), []
    here = np.arange(customers)
    if name == "MBG/NBD":
        here = here[draw.random(customers) >= leaves]
    while len(here):
        now[here] += draw.exponential(1 / rate[here])
        here = here[born[here] + now[here] < until]
        there.append((here, now[here].copy()))
        here = here[draw.random(len(here)) >= leaves[here]]
    return born, np.concatenate([o for o, _ in there]), np.concatenate([t for _, t in there])


def company(name: str, customers: int, seed: int, clock: str):
    """Collapsed histories up to the split, and each customer's purchases after it."""
    born, owner, time = log_of(name, customers, seed)
    past = born[owner] + time < SPAN
    future = np.bincount(owner[~past], minlength=customers).astype(float)
    if clock == "interval":
        return collapse(*days_of(born, owner[past], time[past], SPAN)), future
    last = np.zeros(customers)
    np.maximum.at(last, owner[past], time[past])
    often = np.bincount(owner[past], minlength=customers).astype(float)
    return collapse(often, last, SPAN - born), future


def means_of(values: np.ndarray, name: str) -> np.ndarray:
    """Mean rate, and mean dropout, of parameters (…, 4): shape (…, 2)."""
    r, alpha, first, second = np.moveaxis(values, -1, 0)
    whole = second if name == "Pareto/NBD" else first + second
    return np.stack([r / alpha, first / whole], axis=-1)


def replicate(name: str, customers: int, clock: str, seed: int) -> Replication:
    """Simulate a company, fit it, and hold the intervals against its truth and its future."""
    model, truth = MODELS[name], truth_of(name, seed)
    (tuples, place), future = company(name, customers, seed, clock)
    fit = model.fit(tuples, clock=clock)
    told = posterior_draws(fit, tuples, model.log_likelihood, DRAWS, seed)
    assert isinstance(told, Posterior), str(told.advice)
    total = total_purchases(fit, told.draws, tuples, HORIZON, seed)
    ahead, meant = total.predictive(), total.credible()
    due = tuples.count @ model.expected_purchases(fit.at(truth), HORIZON, tuples)
    low, high = told.interval().T
    some = np.random.default_rng(seed).choice(customers, SINGLES, replace=False)
    one = place[some]
    singles = PurchaseTuples.of(tuples.frequency[one], tuples.recency[one], tuples.age[one])
    spots = transformed(fit, HORIZON, singles, future[some], seed)
    means, of_means = tails(means_of(told.draws, name)).T, means_of(truth, name)
    return Replication(
        (low <= truth) & (truth <= high),
        high / low,
        (means[0] <= of_means) & (of_means <= means[1]),
        bool(ahead.low <= future.sum() <= ahead.high),
        bool(meant.low <= due <= meant.high),
        ((ahead.high - ahead.low) / total.best, (meant.high - meant.low) / total.best),
        spots,
        told.method,
        told.k_hat,
    )


def replicate_spend(buyers: int, seed: int) -> tuple[np.ndarray, np.ndarray, str, float]:
    """Simulate buyers' spending, fit it: which intervals hold, high over low, method and k̂."""
    draw, truth = np.random.default_rng(seed), truth_of("Gamma-Gamma", seed)
    p, q, gamma = truth
    often = 1.0 + draw.poisson(draw.gamma(0.6, 3.0, buyers))
    spend = draw.gamma(p * often) / draw.gamma(q, 1 / gamma, buyers) / often
    tuples = SpendTuples.of(often, spend)
    fit = gamma_gamma.fit(tuples)
    told = posterior_draws(fit, tuples, gamma_gamma.log_likelihood, DRAWS, seed)
    assert isinstance(told, Posterior), str(told.advice)
    low, high = told.interval().T
    return (low <= truth) & (truth <= high), high / low, told.method, told.k_hat
