"""Response rate: which share of customers' questions gets a human answer in time?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE
from rapport.measures.care.answer_times import BOTS_APART, QUESTIONS, wait_step
from rapport.measures.care.limits import days_of
from rapport.measures.care.points import read_point
from rapport.measures.care.waiting import Point, not_answering, read_waits
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_QUESTIONS


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """Share of rounds answered by a human within some days; a young round is still undecided.

    `answer_within_days` None: the book's own setting.

    >>> str(ResponseRate(answer_within_days=3).card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    answer_within_days: int | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="response_rate",
            name=say("Response rate"),
            question=say("Which share of customers' questions gets a human answer in time?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("message",),
            sampled=say("people who asked"),
            method=say(
                "Kaplan–Meier over rounds (from a customer's first unanswered message to the first"
                " human reply), read at the limit; Wilson's interval with as many voices as have"
                " the same variance, that of people, not of messages"
            ),
            assumes=(
                say("a message that is still young says nothing yet about being unanswered"),
                say("how long an answer takes does not depend on how late the question came"),
            ),
            sources=(
                Reference("Kaplan & Meier 1958, Journal of the American Statistical Association"
                          " 53:457-481"),
                Reference("Williams 1995, Lifetime Data Analysis 1:171-186"),
                Reference("CHAOSS, Time to First Response", "https://chaoss.community"),
            ),
            segments=OF_QUESTIONS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share answered in time, and how many are still waiting; raises BadSetting."""
        days = days_of(snapshot, "answer_within_days", self.answer_within_days)
        point, steps = Point(mark("answered"), hours=24 * days), (wait_step(),)
        refusal = not_answering(snapshot)
        waits = read_waits(self, snapshot, steps, (point,), {})

        def parts(group: Group) -> Parts:
            people = group.total("people")
            yield point.name, refusal or read_point(group, waits, 0, point)
            still = group.counted(group.total("still_open"), QUESTIONS, people)
            yield mark("still waiting"), refusal or still

        return read(self, snapshot, Reading(waits.steps, parts, {}, (BOTS_APART,)))
