"""Needs: what becomes of what people ask us for?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.errors import BadSetting
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.as_read import AS_READ
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_READINGS
from rapport.measures.sums import CLUSTER_SUMS
from rapport.measures.voice.heard import HEARD

REQUESTS = Unit(Dimension.COUNT, "requests")

REPLIES = Step(
    "replies",
    """
    SELECT
        conversation,
        MAX("at") AS last_reply
    FROM talk
    WHERE direction = 'out'
    GROUP BY conversation
    """,
    ("talk",),
)
"""When somebody of ours (no bot) last wrote in a conversation."""
HANDLED = Step(
    "handled",
    """
    SELECT
        teller,
        message_id,
        BOOL_OR(state IN ('answered', 'closed')) AS is_answered,
        BOOL_OR(outcome = 'changed') AS is_changed,
        BOOL_OR(outcome = 'declined' AND TRIM(text) <> '') AS is_declined
    FROM handling
    GROUP BY teller, message_id
    """,
    ("handling",),
)
"""What people noted about how a message was dealt with."""
ASKED = Step(
    "asked",
    """
    SELECT
        heard.segment,
        heard.period,
        heard.who,
        CAST(heard."at" AS DATE) + $days <= $as_of AS is_ripe,
        COALESCE(handled.is_changed, FALSE) AS is_changed,
        COALESCE(handled.is_declined, FALSE) AS is_declined,
        COALESCE(replies.last_reply > heard."at", FALSE)
            OR COALESCE(handled.is_answered, FALSE)
            OR COALESCE(handled.is_changed, FALSE)
            OR COALESCE(handled.is_declined, FALSE) AS is_answered
    FROM heard
    JOIN talk
    ON (talk.source = heard.source AND talk.key = heard.key)
    LEFT JOIN replies
    ON (replies.conversation = talk.conversation)
    LEFT JOIN handled
    ON (handled.teller = heard.source AND handled.message_id = heard.key)
    WHERE heard.question
        OR heard.purpose IS NOT DISTINCT FROM 'help'
    """,
)
"""One row a request: a question, or a message written to be helped."""
PERSONS = Step(
    "persons",
    """
    SELECT
        segment,
        period,
        COUNT(*) AS asked,
        COUNT(*) FILTER (WHERE NOT is_answered) AS waiting,
        COUNT(*) FILTER (WHERE is_ripe) AS ripe,
        COUNT(*) FILTER (WHERE is_ripe AND is_answered) AS answered,
        COUNT(*) FILTER (WHERE is_ripe AND is_changed) AS changed,
        COUNT(*) FILTER (WHERE is_ripe AND is_declined AND NOT is_changed) AS declined,
        COUNT(*) FILTER (WHERE is_ripe AND NOT is_answered) AS unanswered
    FROM asked
    GROUP BY segment, period, who
    """,
)
CLUSTER = Step(
    "cluster",
    """
    SELECT 'answered' AS part, segment, period, 1000000 AS x, 1000000 * answered // ripe AS y
    FROM persons
    WHERE ripe > 0
    UNION ALL
    SELECT 'changed', segment, period, 1000000, 1000000 * changed // ripe
    FROM persons
    WHERE ripe > 0
    UNION ALL
    SELECT 'declined', segment, period, 1000000, 1000000 * declined // ripe
    FROM persons
    WHERE ripe > 0
    UNION ALL
    SELECT 'unanswered', segment, period, 1000000, 1000000 * unanswered // ripe
    FROM persons
    WHERE ripe > 0
    UNION ALL
    SELECT 'asked', segment, period, 1, asked
    FROM persons
    UNION ALL
    SELECT 'waiting', segment, period, 1, waiting
    FROM persons
    """,
)
"""One row a person and part: which share of their requests, in millionths; and how many."""
SHARES = (
    (mark("answered"), "answered"),
    (mark("changed something"), "changed"),
    (mark("declined with a reason"), "declined"),
    (mark("without an answer"), "unanswered"),
)
COUNTS = ((mark("requests"), "asked"), (mark("still waiting"), "waiting"))


@dataclass(frozen=True, slots=True)
class Needs:
    """What becomes of requests that are old enough to tell, each person who asked one voice.

    `answer_within_days` None: the book's own setting; a younger request is still undecided.

    >>> str(Needs(answer_within_days=3).card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    answer_within_days: int | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="needs",
            name=say("Needs"),
            question=say("What becomes of what people ask us for?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("reading",),
            sampled=say("people who asked"),
            method=say(
                "requests (questions and calls for help) old enough to be answered, by what came of"
                " them: a later human reply in the conversation, or a step noted in Rapport; mean"
                " over people of each one's requests; Wilson's interval"
            ),
            assumes=(
                say("a later reply in the same conversation answers the request"),
                say("who changes something or declines notes it as a handling of the message"),
            ),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_READINGS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Shares of requests by what came of them, and how many wait; raises BadSetting."""
        steps = (HEARD, REPLIES, HANDLED, ASKED, PERSONS, CLUSTER, CLUSTER_SUMS)
        bound = {"days": self._days(snapshot), "as_of": snapshot.as_of}
        return read(self, snapshot, Reading(steps, self._parts, bound, (AS_READ,)))

    def _parts(self, group: Group) -> Parts:
        for part, column in SHARES:
            yield part, self._share(group, column)
        for part, column in COUNTS:
            sums = group.moments(column)
            yield part, group.counted(int(sums.y), REQUESTS, sums.n)

    def _share(self, group: Group, column: str) -> Answer:
        sums = group.moments(column)
        return group.refused(sums.n, FEWEST) or group.share(sums, SHARE)

    def _days(self, snapshot: Snapshot) -> int:
        """From how many days on a request is old enough; raises BadSetting."""
        if self.answer_within_days is not None:
            return self.answer_within_days
        told = snapshot.setting("answer_within_days").value
        if not told.isdecimal() or int(told) < 1:
            raise BadSetting(
                say("answer_within_days is “{told}”: set a whole number of days", told=told)
            )
        return int(told)
