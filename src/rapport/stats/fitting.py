"""Fitting: at which parameters is a model likeliest, and how surely is that the top?

Every parameter is searched as floor + exp(free), so that none can leave its range. Several
starts are climbed on a coarse copy of the data, the best one on the data themselves, and the
top is polished by Newton's steps until another would gain no more than 1e-11 in
log-likelihood. Weak log-normal priors make the estimate the posterior's mode; without a prior it
is the maximum of the likelihood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from rapport.core.errors import ContractError
from rapport.core.phrase import Phrase, say

Numbers = NDArray[np.float64]
Climb = Callable[[Numbers], tuple[float, Numbers]]
Clock = Literal["exact", "interval"]

CLOCKS: tuple[Clock, ...] = ("exact", "interval")

_STEP = 1e-4
_TOLERANCE = 1e-11
_NEAR = 1e-5
_EDGE = 12.0
_VAGUE = 10.0
_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Prior:
    """Weak knowledge before the data: each parameter (above its floor) is log-normal.

    `medians` are in the model's order, scales of time in mean ages, scales of money in mean
    spends; `spreads` are standard deviations of the logarithm: 1.5 says "within a factor of
    19 either way, nineteen times in twenty".
    """

    medians: tuple[float, ...]
    spreads: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What a search must know of a model: its name, its parameters in order, their floors.

    `units` (k,) says what one unit of each parameter is in the data: 1 for shapes, the mean
    age (or spend) for scales; starts and priors are told in these units.
    """

    name: str
    parameters: tuple[str, ...]
    floors: Numbers
    units: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A model with its parameters and how surely the data tell them.

    `values` (k,) are in the order of `names`; `free_covariance` (k, k) is the inverse negative
    Hessian of the log-posterior in free = log(value − floor); `log_likelihood` is unpenalised,
    on the data's own clock, and NaN where the parameters were given and not fitted;
    `gain_left` is what one more Newton step would add to the log-posterior; `advice` says what
    to do where `converged` is false; `clock` says how times were read.
    """

    model: str
    names: tuple[str, ...]
    values: Numbers
    floors: Numbers
    free_covariance: Numbers
    log_likelihood: float
    customers: float
    gain_left: float
    starts_agreeing: int
    converged: bool
    advice: Phrase
    clock: Clock = "exact"

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters by name, in the data's own units."""
        return {name: float(value) for name, value in zip(self.names, self.values, strict=True)}

    @property
    def covariance(self) -> Numbers:
        """Covariance (k, k) of the parameters themselves, by the delta method."""
        slope = self.values - self.floors
        return self.free_covariance * np.outer(slope, slope)

    @property
    def standard_errors(self) -> dict[str, float]:
        """Standard errors by name, in the parameters' units."""
        errors = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return {name: float(error) for name, error in zip(self.names, errors, strict=True)}

    def draws(self, n: int, seed: int) -> Numbers:
        """Laplace draws (n, k) of the parameters: normal in log(value − floor).

        Same seed, same draws; `at` turns a row into a model to predict with.
        """
        generator = np.random.default_rng(seed)
        roots, turns = np.linalg.eigh(self.free_covariance)
        spread = turns * np.sqrt(np.maximum(roots, 0.0))
        steps = generator.standard_normal((n, len(self.values))) @ spread.T
        drawn: Numbers = self.floors + (self.values - self.floors) * np.exp(steps)
        return drawn

    def at(self, values: Numbers) -> Fit:
        """The same model at other parameters (k,), for instance one of its draws."""
        return replace(self, values=np.asarray(values, dtype=np.float64))


def given(name: str, parameters: dict[str, float], floors: Numbers | None = None) -> Fit:
    """A model whose parameters are told from elsewhere (a publication, a draw), without doubt.

    Raises ContractError where a parameter does not lie above its floor.
    """
    values = np.array(list(parameters.values()), dtype=np.float64)
    lowest = np.zeros_like(values) if floors is None else floors
    if not np.all(values > lowest) or not np.isfinite(values).all():
        raise ContractError(f"the parameters {parameters} of {name} are out of range")
    size = len(values)
    advice = say("the parameters were given, not fitted")
    nothing = np.zeros((size, size))
    nan = float("nan")
    return Fit(name, tuple(parameters), values, lowest, nothing, nan, 0.0, 0.0, 0, True, advice)


def maximise(
    model: Model,
    log_likelihood: Climb,
    coarse: Climb,
    starts: Numbers,
    prior: Prior | None,
    customers: float,
    clock: Clock = "exact",
) -> Fit:
    """Fit a model: the top of its log-likelihood, plus the prior's logarithm if there is one.

    `log_likelihood` and `coarse` map parameters (k,) to a value and its gradient (k,); `coarse`
    is the same on fewer tuples. `starts` (m, k) are in the model's units. Raises ContractError
    where nobody was given.
    """
    if customers <= 0:
        raise ContractError(f"no customers to fit {model.name} to")
    rough, full = (_freed(model, climb, prior, customers) for climb in (coarse, log_likelihood))
    tops = [_climbed(rough, np.log(start)) for start in starts]
    best = min(tops, key=lambda top: top[1])
    agreeing = sum(abs(top[1] - best[1]) * customers < 0.01 for top in tops)
    guess = best[0] if coarse is log_likelihood else _climbed(full, best[0], rough)[0]
    free, curve, gain = _polished(full, guess, customers)
    values = model.floors + model.units * np.exp(free)
    spread, definite = _inverse(curve * customers)
    told = definite and float(np.diag(spread).max()) < _VAGUE**2
    converged, advice = _report(model, free, gain, told, prior)
    top, _ = log_likelihood(values)
    return Fit(
        model.name,
        model.parameters,
        values,
        model.floors,
        spread,
        top,
        customers,
        gain,
        agreeing,
        converged,
        advice,
        clock,
    )


def _freed(model: Model, climb: Climb, prior: Prior | None, customers: float) -> Climb:
    """The negative log-posterior per customer of free parameters, with its gradient."""
    medians = np.log(prior.medians) if prior else np.zeros(len(model.parameters))
    precision = np.array(prior.spreads) ** -2.0 if prior else np.zeros(len(model.parameters))

    def downhill(free: Numbers) -> tuple[float, Numbers]:
        inside = np.clip(free, -30.0, 30.0)
        above = model.units * np.exp(inside)
        value, slope = climb(model.floors + above)
        off = inside - medians
        value -= 0.5 * float(precision @ (off * off))
        return -value / customers, -(slope * above - precision * off) / customers

    return downhill


def _climbed(downhill: Climb, start: Numbers, like: Climb | None = None) -> tuple[Numbers, float]:
    """Quasi-Newton's lowest point from a start, preconditioned by a similar function's curve."""
    options: dict[str, object] = {"gtol": 1e-7, "maxiter": 400}
    if like is not None:
        inverse, definite = _inverse(_curvature(like, start))
        options |= {"hess_inv0": inverse} if definite else {}
    with np.errstate(all="ignore"):
        found = optimize.minimize(downhill, start, jac=True, method="BFGS", options=options)
    return np.clip(found.x, -30.0, 30.0), float(found.fun)


def _curvature(downhill: Climb, free: Numbers) -> Numbers:
    """Hessian (k, k): central differences of the analytic gradient, step 1e-4."""
    rows = []
    for place in range(len(free)):
        step = np.zeros_like(free)
        step[place] = _STEP
        rows.append((downhill(free + step)[1] - downhill(free - step)[1]) / (2 * _STEP))
    curve = np.array(rows)
    half: Numbers = 0.5 * (curve + curve.T)
    return half


def _polished(downhill: Climb, free: Numbers, customers: float) -> tuple[Numbers, Numbers, float]:
    """Newton's steps to the top: free parameters, their curve, and the gain still to be had."""
    curve, gain = _curvature(downhill, free), np.inf
    for _ in range(_ROUNDS):
        value, slope = downhill(free)
        roots, turns = np.linalg.eigh(curve)
        sure = np.maximum(np.abs(roots), 1e-9 * max(np.abs(roots).max(), 1e-300))
        step = -turns @ ((turns.T @ slope) / sure)
        gain = -0.5 * float(step @ slope) * customers
        if gain <= _TOLERANCE or np.abs(free).max() > _EDGE:
            break
        step *= min(1.0, 1.0 / np.abs(step).max())
        if gain < _NEAR:
            free = free + step
            continue
        while downhill(free + step)[0] > value and np.abs(step).max() > 1e-9:
            step *= 0.5
        free = free + step
        curve = _curvature(downhill, free)
    return free, curve, gain


def _inverse(curve: Numbers) -> tuple[Numbers, bool]:
    """Inverse of a Hessian, and whether it curves down everywhere; flat ways count as unknown."""
    roots, turns = np.linalg.eigh(curve)
    definite = bool(roots.min() > 1e-10 * np.abs(roots).max())
    sure = np.maximum(roots, 1e-10 * max(float(np.abs(roots).max()), 1e-300))
    inverse = (turns / sure) @ turns.T
    return 0.5 * (inverse + inverse.T), definite


def _report(
    model: Model, free: Numbers, gain: float, told: bool, prior: Prior | None
) -> tuple[bool, Phrase]:
    """Whether the top is a top, and what to do where it is not."""
    place = int(np.abs(free).argmax())
    if abs(free[place]) > _EDGE or not told:
        name = model.parameters[place]
        if prior is None:
            return False, say(
                "the data do not tell {name} of {model}: keep the weak prior, or take a simpler "
                "model or a longer history",
                name=name,
                model=model.name,
            )
        return False, say(
            "the data do not tell {name} of {model} even with its prior: narrow the prior, or "
            "take a simpler model or a longer history",
            name=name,
            model=model.name,
        )
    if gain > 1e-3:
        return False, say(
            "the search for {model} stopped before its top: check the data for histories that "
            "no customer can have, or narrow the prior",
            model=model.name,
        )
    return True, say("the top was found: nothing to do")
