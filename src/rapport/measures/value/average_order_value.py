"""Average order value: how much does a known customer spend in one order?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.sums import CLUSTER_SUMS
from rapport.measures.value.purchases_of_people import keep_purchases

ORDERS = Unit(Dimension.COUNT, "orders")
PEOPLE = Step(
    "cluster",
    """
    SELECT
        'average' AS part,
        segment,
        period,
        orders AS x,
        amount AS y
    FROM person_purchases
    WHERE person IS NOT NULL
        AND orders > 0
    """,
    ("person_purchases",),
)


@dataclass(frozen=True, slots=True)
class AverageOrderValue:
    """What known customers paid, over their orders; a customer is one voice.

    >>> str(AverageOrderValue().card.unit)
    'money per order'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="average_order_value",
            name=say("Average order value"),
            question=say("How much does a known customer spend in one order?"),
            family="value",
            claim=Claim.DESCRIBES,
            unit=Unit(Dimension.MONEY, per="order"),
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers with an order"),
            method=say("total amount over number of orders; interval over customers (delta)"),
            assumes=(
                say("refunds are not taken off"),
                say("customers buy independently of each other"),
            ),
            sources=(Reference("Cochran 1977, Sampling Techniques, 3rd ed., ch. 6"),),
            segments=OF_PURCHASES,
        )

    def people(self, snapshot: Snapshot) -> str:
        """Name of the table of one row a customer: what each ordered, and when."""
        return keep_purchases(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """Money per order, and how many orders it is taken over."""
        return read(self, snapshot, Reading((PEOPLE, CLUSTER_SUMS), self._parts))

    def _parts(self, group: Group) -> Parts:
        sums = group.moments("average")
        yield mark("average"), group.ratio(sums, self.card.unit)
        yield mark("orders"), group.counted(int(sums.x), ORDERS, sums.n)
