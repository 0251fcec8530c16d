"""What do a hundred small simulated companies hear, and what is true of them?"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

import rapport
from rapport.core.estimate import Estimate, Refusal
from rapport.core.measure import Step
from rapport.sources.demo import simulate
from rapport.voice.analyzer import VoiceAnalyzer
from rapport.voice.scoring import score

SEEDS = int(os.environ.get("RAPPORT_SEEDS", "100"))
"""How many simulated companies; fewer than 100 only to look."""
FIRST_SEED, CUSTOMERS = 40_000, 200
SIGNALS = {"complaints": "complaint", "praise": "praise", "questions": "question"}
FEELINGS = ("negative", "neutral", "positive")
CARE = ("first_response_time", "reply_wait", "response_rate", "reopen_rate")
WHO = Step(
    "whose",
    """
    SELECT
        key,
        COALESCE('person ' || person, 'thread ' || thread, 'message ' || key) AS who
    FROM message
    WHERE direction = 'in'
        AND author IS DISTINCT FROM 'bot'
    """,
    ("message",),
)


@dataclass(frozen=True)
class Told:
    """One company's share: what is true of it, what was told, and the raw share as read."""

    part: str
    truth: float
    value: float
    low: float
    high: float

    @property
    def is_covered(self) -> bool:
        return self.low <= self.truth <= self.high


def truths(path: Path, whose: dict[str, str]) -> dict[str, float]:
    """Shares of people who ever said it, of what each said, and of how each felt."""
    said: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["message_id"] in whose:
                said[whose[row["message_id"]]].append(row)
    found = {}
    for key, signal in SIGNALS.items():
        flags = [[row[signal].lower() in ("true", "1") for row in rows] for rows in said.values()]
        found[f"{key} ever"] = float(np.mean([any(one) for one in flags]))
        found[f"{key} voices"] = float(np.mean([np.mean(one) for one in flags]))
    for name in FEELINGS:
        shares = [np.mean([row["sentiment"] == name for row in rows]) for rows in said.values()]
        found[name] = float(np.mean(shares))
    return found


def told_by(house: rapport.House) -> dict[str, Estimate | Refusal]:
    """What the measures tell of a company."""
    rows = {key: house.measure(key).rows for key in (*SIGNALS, "sentiment")}
    found = {f"{key} ever": rows[key][0].answer for key in SIGNALS}
    found |= {f"{key} voices": rows[key][1].answer for key in SIGNALS}
    return found | {row.part: row.answer for row in rows["sentiment"] if row.part in FEELINGS}


def company(seed: int) -> tuple[list[Told], dict[str, Estimate | Refusal]]:
    """Simulate a company, read its messages; compare what is said, tell how it answers.

    Its answers are measured before it is read: the truth knows of no thanks.
    """
    folder = Path(tempfile.mkdtemp(prefix="rapport-truth-"))
    try:
        simulate(folder / "exports", customers=CUSTOMERS, seed=seed)
        with rapport.open(folder / "book.rapport", create=True) as house:
            house.ingest(folder / "exports" / "simulated_messages.csv")
            care = {key: house.measure(key).headline.answer for key in CARE}
        with rapport.open(folder / "book.rapport") as house:
            score(house.book.engine, VoiceAnalyzer())
            read = house.snapshot().read(WHO)
            whose = dict(zip(read["key"].tolist(), read["who"].tolist(), strict=True))
            truth = truths(folder / "exports" / "truth_messages.csv", whose)
            told = told_by(house)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [compared(part, truth[part], one) for part, one in told.items()], care


def compared(part: str, truth: float, answer: Estimate | Refusal) -> Told:
    """A refused share is one that could be anything."""
    if isinstance(answer, Refusal):
        return Told(part, truth, 0.5, 0.0, 1.0)
    return Told(part, truth, answer.value, answer.interval.low, answer.interval.high)


@cache
def companies() -> list[tuple[list[Told], dict[str, Estimate | Refusal]]]:
    """Every company, made in two processes."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        seeds = range(FIRST_SEED, FIRST_SEED + SEEDS)
        return list(workers.map(company, seeds, chunksize=5))
