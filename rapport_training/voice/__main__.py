"""Which weights and which model card does a training run make?

    python -m rapport_training.voice [--tiers A] [--data FOLDER] [--weights FILE] [--card FILE]
    python -m rapport_training.voice --ablation

From the root of the repository, offline, the same bytes every time; some minutes. Tier B is for
development: weights that learnt from it are not shipped.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rapport.voice.weights import Weights, packed
from rapport_training.voice import language
from rapport_training.voice.ablation import ablation, unseen
from rapport_training.voice.augmentation import enriched
from rapport_training.voice.calibration import calibration
from rapport_training.voice.card import Run, card
from rapport_training.voice.data import FOLDER, SENTIMENTS, Corpus, read
from rapport_training.voice.evaluation import detections, scores, told
from rapport_training.voice.model import learn
from rapport_training.voice.packing import weights
from rapport_training.voice.rows import BITS, SHARE, VECTORS, rows_of, word_vectors

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "src" / "rapport" / "voice" / "weights.npz"
CARD = ROOT / "docs" / "voice_model_card.md"
TRAPS = ROOT / "tests" / "voice" / "traps.csv"
SEED = 20_261_122


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for on the command line."""
    asked = argparse.ArgumentParser(prog="python -m rapport_training.voice", description=__doc__)
    asked.add_argument("--tiers", default="A", help="A (what ships), or A,B (development)")
    asked.add_argument("--data", type=Path, default=FOLDER, help="the folder of the voice data")
    asked.add_argument("--weights", type=Path, default=WEIGHTS, help="the file to write")
    asked.add_argument("--card", type=Path, default=CARD, help="the model card to write")
    asked.add_argument("--ablation", action="store_true", help="measure what each part bought")
    return asked.parse_args(given)


def tell(text: str) -> None:
    """Say how far the work is, with the CPU seconds spent."""
    sys.stderr.write(f"{time.process_time():6.0f} s  {text}\n")


def trained(learnt: Corpus, held: Corpus, folder: Path, meta: dict[str, Any]) -> Weights:
    """Weights learnt from one part and calibrated on another."""
    vectors = word_vectors()
    tell(f"{learnt.count:,} texts to learn from, {held.count:,} held back")
    model = learn(learnt, rows_of(learnt, vectors))
    table = calibration(held, model.scores(rows_of(held, vectors)))
    tell("sentiment and signals are learnt; language now")
    spoken = language.train(folder, row_bits=BITS, share=SHARE)
    return weights(model, table, spoken, vectors, meta)


def meta_of(corpus: Corpus, tiers: Sequence[str]) -> dict[str, Any]:
    """What the file says of itself."""
    vectors: dict[str, Any] = {}
    if VECTORS.is_file():
        with np.load(VECTORS) as found:
            vectors = json.loads(found["meta"].tobytes())
    return {"learnt_from": sorted({str(name) for name in corpus.sources}), "tiers": list(tiers),
            "seed": SEED, "vectors": vectors}  # fmt: skip


def trap_scores(made: Weights) -> list[tuple[str, int, float]]:
    """Accuracy of sentiment by kind of trap, where the probe is there."""
    if not TRAPS.is_file():
        return []
    with TRAPS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sentiment"] in SENTIMENTS]
    likeliest = told([row["text"] for row in rows], made).sentiment.argmax(axis=1)
    right: Counter[str] = Counter()
    for row, place in zip(rows, likeliest, strict=True):
        right[row["trap"]] += SENTIMENTS[place] == row["sentiment"]
    many = Counter(row["trap"] for row in rows)
    return [(trap, many[trap], right[trap] / many[trap]) for trap in sorted(many)]


def run(asked: argparse.Namespace) -> None:
    """Train, test, and write the weights and their card."""
    tiers = asked.tiers.split(",")
    corpus = read(tiers, asked.data)
    learnt = enriched(corpus.where(corpus.parts == "train"), np.random.default_rng(SEED))
    held = corpus.where(corpus.parts == "dev")
    made = trained(learnt, held, asked.data, meta_of(corpus, tiers))
    content = packed(made)
    asked.weights.write_bytes(content)
    tell(f"{len(content):,} bytes written; testing")
    every = read(("A", "B"), asked.data)
    tests = every.where(every.parts == "test")
    heard = told(tests.texts, made)
    found = Run(
        made, len(content), hashlib.sha256(content).hexdigest(),
        learnt, scores(tests, heard), detections(tests, heard), trap_scores(made),
    )  # fmt: skip
    asked.card.write_text(card(found), encoding="utf-8")
    tell("done")


def main() -> None:
    """Do what the command line asks for."""
    asked = arguments()
    if asked.ablation:
        corpus = read(("A", "B"), asked.data)
        ablation(corpus, tell)
        unseen(corpus, tell)
        return
    run(asked)


if __name__ == "__main__":
    main()
