"""Posterior: which parameters are as believable as the best ones, and is their picture checked?

A fit's Laplace draws are normal in free coordinates (see `fitting`), where the priors are normal
too. The exact log-posterior is then the Laplace one plus what a second-order expansion of the
log-likelihood at the top leaves out, whatever the prior was: the logarithms of the importance
weights are these remainders. Being of third order they are told by few representatives of many
tuples. Where the weights' Pareto k̂ is low the draws are drawn anew by smoothed weights; where
it is high a random walk takes over; where that does not settle, nothing is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.core.phrase import Phrase, say
from rapport.stats.fitting import Fit
from rapport.stats.pareto_smoothing import Smoothed, smoothed
from rapport.stats.random_walk import Density, Walk, walked
from rapport.stats.representatives import Tuples, representatives

Numbers = NDArray[np.float64]
Method = Literal["laplace", "weighted", "matched", "sampled"]

DRAWS = 400
_STEP = 0.02
_CHAINS = 4
_SETTLED = 1.05
_ENOUGH = 100.0
_EQUAL = 0.99
_WORST = 1e9
_LOST = 12.0
_TURNS = 2
_FREEDOM = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Equally believable parameters, and how they were found.

    `draws` (n, k) in the order of the fit's names; `method` is "laplace" where the check changed
    nothing, "weighted" where draws were drawn anew by their weights, "matched" where they came
    from a wider law first, "sampled" where a random walk made them; `k_hat` is the last check's
    figure; `effective` the number of independent draws these are worth; `r_hat` the walk's
    figure (1 without a walk).
    """

    draws: Numbers
    method: Method
    k_hat: float
    effective: float
    r_hat: float
    advice: Phrase

    def interval(self, level: float = 0.95) -> Numbers:
        """Credible interval (k, 2) of each parameter: equal tails."""
        return tails(self.draws, level)


@dataclass(frozen=True, slots=True)
class NotTold:
    """No believable draws: the search, or both the check and the walk, failed; `advice` why."""

    k_hat: float
    effective: float
    r_hat: float
    advice: Phrase


def posterior_draws(
    fit: Fit,
    tuples: Tuples,
    log_likelihood: Callable[[Fit, Tuples], Numbers],
    n: int = DRAWS,
    seed: int = 0,
) -> Posterior | NotTold:
    """Draw `n` parameter vectors from the posterior of a fit to these tuples.

    `log_likelihood` is the model's own, of one customer of each tuple. Costs n + 2k² + 1
    likelihoods of at most about `representatives.ROWS` tuples, 2n more for each of two wider
    laws, and some 11,000 for a walk. Raises ContractError for n < 25, or where the parameters
    were given and not fitted.
    """
    if not fit.converged:
        return NotTold(np.inf, 0.0, np.inf, fit.advice)
    if not fit.free_covariance.any():
        raise ContractError("parameters that were given, not fitted, have no posterior")
    root = np.asarray(np.linalg.cholesky(fit.free_covariance), dtype=np.float64)
    remainder = _remainder(fit, representatives(tuples), log_likelihood, root)
    drawn = fit.draws(n, seed)
    off = free_coordinates(fit, drawn) - free_coordinates(fit, fit.values)
    steps = np.asarray(np.linalg.solve(root, off.T).T, dtype=np.float64)
    check = smoothed(np.array([remainder(step) for step in steps]))
    if check.trusted and check.effective > _EQUAL * n:
        advice = say("the normal picture of the parameters holds (k = {k})", k=_two(check.k_hat))
        return Posterior(drawn, "laplace", check.k_hat, float(n), 1.0, advice)
    if check.trusted:
        return _weighted(fit, steps @ root.T, check, "weighted", n, seed)
    target = _target(remainder)
    for turn in range(1, _TURNS + 1):
        steps, check = _matched(target, steps, check, 2 * n, seed + turn)
        if check.trusted:
            return _weighted(fit, steps @ root.T, check, "matched", n, seed)
    starts = steps[_systematic(check.weights, _CHAINS, seed)]
    return _judged(fit, walked(target, starts, np.eye(len(root)), seed), root, check.k_hat, n)


def tails(draws: Numbers, level: float = 0.95) -> Numbers:
    """Interval (…, 2) that leaves out (1 − level)/2 on each side of draws along the first axis.

    Ends lie between order statistics at (n+1)·share, so that another draw of the same kind falls
    inside with probability `level` on average, however few the draws.
    """
    shares = [(1 - level) / 2, (1 + level) / 2]
    return np.moveaxis(np.quantile(draws, shares, axis=0, method="weibull"), 0, -1)


def free_coordinates(fit: Fit, values: Numbers) -> Numbers:
    """Free coordinates (…, k) of parameters: log(value − floor), or plain without a floor."""
    floored = np.isfinite(fit.floors)
    above = np.where(floored, values - np.where(floored, fit.floors, 0.0), 1.0)
    free: Numbers = np.where(floored, np.log(above), values)
    return free


def _weighted(
    fit: Fit, free: Numbers, check: Smoothed, method: Method, n: int, seed: int
) -> Posterior:
    """Draws anew by smoothed weights, of free steps (m, k) from the top."""
    kept = _values(fit, free[_systematic(check.weights, n, seed)])
    advice = say("the parameters were weighted by their fit (k = {k})", k=_two(check.k_hat))
    return Posterior(kept, method, check.k_hat, min(check.effective, n), 1.0, advice)


def _matched(
    target: Density, steps: Numbers, check: Smoothed, n: int, seed: int
) -> tuple[Numbers, Smoothed]:
    """Steps (n, k) from Student's t with the weighted steps' mean and spread, and their check.

    The fewer draws the weights are worth, the more of the normal picture's own spread is added.
    Its wide tails hold what a normal picture around the top leaves out (Cappé et al. 2008,
    Statistics and Computing 18:447-459).
    """
    generator = np.random.default_rng(seed)
    mean, k = check.weights @ steps, steps.shape[1]
    off = steps - mean
    spread = (off * check.weights[:, None]).T @ off
    root = np.linalg.cholesky(spread + k / check.effective * np.eye(k))
    normal = generator.standard_normal((n, k))
    tails_of = normal / np.sqrt(generator.chisquare(_FREEDOM, (n, 1)) / _FREEDOM)
    drawn = mean + tails_of @ root.T
    density = -0.5 * (_FREEDOM + k) * np.log1p((tails_of**2).sum(axis=1) / _FREEDOM)
    return drawn, smoothed(np.array([target(step) for step in drawn]) - density)


def _judged(fit: Fit, walk: Walk, root: Numbers, k_hat: float, n: int) -> Posterior | NotTold:
    """The walk's draws, thinned to n, where it settled not e^12 times away from the top."""
    free = walk.draws @ root.T
    lost = float(np.abs(free).max()) > _LOST
    if lost or walk.r_hat >= _SETTLED or walk.effective < _ENOUGH:
        advice = say(
            "how surely the data tell the parameters of {model} cannot be told: narrow the prior, "
            "or take a simpler model or a longer history",
            model=fit.model,
        )
        return NotTold(k_hat, walk.effective, walk.r_hat, advice)
    places = np.linspace(0, len(free) - 1, n).round().astype(np.int64)
    draws = _values(fit, free[places])
    advice = say("the parameters were drawn by a random walk (k = {k})", k=_two(k_hat))
    return Posterior(draws, "sampled", k_hat, min(walk.effective, n), walk.r_hat, advice)


def _remainder(
    fit: Fit,
    tuples: Tuples,
    log_likelihood: Callable[[Fit, Tuples], Numbers],
    root: Numbers,
) -> Density:
    """Log-likelihood beyond its second order at the top, of steps in units of `root`."""

    def level(step: Numbers) -> float:
        with np.errstate(all="ignore"):
            told = log_likelihood(fit.at(_values(fit, root @ step)), tuples)
        return float(tuples.count @ told)

    k = len(fit.values)
    ways = _STEP * np.eye(k)
    top = level(np.zeros(k))
    up, down = (np.array([level(sign * way) for way in ways]) for sign in (1, -1))
    slope = (up - down) / (2 * _STEP)
    curve = np.diag((up - 2 * top + down) / _STEP**2)
    for i in range(k):
        for j in range(i):
            both = level(ways[i] + ways[j]) + level(-ways[i] - ways[j])
            one = up[i] + up[j] + down[i] + down[j]
            curve[i, j] = curve[j, i] = (both - one + 2 * top) / (2 * _STEP**2)

    def remainder(step: Numbers) -> float:
        told = level(step) - top - slope @ step - 0.5 * step @ curve @ step
        return float(told) if np.isfinite(told) else -_WORST

    return remainder


def _target(remainder: Density) -> Density:
    """The log-posterior of steps: the normal picture and what it leaves out."""
    return lambda step: remainder(step) - 0.5 * float(step @ step)


def _values(fit: Fit, step: Numbers) -> Numbers:
    """Parameters (…, k) at a step in free coordinates from the top."""
    floored = np.isfinite(fit.floors)
    floors = np.where(floored, fit.floors, 0.0)
    grown = floors + (fit.values - floors) * np.exp(np.where(floored, np.clip(step, -60, 60), 0.0))
    values: Numbers = np.where(floored, grown, fit.values + step)
    return values


def _systematic(weights: Numbers, n: int, seed: int) -> NDArray[np.int64]:
    """Places (n,) drawn by weight with one random number: as even as can be (Carpenter 1999)."""
    marks = (np.arange(n) + np.random.default_rng(seed).random()) / n
    ends = np.cumsum(weights)
    return np.minimum(np.searchsorted(ends / ends[-1], marks), len(weights) - 1).astype(np.int64)


def _two(number: float) -> float:
    """Two digits after the point, for a sentence."""
    return round(float(number), 2)
