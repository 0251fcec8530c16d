"""Replay: what was known of each customer on a past day, and what did they buy after it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Snapshot, Step
from rapport.measures.value.histories import HISTORIES, Histories, read_histories
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

LATER = Step(
    "later_days",
    """
    SELECT
        person,
        COUNT(*) AS later_days,
        SUM(orders) AS later_orders,
        SUM(amount) AS later_amount
    FROM (
        SELECT
            person,
            day,
            COUNT(*) AS orders,
            SUM(amount) AS amount
        FROM purchase
        WHERE person IS NOT NULL
            AND day > $until
            AND day <= $end
        GROUP BY person, day
    )
    GROUP BY person
    """,
    ("purchase",),
)
BEFORE = Step(
    "before_days",
    """
    SELECT
        person,
        COUNT(*) AS orders,
        SUM(amount) AS amount
    FROM purchase
    WHERE person IS NOT NULL
        AND day <= $until
        AND day > $since
    GROUP BY person
    """,
    ("purchase",),
)
REPLAYED = Step(
    "replayed",
    """
    SELECT
        history.frequency,
        history.recency,
        history.age,
        CAST(COALESCE(later.later_days, 0) AS INTEGER) AS later_days,
        CAST(COALESCE(later.later_orders, 0) AS INTEGER) AS later_orders,
        CAST(COALESCE(before.orders, 0) AS INTEGER) AS before_orders,
        COUNT(*) AS customers,
        CAST(SUM(GREATEST(history.amount, 0)) AS DOUBLE) AS amount,
        CAST(SUM(COALESCE(later.later_amount, 0)) AS DOUBLE) AS later_amount,
        CAST(SUM(COALESCE(before.amount, 0)) AS DOUBLE) AS before_amount
    FROM purchase_history AS history
    LEFT JOIN later_days AS later
        ON later.person = history.person
    LEFT JOIN before_days AS before
        ON before.person = history.person
    GROUP BY ALL
    ORDER BY ALL
    """,
)


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """Everybody's histories up to a split, with what came after; arrays of shape (n,).

    `later_days` and `later_orders` are each customer's days with orders and orders in the
    `hold_out` days after the split, `before_orders` their orders in as many days before it;
    `amount`, `later_amount` and `before_amount` are minor units, summed over a tuple's customers.
    `histories` are the same customers', collapsed for fitting.
    """

    split: date
    hold_out: int
    histories: Histories
    tuples: PurchaseTuples
    amount: Numbers
    later_days: Numbers
    later_orders: Numbers
    before_orders: Numbers
    later_amount: Numbers
    before_amount: Numbers


def read_replay(snapshot: Snapshot, end: date, hold_out: int) -> Replay | None:
    """Replay the `hold_out` days up to `end`; None where nobody had bought before them."""
    return snapshot.once(("replay", end, hold_out), lambda: _read(snapshot, end, hold_out))


def _read(snapshot: Snapshot, end: date, hold_out: int) -> Replay | None:
    split = end - timedelta(days=hold_out)
    histories = read_histories(snapshot, split).get(None)
    if histories is None:
        return None
    bound = {"until": split, "since": split - timedelta(days=hold_out), "end": end}
    found = snapshot.read(*HISTORIES, LATER, BEFORE, REPLAYED, parameters=bound)
    told = {name: np.ma.filled(column, 0).astype(np.float64) for name, column in found.items()}
    tuples = PurchaseTuples(told["frequency"], told["recency"], told["age"], told["customers"])
    names = (
        "amount", "later_days", "later_orders", "before_orders", "later_amount",
        "before_amount",
    )  # fmt: skip
    return Replay(split, hold_out, histories, tuples, *(told[name] for name in names))
