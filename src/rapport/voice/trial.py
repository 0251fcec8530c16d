"""Trial: does a correction read better than what it corrects, beyond doubt?

Late messages are held back; persons are dealt into folds, so that a late message is judged by a
head that saw neither its author nor its time. Persons, not messages, are resampled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

EARLY = 0.6
"""Share of the messages that come before those held back."""

RESAMPLES, AT_ONCE = 1_000, 100
LEVEL = 0.99


@dataclass(frozen=True, slots=True)
class Split:
    """`late` (n,) the messages held back; `fold` (n,) the fold of each message's author."""

    late: NDArray[np.bool_]
    fold: Integers


@dataclass(frozen=True, slots=True)
class Trial:
    """What the held-back messages say, before and after the correction.

    `before`, `after`: macro-F1. `gain`: the rise in how well the classes are told apart (mean
    area under the curve, one class against the rest), with its interval from `low` to `high`
    (LEVEL); chance and shares of classes alone cannot raise it. `relief`: the mean fall in
    surprise (nats a message). `messages` by so many `persons`.
    """

    before: float
    after: float
    gain: float
    low: float
    high: float
    relief: float
    messages: int
    persons: int

    @property
    def is_better(self) -> bool:
        """Whether the gain is beyond doubt and neither macro-F1 nor probabilities get worse."""
        return self.low > 0 and self.relief >= 0 and self.after >= self.before


def split(days: Integers, persons: Integers, folds: int, seed: int) -> Split:
    """Days after the EARLY share of messages are late; persons are dealt by chance."""
    cut = np.sort(days)[min(int(EARLY * days.size), days.size - 1)] if days.size else 0
    _, place = np.unique(persons, return_inverse=True)
    count = int(place.max()) + 1 if place.size else 0
    dealt = np.random.default_rng(seed).permutation(count) % folds
    return Split(days >= cut, dealt[place].astype(np.int64))


def tried(
    before: Floats,
    after: Floats,
    labels: Integers,
    weights: Floats,
    persons: Integers,
    seed: int,
) -> Trial:
    """The trial of log probabilities `after` (n, classes) against `before`."""
    _, place = np.unique(persons, return_inverse=True)
    count = int(place.max()) + 1
    was, now = (macro_f1(labels, told.argmax(axis=1), weights) for told in (before, after))
    whole = apart(after, labels, weights[None]) - apart(before, labels, weights[None])
    generator, gains = np.random.default_rng(seed), []
    for _ in range(RESAMPLES // AT_ONCE):
        drawn = generator.multinomial(count, np.full(count, 1 / count), AT_ONCE)
        counts = drawn[:, place] * weights
        gains.append(apart(after, labels, counts) - apart(before, labels, counts))
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(np.concatenate(gains), [tail, 100 - tail])
    gap = (after - before)[np.arange(labels.size), labels]
    relief = float(weights @ gap / weights.sum())
    return Trial(was, now, float(whole[0]), float(low), float(high), relief, labels.size, count)


def apart(scores: Floats, labels: Integers, weights: Floats) -> Floats:
    """Mean area under the curve of each class that is there against the rest, (b,).

    `scores` (n, classes), `weights` (b, n) of b resamples; equal scores count half.
    """
    classes = np.unique(labels)
    return np.asarray(
        np.mean([area(scores[:, one], labels == one, weights) for one in classes], axis=0)
    )


def area(scores: Floats, yes: NDArray[np.bool_], weights: Floats) -> Floats:
    """The chance that one that is scores above one that is not, (b,); a half where none is."""
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf) > 0)
    ours, others = (
        np.add.reduceat(np.where(kind[order], weights[:, order], 0.0), starts, axis=1)
        for kind in (yes, ~yes)
    )
    below = np.cumsum(others, axis=1) - others / 2
    pairs = ours.sum(axis=1) * others.sum(axis=1)
    return np.where(pairs > 0, (ours * below).sum(axis=1) / np.where(pairs > 0, pairs, 1), 0.5)


def macro_f1(labels: Integers, told: Integers, weights: Floats) -> float:
    """Mean F1 of the classes that are there or are told."""
    scores = []
    for one in np.union1d(labels, told):
        right = weights @ ((labels == one) & (told == one))
        scores.append(2 * right / (weights @ (labels == one) + weights @ (told == one)))
    return float(np.mean(scores))
