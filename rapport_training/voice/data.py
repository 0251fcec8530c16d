"""Data: which texts may the heads learn from, and what is known about each?

Every file stands in FILES with its licence and its tier. Tier A may be learnt from by what
ships; tier B is read only where it is asked for by name (development, never shipped weights).
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import RapportError

Labels = NDArray[np.int8]
Row = Mapping[str, str]
Known = tuple[int, int, int, int]
"""Sentiment, complaint, praise, question of a text; UNKNOWN where its file does not tell."""

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "voice"
UNKNOWN = -1
SENTIMENTS = ("negative", "neutral", "positive")
SIGNALS = ("complaint", "praise", "question")
TIERS = ("A", "B")
LEARNT = ("train", "dev")

COMPLAINING = frozenset(["anger", "annoyance", "disappointment", "disapproval", "disgust"])
PRAISING = frozenset(["admiration", "gratitude", "love"])
LEANING = frozenset(
    ["joy", "excitement", "approval", "optimism", "amusement", "pride", "relief", "caring"]
)
ASKING = frozenset(["curiosity", "confusion"])
TROUBLES = ("declined", "failed", "not_working", "not_received", "wrong_", "twice", "extra_charge",
            "not_recognised", "not_updated", "not_showing", "pending_", "reverted", "swallowed",
            "unable", "blocked", "compromised")  # fmt: skip
TALK = frozenset(["affirm", "deny", "greet", "thank", "end_call", "acknowledge", "dont_know"])
INTERROGATIVE = frozenset(
    [
        "what", "how", "why", "when", "where", "who", "which", "can",
        "could", "do", "does", "did", "is", "are", "will", "would",
        "should", "may", "am", "have", "has",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its name without ending, its licence, its tier, what a row of it tells, and
    whether its publisher parted it into train, dev and test.
    """

    file: str
    licence: str
    tier: str
    known: Callable[[Row], Known]
    has_parts: bool = True


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts with what is known about them; n of each.

    `texts`, `languages` (ISO 639-1), `sources` (file), `parts` (train, dev or test), `domains`
    ("" where the file has none); `sentiment` (n,) an index of SENTIMENTS or UNKNOWN; `signals`
    (n, 3) 0, 1 or UNKNOWN for each of SIGNALS; `weights` (n,) how much a text counts beside
    the others of its file.
    """

    texts: tuple[str, ...]
    languages: NDArray[np.str_]
    sources: NDArray[np.str_]
    parts: NDArray[np.str_]
    domains: NDArray[np.str_]
    sentiment: Labels
    signals: NDArray[np.int8]
    weights: NDArray[np.float64]

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.texts)

    def where(self, chosen: NDArray[np.bool_]) -> Corpus:
        """The texts for which `chosen` (n,) is true."""
        texts = tuple(self.texts[index] for index in np.flatnonzero(chosen))
        return Corpus(texts, self.languages[chosen], self.sources[chosen], self.parts[chosen],
                      self.domains[chosen], self.sentiment[chosen], self.signals[chosen],
                      self.weights[chosen])  # fmt: skip

    def said(self, texts: Sequence[str], weight: float = 1.0) -> Corpus:
        """The same with other words for each text, each counting `weight` times as much."""
        return Corpus(tuple(texts), self.languages, self.sources, self.parts, self.domains,
                      self.sentiment, self.signals, self.weights * weight)  # fmt: skip


def joined(parts: Sequence[Corpus]) -> Corpus:
    """Several corpora, one after the other."""
    texts = tuple(text for part in parts for text in part.texts)
    return Corpus(
        texts,
        np.concatenate([part.languages for part in parts]),
        np.concatenate([part.sources for part in parts]),
        np.concatenate([part.parts for part in parts]),
        np.concatenate([part.domains for part in parts]),
        np.concatenate([part.sentiment for part in parts]),
        np.concatenate([part.signals for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def sentiment_of(row: Row) -> int:
    """The index of a row's label; a mixed one is not told."""
    label = row.get("label", "")
    return SENTIMENTS.index(label) if label in SENTIMENTS else UNKNOWN


def asks(text: str) -> int:
    """1 where a text ends with a question mark, 0 where it has none, else unknown."""
    ending = text.rstrip(" )\"'»")
    return 1 if ending.endswith("?") else (UNKNOWN if "?" in text else 0)


def of_reviews(row: Row) -> Known:
    """Sentences of reviews: what is negative complains, what is positive praises."""
    label = sentiment_of(row)
    told = label != UNKNOWN
    return label, (label == 0) if told else UNKNOWN, (label == 2) if told else UNKNOWN, \
        asks(row["text"])  # fmt: skip


def of_tweets(row: Row) -> Known:
    """Political tweets: negative is not a complaint; positive or neutral is none."""
    label = sentiment_of(row)
    return label, 0 if label > 0 else UNKNOWN, 0 if label in (0, 1) else UNKNOWN, asks(row["text"])


def of_emotions(row: Row) -> Known:
    """Comments with 28 emotions: some complain, some praise, some ask."""
    felt = frozenset(row["emotions"].split("|"))
    label = sentiment_of(row)
    complaint = 1 if felt & COMPLAINING else (UNKNOWN if label == 0 else 0)
    praise = 1 if felt & PRAISING else (UNKNOWN if felt & LEANING else 0)
    question = asks(row["text"])
    if felt & ASKING and question != 1:
        question = UNKNOWN
    return label, complaint, praise, question


def of_intents(row: Row) -> Known:
    """What customers ask of a bank or a shop: requests; some tell of a trouble."""
    text, intent = row["text"], row["intent"].lower()
    is_bank = row["source"] == "banking77"
    first = text.split(maxsplit=1)[0].lower().strip("'") if text.split() else ""
    question = 1 if not is_bank or "?" in text or first in INTERROGATIVE else UNKNOWN
    complaint = int(any(word in intent for word in TROUBLES)) if is_bank else UNKNOWN
    return UNKNOWN, complaint, 0, question


def of_dialogue(row: Row) -> Known:
    """Turns of talk with a bank or a hotel: requests, and answers that ask nothing."""
    intents = frozenset(row["intents"].split("|"))
    complaint = UNKNOWN if "wrong_notworking_notshowing" in intents else 0
    talk = bool(intents) and intents <= TALK
    question = 0 if talk else (1 if "?" in row["text"] else UNKNOWN)
    return UNKNOWN, complaint, UNKNOWN if "thank" in intents else 0, question


def of_questions(row: Row) -> Known:
    """Questions."""
    del row
    return UNKNOWN, 0, 0, 1


def of_sentences(row: Row) -> Known:
    """Sentences of newspapers; words alone tell nothing."""
    if row["kind"] != "sentences":
        return UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN
    return UNKNOWN, 0, 0, asks(row["text"])


def of_complaints(row: Row) -> Known:
    """Tweets that complain or do not."""
    return UNKNOWN, int(row["complaint"]), UNKNOWN, UNKNOWN


def of_sentiment(row: Row) -> Known:
    """Tweets with a sentiment and nothing else."""
    return sentiment_of(row), UNKNOWN, UNKNOWN, UNKNOWN


FILES = (
    Source("sentiment_deft2017_fr", "CeCILL v1.1", "A", of_tweets, False),
    Source("sentiment_mabsa", "Apache-2.0 (on its authors' card)", "A", of_reviews),
    Source("emotions_goemotions_en", "Apache-2.0", "A", of_emotions),
    Source("sentiment_proscons_en", "CC BY 4.0", "A", of_reviews, False),
    Source("intents_en", "CC BY 4.0 (banking77), CDLA-Sharing-1.0 (bitext)", "A", of_intents),
    Source("intents_nlupp_en", "CC BY 4.0", "A", of_dialogue, False),
    Source("questions_fqb_fr", "LGPL-LR", "A", of_questions, False),
    Source("langid_leipzig", "Apache-2.0", "A", of_sentences, False),
    Source("sentiment_umsab", "mixed, passed on by third parties", "B", of_sentiment),
    Source("complaints_twitter_en", "none stated", "B", of_complaints),
)


def read(tiers: Sequence[str] = ("A",), folder: Path = FOLDER) -> Corpus:
    """Every text of the files of these tiers, in the order of FILES.

    Raises RapportError where a tier is not known or a file is not there.
    """
    for tier in tiers:
        if tier not in TIERS:
            raise RapportError(f"tier {tier} is not known: give A, or A,B")
    chosen = [source for source in FILES if source.tier in tiers]
    return joined([read_source(source, folder) for source in chosen])


def read_source(source: Source, folder: Path = FOLDER) -> Corpus:
    """Every text of one file, in its order."""
    rows = list(rows_of(folder / f"{source.file}.csv.gz"))
    known = np.array([source.known(row) for row in rows], np.int8).reshape(-1, 4)
    return Corpus(
        tuple(row["text"] for row in rows),
        np.array([row["lang"] for row in rows]),
        np.array([source.file] * len(rows)),
        np.array([part_of(row, source.has_parts) for row in rows]),
        np.array([row.get("domain", "") for row in rows]),
        known[:, 0],
        known[:, 1:],
        np.ones(len(rows)),
    )


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of one packed file, each a mapping of its columns."""
    if not path.is_file():
        raise RapportError(f"{path.name} is not in {path.parent.name}: the training needs it")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as told:
        yield from csv.DictReader(told)


def part_of(row: Row, has_parts: bool) -> str:
    """Which part a row is in: its own, but half of dev, by its text, is learnt from too; of a
    file without parts, eight in ten train, by their text.
    """
    drawn = sha256(row["text"].encode()).digest()[0]
    if has_parts:
        held = row["split"] in ("dev", "val")
        return ("dev" if drawn < 128 else "train") if held else row["split"]
    return "test" if drawn < 26 else "dev" if drawn < 52 else "train"
