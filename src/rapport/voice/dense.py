"""Dense features: what do the emotive lexicon, word vectors and a text's looks tell the heads?

dense(found, languages, vectors) -> (n, len(DENSE) + d + 10): the columns of `rules.polarity`,
the looks of the text, then what its words' vectors tell (see `pooled`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rapport.voice.characters import PICTURE
from rapport.voice.features import locate
from rapport.voice.hashing import among, word_set
from rapport.voice.rules import polarity
from rapport.voice.tokens import WORD, Integers, Tokens
from rapport.voice.weights import Vectors

Floats = NDArray[np.float32]

LOOKS = ("length", "shouted", "stretched", "exclaims", "asks", "pictures", "denies")
DENSE = (*polarity.COLUMNS, *LOOKS)
"""The dense columns before the vectors, in order."""

EXCLAMATIONS = word_set("! !! !!! ?! !?")
QUESTIONS = word_set("? ?? ?! !?")
TOLD_DENIED = 8
"""Columns of the word vectors whose part under negations is told apart."""

DENIED = np.float32(-0.5)
"""What is left of a word's feeling under a negation."""

LONG = 6.0
"""The logarithm of the number of words is divided by this."""


def dense(
    found: Tokens,
    languages: Sequence[str],
    vectors: Vectors,
    rows: Integers | None = None,
    count: int | None = None,
) -> Floats:
    """The dense columns of each message, or of each of `count` rows, whose numbers `rows` (t,)
    gives; `languages` (n,) is the code of each message.
    """
    whose = found.messages if rows is None else rows
    size = found.count if count is None else count
    felt = polarity.polarity(found, languages, whose, size).columns
    parts = (felt, looks(found, whose, size), pooled(found, vectors, whose, size))
    return np.concatenate([part.astype(np.float32) for part in parts], axis=1)


def looks(found: Tokens, rows: Integers, size: int) -> NDArray[np.float64]:
    """The columns LOOKS, (size, 7)."""
    word = found.kinds == WORD
    words = np.bincount(rows, word, minlength=size)
    shares = [
        np.bincount(rows, flag, minlength=size) / np.maximum(words, 1)
        for flag in (found.shouted, found.stretched)
    ]
    counts = [
        np.log1p(np.bincount(rows, flag, minlength=size)) / 2
        for flag in (
            among(found.hashes, EXCLAMATIONS),
            among(found.hashes, QUESTIONS),
            found.kinds == PICTURE,
            found.negated & word,
        )
    ]
    return np.stack([np.log1p(words) / LONG, *shares, *counts], axis=1)


def pooled(found: Tokens, vectors: Vectors, rows: Integers, size: int) -> NDArray[np.float64]:
    """The columns of word vectors, (size, d + TOLD_DENIED + 2): the weighed mean of each row's
    known words, the part of it under negations (its first columns), and the best and the worst
    word. Nothing, (size, 0), where there are no vectors.
    """
    width = vectors.values.shape[1]
    if not width:
        return np.zeros((size, 0))
    place = locate((found.hashes >> np.uint64(32)).astype(np.uint32), vectors.hashes)
    known = np.flatnonzero(place >= 0)
    whose, denied = rows[known], found.negated[known]
    weight = vectors.weights[place[known]].astype(np.float32) / np.float32(255)
    values = vectors.values[place[known]] * vectors.scales * weight[:, None]
    feeling = values @ vectors.polarity * np.where(denied, DENIED, np.float32(1))
    mean, part = summed(values, whose, size), summed(values[:, :TOLD_DENIED], whose, size, denied)
    best, worst = np.zeros(size), np.zeros(size)
    np.maximum.at(best, whose, feeling)
    np.minimum.at(worst, whose, feeling)
    whole = 1 + np.bincount(whose, weight, minlength=size)
    return np.column_stack([mean / whole[:, None], part / whole[:, None], best, worst])


def summed(
    values: Floats, rows: Integers, size: int, chosen: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """The sum of the values (w, d) of each row, (size, d); of those `chosen` only."""
    if chosen is not None:
        values, rows = values[chosen], rows[chosen]
    sums = np.zeros((size, values.shape[1]))
    counts = np.bincount(rows, minlength=size)
    filled = np.flatnonzero(counts)
    if filled.size:
        sums[filled] = np.add.reduceat(values, (np.cumsum(counts) - counts)[filled], axis=0)
    return sums
