"""Raw connection gap: how much more do connected customers spend than the others?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST_TO_RANK, Group, Parts
from rapport.measures.lift.spend_by_connection import SPENDING
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PEOPLE
from rapport.stats.intervals import Moments, Span, welch

NOT_AN_EFFECT = Caveat(
    "not-an-effect",
    say(
        "this is not what the connection brings: better customers connect more readily, and just"
        " after they bought; the gap compares two kinds of people, not one with and without"
    ),
    Weight.SERIOUS,
)


@dataclass(frozen=True, slots=True)
class RawConnectionGap:
    """Mean yearly spend of connected customers, minus that of the others.

    >>> RawConnectionGap().card.claim.value
    'describes'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="raw_connection_gap",
            name=say("Raw gap of connected customers"),
            question=say("How much more do connected customers spend in a year than the others?"),
            family="lift",
            claim=Claim.DESCRIBES,
            unit=Unit(Dimension.MONEY, per="customer per year"),
            better=Better.NEITHER,
            needs=("purchase", "follow"),
            sampled=say("customers on both sides"),
            method=say(
                "difference of mean spend in the last 365 days, Welch's interval;"
                " in a period: spend in it, brought to 365 days"
            ),
            assumes=(
                say("connected means: connected on this day, and since before the period's end"),
                say("who bought nothing in that time counts with 0"),
                say("customers buy independently of each other"),
            ),
            sources=(
                Reference("Welch 1947, Biometrika 34:28-35"),
                Reference("Hernán & Robins 2020, Causal Inference: What If, ch. 3"),
            ),
            segments=tuple(name for name in OF_PEOPLE if name != "connected"),
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """The gap, its two sides, and how much of the follows is matched to customers."""
        days = {"as_of": snapshot.as_of, "length": self.per or "year"}
        reading = Reading(SPENDING, self._parts, days, (NOT_AN_EFFECT,))
        return read(self, snapshot, reading)

    def _parts(self, group: Group) -> Parts:
        unit = self.card.unit
        connected, others = group.moments("connected"), group.moments("not connected")
        too_few = group.refused(min(connected.n, others.n), FEWEST_TO_RANK)
        both = connected.n + others.n
        yield mark("gap"), too_few or group.told(_gap(connected, others), unit, both)
        yield mark("connected"), group.ratio(connected, unit, FEWEST_TO_RANK)
        yield mark("not connected"), group.ratio(others, unit, FEWEST_TO_RANK)
        if group.is_whole:
            follows = int(group.array("follows")[0])
            share = int(group.array("matched")[0]) / max(follows, 1)
            yield mark("matched share of follows"), group.exactly(share, SHARE, follows)


def _gap(connected: Moments, others: Moments) -> Span:
    """Welch's difference of the two sides' mean spend per year."""
    return welch(_yearly(connected), _yearly(others))


def _yearly(sums: Moments) -> Moments:
    """Sums of spend per year, from sums whose x is the same number of days for everybody."""
    days = sums.x / sums.n
    yearly = sums.y / days
    return Moments(sums.n, sums.n, yearly, sums.n, yearly, sums.yy / days**2)
