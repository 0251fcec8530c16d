"""Histories: how often, when last, since when and for how much did each customer buy?

Days with orders are the purchases of the value models (several orders of one day are one
occasion), so that histories collapse to few distinct tuples whatever the number of customers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Columns, Snapshot, Step
from rapport.stats.tuples import PurchaseTuples, SpendTuples

Numbers = NDArray[np.float64]

DAYS = Step(
    "purchase_days",
    """
    SELECT
        person,
        day,
        CAST(COUNT(*) AS INTEGER) AS orders,
        SUM(CAST(amount AS DOUBLE)) AS amount,
        SUM(CAST(COALESCE(margin, 0) AS DOUBLE)) AS told_margin,
        SUM(CASE WHEN margin IS NULL THEN CAST(amount AS DOUBLE) ELSE 0 END) AS unpriced,
        MIN(segment) AS segment
    FROM purchase
    WHERE person IS NOT NULL
        AND day <= $until
    GROUP BY person, day
    """,
    ("purchase",),
)
BACK = Step(
    "money_back",
    """
    SELECT
        person,
        SUM(amount) AS refunded
    FROM refund
    WHERE person IS NOT NULL
        AND day <= $until
    GROUP BY person
    """,
    ("refund",),
)
HISTORY = Step(
    "purchase_history",
    """
    SELECT
        days.person,
        ARG_MIN(days.segment, days.day) AS segment,
        CAST(COUNT(*) - 1 AS INTEGER) AS frequency,
        CAST(MAX(days.day) - MIN(days.day) AS INTEGER) AS recency,
        CAST(CAST($until AS DATE) - MIN(days.day) AS INTEGER) AS age,
        CAST(SUM(days.orders) AS INTEGER) AS orders,
        CAST(SUM(days.orders) - ARG_MIN(days.orders, days.day) AS INTEGER) AS later_orders,
        CAST(SUM(days.amount) AS BIGINT) AS amount,
        CAST(SUM(days.told_margin) AS BIGINT) AS told_margin,
        CAST(SUM(days.unpriced) AS BIGINT) AS unpriced,
        CAST(COALESCE(ANY_VALUE(money_back.refunded), 0) AS BIGINT) AS refunded
    FROM purchase_days AS days
    LEFT JOIN money_back
        ON money_back.person = days.person
    GROUP BY days.person
    """,
)
TUPLES = Step(
    "history_tuples",
    """
    SELECT
        segment,
        frequency,
        recency,
        age,
        COUNT(*) AS customers,
        SUM(CAST(later_orders AS DOUBLE)) AS later_orders,
        SUM(CAST(GREATEST(amount, 0) AS DOUBLE)) AS amount,
        SUM(CAST(amount AS DOUBLE)) AS paid,
        SUM(CAST(told_margin AS DOUBLE)) AS told_margin,
        SUM(CAST(unpriced AS DOUBLE)) AS unpriced,
        SUM(CAST(refunded AS DOUBLE)) AS refunded
    FROM purchase_history
    GROUP BY segment, frequency, recency, age
    ORDER BY segment, frequency, recency, age
    """,
)
SPENDS = Step(
    "spends",
    """
    SELECT
        segment,
        frequency,
        amount,
        COUNT(*) AS customers
    FROM purchase_history
    WHERE amount > 0
    GROUP BY segment, frequency, amount
    ORDER BY segment, frequency, amount
    """,
)
HISTORIES = (DAYS, BACK, HISTORY)
UNTOLD = "(not told)"
_LAST = (TUPLES, SPENDS)

SIDES = Step(
    "purchase_history",
    """
    SELECT
        told.* EXCLUDE (segment),
        CASE
            WHEN connection.person IS NULL THEN 'others'
            ELSE 'connected'
        END || CASE WHEN $is_cut THEN ' ' || told.segment ELSE '' END AS segment
    FROM told_history AS told
    LEFT JOIN connection
        ON connection.person = told.person
    """,
    ("connection",),
)
SIDED = (DAYS, BACK, replace(HISTORY, name="told_history"), SIDES)
"""The same with the side of the connection before the segment."""


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """The collapsed histories of one group of customers on a day; arrays of shape (n,).

    `tuples` in whole days; `amount` (minor units) is what all customers of a tuple paid;
    `spends` are the buyers' numbers of days with orders and mean amounts of a day, in units of
    `mean_amount` (minor units a day); `orders_a_day` is how
    many a day with orders holds, first days apart;
    `paid`, `told_margin`, `unpriced`, `refunded` are minor units in total.
    """

    until: date
    tuples: PurchaseTuples
    amount: Numbers
    spends: SpendTuples
    mean_amount: float
    orders_a_day: float
    paid: float
    told_margin: float
    unpriced: float
    refunded: float

    @property
    def customers(self) -> int:
        """How many customers they are."""
        return int(self.tuples.customers)

    @property
    def repeaters(self) -> int:
        """How many customers bought on a second day."""
        return int(self.tuples.count[self.tuples.frequency > 0].sum())

    def net_margin_share(self, margin_rate: float | None) -> float | None:
        """What is left of a euro sold, as a share: margin less refunds; None where untold."""
        if self.paid <= 0 or (margin_rate is None and self.unpriced > 0):
            return None
        margin = self.told_margin + (margin_rate or 0.0) * self.unpriced
        rate = margin / self.paid
        return (margin - rate * self.refunded) / self.paid

    @property
    def net_share(self) -> float:
        """What is left of a euro sold after refunds, as a share of it."""
        return (self.paid - self.refunded) / self.paid if self.paid > 0 else 0.0


def read_histories(
    snapshot: Snapshot, until: date, by: str | None = None
) -> Mapping[str | None, Histories]:
    """The histories up to a day of everybody (None), and of each segment where one is asked for.

    Segments are told by each customer's first order. Nobody is no entry.
    """
    key = ("histories", until, by)
    return snapshot.once(key, lambda: _read(snapshot.cut(by), until, by))


def read_sides(
    snapshot: Snapshot, until: date, by: str | None = None
) -> Mapping[str | None, tuple[Histories, Histories]]:
    """Connected customers' and the others' histories up to a day, as in `read_histories`.

    A group in which one side has nobody is no entry.
    """
    key = ("sides", until, by)
    return snapshot.once(key, lambda: _sides(snapshot.cut(by), until, by))


def _sides(
    snapshot: Snapshot, until: date, by: str | None
) -> Mapping[str | None, tuple[Histories, Histories]]:
    bound = {"until": until, "is_cut": by is not None}
    told = _by_segment(until, *(snapshot.read(*SIDED, s, parameters=bound) for s in _LAST))
    pairs: dict[str | None, tuple[Histories, Histories]] = {}
    for name, connected in told.items():
        side, _, segment = name.partition(" ")
        others = told.get(f"others {segment}".strip())
        if side == "connected" and others is not None:
            pairs[segment if by else None] = (connected, others)
    return pairs


def whole_history(snapshot: Snapshot) -> Step:
    """Everybody's history up to the as-of day, worked out once per snapshot and kept."""
    key = ("whole history",)
    return snapshot.once(key, lambda: _kept(snapshot, "whole_history", snapshot.as_of))


def _kept(snapshot: Snapshot, name: str, until: date) -> Step:
    """Histories in a table of the engine; one kept by this name before is made anew."""
    table = snapshot.keep(name, *HISTORIES, parameters={"until": until})
    return Step("purchase_history", f"SELECT *\nFROM {table}")


def _read(snapshot: Snapshot, until: date, by: str | None) -> Mapping[str | None, Histories]:
    whole = by is None and until == snapshot.as_of
    history = whole_history(snapshot) if whole else _kept(snapshot, "passing_history", until)
    found, spends = (snapshot.read(history, step) for step in _LAST)
    if by is None:
        some = len(found["frequency"]) > 0
        return {None: _histories(until, found, spends)} if some else {}
    return cast("Mapping[str | None, Histories]", _by_segment(until, found, spends))


def _by_segment(until: date, found: Columns, spends: Columns) -> Mapping[str, Histories]:
    return {
        segment: _histories(until, _of(found, segment), _of(spends, segment))
        for segment in sorted(set(np.ma.filled(found["segment"], UNTOLD)))
    }


def _of(columns: Columns, segment: str) -> Columns:
    """The rows of one segment."""
    rows = np.flatnonzero(np.ma.filled(columns["segment"], UNTOLD) == segment)
    return {name: values[rows] for name, values in columns.items()}


def _histories(until: date, found: Columns, spends: Columns) -> Histories:
    """Arrange what the engine summed; amounts in units of their mean, whatever the currency."""
    names = ("frequency", "amount", "customers")
    again, amounts, counts = (_floats(spends[name]) for name in names)
    days = again + 1
    bought = float(counts @ days)
    paid = float(counts @ amounts)
    tuples = PurchaseTuples(
        _floats(found["frequency"]),
        _floats(found["recency"]),
        _floats(found["age"]),
        _floats(found["customers"]),
    )
    later = float(_floats(found["later_orders"]).sum())
    repeats = float(tuples.count @ tuples.frequency)
    return Histories(
        until,
        tuples,
        _floats(found["amount"]),
        SpendTuples(days, amounts * bought / (days * paid), counts),
        paid / bought if bought else 1.0,
        later / repeats if repeats else 1.0,
        *(
            float(_floats(found[name]).sum())
            for name in ("paid", "told_margin", "unpriced", "refunded")
        ),
    )


def _floats(values: NDArray[Any]) -> Numbers:
    told: Numbers = np.ma.filled(values, 0).astype(np.float64)
    return told
