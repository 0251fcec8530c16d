"""Which lexicon does each language have, as sorted arrays that tokens are looked up in?

A message is looked up in the lexicon of its own language: English "pain" is French bread. In a
language that has none, or that is not known, words that both lexicons list alike still count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rapport.voice.hashing import among, joined, phrase_hashes, word_hashes
from rapport.voice.rules import lexicon_english, lexicon_french
from rapport.voice.rules.emoji import EMOJI, EMOTICONS

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float64]

LANGUAGES = ("", "en", "fr")
"""The languages with a lexicon, after the place of all others."""

SHARE_OF_OTHERS = 0.5
"""How much a word that only one lexicon lists counts where the language is not known."""

Words = Mapping[str, float]
Phrases = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Table:
    """Sorted hashes (w,) and their values (w,)."""

    hashes: Hashes
    values: Floats

    def of(self, hashes: Hashes) -> Floats:
        """The value of each hash, (t,); not-a-number where it is not listed."""
        place = np.minimum(np.searchsorted(self.hashes, hashes), self.hashes.size - 1)
        return np.where(self.hashes[place] == hashes, self.values[place], np.nan)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tables of words, emoji, strengths and idioms; of idioms, by length, and how they begin."""

    words: Table
    strengths: Table
    idioms: tuple[tuple[int, Table], ...]
    beginnings: Hashes
    seconds: Hashes


def salted(hashes: Hashes, language: NDArray[np.int64] | int) -> Hashes:
    """Hashes set apart by the place of their language in LANGUAGES."""
    salt = np.asarray(language).astype(np.uint64)
    return hashes ^ (salt << np.uint64(62))


def table(hashes: Hashes, values: Floats) -> Table:
    """Hashes sorted, each once (the first counts), with their values."""
    unique, first = np.unique(hashes, return_index=True)
    return Table(unique, values[first])


def merged(english: Words, french: Words, neutral: float = 0.0) -> dict[str, float]:
    """What counts where the language is not known: both lists, milder where they differ."""
    found: dict[str, float] = {}
    for word in {**english, **french}:
        both = [words[word] for words in (english, french) if word in words]
        known = sum(both) / len(both)
        share = 1.0 if len(both) > 1 else SHARE_OF_OTHERS
        if len(both) < 2 or (both[0] - neutral) * (both[1] - neutral) > 0:
            found[word] = neutral + share * (known - neutral)
    return found


def word_table(english: Words, french: Words, extra: Words, neutral: float) -> Table:
    """The words of each language, and of none, as one table of salted hashes."""
    lists = (merged(english, french, neutral), english, french)
    hashes, values = [], []
    for place, words in enumerate(lists):
        full = {**words, **extra}
        hashes.append(salted(word_hashes(list(full)), place))
        values.append(np.fromiter(full.values(), float, len(full)))
    return table(np.concatenate(hashes), np.concatenate(values))


def phrase_tables() -> tuple[tuple[tuple[int, Table], ...], Hashes, Hashes]:
    """Idioms by length, longest first; the hashes of their first tokens and first pairs."""
    found: dict[tuple[str, ...], float] = {}
    for phrases in (EMOTICONS, lexicon_french.IDIOMS, lexicon_english.IDIOMS):
        for phrase, value in phrases.items():
            found.setdefault(phrase, value)
    tables = []
    for length in (4, 3, 2):
        rows = [phrase for phrase in found if len(phrase) == length]
        values = np.array([found[phrase] for phrase in rows])
        tables.append((length, table(phrase_hashes(rows), values)))
    first = np.unique(word_hashes([phrase[0] for phrase in found]))
    second = np.unique(phrase_hashes([phrase[:2] for phrase in found]))
    return tuple(tables), first, second


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of all languages; made at the first call, some hundredths of a second."""
    english, french = lexicon_english, lexicon_french
    idioms, first, second = phrase_tables()
    return Lexicon(
        word_table(english.WORDS, french.WORDS, EMOJI, 0.0),
        word_table(english.STRENGTH, french.STRENGTH, {}, 1.0),
        idioms,
        first,
        second,
    )


def idioms_in(
    hashes: Hashes, sentence: NDArray[np.int64]
) -> list[tuple[int, NDArray[np.int64], Floats]]:
    """Idioms among tokens (t,) of one sentence each: length, first tokens, polarities."""
    known = lexicon()
    begin = np.flatnonzero(among(hashes[:-1], known.beginnings)) if hashes.size else hashes[:0]
    at = begin.astype(np.int64)
    rows = joined(hashes[at], hashes[at + 1]) if at.size else hashes[:0]
    keep = among(rows, known.seconds)
    at, rows = at[keep], rows[keep]
    found = []
    for length in (2, 3, 4):
        if length > 2:
            keep = at + length <= hashes.size
            at, rows = at[keep], joined(rows[keep], hashes[at[keep] + length - 1])
        values = dict(known.idioms)[length].of(rows)
        hit = ~np.isnan(values) & (sentence[at] == sentence[at + length - 1])
        found.append((length, at[hit], values[hit]))
    return found[::-1]


__all__ = ["LANGUAGES", "Lexicon", "Table", "idioms_in", "lexicon", "salted"]
