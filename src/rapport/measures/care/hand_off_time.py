"""Hand-off time: how long until another team of ours takes a conversation up?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.measures.care.points import HOURS, read_point
from rapport.measures.care.waiting import Point, read_waits
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, check_segment, read, refused_needs, result
from rapport.measures.segments import OF_MESSAGES

HAND_OFFS = Unit(Dimension.COUNT, "hand-offs")
SPOKEN = Step(
    "spoken",
    """
    SELECT
        message.segment,
        message.period,
        message.key,
        message.person,
        talk.conversation,
        talk.clock,
        talk.is_ours,
        COALESCE(office.team, office.role) AS team
    FROM message
    JOIN talk
        ON talk.source = message.source
        AND talk.key = message.key
    LEFT JOIN office
        ON office.agent = message.agent
        AND office.since <= message.day
        AND office.until > message.day
        AND talk.is_ours
    """,
    ("message", "talk", "office"),
)
"""What was said in conversations, and of ours by which team (or role, where no team is told)."""
TAKEN_UP = Step(
    "taken_up",
    """
    SELECT
        conversation,
        team,
        ARG_MIN(segment, (clock, key)) AS segment,
        ARG_MIN(period, (clock, key)) AS period,
        MIN(clock // 2) AS began
    FROM spoken
    WHERE is_ours
        AND team IS NOT NULL
    GROUP BY conversation, team
    """,
)
"""When each team first spoke in each conversation."""
HANDED = Step(
    "handed",
    """
    SELECT
        *,
        began - LAG(began) OVER (PARTITION BY conversation ORDER BY began, team) AS gap
    FROM taken_up
    """,
)
CUSTOMER = Step(
    "customer_of",
    """
    SELECT
        conversation,
        COALESCE(MIN(person) FILTER (WHERE NOT is_ours), MIN(person)) AS person
    FROM spoken
    GROUP BY conversation
    """,
)
"""Whose conversation it is: who wrote to us; else whom our messages name."""
WAIT = Step(
    "wait",
    """
    SELECT
        handed.segment,
        handed.period,
        COALESCE(
            CAST(customer_of.person AS BIGINT),
            -1 - CAST(handed.conversation >> 1 AS BIGINT)
        ) AS who,
        handed.gap // 1000000 AS seconds,
        CAST(0 AS BIGINT) AS worked,
        TRUE AS has_ended,
        FALSE AS is_open
    FROM handed
    LEFT JOIN customer_of
        ON customer_of.conversation = handed.conversation
    WHERE handed.gap IS NOT NULL
    """,
)
TOLD = Step(
    "told_teams",
    """
    SELECT
        (SELECT COUNT(DISTINCT COALESCE(team, role)) FROM office) AS teams,
        COUNT(*) FILTER (WHERE is_ours) AS replies,
        COUNT(*) FILTER (WHERE is_ours AND team IS NOT NULL) AS by_team,
        (SELECT COUNT(*) FROM handed WHERE gap IS NOT NULL) AS handed
    FROM spoken
    """,
    ("office",),
)
STEPS = (SPOKEN, TAKEN_UP, HANDED, CUSTOMER, WAIT)
POINTS = (
    Point(mark("median"), share=0.5),
    Point(mark("90th percentile"), share=0.9),
    Point(mark("taken up within an hour"), hours=1),
    Point(mark("taken up within a day"), hours=24),
)


@dataclass(frozen=True, slots=True)
class HandOffTime:
    """Hours from a team's first message in a conversation to the first of the next team.

    Teams are those of the staff on the day of the message (marketing, service …), roles where no
    team is told. A conversation that one team sees through is not handed over and not counted.

    >>> str(HandOffTime().card.unit)
    'hours'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="hand_off_time",
            name=say("Hand-off time"),
            question=say("How long until another team of ours takes a conversation up?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=HOURS,
            better=Better.LOWER,
            needs=("message", "staff"),
            sampled=say("people whose conversation was handed over"),
            method=say(
                "first human message of each team in a conversation, hours from one team's to the"
                " next one's; quantiles with the interval of a score test, as many voices as have"
                " the same variance, that of people"
            ),
            assumes=(
                say("who writes our messages is told, under the names that the staff has"),
                say("what was passed on and never taken up cannot be seen: it is not in here"),
            ),
            sources=(
                Reference("Brookmeyer & Crowley 1982, Biometrics 38:29-41"),
                Reference("Williams 1995, Lifetime Data Analysis 1:171-186"),
            ),
            segments=OF_MESSAGES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Median and 90th percentile in hours, shares taken up in time, and how many."""
        check_segment(self.card, self.by)
        snapshot.cut(self.by, self.per)
        refusal = refused_needs(self.card, snapshot) or _untold(snapshot)
        if refusal:
            return result(self, snapshot, [Row(refusal)])
        waits = read_waits(self, snapshot, STEPS, POINTS, {})

        def parts(group: Group) -> Parts:
            for number, point in enumerate(POINTS):
                yield point.name, read_point(group, waits, number, point)
            people = group.total("people")
            yield mark("hand-offs"), group.counted(group.total("waits"), HAND_OFFS, people)

        return read(self, snapshot, Reading(waits.steps, parts))


def _untold(snapshot: Snapshot) -> Refusal | None:
    """Why no hand-off can be told, or None."""
    columns = snapshot.read(SPOKEN, TAKEN_UP, HANDED, TOLD)
    teams, replies, by_team, handed = (
        int(columns[name][0]) for name in ("teams", "replies", "by_team", "handed")
    )
    if teams < 2:
        return Refusal(
            say("the book tells {n} team of those who answer: a hand-off needs two", n=teams),
            say("import a file of staff with agent and team: rapport import BOOK staff.csv"),
            replies,
        )
    if not by_team:
        return Refusal(
            say("none of our {n} replies is by somebody whose team is told", n=replies),
            say("import who wrote each message, under the name in the staff file: --map agent=…"),
            replies,
        )
    if not handed:
        return Refusal(
            say("no conversation passed from one team to another up to this day"),
            say("nothing needs doing if each team sees its own through; else see who is in which"
                " team: rapport import BOOK staff.csv"),
            by_team,
        )  # fmt: skip
    return None
