"""Customer equity: what are all customers worth together, and what changed it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import MONEY
from rapport.measures.group import Parts
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.value.equity_change import Change, change_of
from rapport.measures.value.forecast import Foresight, foretell, yearly_discount
from rapport.measures.value.margins import NO_MARGIN, told_margin_rate
from rapport.measures.value.people import keep_people
from rapport.measures.value.rehearsal import SEED
from rapport.measures.value.sources import OF_VALUES
from rapport.measures.value.spread import YEAR
from rapport.measures.value.two_dates import read_two_dates

Numbers = NDArray[np.float64]

PARTS = (
    (mark("a year before"), "before"),
    (mark("from new customers"), "new"),
    (mark("lost customers"), "lost"),
    (mark("kept customers"), "kept"),
    (mark("change of value per kept customer"), "each"),
)
"""Parts of the change and their names; before + lost = kept, kept + each + new = equity."""


@dataclass(frozen=True, slots=True)
class CustomerEquity:
    """Sum of all customers' lifetime values: 365 days, discounted, after refunds.

    >>> str(CustomerEquity().card.unit)
    'money'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="customer_equity",
            name=say("Customer equity"),
            question=say("What are all customers worth together, and what changed it?"),
            family="value",
            claim=Claim.PREDICTS,
            unit=MONEY,
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers, also those who may have left"),
            method=say(
                "sum of lifetime values (365 days, discounted); its change over a year, told by "
                "today's parameters: lost = fewer who are still customers, at their value "
                "before; new = first ordered since; “endless” has no end"
            ),
            assumes=(
                say("customers go on as they did: no new campaign, price or product"),
                say("margin and refunds stay the shares that they were"),
                say("customers still to be won are not in it"),
            ),
            sources=(
                *OF_VALUES,
                Reference("Blattberg & Deighton 1996, Harvard Business Review 74(4):136-144"),
                Reference("Rust, Lemon & Zeithaml 2004, Journal of Marketing 68(1):109-127"),
            ),
            segments=OF_PURCHASES,
            rhythm="year",
        )

    def people(self, snapshot: Snapshot) -> str | None:
        """Name of the table of one row a customer: what is expected of each."""
        return keep_people(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """The sum, and what changed it since a year before."""
        return foretell(self, snapshot, self._parts, keep_people(snapshot))

    def _parts(self, told: Foresight) -> Parts:
        snapshot, held = told.group.snapshot, told.outlook.histories
        yearly = yearly_discount(snapshot)
        margin = held.net_margin_share(told_margin_rate(snapshot))
        if margin is None:
            yield None, NO_MARGIN
            return
        worth = margin * told.outlook.order_values()
        year = float(told.outlook.discounted_orders(yearly, YEAR) @ worth)
        yield None, told.estimate(year, "value", MONEY)
        if yearly > 0:
            ever = float(told.outlook.discounted_orders(yearly, np.inf) @ worth)
            yield mark("endless"), told.estimate(ever, "endless", MONEY)
        if told.group.period is None and told.spread.told:
            yield from self._changes(told, self._change(told, yearly), margin)

    def _change(self, told: Foresight, yearly: float) -> Change:
        snapshot, until = told.group.snapshot, told.outlook.histories.until
        by = None if told.group.segment is None else self.by
        dates = read_two_dates(snapshot, until, until - timedelta(days=365), by)
        return change_of(told.outlook, dates[told.group.segment], told.spread, yearly, SEED)

    def _changes(self, told: Foresight, change: Change, margin: float) -> Parts:
        n = told.outlook.histories.customers
        for part, name in PARTS:
            yield (
                part,
                told.group.told(change.span(name, margin), MONEY, n, told.spread.kinds["value"]),
            )
