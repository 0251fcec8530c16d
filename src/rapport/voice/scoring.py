"""Scoring: which messages of the book are still unread, and what do they mean?

Texts are read once each, in batches that are kept as they are done, so that a run that is
stopped goes on where it was. A message whose language cannot be told by itself is read again
with the language of its thread, whatever the order in which the messages came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rapport.core.message import Analyzer, Message, Reading, Signal
from rapport.ledger.engine import DuckDBEngine

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is (0–1)."""

BATCH = 20_000
"""Texts read before their readings are kept."""

SURE, FEWEST_WORDS = 0.8, 3
"""A language is told by the text itself from this probability and so many words on."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What one run did: messages newly read, distinct texts among them, all there is."""

    messages: int
    texts: int
    total: int
    engine: str
    version: str


_SPOKEN = """(
    SELECT
        'message' AS record,
        source,
        key,
        content,
        thread,
        coalesce(text, '') AS text,
        direction = 'out' AS is_ours
    FROM message
    UNION ALL
    SELECT
        'answer',
        source,
        key,
        content,
        thread,
        comment,
        FALSE
    FROM answer
    WHERE comment IS NOT NULL
)"""
"""Every message, and the words beside survey answers."""
_SAME = """(reading.record = spoken.record AND reading.source = spoken.source
    AND reading.key = spoken.key AND reading.content IS NOT DISTINCT FROM spoken.content)"""
_UNREAD = f"""
CREATE OR REPLACE TEMP TABLE unread AS
SELECT
    record,
    source,
    key,
    content,
    text,
    is_ours,
    '' AS prior
FROM {_SPOKEN} AS spoken
ANTI JOIN (
    SELECT *
    FROM reading
    WHERE version = $version
) AS reading
ON {_SAME}
"""
_UNSURE = f"""
CREATE OR REPLACE TEMP TABLE unread AS
SELECT
    spoken.record,
    spoken.source,
    spoken.key,
    spoken.content,
    spoken.text,
    spoken.is_ours,
    threads.language AS prior
FROM {_SPOKEN} AS spoken
JOIN reading
ON {_SAME}
JOIN (
    SELECT
        spoken.source,
        spoken.thread,
        min(reading.language) AS language
    FROM {_SPOKEN} AS spoken
    JOIN reading
    ON {_SAME}
    WHERE reading.language_p >= {SURE}
        AND reading.words >= {FEWEST_WORDS}
        AND reading.prior = ''
        AND reading.language <> 'und'
        AND spoken.thread IS NOT NULL
    GROUP BY spoken.source, spoken.thread
    HAVING count(DISTINCT reading.language) = 1
) AS threads
ON (threads.source = spoken.source AND threads.thread = spoken.thread)
WHERE reading.version = $version
    AND reading.prior <> threads.language
    AND (reading.language_p < {SURE} OR reading.words < {FEWEST_WORDS})
"""
"""Messages whose own words do not tell their language, in a thread of one language."""
_TEXTS = """
CREATE OR REPLACE TEMP TABLE unread_text AS
SELECT
    row_number() OVER (ORDER BY hash(text), text, is_ours, prior) - 1 AS place,
    text,
    is_ours,
    prior
FROM (
    SELECT DISTINCT text, is_ours, prior
    FROM unread
)
"""
_BATCH = """
SELECT text, is_ours, prior
FROM unread_text
WHERE place >= $start
    AND place < $end
ORDER BY place
"""
_FORGET = """
DELETE FROM reading
USING unread, unread_text
WHERE unread_text.place >= $start
    AND unread_text.place < $end
    AND unread.text = unread_text.text
    AND unread.is_ours = unread_text.is_ours
    AND unread.prior = unread_text.prior
    AND reading.record = unread.record
    AND reading.source = unread.source
    AND reading.key = unread.key
    AND reading.content IS NOT DISTINCT FROM unread.content
"""
_KEEP = """
INSERT INTO reading BY NAME
SELECT
    unread.record,
    unread.source,
    unread.key,
    unread.content,
    unread.prior,
    heard.* EXCLUDE (place, cause, purpose),
    nullif(heard.cause, '') AS cause,
    nullif(heard.purpose, '') AS purpose
FROM lent_heard AS heard
JOIN unread_text USING (place)
JOIN unread
ON (unread.text = unread_text.text AND unread.is_ours = unread_text.is_ours
    AND unread.prior = unread_text.prior)
"""


def score(
    engine: DuckDBEngine,
    analyzer: Analyzer,
    *,
    progress: Progress | None = None,
    batch: int = BATCH,
) -> Scored:
    """Read every message that this version of the engine has not read; keep batch by batch."""
    tell = progress or (lambda text, share: None)
    first = _read(engine, analyzer, _UNREAD, batch, lambda share: tell("reading", 0.9 * share))
    again = _read(
        engine, analyzer, _UNSURE, batch, lambda share: tell("reading", 0.9 + 0.1 * share)
    )
    total = int(engine.value(f"SELECT count(*) FROM {_SPOKEN}"))
    return Scored(first[0] + again[0], first[1] + again[1], total, analyzer.engine,
                  analyzer.version)  # fmt: skip


def unread(engine: DuckDBEngine) -> int:
    """How many messages and survey answers with words nobody has read."""
    told = engine.value(f"SELECT count(*)\nFROM {_SPOKEN} AS spoken\nANTI JOIN reading\nON {_SAME}")
    return int(told)


def _read(
    engine: DuckDBEngine,
    analyzer: Analyzer,
    chosen: str,
    batch: int,
    tell: Callable[[float], None],
) -> tuple[int, int]:
    """Read the chosen messages' distinct texts; how many messages and texts."""
    engine.run(chosen, {"version": analyzer.version})
    engine.run(_TEXTS)
    texts = int(engine.value("SELECT count(*) FROM unread_text"))
    messages = int(engine.value("SELECT count(*) FROM unread"))
    for start in range(0, texts, batch):
        _read_batch(engine, analyzer, start, start + batch)
        tell(min(1.0, (start + batch) / texts))
    engine.run("DROP TABLE unread")
    engine.run("DROP TABLE unread_text")
    return messages, texts


def _read_batch(engine: DuckDBEngine, analyzer: Analyzer, start: int, end: int) -> None:
    """Read texts from `start` to `end` (excluded) and keep their readings, or none of them."""
    bound = {"start": start, "end": end}
    told = engine.columns(_BATCH, bound)
    messages = [
        Message(text, prior, bool(is_ours))
        for text, is_ours, prior in zip(told["text"], told["is_ours"], told["prior"], strict=True)
    ]
    columns = reading_columns(analyzer.analyze(messages), start)
    with engine.transaction():
        engine.run(_FORGET, bound)
        with engine.lent({"heard": columns}):
            engine.run(_KEEP)


def reading_columns(readings: Sequence[Reading], start: int = 0) -> dict[str, Any]:
    """Readings as columns of the table `reading`, with their `place` from `start` on."""
    one = {
        "place": np.arange(start, start + len(readings)),
        "text_key": np.array([reading.text_key for reading in readings], dtype=np.uint64),
        "cause": _words([reading.cause or "" for reading in readings]),
        "purpose": _words([reading.purpose or "" for reading in readings]),
        "sentiment": _words([reading.label for reading in readings]),
        "evidence": _words([_evidence(reading) for reading in readings]),
        "words": np.array([reading.words for reading in readings], dtype=np.int32),
    }
    for name in ("engine", "version", "language"):
        one[name] = _words([getattr(reading, name) for reading in readings])
    for name in ("language_p", "courtesy"):
        one[name] = np.array([getattr(reading, name) for reading in readings], dtype=np.float32)
    for name in ("is_uncertain", "is_spam", "is_automatic", "is_signed"):
        one[name] = np.array([getattr(reading, name) for reading in readings], dtype=bool)
    feelings = np.array([reading.sentiment for reading in readings], dtype=np.float32)
    feelings = feelings.reshape(-1, 3)
    one |= {name: feelings[:, place] for place, name in enumerate(_FEELINGS)}
    for signal in Signal:
        told = [reading.probability(signal) for reading in readings]
        one[signal.value] = np.array(told, dtype=np.float32)
        one[f"is_{signal.value}"] = np.array([signal in reading.shown for reading in readings])
    return one


_FEELINGS = ("negative", "neutral", "positive")


def _words(told: Sequence[str]) -> Any:  # noqa: ANN401
    """Words as an array that the engine reads as text."""
    return np.array([str(word) for word in told], dtype=object)


def _evidence(reading: Reading) -> str:
    """Where the signals show, as JSON."""
    spans = [
        {"signal": str(span.signal), "start": span.start, "end": span.end}
        for span in reading.evidence
    ]
    return json.dumps(spans)
