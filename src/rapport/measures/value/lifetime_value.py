"""Lifetime value: what margin will a customer still bring?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import Answer, Parts
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.value.forecast import Foresight, foretell, yearly_discount
from rapport.measures.value.margins import NO_DISCOUNT, NO_MARGIN, told_margin_rate
from rapport.measures.value.people import keep_people, share_of_the_best
from rapport.measures.value.sources import OF_VALUES
from rapport.measures.value.spread import YEAR


@dataclass(frozen=True, slots=True)
class LifetimeValue:
    """Discounted margin that a customer is expected to bring from the as-of day on.

    >>> str(LifetimeValue().card.unit)
    'money per customer'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="lifetime_value",
            name=say("Customer lifetime value"),
            question=say("What margin will a customer still bring?"),
            family="value",
            claim=Claim.PREDICTS,
            unit=Unit(Dimension.MONEY, "", "customer"),
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers, also those who may have left"),
            method=say(
                "expected orders × expected order value × margin less refunds, discounted "
                "continuously by the discount rate, over the next 365 days; “endless” has no "
                "end; “as it may come” adds chance and does not discount; “sales” is before "
                "margin"
            ),
            assumes=(
                say("customers go on as they did: no new campaign, price or product"),
                say("what somebody spends on an order does not hang on how often they buy"),
                say("margin and refunds stay the shares that they were"),
                say("a segment is that of a customer's first order"),
            ),
            sources=OF_VALUES,
            segments=OF_PURCHASES,
            rhythm="year",
        )

    def people(self, snapshot: Snapshot) -> str | None:
        """Name of the table of one row a customer: what is expected of each."""
        return keep_people(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """Value per customer; one row a person is kept in the engine."""
        people = keep_people(snapshot)
        rate, yearly = told_margin_rate(snapshot), yearly_discount(snapshot)

        def parts(told: Foresight) -> Parts:
            yield from self._parts(told, rate, yearly)
            if told.group.is_whole and people:
                share = share_of_the_best(snapshot)
                n = told.outlook.histories.customers
                yield mark("share of the best tenth"), told.group.exactly(share, SHARE, n)

        return foretell(self, snapshot, parts, people)

    def _parts(self, told: Foresight, rate: float | None, yearly: float) -> Parts:
        held = told.outlook.histories
        margin, worth = held.net_margin_share(rate), told.outlook.order_values()
        year = float(told.outlook.discounted_orders(yearly, YEAR) @ worth) / held.customers
        yield None, self._money(told, year, margin, "value")
        if yearly > 0:
            ever = float(told.outlook.discounted_orders(yearly, np.inf) @ worth) / held.customers
            yield mark("endless"), self._money(told, ever, margin, "endless")
        else:
            yield mark("endless"), NO_DISCOUNT
        yield mark("sales"), self._money(told, year, held.net_share, "value")
        if told.group.is_whole:
            plain = float(told.outlook.orders(YEAR) @ worth) / held.customers
            yield mark("as it may come"), self._money(told, plain, margin, "sold")

    def _money(
        self, told: Foresight, sales: float, share: float | None, quantity: str
    ) -> Answer | Refusal:
        if share is None:
            return NO_MARGIN
        return told.estimate(sales * share, quantity, self.card.unit)
