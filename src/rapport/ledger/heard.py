"""Heard: what do messages mean, as the engine read them and as people corrected it?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View, happened

AS_READ = "as read"
"""The value of a correction that is taken back."""

_SIGNALS = ("complaint", "praise", "question", "break_up")
_PLAIN = (
    "text_key",
    "engine",
    "version",
    "language_p",
    "negative",
    "neutral",
    "positive",
    "is_uncertain",
    "is_spam",
    "is_automatic",
    "courtesy",
    "is_signed",
    "words",
    "evidence",
)
_OWN = (
    "key",
    "source",
    "thread",
    "direction",
    "author",
    "agent",
    "channel",
    "visibility",
    "text",
    "reply_to",
    "post_id",
)
_CORRECTED = ("language", "sentiment", "cause", "purpose")


def told_reading(_: View) -> Step:
    """The engine's readings of messages, as they stand."""
    return Step("told_reading", "SELECT *\nFROM reading\nWHERE record = 'message'")


def told_survey_reading(_: View) -> Step:
    """The engine's readings of the words beside survey answers, as they stand."""
    return Step("told_survey_reading", "SELECT *\nFROM reading\nWHERE record = 'answer'")


def corrected(_: View) -> Step:
    """What people said that messages mean: one row a corrected message."""
    fields = (*_CORRECTED, *_SIGNALS)
    columns = ",\n    ".join(
        f"max(value) FILTER (WHERE field = '{name}') AS {name}" for name in fields
    )
    told = f"{columns},\n    bool_or(coalesce(drawn, FALSE)) AS is_drawn"
    return Step(
        "corrected",
        f"""SELECT
    teller,
    message_id,
    {told}
FROM told_correction
WHERE value <> '{AS_READ}'
GROUP BY teller, message_id""",
        ("told_correction",),
    )


def reading(view: View) -> Step:
    """Messages that were read, with what they mean; a person's word goes before the engine's."""
    columns = ",\n    ".join(
        [f"told.{name}" for name in _OWN]
        + [
            f"nullif(coalesce(corrected.{name}, read.{name}), 'none') AS {name}"
            for name in _CORRECTED
        ]
        + [f"read.{name} AS {name}_p" for name in _SIGNALS]
        + [
            f"coalesce(corrected.{name} IN ('yes', 'true'), read.is_{name}) AS {name}"
            for name in _SIGNALS
        ]
        + [f"read.is_{name} AS {name}_read" for name in _SIGNALS]
        + ["read.sentiment AS sentiment_read"]
        + [f"read.{name}" for name in _PLAIN]
        + [
            "corrected.message_id IS NOT NULL AS is_corrected",
            "coalesce(corrected.is_drawn, FALSE) AS is_drawn",
        ]
    )
    joins = """JOIN told_reading AS read
ON (read.source = told.source AND read.key = told.key
    AND read.content IS NOT DISTINCT FROM told.content)
LEFT JOIN corrected
ON (corrected.teller = told.source AND corrected.message_id = told.key)"""
    inner = happened(view, "message", columns, joins)
    return Step(
        "reading",
        f"""SELECT
    told.*,
    {view.cut.columns_sql("reading")}
FROM (
{inner}
) AS told
{view.cut.joins_sql("reading")}""",
        ("told_message", "told_reading", "corrected", *view.cut.reads("reading")),
    )


_OF_ANSWERS = ("key", "source", "thread", "channel", "score", "scale_low", "scale_high")


def survey_reading(view: View) -> Step:
    """Survey answers whose words were read, with what they mean."""
    columns = ",\n    ".join(
        [f"told.{name}" for name in _OF_ANSWERS]
        + ["told.comment AS text", "told.question AS asked"]
        + [f"read.{name}" for name in ("language", "sentiment", "cause", "purpose")]
        + [f"read.{name} AS {name}_p" for name in _SIGNALS]
        + [f"read.is_{name} AS {name}" for name in _SIGNALS]
        + [f"read.{name}" for name in _PLAIN]
    )
    joins = """JOIN told_survey_reading AS read
ON (read.source = told.source AND read.key = told.key
    AND read.content IS NOT DISTINCT FROM told.content)"""
    inner = happened(view, "answer", columns, joins)
    return Step(
        "survey_reading",
        f"""SELECT
    told.*,
    {view.cut.columns_sql("survey_reading")}
FROM (
{inner}
) AS told
{view.cut.joins_sql("survey_reading")}""",
        ("told_answer", "told_survey_reading", *view.cut.reads("survey_reading")),
    )


def told_complaint_group(_: View) -> Step:
    """The groups of complaints, as they stand."""
    return Step("told_complaint_group", "SELECT *\nFROM complaint_group")


def complaint_group(_: View) -> Step:
    """Complaints in groups of similar ones, with who said them and when."""
    return Step(
        "complaint_group",
        """SELECT
    reading.person,
    reading.day,
    reading."at",
    told.key,
    told.source,
    reading.thread,
    told.group_key,
    told.label,
    told.family,
    told.closeness,
    told.is_example,
    reading.segment,
    reading.period
FROM told_complaint_group AS told
JOIN reading
ON (reading.source = told.source AND reading.key = told.key)""",
        ("told_complaint_group", "reading"),
    )
