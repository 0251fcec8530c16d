"""People: what is expected of each customer, as a table in the engine?

Worked out on distinct histories and joined back where the data lie; a customer's order value is
a straight line in what they paid, so that SQL can say it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Snapshot, Step
from rapport.measures.value.forecast import whole_outlook, yearly_discount
from rapport.measures.value.histories import whole_history
from rapport.measures.value.margins import told_margin_rate
from rapport.measures.value.outlook import Outlook
from rapport.measures.value.spread import YEAR

NAME = "customer_outlook"
"""Name of the table, as steps read it."""

OUTLOOK = Step(
    NAME,
    """
    SELECT
        history.person,
        history.frequency + 1 AS days_with_orders,
        CAST($until AS DATE) - history.age AS first_day,
        CAST($until AS DATE) - history.age + history.recency AS last_day,
        history.orders,
        history.amount,
        history.refunded,
        expected.active AS probability_active,
        expected.orders AS expected_orders,
        an_order AS expected_order_value,
        expected.discounted * an_order * $margin AS lifetime_value,
        NULLIF(expected.endless, 'nan'::DOUBLE) * an_order * $margin AS lifetime_value_endless
    FROM (
        SELECT
            *,
            $p * ($gamma * $mean + GREATEST(amount, 0)) / ($p * (frequency + 1) + $q - 1)
                / $orders_a_day AS an_order
        FROM purchase_history
    ) AS history
    JOIN expected USING (frequency, recency, age)
    """,
)
BEST = Step(
    "best_tenth",
    """
    SELECT
        CAST(SUM(worth) AS DOUBLE) AS total,
        CAST(SUM(worth) FILTER (WHERE place <= GREATEST(everybody / 10, 1)) AS DOUBLE) AS best
    FROM (
        SELECT
            worth,
            ROW_NUMBER() OVER (ORDER BY worth DESC) AS place,
            COUNT(*) OVER () AS everybody
        FROM (
            SELECT CAST(expected_orders * expected_order_value AS DECIMAL(38, 6)) AS worth
            FROM customer_outlook
        )
    )
    """,
    (NAME,),
)


def keep_people(snapshot: Snapshot) -> str | None:
    """Keep the table of one row a person; its name, or None where nothing can be foretold.

    Money is in minor units; `lifetime_value` (365 days, discounted) and
    `lifetime_value_endless` are NULL without a margin, the latter without a discount rate too.
    """
    return snapshot.once((NAME,), lambda: _kept(snapshot))


def share_of_the_best(snapshot: Snapshot) -> float:
    """Share of next year's expected sales that the best tenth of customers hold."""
    found = snapshot.read(BEST)
    total = float(found["total"][0])
    return float(found["best"][0]) / total if total > 0 else 0.0


def _kept(snapshot: Snapshot) -> str | None:
    outlook = whole_outlook(snapshot)
    if outlook is None:
        return None
    return snapshot.keep(
        NAME,
        whole_history(snapshot),
        OUTLOOK,
        parameters=_bound(snapshot, outlook),
        given={"expected": _expected(outlook, yearly_discount(snapshot))},
    )


def _bound(snapshot: Snapshot, outlook: Outlook) -> Mapping[str, object]:
    """The parameters of the table: the day, the spend model and the margin."""
    p, q, gamma = (float(one) for one in outlook.spend.values)
    held = outlook.histories
    margin = held.net_margin_share(told_margin_rate(snapshot))
    mean = held.mean_amount
    return {
        "until": held.until,
        "margin": margin,
        "p": p,
        "q": q,
        "gamma": gamma,
        "mean": mean,
        "orders_a_day": held.orders_a_day,
    }


def _expected(outlook: Outlook, yearly: float) -> Mapping[str, NDArray[np.float64]]:
    """What is expected of each distinct history."""
    tuples = outlook.histories.tuples
    endless = outlook.discounted_orders(yearly, np.inf) if yearly > 0 else tuples.age * np.nan
    return {
        "frequency": tuples.frequency.astype(np.int32),
        "recency": tuples.recency.astype(np.int32),
        "age": tuples.age.astype(np.int32),
        "active": outlook.alive(),
        "orders": outlook.orders(YEAR),
        "discounted": outlook.discounted_orders(yearly, YEAR),
        "endless": endless,
    }
