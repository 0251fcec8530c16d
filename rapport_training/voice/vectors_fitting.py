"""Fitting: which vectors make the mean of a sentence's words nearest to what the encoder says?

The encoder's 512 numbers are turned into a few: first the directions that tell what the
training labels tell (sentiment, complaint, praise, question, in every language that has labels),
then those along which sentences differ most. Each word begins with the encoder's vector of the
word alone; then all vectors are moved, as little as needed (ridge), so that the mean over a
sentence's words comes near the sentence's own vector: a distillation.

Frequent words count less in the mean: a / (a + share of all words), known as SIF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rapport.voice.features import WORD, locate, tokens
from rapport_training.voice.data import SENTIMENTS, SIGNALS, UNKNOWN, Corpus

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]
Integers = NDArray[np.int64]

WIDTH = 32
RIDGE = 0.3
ROUNDS = 30
FREQUENT = 1e-3
"""The share of all words from which a word counts half."""
LABEL_RIDGE = 1e-3
BATCH = 8_000


@dataclass(frozen=True, slots=True)
class Directions:
    """How the encoder's numbers become few: (row - mean) @ turn, mean (512,), turn (512, d)."""

    mean: Floats
    turn: Floats

    def of(self, rows: Floats) -> Floats:
        """Rows (n, 512) of the encoder as rows (n, d)."""
        return np.asarray((rows - self.mean) @ self.turn, np.float32)


def directions(rows: Floats, corpus: Corpus, width: int = WIDTH) -> Directions:
    """The directions of the labels, then those of the widest spread, square to each other."""
    mean = rows.mean(axis=0)
    centred = rows - mean
    spread = (centred.T @ centred).astype(np.float64) / len(rows)
    neutral = sought(centred, corpus.sentiment == 1, corpus.sentiment != UNKNOWN)
    told: list[NDArray[np.float64]] = [feeling(centred, corpus).astype(np.float64), neutral]
    for index in range(len(SIGNALS)):
        known = corpus.signals[:, index] != UNKNOWN
        told.append(sought(centred, corpus.signals[:, index] == 1, known))
    of_labels, signs = np.linalg.qr(np.stack(told, axis=1))
    of_labels = of_labels * np.sign(np.diag(signs))
    widest = np.linalg.eigh(spread)[1][:, ::-1][:, :width]
    free = widest - of_labels @ (of_labels.T @ widest)
    others = np.linalg.svd(free, full_matrices=False)[0]
    turn = np.concatenate([of_labels, others[:, : width - len(told)]], axis=1)
    return Directions(mean, turn.astype(np.float32))


def feeling(rows: Floats, corpus: Corpus) -> Floats:
    """The direction (d,) from negative to positive texts, among rows (n, d)."""
    told = np.isin(corpus.sentiment, [0, len(SENTIMENTS) - 1])
    return np.asarray(sought(rows, corpus.sentiment > 0, told), np.float32)


def sought(rows: Floats, is_so: NDArray[np.bool_], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The direction (512,) in which a label rises, both classes counting alike."""
    chosen, wanted = rows[known], is_so[known]
    share = np.where(wanted, 0.5 / wanted.sum(), 0.5 / (~wanted).sum()).astype(np.float32)
    square = (chosen * share[:, None]).T @ chosen
    slope = chosen.T @ (share * (wanted - np.float32(0.5)))
    found = np.linalg.solve(square + LABEL_RIDGE * np.eye(len(square)), slope)
    return np.asarray(found / np.linalg.norm(found), np.float64)


def known_words(texts: Sequence[str], table: Hashes) -> csr_matrix:
    """How often each text says each word of a sorted table, (n, v)."""
    parts = [counted(texts[start : start + BATCH], table) for start in range(0, len(texts), BATCH)]
    rows = np.concatenate([part[0] + index * BATCH for index, part in enumerate(parts)])
    places = np.concatenate([part[1] for part in parts])
    ones = np.ones(rows.size, np.float32)
    return csr_matrix((ones, (rows, places)), shape=(len(texts), table.size))


def counted(texts: Sequence[str], table: Hashes) -> tuple[Integers, Integers]:
    """Row and place in the table of each known word of a batch."""
    found = tokens(texts)
    place = locate(found.hashes, table)
    known = (place >= 0) & (found.kinds == WORD)
    return found.messages[known], place[known]


def commonness(said: csr_matrix) -> Floats:
    """How much each word counts, (v,): near 1 for seldom words, near 0 for the commonest."""
    share = np.asarray(said.sum(axis=0)).ravel() / said.sum()
    return np.asarray(FREQUENT / (FREQUENT + share), np.float32)


def means(said: csr_matrix, weights: Floats) -> csr_matrix:
    """The matrix that takes each text's mean over its known words and one empty word, each
    counting its weight, (n, v).
    """
    counts = said @ weights + 1
    values = said.data * weights[said.indices] / np.repeat(counts, np.diff(said.indptr))
    return csr_matrix((values.astype(np.float32), said.indices, said.indptr), shape=said.shape)


def scaled(mean: csr_matrix, start: Floats, wanted: Floats) -> Floats:
    """First vectors, each direction stretched so that their means fit best."""
    made = mean @ start
    stretch = (made * wanted).sum(axis=0) / np.maximum((made**2).sum(axis=0), 1e-9)
    return np.asarray(start * stretch, np.float32)


def fitted(mean: csr_matrix, start: Floats, wanted: Floats, ridge: float = RIDGE) -> Floats:
    """The vectors (v, d) nearest to `start` whose means are near `wanted` (n, d).

    Conjugate gradients on |wanted - mean @ vectors|² + ridge * |vectors - start|².
    """
    turned = mean.T.tocsr()
    moved = np.zeros_like(start)
    left = turned @ (wanted - mean @ start)
    step, size = left.copy(), (left**2).sum(axis=0)
    for _ in range(ROUNDS):
        pushed = turned @ (mean @ step) + ridge * step
        length = size / np.maximum((step * pushed).sum(axis=0), 1e-12)
        moved += length * step
        left -= length * pushed
        after = (left**2).sum(axis=0)
        step = left + (after / np.maximum(size, 1e-12)) * step
        size = after
    return np.asarray(start + moved, np.float32)


def explained(mean: csr_matrix, vectors: Floats, wanted: Floats) -> float:
    """The share of the spread of `wanted` (n, d) that the means of the vectors explain."""
    gap = wanted - mean @ vectors
    return float(1 - (gap**2).sum() / (wanted**2).sum())
