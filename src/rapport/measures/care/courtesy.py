"""Courtesy: how courteous are the replies that people of ours write?"""

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

THOUSAND = 1000
SCORED = Step(
    "scored",
    """
    SELECT 'parts' AS name, segment, period, who, agent, ROUND(1000 * courtesy) AS points
    FROM reply
    UNION ALL
    SELECT 'none', segment, period, who, agent, CAST(courtesy <= 0 AS INTEGER)
    FROM reply
    """,
)
"""The share of courteous parts of each reply, in thousandths; and whether it has none."""


@dataclass(frozen=True, slots=True)
class Courtesy:
    """Mean share of the five courteous parts that our human replies hold.

    The parts: a greeting, thanks, an apology or feeling for the trouble, an offer to help or a
    next step, a closing. Not every reply needs all five: compare, and read a sample.

    >>> str(Courtesy(by="channel").card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="courtesy",
            name=say("Courtesy of replies"),
            question=say("How courteous are the replies that people of ours write?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("message", "reading"),
            sampled=say("people who were replied to"),
            method=say(
                "mean over human replies of the share of five parts that are there (greeting,"
                " thanks, apology, offer of help, closing); Wilson's interval, the wider of two:"
                " customers as voices, and agents where five at least are told"
            ),
            assumes=(
                say("rules in French and English find most of the five parts"),
                say("bots and automatic answers are no replies of people"),
            ),
            sources=(
                Reference("Danescu-Niculescu-Mizil et al. 2013, Proceedings of ACL 2013, 250-259"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_REPLIES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Mean share of parts, share of replies with none, and the number of replies."""
        reading = Reading((), self._parts, None, (AS_READ,))
        return read_replies(self, snapshot, SCORED, reading)

    def _parts(self, group: Group) -> Parts:
        yield mark("courteous parts"), share_of_replies(group, "parts", SHARE, THOUSAND)
        yield mark("replies with none"), share_of_replies(group, "none", SHARE, 1)
        yield mark("replies"), replies_told(group, "none")
