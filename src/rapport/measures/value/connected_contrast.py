"""Connected contrast: how do connected customers differ from the others, before asking why?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rapport.core.card import Better, Card, Claim
from rapport.core.estimate import Caveat, IntervalKind, Refusal, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.measures.group import FEWEST_TO_RANK, Answer, Group, Parts
from rapport.measures.reading import NOBODY, check_segment, cuts, refused_needs, result
from rapport.measures.segments import OF_PEOPLE
from rapport.measures.value.forecast import (
    forecast_caveats,
    periods_of,
    whole_outlook,
    whole_spread,
    yearly_discount,
)
from rapport.measures.value.histories import Histories, read_sides
from rapport.measures.value.margins import NO_MARGIN, told_margin_rate
from rapport.measures.value.outlook import Outlook
from rapport.measures.value.rehearsal import SEED
from rapport.measures.value.sources import OF_VALUES
from rapport.measures.value.spread import BEYOND_HISTORY, YEAR, Spread, spread_again
from rapport.stats.intervals import Span
from rapport.stats.posterior import tails

Numbers = NDArray[np.float64]

MONEY_EACH = Unit(Dimension.MONEY, "", "customer")
MONEY_AN_ORDER = Unit(Dimension.MONEY, "", "order")
ORDERS_A_YEAR = Unit(Dimension.RATIO, "orders", "customer-year")
DAYS = Unit(Dimension.DURATION, "days")

NOT_AN_EFFECT = Caveat(
    "describes-only",
    say(
        "better customers connect: this difference describes who is connected, not what "
        "connection does; ask connection_effect for that"
    ),
    Weight.SERIOUS,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One side: its outlook, spread, and margin of a euro sold."""

    outlook: Outlook
    spread: Spread
    margin: float | None

    @property
    def customers(self) -> int:
        return self.outlook.histories.customers

    def draws(self, quantity: str) -> Numbers:
        """Draws of a mean per customer: orders a year, days, or minor units an order."""
        held = self.outlook.histories
        scale = {
            "rate": YEAR * self.outlook.orders_a_purchase,
            "worth": held.mean_amount / held.orders_a_day,
        }.get(quantity, 1.0)
        return scale * self.spread.centres[quantity] * self.spread.draws[quantity]

    def values(self, yearly: float) -> tuple[float, Numbers]:
        """Lifetime value per customer (365 days, minor units), and its draws."""
        orders = self.outlook.discounted_orders(yearly, YEAR)
        sales = float(orders @ self.outlook.order_values()) / self.customers
        value = sales * (self.margin or 0.0)
        return value, value * self.spread.draws["value"]


@dataclass(frozen=True, slots=True)
class ConnectedContrast:
    """Connected customers minus others: value, rate while a customer, stay and order value.

    >>> ConnectedContrast().card.claim.value
    'describes'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="connected_contrast",
            name=say("Connected and other customers"),
            question=say("How do connected customers differ from others, before asking why?"),
            family="value",
            claim=Claim.DESCRIBES,
            unit=MONEY_EACH,
            better=Better.NEITHER,
            needs=("purchase", "follow"),
            sampled=say("known customers, connected on the as-of day or not"),
            method=say(
                "connected minus others: lifetime value (365 days, discounted); of those still "
                "customers, orders a year, expected days as a customer in the next three years, "
                "and order value; from everybody's own history under one model for all"
            ),
            assumes=(
                say("who is connected is who was on the as-of day"),
                say("customers go on as they did: no new campaign, price or product"),
            ),
            sources=OF_VALUES,
            segments=tuple(name for name in OF_PEOPLE if name != "connected"),
            rhythm="year",
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The differences, each with its interval; describes, never causes."""
        check_segment(self.card, self.by)
        snapshot.cut(self.by, self.per)
        missing = refused_needs(self.card, snapshot)
        rows = [Row(missing)] if missing else list(self._rows(snapshot)) or [Row(NOBODY)]
        told = (NOT_AN_EFFECT, *(() if missing else forecast_caveats(snapshot)))
        return result(self, snapshot, rows, caveats=told, seed=SEED)

    def _rows(self, snapshot: Snapshot) -> Iterator[Row]:
        for by, per in cuts(self):
            days = periods_of(snapshot, per)
            read = [(period, day, read_sides(snapshot, day, by)) for period, day in days]
            segments = sorted({one for _, _, found in read for one in found}, key=str)
            for segment in segments:
                for period, day, found in read:
                    if segment in found:
                        group = Group(segment, period, {}, snapshot)
                        for part, answer in self._parts(group, day, *found[segment]):
                            yield Row(answer, part, segment, period)

    def _parts(self, group: Group, day: date, connected: Histories, others: Histories) -> Parts:
        snapshot = group.snapshot
        whole = whole_outlook(snapshot, day)
        few = min(connected.customers, others.customers)
        refusal = group.refused(few, FEWEST_TO_RANK)
        if whole is None or refusal:
            yield None, refusal or Refusal(NOBODY.reason, NOBODY.remedy)
            return
        yearly, rate = yearly_discount(snapshot), told_margin_rate(snapshot)
        spread = whole_spread(snapshot, whole)
        if not spread.told:
            yield None, Refusal(spread.advice, NOBODY.remedy, few)
            return
        sides = [
            _side(whole.over(told), spread, yearly, SEED + turn, told.net_margin_share(rate))
            for turn, told in enumerate((connected, others))
        ]
        yield from _differences(group, sides[0], sides[1], yearly)


def _differences(group: Group, one: _Side, other: _Side, yearly: float) -> Parts:
    """Value first, then what it is made of."""
    n = one.customers + other.customers
    if one.margin is None or other.margin is None:
        yield None, NO_MARGIN
    else:
        (value, draws), (less, fewer) = one.values(yearly), other.values(yearly)
        yield None, _told(group, value - less, draws - fewer, MONEY_EACH, n)
    for part, unit, quantity in (
        (mark("orders a year while a customer"), ORDERS_A_YEAR, "rate"),
        (mark("days a customer stays, of three years"), DAYS, "stay"),
        (mark("order value"), MONEY_AN_ORDER, "worth"),
    ):
        gap = one.draws(quantity) - other.draws(quantity)
        yield part, _told(group, float(gap.mean()), gap, unit, n)


def _side(
    outlook: Outlook, spread: Spread, yearly: float, seed: int, margin: float | None
) -> _Side:
    """One side under the draws of everybody's parameters."""
    again = spread_again(outlook, spread, yearly, seed, allowance=BEYOND_HISTORY)
    return _Side(outlook, again, margin)


def _told(group: Group, value: float, draws: Numbers, unit: Unit, n: int) -> Answer:
    """A difference between its draws' tails."""
    low, high = tails(draws)
    return group.told(Span(value, float(low), float(high)), unit, n, IntervalKind.CREDIBLE)
