"""Tokens: which words, marks and emoji does a batch of texts hold, and how do they stand?

tokens(texts) -> Tokens: every feature, lexicon and rule that works on whole batches starts here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice import characters, sentences
from rapport.voice.characters import DIGIT, LETTER, MARK, PICTURE, SPACE, Characters
from rapport.voice.hashing import among, runs, word_set

Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]
Integers = NDArray[np.int64]
Kinds = NDArray[np.uint8]

WORD = LETTER
"""The kind of a token of letters and digits; the others are MARK (punctuation) and PICTURE."""

SCOPE = 4
"""How many tokens after a negation it reaches, at most."""

NEGATIONS = word_set(
    "not no never nothing nor neither nobody none nowhere without hardly barely cannot cant dont "
    "doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt havent hasnt hadnt aint "
    "don't can't doesn't didn't isn't aren't wasn't weren't won't wouldn't couldn't shouldn't "
    "haven't hasn't hadn't ain't mustn't needn't "
    "pas jamais rien aucun aucune sans ni guere nullement "
    "nicht kein keine keinen keinem keiner nie niemals ohne nunca ni sin jamas tampoco nada "
    "non senza nessun nessuna nao sem nem nenhum nenhuma niet geen nooit zonder"
)
HALF_NEGATIONS = word_set("plus personne point")
"""Negations only where `ne` or `n'` stands at most three tokens before them."""
HALVES = word_set("ne n")
"""What stands before the verb that `pas` follows: it reaches that verb."""
DONT = word_set("dont")
SPEAKERS = word_set("i you we they u just still really please pls people ppl also and so")
"""`dont` negates after one of these only: in French it says "of which"."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The t tokens of a batch of n texts, in order; every array is (t,) unless told.

    `hashes` 64 bits (see hashing); `kinds` WORD, MARK or PICTURE; `indptr` (n + 1,) where each
    message's tokens begin; `messages` the message of each; `starts`, `ends` characters in the
    message's own text; `sentences` number of the sentence in the batch; `sentence_messages`
    (sentences,) the message of each; `is_last` in the last sentence of its message; `turned`
    after a "but" of its sentence; `negated` within reach of a negation; `capital` begins with a
    capital; `shouted` two letters or more, all capitals; `stretched` a letter or mark was
    repeated; `first` (t + 1,) where each token's characters begin in `codes` (c,), folded,
    and `written` (c,), with their accents.
    """

    hashes: Hashes
    kinds: Kinds
    indptr: Integers
    messages: Integers
    starts: Integers
    ends: Integers
    sentences: Integers
    sentence_messages: Integers
    is_last: Bools
    turned: Bools
    negated: Bools
    capital: Bools
    shouted: Bools
    stretched: Bools
    first: Integers
    codes: Integers
    written: Integers

    @property
    def count(self) -> int:
        """How many messages there are."""
        return self.indptr.size - 1

    @property
    def words(self) -> Integers:
        """How many tokens are words, by message (n,)."""
        word = np.append(0, np.cumsum(self.kinds == WORD))
        counts: Integers = np.diff(word[self.indptr])
        return counts


def tokens(texts: Sequence[str]) -> Tokens:
    """The tokens of a batch of texts; any string will do, an empty one has none."""
    given = characters.read(texts)
    starts, solid = beginnings(given)
    codes, kinds = given.codes[solid], given.kinds[solid][starts]
    kinds = np.where(kinds == DIGIT, WORD, kinds)
    messages = given.messages[solid]
    places = given.places[solid]
    hashes = runs(codes, starts)
    last = np.append(starts[1:], codes.size)[: starts.size] - 1
    begin, end = places[starts], places[last] + 1
    of_message = messages[starts]
    indptr = np.searchsorted(of_message, np.arange(given.count + 1))
    capitals = given.capital[solid]
    sentence = sentence_of(given, solid, starts, hashes, kinds, begin, end, of_message, capitals)
    opens = np.flatnonzero(np.diff(sentence, prepend=-1))
    whose = of_message[opens]
    final = np.append(whose[1:] != whose[:-1], True)[: whose.size]
    return Tokens(
        hashes, kinds, indptr, of_message, begin, end, sentence, whose, final[sentence],
        sentences.turned(hashes, sentence), negated(hashes, kinds, sentence), capitals[starts],
        shouted(capitals, starts, kinds), any_of(given.stretched[solid], starts),
        np.append(starts, codes.size), codes, given.written[solid],
    )  # fmt: skip


def chosen(found: Tokens, keep: Bools) -> Tokens:
    """The tokens where `keep` (t,) is true, under the same numbers of messages and sentences."""
    lengths = np.diff(found.first)
    letters = np.repeat(keep, lengths)
    before = np.append(0, np.cumsum(keep))
    return Tokens(
        found.hashes[keep], found.kinds[keep], before[found.indptr], found.messages[keep],
        found.starts[keep], found.ends[keep], found.sentences[keep], found.sentence_messages,
        found.is_last[keep], found.turned[keep], found.negated[keep], found.capital[keep],
        found.shouted[keep], found.stretched[keep],
        np.append(0, np.cumsum(lengths[keep])), found.codes[letters], found.written[letters],
    )  # fmt: skip


def beginnings(given: Characters) -> tuple[Integers, Bools]:
    """Where tokens begin among the characters that are not spaces, and which are not."""
    group = np.where(given.kinds == DIGIT, LETTER, given.kinds)
    solid = group != SPACE
    begins = solid.copy()
    begins[1:] &= (group[1:] != group[:-1]) | (group[1:] == PICTURE)
    return np.flatnonzero(begins[solid]), solid


def any_of(flags: Bools, starts: Integers) -> Bools:
    """Whether any character of each token has the flag, (t,)."""
    return np.logical_or.reduceat(flags, starts) if starts.size else np.zeros(0, bool)


def shouted(capitals: Bools, starts: Integers, kinds: Kinds) -> Bools:
    """Words of two letters or more in capitals, (t,)."""
    if not starts.size:
        return np.zeros(0, bool)
    lengths = np.diff(starts, append=capitals.size)
    every = np.logical_and.reduceat(capitals, starts)
    found: Bools = every & (lengths > 1) & (kinds == WORD)
    return found


def sentence_of(
    given: Characters,
    solid: Bools,
    starts: Integers,
    hashes: Hashes,
    kinds: Kinds,
    begin: Integers,
    end: Integers,
    messages: Integers,
    capitals: Bools,
) -> Integers:
    """The number in the batch of the sentence that each token is in, (t,)."""
    if not starts.size:
        return np.empty(0, np.int64)
    codes = given.codes[solid]
    opens = np.diff(messages, prepend=-1) > 0
    touches = np.append(False, begin[1:] == end[:-1]) & ~opens
    lines = given.lines[solid][starts]
    line_ends = np.where(opens, 0, np.diff(lines, prepend=lines[0]))
    has_end = any_of(np.isin(codes, sentences.ENDS), starts) & (kinds == MARK)
    single = np.diff(starts, append=codes.size) == 1
    is_stop = single & (codes[starts] == sentences.FULL_STOP)
    found = sentences.ends(
        hashes, has_end, is_stop, kinds == WORD, kinds == PICTURE, capitals[starts], single,
        touches, line_ends,
    )  # fmt: skip
    return sentences.numbered(found, opens)


def negated(hashes: Hashes, kinds: Kinds, sentence: Integers) -> Bools:
    """Whether each word is within SCOPE tokens after a negation, with no mark between, (t,)."""
    if not hashes.size:
        return np.zeros(0, bool)
    index = np.arange(hashes.size)
    negation = among(hashes, NEGATIONS)
    half = among(hashes, HALVES)
    opened = last_of(half)
    negation |= among(hashes, HALF_NEGATIONS) & (opened >= 0) & (index - opened <= SCOPE - 1)
    negation |= half
    loose = among(hashes, DONT)
    negation[1:] &= ~loose[1:] | among(hashes, SPEAKERS)[:-1]
    negation[:1] &= ~loose[:1]
    latest = np.append(-1, last_of(negation)[:-1])
    stop = last_of((kinds == MARK) | among(hashes, sentences.TURNS))
    reached = (latest > stop) & (index - latest <= SCOPE) & (latest >= 0)
    found: Bools = reached & (kinds == WORD) & (sentence[np.maximum(latest, 0)] == sentence)
    return found


def last_of(flags: Bools) -> Integers:
    """The index of the last token so flagged, at or before each, (t,); -1 where none."""
    found: Integers = np.maximum.accumulate(np.where(flags, np.arange(flags.size), -1))
    return found
