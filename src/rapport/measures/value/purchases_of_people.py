"""Purchases of people: what did each customer order, as a table in the engine?"""

from __future__ import annotations

from datetime import timedelta

from rapport.core.measure import Snapshot, Step

YEAR = timedelta(days=365)
NAME = "customer_purchases"
"""Name of the table, as steps read it."""

DAYS = Step(
    "ordered_days",
    """
    SELECT
        person,
        day,
        COUNT(*) AS orders,
        SUM(amount) AS amount,
        ROW_NUMBER() OVER (PARTITION BY person ORDER BY day) AS place
    FROM purchase
    WHERE person IS NOT NULL
    GROUP BY person, day
    """,
    ("purchase",),
)
PEOPLE = Step(
    NAME,
    """
    SELECT
        person,
        MIN(day) AS first_day,
        MIN(day) FILTER (WHERE place = 2) AS second_day,
        MAX(day) AS last_day,
        CAST(SUM(orders) AS BIGINT) AS orders,
        CAST(SUM(amount) AS BIGINT) AS amount,
        SUM(amount) / SUM(orders) AS average_order_value,
        CAST(COALESCE(SUM(orders) FILTER (WHERE day > $year_ago), 0) AS BIGINT)
            AS orders_last_365,
        CAST(COALESCE(SUM(amount) FILTER (WHERE day > $year_ago), 0) AS BIGINT)
            AS amount_last_365,
        CAST(COALESCE(SUM(amount) FILTER (WHERE day <= $year_ago AND day > $before), 0) AS BIGINT)
            AS amount_365_before
    FROM ordered_days
    GROUP BY person
    """,
)


def keep_purchases(snapshot: Snapshot) -> str:
    """Keep the table of one row a customer, amounts in minor units; returns its name.

    `second_day` is the first later day with an order (NULL: none yet).
    """
    return snapshot.once((NAME,), lambda: _kept(snapshot))


def _kept(snapshot: Snapshot) -> str:
    year_ago = snapshot.as_of - YEAR
    bound = {"year_ago": year_ago, "before": year_ago - YEAR}
    return snapshot.keep(NAME, DAYS, PEOPLE, parameters=bound)
