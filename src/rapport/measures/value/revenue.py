"""Revenue: how much did customers pay, and how much went back to them?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import MONEY
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PURCHASES

SALES = Step(
    "sales",
    """
    SELECT
        segment,
        period,
        person IS NULL AS is_unknown,
        CAST(SUM(orders) AS BIGINT) AS orders,
        CAST(SUM(amount) AS BIGINT) AS amount,
        CAST(SUM(refunded) AS BIGINT) AS refunded
    FROM person_purchases
    GROUP BY segment, period, person IS NULL
    """,
    ("person_purchases",),
)
TOTALS = Step(
    "totals",
    """
    SELECT
        segment,
        period,
        COALESCE(SUM(orders) FILTER (WHERE NOT is_unknown), 0)::BIGINT AS orders,
        COALESCE(SUM(amount) FILTER (WHERE NOT is_unknown), 0)::BIGINT AS amount,
        COALESCE(SUM(refunded) FILTER (WHERE NOT is_unknown), 0)::BIGINT AS refunded,
        COALESCE(SUM(orders) FILTER (WHERE is_unknown), 0)::BIGINT AS unknown_orders,
        COALESCE(SUM(amount) FILTER (WHERE is_unknown), 0)::BIGINT AS unknown_amount
    FROM sales
    GROUP BY segment, period
    """,
)


@dataclass(frozen=True, slots=True)
class Revenue:
    """Sales to known customers, refunds to them, what is left, and sales to nobody known.

    >>> Revenue().card.unit.dimension.value
    'money'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="revenue",
            name=say("Revenue"),
            question=say("How much did customers pay, and how much went back to them?"),
            family="value",
            claim=Claim.DESCRIBES,
            unit=MONEY,
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("orders"),
            method=say("amounts added up to the minor unit; refunds on the day they were made"),
            assumes=(
                say("amounts are what customers paid, taxes included where the file includes them"),
                say("a cancellation is money back, never an order"),
            ),
            sources=(Reference("Farris et al. 2010, Marketing Metrics, 2nd ed., ch. 3"),),
            segments=OF_PURCHASES,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """Sales, refunds, net and unknown, exact."""
        return read(self, snapshot, Reading((SALES, TOTALS), self._parts))

    def _parts(self, group: Group) -> Parts:
        orders, unknown = group.total("orders"), group.total("unknown_orders")
        amount, refunded = group.total("amount"), group.total("refunded")
        yield mark("sales to known customers"), group.counted(amount, MONEY, orders)
        yield mark("refunds"), group.counted(refunded, MONEY, orders)
        yield mark("net of refunds"), group.counted(amount - refunded, MONEY, orders)
        if unknown:
            sold = group.total("unknown_amount")
            yield mark("unknown customers"), group.counted(sold, MONEY, unknown)
