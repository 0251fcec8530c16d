"""Which forms does a word of a lexicon take: feminine, plural, conjugated, without accents?

Lexicons list one form a word; the others are made here, so that a list stays short enough to be
read and argued about. A form too many ("geniauxes") harms nothing: nobody writes it. All forms
are folded (lower case, no accents), as the texts are before they are looked up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

Inflection = Callable[[str], Iterator[str]]
"""Gives all forms of one word, itself included."""

_APART = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})

_FRENCH_ADJECTIVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("eux", ("eux", "euse", "euses", "eusement")),
    ("teur", ("teur", "teurs", "trice", "trices", "teuse", "teuses")),
    ("eur", ("eur", "eurs", "euse", "euses")),
    ("if", ("if", "ifs", "ive", "ives", "ivement")),
    ("el", ("el", "els", "elle", "elles", "ellement")),
    ("ul", ("ul", "uls", "ulle", "ulles", "ullement")),
    ("en", ("en", "ens", "enne", "ennes")),
    ("on", ("on", "ons", "onne", "onnes")),
    ("et", ("et", "ets", "ete", "etes", "ette", "ettes", "etement")),
    ("er", ("er", "ers", "ere", "eres", "erement")),
    ("al", ("al", "als", "aux", "ale", "ales", "alement")),
    ("ant", ("ant", "ants", "ante", "antes", "amment")),
    ("ent", ("ent", "ents", "ente", "entes", "emment")),
    ("s", ("s", "se", "ses", "sement")),
    ("x", ("x", "sse", "sses", "se", "ses")),
    ("e", ("e", "es", "ement")),
)
_TOKEN = re.compile(r"\w+n't\b|\w+|[^\w\s'-]")

_FIRST = "er e es ent ons ez ee ees ais ait aient ant era erai eras erez eront erait erais a ai"
_SECOND = "ir is it i ie ies issons issez issent issait issaient issant ira irai irait"


def fold(text: str) -> str:
    """Lower case without accents, ligatures or curly apostrophes: "Cœur brisé" → "coeur brise".

    >>> fold("Cœur brisé")
    'coeur brise'
    """
    parts = unicodedata.normalize("NFKD", text.lower().translate(_APART))
    return "".join(part for part in parts if not unicodedata.combining(part))


def as_written(word: str) -> Iterator[str]:
    """Only the form that is listed."""
    yield word


def french_adjectives(word: str) -> Iterator[str]:
    """Masculine and feminine, singular and plural, and the adverb where its form is plain."""
    for ending, forms in _FRENCH_ADJECTIVES:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            yield from (stem + form for form in forms)
            return
    yield from (word, word + "s", word + "e", word + "es", word + "ment", word + "ement")


def french_nouns(word: str) -> Iterator[str]:
    """Singular and plural: "arnaque", "arnaques"; "animal", "animaux"."""
    yield word
    if word.endswith("al"):
        yield word[:-1] + "ux"
    yield word if word[-1] in "sxz" else word + ("x" if word.endswith(("eau", "eu")) else "s")


def french_verbs(word: str) -> Iterator[str]:
    """Present, imperfect, future, conditional and participles of verbs in -er and -ir."""
    stem, endings = word[:-2], (_SECOND if word.endswith("ir") else _FIRST)
    yield from (stem + ending for ending in endings.split())
    if word.endswith("ger"):
        yield from (stem + "e" + ending for ending in ("ais", "ait", "aient", "ant", "ons"))
    if word.endswith("yer"):
        yield from (stem[:-1] + "i" + ending for ending in ("e", "es", "ent", "era", "erai"))
    if word.endswith(("eler", "eter")):
        yield from (stem + stem[-1] + ending for ending in ("e", "es", "ent", "era"))


def english_adjectives(word: str) -> Iterator[str]:
    """Adjective and adverb: "terrible", "terribly"; "awful", "awfully"; "happy", "happily"."""
    yield word
    if word.endswith("le"):
        yield word[:-1] + "y"
    elif word.endswith("y"):
        yield word[:-1] + "ily"
    else:
        yield word + "ly"


def english_degrees(word: str) -> Iterator[str]:
    """Adjective, adverb, comparative and superlative: "slow", "slowly", "slower", "slowest"."""
    yield from english_adjectives(word)
    stem = word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")
    yield from (stem + "er", stem + "est")
    if len(word) < 5 and word[-1] not in "aeiouwyx":
        yield from (word + word[-1] + "er", word + word[-1] + "est")


def english_nouns(word: str) -> Iterator[str]:
    """Singular and plural: "scam", "scams"; "glitch", "glitches"; "delay", "delays"."""
    yield word
    if word.endswith("y") and word[-2] not in "aeiou":
        yield word[:-1] + "ies"
    else:
        yield word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")


def english_verbs(word: str) -> Iterator[str]:
    """Regular verb: "fail", "fails", "failed", "failing"; "hate" drops its e, "rip" may double."""
    yield from english_nouns(word)
    if word.endswith("y") and word[-2] not in "aeiou":
        yield from (word[:-1] + "ied", word + "ing")
        return
    stem = word.removesuffix("e")
    yield from (stem + "ed", stem + "ing")
    if word[-1] in "bdgmnprt" and word[-2] in "aeiou" and word[-3] not in "aeiou":
        yield from (word + word[-1] + "ed", word + word[-1] + "ing")


def folded_words(words: str) -> frozenset[str]:
    """The words of a list separated by white space, folded."""
    return frozenset(fold(words).split())


Group = tuple[float, Inflection, str]
"""Polarity, how the words inflect, and the words, separated by white space."""


def lexicon(groups: Iterable[Group]) -> dict[str, float]:
    """Folded forms of all words with their polarity; of a form in two groups the first counts."""
    found: dict[str, float] = {}
    for polarity, inflect, words in groups:
        for word in words.split():
            for form in inflect(fold(word)):
                found.setdefault(form, polarity)
    return found


def idioms(groups: Iterable[tuple[float, str]]) -> dict[tuple[str, ...], float]:
    """Tuples of 2 to 4 folded tokens, as `tokens` cuts them; commas part the idioms.

    What holds a shortened "not" ("can't fault") is also listed without its apostrophe.
    """
    found: dict[tuple[str, ...], float] = {}
    for polarity, lines in groups:
        for idiom in filter(None, map(str.strip, fold(lines).split(","))):
            words = tuple(_TOKEN.findall(idiom))
            found.setdefault(words, polarity)
            found.setdefault(tuple(word.replace("n't", "nt") for word in words), polarity)
    return found
