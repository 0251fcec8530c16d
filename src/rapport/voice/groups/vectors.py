"""Vectors: where does a text stand among the others, by the letters of its words?

A word is its letters in runs of 2 to 4 (its edges are letters too), a text the sum of its words,
each run weighed by how rare it is; the runs are hashed with signs into a sketch, and the sketch
is turned to the directions in which a sample of the texts differs most (latent semantic
analysis). The sample is taken by the texts' own hashes, so that neither the order of the texts nor
a few more of them changes much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_matrix

from rapport.voice.groups.wording import LONGEST, Wording
from rapport.voice.hashing import Hashes, Integers, joined, mix

Floats = NDArray[np.float32]

RUNS = (2, 3, 4)
SKETCH = 1024
SAMPLE = 12_000
TOLD = 0.7
"""Share of the variation that the directions hold: fewer would merge what differs."""

FEWEST, MOST = 64, 256
"""Directions: fewer would make a small number of texts all alike, more would cost too much."""
_MULTIPLIER = np.uint64(0x100000001B3)
_SPACE = ord(" ")


@dataclass(frozen=True, slots=True)
class Space:
    """How texts become vectors of d dimensions.

    `run` (r,) ascending hashes of the runs of letters that count, `weight` (r,) how rare each
    is, `turn` (1024, d) from the sketch to the directions.
    """

    run: Hashes
    weight: Floats
    turn: Floats

    def of(self, wording: Wording) -> Floats:
        """Vectors of length 1 (n, d); zeros for a text in which no run counts."""
        word, run = _runs(wording)
        sketched = _sketch_words(word, run, self, len(wording.vocabulary))
        words = np.asarray(sketched @ self.turn, dtype=np.float32)
        return unit(np.asarray(_occurrence(wording) @ words, dtype=np.float32))

    def covers(self, wording: Wording) -> Floats:
        """The share of each text's words that the space knows, by their runs (n,)."""
        word, run = _runs(wording)
        at = np.minimum(np.searchsorted(self.run, run), max(len(self.run) - 1, 0))
        known = self.run[at] == run if len(self.run) else np.zeros(len(run), dtype=bool)
        share = np.bincount(word, known) / np.maximum(np.bincount(word), 1)
        words = np.maximum(np.bincount(wording.text, minlength=wording.n), 1)
        total = np.bincount(wording.text, share[wording.word], minlength=wording.n)
        return np.asarray(total / words, dtype=np.float32)


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1 (n, d); rows of zeros stay."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return scaled


def mean_vectors(group: Integers, vectors: Floats, count: int) -> Floats:
    """The mean vector of each group (count, d); of an average pair of members its square tells."""
    total = csr_matrix(
        (np.ones(len(group), np.float32), (group, np.arange(len(group)))),
        shape=(count, len(group)),
    )
    sizes = np.maximum(np.bincount(group, minlength=count), 1)[:, None]
    means: Floats = np.asarray((total @ vectors) / sizes, dtype=np.float32)
    return means


def find_space(wording: Wording, sample: Integers, told: float = TOLD) -> Space:
    """The space of a sample of the texts (their numbers).

    `told`: the share of the sample's variation that its directions must hold.
    """
    word, run = _runs(wording)
    occurrence = _occurrence(wording)[sample]
    space = _weighed(word, run, occurrence)
    sketched = _sketch_words(word, run, space, len(wording.vocabulary))
    texts = unit(np.asarray((occurrence @ sketched).todense(), dtype=np.float32))
    return Space(space.run, space.weight, _directions(texts, told))


def _weighed(word: Integers, run: Hashes, occurrence: csr_matrix) -> Space:
    """Runs that at least two texts hold, each weighed by its rarity among the texts."""
    distinct, column = np.unique(run, return_inverse=True)
    ones = np.ones(len(run), np.float32)
    holds = csr_matrix((ones, (word, column)), shape=(occurrence.shape[1], len(distinct)))
    runs_of_texts = occurrence @ holds
    frequency = np.bincount(runs_of_texts.indices, minlength=len(distinct))
    kept = frequency >= min(2, occurrence.shape[0])
    rarity = np.log((1 + occurrence.shape[0]) / (1 + frequency[kept])) + 1
    return Space(distinct[kept], rarity.astype(np.float32), np.zeros((SKETCH, 0), np.float32))


def _directions(texts: Floats, told: float) -> Floats:
    """Directions of the greatest variation (1024, d), each with its greatest weight positive."""
    square = (texts.T @ texts).astype(np.float64)
    values, vectors = eigh(square, subset_by_index=[SKETCH - MOST, SKETCH - 1])
    held = np.cumsum(values[::-1]) / max(np.trace(square), 1e-12)
    count = int(np.clip(np.searchsorted(held, told) + 1, FEWEST, MOST))
    turn = vectors[:, ::-1][:, :count]
    greatest = np.abs(turn).argmax(axis=0)
    signs = np.sign(turn[greatest, np.arange(turn.shape[1])])
    return np.asarray(turn * signs, dtype=np.float32)


def _occurrence(wording: Wording) -> csr_matrix:
    """Which text holds which word, once (n, v)."""
    holds = csr_matrix(
        (np.ones(len(wording.text), np.float32), (wording.text, wording.word)),
        shape=(wording.n, len(wording.vocabulary)),
    )
    holds.sum_duplicates()
    holds.data[:] = 1
    return holds


def _runs(wording: Wording) -> tuple[Integers, Hashes]:
    """The runs of letters of each distinct word: (word, hash of the run)."""
    first = wording.start[wording.seen]
    length = np.minimum(wording.end[wording.seen] - first, LONGEST) + 2
    opening = np.cumsum(length) - length
    place = np.arange(length.sum()) - np.repeat(opening, length)
    word = np.repeat(np.arange(len(length)), length)
    edge = (place == 0) | (place == length[word] - 1)
    at = np.where(edge, 0, first[word] + place - 1)
    padded = np.where(edge, _SPACE, wording.codes[at] if len(wording.codes) else 0)
    return _windows(padded.astype(np.uint64), word, place, length)


def _windows(
    letters: Hashes, word: Integers, place: Integers, length: Integers
) -> tuple[Integers, Hashes]:
    """Windows of each size that stay inside their word."""
    words, runs = [], []
    for size in RUNS:
        fits = np.flatnonzero(place + size <= length[word])
        value = np.full(len(fits), size, dtype=np.uint64)
        for step in range(size):
            value = value * _MULTIPLIER + letters[fits + step] + np.uint64(1)
        words.append(word[fits])
        runs.append(mix(value))
    return np.concatenate(words), np.concatenate(runs)


def _sketch_words(word: Integers, run: Hashes, space: Space, words: int) -> csr_matrix:
    """Each word's runs, weighed, added with signs into 1024 places (v, 1024)."""
    if not len(space.run):
        return csr_matrix((words, SKETCH), dtype=np.float32)
    at = np.minimum(np.searchsorted(space.run, run), len(space.run) - 1)
    known = space.run[at] == run
    at, word, run = at[known], word[known], run[known]
    parts = []
    for seed in (1, 2):
        placed = joined(run, np.array([seed], dtype=np.uint64))
        sign = np.where(placed >> np.uint64(63), 1.0, -1.0).astype(np.float32)
        column = (placed & np.uint64(SKETCH - 1)).astype(np.int64)
        value = space.weight[at] * sign
        parts.append(csr_matrix((value, (word, column)), shape=(words, SKETCH)))
    return parts[0] + parts[1]
