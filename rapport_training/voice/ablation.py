"""Ablation: what did each part buy, and how well does it read sources it has never seen?

Sentiment alone, on French and English, from rows made with the known language and without the
pipeline around them; scores on test parts. The two tables are kept beside this file for the card.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.voice.dense import DENSE
from rapport_training.voice.augmentation import enriched
from rapport_training.voice.card import ABLATION, UNSEEN
from rapport_training.voice.data import UNKNOWN, Corpus
from rapport_training.voice.evaluation import Score, score
from rapport_training.voice.heads import softmax
from rapport_training.voice.model import KEPT, balanced, two_steps
from rapport_training.voice.rows import Rows, rows_of, word_vectors

Tell = Callable[[str], None]
LANGUAGES = ("fr", "en")
TESTS = (
    ("sentiment_mabsa", "fr"), ("sentiment_mabsa", "en"), ("sentiment_deft2017_fr", "fr"),
    ("emotions_goemotions_en", "en"), ("sentiment_umsab", "fr"), ("sentiment_umsab", "en"),
)  # fmt: skip
TIER_B = "sentiment_umsab"
SEED = 20_261_122


def chosen_texts(corpus: Corpus) -> tuple[Corpus, Corpus]:
    """The texts to learn from and those to test on, of known sentiment in two languages."""
    known = np.isin(corpus.languages, LANGUAGES) & (corpus.sentiment != UNKNOWN)
    is_test = corpus.parts == "test"
    learnt = corpus.where(known & ~is_test & (corpus.sources != TIER_B))
    return learnt, corpus.where(known & is_test)


def of_columns(rows: Rows, columns: int) -> Rows:
    """The rows with the first dense columns only."""
    return Rows(rows.hashed, rows.dense[:, :columns])


def tested(learnt: Corpus, rows: Rows, test_rows: Rows, kept: float) -> NDArray[np.float64]:
    """P of each sentiment of the test texts (n, 3), by a model learnt from `learnt`."""
    weights = balanced(learnt, learnt.sentiment)
    hashed, dense, bias = two_steps(rows, learnt.sentiment, weights, 3, kept)
    return softmax(np.asarray(test_rows.hashed @ hashed) + test_rows.dense @ dense + bias)


def on_tests(tests: Corpus, probabilities: NDArray[np.float64]) -> list[Score]:
    """The score of each set of TESTS."""
    found = []
    for source, language in TESTS:
        here = (tests.sources == source) & (tests.languages == language)
        found.append(score(source, language, probabilities[here], tests.sentiment[here]))
    return found


def known_only(corpus: Corpus) -> Corpus:
    """The texts whose sentiment is told."""
    return corpus.where(corpus.sentiment != UNKNOWN)


def ablation(corpus: Corpus, tell: Tell) -> None:
    """Add one part after the other, and write what each is worth."""
    learnt, tests = chosen_texts(corpus)
    vectors = word_vectors()
    plain, test_rows = rows_of(learnt, vectors), rows_of(tests, vectors)
    more = known_only(enriched(learnt, np.random.default_rng(SEED)))
    rich = rows_of(more, vectors)
    looks, kept, every = len(DENSE), KEPT["sentiment"], plain.dense.shape[1]
    steps = (
        ("hashed words and characters", learnt, plain, 0, 1.0),
        ("+ our lexicon and looks, fitted first", learnt, plain, looks, 1.0),
        ("+ only part of the rest believed", learnt, plain, looks, kept),
        ("+ distilled word vectors", learnt, plain, every, kept),
        ("+ texts of our own making", more, rich, every, kept),
    )
    table = [["learnt with", *(f"{source} {language}" for source, language in TESTS)]]
    for name, texts, rows, columns, share in steps:
        told = tested(texts, of_columns(rows, columns), of_columns(test_rows, columns), share)
        cells = [f"{one.macro_f1:.3f} ± {one.half_width:.3f}" for one in on_tests(tests, told)]
        table.append([name, *cells])
        tell(" | ".join(table[-1]))
        written(ABLATION, table)


def unseen(corpus: Corpus, tell: Tell) -> None:
    """Leave out a file, or a domain in every language, and write how it is then read."""
    learnt, tests = chosen_texts(corpus)
    vectors = word_vectors()
    table = [["left out", "tested on", "n", "macro-F1", "calibration error",
              "negative or positive"]]  # fmt: skip
    domains = sorted({str(one) for one in learnt.domains} - {""})
    folds = [("sentiment_mabsa", one) for one in ("", *domains)]
    for source, domain in [*folds, ("emotions_goemotions_en", ""), ("sentiment_deft2017_fr", "")]:
        out = in_fold(learnt, source, domain)
        more = known_only(enriched(learnt.where(~out), np.random.default_rng(SEED)))
        held = tests.where(in_fold(tests, source, domain))
        told = tested(more, rows_of(more, vectors), rows_of(held, vectors), KEPT["sentiment"])
        for language in np.unique(held.languages):
            here = held.languages == language
            one = score(source, str(language), told[here], held.sentiment[here])
            table.append([f"{source} {domain}".strip(), one.language, str(one.n),
                          f"{one.macro_f1:.3f} ± {one.half_width:.3f}",
                          f"{one.calibration_error:.3f}", f"{one.polarity:.3f}"])  # fmt: skip
            tell(" | ".join(table[-1]))
        written(UNSEEN, table)


def in_fold(corpus: Corpus, source: str, domain: str) -> NDArray[np.bool_]:
    """The texts of one file, or of one domain of it, (n,)."""
    here = corpus.sources == source
    return np.asarray(here & (corpus.domains == domain) if domain else here, bool)


def written(path: Path, table: Sequence[Sequence[str]]) -> None:
    """A table as comma-separated text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
