"""Non-commercial share: which share of exchanges with customers is about no sale?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.as_read import AS_READ
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_MESSAGES
from rapport.measures.sums import CLUSTER_SUMS

EXCHANGES = Unit(Dimension.COUNT, "exchanges")
WRITTEN = Step(
    "written",
    """
    SELECT
        segment,
        period,
        COALESCE('person ' || person, 'thread ' || thread, 'message ' || key) AS who,
        COALESCE('thread ' || thread, 'message ' || source || ' ' || key) AS exchange,
        "at",
        key,
        purpose
    FROM reading
    WHERE direction = 'in'
        AND author IS DISTINCT FROM 'bot'
        AND NOT is_spam
        AND NOT is_automatic
        AND words > 0
    """,
    ("reading",),
)
EXCHANGE = Step(
    "exchange",
    """
    SELECT
        ARG_MIN(segment, ("at", key)) AS segment,
        ARG_MIN(period, ("at", key)) AS period,
        who,
        CASE
            WHEN BOOL_OR(purpose = 'commercial') THEN 'commercial'
            WHEN BOOL_OR(purpose = 'help') THEN 'help'
            WHEN BOOL_OR(purpose = 'advice') THEN 'advice'
            WHEN BOOL_OR(purpose = 'thanks') THEN 'thanks'
            ELSE 'untold'
        END AS purpose
    FROM written
    GROUP BY who, exchange
    """,
)
"""One row an exchange with a customer: what it is for; the segment and period of its beginning."""
PERSONS = Step(
    "persons",
    """
    SELECT
        segment,
        period,
        COUNT(*) AS had,
        COUNT(*) FILTER (WHERE purpose <> 'untold') AS told,
        COUNT(*) FILTER (WHERE purpose IN ('help', 'advice', 'thanks')) AS other,
        COUNT(*) FILTER (WHERE purpose = 'help') AS help,
        COUNT(*) FILTER (WHERE purpose = 'advice') AS advice,
        COUNT(*) FILTER (WHERE purpose = 'thanks') AS thanks,
        COUNT(*) FILTER (WHERE purpose = 'untold') AS untold
    FROM exchange
    GROUP BY segment, period, who
    """,
)
CLUSTER = Step(
    "cluster",
    """
    UNPIVOT (
        SELECT
            segment,
            period,
            told AS x,
            other,
            help,
            advice,
            thanks
        FROM persons
        WHERE told > 0
    )
    ON other, help, advice, thanks
    INTO NAME part VALUE y
    UNION ALL BY NAME
    SELECT
        segment,
        period,
        had AS x,
        'untold' AS part,
        untold AS y
    FROM persons
    """,
)
PURPOSES = (
    (mark("not commercial"), "other"),
    (mark("help"), "help"),
    (mark("advice"), "advice"),
    (mark("thanks"), "thanks"),
    (mark("purpose not told"), "untold"),
)


@dataclass(frozen=True, slots=True)
class NonCommercialShare:
    """Share of exchanges that are for help, advice or thanks, and in which nothing is to be sold.

    An exchange is what one customer wrote in one thread. One message about a sale makes it
    commercial; else help goes before advice, and advice before thanks. Those whose purpose
    nothing tells are left out of these shares, and told apart.

    >>> str(NonCommercialShare().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="non_commercial_share",
            name=say("Exchanges that are not commercial"),
            question=say("Which share of exchanges with customers is about no sale?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.NEITHER,
            needs=("reading",),
            sampled=say("people who wrote"),
            method=say(
                "threads of a customer by what their messages are for, as read; of those whose"
                " purpose is told, those without any commercial message; Wilson's interval, people"
                " (not threads) as voices"
            ),
            assumes=(
                say("the reader tells what most messages are for"),
                say("exchanges whose purpose is not told are like the others"),
            ),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=(*OF_MESSAGES, "language"),
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Shares by purpose, the share that is not told, and the number of exchanges."""
        steps = (WRITTEN, EXCHANGE, PERSONS, CLUSTER, CLUSTER_SUMS)
        return read(self, snapshot, Reading(steps, self._parts, None, (AS_READ,)))

    def _parts(self, group: Group) -> Parts:
        for part, column in PURPOSES:
            yield part, group.share(group.moments(column), SHARE)
        read_all = group.moments("untold")
        yield mark("exchanges read"), group.counted(round(read_all.x), EXCHANGES, read_all.n)
