"""Unheard: who asked and was never answered?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.care.answer_times import BOTS_APART, QUESTIONS
from rapport.measures.care.limits import days_of
from rapport.measures.care.waiting import WHO, not_answering
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_QUESTIONS
from rapport.measures.sums import CLUSTER_SUMS

PEOPLE = Unit(Dimension.COUNT, "people")
ASKERS = Step(
    "askers",
    f"""
    SELECT
        segment,
        period,
        {WHO} AS who,
        COUNT(*) AS asked,
        COUNT(*) FILTER (WHERE answered_at IS NULL) AS unheard
    FROM message_round
    WHERE withdrawn_at IS NULL
        AND asked_at + INTERVAL 1 DAY * $days <= CAST(CAST($as_of AS DATE) + 1 AS TIMESTAMP)
    GROUP BY segment, period, who
    """,
    ("message_round",),
)
"""One row a person with a question older than the limit."""
CLUSTER = Step(
    "cluster",
    """
    SELECT
        'people' AS part,
        segment,
        period,
        1 AS x,
        CAST(unheard > 0 AS INTEGER) AS y
    FROM askers
    UNION ALL
    SELECT
        'questions',
        segment,
        period,
        asked,
        unheard
    FROM askers
    """,
)


@dataclass(frozen=True, slots=True)
class Unheard:
    """Share of the people who asked some days ago or earlier and never had a human answer.

    `answer_within_days` None: the book's own setting. One who asked thrice is one voice; an
    answer after the limit is an answer still.

    >>> str(Unheard(answer_within_days=3).card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    answer_within_days: int | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="unheard",
            name=say("Unheard"),
            question=say("Which share of those who asked was never answered?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.LOWER,
            needs=("message",),
            sampled=say("people who asked"),
            method=say(
                "of people with a question older than the limit, those with one that has no human"
                " answer to this day; Wilson's interval, people (not messages) as voices"
            ),
            assumes=(
                say("the book holds our answers of every channel in which customers ask"),
                say("a question that disappeared without us no longer waits; one that we hid or"
                    " deleted still does"),
            ),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_QUESTIONS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share of people and of questions, and how many; raises BadSetting."""
        days = days_of(snapshot, "answer_within_days", self.answer_within_days)
        bound = {"as_of": snapshot.as_of, "days": days}
        refusal = not_answering(snapshot)

        def parts(group: Group) -> Parts:
            people, questions = group.moments("people"), group.moments("questions")
            yield mark("people"), refusal or group.share(people, SHARE)
            yield mark("questions"), refusal or group.share(questions, SHARE)
            yield (
                mark("people unheard"),
                refusal or group.counted(round(people.y), PEOPLE, people.n),
            )
            yield (
                mark("questions unheard"),
                refusal or group.counted(round(questions.y), QUESTIONS, people.n),
            )

        steps = (ASKERS, CLUSTER, CLUSTER_SUMS)
        return read(self, snapshot, Reading(steps, parts, bound, (BOTS_APART,)))
