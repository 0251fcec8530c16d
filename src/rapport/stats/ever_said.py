"""Which share of people said something at least once, when the reader of each message errs?

Somebody who writes much is told by mistake more often: a raw count of people who were ever told
to complain grows with how much they write. Here a person is of one of two kinds: who never says
it, whose messages are told by mistake only; or who says it once for sure and in the others
now and then. The share of the second kind is the likeliest one, by how much people write; with
one message a person it is Rogan & Gladen's (see `prevalence`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.intervals import Span
from rapport.stats.prevalence import DRAWS, ErrorRates, Numbers, Whole, span_of, voices

MOST = 30
"""Who wrote more messages counts as having written so many."""
CLASSES = (1, 2, 5)
"""People are told apart by how much they wrote: one message, two, up to five, more."""
_ROUNDS = 6
_HALVINGS = 18
_EDGE = 1e-5


def ever_share(
    texts: Whole,
    said: Whole,
    people: Whole,
    rates: ErrorRates,
    checked: Whole | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Span:
    """The share of people who truly said it at least once.

    Kinds of people (kinds,): `people` of them wrote `texts` messages of which the reader told
    `said`. `rates` of two classes, no and yes; `checked` (true, told): counts of messages that
    people checked. Raises ContractError for nobody.
    """
    if not people.sum():
        raise ContractError("nobody said anything")
    size = np.minimum(texts, MOST).astype(np.float64)
    shrunk = np.rint(said * (MOST / np.maximum(texts, 1)))
    yes = np.where(texts > MOST, shrunk, said).astype(np.float64)
    weight, imagined = voices(people, 2, draws, seed)
    found = _likeliest(
        np.hstack([weight, imagined]),
        np.concatenate([size, [1, 1]]),
        np.concatenate([yes, [0, 1]]),
        rates.drawn(draws, seed + 1, checked),
    )
    return span_of(found)


def _likeliest(weight: Numbers, size: Numbers, yes: Numbers, rates: Numbers) -> Numbers:
    """The likeliest share of people who said it, given rates (draws, 2, 2) and weights."""
    possible = np.clip(rates, _EDGE, 1 - _EDGE)
    false, hit = possible[:, 0, 1, None], possible[:, 1, 1, None]
    never = false**yes * (1 - false) ** (size - yes)
    member = np.searchsorted(CLASSES, size, side="left")
    groups = [np.flatnonzero(member == one) for one in np.unique(member)]
    again = (false + hit) / 2
    share = np.zeros((len(weight), len(groups)))
    for _ in range(_ROUNDS):
        first, other = _once(size, yes, hit, again)
        odds = (first + other) / never
        for place, group in enumerate(groups):
            share[:, place] = _peak(weight[:, group], odds[:, group])
        if size.max() <= 1:
            break
        of_kind = np.empty_like(odds)
        for place, group in enumerate(groups):
            theta = share[:, place, None]
            of_kind[:, group] = theta * odds[:, group] / (1 - theta + theta * odds[:, group])
        again = _again(weight * of_kind, size, yes - first / (first + other), false, hit, again)
    totals = np.stack([weight[:, group].sum(axis=1) for group in groups], axis=1)
    whole: Numbers = (share * totals).sum(axis=1) / totals.sum(axis=1)
    return whole


def _once(size: Numbers, yes: Numbers, hit: Numbers, again: Numbers) -> tuple[Numbers, Numbers]:
    """Chance of what was told of who says it once for sure: that one told, or missed."""
    no = size - yes
    first = hit * yes / size * again ** np.maximum(yes - 1, 0) * (1 - again) ** no
    other = (1 - hit) * no / size * again**yes * (1 - again) ** np.maximum(no - 1, 0)
    return first, other


def _peak(weight: Numbers, odds: Numbers) -> Numbers:
    """Share in [0, 1] where the likelihood, concave in it, is highest, (draws,)."""
    low, high = np.zeros(len(weight)), np.ones(len(weight))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        slope = (weight * (odds - 1) / (1 + middle[:, None] * (odds - 1))).sum(axis=1)
        low, high = np.where(slope > 0, middle, low), np.where(slope > 0, high, middle)
    found = (low + high) / 2
    return np.where(found < _EDGE, 0.0, np.where(found > 1 - _EDGE, 1.0, found))


def _again(
    weight: Numbers, size: Numbers, others: Numbers, false: Numbers, hit: Numbers, before: Numbers
) -> Numbers:
    """How often the other messages of who says it are told to say it, (draws, 1)."""
    room = (weight * (size - 1)).sum(axis=1, keepdims=True)
    told = (weight * others).sum(axis=1, keepdims=True)
    found: NDArray[np.float64] = np.where(room > 1e-9, told / np.maximum(room, 1e-9), before)
    return np.clip(found, np.minimum(false, hit), np.maximum(false, hit))
