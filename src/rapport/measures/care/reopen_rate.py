"""Reopen rate: which share of our answers is followed by another question?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.care.answer_times import BOTS_APART
from rapport.measures.care.limits import days_of
from rapport.measures.care.points import read_point
from rapport.measures.care.waiting import WHO, Point, not_answering, read_waits
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_ROUNDS

ANSWERED = Unit(Dimension.COUNT, "answered questions")
WAIT = Step(
    "wait",
    f"""
    SELECT
        segment,
        period,
        {WHO} AS who,
        silent AS seconds,
        CAST(0 AS BIGINT) AS worked,
        asked_again AS has_ended,
        NOT asked_again AND silent < 86400 * $days AS is_open
    FROM message_round
    WHERE answered_at IS NOT NULL
    """,
    ("message_round",),
)
"""How long customers were silent after our last answer of each round, until they asked again."""


@dataclass(frozen=True, slots=True)
class ReopenRate:
    """Share of answered questions whose conversation holds another one within some days.

    `resolved_after_days` None: the book's own setting. The complement is what one answer settled.

    >>> str(ReopenRate(resolved_after_days=3).card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    resolved_after_days: int | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="reopen_rate",
            name=say("Reopen rate"),
            question=say("Which share of our answers is followed by another question?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.LOWER,
            needs=("message",),
            sampled=say("people who were answered"),
            method=say(
                "Kaplan–Meier over answered rounds, from our last answer to the customer's next"
                " question in the same conversation, read at the limit; Wilson's interval with as"
                " many voices as have the same variance, that of people"
            ),
            assumes=(
                say("a customer who is still silent after a young answer says nothing yet"),
                say("what a customer writes next in the conversation is about the same matter"),
            ),
            sources=(
                Reference("Kaplan & Meier 1958, Journal of the American Statistical Association"
                          " 53:457-481"),
                Reference("Williams 1995, Lifetime Data Analysis 1:171-186"),
            ),
            segments=OF_ROUNDS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share asked about again in time, of how many; raises BadSetting."""
        days = days_of(snapshot, "resolved_after_days", self.resolved_after_days)
        point, bound = Point(mark("asked again"), hours=24 * days), {"days": days}
        refusal = not_answering(snapshot)
        waits = read_waits(self, snapshot, (WAIT,), (point,), bound)

        def parts(group: Group) -> Parts:
            people = group.total("people")
            yield point.name, refusal or read_point(group, waits, 0, point)
            yield mark("answered"), group.counted(group.total("waits"), ANSWERED, people)
            yield mark("too young"), group.counted(group.total("still_open"), ANSWERED, people)

        return read(self, snapshot, Reading(waits.steps, parts, bound, (BOTS_APART,)))
