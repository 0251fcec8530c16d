"""Vectors: which few numbers stand for a word, learnt from a sentence encoder?

Run by hand, since it needs the encoder in an environment of its own (see vectors_encoding) and
a list of French words, the `index.json` of the npm package an-array-of-french-words (MIT):

    .venv/bin/python -m rapport_training.voice.vectors --encoder PYTHON --french-words PATH

It writes word_vectors.npz beside this file, which `python -m rapport_training.voice` reads:

    hashes    uint32 (v,), sorted: the upper halves of rapport.voice.features.word_hashes
    vectors   int8 (v, d); times `scales` float32 (d,): a word's vector
    weights   uint8 (v,), of 255: how much a word counts in a mean, the less the more it is said
    polarity  float32 (d,): the direction from negative to positive
    ranks     uint16 (v,): 0 for the most useful word; cut the table by it to make it smaller
    meta      JSON as bytes: encoder, licences, files learnt from, seeds, what the means explain

A text is the sum of weight * vector over its known words, divided by the sum of weights + 1
(`rapport.voice.dense.pooled`). The first five directions tell the labels (positive against
negative, neutral, complaint, praise, question), the others where sentences differ most.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.voice.features import word_hashes
from rapport.voice.weights import Vectors
from rapport_training.voice import data, vectors_fitting, vectors_words
from rapport_training.voice.data import LEARNT, Corpus
from rapport_training.voice.vectors_encoding import LICENCE, MODEL, PACKAGE, Encoder
from rapport_training.voice.vectors_fitting import Directions, Floats, Hashes
from rapport_training.voice.vectors_words import Words

MADE = Path(__file__).parent / "word_vectors.npz"
WORD_LIST = "an-array-of-french-words 2.0.0 (npm), MIT: which words to ask the encoder about"
SAID_WORDS, LISTED_WORDS = 26_000, 10_000
"""Words kept in the table: those that texts say most, and the most telling others."""
TOLD_WORDS, USUAL_WORDS = 16_000, 60_000
"""Words of the list that are candidates, the most telling of so many usual ones."""
SHARES = {"fr": 1.0, "en": 1.0}
OTHER_SHARE = 0.3
"""How much the frequency in a language counts for a word's rank."""
USUAL = 12.0
"""The logarithm of how usual a word is, is divided by this beside its vector's length."""
SPREAD = 0.5
"""The standard deviation of the words along the polarity."""
STEPS = 11
"""Steps of the int8 vectors in one standard deviation."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Table:
    """Words with a vector: `hashes` (v,) sorted, `vectors` (v, d), `weights` (v,) from 0 to 1,
    `ranks` (v,); `polarity` (d,) the direction from negative to positive; `told` the share of the
    encoder's rows that the means explain.
    """

    hashes: Hashes
    vectors: Floats
    weights: Floats
    ranks: NDArray[np.int64]
    polarity: Floats
    told: float


@dataclass(frozen=True, slots=True)
class Known:
    """What the encoder said of the words: `hashes` (v,) sorted and their first rows (v, 512)."""

    hashes: Hashes
    rows: Floats


def learnt_from() -> Corpus:
    """Every text of tier A that may be learnt from, once."""
    corpus = data.read(("A",))
    chosen = np.isin(corpus.parts, LEARNT)
    _, first = np.unique(np.array(corpus.texts), return_index=True)
    once = np.zeros(corpus.count, bool)
    once[first] = True
    return corpus.where(chosen & once)


def first_rows(encoder: Encoder, words: Words) -> Known:
    """The encoder's row of each word, the mean over words that are read alike."""
    rows = (encoder.rows(words.words) + encoder.rows(vectors_words.in_sentences(words))) / 2
    hashes, place = np.unique(word_hashes(words.words), return_inverse=True)
    weight = np.array(words.counts) + 0.3
    sums = np.zeros((hashes.size, rows.shape[1]))
    np.add.at(sums, place, rows * weight[:, None])
    return Known(hashes, (sums / np.bincount(place, weight)[:, None]).astype(np.float32))


def telling(encoder: Encoder, french: Sequence[str], where: Directions) -> list[str]:
    """The words of the list that are usual and far from the middle: worth a vector."""
    usual = encoder.likelihoods(french)
    first = np.sort(np.argsort(-usual, kind="stable")[:USUAL_WORDS])
    rows = where.of(encoder.rows([french[index] for index in first]))
    worth = np.linalg.norm(rows, axis=1) * np.exp(usual[first] / USUAL)
    return [french[index] for index in np.sort(first[np.argsort(-worth)[:TOLD_WORDS]])]


def ranked(words: Words, hashes: Hashes, vectors: Floats, usual: Floats) -> NDArray[np.int64]:
    """The rank of each word of the table (v,): those said, by frequency, mixed with others.

    The words that no text says come after as many said ones as SAID_WORDS for LISTED_WORDS.
    """
    place = np.searchsorted(hashes, word_hashes(words.words))
    counts, languages = np.array(words.counts, float), np.array(words.languages)
    often = np.zeros(hashes.size)
    for language in sorted(set(words.languages)):
        spoken = languages == language
        share = SHARES.get(language, OTHER_SHARE) / counts[spoken].sum()
        np.add.at(often, place[spoken], counts[spoken] * share)
    best = np.full(hashes.size, -np.inf)
    np.maximum.at(best, place, usual)
    worth = np.linalg.norm(vectors, axis=1) * np.exp(best / USUAL)
    said = np.argsort(np.argsort(-often, kind="stable")) / SAID_WORDS
    unsaid = np.argsort(np.argsort(-np.where(often > 0, 0, worth), kind="stable")) / LISTED_WORDS
    return np.argsort(np.argsort(np.where(often > 0, said, unsaid), kind="stable"))


def made(encoder: Encoder, corpus: Corpus, french: Sequence[str]) -> Table:
    """The table of word vectors."""
    rows = encoder.rows(corpus.texts)
    where = vectors_fitting.directions(rows, corpus)
    log.info("%d texts read by the encoder", corpus.count)
    words = vectors_words.candidates(corpus, telling(encoder, french, where))
    known = first_rows(encoder, words)
    log.info("%d words", known.hashes.size)
    wanted = where.of(rows)
    said = vectors_fitting.known_words(corpus.texts, known.hashes)
    common = vectors_fitting.commonness(said)
    mean = vectors_fitting.means(said, common)
    start = vectors_fitting.scaled(mean, where.of(known.rows), wanted)
    fitted = vectors_fitting.fitted(mean, start, wanted)
    ranks = ranked(words, known.hashes, fitted, encoder.likelihoods(words.words))
    kept = ranks < SAID_WORDS + LISTED_WORDS
    polarity = vectors_fitting.feeling(wanted, corpus)
    polarity *= SPREAD / (fitted[kept] @ polarity).std()
    told = vectors_fitting.explained(mean, fitted * kept[:, None], wanted)
    return Table(known.hashes[kept], fitted[kept], common[kept], ranks[kept], polarity, told)


def packed(table: Table, told: dict[str, object]) -> bytes:
    """The file's bytes, the same for the same table."""
    hashes, first = np.unique((table.hashes >> np.uint64(32)).astype(np.uint32), return_index=True)
    scales = (table.vectors.std(axis=0) / STEPS).astype(np.float32)
    steps = np.clip(np.round(table.vectors / scales), -127, 127).astype(np.int8)
    meta = np.frombuffer(json.dumps(told, sort_keys=True).encode(), np.uint8)
    into = io.BytesIO()
    np.savez_compressed(
        into, hashes=hashes, vectors=steps[first], scales=scales,
        weights=np.clip(np.round(table.weights[first] * 255), 1, 255).astype(np.uint8),
        polarity=table.polarity, ranks=table.ranks[first].astype(np.uint16), meta=meta,
    )  # fmt: skip
    return into.getvalue()


def load(path: Path = MADE, words: int | None = None) -> Vectors:
    """The word vectors as the engine keeps them; only the `words` most useful where told."""
    with np.load(path, allow_pickle=False) as found:
        kept = found["ranks"] < (words or np.inf)
        return Vectors(
            found["hashes"][kept], found["vectors"][kept], found["scales"],
            found["weights"][kept], found["polarity"],
        )  # fmt: skip


def origin(path: Path = MADE) -> dict[str, object]:
    """Where the word vectors come from and what their licences are: the card's words."""
    with np.load(path, allow_pickle=False) as found:
        told: dict[str, object] = json.loads(found["meta"].tobytes())
        return told


def main() -> None:
    """Make the table and write it."""
    parser = argparse.ArgumentParser(description="Learn word vectors from a sentence encoder.")
    parser.add_argument("--encoder", type=Path, required=True, help="Python that has the encoder")
    parser.add_argument("--french-words", type=Path, required=True, help="JSON list of words")
    parser.add_argument("--kept", type=Path, help="folder that keeps what the encoder made")
    parser.add_argument("--to", type=Path, default=MADE, help="file to write")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    corpus = learnt_from()
    encoder = Encoder(asked.encoder, asked.kept)
    table = made(encoder, corpus, vectors_words.listed(asked.french_words))
    told: dict[str, object] = {
        "encoder": f"{MODEL}, from {PACKAGE}",
        "encoder_licence": LICENCE,
        "words": WORD_LIST,
        "learnt_from": sorted(set(corpus.sources.tolist())),
        "explained": round(table.told, 3),
    }
    content = packed(table, told)
    asked.to.write_bytes(content)
    log.info("%d words, %d bytes, %.3f explained", table.ranks.size, len(content), table.told)


if __name__ == "__main__":
    main()
