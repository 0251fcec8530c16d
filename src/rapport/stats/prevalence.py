"""Which share of people said something, when a reader that errs tells who did?

A reader's raw counts mix what people said with how the reader errs. How often it errs is known
from sources with known answers, and differs from source to source: so its error rates are drawn
from their spread over sources, as one more source would have them (multivariate Student, all
rates of a source together), the counts are drawn by person, and each pair of draws is inverted
within the simplex: Rogan & Gladen 1978, American Journal of Epidemiology 107:71-76; Forman 2008,
Data Mining and Knowledge Discovery 17:164-206. The interval holds both doubts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.intervals import LEVEL, Span

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

DRAWS = 400
"""Draws of an interval."""
JEFFREYS = 0.5
"""Weight of one person imagined at each answer, so that nobody among few is not taken for never."""
LEAST_SPREAD = 0.1
"""So much of what is seen between sources is taken to be theirs, even where chance explains it."""
_ROUNDS = 400


@dataclass(frozen=True, slots=True, eq=False)
class ErrorRates:
    """How a reader told what is known: `counts` (sources, true class, told class), S ≥ 3.

    A source that holds no message of a class says nothing about that class; raises
    ContractError where fewer than three sources tell of a class. `files` (sources,): codes of
    the files that sources are parts of; parts of one file were labelled alike and are nearer
    to each other: the spread is taken to be that of so many files, and wider.

    >>> ErrorRates(np.full((3, 2, 2), [[80, 20], [30, 70]])).typical.round(2)
    array([[0.8, 0.2],
           [0.3, 0.7]])
    """

    counts: NDArray[np.generic]
    files: Whole | None = None

    def __post_init__(self) -> None:
        shape = self.counts.shape
        if len(shape) != 3 or shape[1] != shape[2]:
            raise ContractError("error rates need counts by source, true and told class")
        if (self._known().sum(axis=0) < 3).any():
            raise ContractError("error rates need three sources that tell of each class")

    @property
    def typical(self) -> Numbers:
        """Rates at the middle of the sources, (true class, told class); rows sum to 1."""
        return _softmax(self._between()[0])

    def drawn(self, draws: int, seed: int, checked: Whole | None = None) -> Numbers:
        """Rates of a source not met yet, shape (draws, true class, told class).

        Log ratios of a source's rates are taken as normal over sources: their predictive
        distribution is Student's, with the sources' own covariance. `checked` (true, told):
        counts of that very source's messages that people checked; the more of them, the less
        the other sources say (Dirichlet of the predictive mean and spread, row by row).
        """
        generator = np.random.default_rng(seed)
        centres, apart = self._between()
        told, files = self._known().sum(axis=0), self._files()
        normal = generator.standard_normal((draws, len(apart)))
        reach = np.sqrt((1 + 1 / files) * files / (files - 1) / told)
        freedom = told - 1
        chi = generator.chisquare(np.broadcast_to(freedom, (draws, len(told)))) / freedom
        moved = np.einsum("ds,sij->dij", normal, apart) * (reach / np.sqrt(chi))[:, :, None]
        rates = _softmax(centres + moved)
        if checked is None or not checked.sum():
            return rates
        weight = generator.gamma(_pseudo_counts(rates) + checked, size=rates.shape)
        learnt: Numbers = weight / weight.sum(axis=2, keepdims=True)
        return learnt

    def _known(self) -> NDArray[np.bool_]:
        known: NDArray[np.bool_] = self.counts.sum(axis=2) > 0
        return known

    def _files(self) -> Whole:
        """How many files tell of each class, at least 2."""
        known = self._known()
        if self.files is None:
            return np.asarray(known.sum(axis=0), dtype=np.int64)
        told = [len(np.unique(self.files[column])) for column in known.T]
        return np.maximum(np.array(told, dtype=np.int64), 2)

    def _between(self) -> tuple[Numbers, Numbers]:
        """Middle log ratios (true, told), and how far each source's lie from them.

        What is chance in a source's own counts is no difference between sources: it is taken
        out of the spread, and a source of few messages weighs less at the middle (DerSimonian &
        Laird 1986, Controlled Clinical Trials 7:177-188).
        """
        ratios, noise = _log_ratios(self.counts), _noise(self.counts)
        known = self._known()[:, :, None]
        told = known.sum(axis=0)
        plain = np.where(known, ratios, 0.0).sum(axis=0) / told
        spread = np.where(known, (ratios - plain) ** 2, 0.0).sum(axis=0) / (told - 1)
        chance = np.where(known, noise, 0.0).sum(axis=0) / told
        between = np.maximum(spread - chance, LEAST_SPREAD * spread)
        weight = np.where(known, 1.0 / (between + noise + 1e-12), 0.0)
        centres = (weight * ratios).sum(axis=0) / weight.sum(axis=0)
        kept = np.sqrt(between / (between + noise + 1e-12))
        return centres, np.where(known, (ratios - centres) * kept, 0.0)


def voices(people: Whole, vertices: int, draws: int, seed: int) -> tuple[Numbers, Numbers]:
    """Weights of people by person: (draws, kinds) and (draws, vertices) of imagined ones.

    A Dirichlet process over people (Rubin 1981, Annals of Statistics 9:130-134) with half a
    person imagined at each answer: with one message a person it is Jeffreys' posterior.
    """
    generator = np.random.default_rng(seed)
    imagined = generator.gamma(JEFFREYS, size=(draws, vertices))
    return generator.gamma(np.maximum(people, 1e-9), size=(draws, len(people))), imagined


def class_shares(
    told: Numbers,
    people: Whole,
    rates: ErrorRates,
    checked: Whole | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Span, ...]:
    """The true share of each class, each person one voice; the values add up to 1.

    `told` (kinds, classes): which share of a person's messages the reader told to be of each
    class; `people` (kinds,): how many people share that; `checked` (true, told): counts of
    messages that people checked. Raises ContractError for nobody.
    """
    if not people.sum():
        raise ContractError("nobody said anything")
    weight, imagined = voices(people, told.shape[1], draws, seed)
    raw = weight @ told + imagined
    found = inverted(raw / raw.sum(axis=1, keepdims=True), rates.drawn(draws, seed + 1, checked))
    return tuple(span_of(draw) for draw in found.T)


def inverted(raw: Numbers, rates: Numbers) -> Numbers:
    """True shares (draws, classes) behind raw ones, given rates (draws, true, told).

    Solved where the answer lies within the simplex; else the likeliest shares on its border, by
    the fixed point of Saerens, Latinne & Decaestecker 2002, Neural Computation 14:21-41.

    >>> inverted(np.array([[0.7, 0.3]]), np.array([[[0.9, 0.1], [0.4, 0.6]]])).round(2)
    array([[0.6, 0.4]])
    """
    turned = np.swapaxes(rates, 1, 2)
    singular = np.abs(np.linalg.det(turned)) < 1e-9
    safe = np.where(singular[:, None, None], np.eye(raw.shape[1]), turned)
    shares: Numbers = np.array(np.linalg.solve(safe, raw[:, :, None])[:, :, 0], np.float64)
    outside = (shares < 0).any(axis=1) | singular
    shares[outside] = _likeliest(raw[outside], rates[outside])
    whole: Numbers = shares / shares.sum(axis=1, keepdims=True)
    return whole


def _likeliest(raw: Numbers, rates: Numbers) -> Numbers:
    """Shares within the simplex under which the raw shares are likeliest."""
    shares: Numbers = np.full(raw.shape, 1 / raw.shape[1])
    for _ in range(_ROUNDS):
        told = np.einsum("dt,dtp->dp", shares, rates)
        shares = np.asarray(
            shares * np.einsum("dtp,dp->dt", rates, raw / np.maximum(told, 1e-12)), np.float64
        )
    shares[shares < 1e-6] = 0.0
    return shares


def span_of(draws: Numbers, level: float = LEVEL) -> Span:
    """The mean of draws (draws,) and the interval that holds a level of them.

    The mean, not the answer at the middle of the doubts: rates differ so much between sources
    that the latter often lies on the border of what is possible.
    """
    low, high = (float(one) for one in np.quantile(draws, [(1 - level) / 2, (1 + level) / 2]))
    value = float(draws.mean())
    return Span(value, min(low, value), max(high, value))


def _pseudo_counts(rates: Numbers) -> Numbers:
    """Counts of a Dirichlet distribution, row by row, with the mean and spread of drawn rates."""
    mean, variance = rates.mean(axis=0), rates.var(axis=0)
    size = (mean * (1 - mean)).sum(axis=1) / np.maximum(variance.sum(axis=1), 1e-12) - 1
    counts: Numbers = mean * np.clip(size, 0.5, None)[:, None]
    return np.maximum(counts, 1e-3)


def _log_ratios(counts: NDArray[np.generic]) -> Numbers:
    """Centred log ratios of each row, half a message added to each count."""
    logs: Numbers = np.log(counts.astype(np.float64) + 0.5)
    centred: Numbers = logs - logs.mean(axis=-1, keepdims=True)
    return centred


def _noise(counts: NDArray[np.generic]) -> Numbers:
    """Variance of each centred log ratio by chance alone, (sources, true, told)."""
    each: Numbers = 1.0 / (counts.astype(np.float64) + 0.5)
    classes = counts.shape[-1]
    noise: Numbers = each * (1 - 2 / classes) + each.sum(axis=-1, keepdims=True) / classes**2
    return noise


def _softmax(logs: Numbers) -> Numbers:
    raised: Numbers = np.exp(logs - logs.max(axis=-1, keepdims=True))
    rates: Numbers = raised / raised.sum(axis=-1, keepdims=True)
    return rates
