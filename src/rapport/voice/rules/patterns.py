"""Which of a rule's patterns does each text of a batch match, how strongly and where?

A rule is one expression a language, whose alternatives carry strengths from 0 to 1. Texts are
read plain: lower case, accents off, apostrophes straight, every character in its own place, so
that spans point into the text as it was given. Cheap stems decide first whether to look at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.rules.inflections import folded_words

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Spans = tuple[tuple[int, int], ...]
"""Where the evidence lies: characters from start to end (excluded)."""


LONGEST = 20_000
"""Characters of a text that rules read; who says nothing in so many will not say it after."""


def _letter(character: str) -> str:
    """The letter without its accent, if that leaves one letter."""
    letter = unicodedata.normalize("NFD", character)[0]
    return letter if letter.isalpha() else character


_TABLE = {code: _letter(chr(code)) for code in range(0xC0, 0x250) if chr(code).isalpha()} | {
    ord(mark): "'" for mark in "’‘ʼ´`′"
}
_PUNCTUATION = frozenset('.!?;:,\n"»«-*')
_LAST_WORD = re.compile(r"[@\w'-]+$")
_LITTLE_WORDS = folded_words("""
    bonjour bonsoir salut hello svp et mais ok alors donc du coup sinon dites hi hey please and
    so but also or just then well um yes okay merci thanks car puis enfin""")
_TABLE |= {0xA0: " ", 0x202F: " ", 0x2009: " ", ord("…"): ".", ord("‑"): "-"}
_BYTES = "".join(_TABLE.get(code, chr(code)) for code in range(256)).encode("latin-1")


def plain(text: str) -> str:
    """Lower case, no accents, straight apostrophes; as long as the text, place by place.

    Of a text longer than LONGEST only its beginning is read.

    >>> plain("Résiliez-le, s’il vous plaît")
    "resiliez-le, s'il vous plait"
    """
    text = text[:LONGEST]
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    if len(lowered) != len(text):
        lowered = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    if "’" in lowered:
        lowered = lowered.replace("’", "'")
    try:
        return lowered.encode("latin-1").translate(_BYTES).decode("latin-1")
    except UnicodeEncodeError:
        return lowered.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One language's patterns: `expression` has a group for each of `strengths`.

    Those in `openings` (numbers of groups) match only where a sentence or clause opens. Nothing
    is looked for where none of `stems` occurs, if there are any; a match is void where `unless`
    occurs in its sentence up to its end. `weaken` takes the plain text and the match's place
    and gives a factor on its strength.
    """

    stems: tuple[str, ...]
    expression: re.Pattern[str]
    strengths: tuple[float, ...]
    openings: frozenset[int] = frozenset()
    unless: re.Pattern[str] | None = None
    weaken: Callable[[str, int, int], float] | None = None


def rule(
    patterns: Sequence[tuple[float, str]],
    unless: str = "",
    stems: str = "",
    weaken: Callable[[str, int, int], float] | None = None,
) -> Rule:
    """A rule from (strength, pattern)s, the first to match counting, and stems parted by "|".

    Patterns are written over plain text without capturing groups; `_` is a space and other white
    space is layout. Each begins with a word, and with `^` where it counts at openings only.
    """
    by_initial: dict[str, list[str]] = {}
    groups: list[tuple[str, str, float, bool]] = []
    for strength, pattern in patterns:
        opening = pattern.startswith("^")
        for initial, rest in initials(spaced(pattern.removeprefix("^"))):
            by_initial.setdefault(initial, [])
            groups.append((initial, rest, strength, opening))
    groups.sort(key=lambda group: group[0] or "~")
    for initial, rest, _, _ in groups:
        by_initial[initial].append(f"({rest})")
    whole = "|".join(
        f"{key}(?:{'|'.join(by_initial[key])})"
        for key in sorted(by_initial, key=lambda key: key or "~")
    )
    return Rule(
        tuple(filter(None, stems.split("|"))),
        re.compile(rf"\b(?:{whole})"),
        tuple(strength for _, _, strength, _ in groups),
        frozenset(place for place, (_, _, _, opening) in enumerate(groups, 1) if opening),
        re.compile(spaced(unless)) if unless else None,
        weaken,
    )


def initials(pattern: str) -> list[tuple[str, str]]:
    """The first letters that a pattern can begin with, each with the rest of it.

    An expression parted by first letters is tried many times faster: `re` skips an alternative
    that begins with another letter at once. A rest that cannot be parted has the letter "".

    >>> initials("(?:je_)?pars|(?:puis|peux)-je")
    [('j', '(?:e_)pars'), ('p', 'ars'), ('p', '(?:(?:uis|eux))-je')]
    """
    found: dict[tuple[str, str], list[str]] = {}
    for one in alternatives(pattern):
        if one.startswith("(?:"):
            end = closing(one, 0)
            tail, optional = one[end + 1 :], one[end + 1 : end + 2] in ("?", "*")
            again = one[: end + 2] if one[end + 1 : end + 2] == "*" else ""
            tail = again + tail[1:] if optional else tail
            for initial, rest in initials(one[3:end]):
                found.setdefault((initial, tail), []).append(rest)
            for initial, rest in initials(one[end + 2 :]) if optional else ():
                found.setdefault((initial, ""), []).append(rest)
        else:
            known = one[:1].isalnum()
            found.setdefault((one[0] if known else "", ""), []).append(one[1:] if known else one)
    return [
        (initial, (rests[0] if len(rests) == 1 and not tail else f"(?:{'|'.join(rests)})") + tail)
        for (initial, tail), rests in found.items()
    ]


def alternatives(pattern: str) -> list[str]:
    """A pattern parted at the bars that stand in no group."""
    parts, start, place = [], 0, 0
    while place < len(pattern):
        if pattern[place] == "(":
            place = closing(pattern, place)
        elif pattern[place] == "|":
            parts.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*parts, pattern[start:]]


def closing(pattern: str, start: int) -> int:
    """Where the group that opens at `start` closes; brackets in classes must be escaped."""
    depth = 0
    for place in range(start, len(pattern)):
        if pattern[place] in "()" and pattern[place - 1] != "\\":
            depth += 1 if pattern[place] == "(" else -1
            if not depth:
                return place
    raise ValueError(f"The group at {start} of {pattern!r} never closes: close it.")


def spaced(pattern: str) -> str:
    """A pattern without its layout; `_` becomes a space."""
    return re.sub(r"\s+", "", pattern).replace("_", " ")


def strongest(
    texts: Sequence[str], languages: Sequence[str], rules: Mapping[str, Rule]
) -> tuple[Floats, list[Spans]]:
    """The strongest match of each text by its language's rule, (n,), and where all of them lie.

    Texts of a language without a rule, or not known, are read by every rule.
    """
    strengths = np.zeros(len(texts))
    spans: list[Spans] = [()] * len(texts)
    every = tuple(rules.values())
    single = {language: (one,) for language, one in rules.items()}
    for place, (text, language) in enumerate(zip(texts, languages, strict=True)):
        low = plain(text)
        for one in single.get(language, every):
            found = matches(low, one)
            if found:
                best = max(strength for strength, _, _ in found)
                strengths[place] = max(strengths[place], best)
                spans[place] += tuple((start, end) for _, start, end in found)
    return strengths, spans


def matches(low: str, one: Rule) -> list[tuple[float, int, int]]:
    """The strength and place of every match of a rule in a plain text."""
    if one.stems and not any(map(low.__contains__, one.stems)):
        return []
    found = []
    for match in one.expression.finditer(low):
        start, end = match.span()
        if one.unless and one.unless.search(low, sentence_start(low, start), end):
            continue
        group = match.lastindex or 1
        if group in one.openings and not opens(low, start):
            continue
        strength = one.strengths[group - 1]
        if one.weaken:
            strength *= one.weaken(low, start, end)
        found.append((strength, start, end))
    return found


def opens(low: str, place: int) -> bool:
    """Whether a sentence or clause opens here, courtesies and little words left out."""
    before = low[max(0, place - 40) : place].rstrip()
    while before and before[-1] not in _PUNCTUATION:
        word = _LAST_WORD.search(before)
        if not word or (word.group() not in _LITTLE_WORDS and not word.group().startswith("@")):
            return False
        before = before[: word.start()].rstrip()
    return True


def sentence_start(low: str, place: int) -> int:
    """Where the sentence that holds a place begins."""
    return 1 + max(low.rfind(mark, 0, place) for mark in ".!?\n;")
