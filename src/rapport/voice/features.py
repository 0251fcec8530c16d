"""Features: which numbers does a batch of texts become, for the heads to weigh?

Signatures (kept stable: training and runtime both stand on them):

    tokens(texts) -> Tokens                      words, marks, emoji of a batch, with flags
    hashed(texts, bits=17, share=0.5) -> Features    texts to CSR rows, in one go
    features(found, rows, count, bits, share) -> Features    the same from Tokens; `rows` is
        found.messages for a row a message, found.sentences for a row a sentence
    word_hashes(words) -> uint64, phrase_hashes(rows of words) -> uint64
    word_set("words parted by spaces") -> sorted uint64; among(hashes, word_set) -> bool
    joined(left, right) -> uint64                hash of two tokens in a row
    locate(hashes, table) -> int64               index in a sorted table, -1 where absent
    marked(found) -> uint64                      hashes of tokens, those negated set apart

The columns: [0, 2**bits) words and pairs of words, negated ones set apart; [2**bits, 2**(bits+1))
runs of 2 to 5 characters within a word and its edges. Feed some thousands of texts at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.characters import MARK, PICTURE
from rapport.voice.hashing import (
    BASE,
    among,
    buckets,
    joined,
    mix,
    phrase_hashes,
    word_hashes,
    word_set,
)
from rapport.voice.tokens import WORD, Hashes, Integers, Tokens, tokens

__all__ = [
    "MARK",
    "PICTURE",
    "WORD",
    "Features",
    "Tokens",
    "among",
    "features",
    "hashed",
    "joined",
    "locate",
    "marked",
    "mix",
    "phrase_hashes",
    "tokens",
    "word_hashes",
    "word_set",
]

Columns = NDArray[np.uint32]
Values = NDArray[np.float32]

NEGATED = np.uint64(0xA5A5A5A55A5A5A5A)
LONGEST = 5
EDGE = 32
"""The code point that stands for both edges of a word: a space."""


@dataclass(frozen=True, slots=True)
class Features:
    """Sparse rows (CSR): row i has `indices[indptr[i]:indptr[i + 1]]` and as many `values`.

    An index may come twice in a row: its values add up. Words share `share` of a row's squared
    length and characters the rest, each entry alike, so a row with both is of length 1 before
    equal entries are added up.
    """

    indptr: Integers
    indices: Columns
    values: Values
    width: int

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.indptr.size - 1


def hashed(texts: Sequence[str], bits: int = 17, share: float = 0.5) -> Features:
    """A row of features a text, (n, 2 ** (bits + 1)); an empty text has an empty row."""
    found = tokens(texts)
    return features(found, found.messages, found.count, bits, share)


def features(
    found: Tokens, rows: Integers, count: int, bits: int = 17, share: float = 0.5
) -> Features:
    """A row of features for each value of `rows`, (t,) and never falling, below `count`."""
    words, pairs, second = marked(found), *in_pairs(found, rows)
    grams = list(runs_of_characters(found))
    sizes = np.bincount(rows, minlength=count) + np.bincount(rows[second], minlength=count)
    word_value = np.sqrt(share / np.maximum(sizes, 1))
    parts = [
        (buckets(words, bits), rows),
        (buckets(pairs, bits), rows[second]),
        *((buckets(mix(gram), bits) + np.uint32(1 << bits), rows[token]) for gram, token in grams),
    ]
    counts = np.array([np.bincount(row, minlength=count) for _, row in parts])
    characters = counts[2:].sum(axis=0)
    values = np.stack([word_value, np.sqrt((1 - share) / np.maximum(characters, 1))])
    indptr = np.append(0, np.cumsum(counts.sum(axis=0)))
    indices = np.empty(indptr[-1], np.uint32)
    begin = indptr[:-1].copy()
    for (column, row), size in zip(parts, counts, strict=True):
        before = np.cumsum(size) - size
        indices[np.arange(column.size) + (begin - before)[row]] = column
        begin += size
    split = np.stack([counts[:2].sum(axis=0), characters], axis=1).ravel()
    weights = np.repeat(values.T.ravel().astype(np.float32), split)
    return Features(indptr, indices, weights, 2 << bits)


def marked(found: Tokens) -> Hashes:
    """The hash of each token, (t,); those under a negation have another."""
    return found.hashes ^ (found.negated * NEGATED)


def in_pairs(found: Tokens, rows: Integers) -> tuple[Hashes, Integers]:
    """The hash of each two tokens in a row of features, and the index of the second."""
    second = np.flatnonzero(rows[1:] == rows[:-1]) + 1
    words = marked(found)
    return joined(words[second - 1], words[second]), second


def runs_of_characters(found: Tokens) -> list[tuple[Hashes, Integers]]:
    """For 2, 3, 4 and 5 characters: the hash of each run within a word, and the word's index."""
    word = np.flatnonzero(found.kinds == WORD)
    lengths = np.diff(found.first)[word] + 2
    begin = np.cumsum(lengths) - lengths
    size = int(lengths.sum())
    token = np.repeat(word, lengths)
    within = np.arange(size) - np.repeat(begin, lengths)
    left = np.repeat(lengths, lengths) - within
    codes = np.full(size, EDGE, np.uint64)
    inner = (within > 0) & (left > 1)
    codes[inner] = found.codes[np.repeat(found.kinds == WORD, np.diff(found.first))]
    rolling, parts = codes, []
    for length in range(2, LONGEST + 1):
        rolling = rolling[:-1] * BASE + codes[length - 1 :]
        whole = np.flatnonzero(left[: rolling.size] >= length)
        parts.append((rolling[whole], token[whole]))
    return parts


def locate(hashes: Hashes | NDArray[np.uint32], table: Hashes | NDArray[np.uint32]) -> Integers:
    """Where each hash stands in a sorted table, (t,); -1 where it is not there."""
    if not table.size:
        return np.full(hashes.size, -1)
    where = np.minimum(np.searchsorted(table, hashes), table.size - 1)
    return np.where(table[where] == hashes, where, -1)
