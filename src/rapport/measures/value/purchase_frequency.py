"""Purchase frequency: how often does a customer order?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.sums import CLUSTER_SUMS
from rapport.measures.value.purchases_of_people import keep_purchases

BUYERS = Step(
    "buyers",
    """
    SELECT
        segment,
        period,
        CASE WHEN period IS NULL THEN recent_orders ELSE orders END AS orders
    FROM person_purchases
    WHERE person IS NOT NULL
    """,
    ("person_purchases",),
)
PEOPLE = Step(
    "cluster",
    """
    SELECT
        'frequency' AS part,
        segment,
        period,
        1 AS x,
        orders AS y
    FROM buyers
    WHERE orders > 0
    """,
)


@dataclass(frozen=True, slots=True)
class PurchaseFrequency:
    """Orders per customer who ordered in the last 365 days (or in each period).

    >>> str(PurchaseFrequency().card.unit)
    'orders per customer'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="purchase_frequency",
            name=say("Purchase frequency"),
            question=say("How often did a customer order in the last 365 days?"),
            family="value",
            claim=Claim.DESCRIBES,
            unit=Unit(Dimension.RATIO, "orders", "customer"),
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers who ordered in that time"),
            method=say(
                "orders over customers with an order in the last 365 days, or in the period"
            ),
            assumes=(
                say("who did not order in that time is not counted"),
                say("customers buy independently of each other"),
            ),
            sources=(
                Reference("Farris et al. 2010, Marketing Metrics, 2nd ed., ch. 5"),
                Reference("Cochran 1977, Sampling Techniques, 3rd ed., ch. 2"),
            ),
            segments=OF_PURCHASES,
        )

    def people(self, snapshot: Snapshot) -> str:
        """Name of the table of one row a customer: what each ordered, and when."""
        return keep_purchases(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """Orders per customer."""
        return read(self, snapshot, Reading((BUYERS, PEOPLE, CLUSTER_SUMS), self._parts))

    def _parts(self, group: Group) -> Parts:
        yield None, group.ratio(group.moments("frequency"), self.card.unit)
