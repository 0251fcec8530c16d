"""Margin steps: which line of the statement does every order's and refund's margin stand on?

An entry is an order of the window, or a refund made in it. Every entry stands on one line only,
by its person, and if it is (or gives back) their first order, by what brought them.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.core.calendar import Window
from rapport.core.measure import Step
from rapport.returns.terms import Terms
from rapport.returns.touches import PAID, SHARED

FIRST_ORDER = Step(
    "first_order",
    """
    SELECT
        customer.person,
        MIN(customer.first_day) AS first_day,
        ARG_MIN(order_id, ROW("at", source, key)) AS first_order_id,
        ARG_MIN(key, ROW("at", source, key)) AS first_key,
        ARG_MIN(source, ROW("at", source, key)) AS first_source
    FROM customer
    JOIN purchase
        ON purchase.person = customer.person
        AND purchase.day = customer.first_day
    GROUP BY customer.person
    """,
    ("customer", "purchase"),
)
BROUGHT = Step(
    "brought",
    """
    SELECT
        referral.friend,
        ARG_MIN(
            referral.person, ROW(referral."at", COALESCE(referral.code, ''), referral.person)
        ) AS referrer
    FROM referral
    JOIN first_order
        ON first_order.person = referral.friend
    WHERE referral.friend IS DISTINCT FROM referral.person
        AND (
            referral.day <= first_order.first_day
            OR referral.order_id = first_order.first_order_id
        )
    GROUP BY referral.friend
    """,
    ("referral",),
)
"""People named by a friend before (or at) their first order: a later referral brought nobody."""

ORDERED = Step(
    "ordered",
    """
    SELECT
        'order' AS kind,
        source,
        key,
        order_id,
        day,
        person,
        amount,
        CASE
            WHEN margin IS NOT NULL THEN margin
            ELSE CAST(ROUND(amount * CAST($margin_rate AS DECIMAL(18, 9))) AS BIGINT)
        END AS cents,
        margin IS NOT NULL AS is_told,
        source AS order_source,
        key AS order_key,
        first_touch,
        campaign,
        day AS order_day
    FROM purchase
    WHERE day >= $window_start
        AND day < $window_end
    """,
    ("purchase",),
)
GIVEN_BACK = Step(
    "given_back",
    """
    SELECT
        ROW_NUMBER() OVER () AS place,
        order_id,
        day,
        person,
        amount
    FROM refund
    WHERE day >= $window_start
        AND day < $window_end
        AND kind IS DISTINCT FROM 'gesture'
    """,
    ("refund",),
)
REFUNDED = Step(
    "refunded",
    """
    SELECT
        'refund' AS kind,
        purchase.source,
        NULL::VARCHAR AS key,
        given_back.order_id,
        given_back.day,
        COALESCE(given_back.person, purchase.person) AS person,
        -given_back.amount AS amount,
        -CASE
            WHEN purchase.margin IS NOT NULL AND purchase.amount > 0
                THEN CAST(ROUND(
                    given_back.amount * (purchase.margin / CAST(purchase.amount AS DOUBLE))
                ) AS BIGINT)
            ELSE CAST(
                ROUND(given_back.amount * CAST($margin_rate AS DECIMAL(18, 9))) AS BIGINT
            )
        END AS cents,
        purchase.margin IS NOT NULL AND purchase.amount > 0 AS is_told,
        purchase.source AS order_source,
        purchase.key AS order_key,
        purchase.first_touch,
        purchase.campaign,
        purchase.day AS order_day
    FROM given_back
    LEFT JOIN purchase
        ON purchase.order_id = given_back.order_id
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY given_back.place
        ORDER BY
            purchase.person IS NOT DISTINCT FROM given_back.person DESC,
            purchase."at",
            purchase.source,
            purchase.key
    ) = 1
    """,
    ("purchase",),
)
"""Money back at its own order's margin, else at the rate told; gestures are costs, not refunds."""

TOUCHED = Step(
    "touched",
    r"""
    SELECT
        *,
        REGEXP_REPLACE(STRIP_ACCENTS(LOWER(first_touch)), '[^a-z0-9]+', ' ', 'g') AS touch
    FROM (
        SELECT * FROM ordered
        UNION ALL BY NAME
        SELECT * FROM refunded
    )
    """,
)
ENTRY = Step(
    "entry",
    r"""
    SELECT
        touched.*,
        brought.friend IS NOT NULL AS is_referred,
        brought.referrer,
        first_order.person IS NOT NULL AS is_first_order,
        REGEXP_MATCHES(touched.touch, $paid_words) AS is_paid_touch,
        CASE
            WHEN touched.person IS NULL THEN 'unknown'
            WHEN brought.friend IS NOT NULL THEN 'referred'
            WHEN first_order.person IS NOT NULL
                AND REGEXP_MATCHES(touched.touch, $shared_words)
                AND NOT REGEXP_MATCHES(touched.touch, $paid_words)
                THEN 'shared'
            ELSE 'baseline'
        END AS line
    FROM touched
    LEFT JOIN brought
        ON brought.friend = touched.person
    LEFT JOIN first_order
        ON first_order.person = touched.person
        AND first_order.first_source = touched.order_source
        AND first_order.first_key = touched.order_key
    """,
)
SPLIT = Step(
    "split",
    """
    SELECT
        *,
        CASE
            WHEN line = 'referred'
                THEN CAST(ROUND(cents * CAST($incremental_share AS DECIMAL(18, 9))) AS BIGINT)
            ELSE 0
        END AS advocacy,
        CASE WHEN line = 'shared' THEN cents ELSE 0 END AS sharing,
        CASE
            WHEN line = 'referred'
                THEN cents
                    - CAST(ROUND(cents * CAST($incremental_share AS DECIMAL(18, 9))) AS BIGINT)
            WHEN line = 'baseline' THEN cents
            ELSE 0
        END AS baseline,
        CASE WHEN line = 'unknown' THEN cents ELSE 0 END AS unknown
    FROM entry
    """,
)
"""Each entry's margin (minor units) on its line; a referred customer's is split by the share."""

ENTRIES = (FIRST_ORDER, BROUGHT, ORDERED, GIVEN_BACK, REFUNDED, TOUCHED, ENTRY, SPLIT)

EXPORTED = Step(
    "exported",
    """
    SELECT
        kind,
        source,
        key,
        order_id,
        day,
        person,
        amount,
        cents AS margin,
        advocacy,
        sharing,
        loyalty,
        care,
        baseline,
        unknown
    FROM placed
    ORDER BY day, kind, source, key, order_id, amount
    """,
)
SHARED_PERSON = Step(
    "shared_person",
    """
    SELECT
        person,
        CAST(SUM(sharing) AS HUGEINT) AS cents
    FROM placed
    WHERE line = 'shared'
    GROUP BY person
    """,
)
SUMS = Step(
    "sums",
    """
    SELECT
        COUNT(*) FILTER (WHERE kind = 'order') AS orders,
        COUNT(*) FILTER (WHERE kind = 'order' AND is_told) AS told_orders,
        COUNT(*) FILTER (WHERE cents IS NULL) AS unpriced,
        COUNT(*) FILTER (WHERE person IS NULL AND order_key IS NULL) AS unknown_refunds,
        COUNT(*) FILTER (WHERE kind = 'order' AND is_first_order) AS first_orders,
        COUNT(*) FILTER (
            WHERE kind = 'order' AND is_first_order AND touch IS NOT NULL
        ) AS tracked_first_orders,
        CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS total,
        CAST(COALESCE(SUM(advocacy), 0) AS BIGINT) AS advocacy,
        CAST(COALESCE(SUM(sharing), 0) AS BIGINT) AS sharing,
        CAST(COALESCE(SUM(loyalty), 0) AS BIGINT) AS loyalty,
        CAST(COALESCE(SUM(care), 0) AS BIGINT) AS care,
        CAST(COALESCE(SUM(baseline), 0) AS BIGINT) AS baseline,
        CAST(COALESCE(SUM(unknown), 0) AS BIGINT) AS unknown
    FROM placed
    """,
)
TOTALS = Step(
    "totals",
    """
    SELECT
        *,
        (SELECT COUNT(*) FROM shared_person) AS shared_people,
        (
            SELECT CAST(COALESCE(SUM(cents * cents), 0) AS DOUBLE)
            FROM shared_person
        ) AS shared_squares
    FROM sums
    """,
)
TALLY = (SHARED_PERSON, SUMS, TOTALS)
"""Sums by line, and over people of their squared margin: a total's variance over people."""


def bound(window: Window, terms: Terms) -> Mapping[str, object]:
    """The parameters that the margin steps name."""
    rate = terms.margin_rate
    return {
        "window_start": window.start,
        "window_end": window.end,
        "margin_rate": None if rate is None else str(rate),
        "incremental_share": str(terms.used_share),
        "shared_words": SHARED,
        "paid_words": PAID,
    }
