"""Customers: how many people bought something?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Estimate, Interval, IntervalKind
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PURCHASES

BUYERS = Step(
    "buyers",
    """
    SELECT
        segment,
        period,
        COUNT(person) AS customers,
        COALESCE(SUM(orders) FILTER (WHERE person IS NULL), 0) AS unknown_orders
    FROM person_purchases
    WHERE orders > 0
    GROUP BY segment, period
    """,
    ("person_purchases",),
)


@dataclass(frozen=True, slots=True)
class Customers:
    """People with at least one sale; each order of nobody known may be one more.

    >>> str(Customers().card.unit)
    'customers'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="customers",
            name=say("Customers"),
            question=say("How many people bought something?"),
            family="value",
            claim=Claim.DESCRIBES,
            unit=Unit(Dimension.COUNT, "customers"),
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers with an order"),
            method=say("people with at least one sale; at most one more per order of nobody known"),
            assumes=(
                say("a person who only sent goods back is not a customer"),
                say("a customer is counted under one name"),
            ),
            sources=(
                Reference("Farris et al. 2010, Marketing Metrics, 2nd ed., ch. 5"),
                Reference("Manski 2003, Partial Identification of Probability Distributions"),
            ),
            segments=OF_PURCHASES,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """How many customers are known, and how many there may be."""
        return read(self, snapshot, Reading((BUYERS,), self._parts))

    def _parts(self, group: Group) -> Parts:
        known, unknown = group.total("customers"), group.total("unknown_orders")
        bounds = Interval(known, known + unknown, 1.0, IntervalKind.BOUNDS)
        too_few = group.refused(known, 1)
        yield None, too_few or Estimate(float(known), bounds, self.card.unit, known)
