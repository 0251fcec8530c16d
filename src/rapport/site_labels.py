"""Site labels: what became known of a company's messages beside their words?

Scores that stand beside the words, or that followed in the same conversation; customers who
spoke of leaving and then bought nothing for a year; and what people corrected, which goes before
all of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Columns, Step
from rapport.core.message import Message, Sentiment
from rapport.ledger.snapshot import BookSnapshot
from rapport.voice.dearer import SIGNALS
from rapport.voice.learning import (
    CHURN,
    CORRECTION,
    RECOMMENDATION,
    SATISFACTION,
    STARS,
    UNKNOWN,
    Outcomes,
    of_churn,
    of_recommendation,
    of_stars,
)

YEAR_DAYS = 365
"""Who orders nothing for so long after speaking of leaving has left."""

_AUTHOR = "coalesce(person, -1 - CAST(hash({key}) % 1000000000 AS BIGINT)) AS person"
_DAY = "date_diff('day', DATE '1970-01-01', day) AS day"

BESIDE = Step(
    "beside",
    f"""SELECT
    text,
    language,
    {_AUTHOR.format(key="key")},
    {_DAY},
    asked,
    CAST(score AS DOUBLE) AS score,
    CAST(coalesce(scale_low, CASE WHEN asked = 'nps' THEN 0 ELSE 1 END) AS DOUBLE) AS low,
    CAST(
        coalesce(scale_high, CASE asked WHEN 'nps' THEN 10 WHEN 'ces' THEN 7 ELSE 5 END) AS DOUBLE
    ) AS high
FROM survey_reading
WHERE score IS NOT NULL
    AND words > 0
    AND asked IN ('nps', 'csat', 'ces', 'rating')
ORDER BY day, key""",
    ("survey_reading",),
)
"""The words beside scores."""
BEFORE = Step(
    "before",
    f"""SELECT
    reading.text,
    reading.language,
    {_AUTHOR.format(key="reading.key").replace("person,", "reading.person,")},
    {_DAY.replace("day)", "reading.day)")},
    answer.question AS asked,
    CAST(answer.score AS DOUBLE) AS score,
    CAST(
        coalesce(answer.scale_low, CASE WHEN answer.question = 'nps' THEN 0 ELSE 1 END) AS DOUBLE
    ) AS low,
    CAST(
        coalesce(
            answer.scale_high,
            CASE answer.question WHEN 'nps' THEN 10 WHEN 'ces' THEN 7 ELSE 5 END
        ) AS DOUBLE
    ) AS high
FROM told_answer AS answer
JOIN reading
ON (reading.thread = answer.thread AND reading.at <= answer.happened_at)
ANTI JOIN corrected
ON (corrected.teller = reading.source AND corrected.message_id = reading.key)
WHERE answer.score IS NOT NULL
    AND answer.question IN ('nps', 'csat', 'ces', 'rating')
    AND reading.direction = 'in'
    AND reading.words > 0
QUALIFY row_number() OVER (
    PARTITION BY answer.source, answer.key
    ORDER BY reading.at DESC, reading.key
) = 1
ORDER BY reading.day, reading.key""",
    ("told_answer", "reading", "corrected"),
)
"""What a customer wrote last before they gave a score in the same conversation."""
LEFT = Step(
    "left_after",
    f"""SELECT
    reading.text,
    reading.language,
    reading.person,
    {_DAY.replace("day)", "reading.day)")},
    bool_and(later.day IS NULL) AS has_left
FROM reading
ANTI JOIN corrected
ON (corrected.teller = reading.source AND corrected.message_id = reading.key)
SEMI JOIN purchase AS before
ON (before.person = reading.person AND before.day <= reading.day)
LEFT JOIN purchase AS later
ON (later.person = reading.person AND later.day > reading.day
    AND later.day <= reading.day + {YEAR_DAYS})
WHERE reading.direction = 'in'
    AND reading.words > 0
    AND reading.break_up
    AND reading.day <= CAST($as_of AS DATE) - {YEAR_DAYS}
GROUP BY reading.source, reading.key, reading.text, reading.language, reading.person, reading.day
ORDER BY reading.day, reading.key""",
    ("reading", "corrected", "purchase"),
)
"""Messages of customers who spoke of leaving, and whether they bought nothing for a year after."""
SAID = Step(
    "said",
    f"""SELECT
    reading.text,
    reading.language,
    {_AUTHOR.format(key="reading.key").replace("person,", "reading.person,")},
    {_DAY.replace("day)", "reading.day)")},
    coalesce(corrected.sentiment, '') AS sentiment,
    {", ".join(f"coalesce(corrected.{signal}, '') AS {signal}" for signal in SIGNALS)}
FROM reading
JOIN corrected
ON (corrected.teller = reading.source AND corrected.message_id = reading.key)
WHERE reading.words > 0
ORDER BY reading.day, reading.key""",
    ("reading", "corrected"),
)
"""What people corrected."""

_NAMES = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
_WEIGHTS = {"nps": RECOMMENDATION, "rating": STARS}


def outcomes(snapshot: BookSnapshot) -> Outcomes:
    """The messages of which something became known; their sentiment and signals where told."""
    parts = [
        _scored(snapshot.read(BESIDE)),
        _scored(snapshot.read(BEFORE)),
        _left(snapshot.read(LEFT)),
        _corrected(snapshot.read(SAID)),
    ]
    messages = tuple(message for part in parts for message in part.messages)
    sentiment, signals, weights, days, persons = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("sentiment", "signals", "weights", "days", "persons")
    )
    return Outcomes(messages, sentiment, signals, weights, days, persons)


def _scored(told: Columns) -> Outcomes:
    """Scores as sentiments: promoters and detractors, stars on whatever scale."""
    score, low, high = (np.asarray(told[name], dtype=float) for name in ("score", "low", "high"))
    place = (score - low) / np.where(high > low, high - low, np.nan)
    stars = of_stars(1 + 4 * np.nan_to_num(place, nan=-1.0))
    asked = _words(told, "asked")
    sentiment = np.where(asked == "nps", of_recommendation(score), stars)
    weights = np.array([_WEIGHTS.get(one, SATISFACTION) for one in asked.tolist()])
    return _outcomes(told, sentiment, weights)


def _left(told: Columns) -> Outcomes:
    """Who spoke of leaving and left was unhappy; of the others nothing is known."""
    left = np.asarray(told["has_left"], dtype=bool)
    return _outcomes(told, of_churn(left), np.full(left.size, CHURN))


def _corrected(told: Columns) -> Outcomes:
    """What people said that messages mean; `mixed` is none of the three."""
    place = {str(name): number for number, name in enumerate(_NAMES)}
    sentiment = [place.get(word, UNKNOWN) for word in _words(told, "sentiment").tolist()]
    answers = {"yes": 1, "true": 1, "no": 0, "false": 0}
    signals = [
        [answers.get(word, UNKNOWN) for word in _words(told, signal).tolist()] for signal in SIGNALS
    ]
    count = len(sentiment)
    return _outcomes(
        told,
        np.array(sentiment, dtype=np.int64),
        np.full(count, CORRECTION),
        np.array(signals, dtype=np.int64).reshape(len(SIGNALS), count).T,
    )


def _outcomes(
    told: Columns,
    sentiment: NDArray[np.int64],
    weights: NDArray[np.float64],
    signals: NDArray[np.int64] | None = None,
) -> Outcomes:
    """Columns of messages with what is known of them."""
    pairs = zip(_words(told, "text").tolist(), _words(told, "language").tolist(), strict=True)
    unknown = np.full((sentiment.size, len(SIGNALS)), UNKNOWN, dtype=np.int64)
    return Outcomes(
        tuple(Message(text, "" if language == "und" else language) for text, language in pairs),
        sentiment.astype(np.int64),
        unknown if signals is None else signals,
        weights.astype(float),
        np.asarray(told["day"], dtype=np.int64),
        np.asarray(told["person"], dtype=np.int64),
    )


def _words(told: Mapping[str, Any], name: str) -> NDArray[np.object_]:
    """A column of words without a mask."""
    return np.ma.filled(np.ma.asarray(told[name], dtype=object), "")
