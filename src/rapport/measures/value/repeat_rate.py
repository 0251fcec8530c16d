"""Repeat rate: which share of customers came back?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.value.purchases_of_people import keep_purchases
from rapport.stats.intervals import wilson

CUSTOMERS = Unit(Dimension.COUNT, "customers")
REPEATERS = Step(
    "repeaters",
    """
    SELECT
        segment,
        period,
        COUNT(*) AS customers,
        COUNT(*) FILTER (WHERE orders_to_date >= 2) AS repeaters
    FROM person_purchases
    WHERE person IS NOT NULL
        AND orders > 0
    GROUP BY segment, period
    """,
    ("person_purchases",),
)
YOUNG = Caveat(
    "young-customers",
    say("customers who came lately have had less time to come back: compare cohorts of one age"),
)


@dataclass(frozen=True, slots=True)
class RepeatRate:
    """Customers with two orders or more so far, over customers (in a period: who bought in it).

    >>> RepeatRate().card.unit.dimension.value
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="repeat_rate",
            name=say("Repeat rate"),
            question=say("Which share of customers came back at least once?"),
            family="value",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers with an order"),
            method=say("customers with two orders or more, over customers; Wilson's interval"),
            assumes=(
                say("a customer is counted under one name"),
                say("customers buy independently of each other"),
            ),
            sources=(
                Reference("Farris et al. 2010, Marketing Metrics, 2nd ed., ch. 5"),
                Reference("Wilson 1927, Journal of the American Statistical Association 22"),
            ),
            segments=OF_PURCHASES,
        )

    def people(self, snapshot: Snapshot) -> str:
        """Name of the table of one row a customer: what each ordered, and when."""
        return keep_purchases(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """Share of customers who came back, and how many they are."""
        return read(self, snapshot, Reading((REPEATERS,), self._parts, caveats=(YOUNG,)))

    def _parts(self, group: Group) -> Parts:
        n, repeaters = group.total("customers"), group.total("repeaters")
        too_few = group.refused(n, FEWEST)
        yield mark("came back"), too_few or group.told(wilson(repeaters, n), SHARE, n)
        yield mark("customers who came back"), group.counted(repeaters, CUSTOMERS, n)
