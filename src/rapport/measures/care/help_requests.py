"""Help requests: who asked for help and still waits for it, how long, and who takes care of it?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.as_read import AS_READ
from rapport.measures.care.points import HOURS
from rapport.measures.care.waiting import WHO
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_STATES

REQUESTS = Unit(Dimension.COUNT, "requests")
OPEN = Step(
    "open_requests",
    f"""
    SELECT
        segment,
        period,
        COUNT(DISTINCT who) AS people,
        COUNT(DISTINCT who) FILTER (WHERE is_open) AS waiting,
        COUNT(*) FILTER (WHERE is_open) AS open,
        COUNT(*) FILTER (WHERE is_open AND owner IS NOT NULL) AS owned,
        QUANTILE_DISC(age, 0.5) FILTER (WHERE is_open) AS median,
        QUANTILE_DISC(age, 0.9) FILTER (WHERE is_open) AS late,
        MAX(age) FILTER (WHERE is_open) AS oldest
    FROM (
        SELECT
            segment,
            period,
            {WHO} AS who,
            age,
            owner,
            state IN ('waiting', 'seen', 'understood') AS is_open
        FROM message_state
        WHERE is_help
    )
    GROUP BY segment, period
    """,
    ("message_state",),
)
AGES = (
    (mark("median age"), "median"),
    (mark("90th percentile of age"), "late"),
    (mark("oldest"), "oldest"),
)
NONE_OPEN = Refusal(
    say("no request for help is open, so none has an age or an owner"),
    say("see what became of those asked before: rapport measure BOOK needs"),
)


@dataclass(frozen=True, slots=True)
class HelpRequests:
    """Requests for help that nobody has answered yet: how many, how old, how many have an owner.

    All that is in the book is counted; nothing is estimated but the purpose, which a program read.

    >>> str(HelpRequests().card.unit)
    'requests'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="help_requests",
            name=say("Open requests for help"),
            question=say("How many requests for help are open, how old, and who owns them?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=REQUESTS,
            better=Better.LOWER,
            needs=("message", "reading"),
            sampled=say("people who asked for help"),
            method=say(
                "messages written to be helped that wait, were seen or understood, but not"
                " answered, counted; quantiles of the hours since they were written"
            ),
            assumes=(
                say("the reader tells most messages that ask for help"),
                say("a human reply later in the same conversation answers what was asked before"),
            ),
            sources=(
                Reference("Hyndman & Fan 1996, The American Statistician 50:361-365 (type 1)"),
            ),
            segments=OF_STATES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """How many are open, their ages in hours, and the share with an owner."""
        return read(self, snapshot, Reading((OPEN,), self._parts, None, (AS_READ,)))

    def _parts(self, group: Group) -> Parts:
        asked, waiting, number = (group.total(one) for one in ("people", "waiting", "open"))
        yield mark("open"), group.counted(number, REQUESTS, asked)
        for part, column in AGES:
            age = float(group.array(column)[0])
            yield part, group.exactly(age, HOURS, waiting) if number else NONE_OPEN
        owned = group.total("owned") / max(number, 1)
        yield mark("with an owner"), group.exactly(owned, SHARE, waiting) if number else NONE_OPEN
