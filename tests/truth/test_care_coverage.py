"""Do the intervals of answer times and rates hold the demo's own truth as often as they say?

The truth is counted from one large world by arrays, without Rapport: what happened after each
question that had two months to be answered.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pytest

from rapport.sources.demo import simulate

from .heard_companies import CARE, SEEDS, companies

pytestmark = pytest.mark.truth

LARGE = 40_000
RIPE, WEEK = 60 * 86_400.0, 7 * 86_400.0

MESSAGES = """
SELECT
    hash(thread) AS thread,
    epoch(CAST(sent_at AS TIMESTAMPTZ)) AS sent,
    direction = 'out' AS ours
FROM read_csv('{}', all_varchar = TRUE)
WHERE {} <> 'bot'
ORDER BY thread, sent
"""


@cache
def truth() -> dict[str, float]:
    """The parameters of the process, from one large world."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-truth-"))
    try:
        simulate(folder, customers=LARGE, seed=7)
        file = folder / "simulated_messages.csv"
        with duckdb.connect() as engine:
            names = [row[0] for row in engine.execute(f"DESCRIBE FROM '{file}'").fetchall()]
            author = next(name for name in names if "author" in name)
            told = engine.execute(MESSAGES.format(file, author)).fetchnumpy()
        return parameters(told["thread"], told["sent"], told["ours"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def parameters(thread, at, ours) -> dict[str, float]:
    """Medians and shares, counted; messages are sorted by thread and time."""
    begins = np.append(True, thread[1:] != thread[:-1])
    turns = np.flatnonzero(begins | np.append(True, ours[1:] != ours[:-1]))
    last = np.append(turns[1:], len(at)) - 1  # the last message of each turn
    follows = np.append(thread[turns][1:] == thread[turns][:-1], False)
    wait = np.where(follows, np.append(at[turns][1:], 0) - at[turns], np.inf)
    silence = np.where(follows, np.append(at[turns][1:], 0) - at[last], np.inf)
    ripe = at[turns] < at.max() - RIPE
    asks = ~ours[turns] & ripe
    previous = np.append(0, np.cumsum(~ours[turns])[:-1])
    first = asks & (previous == np.maximum.accumulate(np.where(begins[turns], previous, 0)))
    answers = ours[turns] & ripe & ~begins[turns]
    return {
        "first_response_time": float(np.median(wait[first])) / 3600,
        "reply_wait": float(np.median(wait[asks])) / 3600,
        "response_rate": float((wait[asks] <= WEEK).mean()),
        "reopen_rate": float((silence[answers] <= WEEK).mean()),
    }


@pytest.fixture(scope="module")
def readings():
    found = {key: [care[key] for _, care in companies()] for key in CARE}
    for key, each in found.items():
        values = np.array([one.value for one in each])
        print(f"{key:22}{truth()[key]:9.4f}{values.mean():9.4f}{covered(key, each):7.3f}")
    return found


def covered(key, told) -> float:
    spans = [one.interval for one in told]
    return float(np.mean([one.low <= truth()[key] <= one.high for one in spans]))


@pytest.mark.parametrize("key", CARE)
def test_the_interval_covers_the_truth_as_often_as_it_says(key, readings):
    assert len(readings[key]) == SEEDS
    assert covered(key, readings[key]) >= 0.95 - 2.5 * np.sqrt(0.05 * 0.95 / SEEDS)
