"""Language: which weights tell the seven languages apart, and how well?

Learns from tier A texts only, spoilt on purpose as people spoil theirs: accents left out,
mentions, links, emoji, stretched letters, short forms, fragments. One text in five of the
sentences, word pairs and words of langid_leipzig is held out.
"""

from __future__ import annotations

import csv
import gzip
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

from rapport.voice.features import Features, hashed, tokens
from rapport.voice.language import (
    LANGUAGES,
    LanguageHead,
    Languages,
    language_columns,
    languages,
)

Floats = NDArray[np.float64]

BATCH = 2000
HELD_OUT = 5
"""One text of langid_leipzig in so many is never learnt from."""

KEPT = 3000
"""Texts of a file and language learnt from, at most."""

FILES = (
    "langid_leipzig",
    "sentiment_deft2017_fr",
    "sentiment_mabsa",
    "emotions_goemotions_en",
    "questions_fqb_fr",
    "sentiment_proscons_en",
    "intents_en",
)
SHORT_FORMS = {
    "fr": "mdr ptdr lol jsuis jpp tkt bcp pk pck svp stp mtn jvais cest jai ya wesh tjrs qd slt",
    "en": "lol omg idk wtf lmao u ur thx pls gonna wanna im dont cant ive tbh btw rn smh gotta",
    "de": "lol hdl kp bzw vllt iwie nix ned ned isses gibts habs danke bitte mega",
    "es": "jaja jajaja q xq tmb pq porfa toy pa finde bueno vale tio",
    "it": "cmq nn xke xche tvb qlc pero ahah raga boh dai sn anke ke",
    "pt": "kkkk kkk vc vcs tb tbm pq mt mto hj eh pra ta blz cara mano",
    "nl": "ff idd mss wrm ofzo haha echt ff nie da ook ie gewoon lekker hoor",
}
PICTURES = ("😂", "😍", "😡", "👍", ":)", ":(", "❤️", "🙏")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts and the index in LANGUAGES of each."""

    texts: tuple[str, ...]
    names: tuple[int, ...]


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file, in its order."""
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def is_held_out(text: str) -> bool:
    """Whether a text of langid_leipzig is kept for the test."""
    return zlib.crc32(text.encode()) % HELD_OUT == 0


def learnt_from(folder: Path) -> Labelled:
    """The texts to learn from, by their checksum's order up to KEPT a file and language."""
    texts: list[str] = []
    names: list[int] = []
    for name in FILES:
        chosen: dict[str, list[str]] = {}
        for row in rows(folder, name):
            held = name == "langid_leipzig" and is_held_out(row["text"])
            if not held and row.get("split", "train") == "train":
                chosen.setdefault(row["lang"], []).append(row["text"])
        for lang, found in sorted(chosen.items()):
            some = sorted(set(found), key=lambda text: (zlib.crc32(text.encode()), text))[:KEPT]
            texts += some
            names += [LANGUAGES.index(lang)] * len(some)
    return Labelled(tuple(texts), tuple(names))


def held_out(folder: Path, kind: str) -> Labelled:
    """The held-out texts of langid_leipzig of one kind: sentences, word-pairs, single-words."""
    found = [
        row
        for row in rows(folder, "langid_leipzig")
        if row["kind"] == kind and is_held_out(row["text"])
    ]
    return Labelled(
        tuple(row["text"] for row in found), tuple(LANGUAGES.index(row["lang"]) for row in found)
    )


def spoilt(text: str, lang: str, random: np.random.Generator) -> str:
    """The text as a hurried hand would have written it."""
    dice = random.random(6)
    words = text.split()
    if dice[0] < 0.35 and len(words) > 3:
        size = int(random.integers(2, 7))
        first = int(random.integers(0, max(len(words) - size, 0) + 1))
        words = words[first : first + size]
    if dice[1] < 0.3:
        plain = unicodedata.normalize("NFKD", " ".join(words))
        words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    if dice[2] < 0.25 and words:
        where = int(random.integers(0, len(words)))
        words[where] = words[where][:-1] + words[where][-1] * int(random.integers(2, 6))
    if dice[3] < 0.3:
        short = SHORT_FORMS[lang].split()
        words.insert(int(random.integers(0, len(words) + 1)), str(random.choice(short)))
    if dice[4] < 0.4:
        extra = str(random.choice(["@user", "http", "rt @user", "@user @user"]))
        words = [extra, *words] if random.random() < 0.5 else [*words, extra]
    if dice[5] < 0.2:
        words.append(str(random.choice(PICTURES)))
    return " ".join(tagged(words, random))


def tagged(words: list[str], random: np.random.Generator) -> list[str]:
    """The words, some of them made hashtags, alone or two in one."""
    if not words or random.random() > 0.4:
        return words
    tags = [words[int(index)] for index in random.integers(0, len(words), 4)]
    joined = "".join(word.capitalize() for word in tags[:2])
    made = [f"#{tags[2]}", f"#{joined}", f"#{tags[3]}"][: int(random.integers(1, 4))]
    return [*made, *words] if random.random() < 0.3 else [*words, *made]


def columns(texts: Sequence[str], bits: int, row_bits: int, share: float) -> csr_matrix:
    """The rows of the head's features, equal entries added up."""
    parts = []
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        row = language_columns(tokens(batch), hashed(batch, row_bits, share), bits)
        parts.append(matrix(row))
    return stacked(parts)


def matrix(row: Features) -> csr_matrix:
    """Features as a SciPy matrix."""
    return csr_matrix(
        (row.values, row.indices.astype(np.int32), row.indptr), shape=(row.count, row.width)
    )


def stacked(parts: Sequence[csr_matrix]) -> csr_matrix:
    """Matrices one above the other, equal entries added up."""
    whole = vstack(parts, format="csr")
    whole.sum_duplicates()
    return whole


def fit(rows_: csr_matrix, names: NDArray[np.int64], weights: Floats, penalty: float) -> Floats:
    """Weights and bias (width + 1, 7) of least logistic loss, each row weighed."""
    size, width, count = rows_.shape[0], rows_.shape[1], len(LANGUAGES)
    hot = np.zeros((size, count))
    hot[np.arange(size), names] = 1
    across = rows_.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(width + 1, count)
        scores = rows_ @ table[:-1] + table[-1]
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        wrong = (np.exp(logs) - hot) * weights[:, None]
        slope = np.vstack([across @ wrong + penalty * table[:-1], wrong.sum(axis=0)])
        value = -(weights[:, None] * hot * logs).sum() + penalty / 2 * (table[:-1] ** 2).sum()
        return float(value), slope.ravel()

    start = np.zeros((width + 1) * count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 90})
    return np.asarray(found.x, float).reshape(width + 1, count)


def train(
    folder: Path, *, bits: int = 14, row_bits: int = 17, share: float = 0.5, seed: int = 1
) -> LanguageHead:
    """The head learnt from the files of `folder`, the same for the same seed."""
    known = learnt_from(folder)
    random = np.random.default_rng(seed)
    worse = [
        spoilt(text, LANGUAGES[name], random)
        for text, name in zip(known.texts, known.names, strict=True)
    ]
    names = np.array(known.names * 2)
    weights = (1 / np.bincount(names, minlength=len(LANGUAGES)))[names]
    weights *= names.size / weights.sum()
    table = fit(columns([*known.texts, *worse], bits, row_bits, share), names, weights, 0.3)
    return rounded(table, bits)


def rounded(table: Floats, bits: int) -> LanguageHead:
    """The weights as whole numbers from -127 to 127 with a scale for each language."""
    scales = np.abs(table[:-1]).max(axis=0) / 127
    whole = np.rint(table[:-1] / scales).astype(np.int8)
    return LanguageHead(
        whole, scales.astype(np.float32), table[-1].astype(np.float32), bits, temperature=1.0
    )


def read(texts: Sequence[str], head: LanguageHead, share: float, row_bits: int) -> list[Languages]:
    """What the head says of texts, by batches, with no prior."""
    found = []
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        row = hashed(batch, row_bits, share)
        found.append(languages(tokens(batch), row, [""] * len(batch), head))
    return found


def accuracy(
    labelled: Labelled, head: LanguageHead, *, share: float = 0.5, row_bits: int = 17
) -> float:
    """The share of texts whose likeliest language of the seven is the right one."""
    told = [one.probabilities.argmax(axis=1) for one in read(labelled.texts, head, share, row_bits)]
    return float((np.concatenate(told) == np.array(labelled.names)).mean())
