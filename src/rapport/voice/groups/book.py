"""Book: which complaints does the book hold, and in which groups does it keep them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.ledger.engine import Engine
from rapport.voice.cleaning import clean
from rapport.voice.groups.grouping import NOBODY, Groups, group
from rapport.voice.groups.rulings import Ruling
from rapport.voice.hashing import Integers

_CURRENT = """
QUALIFY row_number() OVER (
    PARTITION BY source, key
    ORDER BY updated_at DESC NULLS LAST, content DESC
) = 1
"""
"""Of several versions of one key, the one that counts."""

LONG = 60
"""Of a message of more words only what complains is compared with others."""

_COMPLAINING = """nullif(array_to_string(list_transform(
            list_filter(
                from_json(reading.evidence, '[{"signal":"VARCHAR","start":"INT","end":"INT"}]'),
                lambda span: span.signal = 'complaint' AND span."end" - span.start >= 20
            ),
            lambda span: substring(told.text, span.start + 1, span."end" - span.start)
        ), ' '), '')"""
"""SQL of what in a text the engine took for the complaint; NULL where that is next to nothing."""

_COMPLAINTS = f"""
WITH told AS (
    SELECT *
    FROM message
    {_CURRENT}
),
said AS (
    SELECT *
    FROM correction
    {_CURRENT}
),
corrected AS (
    SELECT
        teller,
        message_id,
        max(value) FILTER (WHERE field = 'complaint') IN ('yes', 'true') AS complaint,
        max(value) FILTER (WHERE field = 'language') AS language
    FROM said
    GROUP BY teller, message_id
),
grouped AS (
    SELECT source, key, min(group_key) AS group_key
    FROM complaint_group
    GROUP BY source, key
)
SELECT
    told.source,
    told.key,
    CASE WHEN reading.words > {LONG} THEN coalesce({_COMPLAINING}, told.text) ELSE told.text END
        AS text,
    CAST(coalesce(person, {NOBODY}) AS BIGINT) AS author,
    date_diff('day', DATE '1970-01-01', CAST(told.happened_at AS DATE)) AS day,
    coalesce(corrected.language, reading.language) AS language,
    coalesce(group_key, '') AS standing
FROM told
JOIN reading
ON (reading.source = told.source AND reading.key = told.key
    AND reading.content IS NOT DISTINCT FROM told.content)
LEFT JOIN corrected
ON (corrected.teller = told.source AND corrected.message_id = told.key)
LEFT JOIN grouped
ON (grouped.source = told.source AND grouped.key = told.key)
LEFT JOIN identity
ON (identity.contact = told.contact)
WHERE told.direction = 'in'
    AND told.text IS NOT NULL
    AND reading.record = 'message'
    AND NOT reading.is_spam
    AND NOT reading.is_automatic
    AND coalesce(corrected.complaint, reading.is_complaint)
ORDER BY told.source, told.key
"""

_RULINGS = f"""
SELECT verdict, teller, message_id, other_teller, other_message_id, coalesce(label, '') AS label
FROM (
    SELECT *
    FROM group_ruling
    {_CURRENT}
)
ORDER BY happened_at, seen_at, source, key
"""

_KEEP = """
INSERT INTO complaint_group
    (source, key, group_key, label, family, closeness, is_example)
SELECT source, key, group_key, label, family, closeness, is_example
FROM lent_groups
ORDER BY source, key
"""


def regroup(engine: Engine, *, afresh: bool = False) -> Groups:
    """Replace the book's `complaint_group`; runs inside the caller's transaction.

    Groups that stand keep their messages and keys, and new complaints join them or make groups
    of their own; `afresh` makes all of them anew from the complaints alone. What people ruled
    holds either way. Messages without a word are in no group. Raises StepError.
    """
    told = engine.columns(_COMPLAINTS)
    groups = _grouped(told, _rulings(engine, told), afresh)
    kept = groups.group >= 0
    number = groups.group[kept]
    columns = {
        "source": _texts(told["source"])[kept],
        "key": _texts(told["key"])[kept],
        "group_key": np.array(groups.keys, dtype=object)[number],
        "label": np.array(groups.labels, dtype=object)[number],
        "family": groups.family[kept],
        "closeness": groups.closeness[kept],
        "is_example": groups.is_example[kept],
    }
    engine.run("DELETE FROM complaint_group")
    if len(number):
        with engine.lent({"groups": columns}):
            engine.run(_KEEP)
    return groups


def _grouped(told: dict[str, Any], rulings: Sequence[Ruling], afresh: bool) -> Groups:
    """The groups of the complaints, by what is read of them: no quotes, no signatures."""
    texts = [clean(text).text for text in told["text"].tolist()]
    return group(
        texts,
        np.asarray(told["author"], dtype=np.int64),
        np.asarray(told["day"], dtype=np.int64),
        told["language"].tolist(),
        rulings,
        () if afresh else told["standing"].tolist(),
    )


def _rulings(engine: Engine, told: dict[str, Any]) -> list[Ruling]:
    """What people ruled, oldest first, on messages that are complaints."""
    ruled = engine.rows(_RULINGS)
    if not ruled:
        return []
    numbers = _numbers(told, {place for row in ruled for place in (row[1:3], row[3:5])})
    return [
        Ruling(verdict, numbers[one, key], numbers.get((other, other_key)), label)
        for verdict, one, key, other, other_key, label in ruled
        if (one, key) in numbers and (other_key is None or (other, other_key) in numbers)
    ]


def _numbers(told: dict[str, Any], wanted: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    """Where the few messages that rulings name stand among the complaints."""
    keys = np.array([str(one[1]) for one in wanted], dtype=object)
    places: Integers = np.flatnonzero(np.isin(_texts(told["key"]), keys))
    pairs = [(told["source"][place], told["key"][place]) for place in places.tolist()]
    return {
        pair: place for pair, place in zip(pairs, places.tolist(), strict=True) if pair in wanted
    }


def _texts(column: Any) -> NDArray[np.object_]:  # noqa: ANN401
    """A column of texts without a mask."""
    return np.asarray(column, dtype=object)
