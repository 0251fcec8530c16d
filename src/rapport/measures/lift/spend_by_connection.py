"""Spend by connection: what did each customer spend in each period, connected or not?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.measures.sums import CLUSTER_SUMS

PERIODS = Step(
    "periods",
    """
    SELECT
        period,
        CASE
            WHEN period IS NULL THEN CAST($as_of AS DATE) - 364
            ELSE CAST(DATE_TRUNC($length, MIN(day)) AS DATE)
        END AS opens,
        LEAST(
            CAST($as_of AS DATE),
            CASE
                WHEN period IS NULL THEN CAST($as_of AS DATE)
                WHEN $length = 'month' THEN LAST_DAY(MIN(day))
                WHEN $length = 'quarter'
                    THEN LAST_DAY(CAST(DATE_TRUNC('quarter', MIN(day)) + INTERVAL 2 MONTH AS DATE))
                ELSE LAST_DAY(CAST(DATE_TRUNC('year', MIN(day)) + INTERVAL 11 MONTH AS DATE))
            END
        ) AS closes
    FROM purchase
    GROUP BY period
    """,
    ("purchase",),
)
SEGMENT_OF = Step(
    "segment_of",
    """
    SELECT
        person,
        MIN(segment) AS segment
    FROM person_purchases
    WHERE person IS NOT NULL
    GROUP BY person
    """,
    ("person_purchases",),
)
SPEND = Step(
    "cluster",
    """
    SELECT
        CASE
            WHEN customer.connected AND customer.connected_since <= periods.closes
                THEN 'connected'
            ELSE 'not connected'
        END AS part,
        segment_of.segment,
        periods.period,
        periods.closes - periods.opens + 1 AS x,
        365 * COALESCE(
            CASE WHEN periods.period IS NULL THEN spent.recent_amount ELSE spent.amount END,
            0
        ) AS y
    FROM customer
    JOIN periods
        ON customer.first_day <= periods.closes
    LEFT JOIN segment_of
        ON segment_of.person = customer.person
    LEFT JOIN person_purchases AS spent
        ON spent.person = customer.person
        AND spent.period IS NOT DISTINCT FROM periods.period
    """,
    ("customer", "person_purchases"),
)
MATCHED = Step(
    "matched",
    """
    SELECT
        COUNT(*) AS follows,
        COUNT(customer.person) AS matched
    FROM follow
    LEFT JOIN customer
        ON customer.person = follow.person
    """,
    ("follow", "customer"),
)
WITH_MATCH = Step(
    "sums_with_match",
    """
    SELECT
        cluster_sums.*,
        matched.follows,
        matched.matched
    FROM cluster_sums
    CROSS JOIN matched
    """,
)
SPENDING = (PERIODS, SEGMENT_OF, SPEND, CLUSTER_SUMS, MATCHED, WITH_MATCH)
"""Sums of yearly spend (365 × minor units over days) by connection, segment and period."""
