"""Readings: how do tests have messages read, without an engine?"""

from __future__ import annotations

from datetime import datetime

from rapport.house import House

READ = """
    INSERT INTO reading BY NAME
    SELECT
        'message' AS record,
        source,
        key,
        content,
        hash(text || first) AS text_key,
        'by hand' AS engine,
        '1' AS version,
        '' AS prior,
        ['en', 'fr'][1 + (place // 7) % 2] AS language,
        0.99 AS language_p,
        CASE sentiment WHEN 'negative' THEN 0.8 WHEN 'mixed' THEN 0.4 ELSE 0.1 END AS negative,
        CASE sentiment WHEN 'neutral' THEN 0.8 WHEN 'mixed' THEN 0.2 ELSE 0.1 END AS neutral,
        CASE sentiment WHEN 'positive' THEN 0.8 WHEN 'mixed' THEN 0.4 ELSE 0.1 END AS positive,
        sentiment,
        FALSE AS is_uncertain,
        CASE WHEN is_complaint THEN 0.8 ELSE 0.1 END AS complaint,
        CASE WHEN is_praise THEN 0.8 ELSE 0.1 END AS praise,
        CASE WHEN is_question THEN 0.8 ELSE 0.1 END AS question,
        CASE WHEN place % 50 = 0 THEN 0.8 ELSE 0.01 END AS break_up,
        is_complaint,
        is_praise,
        is_question,
        place % 50 = 0 AS is_break_up,
        CASE WHEN is_complaint
            THEN ['product', 'delivery', 'price', 'service', 'communication'][1 + place % 5]
        END AS cause,
        CASE WHEN is_question THEN 'help' WHEN is_praise THEN 'thanks' ELSE 'commercial' END
            AS purpose,
        FALSE AS is_spam,
        FALSE AS is_automatic,
        0.5 AS courtesy,
        FALSE AS is_signed,
        2 AS words,
        '[]' AS evidence
    FROM (
        SELECT
            *,
            place % 10 < 4 OR place % 10 = 9 AS is_complaint,
            place % 10 > 6 AS is_praise,
            place % 3 = 0 AS is_question,
            CASE
                WHEN place % 10 < 4 THEN 'negative'
                WHEN place % 10 < 7 THEN 'neutral'
                WHEN place % 10 < 9 THEN 'positive'
                ELSE 'mixed'
            END AS sentiment
        FROM (
            SELECT
                *,
                replace(key, 'again', '') AS first,
                CAST(hash(text || replace(key, 'again', '')) % 1000 AS INTEGER) AS place
            FROM message
        )
    )
"""
"""Meanings drawn from the hash of text and key; what somebody says again means the same again."""
GROUP = """
    INSERT INTO complaint_group BY NAME
    SELECT
        reading.source,
        reading.key,
        'group ' || reading.cause AS group_key,
        reading.cause || ' ' || reading.language AS label,
        reading.text_key AS family,
        0.9 AS closeness,
        FALSE AS is_example
    FROM reading
    WHERE reading.is_complaint
"""


CHECK = """
    INSERT INTO correction BY NAME
    SELECT
        'checks' AS source,
        message.source || ' ' || message.key || ' ' || field AS key,
        message.happened_at,
        message.seen_at,
        message.source AS teller,
        message.key AS message_id,
        field,
        CASE field
            WHEN 'complaint' THEN IF(reading.is_complaint, 'yes', 'no')
            WHEN 'praise' THEN IF(reading.is_praise, 'yes', 'no')
            WHEN 'question' THEN IF(reading.is_question, 'yes', 'no')
            ELSE reading.sentiment
        END AS value,
        TRUE AS drawn
    FROM message
    JOIN reading
    ON (reading.source = message.source AND reading.key = message.key)
    CROSS JOIN (VALUES ('complaint'), ('praise'), ('question'), ('sentiment')) AS told(field)
    WHERE reading.text_key % 2 = 0
"""
"""Half of the texts were drawn by lot, and found to be read rightly."""


def read_messages(house: House) -> None:
    """Write a reading of each message of a house, and a group for each complaint."""
    house.book.engine.run("DELETE FROM reading")
    house.book.engine.run("DELETE FROM complaint_group")
    house.book.engine.run(READ)
    house.book.engine.run(GROUP)
    house.book.engine.run("DELETE FROM correction")
    house.book.engine.run(CHECK)


NOON = datetime(2024, 3, 1, 12)


def heard(
    person: int | None,
    text: int,
    *said: str,
    at: datetime = NOON,
    sentiment: str = "neutral",
    cause: str | None = None,
    drawn: bool = False,
    key: str | None = None,
) -> tuple[object, ...]:
    """A row of the relation `reading`, as a small book takes it: what a customer said."""
    signals = ("complaint", "praise", "question")
    flags = [one in said for one in signals]
    name = key or f"{person}-{text}"
    return (person, at.date(), at, name, f"t{person}", text, sentiment, cause, None, *flags,
            *flags, False, drawn, "files", "in", "customer", False, sentiment)  # fmt: skip
