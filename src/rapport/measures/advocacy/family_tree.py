"""Family tree: through which first customer did everybody come?"""

from __future__ import annotations

from rapport.core.measure import Step

BROUGHT = Step(
    "brought",
    """
    SELECT
        friend,
        ARG_MIN(person, ROW("at", COALESCE(code, ''), person)) AS referrer,
        BOOL_OR(code IS NOT NULL AND code <> '') AS by_code
    FROM referral
    WHERE friend IS NOT NULL
        AND friend IS DISTINCT FROM person
    GROUP BY friend
    """,
    ("referral",),
)
NEWCOMERS = Step(
    "newcomers",
    """
    SELECT
        customer.person,
        customer.referred,
        ARG_MIN(purchase.segment, ROW(purchase."at", purchase.segment)) AS segment,
        MIN(purchase.period) AS period
    FROM customer
    JOIN purchase
        ON purchase.person = customer.person
        AND purchase.day = customer.first_day
    GROUP BY customer.person, customer.referred
    """,
    ("customer", "purchase"),
)
FAMILIES = Step(
    "families",
    """
    SELECT
        newcomers.segment,
        newcomers.period,
        COALESCE(root.root, newcomers.person) AS root,
        COUNT(*) AS customers,
        COUNT(*) FILTER (WHERE newcomers.referred) AS referred,
        COUNT(*) FILTER (WHERE newcomers.referred AND brought.by_code) AS by_code
    FROM newcomers
    LEFT JOIN referral_root AS root
        ON root.person = newcomers.person
    LEFT JOIN brought
        ON brought.friend = newcomers.person
    GROUP BY newcomers.segment, newcomers.period, COALESCE(root.root, newcomers.person)
    """,
    ("referral_root",),
)
CLUSTER = Step(
    "cluster",
    """
    SELECT
        'referred' AS part,
        segment,
        period,
        customers AS x,
        referred AS y
    FROM families
    UNION ALL
    SELECT
        'by code' AS part,
        segment,
        period,
        customers AS x,
        by_code AS y
    FROM families
    """,
)
TREES = (BROUGHT, NEWCOMERS, FAMILIES, CLUSTER)
"""One row a first customer: how many came through them, and how many of these were referred."""
