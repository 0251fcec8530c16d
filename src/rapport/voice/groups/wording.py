"""Wording: which words do texts hold, whatever their accents, capitals, numbers and links?

All texts are worked on as arrays of code points; nothing goes text by text or word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.characters import DIGIT, LETTER, read
from rapport.voice.hashing import Hashes, Integers, joined, mix, runs, word_hashes

Codes = NDArray[np.uint32]

LONGEST = 30
"""Characters of a word that count where it is taken apart."""

_BATCH = 10_000
_LINK = word_hashes(["http"])[0]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of n texts: t of them in all, v distinct.

    `text` (t,), ascending, and `word` (t,): which text, and which word of the vocabulary, in
    order of reading; `start`, `end` (t,): where its letters stand in `codes` (folded) and in
    `written` (with accents); `vocabulary` (v,): the words' hashes, ascending; `seen` (v,): a
    place in (t,) where each stands.
    """

    n: int
    text: Integers
    word: Integers
    start: Integers
    end: Integers
    vocabulary: Hashes
    seen: Integers
    codes: Codes
    written: Codes

    def only(self, texts: Integers) -> Wording:
        """The wording of some of the texts (their numbers), numbered anew in that order."""
        place = np.full(self.n, -1)
        place[texts] = np.arange(len(texts))
        kept = np.flatnonzero(place[self.text] >= 0)
        kept = kept[np.argsort(place[self.text[kept]], kind="stable")]
        words, seen, word = np.unique(self.word[kept], return_index=True, return_inverse=True)
        return Wording(
            len(texts), place[self.text[kept]], word, self.start[kept], self.end[kept],
            self.vocabulary[words], seen, self.codes, self.written,
        )  # fmt: skip

    def surface(self, token: int) -> str:
        """How a word of a text was written, in lower case, with its accents."""
        letters = self.written[self.start[token] : self.end[token]]
        return letters.tobytes().decode("utf-32-le", "replace")

    def text_hashes(self) -> Hashes:
        """A hash of each text's words in their order (n,); 0 for a text without a word."""
        hashes = np.zeros(self.n, dtype=np.uint64)
        if len(self.text):
            opening = np.flatnonzero(np.r_[True, self.text[1:] != self.text[:-1]])
            counts = np.diff(opening, append=len(self.text))
            place = np.arange(len(self.text)) - np.repeat(opening, counts)
            placed = joined(self.vocabulary[self.word], mix(place.astype(np.uint64)))
            hashes[self.text[opening]] = np.add.reduceat(placed, opening)
        return hashes

    def shingles(self) -> tuple[Integers, Hashes]:
        """The words and the pairs of words of each text: (text, hash), texts ascending."""
        words = self.vocabulary[self.word]
        within = self.text[1:] == self.text[:-1]
        pairs = joined(words[:-1][within], words[1:][within])
        text = np.concatenate([self.text, self.text[1:][within]])
        order = np.argsort(text, kind="stable")
        return text[order], np.concatenate([words, pairs])[order]


def word_texts(texts: Sequence[str]) -> Wording:
    """Read the words of texts; links and mentions are left out, long numbers are all one.

    >>> read = word_texts(["Où est ma commande 1234 ?", "ou est MA commande 777"])
    >>> [read.surface(token) for token in range(5)]
    ['où', 'est', 'ma', 'commande', '0']
    >>> bool((read.word[:5] == read.word[5:]).all())
    True
    """
    firsts = range(0, max(len(texts), 1), _BATCH)
    batches = [_words(texts[first : first + _BATCH]) for first in firsts]
    text, hashes, start, end, codes, written = (list(part) for part in zip(*batches, strict=True))
    shift = np.cumsum([0, *map(len, codes)])[:-1]
    whole = np.concatenate(hashes)
    vocabulary, seen, word = np.unique(whole, return_index=True, return_inverse=True)
    return Wording(
        n=len(texts),
        text=np.concatenate([one + turn * _BATCH for turn, one in enumerate(text)]),
        word=word,
        start=np.concatenate([one + by for one, by in zip(start, shift, strict=True)]),
        end=np.concatenate([one + by for one, by in zip(end, shift, strict=True)]),
        vocabulary=vocabulary,
        seen=seen,
        codes=np.concatenate(codes),
        written=np.concatenate(written),
    )


def _words(
    texts: Sequence[str],
) -> tuple[Integers, Hashes, Integers, Integers, Codes, Codes]:
    """The words of a batch: text, hash, start and end of each, and the batch's letters."""
    found = read(texts)
    inside = (found.kinds == LETTER) | (found.kinds == DIGIT)
    letters = found.codes[inside]
    places = np.flatnonzero(inside)
    start = np.flatnonzero(np.diff(places, prepend=-2) > 1)
    end = np.append(start[1:], len(letters))
    hashes = runs(letters, start)
    kept = hashes != _LINK
    return (
        found.messages[places[start]][kept],
        hashes[kept],
        start[kept],
        end[kept][: kept.sum()],
        letters.astype(np.uint32),
        np.where(found.kinds == DIGIT, found.codes, found.written)[inside].astype(np.uint32),
    )
