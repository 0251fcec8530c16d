"""Fitting: at which parameters is a model likeliest, and how surely is that the top?

A parameter with a floor is searched as floor + exp(free), so that it cannot leave its range; one
without (a coefficient of a covariate, floor −∞) as it is. Several starts are climbed on a coarse
copy of the data, the best one on the data themselves, and the top is polished by Newton's steps
until another would gain no more than 1e-11 in log-likelihood, with the model's own Hessian where
it tells one and with differences of its gradient where not. Weak priors, log-normal above a
floor and normal without one, make the estimate the posterior's mode; without a prior it is the
maximum of the likelihood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from rapport.core.errors import ContractError
from rapport.core.phrase import Phrase, say
from rapport.stats.covariates import Covariates

Numbers = NDArray[np.float64]
Climb = Callable[[Numbers], tuple[float, Numbers]]
Bend = Callable[[Numbers], tuple[float, Numbers, Numbers]]
Clock = Literal["exact", "interval"]

CLOCKS: tuple[Clock, ...] = ("exact", "interval")

_STEP = 1e-4
_TOLERANCE = 1e-11
_NEAR = 1e-5
_LAST = 1e-2
_EDGE = 12.0
_VAGUE = 10.0
_ROUNDS = 40
_REACH = 30.0


@dataclass(frozen=True, slots=True)
class Prior:
    """Weak knowledge before the data: each parameter (above its floor) is log-normal.

    `medians` are in the model's order, scales of time in mean ages, scales of money in mean
    spends; `spreads` are standard deviations of the logarithm: 1.5 says "within a factor of
    19 either way, nineteen times in twenty". Coefficients of covariates, in the model's units,
    are normal around 0 with standard deviation `coefficient`: 1 says "from one of two groups to
    the other, within a factor of 7 either way".
    """

    medians: tuple[float, ...]
    spreads: tuple[float, ...]
    coefficient: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What a search must know of a model: its name, its parameters in order, their floors.

    `floors` (k,) is −∞ where a parameter has none (a coefficient), and these come last. `units`
    (k,) says what one unit of each parameter is in the data: 1 for shapes, the mean age (or
    spend) for scales, one over the covariate's spread for coefficients; starts and priors are
    told in these units.
    """

    name: str
    parameters: tuple[str, ...]
    floors: Numbers
    units: Numbers

    def with_coefficients(self, names: tuple[str, ...], units: Numbers) -> Model:
        """The model with so many parameters more, which have no floor, and units (m,)."""
        floors = np.append(self.floors, np.full(len(names), -np.inf))
        return Model(self.name, self.parameters + names, floors, np.append(self.units, units))

    def values(self, free: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Parameters (k,) at free ones (k,), with first and second derivatives (k,)."""
        inside = np.clip(free, -_REACH, _REACH)
        floored = np.isfinite(self.floors)
        above = self.units * np.where(floored, np.exp(inside), inside)
        values = np.where(floored, self.floors, 0.0) + above
        return values, np.where(floored, above, self.units), np.where(floored, above, 0.0)

    def started(self, start: Numbers) -> Numbers:
        """Free parameters (k,) from a start told for those with a floor; coefficients at 0."""
        free = np.zeros(len(self.parameters))
        free[: len(start)] = np.log(start)
        return free


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A model with its parameters and how surely the data tell them.

    `values` (k,) are in the order of `names`; `free_covariance` (k, k) is the inverse negative
    Hessian of the log-posterior in free = log(value − floor), or the value itself where the
    floor is −∞; `log_likelihood` is unpenalised, on the data's own clock, and NaN where the
    parameters were given and not fitted; `gain_left` is what one more Newton step would add to
    the log-posterior; `advice` says what to do where `converged` is false; `clock` says how
    times were read; `covariates` what the coefficients among the parameters belong to.
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
    covariates: Covariates | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters by name, in the data's own units."""
        return {name: float(value) for name, value in zip(self.names, self.values, strict=True)}

    @property
    def covariance(self) -> Numbers:
        """Covariance (k, k) of the parameters themselves, by the delta method."""
        slope = np.where(np.isfinite(self.floors), self.values - self.floors, 1.0)
        told: Numbers = self.free_covariance * np.outer(slope, slope)
        return told

    @property
    def standard_errors(self) -> dict[str, float]:
        """Standard errors by name, in the parameters' units."""
        errors = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return {name: float(error) for name, error in zip(self.names, errors, strict=True)}

    def draws(self, n: int, seed: int) -> Numbers:
        """Laplace draws (n, k) of the parameters: normal in the free parameters.

        Same seed, same draws; `at` turns a row into a model to predict with.
        """
        generator = np.random.default_rng(seed)
        errors = np.sqrt(np.maximum(np.diag(self.free_covariance), 1e-300))
        roots, turns = np.linalg.eigh(self.free_covariance / np.outer(errors, errors))
        spread = errors[:, None] * turns * np.sqrt(np.maximum(roots, 0.0))
        steps = generator.standard_normal((n, len(self.values))) @ spread.T
        drawn: Numbers = self.values + steps
        low = np.isfinite(self.floors)
        above = (self.values - self.floors)[low] * np.exp(steps[:, low])
        drawn[:, low] = self.floors[low] + above
        return drawn

    def at(self, values: Numbers) -> Fit:
        """The same model at other parameters (k,), for instance one of its draws."""
        return replace(self, values=np.asarray(values, dtype=np.float64))


def given(
    name: str,
    parameters: dict[str, float],
    floors: Numbers | None = None,
    covariates: Covariates | None = None,
    coefficients: Mapping[str, float] | None = None,
) -> Fit:
    """A model whose parameters are told from elsewhere (a publication, a draw), without doubt.

    `floors` (k,) are 0 unless told; `coefficients` of covariates have none. Raises ContractError
    where a parameter does not lie above its floor.
    """
    more = dict(coefficients or {})
    whole = parameters | more
    values = np.array(list(whole.values()), dtype=np.float64)
    lowest = np.zeros(len(parameters)) if floors is None else floors
    lowest = np.append(lowest, np.full(len(more), -np.inf))
    if not np.all(values > lowest) or not np.isfinite(values).all():
        raise ContractError(f"the parameters {whole} of {name} are out of range")
    return Fit(
        name,
        tuple(whole),
        values,
        lowest,
        np.zeros((len(values), len(values))),
        log_likelihood=float("nan"),
        customers=0.0,
        gain_left=0.0,
        starts_agreeing=0,
        converged=True,
        advice=say("the parameters were given, not fitted"),
        covariates=covariates,
    )


def maximise(
    model: Model,
    log_likelihood: Climb,
    coarse: Climb,
    starts: Numbers,
    prior: Prior | None,
    customers: float,
    clock: Clock = "exact",
    bend: Bend | None = None,
) -> Fit:
    """Fit a model: the top of its log-likelihood, plus the prior's logarithm if there is one.

    `log_likelihood` and `coarse` map parameters (k,) to a value and its gradient (k,); `coarse`
    is the same on fewer tuples; `bend`, where there is one, is `log_likelihood` with the Hessian
    (k, k) too. `starts` (m, those with a floor) are in the model's units. Raises ContractError
    where nobody was given.
    """
    if customers <= 0:
        raise ContractError(f"no customers to fit {model.name} to")
    rough = _Valley(model, coarse, None, prior, customers)
    full = _Valley(model, log_likelihood, bend, prior, customers)
    tops = [_climbed(rough, model.started(start)) for start in starts]
    best = min(tops, key=lambda top: top[1])
    agreeing = sum(abs(top[1] - best[1]) * customers < 0.01 for top in tops)
    near = coarse is log_likelihood or bend is not None
    guess = best[0] if near else _climbed(full, best[0], rough)[0]
    free, curve, gain = _polished(full, guess)
    values = model.values(free)[0]
    spread, definite = _inverse(curve * customers)
    told = definite and float(np.diag(spread).max()) < _VAGUE**2
    converged, advice = _report(model, free, np.diag(spread), gain, told, prior)
    steps = np.where(np.isfinite(model.floors), 1.0, model.units)
    return Fit(
        model.name,
        model.parameters,
        values,
        model.floors,
        spread * np.outer(steps, steps),
        log_likelihood(values)[0],
        customers,
        gain,
        agreeing,
        converged,
        advice,
        clock,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Valley:
    """The negative log-posterior per customer as a function of free parameters (k,)."""

    model: Model
    climb: Climb
    bend: Bend | None
    prior: Prior | None
    customers: float

    def low(self, free: Numbers) -> tuple[float, Numbers]:
        """Value and gradient (k,)."""
        values, slopes, _ = self.model.values(free)
        value, slope = self.climb(values)
        off, precision = self._pull(free)
        value -= 0.5 * float(precision @ (off * off))
        return -value / self.customers, -(slope * slopes - precision * off) / self.customers

    def curved(self, free: Numbers) -> tuple[float, Numbers, Numbers]:
        """Value, gradient (k,) and Hessian (k, k): the model's own, or by differences."""
        if self.bend is None:
            return *self.low(free), _curvature(self.low, free)
        values, slopes, bows = self.model.values(free)
        value, slope, curve = self.bend(values)
        off, precision = self._pull(free)
        value -= 0.5 * float(precision @ (off * off))
        bent = curve * np.outer(slopes, slopes) + np.diag(slope * bows - precision)
        pulled = slope * slopes - precision * off
        return -value / self.customers, -pulled / self.customers, -bent / self.customers

    def _pull(self, free: Numbers) -> tuple[Numbers, Numbers]:
        """How far the free parameters lie from the prior's middle, and its precisions, (k,)."""
        inside = np.clip(free, -_REACH, _REACH)
        if self.prior is None:
            return inside, np.zeros_like(free)
        own = len(self.prior.medians)
        middles, precision = np.zeros_like(free), np.full_like(free, self.prior.coefficient**-2.0)
        middles[:own] = np.log(self.prior.medians)
        precision[:own] = np.array(self.prior.spreads) ** -2.0
        return inside - middles, precision


def _climbed(valley: _Valley, start: Numbers, like: _Valley | None = None) -> tuple[Numbers, float]:
    """Quasi-Newton's lowest point from a start, preconditioned by a similar valley's curve."""
    options: dict[str, object] = {"gtol": 1e-7, "maxiter": 400}
    if like is not None:
        inverse, definite = _inverse(_curvature(like.low, start))
        options |= {"hess_inv0": inverse} if definite else {}
    with np.errstate(all="ignore"):
        found = optimize.minimize(valley.low, start, jac=True, method="BFGS", options=options)
    return np.clip(found.x, -_REACH, _REACH), float(found.fun)


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


def _polished(valley: _Valley, free: Numbers) -> tuple[Numbers, Numbers, float]:
    """Newton's steps to the top: free parameters, their curve, and the gain still to be had.

    Near the top a curve made of differences is kept; one of the model's own is told anew.
    """
    (value, slope, curve), gain = valley.curved(free), np.inf
    for _ in range(_ROUNDS):
        roots, turns = np.linalg.eigh(curve)
        sure = np.maximum(np.abs(roots), 1e-9 * max(np.abs(roots).max(), 1e-300))
        step = -turns @ ((turns.T @ slope) / sure)
        gain = -0.5 * float(step @ slope) * valley.customers
        if gain <= _TOLERANCE:
            # One step more than asked for: where the search came from is then forgotten.
            free = free + step if np.abs(step).max() < _LAST else free
            break
        if np.abs(free).max() > _EDGE:
            break
        step *= min(1.0, 1.0 / np.abs(step).max())
        if gain < _NEAR and valley.bend is None:
            free = free + step
            value, slope = valley.low(free)
            continue
        trial = valley.curved(free + step)
        while gain >= _NEAR and trial[0] > value and np.abs(step).max() > 1e-9:
            step *= 0.5
            trial = valley.curved(free + step)
        free, (value, slope, curve) = free + step, trial
    return free, curve, gain


def _inverse(curve: Numbers) -> tuple[Numbers, bool]:
    """Inverse of a Hessian, and whether it curves down everywhere; flat ways count as unknown."""
    roots, turns = np.linalg.eigh(curve)
    definite = bool(roots.min() > 1e-10 * np.abs(roots).max())
    sure = np.maximum(roots, max(1e-10 * float(np.abs(roots).max()), 1e-100))
    inverse = (turns / sure) @ turns.T
    return 0.5 * (inverse + inverse.T), definite


def _report(
    model: Model, free: Numbers, doubt: Numbers, gain: float, told: bool, prior: Prior | None
) -> tuple[bool, Phrase]:
    """Whether the top is a top, and what to do where it is not."""
    far = float(np.abs(free).max()) > _EDGE
    if far or not told:
        name = model.parameters[int(np.abs(free).argmax() if far else doubt.argmax())]
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
