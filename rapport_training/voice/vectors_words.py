"""Words: which words get a vector, and how is the encoder asked about them?

A word comes from the texts that the training may learn from, from our own emotive lexicon, or
from a list of French words (`an-array-of-french-words`, MIT), since the training texts have few
French words of other trades. Only hashes and vectors are kept, never the words.

The encoder reads each word alone and in a short sentence ("it is ..."): the mean of both tells
more than either.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapport.voice.rules import lexicon_english, lexicon_french
from rapport_training.voice.data import Corpus

LETTERS = re.compile(r"[^\W\d_]+")
FEWEST = {"fr": 1, "en": 1, "it": 2}
"""Times that a word of a language must be said; 3 in the others."""
SHORTEST, LONGEST = 2, 24
LISTED = 3
"""Letters that a word of the list has at least."""
SENTENCES = {
    "fr": "c'est {}", "en": "it is {}", "de": "es ist {}", "es": "es {}", "it": "è {}",
    "nl": "het is {}", "pt": "é {}",
}  # fmt: skip
"""The short sentence of each language that a word is put in."""


@dataclass(frozen=True, slots=True)
class Words:
    """Candidate words (c,): language, the word as written, and how often the texts say it."""

    languages: tuple[str, ...]
    words: tuple[str, ...]
    counts: tuple[int, ...]


def said(corpus: Corpus) -> dict[str, Counter[str]]:
    """How often the texts of each language say each word, lower-cased."""
    counts: dict[str, Counter[str]] = {}
    for language in sorted(set(corpus.languages.tolist())):
        counts[language] = Counter()
    for text, language in zip(corpus.texts, corpus.languages.tolist(), strict=True):
        counts[language].update(LETTERS.findall(text.lower()))
    return counts


def listed(path: Path) -> list[str]:
    """The words of a list, a JSON array of strings."""
    words = json.loads(path.read_text(encoding="utf-8"))
    return [word for word in words if LISTED <= len(word) <= LONGEST and LETTERS.fullmatch(word)]


def own(language: str) -> list[str]:
    """The single words of our own emotive lexicon of a language."""
    lexicon = {"fr": lexicon_french.WORDS, "en": lexicon_english.WORDS}.get(language, {})
    return [word for word in lexicon if len(word) >= SHORTEST and LETTERS.fullmatch(word)]


def candidates(corpus: Corpus, french: Sequence[str]) -> Words:
    """Every word that may get a vector, in order of language and spelling."""
    found: dict[tuple[str, str], int] = {("fr", word): 0 for word in french}
    for language, counts in said(corpus).items():
        fewest = FEWEST.get(language, 3)
        for word in own(language):
            found[language, word] = 0
        for word, count in counts.items():
            if count >= fewest and SHORTEST <= len(word) <= LONGEST:
                found[language, word] = count
    keys = sorted(found)
    return Words(
        tuple(language for language, _ in keys),
        tuple(word for _, word in keys),
        tuple(found[key] for key in keys),
    )


def in_sentences(words: Words) -> list[str]:
    """The short sentence of each word."""
    pairs = zip(words.languages, words.words, strict=True)
    return [SENTENCES[language].format(word) for language, word in pairs]
