"""Revenue flows: what did each customer spend in one span of days and in the one before it?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.measures.sums import CLUSTER_SUMS

CLOSINGS = Step(
    "closings",
    """
    SELECT
        period,
        CASE
            WHEN period IS NULL THEN CAST($as_of AS DATE)
            ELSE LEAST(
                CAST($as_of AS DATE),
                CAST(DATE_TRUNC($length, MIN(day)) + TO_MONTHS($months) AS DATE) - 1
            )
        END AS closes
    FROM purchase
    GROUP BY period
    HAVING closes - 2 * $days >= CAST($opened AS DATE) - 1
    """,
    ("purchase",),
)
"""Up to which day each period looks back; without periods, the as-of day."""

FLOWS = Step(
    "flows",
    """
    SELECT
        person,
        day,
        1 AS orders,
        amount
    FROM purchase
    WHERE person IS NOT NULL
    UNION ALL
    SELECT
        person,
        day,
        0 AS orders,
        -amount
    FROM refund
    WHERE person IS NOT NULL
    """,
    ("purchase", "refund"),
)
SPENT = Step(
    "spent",
    """
    SELECT
        flows.person,
        closings.period,
        closings.closes,
        COALESCE(SUM(amount) FILTER (WHERE day <= closes - $days), 0) AS before,
        COALESCE(SUM(amount) FILTER (WHERE day > closes - $days), 0) AS now,
        COALESCE(SUM(orders) FILTER (WHERE day <= closes - $days), 0) AS orders_before,
        COALESCE(SUM(orders) FILTER (WHERE day > closes - $days), 0) AS orders_now
    FROM closings
    JOIN flows
        ON flows.day > closings.closes - 2 * $days
        AND flows.day <= closings.closes
    GROUP BY ALL
    HAVING orders_before + orders_now > 0
    """,
)
"""Sales less refunds (minor units) of the customers of either span, by span."""

CAME = Step(
    "came",
    """
    SELECT
        spent.person,
        spent.period,
        REGEXP_REPLACE(
            STRIP_ACCENTS(LOWER(ARG_MIN(
                CONCAT_WS(' ', first_touch, code),
                ROW("at", order_id, CONCAT_WS(' ', first_touch, code))
            ))),
            '[^a-z]+',
            ' ',
            'g'
        ) AS reason
    FROM spent
    JOIN purchase
        ON purchase.person = spent.person
        AND purchase.day > spent.closes - $days
        AND purchase.day <= spent.closes
    WHERE spent.orders_before = 0
    GROUP BY spent.person, spent.period
    """,
    ("purchase",),
)
"""What the first order in the later span tells of why a new customer came."""

KINDS = Step(
    "kinds",
    """
    SELECT
        opening.segment,
        spent.period,
        spent.before,
        spent.now,
        CASE
            WHEN spent.orders_before > 0 THEN 'kept'
            WHEN referred.referred_day <= opening.first_day
                AND opening.first_day > spent.closes - $days
                THEN 'earned'
            WHEN REGEXP_MATCHES(came.reason, $bought) THEN 'bought'
            WHEN REGEXP_MATCHES(came.reason, $earned) THEN 'earned'
            ELSE 'unknown'
        END AS kind
    FROM spent
    JOIN opening
        ON opening.person = spent.person
    LEFT JOIN came
        ON came.person = spent.person
        AND came.period IS NOT DISTINCT FROM spent.period
    LEFT JOIN referred
        ON referred.person = spent.person
    """,
    ("referred",),
)
PORTIONS = Step(
    "cluster",
    """
    SELECT
        part,
        segment,
        period,
        before AS x,
        CASE WHEN LIST_CONTAINS(counted, kind) THEN now ELSE 0 END AS y
    FROM kinds
    CROSS JOIN (VALUES
        ('all', ['kept', 'earned', 'bought', 'unknown']),
        ('kept', ['kept']),
        ('earned', ['earned']),
        ('bought', ['bought']),
        ('unknown', ['unknown']),
        ('at least', ['kept', 'earned']),
        ('at most', ['kept', 'earned', 'unknown'])
    ) AS portions (part, counted)
    """,
)
HEADS = Step(
    "heads",
    """
    SELECT
        segment,
        period,
        kind AS part,
        COUNT(*) AS people
    FROM kinds
    GROUP BY segment, period, kind
    """,
)
TOLD = Step(
    "told",
    """
    SELECT
        'people ' || part AS part,
        segment,
        period,
        people
    FROM heads
    UNION ALL BY NAME
    SELECT *
    FROM cluster_sums
    """,
)
FLOWING = (CLOSINGS, FLOWS, SPENT, CAME, KINDS, PORTIONS, CLUSTER_SUMS, HEADS, TOLD)
"""Sums of (earlier revenue, later revenue) by portion, and how many people are of each kind."""
