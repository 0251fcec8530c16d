"""Calibration: how are raw scores turned into probabilities that keep their word?

By language, a temperature for the sentiments, a slope and a shift for each signal, fitted on
the parts that nothing was learnt from, every file alike. A language with too few texts takes
what fits all.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rapport.voice.language import LANGUAGES
from rapport_training.voice.data import SENTIMENTS, SIGNALS, UNKNOWN, Corpus
from rapport_training.voice.heads import softmax

Floats = NDArray[np.float64]
Labels = NDArray[np.int8]

FEWEST = 300
"""Texts of a language that it needs for a calibration of its own."""

UNSEEN = 1.1
"""The temperature is raised by so much, for sources that are not those learnt from."""


def calibration(corpus: Corpus, scores: Floats) -> NDArray[np.float32]:
    """Slope and shift by language (then any other) and head, (8, 6, 2), from held-back texts
    and their raw scores (n, 6).
    """
    places = len(LANGUAGES) + 1
    table = np.zeros((places, len(SENTIMENTS) + len(SIGNALS), 2), np.float32)
    for place in range(places):
        here = corpus.languages == LANGUAGES[place] if place < len(LANGUAGES) else None
        known = corpus.sentiment != UNKNOWN
        chosen = enough(known, here)
        weights = by_file(corpus.sources[chosen])
        slope = tempered(scores[chosen, :3], corpus.sentiment[chosen], weights) / UNSEEN
        table[place, :3, 0] = slope
        for column in range(len(SIGNALS)):
            labels = corpus.signals[:, column]
            chosen = enough(labels != UNKNOWN, here, labels)
            weights = by_class(corpus.sources[chosen], labels[chosen])
            table[place, 3 + column] = logistic(scores[chosen, 3 + column], labels[chosen], weights)
    return table


def enough(
    known: NDArray[np.bool_], here: NDArray[np.bool_] | None, labels: Labels | None = None
) -> NDArray[np.bool_]:
    """The known texts of one language, or all known where they are too few or of one class."""
    if here is None or (known & here).sum() < FEWEST:
        return known
    if labels is not None and min((labels[here] == 0).sum(), (labels[here] == 1).sum()) < FEWEST:
        return known
    return known & here


def by_file(sources: NDArray[np.str_]) -> Floats:
    """Each file alike, (n,), summing to 1."""
    _, place, counts = np.unique(sources, return_inverse=True, return_counts=True)
    weights = 1 / counts[place]
    return np.asarray(weights / weights.sum(), float)


def by_class(sources: NDArray[np.str_], labels: Labels) -> Floats:
    """Each file alike, then both classes alike in all, (n,), summing to 1."""
    weights = by_file(sources)
    for label in (0, 1):
        weights[labels == label] /= 2 * weights[labels == label].sum()
    return weights


def tempered(scores: Floats, labels: Labels, weights: Floats) -> float:
    """The slope that makes the softmax of the scores likeliest."""
    places = np.arange(labels.size)

    def loss(point: Floats) -> float:
        told = softmax(scores * np.exp(point[0]))
        return -float(weights @ np.log(np.maximum(told[places, labels], 1e-12)))

    return float(np.exp(least(loss, 1)[0]))


def logistic(scores: Floats, labels: Labels, weights: Floats) -> Floats:
    """The slope and the shift that make the logistic curve of the scores likeliest, (2,)."""
    signs = np.where(labels == 1, 1.0, -1.0)

    def loss(point: Floats) -> float:
        told = signs * (scores * np.exp(point[0]) + point[1])
        return float(weights @ np.logaddexp(0.0, -told))

    found = least(loss, 2)
    return np.array([np.exp(found[0]), found[1]])


def least(loss: Callable[[Floats], float], size: int) -> Floats:
    """Where a smooth loss of one or two numbers is least."""
    found = minimize(loss, np.zeros(size), method="Nelder-Mead", options={"xatol": 1e-5})
    return np.asarray(found.x, float)
