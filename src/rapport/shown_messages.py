"""Shown messages: which messages show how the engine reads, and which groups they make, masked?

What is shown may leave the company in a report: e-mails, numbers and links are masked, texts
are cut.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rapport.core.heard import ComplaintGroup, Heard, ReadMessage
from rapport.core.measure import Step
from rapport.core.message import Signal
from rapport.ledger.snapshot import BookSnapshot
from rapport.measures.voice.error_counts import SENTIMENT
from rapport.voice.masking import masked

SHOWN, LONGEST = 12, 280
"""Messages of a report's sample, and characters shown of each."""
EXAMPLES = 3
RECENT_DAYS = 30
"""Days that growth compares with as many before them, as the measure does."""

SAMPLE = Step(
    "drawn_sample",
    f"""SELECT
    source,
    key AS message_id,
    day,
    text,
    language,
    sentiment,
    greatest(negative, neutral, positive) AS likelihood,
    is_uncertain AND NOT is_corrected AS is_uncertain,
    {", ".join(str(signal) for signal in Signal)},
    cause,
    purpose,
    is_corrected
FROM reading
WHERE direction = 'in'
    AND words > 0
    AND NOT is_automatic
    AND NOT is_spam
    AND day > CAST($as_of AS DATE) - 365
QUALIFY row_number() OVER (PARTITION BY text_key ORDER BY day DESC, source, key) = 1
ORDER BY hash(text_key::VARCHAR || ' ' || $seed::VARCHAR), source, key
LIMIT $size""",
    ("reading",),
)
"""Messages of the last year, drawn by lot, the same words once."""
GROUPS = Step(
    "shown_groups",
    """SELECT
    group_key,
    min(label) AS label,
    count(*) AS messages,
    count(DISTINCT who) AS authors,
    count(DISTINCT who) FILTER (WHERE day > $recent) AS recent,
    count(DISTINCT who) FILTER (WHERE day > $before AND day <= $recent) AS before
FROM (
    SELECT
        *,
        coalesce('person ' || person, 'thread ' || thread, 'message ' || key) AS who
    FROM complaint_group
)
GROUP BY group_key
ORDER BY authors DESC, messages DESC, group_key
LIMIT $size""",
    ("complaint_group",),
)
"""The biggest groups by distinct authors; one who says it often counts once."""
TEXTS = Step(
    "example_texts",
    """SELECT
    told.group_key,
    reading.text
FROM complaint_group AS told
JOIN reading
ON (reading.source = told.source AND reading.key = told.key)
SEMI JOIN shown_groups
ON (shown_groups.group_key = told.group_key)
QUALIFY row_number() OVER (
    PARTITION BY told.group_key, told.family
    ORDER BY told.is_example DESC, told.closeness DESC, told.source, told.key
) = 1
ORDER BY told.is_example DESC, told.closeness DESC, told.source, told.key""",
    ("complaint_group", "reading", "shown_groups"),
)
"""Messages of the groups shown, those that show them best first; near duplicates once."""


def heard(snapshot: BookSnapshot, *, size: int = SHOWN, groups: int = 5) -> Heard | None:
    """What was read, to be shown in a report; None where nothing was."""
    shown = sample(snapshot, size)
    if not shown:
        return None
    right = [_share_right(counts) for counts in SENTIMENT.values()]
    return Heard(shown, biggest(snapshot, groups), min(right), max(right), len(right))


def sample(snapshot: BookSnapshot, size: int, seed: int = 1) -> tuple[ReadMessage, ...]:
    """Messages of the last year drawn by lot, with what was read of them; masked."""
    told = snapshot.read(SAMPLE, parameters={"size": size, "seed": seed})
    return tuple(_read_message(row) for row in _rows(told))


def biggest(snapshot: BookSnapshot, most: int) -> tuple[ComplaintGroup, ...]:
    """The biggest groups of complaints, with examples; masked."""
    recent = snapshot.as_of - timedelta(days=RECENT_DAYS)
    bound = {"size": most, "recent": recent, "before": recent - timedelta(days=RECENT_DAYS)}
    groups = _rows(snapshot.read(GROUPS, parameters=bound))
    texts: dict[str, list[str]] = {}
    for row in _rows(snapshot.read(GROUPS, TEXTS, parameters=bound)):
        texts.setdefault(row["group_key"], []).append(row["text"])
    return tuple(
        ComplaintGroup(
            key=row["group_key"],
            examples=tuple(shielded(text) for text in texts.get(row["group_key"], [])[:EXAMPLES]),
            label=row["label"],
            **{name: int(row[name]) for name in ("messages", "authors", "recent", "before")},
        )
        for row in groups
    )


def shielded(text: str, longest: int = LONGEST) -> str:
    """A text on one line, masked, cut where it is long.

    >>> shielded("Write to me:  ana@example.com")
    'Write to me: [email]'
    """
    told = " ".join(masked(text).split())
    return told if len(told) <= longest else f"{told[: longest - 1].rstrip()}…"


def _read_message(row: dict[str, Any]) -> ReadMessage:
    """A row of the sample as a value."""
    return ReadMessage(
        source=row["source"],
        message_id=row["message_id"],
        day=row["day"],
        text=shielded(row["text"]),
        language=row["language"],
        sentiment=row["sentiment"],
        likelihood=float(row["likelihood"]),
        is_uncertain=bool(row["is_uncertain"]),
        signals=tuple(signal.value for signal in Signal if row[signal.value]),
        cause=row["cause"],
        purpose=row["purpose"],
        is_corrected=bool(row["is_corrected"]),
    )


def _share_right(counts: tuple[tuple[int, ...], ...]) -> float:
    """Of one source's messages with a known sentiment (true class by told class), those told so."""
    plain = counts[:3]
    return sum(row[place] for place, row in enumerate(plain)) / sum(map(sum, plain))


def _rows(told: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The (few) rows of columns, missing values as None, days as dates."""
    names = list(told)
    columns = [_plain(told[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(column: Any) -> list[Any]:  # noqa: ANN401
    """A column as plain values."""
    if column.dtype.kind == "M":
        return list(column.astype("datetime64[D]").tolist())
    return list(column.tolist())
