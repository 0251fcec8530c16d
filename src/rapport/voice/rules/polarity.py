"""How does each text feel, going by the emotive lexicon alone?

polarity(found, languages) -> Polarity: from the Tokens of a batch, all at once. Idioms outrank
their words; a word of strength before a word raises or lowers it; a negation turns it (praise
denied blames, blame denied hardly praises); what follows a "but" and the last sentence weigh more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.characters import MARK, PICTURE
from rapport.voice.hashing import among, word_set
from rapport.voice.rules.lexicon import LANGUAGES, idioms_in, lexicon, salted
from rapport.voice.tokens import HALF_NEGATIONS, NEGATIONS, Tokens

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

PRAISE_DENIED = -0.75
"""What is left of a positive word under a negation: "not good" is less than bad."""
BLAME_DENIED = -0.35
"""What is left of a negative word under a negation: "not broken" is little praise."""
SHOUTED = 1.25
AFTER_TURN = 1.5
BEFORE_TURN = 0.6
IN_LAST = 1.3
SOFTENING = 12.0
"""S / sqrt(S² + SOFTENING) is the score; the sum S of one strong word gives 0.65."""
CLEAR = 0.28
"""A score beyond ±CLEAR is positive or negative, within it neutral; one mild word is neutral."""

COLUMNS = (
    "score", "praise", "blame", "praise_denied", "blame_denied", "strongest", "weakest",
    "last", "after_turn", "pictures", "density", "words_of_feeling",
)  # fmt: skip
"""What `Polarity.columns` holds, in order."""

MARKS_OF_ASKING = word_set("? ?? !? ?!")


@dataclass(frozen=True, slots=True)
class Polarity:
    """What n texts (or sentences) feel by the lexicon.

    `score` (n,) from −1 to 1; `columns` (n, len(COLUMNS)), each of order 1, for a head to weigh;
    `tokens` (t,) the feeling of each token, where the evidence lies: an idiom's on its first.
    """

    score: Floats
    columns: Floats
    tokens: Floats


def polarity(
    found: Tokens,
    languages: Sequence[str],
    rows: Integers | None = None,
    count: int | None = None,
) -> Polarity:
    """The feeling of each message of `found`, whose language is given (n,).

    `rows` (t,) and `count` read sentences in place of messages: `found.sentences`.
    """
    whose = found.messages if rows is None else rows
    size = found.count if count is None else count
    plain, denied = feelings(found, languages)
    weight = weights(found)
    value = plain * weight

    def total(values: Floats) -> Floats:
        return np.bincount(whose, values, minlength=size).astype(np.float64)

    words = np.maximum(total((found.kinds != MARK).astype(float)), 1.0)
    whole = total(value)
    score = whole / np.sqrt(whole**2 + SOFTENING)
    strongest, weakest = extremes(value, whose, size)
    columns = np.stack(
        [
            score,
            softened(total(np.maximum(plain, 0.0) * ~denied)),
            softened(total(np.maximum(-plain, 0.0) * ~denied)),
            softened(total(np.maximum(-plain, 0.0) * denied)),
            softened(total(np.maximum(plain, 0.0) * denied)),
            strongest / 3,
            weakest / 3,
            squashed(total(plain * found.is_last)),
            squashed(total(plain * found.turned)),
            squashed(total(plain * (found.kinds == PICTURE))),
            squashed(3 * whole / np.sqrt(words)),
            softened(total((plain != 0).astype(float))),
        ],
        axis=1,
    )
    return Polarity(score, columns, plain)


def softened(sums: Floats) -> Floats:
    """Sums of feeling, ever less added by more of it: 3 gives 0.69, 9 gives 1.15."""
    return np.log1p(sums) / 2


def squashed(sums: Floats) -> Floats:
    """Signed sums of feeling brought between −1 and 1."""
    return sums / np.sqrt(sums**2 + SOFTENING)


def extremes(values: Floats, rows: Integers, size: int) -> tuple[Floats, Floats]:
    """The highest and the lowest value of each row, (size,); 0 where it has none beyond."""
    highest, lowest = np.zeros(size), np.zeros(size)
    felt = np.flatnonzero(values)
    np.maximum.at(highest, rows[felt], values[felt])
    np.minimum.at(lowest, rows[felt], values[felt])
    return highest, lowest


def weights(found: Tokens) -> Floats:
    """How much each token's feeling weighs, by where it stands, (t,)."""
    sentences = found.sentence_messages.size
    has_turn = np.bincount(found.sentences, found.turned, minlength=sentences) > 0
    before = has_turn[found.sentences] & ~found.turned
    weight = np.where(found.turned, AFTER_TURN, np.where(before, BEFORE_TURN, 1.0))
    several = np.bincount(found.sentence_messages, minlength=found.count)[found.messages] > 1
    return weight * np.where(found.is_last & several, IN_LAST, 1.0)


def feelings(found: Tokens, languages: Sequence[str]) -> tuple[Floats, Bools]:
    """The feeling of each token (t,), negation and strength counted, and whether it was denied."""
    places = {language: place for place, language in enumerate(LANGUAGES)}
    speaks = np.fromiter((places.get(language, 0) for language in languages), np.int64)
    keys = salted(found.hashes, speaks[found.messages])
    known = lexicon()
    value = np.nan_to_num(known.words.of(keys))
    strength = np.nan_to_num(known.strengths.of(keys), nan=1.0)
    value, negated, in_idiom = with_idioms(found, value)
    felt = value != 0
    only_strength = (strength != 1.0) & ~in_idiom
    only_strength[:-1] &= felt[1:] & (found.sentences[1:] == found.sentences[:-1])
    value = np.where(only_strength, 0.0, value)
    value = value * raised(np.where(in_idiom, 1.0, strength), found.sentences)
    value = value * np.where(found.shouted, SHOUTED, 1.0)
    turned = value * np.where(value > 0, PRAISE_DENIED, BLAME_DENIED)
    return np.where(negated, turned, value), negated & (value != 0)


def raised(strength: Floats, sentences: Integers) -> Floats:
    """The factor that the one or two words before each token put on it, (t,)."""
    factor = np.ones(strength.size)
    for back, share in ((1, 1.0), (2, 0.5)):
        same = sentences[back:] == sentences[:-back]
        factor[back:] *= np.where(same, 1 + share * (strength[:-back] - 1), 1.0)
    return factor


def with_idioms(found: Tokens, value: Floats) -> tuple[Floats, Bools, Bools]:
    """Feelings with those of idioms in place of their words'; who is denied; who is in one.

    An idiom lies on its first token and is denied by a negation before it, unless it holds one
    itself: the "ne" of "ne marche pas" denies the idiom "marche pas" no second time.
    """
    value, taken = value.copy(), np.zeros(value.size, bool)
    negated = found.negated & ~questioned(found)
    denies = among(found.hashes, NEGATIONS) | among(found.hashes, HALF_NEGATIONS)
    for length, first, values in idioms_in(found.hashes, found.sentences):
        cover = first[:, None] + np.arange(length)
        free = ~taken[cover].any(axis=1)
        cover, first, values = cover[free], first[free], values[free]
        taken[cover] = True
        value[cover] = 0.0
        value[first] = values
        negated[first] &= ~denies[cover].any(axis=1)
    return value, negated, taken


def questioned(found: Tokens) -> Bools:
    """Tokens of a sentence that ends with a question mark: "isn't it great?" denies nothing."""
    asks = among(found.hashes, MARKS_OF_ASKING)
    sentences = found.sentence_messages.size
    return np.bincount(found.sentences, asks, minlength=sentences)[found.sentences] > 0
