"""Expected orders: how often will a customer order in the next twelve months?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.group import Parts
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.value.forecast import Foresight, foretell
from rapport.measures.value.people import keep_people
from rapport.measures.value.sources import OF_MODELS
from rapport.measures.value.spread import YEAR


@dataclass(frozen=True, slots=True)
class ExpectedOrders:
    """Orders that a customer is expected to place within 365 days of the as-of day.

    >>> str(ExpectedOrders().card.unit)
    'orders per customer'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="expected_orders",
            name=say("Expected orders"),
            question=say("How often will a customer order in the next twelve months?"),
            family="value",
            claim=Claim.PREDICTS,
            unit=Unit(Dimension.RATIO, "orders", "customer"),
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers, also those who may have left"),
            method=say(
                "expected orders within 365 days of everybody's own history, under the purchase "
                "model that foretold this book's past best; “as it may come” adds chance"
            ),
            assumes=(
                say("customers go on as they did: no new campaign, price or product"),
                say("buying is at random in time at each customer's own rate"),
                say("a segment is that of a customer's first order"),
            ),
            sources=OF_MODELS,
            segments=OF_PURCHASES,
            rhythm="year",
        )

    def people(self, snapshot: Snapshot) -> str | None:
        """Name of the table of one row a customer: what is expected of each."""
        return keep_people(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """Orders expected per customer; one row a person is kept in the engine."""
        return foretell(self, snapshot, self._parts, keep_people(snapshot))

    def _parts(self, told: Foresight) -> Parts:
        held = told.outlook.histories
        value = float(held.tuples.count @ told.outlook.orders(YEAR)) / held.customers
        yield None, told.estimate(value, "orders", self.card.unit)
        if told.group.is_whole:
            yield mark("as it may come"), told.estimate(value, "made", self.card.unit)
