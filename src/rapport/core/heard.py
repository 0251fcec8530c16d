"""Heard: how do messages, groups of complaints and conversations that wait travel to be shown?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message with what was read of it; its text masked where it may leave the company.

    `likelihood` is the probability of the likeliest sentiment (0–1), `is_uncertain` that it is
    not likely enough to be told; `signals` those that show; a word of a person counts for more
    than the engine's (`is_corrected`).
    """

    source: str
    message_id: str
    day: date
    text: str
    language: str
    sentiment: str
    likelihood: float
    is_uncertain: bool
    signals: tuple[str, ...]
    cause: str | None
    purpose: str | None
    is_corrected: bool

    def plain(self) -> dict[str, Any]:
        """Every field by name, days in ISO: for other programs."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class ComplaintGroup:
    """Complaints that say the same: `messages` of so many distinct `authors`.

    `recent` and `before`: authors of the last 30 days and of the 30 before these. `examples` are
    messages (masked) that show the group best.
    """

    key: str
    label: str
    messages: int
    authors: int
    recent: int
    before: int
    examples: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Every field by name: for other programs."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A customer's message that is dealt with: where it stands, since when, and what it says.

    `age` in hours, until the end of the day that is looked at; `customer` as the book names
    them; `signals` and `cause` as read or corrected; `text` its first words.
    """

    source: str
    message_id: str
    thread: str | None
    customer: str | None
    at: datetime
    age: float
    channel: str | None
    state: str
    owner: str | None
    signals: tuple[str, ...]
    cause: str | None
    text: str

    def plain(self) -> dict[str, Any]:
        """Every field by name, times in ISO: for other programs."""
        return plain(self)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard, to be shown: messages drawn by lot, groups, and how well the engine reads.

    `least` and `most`: the lowest and the highest share of messages whose sentiment it told
    right, over `sources` with known answers that it had not learnt from.
    """

    sample: tuple[ReadMessage, ...]
    groups: tuple[ComplaintGroup, ...]
    least: float
    most: float
    sources: int


def plain(told: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the values above
    """Every field of a value by name, days and times in ISO."""
    named = {field.name: getattr(told, field.name) for field in fields(told)}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in named.items()}
