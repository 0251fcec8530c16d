"""Augmentation: which texts of our own making teach what the files do not say?

Slips of the keyboard, greetings and signatures, pictures, several sentences in one message,
praise and blame denied, questions without their mark. All of it hangs on the seed alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.random import Generator

from rapport.voice.rules import lexicon_english, lexicon_french
from rapport_training.voice.data import SIGNALS, UNKNOWN, Corpus, joined

LANGUAGES = ("fr", "en")
OPENINGS = {
    "fr": ("Bonjour,", "Bonsoir,", "Bonjour Madame, Monsieur,", "Salut", "Merci de me lire.",
           "Bonjour à toute l'équipe,", "Chers tous,"),
    "en": ("Hello,", "Hi,", "Dear Sir or Madam,", "Good morning,", "Hi there", "Hey",
           "To whom it may concern,"),
}  # fmt: skip
CLOSINGS = {
    "fr": ("Cordialement", "Bien à vous", "Bonne journée", "Merci d'avance", "Merci par avance.",
           "Dans l'attente de votre retour", "Bien cordialement, Claude", "Sincères salutations",
           "Merci et bonne soirée", "Envoyé de mon téléphone"),
    "en": ("Kind regards", "Best regards, Sam", "Thanks in advance", "Thank you", "Sincerely",
           "Have a nice day", "Looking forward to your reply", "Regards", "Many thanks, Alex",
           "Sent from my phone"),
}  # fmt: skip
PICTURES = (
    ("😡", "😠", "👎", "🤬", "😞", "😢", "🙄", ":("),
    ("🤔", "👀", "ℹ️", "📦", "📅", "🚗"),
    ("😍", "👍", "😊", "🥰", "🎉", "❤️", "👏", ":)"),
)
"""By sentiment: what people put behind a text that feels so."""

FRAMES: Mapping[str, Sequence[tuple[str, str]]] = {
    "fr": (
        ("c'est {}", "ce n'est pas {}"), ("le produit est {}", "le produit n'est pas {}"),
        ("j'ai trouvé ça {}", "je n'ai pas trouvé ça {}"), ("vraiment {}", "pas {} du tout"),
        ("un service {}", "un service loin d'être {}"),
        ("l'histoire était {}", "l'histoire n'était pas {}"),
        ("le personnel est {}", "le personnel n'est jamais {}"),
        ("l'accueil fut {}", "l'accueil ne fut pas très {}"),
    ),
    "en": (
        ("it is {}", "it is not {}"), ("the product was {}", "the product wasn't {}"),
        ("I found it {}", "I didn't find it {}"), ("really {}", "not {} at all"),
        ("a {} service", "hardly a {} service"), ("the plot is {}", "the plot is not {}"),
        ("the staff were {}", "the staff were never {}"),
        ("delivery was {}", "delivery wasn't very {}"),
    ),
}  # fmt: skip
WORDS = {"fr": lexicon_french.WORDS, "en": lexicon_english.WORDS}
STRONG = 2.0
OURS = "ours"
LONGEST = 8


def spoilt(corpus: Corpus, share: float, random: Generator) -> Corpus:
    """The same texts; of those in French and English, `share` get slips, greetings, signatures
    or pictures, each kind alike often.
    """
    chosen = (random.random(corpus.count) < share) & np.isin(corpus.languages, LANGUAGES)
    kinds = random.integers(0, 4, corpus.count)
    texts = list(corpus.texts)
    for index in np.flatnonzero(chosen):
        language, text = str(corpus.languages[index]), texts[index]
        if kinds[index] == 0:
            texts[index] = with_slips(text, random)
        elif kinds[index] == 1:
            texts[index] = f"{any_of(OPENINGS[language], random)} {text}"
        elif kinds[index] == 2:
            texts[index] = f"{text}\n{any_of(CLOSINGS[language], random)}"
        elif corpus.sentiment[index] != UNKNOWN:
            picture = any_of(PICTURES[corpus.sentiment[index]], random)
            texts[index] = f"{text} {picture}"
    return corpus.said(texts)


def any_of(choices: Sequence[str], random: Generator) -> str:
    """One of several words."""
    return choices[int(random.integers(len(choices)))]


def with_slips(text: str, random: Generator) -> str:
    """The text with one word in six mistyped: a letter lost, said twice or changed places."""
    words = text.split(" ")
    for index in np.flatnonzero(random.random(len(words)) < 1 / 6):
        word = words[index]
        if len(word) < 4:
            continue
        place = int(random.integers(1, len(word) - 1))
        slips = (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
        words[index] = any_of(slips, random)
    return " ".join(words)


def without_mark(corpus: Corpus, random: Generator) -> Corpus:
    """Half of the questions lose their question mark."""
    question = corpus.signals[:, SIGNALS.index("question")] == 1
    chosen = question & (random.random(corpus.count) < 0.5)
    texts = [
        text.replace("?", "").rstrip() if lose else text
        for text, lose in zip(corpus.texts, chosen, strict=True)
    ]
    return corpus.said(texts)


def documents(corpus: Corpus, count: int, random: Generator) -> Corpus:
    """`count` long messages: 3 to LONGEST sentences of one file, language and domain.

    Two in three feel as most of their sentences do; the rest is made of as much praise as
    blame and complains and praises at once: its sentiment is not told.
    """
    known = (corpus.sentiment != UNKNOWN) & np.isin(corpus.languages, LANGUAGES)
    names = np.char.add(np.char.add(corpus.sources, corpus.languages), corpus.domains)
    groups = [np.flatnonzero(known & (names == name)) for name in np.unique(names[known])]
    groups = [group for group in groups if np.unique(corpus.sentiment[group]).size == 3]
    sizes = np.array([group.size for group in groups], float)
    made, chosen = [], []
    for which in random.choice(len(groups), count, p=sizes / sizes.sum()):
        group = groups[int(which)]
        feeling = int(random.integers(3))
        rows = drawn(group, corpus.sentiment[group], feeling, random)
        made.append(" ".join(corpus.texts[row] for row in rows))
        chosen.append((int(rows[0]), feeling))
    first = np.array([row for row, _ in chosen])
    feelings = np.array([feeling for _, feeling in chosen], np.int8)
    signals = np.full((count, len(SIGNALS)), UNKNOWN, np.int8)
    signals[:, 0] = (feelings != 2).astype(np.int8)
    signals[:, 1] = (feelings != 0).astype(np.int8)
    sentiment = np.where(feelings == 1, UNKNOWN, feelings).astype(np.int8)
    return Corpus(tuple(made), corpus.languages[first], np.array(["documents"] * count),
                  corpus.parts[first], corpus.domains[first], sentiment, signals,
                  np.ones(count))  # fmt: skip


def drawn(group: np.ndarray, feelings: np.ndarray, feeling: int, random: Generator) -> np.ndarray:
    """The rows of one long message: mostly of one feeling, or both feelings alike (1)."""
    size = int(random.integers(3, LONGEST + 1))
    if feeling == 1:
        wanted = np.array([0, 2] * ((size + 1) // 2))
    else:
        other = random.choice([1, 1, 2 - feeling], size)
        wanted = np.where(random.random(size) < 0.3, other, feeling)
    wanted = random.permutation(wanted)
    return np.array([random.choice(group[feelings == kind]) for kind in wanted])


def denials(random: Generator, count: int = 1500) -> Corpus:
    """`count` pairs in each language: a strong word of the lexicon said, then denied."""
    texts, languages, sentiment = [], [], []
    for language in LANGUAGES:
        words = sorted(word for word, value in WORDS[language].items() if abs(value) >= STRONG)
        for word in random.choice(words, count):
            said, denied = FRAMES[language][int(random.integers(len(FRAMES[language])))]
            praises = WORDS[language][str(word)] > 0
            texts += [said.format(word), denied.format(word)]
            languages += [language] * 2
            sentiment += [2, 0] if praises else [0, UNKNOWN]
    feelings = np.array(sentiment, np.int8)
    signals = np.full((len(texts), len(SIGNALS)), UNKNOWN, np.int8)
    signals[:, 0] = np.where(feelings == UNKNOWN, UNKNOWN, feelings == 0)
    signals[:, 1] = np.where(feelings == UNKNOWN, 0, feelings == 2)
    size = len(texts)
    return Corpus(tuple(texts), np.array(languages), np.array([OURS] * size),
                  np.array(["train"] * size), np.array([""] * size), feelings, signals,
                  np.ones(size))  # fmt: skip


def enriched(corpus: Corpus, random: Generator, long: int = 6000) -> Corpus:
    """A corpus with all that this module makes of it."""
    plain = without_mark(spoilt(corpus, 0.2, random), random)
    return joined([plain, documents(corpus, long, random), denials(random)])
