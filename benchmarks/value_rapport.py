"""Rapport's way: from a log of purchases to every customer's discounted value of 12 months?

`lean` tells what the peers tell and no more: spend is the mean of the days after the first one,
for customers who have any. `measures` runs the steps of the measures as the house does: margin,
refunds, orders a day and segments are added up too, spend is the mean of all days, and every
customer gets P(active), expected orders and the endless value as well; its values are in cents.
Both in DuckDB, in memory, with one thread; maximum likelihood on the exact clock, like the
peers. Discounted continuously over 365 days at what 1 % a month comes to in a year.
python value_rapport.py lean|measures LOG TABLE REPORT UNTIL MEBIBYTES
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
from value_meter import Meter

from rapport.core.measure import Step
from rapport.ledger.engine import DuckDBEngine
from rapport.ledger.pipeline import Pipeline
from rapport.measures.value.histories import read_histories, whole_history
from rapport.measures.value.outlook import Outlook
from rapport.measures.value.people import NAME, OUTLOOK
from rapport.stats import bg_nbd, gamma_gamma
from rapport.stats.tuples import PurchaseTuples, SpendTuples

MONTHLY = 0.01
YEARLY = (1 + MONTHLY) ** 12 - 1
DAILY = float(np.log1p(YEARLY)) / 365

HISTORY = """
CREATE TEMP TABLE history AS
WITH days AS (
    SELECT
        customer_id,
        date,
        SUM(ROUND(amount * 100)) AS amount
    FROM log
    WHERE date <= CAST($until AS DATE)
    GROUP BY customer_id, date
)
SELECT
    customer_id,
    CAST(COUNT(*) - 1 AS INTEGER) AS frequency,
    CAST(MAX(date) - MIN(date) AS INTEGER) AS recency,
    CAST(CAST($until AS DATE) - MIN(date) AS INTEGER) AS age,
    SUM(amount) - ARG_MIN(amount, date) AS later_amount
FROM days
GROUP BY customer_id
"""
TUPLES = """
SELECT
    frequency,
    recency,
    age,
    COUNT(*) AS customers
FROM history
GROUP BY ALL
ORDER BY ALL
"""
SPENDS = """
SELECT
    frequency,
    later_amount,
    COUNT(*) AS customers
FROM history
WHERE frequency > 0
    AND later_amount > 0
GROUP BY ALL
ORDER BY ALL
"""
VALUES = """
CREATE TEMP TABLE told AS
SELECT
    customer_id,
    frequency,
    recency,
    age,
    later_amount / 100 / GREATEST(frequency, 1) AS spend,
    expected.discounted * $p * ($gamma + later_amount / 100)
        / ($p * frequency + $q - 1) AS lifetime_value
FROM history
JOIN expected USING (frequency, recency, age)
"""
PURCHASE = """
SELECT
    customer_id AS person,
    date AS day,
    CAST(ROUND(amount * 100) AS BIGINT) AS amount,
    CAST(NULL AS BIGINT) AS margin,
    CAST(NULL AS VARCHAR) AS segment
FROM log
"""
REFUND = """
SELECT
    CAST(NULL AS INTEGER) AS person,
    CAST(NULL AS DATE) AS day,
    CAST(NULL AS BIGINT) AS amount
WHERE FALSE
"""


class LogSnapshot:
    """What the value measures ask of a snapshot, over a log of purchases."""

    def __init__(self, engine, as_of):
        self.as_of = as_of
        self._engine, self._kept, self._done = engine, {}, {}

    def cut(self, by=None):
        """Nothing is cut here."""
        return self

    def once(self, key, work):
        """Work done at first use."""
        if key not in self._done:
            self._done[key] = work()
        return self._done[key]

    def read(self, *steps, parameters=None):
        """The last step's columns."""
        return self._engine.columns(self._composed(steps), parameters)

    def keep(self, name, *steps, parameters=None, given=None):
        """Keep the last step's rows as a table."""
        with self._engine.lent(given or {}) as lent:
            told = [Step(one, f"SELECT * FROM {place}") for one, place in lent.items()]
            sql = self._composed((*told, *steps))
            self._engine.run(f"CREATE OR REPLACE TEMP TABLE kept_{name} AS {sql}", parameters)
        self._kept[name] = f"kept_{name}"
        return self._kept[name]

    def _composed(self, steps):
        pipeline = Pipeline(self._relation)
        for step in steps:
            pipeline.add(step)
        return pipeline.compose()

    def _relation(self, name):
        sql = {"purchase": PURCHASE, "refund": REFUND}
        return Step(name, sql[name] if name in sql else f"SELECT * FROM {self._kept[name]}")


def lean(engine, until, meter):
    """What the peers tell; the table's name and both fits."""
    engine.run(HISTORY, {"until": until})
    found, spends = engine.columns(TUPLES), engine.columns(SPENDS)
    tuples = PurchaseTuples.of(*(found[name] for name in found))
    often = spends["frequency"].astype(np.float64)
    each = SpendTuples.of(often, spends["later_amount"] / often / 100, spends["customers"])
    meter.mark("histories")
    fit = bg_nbd.fit(tuples, prior=None, clock="exact")
    meter.mark("purchase model")
    spend = gamma_gamma.fit(each, prior=None)
    meter.mark("spend model")
    expected = {name: found[name] for name in ("frequency", "recency", "age")}
    expected["discounted"] = bg_nbd.residual_value(fit, tuples, DAILY, 365.0)
    with engine.lent({"expected": expected}) as lent:
        engine.run(VALUES.replace("JOIN expected", f"JOIN {lent['expected']} AS expected"),
                   spend.parameters)  # fmt: skip
    return "told", fit, spend


def measures(engine, until, meter):
    """What the measures tell; the table's name and both fits."""
    snapshot = LogSnapshot(engine, until)
    held = read_histories(snapshot, until)[None]
    meter.mark("histories")
    fit = bg_nbd.fit(held.tuples, prior=None, clock="exact")
    meter.mark("purchase model")
    spend = gamma_gamma.fit(held.spends, prior=None)
    meter.mark("spend model")
    outlook = Outlook(held, held.tuples, None, "BG/NBD", fit, spend, 1.0)
    keys = {name: getattr(held.tuples, name) for name in ("frequency", "recency", "age")}
    expected = {name: values.astype(np.int32) for name, values in keys.items()} | {
        "active": outlook.alive(),
        "orders": outlook.orders(365.0),
        "discounted": outlook.discounted_orders(YEARLY, 365.0),
        "endless": outlook.discounted_orders(YEARLY, np.inf),
    }
    more = {"until": until, "margin": 1.0, "mean": held.mean_amount}
    bound = spend.parameters | more | {"orders_a_day": held.orders_a_day}
    told = snapshot.keep(
        NAME, whole_history(snapshot), OUTLOOK, parameters=bound, given={"expected": expected}
    )
    return told, fit, spend


WAYS = {"lean": lean, "measures": measures}


def main():
    """Run one way over a log and write its table and its report."""
    meter = Meter()
    way, log, table, report, until, memory = sys.argv[1:]
    engine = DuckDBEngine()
    engine.run("SET threads = 1")
    engine.run("SET preserve_insertion_order = false")
    engine.run(f"SET memory_limit = '{int(memory)}MiB'")
    engine.run(f"SET temp_directory = '{Path(table).parent}'")
    engine.run(f"CREATE VIEW log AS SELECT * FROM read_parquet('{log}')")
    told, fit, spend = WAYS[way](engine, date.fromisoformat(until), meter)
    engine.run(f"COPY {told} TO '{table}' (FORMAT parquet)")
    meter.mark("values")
    meter.write(report, fit.parameters, spend.parameters)


if __name__ == "__main__":
    main()
