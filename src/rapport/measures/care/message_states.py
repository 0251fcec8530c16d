"""Message states: how far have customers' messages come, from waiting to answered and closed?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.care.answer_times import BOTS_APART
from rapport.measures.care.points import HOURS
from rapport.measures.care.waiting import WHO
from rapport.measures.group import Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_STATES
from rapport.measures.sums import CLUSTER_SUMS

MESSAGES = Unit(Dimension.COUNT, "messages")
PERSONS = Step(
    "persons",
    f"""
    SELECT
        segment,
        period,
        {WHO} AS who,
        COUNT(*) AS written,
        COUNT(*) FILTER (WHERE state = 'waiting') AS waiting,
        COUNT(*) FILTER (WHERE state = 'seen') AS seen,
        COUNT(*) FILTER (WHERE state = 'understood') AS understood,
        COUNT(*) FILTER (WHERE state = 'answered') AS answered,
        COUNT(*) FILTER (WHERE state = 'closed') AS closed,
        MAX(FLOOR(age)) FILTER (WHERE state = 'waiting') AS oldest
    FROM message_state
    GROUP BY segment, period, who
    """,
    ("message_state",),
)
"""One row a person: their messages by state; the age of the oldest that waits, in whole hours."""
CLUSTER = Step(
    "cluster",
    """
    UNPIVOT (
        SELECT
            segment,
            period,
            1000000 AS x,
            1000000 * waiting // written AS waiting,
            1000000 * seen // written AS seen,
            1000000 * understood // written AS understood,
            1000000 * answered // written AS answered,
            1000000 * closed // written AS closed
        FROM persons
    )
    ON waiting, seen, understood, answered, closed
    INTO NAME part VALUE y
    """,
)
"""One row a person and state: which share of their messages is in it, in millionths."""
COUNTED = Step(
    "counted_states",
    """
    SELECT
        cluster_sums.*,
        counted.* EXCLUDE (segment, period)
    FROM cluster_sums
    JOIN (
        SELECT
            segment,
            period,
            CAST(SUM(waiting) AS BIGINT) AS waiting,
            CAST(SUM(seen) AS BIGINT) AS seen,
            CAST(SUM(understood) AS BIGINT) AS understood,
            CAST(SUM(answered) AS BIGINT) AS answered,
            CAST(SUM(closed) AS BIGINT) AS closed,
            CAST(COALESCE(MAX(oldest), -1) AS BIGINT) AS oldest
        FROM persons
        GROUP BY segment, period
    ) AS counted
    ON counted.segment IS NOT DISTINCT FROM cluster_sums.segment
        AND counted.period IS NOT DISTINCT FROM cluster_sums.period
    """,
)
STATES = (
    (mark("waiting"), mark("messages waiting"), "waiting"),
    (mark("seen"), mark("messages seen"), "seen"),
    (mark("understood"), mark("messages understood"), "understood"),
    (mark("answered"), mark("messages answered"), "answered"),
    (mark("closed in public"), mark("messages closed in public"), "closed"),
)
NOTHING_WAITS = Refusal(
    say("no message waits, so none is the oldest"),
    say("read the other states: all were seen at least"),
)


@dataclass(frozen=True, slots=True)
class MessageStates:
    """Share of customers' messages in each state at the end of the day, and how many.

    Shares give each person one voice; counts are of messages. A message that came in an hour ago
    waits too: read the share with the age of the oldest.

    >>> str(MessageStates().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="message_states",
            name=say("Message states"),
            question=say("How far have customers' messages come, from waiting to closed?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.LOWER,
            needs=("message",),
            sampled=say("people who wrote"),
            method=say(
                "messages that can wait for an answer, by their state at the end of the day: the"
                " furthest step noted in Rapport, at least answered where a human reply follows in"
                " the conversation; mean over people of each one's messages; Wilson's interval"
            ),
            assumes=(
                say("a human reply later in the same conversation answers what was asked before"),
                say("what was seen, understood or answered elsewhere is noted in Rapport"),
            ),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_STATES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Shares by state, then counts, then the age of the oldest message that waits."""
        steps = (PERSONS, CLUSTER, CLUSTER_SUMS, COUNTED)
        return read(self, snapshot, Reading(steps, self._parts, None, (BOTS_APART,)))

    def _parts(self, group: Group) -> Parts:
        for share, _, column in STATES:
            yield share, group.share(group.moments(column), SHARE)
        people = group.moments("waiting").n
        for _, count, column in STATES:
            yield count, group.counted(int(group.array(column)[0]), MESSAGES, people)
        yield mark("age of the oldest waiting"), self._oldest(group)

    def _oldest(self, group: Group) -> Answer:
        """Whole hours since the oldest message that waits was written."""
        hours = int(group.array("oldest")[0])
        if hours < 0:
            return NOTHING_WAITS
        return group.exactly(float(hours), HOURS, group.moments("waiting").n)
