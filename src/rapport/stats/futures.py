"""Futures: how many purchases will these customers make, how well is that known, and how lucky?

Two intervals that are never mixed up. The *credible* one is about the expected total: it shrinks
as more customers tell the parameters. The *predictive* one is about the total that will be
counted: the parameters' doubt, and the customers' chances on top.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.fitting import Fit
from rapport.stats.individuals import sampled, standing
from rapport.stats.intervals import LEVEL, Span
from rapport.stats.posterior import free_coordinates, tails
from rapport.stats.purchase_models import PurchaseModel, model_of, name_of
from rapport.stats.representatives import representatives
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
How = Literal["simulated", "normal"]

FEW = 5_000
"""Up to so many customers are simulated one by one; of more the total is nearly normal."""

_ROWS = 1_000
_TRIALS = 200
_CELLS = 1_000_000
_EACH_TERM = 3
_LEFT = 0.01
_MISSED = 1e-3
_MOST = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """The purchases of all customers together within a horizon.

    `best` is the total expected at the fit's parameters; `expected` (draws,) at each draw of
    them; `realised` (draws,) one total that may come true under each draw; `how` says whether
    customers were simulated one by one or their total was taken as normal.
    """

    best: float
    expected: Numbers
    realised: Numbers
    how: How

    def credible(self, level: float = LEVEL) -> Span:
        """The total to be expected, with the doubt about the parameters."""
        return _span(self.best, self.expected, level)

    def predictive(self, level: float = LEVEL) -> Span:
        """The total to be counted, with the doubt about the parameters and all chances."""
        return _span(self.best, self.realised, level)


def total_purchases(
    fit: Fit,
    draws: Numbers,
    tuples: PurchaseTuples,
    horizon: float,
    seed: int = 0,
    model: PurchaseModel | None = None,
) -> Total:
    """The purchases of the tuples' customers within `horizon` (the tuples' unit) after the end.

    `draws` (m, k) are parameters from `posterior.posterior_draws`. Up to `FEW` customers with
    whole counts are simulated, else the total of each draw is normal around what it expects,
    with the customers' own variances; so it is, too, under a `model` that is told because it is
    none of `purchase_models.MODELS`. Same seed, same total. Raises ContractError where there are
    no draws.
    """
    if not len(draws):
        raise ContractError("a total needs draws of the parameters")
    asked = model or model_of(fit)
    best = float(tuples.count @ asked.expected_purchases(fit, horizon, tuples))
    expected = expected_totals(fit, draws, tuples, horizon, best, asked)
    generator = np.random.default_rng(seed)
    whole = bool(np.all(tuples.count == np.floor(tuples.count)))
    if tuples.customers <= FEW and whole and name_of(fit):
        realised = _simulated(fit, draws, tuples, horizon, generator)
        return Total(best, expected, realised, "simulated")
    few = representatives(tuples, _ROWS)
    told = name_of(fit) is not None
    own = _tried(fit, few, horizon, generator) if told else _summed(fit, few, horizon, asked)
    spread = np.sqrt(own * expected / max(best, 1e-300))
    normal = expected + spread * generator.standard_normal(len(draws))
    return Total(best, expected, np.maximum(normal, 0.0), "normal")


def expected_totals(
    fit: Fit,
    draws: Numbers,
    tuples: PurchaseTuples,
    horizon: float,
    best: float | None = None,
    model: PurchaseModel | None = None,
) -> Numbers:
    """The total expected under each draw, shape (draws,): for credible intervals.

    Told on representatives, relative to the fit's own parameters, and applied to the exact
    total at these (`best`, where it is known already). Some of the draws tell a second-order
    expansion of the total's logarithm in free coordinates; where it leaves no more than a
    hundredth of their spread unexplained (for some thousand customers) the others are read from
    it, else each is told by itself.
    """
    few, asked = representatives(tuples, _ROWS), model or model_of(fit)

    def level(values: Numbers) -> float:
        told = few.count @ asked.expected_purchases(fit.at(values), horizon, few)
        return float(np.log(max(float(told), 1e-300)))

    exact = tuples.count @ asked.expected_purchases(fit, horizon, tuples) if best is None else best
    kinds, place = np.unique(draws, axis=0, return_inverse=True)
    steps = free_coordinates(fit, kinds) - free_coordinates(fit, fit.values)
    logs = _levels(level, kinds, steps) - level(fit.values)
    told: Numbers = exact * np.exp(logs[place.ravel()])
    return told


def _levels(level: Callable[[Numbers], float], kinds: Numbers, steps: Numbers) -> Numbers:
    """A function of parameters (m, k) at all of them, from some where it is of second order."""
    terms = _terms(steps)
    some = _EACH_TERM * terms.shape[1]
    if len(kinds) <= some:
        return np.array([level(one) for one in kinds])
    shown = np.linspace(0, len(kinds) - 1, some).round().astype(np.int64)
    logs = np.array([level(one) for one in kinds[shown]])
    weights = np.linalg.lstsq(terms[shown], logs, rcond=None)[0]
    off = logs - terms[shown] @ weights
    left = np.sqrt(off @ off / (some - terms.shape[1]))
    told: Numbers = terms @ weights
    if left > _LEFT * logs.std():
        told = np.array([level(one) for one in kinds])
    told[shown] = logs
    return told


def _terms(steps: Numbers) -> Numbers:
    """Terms (draws, 1 + k + k(k+1)/2) of a second-order expansion in steps (draws, k)."""
    one, other = np.triu_indices(steps.shape[1])
    return np.column_stack([np.ones(len(steps)), steps, steps[:, one] * steps[:, other]])


def _simulated(
    fit: Fit,
    draws: Numbers,
    tuples: PurchaseTuples,
    horizon: float,
    generator: np.random.Generator,
) -> Numbers:
    """One total of all the customers for each draw (draws,), one by one."""
    rows = np.repeat(np.arange(len(tuples.count)), tuples.count.astype(np.int64))
    told = np.empty(len(draws))
    for place, draw in enumerate(draws):
        known = standing(fit.at(draw), tuples)
        there = rows[generator.random(len(rows)) < known.alive[rows]]
        sure = known._replace(alive=np.ones_like(known.alive))
        told[place] = sampled(sure, there, generator).purchases(horizon, generator).sum()
    return told


def _summed(fit: Fit, few: PurchaseTuples, horizon: float, model: PurchaseModel) -> float:
    """Variance of the total at the fit's own parameters, from the counts' probabilities."""
    mean = model.expected_purchases(fit, horizon, few)
    most = 32
    while True:
        each, j = model.purchase_pmf(fit, horizon, most, few), np.arange(most + 1.0)
        if few.count @ np.abs(each @ j - mean) < _MISSED * (few.count @ mean) or most >= _MOST:
            return float(few.count @ np.maximum(each @ j**2 - mean**2, 0.0))
        most *= 2


def _tried(fit: Fit, few: PurchaseTuples, horizon: float, generator: np.random.Generator) -> float:
    """Variance of the total at the fit's own parameters, from trials of representatives."""
    known, rows = standing(fit, few), np.arange(len(few.count))
    size = max(1, _CELLS // max(len(rows), 1))
    trials = [
        sampled(known, np.tile(rows, some), generator)
        .purchases(horizon, generator)
        .reshape(some, -1)
        for some in _portions(_TRIALS, size)
    ]
    each = np.concatenate(trials).var(axis=0, ddof=1)
    return float(few.count @ each)


def _portions(total: int, size: int) -> list[int]:
    """A number cut into portions of at most `size`."""
    return [min(size, total - start) for start in range(0, total, size)]


def _span(best: float, draws: Numbers, level: float) -> Span:
    """A number with the interval of its draws, which it lies in."""
    low, high = tails(draws, level)
    return Span(best, min(float(low), best), max(float(high), best))
