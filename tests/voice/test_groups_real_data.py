"""Do groups of real messages bring together what people labelled alike?"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from rapport.voice.groups.grouping import Groups, group

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "voice" / "intents_en.csv.gz"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason="needs the shared messages"),
]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grouped(texts: list[str]) -> Groups:
    nothing = np.zeros(len(texts), dtype=np.int64)
    return group(texts, np.arange(len(texts)), nothing, ["en"] * len(texts))


def pairs(counts: np.ndarray) -> int:
    return int((counts * (counts - 1) // 2).sum())


def precision_and_f1(told: list[dict[str, str]]) -> tuple[float, float]:
    """Pairs in one group that have one intent, over all pairs in one group; and F1."""
    found = grouped([row["text"] for row in told]).group
    intent = np.unique([row["intent"] for row in told], return_inverse=True)[1]
    both = pairs(np.unique(np.stack([found, intent]), axis=1, return_counts=True)[1])
    together, alike = pairs(np.bincount(found)), pairs(np.bincount(intent))
    return both / together, 2 * both / (together + alike)


def test_on_the_intents_that_the_threshold_was_chosen_on_precision_comes_first(rows):
    precision, f1 = precision_and_f1([row for row in rows if row["source"] == "banking77"])
    assert precision >= 0.45
    assert f1 >= 0.32


def test_on_other_intents_the_same_threshold_is_as_precise(rows):
    precision, f1 = precision_and_f1([row for row in rows if row["source"] != "banking77"])
    assert precision >= 0.55
    assert f1 >= 0.40


def test_the_order_of_real_messages_changes_no_key(rows):
    texts = [row["text"] for row in rows[:4000]]
    there, back = grouped(texts), grouped(texts[::-1])
    keys = [[groups.keys[one] for one in groups.group] for groups in (there, back)]
    assert keys[0] == keys[1][::-1]


def test_one_message_more_in_a_hundred_leaves_four_pairs_of_five(rows):
    texts = [row["text"] for row in rows[:4000]]
    whole, fewer = grouped(texts).group[:3960], grouped(texts[:3960]).group
    both = pairs(np.unique(np.stack([whole, fewer]), axis=1, return_counts=True)[1])
    assert both >= 0.8 * pairs(np.bincount(whole))
    assert both >= 0.8 * pairs(np.bincount(fewer))
