"""Individuals: what may single customers be like, given the model and what each of them did?

The parameters of the model say how customers differ; a customer's own rate λ, chance p to leave
after a purchase (or rate μ to leave at any moment) and whether they are still there remain
uncertain. Of who is there, λ ~ Gamma(r+x, rate α+T), and p ~ Beta(a, b+k) or
μ ~ Gamma(s, rate β+T), independent of each other; where the model ties λ and μ they are drawn
from gammas with its tie; of regular buyers the phase is drawn first. On the day clock the
exposures are those of `day_clock`, `pareto_nbd` and `erlang_days`. Who has left buys nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats import mbg_cnbd
from rapport.stats.covariate_links import Link
from rapport.stats.covariates import placed
from rapport.stats.erlang_future import expected_of_regular, stay_of_regular
from rapport.stats.fitting import Fit
from rapport.stats.mbg_cnbd import RegularFit
from rapport.stats.pareto_nbd_correlated import CorrelatedFit
from rapport.stats.purchase_models import model_of
from rapport.stats.sarmanov import Tie, pairs, tie_of
from rapport.stats.tuples import PurchaseTuples, SpendTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

UNSEEN = ("Pareto/NBD", "Pareto/NBD correlated")
"""The models whose customers leave at any moment, not at a purchase."""

_LEAST = 1e-15


class Standing(NamedTuple):
    """What is known of each tuple's customer, arrays (n,).

    `alive` is the probability of being there; given that, λ ~ Gamma(`shape`, rate `rate`), and
    p ~ Beta(`first`, `second`), or where `unseen` μ ~ Gamma(`first`, rate `second`), with `tie`
    between λ and μ if there is one. Of regular buyers λ is the rate of ticks, `phases` (n, k)
    the shares of the phases, and `shape` grows by the phase.
    """

    alive: Numbers
    shape: Numbers
    rate: Numbers
    first: Numbers
    second: Numbers
    unseen: bool = False
    tie: Tie | None = None
    phases: Numbers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Individuals:
    """Sampled customers, arrays (m,): still there or not, and what they are like if they are.

    `rate` is that of purchases per unit of time, `dropout` p per purchase, or where `unseen` μ
    per unit of time; `ticks` make a purchase (1: chance alone), `phase` of them have come.
    """

    alive: NDArray[np.bool_]
    rate: Numbers
    dropout: Numbers
    unseen: bool
    ticks: int = 1
    phase: Places | None = None

    def purchases(self, t: float, generator: np.random.Generator) -> Numbers:
        """Purchases (m,) each makes within `t` from now on, drawn at random."""
        if self.unseen:
            stays = generator.standard_exponential(len(self.rate)) / self.dropout
            counts = generator.poisson(self.rate * np.minimum(t, stays))
        else:
            counts = generator.poisson(self.rate * self.ticks * t)
            if self.phase is not None:
                counts = (counts + self.phase) // self.ticks
            buyers = counts > 0
            last = generator.geometric(np.maximum(self.dropout[buyers], _LEAST))
            counts[buyers] = np.minimum(counts[buyers], last)
        told: Numbers = np.where(self.alive, counts, 0).astype(np.float64)
        return told

    def expected(self, t: float, discount: float = 0.0) -> Numbers:
        """Purchases (m,) to be expected of each within `t` from now on, discounted.

        λ/(ω+δ) (1 − e^(−(ω+δ)t)) with ω = λp or μ and δ the continuous `discount` per unit of
        time, of regular buyers as in `erlang_future`; `t` may be infinite where δ > 0. The
        spread over the samples of a tuple is the doubt about a customer's value that remains
        however well the model is known.
        """
        if self.phase is not None:
            ticks, k = self.rate * self.ticks, self.ticks
            there = expected_of_regular(ticks, self.dropout, self.phase, k, t, discount)
            return self.alive * there
        fall = self._fall + discount
        falls = np.maximum(fall, 1e-300)
        reach = np.where(fall * t < 1e-12, t, -np.expm1(-falls * t) / falls)
        told: Numbers = self.alive * self.rate * reach
        return told

    def stays(self, t: float) -> Numbers:
        """Time (m,) within `t` that each is expected to stay a customer, being one now."""
        if self.phase is not None:
            ticks = self.rate * self.ticks
            return stay_of_regular(ticks, self.dropout, self.phase, self.ticks, t)
        falls = np.maximum(self._fall, 1e-300)
        told: Numbers = np.where(falls * t < 1e-12, t, -np.expm1(-falls * t) / falls)
        return told

    @property
    def _fall(self) -> Numbers:
        """The rate (m,) at which each leaves, per unit of time."""
        return self.dropout if self.unseen else self.rate * self.dropout


def standing(fit: Fit, tuples: PurchaseTuples) -> Standing:
    """What the fit says of each tuple's customer; see `Standing`.

    Raises ContractError for a model that is none of `purchase_models.MODELS`.
    """
    if isinstance(fit, RegularFit):
        told = mbg_cnbd.standing(fit, tuples)
        leaves = np.full(len(told.there), fit.values[2])
        return Standing(told.there, told.shape, told.rate, leaves, told.b, phases=told.phases)
    alive = model_of(fit).probability_alive(fit, tuples)
    unseen = fit.model in UNSEEN
    r, alpha, third, fourth = _own(fit, tuples, beta=not unseen).T
    x, age = tuples.frequency, tuples.age
    days = fit.clock == "interval"
    if unseen:
        rate, life = alpha + age - (x / 2 if days else 0), fourth + age + (0.5 if days else 0)
        tie = tie_of(fit.values, fit.kernel) if isinstance(fit, CorrelatedFit) else None
        return Standing(alive, r + x, rate, third, life, True, tie)
    chances = x + (fit.model == "MBG/NBD")
    rate = alpha + age
    if days:
        rate = rate - x / 2 + (x + 1) / 2 * third / (third + fourth + chances)
    return Standing(alive, r + x, rate, third, fourth + chances)


def individuals(fit: Fit, tuples: PurchaseTuples, rows: Places, seed: int) -> Individuals:
    """Sample one customer for each of `rows` (m,), places among the tuples; same seed, same ones.

    For the customers themselves `rows` is each place repeated `count` times; for many samples
    of a tuple its place repeated as often. Raises ContractError for a model that is none of
    `purchase_models.MODELS`.
    """
    return sampled(standing(fit, tuples), rows, np.random.default_rng(seed))


def sampled(known: Standing, rows: Places, generator: np.random.Generator) -> Individuals:
    """Sample one customer for each of `rows` (m,) from what is known of their tuples."""
    alive = generator.random(len(rows)) < known.alive[rows]
    shape, first, second = known.shape[rows], known.first[rows], known.second[rows]
    if known.tie is not None:
        own, other = (shape, known.rate[rows]), (first, second)
        rate, dropout = pairs(known.tie, own, other, generator)
        return Individuals(alive, rate, np.maximum(dropout, 1e-300), True)
    ticks, phase = 1, None
    if known.phases is not None and known.phases.shape[1] > 1:
        ticks, phase = known.phases.shape[1], _phases(known.phases, rows, generator)
        shape = shape + phase
    rate = generator.standard_gamma(shape) / known.rate[rows] / ticks
    if known.unseen:
        dropout = np.maximum(generator.standard_gamma(first) / second, 1e-300)
    else:
        dropout = generator.beta(first, second)
    return Individuals(alive, rate, dropout, known.unseen, ticks, phase)


def mean_spends(fit: Fit, tuples: SpendTuples, rows: Places, seed: int) -> Numbers:
    """Sample the own mean spend p/ν (m,) of one buyer for each of `rows`, places among the tuples.

    ν ~ Gamma(px+q, rate γ+xz); `fit` is of the Gamma-Gamma, else ContractError.
    """
    if fit.model != "Gamma-Gamma":
        raise ContractError(f"{fit.model} does not tell spend: take the Gamma-Gamma")
    p, q, gamma = _own_spend(fit, tuples).T
    shape = p * tuples.frequency + q
    scale = gamma + tuples.frequency * tuples.spend
    draws = np.random.default_rng(seed).standard_gamma(shape[rows])
    told: Numbers = (p * scale)[rows] / np.maximum(draws, 1e-300)
    return told


def _phases(shares: Numbers, rows: Places, generator: np.random.Generator) -> Places:
    """Sample a phase (m,) for each of `rows`, places among the shares (n, k)."""
    ends = np.cumsum(shares[:, :-1], axis=1)[rows]
    told: Places = np.sum(generator.random(len(rows))[:, None] > ends, axis=1)
    return told


def _own(fit: Fit, tuples: PurchaseTuples, beta: bool) -> Numbers:
    """Each tuple's parameters (n, 4), shifted by its covariates where the fit has some."""
    own = Link.of_purchases(fit.covariates, beta).own(fit.values)
    if fit.covariates is None:
        return np.broadcast_to(own, (len(tuples.count), 4))
    return own[placed(fit.covariates, tuples.pattern)]


def _own_spend(fit: Fit, tuples: SpendTuples) -> Numbers:
    """Each tuple's parameters (n, 3), shifted by its covariates where the fit has some."""
    own = Link.of_spend(fit.covariates).own(fit.values)
    if fit.covariates is None:
        return np.broadcast_to(own, (len(tuples.count), 3))
    return own[placed(fit.covariates, getattr(tuples, "pattern", None))]
