"""Message volume: how much do customers write to us?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_MESSAGES

VOLUME = Step(
    "volume",
    """
    SELECT
        segment,
        period,
        COUNT(*) FILTER (WHERE who = 'customer') AS from_customers,
        COUNT(*) FILTER (WHERE who = 'staff') AS replies,
        COUNT(*) FILTER (WHERE who = 'bot') AS by_bots,
        COUNT(DISTINCT person) FILTER (WHERE who = 'customer')
            + COUNT(DISTINCT thread) FILTER (WHERE who = 'customer' AND person IS NULL)
            + COUNT(*) FILTER (WHERE who = 'customer' AND person IS NULL AND thread IS NULL)
            AS people
    FROM spoken
    GROUP BY segment, period
    """,
)
SPOKEN = Step(
    "spoken",
    """
    SELECT
        segment,
        period,
        person,
        thread,
        CASE
            WHEN author = 'bot' THEN 'bot'
            WHEN direction = 'out' THEN 'staff'
            ELSE 'customer'
        END AS who
    FROM message
    """,
    ("message",),
)


@dataclass(frozen=True, slots=True)
class MessageVolume:
    """Messages from customers, counted; our replies and those of bots beside.

    >>> str(MessageVolume().card.unit)
    'messages'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="message_volume",
            name=say("Messages"),
            question=say("How much do customers write to us?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=Unit(Dimension.COUNT, "messages"),
            better=Better.NEITHER,
            needs=("message",),
            sampled=say("people who wrote"),
            method=say("messages counted; a thread of nobody known counts as one person"),
            assumes=(say("the files imported hold every message of their channels"),),
            sources=(Reference("Chatwoot user guide, Conversation reports: incoming messages"),),
            segments=OF_MESSAGES,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """How many messages, by who speaks."""
        return read(self, snapshot, Reading((SPOKEN, VOLUME), self._parts))

    def _parts(self, group: Group) -> Parts:
        unit, people = self.card.unit, group.total("people")
        parts = (
            (mark("from customers"), "from_customers"),
            (mark("our replies"), "replies"),
            (mark("by bots"), "by_bots"),
        )
        for part, column in parts:
            yield part, group.counted(group.total(column), unit, people)
