"""World: a log of purchases from customers whose buying, leaving and spending we know?

BG/NBD with r 0.6, alpha 60 days, a 0.8, b 2.5 and Gamma-Gamma with 6.25, 3.74, 15.44; customers
come evenly over two years. One Parquet file (customer_id, date, amount), in order of day.
"""

from __future__ import annotations

import duckdb
import numpy as np

DAYS = 730
UNTIL = "2023-12-31"
BLOCK = 500_000

WRITE = """
COPY (
    SELECT
        customer_id,
        DATE '2022-01-01' + day::INTEGER AS date,
        amount
    FROM purchases
) TO '{file}' (FORMAT parquet)
"""
CONVERT = """
COPY (
    SELECT
        customer_id::INTEGER AS customer_id,
        date::DATE AS date,
        amount::DOUBLE AS amount
    FROM read_csv('{source}')
) TO '{file}' (FORMAT parquet)
"""


def simulate(file, customers, seed=20241122):
    """Write the log of so many customers; how many purchases it has."""
    rng = np.random.default_rng(seed)
    parts = []
    for low in range(0, customers, BLOCK):
        parts += _block(rng, low, min(BLOCK, customers - low))
    who, day, amount = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((rng.random(len(day), dtype=np.float32), day))
    with duckdb.connect() as connection:
        columns = {"customer_id": who[order], "day": day[order], "amount": amount[order]}
        connection.register("purchases", columns)
        connection.execute(WRITE.format(file=file))
    return len(who)


def _block(rng, low, customers):
    """Purchases (customer, day, amount) of some customers, one purchase of each at a time."""
    rate, leaves = rng.gamma(0.6, 1 / 60, customers), rng.beta(0.8, 2.5, customers)
    price, when = rng.gamma(3.74, 1 / 15.44, customers), rng.random(customers) * DAYS
    there, buying = np.arange(customers), np.arange(customers)
    parts = []
    while len(buying):
        amount = np.maximum(rng.gamma(6.25, 1, len(buying)) / price[buying], 0.01).round(2)
        parts.append(((buying + low).astype(np.int32), when[buying].astype(np.int16), amount))
        when[there] += rng.exponential(1, len(there)) / rate[there]
        buying = there[when[there] < DAYS]
        there = buying[rng.random(len(buying)) >= leaves[buying]]
    return parts


def convert(source, file):
    """Write a CSV log (customer_id, date, amount) as Parquet; how many purchases it has."""
    with duckdb.connect() as connection:
        connection.execute(CONVERT.format(source=source, file=file))
        return connection.execute(f"SELECT count(*) FROM '{file}'").fetchall()[0][0]
