"""MBG/CNBD-k: how often will customers buy who buy more regularly than chance, and may leave?

Platzer & Reutterer 2016, "Ticking Away the Moments", Marketing Science 35:779-799; Reutterer,
Platzer & Schröder 2021, International Journal of Research in Marketing 38:194-215. As the
MBG/NBD, but the times between purchases are Erlang-k: ticks come at rate λ ~ Gamma(r, rate α)
and each k-th is a purchase, so that the mean rate of purchases is about r/(αk). After every
purchase, the first included, they leave with probability p ~ Beta(a, b). k = 1 is the MBG/NBD.

Forecasts are exact, where BTYDplus approximates. Who is there is j < k ticks past the last
purchase, with the odds of `erlang_likelihood`; the n-th next purchase is tick nk − j, so
    E[Y(t)] = P(there) Σ_j P(j) Σ_{n≥1} E[(1−p)^(n−1)] P(NB(R+j) ≥ nk−j),
NB the ticks within t. The series over n is summed in closed form over the k-th roots of unity
ω and averaged over p on `dropout_grid`: with ρ^k = 1 − p and σ = 1 − ρω,
    ρ^−i / k Σ_ω ω^−i (1 − (1 + σt/(α+T))^−(R+j)) / σ,          i = k − 1 − j.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import mbg_nbd
from rapport.stats.beta_dropout import NAMES, STARTS, WEAK
from rapport.stats.beta_likelihood import lean as lean_by_day
from rapport.stats.dropout_grid import Average, averaged, log_nodes
from rapport.stats.erlang_days import Told, half_a_day_later, told_by_day
from rapport.stats.erlang_likelihood import ErlangSums, log_timing
from rapport.stats.fitting import CLOCKS, Clock, Fit, Model, Prior, maximise
from rapport.stats.fitting import given as given_parameters
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

MOST_REGULAR = 12

_READINGS = 2


@dataclass(frozen=True, slots=True, eq=False)
class RegularFit(Fit):
    """A fit with `k`, the ticks a purchase takes: 1 is chance, more is more regular.

    `covariance` and `draws` are those of r, alpha, a and b at this k.
    """

    k: int = 1

    def at(self, values: Numbers) -> RegularFit:
        """The same model and k at other parameters (4,), for instance one of its draws."""
        return replace(self, values=np.asarray(values, dtype=np.float64))


def fit(
    tuples: PurchaseTuples,
    *,
    k: int | None = None,
    log_gaps: Numbers | None = None,
    prior: Prior | None = WEAK,
    clock: Clock = "exact",
) -> RegularFit:
    """Fit r, alpha (in the tuples' unit of time, of ticks), a and b, at a given or chosen k.

    Without `k`, the likeliest of 1 … 12 is taken, going up from 1 as long as that helps.
    `log_gaps` (n,) is, over all customers of each tuple, the sum of the logarithms of the gaps
    between purchases: it makes the choice much surer, above all on days, and changes nothing at
    a given k but `log_likelihood`. `clock="interval"` is for whole days, purchases of one day
    counted once: see `erlang_days`. Raises ContractError where there are no customers, k is out
    of 1 … 12, days are not whole, or two purchases were at one moment.
    """
    if clock not in CLOCKS:
        raise ContractError(f"there is no clock {clock!r}: take one of {', '.join(CLOCKS)}")
    ticks = _likeliest(tuples, log_gaps, prior, clock) if k is None else _checked(k)
    if ticks == 1:
        return _regular(mbg_nbd.fit(tuples, prior=prior, clock=clock), 1)
    return _fitted(tuples, ticks, log_gaps, prior, clock)


def given(k: int, r: float, alpha: float, a: float, b: float) -> RegularFit:
    """The model at parameters told from elsewhere.

    Raises ContractError unless k is in 1 … 12 and the others are > 0.

    >>> grocer = given(k=2, r=1.5, alpha=5.0, a=0.4, b=2.0)
    >>> probability_alive(grocer, PurchaseTuples.of([0, 4], [0.0, 20.0], [0.0, 24.0])).round(3)
    array([0.833, 0.894])
    """
    values = {"r": r, "alpha": alpha, "a": a, "b": b}
    return _regular(given_parameters("MBG/CNBD-k", values), _checked(k))


def regular(fit: Fit) -> RegularFit:
    """The fit as one of this model; ContractError where it is of another."""
    if not isinstance(fit, RegularFit):
        raise ContractError(f"{fit.model} has no regularity k: take MBG/CNBD-k")
    return fit


def wheat_morrison(earlier: Numbers, later: Numbers, count: Numbers | None = None) -> float:
    """The regularity k that two neighbouring gaps of each customer tell, without a model.

    `earlier` and `later` (m,) are above 0, of customers with three purchases or more; the share
    of the one in both is Beta(k, k) whatever the customer's rate (Wheat & Morrison 1990,
    Journal of Marketing Research 27:87-93). Raises ContractError where there are none.

    >>> wheat_morrison(np.array([1.0, 1.0]), np.array([3.0, 1.0]))
    3.5
    """
    if len(earlier) == 0 or np.any(earlier <= 0) or np.any(later <= 0):
        raise ContractError("regularity needs two gaps above 0 of at least one customer")
    share = earlier / (earlier + later)
    spread = float(np.average((share - 0.5) ** 2, weights=count))
    return (1 - 4 * spread) / (8 * spread) if spread > 0 else float("inf")


class State(NamedTuple):
    """What is known of customers at the end: P(there) and, for who is there, λ, p and phases.

    λ ~ Gamma(shape + phase, rate), p ~ Beta(a, b), columns (n,); `phases` (n, k) their shares.
    """

    there: Numbers
    shape: Numbers
    rate: Numbers
    b: Numbers
    phases: Numbers


def standing(fit: Fit, tuples: PurchaseTuples) -> State:
    """What the histories tell of customers at the end; see `State`."""
    known = regular(fit)
    r, alpha, _, b = fit.values
    shape, stays = r + known.k * tuples.frequency, b + tuples.frequency + 1
    if _by_day_of_chance(known):
        _, rate = lean_by_day(fit.values, tuples, 1, "interval")
        there = mbg_nbd.probability_alive(fit, tuples)
        return State(there, shape, rate, stays, np.ones((len(rate), 1)))
    told, lack = _read(known, tuples)
    sums = ErlangSums(told, known.k, lack)
    _, lean, phases = sums.phases(fit.values)
    return State(special.expit(-lean), shape, alpha + told.age, stays, phases)


def log_likelihood(fit: Fit, tuples: PurchaseTuples, log_gaps: Numbers | None = None) -> Numbers:
    """Log-likelihood (n,) of one customer of each tuple; weigh by `count` for the total."""
    known = regular(fit)
    if _by_day_of_chance(known):
        return mbg_nbd.log_likelihood(fit, tuples)
    told, lack = _read(known, tuples)
    timing = log_timing(tuples, known.k, log_gaps) + lack
    return ErlangSums(told, known.k, timing).log_likelihoods(fit.values)


def probability_alive(fit: Fit, tuples: PurchaseTuples) -> Numbers:
    """Probability (n,) that each tuple's customer has not left at the end of watching."""
    return standing(fit, tuples).there


def expected_purchases(fit: Fit, t: float, tuples: PurchaseTuples) -> Numbers:
    """Purchases expected of each tuple's customer within `t` after the end, shape (n,)."""
    return _expected(regular(fit), standing(fit, tuples), t, 0.0)


def expected_purchases_of_new(fit: Fit, times: Numbers) -> Numbers:
    """Repeat purchases expected within `times` (m,) of somebody's first purchase, shape (m,).

    >>> grocer = given(k=2, r=1.5, alpha=5.0, a=0.4, b=2.0)
    >>> expected_purchases_of_new(grocer, np.array([1.0, 52.0])).round(2)
    array([0.04, 4.39])
    """
    known = regular(fit)
    new = _new(known)
    each = [_expected(known, new, time, 0.0)[0] for time in np.asarray(times, dtype=np.float64)]
    return np.array(each, dtype=np.float64)


def purchase_pmf(fit: Fit, t: float, most: int, tuples: PurchaseTuples | None = None) -> Numbers:
    """Probabilities of 0 … `most` purchases within `t`.

    Shape (n, most + 1) after the end for each tuple's customer, or (most + 1,) after the first
    purchase for somebody new where no tuples are given.
    """
    known = regular(fit)
    state = _new(known) if tuples is None else standing(fit, tuples)
    number = np.arange(1.0, most + 2)
    bought = (t / (state.rate + t))[:, None]
    reached = np.zeros((len(state.rate), most + 1))
    for phase in range(known.k):
        shape = (state.shape + phase)[:, None]
        share = state.phases[:, phase, None]
        reached += share * special.betainc(number * known.k - phase, shape, bought)
    a, b = fit.values[2], state.b[:, None]
    reached *= np.exp(special.betaln(a, b + number - 1) - special.betaln(a, b))
    reached *= state.there[:, None]
    least = np.concatenate([np.ones((len(reached), 1)), reached], axis=1)
    counts: Numbers = np.maximum(-np.diff(least, axis=1), 0.0)
    return counts[0] if tuples is None else counts


def residual_value(
    fit: Fit, tuples: PurchaseTuples, discount: float, horizon: float = np.inf
) -> Numbers:
    """Discounted purchases (n,) expected after the end: times margin, a customer's value.

    `discount` is continuous, per unit of time (log(1.15)/52 for 15 % a year on weeks);
    `horizon` in units of time may be infinite where the discount is above zero, else
    ContractError.
    """
    if discount <= 0 and not np.isfinite(horizon):
        raise ContractError("an endless future needs a discount rate above zero")
    return _expected(regular(fit), standing(fit, tuples), horizon, max(discount, 0.0))


def _checked(k: int) -> int:
    """k as it is; raises ContractError where it is out of range."""
    if k not in range(1, MOST_REGULAR + 1):
        raise ContractError(f"a regularity k is a whole number from 1 to {MOST_REGULAR}, not {k}")
    return k


def _regular(fit: Fit, k: int) -> RegularFit:
    """A fit with its k."""
    name = f"MBG/CNBD-{k}"
    whole = {field.name: getattr(fit, field.name) for field in fields(Fit)}
    return replace(RegularFit(**whole, k=k), model=name)


def _likeliest(
    tuples: PurchaseTuples, log_gaps: Numbers | None, prior: Prior | None, clock: Clock
) -> int:
    """The likeliest k, going up from 1 as long as that helps.

    With gaps untold, days are read as if none hid a purchase while k is chosen: the mean over
    places that stands for the gaps lets purchases share a day.
    """
    readings = 0 if log_gaps is None else _READINGS
    best = _fitted(tuples, 1, log_gaps, prior, clock, readings)
    for k in range(2, MOST_REGULAR + 1):
        tried = _fitted(tuples, k, log_gaps, prior, clock, readings)
        if tried.log_likelihood <= best.log_likelihood:
            break
        best = tried
    return best.k


def _fitted(
    tuples: PurchaseTuples,
    k: int,
    log_gaps: Numbers | None,
    prior: Prior | None,
    clock: Clock,
    readings: int = _READINGS,
) -> RegularFit:
    """Fit at one k; α is told in mean ages a purchase, so that starts and prior suit every k."""
    timing = log_timing(tuples, k, log_gaps)
    later = tuples if clock == "exact" else half_a_day_later(tuples)
    few = later.coarse()
    full = ErlangSums(later, k, timing).climb
    coarse = full if few is later else ErlangSums(few, k, np.zeros(len(few.age))).climb
    units = np.array([1.0, tuples.mean_age / k, 1.0, 1.0])
    model = Model("MBG/CNBD-k", NAMES, np.zeros(4), units)
    found = maximise(model, full, coarse, STARTS, prior, tuples.customers, clock)
    for _ in range(0 if clock == "exact" else readings):
        told = told_by_day(tuples, k, found.values)
        full, start = ErlangSums(told.tuples, k, timing + told.lack).climb, found.values / units
        again = maximise(model, full, full, start[None], prior, tuples.customers, clock)
        found = replace(again, starts_agreeing=found.starts_agreeing)
    return _regular(found, k)


def _read(fit: RegularFit, tuples: PurchaseTuples) -> Told:
    """Histories as the fit's clock reads them."""
    if fit.clock == "exact":
        return Told(tuples, np.zeros_like(tuples.age))
    return told_by_day(tuples, fit.k, fit.values)


def _by_day_of_chance(fit: RegularFit) -> bool:
    """Whether the histories are to be read as the MBG/NBD reads days."""
    return fit.k == 1 and fit.clock == "interval"


def _new(fit: RegularFit) -> State:
    """Somebody at their first purchase, shape (1,)."""
    r, alpha, a, b = fit.values
    one, phases = np.ones(1), np.zeros((1, fit.k))
    phases[0, 0] = 1.0
    return State(one * b / (a + b), one * r, one * alpha, one * (b + 1), phases)


def _expected(fit: RegularFit, state: State, horizon: float, discount: float) -> Numbers:
    """Purchases expected (n,) up to a horizon, discounted."""
    end = min(horizon, 45.0 / discount) if discount > 0 else horizon
    total = np.zeros_like(state.rate)
    if end <= 0 or not len(total):
        return total
    a = float(fit.values[2])
    for phase in range(fit.k):
        share = state.phases[:, phase]
        if share.any():
            average = _phase_average(fit.k, phase, end, discount)
            shape = state.shape + phase
            total += share * averaged(shape, state.rate, a, state.b, end, average)
    return state.there * total


def _phase_average(k: int, phase: int, end: float, discount: float) -> Average:
    """Mean purchases up to `end` of who is `phase` ticks past a purchase, for `averaged`.

    Discounted, e^(−δ end) Y(end) + δ ∫₀^end e^(−δs) Y(s) ds by Gauss and Legendre's rule.
    """

    def average(shapes: Numbers, rates: Numbers, p: Numbers, weight: Numbers) -> Numbers:
        roots = _Roots(k, p, weight)
        reached = roots.purchases(phase, shapes, end / rates)
        if discount <= 0:
            return reached
        total: Numbers = np.exp(-discount * end) * reached
        for at, width in zip(*log_nodes(k * rates / shapes, end), strict=True):
            within = roots.purchases(phase, shapes, at / rates)
            total += discount * width * np.exp(-discount * at) * within
        return total

    return average


class _Roots:
    """The k-th roots of unity over a grid of p (rows, nodes) with its weights.

    p is held 1e-8 below 1, where ρ^−i would lose all digits and Beta(a, b > 1) has no weight.
    """

    def __init__(self, k: int, p: Numbers, weight: Numbers) -> None:
        log_stay = np.log1p(-np.minimum(p, 1 - 1e-8)) / k
        self._k, self._log_stay, self._weight = k, log_stay, weight
        self._near, self._stay = -np.expm1(log_stay), np.exp(log_stay)

    def purchases(self, phase: int, shapes: Numbers, reach: Numbers) -> Numbers:
        """Mean purchases (rows,) from a phase on, `reach` (rows,) being time over rate."""
        missing, shape, far = self._k - 1 - phase, shapes[:, None], reach[:, None]
        total = -np.expm1(-shape * np.log1p(self._near * far)) / self._near
        for root in range(1, self._k // 2 + 1):
            turn = np.exp(2j * np.pi * root / self._k)
            away = 1 - self._stay * turn
            term = turn**-missing * (1 - np.exp(-shape * np.log(1 + away * far))) / away
            total += term.real if 2 * root == self._k else 2 * term.real
        total *= np.exp(-missing * self._log_stay) / self._k
        mean: Numbers = np.sum(self._weight * total, axis=1)
        return mean
