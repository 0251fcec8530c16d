"""Card: what must a reader know of the shipped weights before trusting them?"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rapport.voice.weights import Weights
from rapport_training.voice.data import FILES, Corpus
from rapport_training.voice.evaluation import Detection, Score

ABLATION = Path(__file__).parent / "ablation.csv"
UNSEEN = Path(__file__).parent / "unseen.csv"

OPENING = """# The voice model: what the shipped weights learnt, and how far to trust them

Made by `python -m rapport_training.voice`; do not edit. One linear model reads the sentiment
(negative, neutral, positive) and the signals complaint, praise and question of a message;
break-ups are told by rules. It is small and fast, and it errs: show its probabilities, leave
what is uncertain uncertain, let people correct it, and let each company's own ratings teach it
(`rapport voice learn`). Sarcasm is not promised.
"""
METHOD = """## How it was made

1. Words, pairs of words and runs of letters are hashed into {columns:,} columns; a negation sets
   the words it reaches apart. Beside them stand {dense} dense columns: our own emotive lexicon of
   French and English, looks (capitals, marks, emoji), and word vectors distilled from a
   multilingual encoder (origin and licence below).
2. The dense columns are fitted first, for they mean the same everywhere; the hashed columns
   explain what is left, and only part of that is believed, since much of it holds only for the
   files it was learnt from. Every file and language counts its share, every class in it alike.
3. Texts of our own making are added: long messages of several sentences, slips of the keyboard,
   greetings, signatures, emoji, denied praise and blame, questions without their mark.
4. Probabilities are fitted by language on parts that nothing was learnt from.

Sources of other kinds (long book reviews, other trades, irony, dialects) were not learnt from;
classes come in other shares there. Do not count raw labels: correct prevalence for error.
"""
LABELS = """## What a label means

*Negative, neutral, positive*: the author's feeling as the files' annotators told it; neutral is
no feeling. A text of both praise and blame has no label here; the product calls it mixed.
*Complaint*: negative on what was bought, or anger, annoyance, disappointment, disapproval or
disgust. *Praise*: positive on what was bought, or admiration, gratitude or love. *Question*: a
question or a request, with or without its mark.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a training run made: its `weights`, the packed size in bytes, the whole `sha256`, the
    texts it learnt from, and its scores on parts it did not learn from.
    """

    weights: Weights
    size: int
    sha256: str
    learnt: Corpus
    scores: Sequence[Score]
    detections: Sequence[Detection]
    traps: Sequence[tuple[str, int, float]]


def card(run: Run) -> str:
    """The model card, in Markdown."""
    heads, weights = ", ".join(run.weights.heads), run.weights
    identity = (
        f"## The file\n\n`weights.npz`: {run.size:,} bytes, version `{weights.version}`, SHA-256 "
        f"`{run.sha256}`. Heads: {heads}. {weights.vectors.hashes.size:,} word vectors of "
        f"{weights.vectors.values.shape[1]} numbers.\n"
    )
    method = METHOD.format(columns=2 << weights.bits, dense=weights.dense.shape[0])
    parts = [
        OPENING, identity, licences(run), method, LABELS, sentiment_table(run.scores),
        signal_table(run.detections), trap_table(run.traps),
        told_table(ABLATION, "## What each part bought",
                   "Macro-F1 of sentiment on test parts as each part is added; ± is half the "
                   "95 % interval by resampling texts. Made by `--ablation`."),
        told_table(UNSEEN, "## Sources never seen",
                   "Sentiment where a whole file or domain was left out of what the heads "
                   "learn (the word vectors had seen it, so this is somewhat too good), then "
                   "tested. Made by `--ablation`."),
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def licences(run: Run) -> str:
    """What it learnt from, with licences; what was only looked at."""
    rows = []
    for source in FILES:
        here = run.learnt.sources == source.file
        if here.any():
            languages = " ".join(sorted({str(code) for code in run.learnt.languages[here]}))
            many = f"{int(here.sum()):,}"
            rows.append((source.file, languages, many, source.licence, source.tier))
    held = ", ".join(f"`{source.file}`" for source in FILES if source.tier == "B")
    vectors = run.weights.meta.get("vectors") or {}
    told = "; ".join(f"{name}: {value}" for name, value in sorted(vectors.items()))
    tail = f"\nWord vectors: {told}.\n" if told else ""
    named = {source.file for source in FILES}
    ours = int((~np.isin(run.learnt.sources, sorted(named))).sum())
    return (
        "## What it learnt from\n\n"
        + table(("file", "languages", "texts", "licence", "tier"), rows)
        + f"\nand {ours:,} texts of our own making, put together from these and from our own "
        f"lexicon. Only looked at, to test: {held} (tier B). No text is shipped.\n{tail}"
    )


def sentiment_table(scores: Sequence[Score]) -> str:
    """Sentiment by file and language."""
    rows = [
        (one.source, one.language, f"{one.n:,}", f"{one.accuracy:.3f}",
         f"{one.macro_f1:.3f} ± {one.half_width:.3f}", f"{one.calibration_error:.3f}",
         f"{one.polarity:.3f}")
        for one in scores
    ]  # fmt: skip
    head = ("test part of", "language", "n", "accuracy", "macro-F1", "calibration error",
            "negative or positive")  # fmt: skip
    return (
        "## Sentiment, whole pipeline\n\nTexts that nothing was learnt from; tier B files were "
        "never learnt from at all. Calibration error in 15 bins.\n\n" + table(head, rows)
    )


def signal_table(found: Sequence[Detection]) -> str:
    """Signals by file and language."""
    rows = [
        (one.signal, one.source, one.language, f"{one.n:,}", f"{one.there:,}", f"{one.f1:.3f}",
         f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.area:.3f}")
        for one in found
    ]  # fmt: skip
    head = ("signal", "test part of", "language", "n", "with it", "F1", "precision", "recall",
            "area under curve")  # fmt: skip
    return "## Signals, whole pipeline\n\n" + table(head, rows)


def trap_table(traps: Sequence[tuple[str, int, float]]) -> str:
    """Sentiment accuracy by kind of trap."""
    if not traps:
        return ""
    rows = [(name, str(n), f"{right:.2f}") for name, n, right in traps]
    return (
        "## Traps\n\nOur own probe, written blind of the rules and the lexicon and never learnt "
        "from (`tests/voice/traps.csv`); accuracy of sentiment, mixed texts left out.\n\n"
        + table(("trap", "n", "accuracy"), rows)
    )


def told_table(path: Path, title: str, text: str) -> str:
    """A table that was measured apart, or nothing where it was not."""
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return f"{title}\n\n{text}\n\n" + table(head, rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
