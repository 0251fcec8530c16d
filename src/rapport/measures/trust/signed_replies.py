"""Signed replies: which share of our human replies is signed by name?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE
from rapport.measures.as_read import AS_READ
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading
from rapport.measures.replies import read_replies, replies_told, share_of_replies
from rapport.measures.segments import OF_REPLIES

SCORED = Step(
    "scored",
    """
    SELECT
        'signed' AS name,
        segment,
        period,
        who,
        agent,
        CAST(is_signed AS INTEGER) AS points
    FROM reply
    """,
)


@dataclass(frozen=True, slots=True)
class SignedReplies:
    """Share of our human replies that end with a person's name or initials.

    A team, a service or a company signs nothing here.

    >>> str(SignedReplies(per="month").card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="signed_replies",
            name=say("Signed replies"),
            question=say("Which share of our human replies is signed by name?"),
            family="trust",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("message", "reading"),
            sampled=say("people who were replied to"),
            method=say(
                "human replies whose end is a person's name or initials over human replies;"
                " Wilson's interval, the wider of two: customers as voices, and agents where five"
                " at least are told"
            ),
            assumes=(
                say("exports keep the end of a reply: a signature cut away cannot be read"),
                say("bots and automatic answers are no replies of people"),
            ),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_REPLIES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share of replies that are signed, and the number of replies."""
        reading = Reading((), self._parts, None, (AS_READ,))
        return read_replies(self, snapshot, SCORED, reading)

    def _parts(self, group: Group) -> Parts:
        yield mark("signed"), share_of_replies(group, "signed", SHARE, 1)
        yield mark("replies"), replies_told(group, "signed")
