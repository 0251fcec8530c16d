"""Probability active: which share of customers still is one?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import Parts
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.value.forecast import Foresight, foretell
from rapport.measures.value.people import keep_people
from rapport.measures.value.sources import OF_MODELS

CUSTOMERS = Unit(Dimension.COUNT, "customers")


@dataclass(frozen=True, slots=True)
class ProbabilityActive:
    """Share of all customers ever who have not left for good by the as-of day.

    >>> ProbabilityActive().card.unit.dimension.value
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="probability_active",
            name=say("Still customers"),
            question=say("Which share of customers still is one?"),
            family="value",
            claim=Claim.PREDICTS,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers, also those who may have left"),
            method=say(
                "mean probability of not having left, of everybody's own history, under the "
                "purchase model that foretold this book's past best"
            ),
            assumes=(
                say("who left does not come back; nobody tells when they leave"),
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
        """Share still active; one row a person is kept in the engine."""
        return foretell(self, snapshot, self._parts, keep_people(snapshot))

    def _parts(self, told: Foresight) -> Parts:
        held = told.outlook.histories
        active = float(held.tuples.count @ told.outlook.alive())
        yield None, told.estimate(active / held.customers, "active", SHARE, most=1.0)
        if told.group.is_whole:
            most = float(held.customers)
            yield mark("customers still"), told.estimate(active, "active", CUSTOMERS, most=most)
