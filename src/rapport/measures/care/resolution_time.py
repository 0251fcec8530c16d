"""Resolution time: how long from a customer's question until all is said?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.care.answer_times import (
    ANSWERED_ONLY,
    BOTS_APART,
    BY_WHO_ANSWERED,
    WAITING_SOURCES,
)
from rapport.measures.care.limits import days_of
from rapport.measures.care.points import HOURS, read_point
from rapport.measures.care.waiting import WHO, Point, not_answering, read_waits
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_ROUNDS

CASES = Unit(Dimension.COUNT, "cases")
POINTS = (
    Point(mark("median"), share=0.5),
    Point(mark("90th percentile"), share=0.9),
    Point(mark("resolved within a day"), hours=24),
    Point(mark("resolved within 3 days"), hours=72),
    Point(mark("resolved within a week"), hours=168),
    Point(mark("resolved within 30 days"), hours=720),
)
"""What is read off the curve, headline first."""

PARTED = Step(
    "parted",
    f"""
    SELECT
        segment,
        period,
        {WHO} AS who,
        conversation,
        number,
        closed_after + silent AS until_next,
        COALESCE(closed_after, waited) AS seconds,
        number = 1 OR COALESCE(quiet >= 86400 * $days, FALSE) AS is_new,
        NOT COALESCE(asked_again AND silent < 86400 * $days, FALSE) AS is_last,
        answered_at IS NOT NULL AND silent >= 86400 * $days AS has_ended,
        withdrawn_at IS NULL AND (answered_at IS NULL OR silent < 86400 * $days) AS is_open
    FROM message_round
    """,
    ("message_round",),
)
"""Rounds, and whether each begins or ends a case: after, or before, so many days of silence."""
LONGER = Step(
    "longer",
    """
    SELECT
        *,
        COUNT(*) FILTER (WHERE is_new) OVER (PARTITION BY conversation ORDER BY number) AS place
    FROM parted
    WHERE NOT (is_new AND is_last)
    """,
)
WAIT = Step(
    "wait",
    """
    SELECT
        segment,
        period,
        who,
        seconds,
        CAST(0 AS BIGINT) AS worked,
        has_ended,
        is_open
    FROM parted
    WHERE is_new
        AND is_last
    UNION ALL
    SELECT
        ARG_MIN(segment, number),
        ARG_MIN(period, number),
        ARG_MIN(who, number),
        CAST(SUM(CASE WHEN is_last THEN seconds ELSE until_next END) AS BIGINT),
        0,
        BOOL_OR(is_last AND has_ended),
        BOOL_OR(is_last AND is_open)
    FROM longer
    GROUP BY conversation, place
    """,
)
"""One row a case: from its first question to our last answer before the customer falls silent.

A case whose silence is still too young was last seen unresolved at that answer.
"""


@dataclass(frozen=True, slots=True)
class ResolutionTime:
    """Hours from a customer's question to our last answer, after which the customer is silent.

    `resolved_after_days` of silence (None: the book's own setting) make a case resolved; a
    question after them opens a new case.

    >>> str(ResolutionTime(resolved_after_days=3).card.unit)
    'hours'
    """

    by: str | None = None
    per: str | None = None
    resolved_after_days: int | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="resolution_time",
            name=say("Resolution time"),
            question=say("How long does it take until all is said about a question?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=HOURS,
            better=Better.LOWER,
            needs=("message",),
            sampled=say("people who asked"),
            method=say(
                "Kaplan–Meier over cases, from the first question to our last answer before some"
                " days of silence; what is unresolved counts as long as it was seen; interval by"
                " score test, with the variance of people; segment and period are those of the"
                " first question"
            ),
            assumes=(
                say("a customer who says nothing more, or only thanks, has what was asked for"),
                say("how long a case takes does not depend on how late it began"),
            ),
            sources=WAITING_SOURCES,
            segments=OF_ROUNDS,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """Median, 90th percentile and shares resolved in time; raises BadSetting."""
        days = days_of(snapshot, "resolved_after_days", self.resolved_after_days)
        steps, bound = (PARTED, LONGER, WAIT), {"days": days}
        refusal = not_answering(snapshot)
        waits = read_waits(self, snapshot, steps, POINTS, bound)
        caveats = (BOTS_APART, *((ANSWERED_ONLY,) if self.by in BY_WHO_ANSWERED else ()))

        def parts(group: Group) -> Parts:
            for number, point in enumerate(POINTS):
                yield point.name, refusal or read_point(group, waits, number, point)
            people = group.total("people")
            yield mark("cases"), group.counted(group.total("waits"), CASES, people)
            unresolved = refusal or group.counted(group.total("still_open"), CASES, people)
            yield mark("unresolved"), unresolved

        return read(self, snapshot, Reading(waits.steps, parts, bound, caveats))
