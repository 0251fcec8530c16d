"""Characters: how does a batch of texts become one array of plain letters?

Lower case, accents stripped, ligatures spelt out, a letter said three times or more said twice,
numbers of three digits or more written 0, links cut to `http`, mentions to `@`; every letter
keeps its place in the text as it was given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
Kinds = NDArray[np.uint8]

SPACE, LETTER, DIGIT, MARK, PICTURE, DROPPED = range(6)
"""Kinds: what parts words; letters; digits; punctuation; emoji and other symbols; not read."""

LISTED = 0x3400
"""Below it each character is classed by the Unicode tables, above it by range."""

RANGES = (
    (0xD800, 0xF8FF, SPACE),
    (0xFE00, 0xFE0F, DROPPED),
    (0xFEFF, 0xFEFF, DROPPED),
    (0xFFF0, 0xFFFF, SPACE),
    (0x1F000, 0x1FAFF, PICTURE),
    (0x1F3FB, 0x1F3FF, DROPPED),
    (0xE0000, 0x10FFFF, DROPPED),
)
CATEGORIES = {
    "L": LETTER, "N": LETTER, "Nd": DIGIT, "M": DROPPED, "Mc": LETTER,
    "P": MARK, "S": MARK, "So": PICTURE, "Z": SPACE, "C": SPACE, "Cf": DROPPED,
}  # fmt: skip
APOSTROPHE = ord("'")
APOSTROPHES = "’‘ʼ´`′"
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
SHORT_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a batch, in order; messages are parted by a SPACE.

    `codes` folded code points (c,), `written` the same with their accents (c,), `kinds` (c,),
    `messages` index of the message (c,), `places` index in its own text (c,), `capital` written
    in upper case (c,), `stretched` followed by more of itself that was cut (c,), `lines` how
    many line ends stand before it in the batch (c,); `count` messages.
    """

    codes: Integers
    written: Integers
    kinds: Kinds
    messages: Integers
    places: Integers
    capital: Bools
    stretched: Bools
    lines: Integers
    count: int


def kind_of(character: str) -> int:
    """The kind of one character by its Unicode category."""
    if character == "_":
        return LETTER
    if character == "@":
        return PICTURE
    category = unicodedata.category(character)
    return CATEGORIES.get(category, CATEGORIES[category[0]])


def folded(character: str) -> int:
    """The code point a character is read as: lower case, without its accent."""
    if character in APOSTROPHES:
        return APOSTROPHE
    plain = unicodedata.normalize("NFKD", character)[0].lower()
    return ord(plain[0])


@lru_cache(maxsize=1)
def tables() -> tuple[Kinds, Integers, Integers, Bools]:
    """Kind of every code point; fold, lower case and capital of those below LISTED."""
    kinds = np.full(0x110000, LETTER, np.uint8)
    for first, last, kind in RANGES:
        kinds[first : last + 1] = kind
    listed = [chr(code) for code in range(LISTED)]
    kinds[:LISTED] = [kind_of(character) for character in listed]
    folds = np.array([folded(character) for character in listed], np.int64)
    lower = np.array([ord(character.lower()[0]) for character in listed], np.int64)
    return kinds, folds, lower, np.array([character.isupper() for character in listed])


def read(texts: Sequence[str]) -> Characters:
    """The characters of a batch of texts, folded and cut as the module says."""
    given = as_given(texts)
    plain = without_addresses(given)
    return with_joiners(with_short_numbers(without_stretches(plain)))


def as_given(texts: Sequence[str]) -> Characters:
    """Every character of the texts, folded, none cut but those that are not read."""
    kinds, folds, lower, capitals = tables()
    joined = " ".join(texts) + " "
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    if not lengths.size:
        raw = raw[:0]
    messages = np.repeat(np.arange(len(texts)), lengths)
    places = np.arange(raw.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    raw, messages, places = spelt_out(joined, raw, messages, places)
    listed = np.minimum(raw, LISTED - 1)
    known = raw < LISTED
    codes = np.where(known, folds[listed], raw)
    written = np.where(known, lower[listed], raw)
    lines = np.cumsum(raw == ord("\n"))
    none = np.zeros(raw.size, bool)
    capital = capitals[listed] & known
    found = Characters(
        codes, written, kinds[raw], messages, places, capital, none, lines, len(texts)
    )  # fmt: skip
    return kept(found, found.kinds != DROPPED)


def spelt_out(
    joined: str, raw: Integers, messages: Integers, places: Integers
) -> tuple[Integers, Integers, Integers]:
    """The same with each ligature as its two letters, both at the ligature's place."""
    for ligature, letters in LIGATURES.items():
        if ligature in joined:
            where = np.flatnonzero(raw == ord(ligature))
            raw = np.insert(raw, where, ord(letters[0]))
            raw[where + np.arange(where.size) + 1] = ord(letters[1])
            messages = np.insert(messages, where, messages[where])
            places = np.insert(places, where, places[where])
    return raw, messages, places


def kept(given: Characters, keep: Bools, stretched: Bools | None = None) -> Characters:
    """The characters where `keep` is true."""
    flags = given.stretched if stretched is None else stretched
    if keep.all():
        return given
    return Characters(
        given.codes[keep], given.written[keep], given.kinds[keep], given.messages[keep],
        given.places[keep], given.capital[keep], flags[keep], given.lines[keep], given.count,
    )  # fmt: skip


def without_stretches(given: Characters) -> Characters:
    """Any character but a digit said three times or more in a row, said twice."""
    codes, again = given.codes, np.zeros(given.codes.size, bool)
    again[2:] = (codes[2:] == codes[1:-1]) & (codes[2:] == codes[:-2])
    again &= given.kinds != DIGIT
    stretched = np.zeros(codes.size, bool)
    stretched[:-1] = again[1:]
    return kept(given, ~again, stretched)


def without_addresses(given: Characters) -> Characters:
    """Links cut to `http`, mentions to `@`."""
    cut = np.zeros(given.codes.size + 1, np.int64)
    for first, end in (links(given), mentions(given)):
        np.add.at(cut, first, 1)
        np.add.at(cut, end, -1)
    return kept(given, np.cumsum(cut[:-1]) == 0) if cut.any() else given


def links(given: Characters) -> tuple[Integers, Integers]:
    """From where to where links are cut: after `http`, up to the next space."""
    codes = given.codes
    colon = np.flatnonzero(codes[:-2] == ord(":"))
    colon = colon[(codes[colon + 1] == ord("/")) & (codes[colon + 2] == ord("/"))]
    spaces = np.flatnonzero(given.kinds == SPACE)
    end = spaces[np.searchsorted(spaces, colon)] if colon.size else colon
    secure = codes[np.maximum(colon - 1, 0)] == ord("s")
    return colon - secure, end


def mentions(given: Characters) -> tuple[Integers, Integers]:
    """From where to where mentions are cut: the word after `@`."""
    word = (given.kinds == LETTER) | (given.kinds == DIGIT)
    first = np.flatnonzero((given.codes[:-1] == ord("@")) & word[1:]) + 1
    other = np.flatnonzero(~word)
    return first, other[np.searchsorted(other, first)] if first.size else first


def with_short_numbers(given: Characters) -> Characters:
    """Numbers of more than two digits, points and commas included, written 0."""
    codes, digit = given.codes, given.kinds == DIGIT
    joiner = np.zeros(codes.size, bool)
    joiner[1:-1] = digit[:-2] & digit[2:] & np.isin(codes[1:-1], [ord("."), ord(","), ord(":")])
    number = digit | joiner
    edge = np.diff(number.astype(np.int8), prepend=0, append=0)
    first, end = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    long = end - first > SHORT_NUMBER
    cut = np.zeros(codes.size + 1, np.int64)
    cut[first[long] + 1] = 1
    cut[end[long]] -= 1
    codes = codes.copy()
    codes[first[long]] = ord("0")
    return kept(replace(given, codes=codes), np.cumsum(cut[:-1]) == 0)


def with_joiners(given: Characters) -> Characters:
    """Apostrophes and hyphens within words: `don't` stays one word, `l'eau` becomes two."""
    codes, kinds = given.codes, given.kinds.copy()
    letter = kinds == LETTER
    where = np.flatnonzero((codes == APOSTROPHE) | (codes == ord("-")))
    where = where[(where > 0) & (where < codes.size - 1)]
    where = where[letter[where - 1] & letter[where + 1]]
    after = letter[np.minimum(where + 2, codes.size - 1)]
    is_not = (codes[where] == APOSTROPHE) & (codes[where - 1] == ord("n"))
    is_not &= (codes[where + 1] == ord("t")) & ~after
    kinds[where] = np.where(is_not, LETTER, SPACE)
    return replace(given, kinds=kinds)
