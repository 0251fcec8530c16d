"""Effect steps: which orders of which customer-months does an effect's margin stand on?

An effect is told of the customer-months that its design covers (relations `connection_covered`
and `answer_covered`), never of customers on a line above, and of each customer on one line only:
loyalty takes its customers first, care those who are left.
"""

from __future__ import annotations

from rapport.core.measure import Step

NO_MONTH = """
    SELECT
        NULL::BIGINT AS person,
        NULL::DATE AS month
    WHERE FALSE
    """
CONNECTED_MONTH = Step(
    "connected_month",
    """
    SELECT
        person,
        month
    FROM connection_covered
    """,
    ("connection_covered",),
)
NO_CONNECTED_MONTH = Step("connected_month", NO_MONTH)
ANSWERED_MONTH = Step(
    "answered_month",
    """
    SELECT
        person,
        month
    FROM answer_covered
    """,
    ("answer_covered",),
)
NO_ANSWERED_MONTH = Step("answered_month", NO_MONTH)
"""What stands for the months of an effect that is not told."""

TAKEN = Step(
    "taken",
    """
    SELECT friend AS person
    FROM brought
    UNION
    SELECT person
    FROM entry
    WHERE line = 'shared'
    """,
)
"""Customers on the lines of advocacy and sharing."""
COVERED = Step(
    "covered",
    """
    SELECT
        'loyalty' AS tie,
        person,
        month
    FROM connected_month
    WHERE person NOT IN (SELECT person FROM taken)
    UNION ALL
    SELECT
        'care',
        person,
        month
    FROM answered_month
    WHERE person NOT IN (SELECT person FROM taken)
    """,
)
INSIDE = Step(
    "inside",
    """
    SELECT
        tie,
        person,
        month,
        DATEDIFF(
            'day',
            GREATEST(month, CAST($window_start AS DATE)),
            LEAST(CAST(month + INTERVAL 1 MONTH AS DATE), CAST($window_end AS DATE))
        ) / DATEDIFF('day', month, CAST(month + INTERVAL 1 MONTH AS DATE)) AS share
    FROM covered
    WHERE month < $window_end
        AND month + INTERVAL 1 MONTH > CAST($window_start AS DATE)
    """,
)
"""Covered months that lie in the window, and which share of each does."""
TIED_MONTH = Step(
    "tied_month",
    """
    SELECT *
    FROM inside
    WHERE tie = 'loyalty'
        OR person NOT IN (SELECT person FROM inside WHERE tie = 'loyalty')
    """,
)
"""Nobody stands on two lines: who is on the line of loyalty is not on that of care."""
TIED = Step(
    "tied",
    """
    SELECT
        split.*,
        tied_month.tie,
        CAST(GREATEST(split.cents, 0) AS HUGEINT) AS weight
    FROM split
    JOIN tied_month
        ON tied_month.person = split.person
        AND tied_month.month = DATE_TRUNC('month', split.day)
    """,
)
COVERED_MONTHS = (TAKEN, COVERED, INSIDE, TIED_MONTH, TIED)

COUNTED = Step(
    "counted",
    """
    SELECT
        months.tie,
        months.months,
        months.people,
        COALESCE(bought.weight, 0) AS weight
    FROM (
        SELECT
            tie,
            CAST(SUM(share) AS DOUBLE) AS months,
            COUNT(DISTINCT person) AS people
        FROM tied_month
        GROUP BY tie
    ) AS months
    LEFT JOIN (
        SELECT
            tie,
            CAST(SUM(weight) AS DOUBLE) AS weight
        FROM tied
        GROUP BY tie
    ) AS bought
        ON bought.tie = months.tie
    ORDER BY months.tie
    """,
)
"""Customer-months and customers of each line, and the margin above zero of their orders."""

PORTION = Step(
    "portion",
    """
    SELECT
        *,
        line_cents * weight // all_weight AS whole_cents,
        line_cents * weight % all_weight AS rest
    FROM (
        SELECT
            *,
            CAST(ABS(
                CASE WHEN tie = 'loyalty' THEN $loyalty_cents ELSE $care_cents END
            ) AS HUGEINT) AS line_cents,
            CAST(SUM(weight) OVER (PARTITION BY tie) AS HUGEINT) AS all_weight
        FROM tied
    )
    """,
)
RANKED = Step(
    "ranked",
    """
    SELECT
        *,
        CASE
            WHEN ROW_NUMBER() OVER (
                PARTITION BY tie
                ORDER BY rest DESC NULLS LAST, day, kind, source, key, order_id, amount
            ) <= line_cents - SUM(whole_cents) OVER (PARTITION BY tie)
                THEN 1
            ELSE 0
        END AS one_more
    FROM portion
    """,
)
"""Largest remainders (Hamilton's rule): whole cents first, then one more where most is left."""
PLACED = Step(
    "placed",
    """
    SELECT
        * EXCLUDE (baseline, tie, weight, tied_cents),
        baseline - tied_cents AS baseline,
        CASE WHEN tie = 'loyalty' THEN tied_cents ELSE 0 END AS loyalty,
        CASE WHEN tie = 'care' THEN tied_cents ELSE 0 END AS care
    FROM (
        SELECT
            * EXCLUDE (line_cents, all_weight, whole_cents, rest, one_more),
            CAST(COALESCE(whole_cents + one_more, 0) AS BIGINT) * SIGN(
                CASE WHEN tie = 'loyalty' THEN $loyalty_cents ELSE $care_cents END
            ) AS tied_cents
        FROM ranked
    )
    UNION ALL BY NAME
    SELECT
        split.*,
        0 AS loyalty,
        0 AS care
    FROM split
    ANTI JOIN tied_month
        ON tied_month.person = split.person
        AND tied_month.month = DATE_TRUNC('month', split.day)
    """,
)
"""Every entry, an effect's margin taken out of the baseline of the orders it stands on."""
NOT_TIED = Step(
    "placed",
    """
    SELECT
        *,
        0 AS loyalty,
        0 AS care
    FROM split
    """,
)
ALLOCATED = (PORTION, RANKED, PLACED)
