"""Sums: which few numbers of many people are enough for an interval?"""

from __future__ import annotations

from rapport.core.measure import Step

CLUSTER_SUMS = Step(
    "cluster_sums",
    """
    SELECT
        part,
        segment,
        period,
        COUNT(*) AS n,
        CAST(SUM(CAST(x AS HUGEINT)) AS DOUBLE) AS x,
        CAST(SUM(CAST(y AS HUGEINT)) AS DOUBLE) AS y,
        CAST(SUM(CAST(x AS HUGEINT) * x) AS DOUBLE) AS xx,
        CAST(SUM(CAST(x AS HUGEINT) * y) AS DOUBLE) AS xy,
        CAST(SUM(CAST(y AS HUGEINT) * y) AS DOUBLE) AS yy
    FROM cluster
    GROUP BY part, segment, period
    """,
)
"""Sums over a step named `cluster` (part, segment, period, x, y), one row a cluster and part.

x and y are whole numbers (orders, minor units, thousandths of a point): whole sums are the same
in whatever order the engine adds them up.
"""
