"""Reply wait: how long does any question wait for a human answer, first or not?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim
from rapport.core.measure import Snapshot
from rapport.core.phrase import say
from rapport.core.result import Result
from rapport.measures.care.answer_times import WAITING_SOURCES, read_times, wait_step
from rapport.measures.care.points import HOURS
from rapport.measures.segments import OF_ROUNDS


@dataclass(frozen=True, slots=True)
class ReplyWait:
    """Hours until half of all questions were answered by a human; what waits counts.

    Every round of every conversation, in real time and in working hours.

    >>> str(ReplyWait(by="channel").card.unit)
    'hours'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="reply_wait",
            name=say("Reply wait"),
            question=say("How long does any question wait for a human answer, first or not?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=HOURS,
            better=Better.LOWER,
            needs=("message",),
            sampled=say("people who asked"),
            method=say(
                "Kaplan–Meier over every round (from a customer's first"
                " unanswered message to the first human reply); what still waits counts as long as"
                " it was seen; interval by score test, with the variance of people, not messages"
            ),
            assumes=(
                say("a message that is still young says nothing yet about being unanswered"),
                say("how long an answer takes does not depend on how late the question came"),
            ),
            sources=WAITING_SOURCES,
            segments=OF_ROUNDS,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """Median and 90th percentile on both clocks, and shares within some hours."""
        return read_times(self, snapshot, wait_step())
