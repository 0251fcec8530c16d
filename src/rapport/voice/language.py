"""Language: which language is each message in, and how surely?

A linear head over the hashed features that the other heads read too, folded to fewer columns,
and over accented letters; its seven languages compete, helped by the language that
the rest of the thread speaks. Other languages in Latin letters are taken for the nearest of
the seven; texts in other letters are `und`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.features import EDGE, Features
from rapport.voice.hashing import BASE, among, buckets, mix, word_set
from rapport.voice.tokens import WORD, Tokens

Columns = NDArray[np.uint32]
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl")
UNKNOWN = "und"
ACCENT_BITS = 12
"""Columns for accented letters: 2 to this power."""

FEWEST_WORDS = 3
"""Below so many words, a message speaks the language of its thread."""

TRUST = 0.9
"""How likely a message is to speak the language of its thread, before it is read."""

LEAST = 0.5
"""Below this probability the language is not told."""

LATIN_BELOW = 0x250
LINKS = word_set("http")


@dataclass(frozen=True, slots=True)
class LanguageHead:
    """The weights of the seven languages.

    `weights` (width, 7) whole numbers, times `scales` (7,), plus `bias` (7,); `bits` of the
    hashed part, whose width is 2 ** (bits + 1), before the accented part; `temperature` divides
    the scores before they become probabilities.
    """

    weights: NDArray[np.int8]
    scales: Floats
    bias: Floats
    bits: int
    temperature: float


@dataclass(frozen=True, slots=True)
class Languages:
    """What language each of n messages is in: `names` (n,) indices of LANGUAGES, -1 if not told;
    `surely` (n,) its probability; `probabilities` (n, 7).
    """

    names: Integers
    surely: NDArray[np.float64]
    probabilities: NDArray[np.float64]

    @property
    def codes(self) -> tuple[str, ...]:
        """ISO 639-1 code of each message's language, `und` if not told."""
        known = (*LANGUAGES, UNKNOWN)
        return tuple(known[index] for index in self.names)


def accented(found: Tokens) -> tuple[Columns, Integers]:
    """The columns of accented letters, alone and beside their neighbours, and their messages."""
    where = np.flatnonzero((found.written != found.codes) & (found.codes >= ord("a")))
    token = np.searchsorted(found.first, where, side="right") - 1
    letter = found.written[where].astype(np.uint64)
    begins, ends = found.first[token] == where, found.first[token + 1] == where + 1
    left = np.where(begins, EDGE, found.codes[where - 1]).astype(np.uint64)
    after = np.append(found.codes, EDGE)[where + 1]
    right = np.where(ends, EDGE, after).astype(np.uint64)
    hashes = np.stack([letter, left * BASE + letter, (letter * BASE + right) * BASE], axis=1)
    return buckets(mix(hashes.ravel()), ACCENT_BITS), np.repeat(found.messages[token], 3)


def language_columns(found: Tokens, row: Features, bits: int) -> Features:
    """The columns of the head: those of `row` folded to 2 ** (bits + 1), then the accented."""
    finer = row.width.bit_length() - 2
    letters, whose = accented(found)
    counts = np.bincount(whose, minlength=row.count)
    words = np.maximum(found.words, 1)
    before = np.diff(row.indptr)
    indptr = np.append(0, np.cumsum(before + counts))
    indices = np.empty(indptr[-1], np.uint32)
    values = np.empty(indptr[-1], np.float32)
    hashed_places = np.arange(row.indices.size) + np.repeat(indptr[:-1] - row.indptr[:-1], before)
    indices[hashed_places] = row.indices >> np.uint32(finer - bits)
    values[hashed_places] = row.values
    first = indptr[:-1] + before - (np.cumsum(counts) - counts)
    places = np.arange(letters.size) + first[whose]
    indices[places] = letters + np.uint32(2 << bits)
    values[places] = (1 / np.sqrt(words))[whose]
    return Features(indptr, indices, values, (2 << bits) + (1 << ACCENT_BITS))


def weighed(row: Features, weights: NDArray[np.int8], scales: Floats, bias: Floats) -> Floats:
    """The score of each row by each column of `weights` (width, k), (n, k)."""
    filled = np.flatnonzero(np.diff(row.indptr))
    scores = np.zeros((row.count, weights.shape[1]), np.float32)
    if filled.size:
        starts, found = row.indptr[filled], weights.take(row.indices, axis=0)
        for head in range(weights.shape[1]):
            scores[filled, head] = np.add.reduceat(found[:, head] * row.values, starts)
    return scores * scales + bias


def languages(found: Tokens, row: Features, priors: Sequence[str], head: LanguageHead) -> Languages:
    """The language of each message; `priors` (n,) codes of what its thread speaks, or ""."""
    scores = weighed(
        language_columns(found, row, head.bits), head.weights, head.scales, head.bias
    ).astype(np.float64)
    prior = np.array([LANGUAGES.index(code) if code in LANGUAGES else -1 for code in priors])
    known = np.flatnonzero(prior >= 0)
    scores /= head.temperature
    odds = np.log(TRUST / (1 - TRUST) * (len(LANGUAGES) - 1))
    scores[known, prior[known]] += odds
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = scores / scores.sum(axis=1, keepdims=True)
    return told(found, probabilities, prior)


def told(found: Tokens, probabilities: NDArray[np.float64], prior: Integers) -> Languages:
    """The likeliest language; the thread's below FEWEST_WORDS; none below LEAST or not Latin."""
    words, latin = words_read(found)
    names = probabilities.argmax(axis=1)
    inherits = (words < FEWEST_WORDS) & (prior >= 0)
    names = np.where(inherits, prior, names)
    surely = probabilities[np.arange(names.size), names]
    surely = np.where(inherits, np.maximum(surely, TRUST), surely)
    silent = ~inherits & ((words == 0) | (surely < LEAST) | (latin < words / 2))
    return Languages(np.where(silent, -1, names), np.where(silent, 0.0, surely), probabilities)


def words_read(found: Tokens) -> tuple[Integers, Integers]:
    """By message, how many tokens are words (links apart), and how many begin in Latin letters."""
    word = (found.kinds == WORD) & ~among(found.hashes, LINKS)
    first = found.codes[found.first[:-1]]
    word &= first >= ord("a")
    count = found.count
    latin = word & (first < LATIN_BELOW)
    return (
        np.bincount(found.messages[word], minlength=count),
        np.bincount(found.messages[latin], minlength=count),
    )
