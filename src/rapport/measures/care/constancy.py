"""Constancy: on which share of our working days does somebody answer?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.care.answer_times import BOTS_APART
from rapport.measures.care.waiting import assumed_hours, not_answering
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_ROUNDS

DAYS = Unit(Dimension.COUNT, "days")
MOVES = Step(
    "moves",
    """
    SELECT
        segment,
        day,
        1 AS opened,
        0 AS answered
    FROM message_round
    UNION ALL
    SELECT
        segment,
        CAST(COALESCE(answered_at, withdrawn_at) AS DATE),
        -1,
        CAST(answered_at IS NOT NULL AS INTEGER)
    FROM message_round
    WHERE COALESCE(answered_at, withdrawn_at) IS NOT NULL
    """,
    ("message_round",),
)
"""Questions that begin or cease to wait, by day."""
SPAN = Step(
    "span",
    """
    SELECT
        segment,
        MIN(day) AS first_day
    FROM moves
    GROUP BY segment
    """,
)
DAILY = Step(
    "daily",
    """
    SELECT
        span.segment,
        working_day.period,
        working_day.day,
        working_day.worked > 0 AS is_working,
        COALESCE(SUM(moves.answered), 0) AS answered,
        COALESCE(SUM(moves.opened) FILTER (WHERE moves.opened > 0), 0) AS asked,
        SUM(COALESCE(SUM(moves.opened), 0)) OVER (
            PARTITION BY span.segment
            ORDER BY working_day.day
        ) AS waiting
    FROM span
    JOIN working_day
        ON working_day.day >= span.first_day
        AND working_day.day <= CAST($as_of AS DATE)
    LEFT JOIN moves
        ON moves.segment IS NOT DISTINCT FROM span.segment
        AND moves.day = working_day.day
    GROUP BY span.segment, working_day.period, working_day.day, working_day.worked
    """,
    ("working_day",),
)
"""One row a day since the first question: answers on it, and questions that wait at its end."""
COVERED = Step(
    "covered",
    """
    SELECT
        segment,
        period,
        COUNT(*) FILTER (WHERE is_working) AS working,
        COUNT(*) FILTER (WHERE is_working AND answered > 0) AS answering,
        COUNT(*) AS days,
        COUNT(*) FILTER (WHERE waiting > 0) AS waiting,
        COUNT(*) FILTER (WHERE is_working AND (asked > 0 OR waiting > 0)) AS needed,
        COUNT(*) FILTER (WHERE is_working AND (asked > 0 OR waiting > 0) AND answered > 0) AS met
    FROM daily
    GROUP BY segment, period
    """,
)


@dataclass(frozen=True, slots=True)
class Constancy:
    """Share of working days on which somebody of ours answered a customer.

    >>> str(Constancy(per="month").card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="constancy",
            name=say("Constancy"),
            question=say("On which share of our working days does somebody answer customers?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("message",),
            sampled=say("working days"),
            method=say(
                "working days since the first question on which a question got its human answer,"
                " counted; days at whose end a question waited, counted"
            ),
            assumes=(say("the book holds our answers of every channel in which customers ask"),),
            sources=(Reference("CHAOSS, Time to First Response", "https://chaoss.community"),),
            segments=OF_ROUNDS,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """Shares of days with answers and with open questions."""
        refusal = not_answering(snapshot)

        def parts(group: Group) -> Parts:
            working, days, needed = (group.total(n) for n in ("working", "days", "needed"))
            answering, met = group.total("answering"), group.total("met")
            yield (
                mark("working days with answers"),
                refusal or group.exactly(answering / max(working, 1), SHARE, working),
            )
            yield (
                mark("of those on which somebody waited"),
                refusal or group.exactly(met / max(needed, 1), SHARE, needed),
            )
            yield (
                mark("days with open questions"),
                refusal or group.exactly(group.total("waiting") / max(days, 1), SHARE, days),
            )
            yield mark("working days"), group.counted(working, DAYS, working)

        steps = (MOVES, SPAN, DAILY, COVERED)
        caveats = (BOTS_APART, *assumed_hours(snapshot))
        bound = {"as_of": snapshot.as_of}
        return read(self, snapshot, Reading(steps, parts, bound, caveats))
