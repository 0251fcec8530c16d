"""Cost steps: what do hours, spend and gestures of the window add up to, by programme?"""

from __future__ import annotations

from rapport.core.measure import Step

HOURS = Step(
    "worked",
    """
    SELECT
        COALESCE(programme, '(no programme)') AS programme,
        CAST(ROUND(SUM(hours), 2) AS DOUBLE) AS hours,
        CAST(COALESCE(SUM(CAST(ROUND(hours * hourly_cost) AS BIGINT)), 0) AS BIGINT) AS cents,
        COUNT(*) AS records,
        COUNT(*) FILTER (WHERE hours <> 0 AND hourly_cost IS NULL) AS unpriced,
        STRING_AGG(DISTINCT COALESCE(agent, '(nobody named)'), '|') FILTER (
            WHERE hours <> 0 AND hourly_cost IS NULL
        ) AS unpriced_agents,
        MIN(day) AS first_day,
        MAX(day) AS last_day
    FROM effort
    WHERE day >= $window_start
        AND day < $window_end
    GROUP BY COALESCE(programme, '(no programme)')
    ORDER BY programme
    """,
    ("effort",),
)
SPENT = Step(
    "spent",
    """
    SELECT
        COALESCE(programme, '(no programme)') AS programme,
        COALESCE(category, '(no category)') AS category,
        CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS cents,
        CAST(COALESCE(SUM(amount) FILTER (
            WHERE REGEXP_MATCHES(STRIP_ACCENTS(LOWER(category)), '(gesture|geste|goodwill)')
        ), 0) AS BIGINT) AS gesture_cents,
        COUNT(*) AS records,
        COUNT(*) FILTER (WHERE amount IS NULL) AS unpriced,
        MIN(day) AS first_day,
        MAX(day) AS last_day
    FROM spend
    WHERE day >= $window_start
        AND day < $window_end
    GROUP BY COALESCE(programme, '(no programme)'), COALESCE(category, '(no category)')
    ORDER BY programme, category
    """,
    ("spend",),
)
GIVEN = Step(
    "given",
    """
    SELECT
        'refund' AS told_as,
        amount,
        amount IS NULL AS is_unpriced
    FROM refund
    WHERE day >= $window_start
        AND day < $window_end
        AND kind = 'gesture'
    UNION ALL
    SELECT
        'gesture' AS told_as,
        CASE WHEN currency IN ($currency, 'XXX') THEN amount END AS amount,
        currency NOT IN ($currency, 'XXX') AS is_unpriced
    FROM gesture
    WHERE day >= $window_start
        AND day < $window_end
        AND amount <> 0
    """,
    ("refund", "gesture"),
)
GIVEN_SUMS = Step(
    "given_sums",
    """
    SELECT
        told_as,
        CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS cents,
        COUNT(*) AS records,
        COUNT(*) FILTER (WHERE is_unpriced) AS unpriced
    FROM given
    GROUP BY told_as
    ORDER BY told_as DESC
    """,
)
GESTURES = (GIVEN, GIVEN_SUMS)
"""Refunds made as a gesture, and gestures noted in Rapport with a price in the home currency."""
