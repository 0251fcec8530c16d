"""Replies: what did people of ours write to customers, and how sure is a mean over it?"""

from __future__ import annotations

from dataclasses import replace

from rapport.core.estimate import Refusal
from rapport.core.measure import Measure, Snapshot, Step
from rapport.core.phrase import say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.measures.group import FEWEST, Answer, Group
from rapport.measures.reading import NOBODY, Reading, read, refused_needs
from rapport.measures.sums import CLUSTER_SUMS
from rapport.stats.intervals import Span, clustered_share

REPLIES = Unit(Dimension.COUNT, "replies")

KEPT = "addressed_reply"
"""The table that keeps what ADDRESSED tells: no cut changes it."""
ASKER = Step(
    "asker_of",
    """
    SELECT
        conversation,
        MIN(person) AS person
    FROM message_state
    GROUP BY conversation
    """,
    ("message_state",),
)
"""The customer of each conversation; NULL where nobody knows who it is."""
ADDRESSED = Step(
    "addressed_to",
    """
    SELECT
        talk.source,
        talk.key,
        MIN(COALESCE(
            CAST(asker_of.person AS BIGINT),
            -1 - CAST(asker_of.conversation >> 1 AS BIGINT)
        )) AS who
    FROM talk
    JOIN asker_of
        ON asker_of.conversation = talk.conversation
    WHERE talk.is_ours
    GROUP BY talk.source, talk.key
    """,
    ("talk",),
)
"""Each human message of ours in a conversation with a customer, and to whom."""
REPLY = Step(
    "reply",
    """
    SELECT
        reading.segment,
        reading.period,
        reading.agent,
        reading.courtesy,
        reading.is_signed,
        addressed_reply.who
    FROM reading
    JOIN addressed_reply
        ON addressed_reply.source = reading.source
        AND addressed_reply.key = reading.key
    WHERE reading.words > 0
    """,
    ("reading", KEPT),
)
BY_WHOM = Step(
    "cluster",
    """
    SELECT
        name || ' by customer' AS part,
        segment,
        period,
        COUNT(*) AS x,
        CAST(SUM(points) AS BIGINT) AS y
    FROM scored
    GROUP BY name, segment, period, who
    UNION ALL
    SELECT
        name || ' by agent',
        segment,
        period,
        COUNT(*),
        CAST(SUM(points) AS BIGINT)
    FROM scored
    WHERE agent IS NOT NULL
    GROUP BY name, segment, period, agent
    """,
)
"""Points of replies, by the customer they went to and by who wrote them; over a step `scored`."""
NO_REPLY = Refusal(
    say("no human reply of ours to a customer has been read up to this day"),
    say("import the messages you sent with their thread, and let them be read: rapport voice score"
        " BOOK"),
)  # fmt: skip


def read_replies(measure: Measure, snapshot: Snapshot, scored: Step, reading: Reading) -> Result:
    """Answer from the points that a step `scored` (name, segment, period, who, agent, points)
    gives each `reply`; refuses where there is no reply."""
    if refused_needs(measure.card, snapshot) is None:
        snapshot.once((KEPT,), lambda: snapshot.keep(KEPT, ASKER, ADDRESSED))
    steps = (REPLY, scored, BY_WHOM, CLUSTER_SUMS)
    told = read(measure, snapshot, replace(reading, steps=steps))
    if [row.answer for row in told.rows] == [NOBODY]:
        return replace(told, rows=(Row(NO_REPLY),))
    return told


def share_of_replies(group: Group, name: str, unit: Unit, most: int) -> Answer:
    """Mean points (from 0 to `most`) of replies as a share, customers or agents as voices.

    The wider of two intervals: replies to one customer are alike, and so are those of one agent;
    agents count as voices where all are told, there are five at least, and they differ.
    """
    customers, agents = group.moments(f"{name} by customer"), group.moments(f"{name} by agent")
    too_few = group.refused(customers.n, FEWEST)
    if too_few:
        return too_few
    span = clustered_share(customers, 0.0, most)
    if agents.n >= FEWEST and agents.x == customers.x and agents.ratio_variance > 0:
        other = clustered_share(agents, 0.0, most)
        span = Span(span.value, min(span.low, other.low), max(span.high, other.high))
    return group.told(Span(*(one / most for one in span)), unit, customers.n)


def replies_told(group: Group, name: str) -> Answer:
    """How many replies there are."""
    sums = group.moments(f"{name} by customer")
    return group.counted(round(sums.x), REPLIES, sums.n)
