"""Message recipes: who says what to whom, where a file tells only part of it?"""

from __future__ import annotations

from rapport.core.source import Recipe, constant
from rapport.sources.expressions import one_of, or_else
from rapport.sources.reading import Reading
from rapport.sources.words import AUTHORS, DIRECTIONS, VISIBILITIES

_WORDS = ("direction", "author", "visibility")


def message_recipes(reading: Reading) -> tuple[Recipe, ...]:
    """One row a message.

    The direction comes from its column, else from who speaks, else it is a customer's: exports
    that tell neither hold what was received. An author who is no word but a name is the
    customer's account where the message comes in.
    """
    fields = {
        name: sql
        for name in reading.cells
        if name not in _WORDS and (sql := reading.sql(name)) is not None
    }
    told = reading.sql("direction")
    author = reading.sql("author")
    named = author is not None and not reading.speaks("author")
    spoken = one_of(author, AUTHORS) if author is not None and not named else None
    fields["direction"] = _direction(one_of(told, DIRECTIONS) if told else None, spoken)
    fields["author"] = _author(spoken, fields["direction"])
    if named and author is not None and "account" not in fields:
        fields["account"] = f"CASE WHEN {fields['direction']} = 'in' THEN {author} END"
    if (visibility := reading.sql("visibility")) is not None:
        fields["visibility"] = one_of(visibility, VISIBILITIES)
    if "account" in fields and "channel" in fields:
        fields.setdefault("network", fields["channel"])
    return (Recipe("message", fields),)


def _direction(told: str | None, spoken: str | None) -> str:
    if told is not None:
        return told
    if spoken is not None:
        return f"CASE WHEN {spoken} IN ('staff', 'bot') THEN 'out' ELSE 'in' END"
    return constant("in")


def _author(spoken: str | None, direction: str) -> str:
    by_direction = f"CASE {direction} WHEN 'in' THEN 'customer' WHEN 'out' THEN 'staff' END"
    return or_else(spoken, by_direction) if spoken is not None else by_direction
