"""Sentences: where does one sentence end, and where does a "but" turn it?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.voice.hashing import among, word_set

Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]

ENDS = tuple(ord(mark) for mark in ".!?…")
FULL_STOP = ord(".")
ABBREVIATIONS = word_set(
    "m mm mme mlle mr mrs ms dr pr st ste sr no nr tel ref art env ex p pp vol min max approx "
    "inc ltd co corp vs etc eg ie cf bzw usw ca ggf sra av bd"
)
TURNS = word_set(
    "mais cependant pourtant toutefois neanmoins but however though although yet except "
    "aber jedoch allerdings pero aunque mas porem ma tuttavia maar echter"
)


def ends(
    hashes: Hashes,
    has_end: Bools,
    is_stop: Bools,
    is_word: Bools,
    is_picture: Bools,
    is_capital: Bools,
    is_single: Bools,
    touches: Bools,
    line_ends: Integers,
) -> Bools:
    """Whether a sentence ends with each token, (t,).

    `has_end`: the token holds one of . ! ? …; `is_stop`: it is a single full stop;
    `is_capital`: it begins with a capital; `is_single`: it is one character; `touches`: nothing
    stands between it and the token before; `line_ends`: how many line ends do. A full stop after
    an abbreviation or an initial, or within an address, ends nothing; a line ends a sentence
    where the next begins with a capital or after an empty line; an emoji where a capital
    follows.
    """
    before = np.zeros(hashes.size, bool)
    short = among(hashes, ABBREVIATIONS) | (is_single & is_capital)
    before[1:] = short[:-1] & is_word[:-1]
    within = np.zeros(hashes.size, bool)
    within[:-1] = touches[1:] & is_word[1:]
    found = has_end & ~(is_stop & (before | within))
    newly = (line_ends > 1) | ((line_ends == 1) & (is_capital | ~is_word))
    newly[1:] |= is_picture[:-1] & is_word[1:] & is_capital[1:]
    found[:-1] |= newly[1:]
    return found


def numbered(found: Bools, starts_message: Bools) -> Integers:
    """The number in the batch of the sentence that each token is in, (t,), from 0."""
    opens = starts_message.copy()
    opens[1:] |= found[:-1]
    return np.cumsum(opens) - 1


def turned(hashes: Hashes, sentence: Integers) -> Bools:
    """Whether each token comes after a "but" of its sentence, (t,)."""
    index = np.arange(hashes.size)
    turn = np.maximum.accumulate(np.where(among(hashes, TURNS), index, -1))
    after: Bools = (turn >= 0) & (index > turn) & (sentence[np.maximum(turn, 0)] == sentence)
    return after
