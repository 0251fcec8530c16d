"""Judge: did the programs answer the same question, and how likely are their answers?

One judge for all: Rapport's likelihoods and expectations at each program's parameters, over the
histories of Rapport's table. Who tells other histories is told on.
"""

from __future__ import annotations

import duckdb
import numpy as np

from rapport.stats import bg_nbd, gamma_gamma
from rapport.stats.tuples import PurchaseTuples, SpendTuples

MONTHLY = 0.01
MONTH = 30.0

TUPLES = """
SELECT
    frequency,
    recency,
    age,
    COUNT(*) AS customers,
    SUM($p * ($gamma + frequency * spend) / ($p * frequency + $q - 1)) AS worth
FROM '{table}'
GROUP BY frequency, recency, age
ORDER BY frequency, recency, age
"""
SPENDS = """
SELECT
    frequency,
    spend,
    COUNT(*) AS customers
FROM '{table}'
WHERE frequency > 0
    AND spend > 0
GROUP BY frequency, spend
"""
OTHERS = """
SELECT
    COUNT(*) FILTER (
        WHERE ours.frequency IS DISTINCT FROM theirs.frequency
            OR ours.recency IS DISTINCT FROM theirs.recency
            OR ours.age IS DISTINCT FROM theirs.age
            OR ABS(ours.spend - theirs.spend) > 1e-6
    ) AS others
FROM '{ours}' AS ours
FULL JOIN '{theirs}' AS theirs USING (customer_id)
"""


def other_histories(ours, theirs):
    """Customers whose history differs between two tables."""
    return duckdb.connect().sql(OTHERS.format(ours=ours, theirs=theirs)).fetchall()[0][0]


def total_value(table):
    """Sum of all customers' lifetime values."""
    return duckdb.connect().sql(f"SELECT SUM(lifetime_value) FROM '{table}'").fetchall()[0][0]


def likelihoods(table, purchases, spends):
    """Log-likelihoods of both models, the number of tuples, and the value in 30-day months."""
    found = duckdb.connect().execute(TUPLES.format(table=table), spends).fetchnumpy()
    worth = found.pop("worth")
    tuples = PurchaseTuples.of(*found.values())
    fit = bg_nbd.given(**purchases)
    each = SpendTuples.of(*duckdb.connect().sql(SPENDS.format(table=table)).fetchnumpy().values())
    spend = gamma_gamma.given(**spends)
    return {
        "tuples": len(tuples.count),
        "purchases": float(tuples.count @ bg_nbd.log_likelihood(fit, tuples)),
        "spends": float(each.count @ gamma_gamma.log_likelihood(spend, each)),
        "value in months": float(_in_months(fit, tuples) @ worth),
    }


def _in_months(fit, tuples):
    """Discounted purchases (n,) of 12 months of 30 days, discounted at their ends."""
    told = np.zeros_like(tuples.age)
    before = np.zeros_like(told)
    for month in range(1, 13):
        now = bg_nbd.expected_purchases(fit, MONTH * month, tuples)
        told += (now - before) / (1 + MONTHLY) ** month
        before = now
    return told
