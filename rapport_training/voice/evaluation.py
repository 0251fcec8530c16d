"""Evaluation: how right is the engine, on which texts, and does its certainty keep its word?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.message import Message, Signal
from rapport.voice.analyzer import VoiceAnalyzer
from rapport.voice.weights import Weights
from rapport_training.voice.data import SENTIMENTS, SIGNALS, UNKNOWN, Corpus

Floats = NDArray[np.float64]
Labels = NDArray[np.int8]

BINS = 15
RESAMPLES = 300
FEWEST = 60
"""Texts that a score needs."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the engine told of n texts: `sentiment` (n, 3), `signals` (n, 3) by SIGNALS, and
    which of them it showed, `shown` (n, 3).
    """

    sentiment: Floats
    signals: Floats
    shown: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Score:
    """The sentiment of one file in one language: n texts, accuracy, macro-F1 and half the width
    of its 95 % interval, calibration error, and the accuracy between negative and positive.
    """

    source: str
    language: str
    n: int
    accuracy: float
    macro_f1: float
    half_width: float
    calibration_error: float
    polarity: float


@dataclass(frozen=True, slots=True)
class Detection:
    """One signal in one file and language: n texts, how many have it, F1, precision, recall and
    the area under its curve.
    """

    source: str
    language: str
    signal: str
    n: int
    there: int
    f1: float
    precision: float
    recall: float
    area: float


def told(texts: Sequence[str], weights: Weights) -> Told:
    """What the whole pipeline tells of texts, with nothing known of their threads."""
    readings = VoiceAnalyzer(weights).analyze([Message(text) for text in texts])
    chosen = [Signal(name) for name in SIGNALS]
    return Told(
        np.array([reading.sentiment for reading in readings]).reshape(-1, len(SENTIMENTS)),
        np.array([[reading.probability(one) for one in chosen] for reading in readings]),
        np.array([[one in reading.shown for one in chosen] for reading in readings]),
    )


def f1_of(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    """The harmonic mean of precision and recall; 0 where neither finds anything."""
    return float(2 * (found & true).sum() / max(found.sum() + true.sum(), 1))


def macro_f1(likeliest: NDArray[np.int64], labels: Labels) -> float:
    """The mean F1 of the three sentiments."""
    return float(np.mean([f1_of(likeliest == one, labels == one) for one in range(3)]))


def calibration_error(probabilities: Floats, labels: Labels) -> float:
    """The gap between how sure and how right, over BINS bins of the highest probability."""
    sure = probabilities.max(axis=1)
    gap = (probabilities.argmax(axis=1) == labels) - sure
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(np.abs(np.bincount(bins, gap, minlength=BINS)).sum() / labels.size)


def polarity_accuracy(probabilities: Floats, labels: Labels) -> float:
    """How often the likelier of negative and positive is right, of texts that are one."""
    felt = labels != SENTIMENTS.index("neutral")
    likelier = np.where(probabilities[felt, 0] > probabilities[felt, 2], 0, 2)
    return float((likelier == labels[felt]).mean())


def half_width(likeliest: NDArray[np.int64], labels: Labels, seed: int = 1) -> float:
    """Half the 95 % interval of macro-F1, by resampling texts."""
    random = np.random.default_rng(seed)
    rows = random.integers(0, labels.size, (RESAMPLES, labels.size))
    scores = [macro_f1(likeliest[row], labels[row]) for row in rows]
    low, high = np.quantile(scores, (0.025, 0.975))
    return float(high - low) / 2


def area(probabilities: Floats, labels: Labels) -> float:
    """The chance that a text with the signal scores above one without."""
    order = np.argsort(np.argsort(probabilities, kind="stable"), kind="stable")
    there = int((labels == 1).sum())
    pairs = there * (labels.size - there)
    return float((order[labels == 1].sum() - there * (there - 1) / 2) / max(pairs, 1))


def score(source: str, language: str, probabilities: Floats, labels: Labels) -> Score:
    """The scores of one set of texts."""
    likeliest = probabilities.argmax(axis=1)
    return Score(
        source, language, labels.size, float((likeliest == labels).mean()),
        macro_f1(likeliest, labels), half_width(likeliest, labels),
        calibration_error(probabilities, labels), polarity_accuracy(probabilities, labels),
    )  # fmt: skip


def detection(
    source: str,
    language: str,
    signal: str,
    chosen: Floats,
    shown: NDArray[np.bool_],
    labels: Labels,
) -> Detection:
    """How well one signal is found among texts whose labels are 0 or 1."""
    true = labels == 1
    return Detection(
        source, language, signal, labels.size, int(true.sum()), f1_of(shown, true),
        float((shown & true).sum() / max(shown.sum(), 1)),
        float((shown & true).sum() / max(true.sum(), 1)), area(chosen, labels),
    )  # fmt: skip


def groups(corpus: Corpus) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """The texts of each file and language, in order of name."""
    found = []
    for source in np.unique(corpus.sources):
        for language in np.unique(corpus.languages[corpus.sources == source]):
            here = (corpus.sources == source) & (corpus.languages == language)
            found.append((str(source), str(language), here))
    return found


def scores(corpus: Corpus, heard: Told) -> list[Score]:
    """The sentiment of each file and language that tells three of them, or two."""
    found = []
    for source, language, here in groups(corpus):
        chosen = here & (corpus.sentiment != UNKNOWN)
        if chosen.sum() >= FEWEST:
            labels = corpus.sentiment[chosen]
            found.append(score(source, language, heard.sentiment[chosen], labels))
    return found


def detections(corpus: Corpus, heard: Told) -> list[Detection]:
    """Each signal in each file and language where some texts have it and some have not."""
    found = []
    for source, language, here in groups(corpus):
        for column, name in enumerate(SIGNALS):
            labels = corpus.signals[:, column]
            chosen = here & (labels != UNKNOWN)
            there = int((labels[chosen] == 1).sum())
            if chosen.sum() >= FEWEST and 0 < there < chosen.sum():
                found.append(
                    detection(source, language, name, heard.signals[chosen, column],
                              heard.shown[chosen, column], labels[chosen])
                )  # fmt: skip
    return found
