"""Hashing: which number stands for a word, on any machine and for ever?

The hash of a word with folded code points c0, c1, … is mix(sum of ci * BASE ** i), in 64 bits
that wrap around; `mix` is xor, shift and multiply (the end of Murmur3). The hash of words in a
row is joined from left to right. A bucket of 2 ** bits is the top bits of hash * SPREAD.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rapport.voice.characters import SPACE, read

Hashes = NDArray[np.uint64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

BASE = np.uint64(0x9E3779B97F4A7C15)
STIR = np.uint64(0xFF51AFD7ED558CCD)
SPREAD = np.uint64(0xC4CEB9FE1A85EC53)
JOIN = np.uint64(0xD6E8FEB86659FD93)
SHIFT = np.uint64(33)
POWERS = np.multiply.accumulate(np.concatenate([np.ones(1, np.uint64), np.repeat(BASE, 63)]))


def mix(values: Hashes) -> Hashes:
    """Stir the bits, so that near values fall far apart."""
    stirred = (values ^ (values >> SHIFT)) * STIR
    return stirred ^ (stirred >> SHIFT)


def runs(codes: Integers, starts: Integers) -> Hashes:
    """The hash of each run of code points that begins at `starts`, (runs,)."""
    if not starts.size:
        return np.empty(0, np.uint64)
    lengths = np.diff(starts, append=codes.size)
    within = np.arange(codes.size) - np.repeat(starts, lengths)
    terms = codes.astype(np.uint64) * POWERS[np.minimum(within, POWERS.size - 1)]
    return mix(np.add.reduceat(terms, starts))


def joined(left: Hashes, right: Hashes) -> Hashes:
    """The hash of two tokens in a row, or of a row and the token after it."""
    return mix(left * JOIN + right)


def buckets(hashes: Hashes, bits: int) -> NDArray[np.uint32]:
    """The bucket of each hash among 2 ** bits."""
    return ((hashes * SPREAD) >> np.uint64(64 - bits)).astype(np.uint32)


def word_hashes(words: Sequence[str]) -> Hashes:
    """The hash of each word as it would be found in a text, (w,).

    Case, accents and stretched letters do not count; each word is taken as one token, so what
    tokens part (`l'eau`) must be given apart. A word with nothing to read has the hash mix(0).
    """
    found = read(words)
    solid = found.kinds != SPACE
    codes, messages = found.codes[solid], found.messages[solid]
    first = np.searchsorted(messages, np.arange(len(words)))
    within = np.minimum(np.arange(codes.size) - first[messages], POWERS.size - 1)
    sums = np.zeros(len(words), np.uint64)
    np.add.at(sums, messages, codes.astype(np.uint64) * POWERS[within])
    return mix(sums)


def phrase_hashes(phrases: Sequence[Sequence[str]]) -> Hashes:
    """The hash of each row of words, joined from left to right, (p,); an empty row has 0."""
    lengths = np.array([len(phrase) for phrase in phrases], np.int64)
    words = word_hashes([word for phrase in phrases for word in phrase])
    first = np.cumsum(lengths) - lengths
    whole = np.zeros(lengths.size, np.uint64)
    whole[lengths > 0] = words[first[lengths > 0]]
    for position in range(1, int(lengths.max(initial=0))):
        longer = lengths > position
        whole[longer] = joined(whole[longer], words[first[longer] + position])
    return whole


def word_set(words: str) -> Hashes:
    """The hashes of words parted by spaces, sorted, each once: what `among` looks in."""
    return np.unique(word_hashes(words.split()))


def among(hashes: Hashes, table: Hashes) -> Bools:
    """Whether each hash is in a sorted table, (t,)."""
    found: Bools = table[np.minimum(np.searchsorted(table, hashes), table.size - 1)] == hashes
    return found
