"""Model: how do the heads learn what holds of sources that they have never seen?

In two steps. First the dense columns (lexicon, looks, word vectors) explain what they can: they
mean the same everywhere. Then the hashed words and characters explain what is left, and only
the part KEPT of it is believed, for much of it holds only where it was learnt. Every file and
language counts its share (SHARES), every class in it alike, whatever their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.dense import DENSE, TOLD_DENIED
from rapport_training.voice.data import SENTIMENTS, SIGNALS, UNKNOWN, Corpus
from rapport_training.voice.heads import Head, fit
from rapport_training.voice.rows import Rows

Floats = NDArray[np.float64]
Labels = NDArray[np.int8]

HEADS = (*SENTIMENTS, *SIGNALS)
DENSE_RIDGE, HASHED_RIDGE = 1e-4, 1e-4
KEPT: Mapping[str, float] = {"sentiment": 0.8, "complaint": 0.6, "praise": 0.6, "question": 1.0}
SHARES: Mapping[tuple[str, str], float] = {
    ("sentiment_mabsa", "fr"): 9.0,
    ("sentiment_mabsa", "en"): 8.0,
    ("emotions_goemotions_en", "en"): 9.0,
    ("sentiment_proscons_en", "en"): 4.0,
    ("sentiment_deft2017_fr", "fr"): 3.0,
    ("documents", "fr"): 5.0,
    ("documents", "en"): 5.0,
    ("ours", "fr"): 0.3,
    ("ours", "en"): 0.3,
}
OTHERS = 2.0
"""The share of a file and language that SHARES does not name."""

FEELING, TOPIC = 0.3, 0.03
"""How far the columns of word vectors reach: those of feeling, and the others."""

LABELLED = 5
"""The first columns of the word vectors are of feeling, as are the best and the worst word."""

LEANING = 0.5
"""What the lexicon's own score adds to praise and takes from blame beyond what the files taught:
it was written for every trade, they tell of a few.
"""

GROWING = ("length", "denies")
"""Looks that grow with the text and would make every long one blame: left out."""

SOME = 3
"""Of texts in other languages than OURS, the signals learn from one in so many."""

OURS = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the heads of HEADS: `hashed` (width, 6), `dense` (columns, 6), `bias` (6,)."""

    hashed: Floats
    dense: Floats
    bias: Floats

    def scores(self, rows: Rows) -> Floats:
        """The raw score of each head for each row, (n, 6)."""
        return np.asarray(rows.hashed @ self.hashed) + rows.dense @ self.dense + self.bias


def balanced(corpus: Corpus, labels: Labels) -> Floats:
    """How much each text counts, (n,): each file and language its share, each class alike."""
    weights = corpus.weights.copy()
    names = np.char.add(corpus.sources, corpus.languages)
    for name in np.unique(names):
        here = names == name
        for label in np.unique(labels[here]):
            chosen = here & (labels == label)
            weights[chosen] /= weights[chosen].sum()
        first = int(np.flatnonzero(here)[0])
        share = SHARES.get((str(corpus.sources[first]), str(corpus.languages[first])), OTHERS)
        weights[here] *= share / weights[here].sum()
    return weights


def reach(looks: NDArray[np.float32]) -> Floats:
    """The factor of each dense column before the ridge, (columns,): the lexicon's own, the
    vectors' by their spread, those of feeling further than the others.
    """
    factor = np.ones(looks.shape[1])
    factor[[place for place, name in enumerate(DENSE[: factor.size]) if name in GROWING]] = 0.0
    vectors = np.arange(len(DENSE), looks.shape[1])
    if vectors.size:
        spread = looks[:, vectors].std(axis=0)
        place = np.arange(vectors.size)
        width = vectors.size - TOLD_DENIED - 2
        feeling = (place < LABELLED) | (place >= width) & (place < width + LABELLED)
        feeling |= place >= vectors.size - 2
        factor[vectors] = np.where(feeling, FEELING, TOPIC) / np.maximum(spread, 1e-9)
    return factor


def two_steps(
    rows: Rows, labels: Labels, weights: Floats, classes: int, kept: float
) -> tuple[Floats, Floats, Floats]:
    """Weights of the hashed and dense columns and the bias, one for each class."""
    factor = reach(rows.dense)
    looks = rows.dense * factor
    first = fit(looks, labels, weights, classes, DENSE_RIDGE, 60)
    second = fit(rows.hashed, labels, weights, classes, HASHED_RIDGE, offset=first.scores(looks))
    return joined(first, second, factor, kept)


def joined(first: Head, second: Head, factor: Floats, kept: float) -> tuple[Floats, Floats, Floats]:
    """One head of two, of the second only the part that is kept."""
    return (
        second.weights * kept,
        first.weights * factor[:, None],
        first.bias + second.bias * kept,
    )


def learn(corpus: Corpus, rows: Rows) -> Model:
    """The six heads, learnt from a corpus and its rows."""
    parts = [of_sentiment(corpus, rows)]
    some = np.isin(corpus.languages, OURS) | (np.arange(corpus.count) % SOME == 0)
    for column, name in enumerate(SIGNALS):
        told = corpus.signals[:, column]
        chosen = (told != UNKNOWN) & some
        labels = told[chosen]
        weights = balanced(corpus.where(chosen), labels)
        found = two_steps(rows.where(chosen), labels, weights, 2, KEPT[name])
        hashed, looks, bias = (part[..., 1:] - part[..., :1] for part in found)
        parts.append((hashed, looks, bias))
    hashed, looks, bias = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
    return Model(hashed, looks, bias)


def of_sentiment(corpus: Corpus, rows: Rows) -> tuple[Floats, Floats, Floats]:
    """The three heads of sentiment."""
    chosen = corpus.sentiment != UNKNOWN
    labels = corpus.sentiment[chosen]
    weights = balanced(corpus.where(chosen), labels)
    hashed, looks, bias = two_steps(rows.where(chosen), labels, weights, 3, KEPT["sentiment"])
    looks[DENSE.index("score")] += LEANING * np.array([-1.0, 0.0, 1.0])
    return hashed, looks, bias
