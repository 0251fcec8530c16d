"""Survey answers: what did each person answer, as sums an interval can be made of?"""

from __future__ import annotations

from rapport.core.estimate import Caveat, Weight
from rapport.core.measure import Step
from rapport.core.phrase import say

NON_RESPONSE = Caveat(
    "non-response",
    say("those who answer a survey may feel otherwise than those who do not"),
    Weight.WARNING,
)
PERSONS = Step(
    "persons",
    """
    SELECT
        segment,
        period,
        COUNT(*) AS answers,
        COUNT(*) FILTER (WHERE verdict = 'high') AS high,
        COUNT(*) FILTER (WHERE verdict = 'middle') AS middle,
        COUNT(*) FILTER (WHERE verdict = 'low') AS low,
        SUM(points) AS points
    FROM judged
    WHERE person IS NOT NULL
    GROUP BY segment, period, person
    UNION ALL
    SELECT
        segment,
        period,
        1,
        CASE WHEN verdict = 'high' THEN 1 ELSE 0 END,
        CASE WHEN verdict = 'middle' THEN 1 ELSE 0 END,
        CASE WHEN verdict = 'low' THEN 1 ELSE 0 END,
        points
    FROM judged
    WHERE person IS NULL
    """,
)
"""Sums a person over a step `judged` (segment, period, person, verdict, points).

An answer of nobody known is a person of its own.
"""
CLUSTER = Step(
    "cluster",
    """
    SELECT 'high' AS part, segment, period, answers AS x, high AS y
    FROM persons
    UNION ALL
    SELECT 'middle', segment, period, answers, middle
    FROM persons
    UNION ALL
    SELECT 'low', segment, period, answers, low
    FROM persons
    UNION ALL
    SELECT 'net', segment, period, answers, high - low
    FROM persons
    UNION ALL
    SELECT 'points', segment, period, answers, points
    FROM persons
    """,
)
"""One row a person and part: shares of high, middle and low answers, high minus low, points."""
