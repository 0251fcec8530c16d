"""Heard: what do messages mean, as the engine read them and as people corrected it?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View, happened

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
    """The engine's readings, as they stand."""
    return Step("told_reading", "SELECT *\nFROM reading")


def corrected(_: View) -> Step:
    """What people said that messages mean: one row a corrected message."""
    fields = (*_CORRECTED, *_SIGNALS)
    columns = ",\n    ".join(
        f"max(value) FILTER (WHERE field = '{name}') AS {name}" for name in fields
    )
    return Step(
        "corrected",
        f"""SELECT
    teller,
    message_id,
    {columns}
FROM told_correction
GROUP BY teller, message_id""",
        ("told_correction",),
    )


def reading(view: View) -> Step:
    """Messages that were read, with what they mean; a person's word goes before the engine's."""
    columns = ",\n    ".join(
        [f"told.{name}" for name in _OWN]
        + [f"coalesce(corrected.{name}, read.{name}) AS {name}" for name in _CORRECTED]
        + [f"read.{name} AS {name}_p" for name in _SIGNALS]
        + [
            f"coalesce(corrected.{name} IN ('yes', 'true'), read.is_{name}) AS {name}"
            for name in _SIGNALS
        ]
        + [f"read.{name}" for name in _PLAIN]
        + ["corrected.message_id IS NOT NULL AS is_corrected"]
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
