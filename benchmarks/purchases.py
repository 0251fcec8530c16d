"""Ten million purchases: how long do import and measures take beside the bare engine?

Makes a CSV of purchases with e-mails and phones to clean, 5 % duplicates and 1 % bad rows, then,
in the same run and on the same disk, each in a process of its own:
1. DuckDB's bare `CREATE TABLE AS SELECT * FROM read_csv(file)` into a new file;
2. `rapport.open(…).ingest(file)`: validated, keyed, deduplicated, names put to contacts;
3. one bare per-customer aggregation of that table's columns;
4. every purchase measure of Rapport, sharing one per-person summary.
Prints seconds, ratios and peak memory.   python benchmarks/purchases.py [--rows 10000000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

MAKE = """
COPY (
    SELECT
        'A' || lpad(CAST(i % ({rows} * 95 // 100) AS VARCHAR), 9, '0') AS "Order ID",
        strftime(
            TIMESTAMP '2024-01-01' + to_seconds(((i % ({rows} * 95 // 100)) * 7919) % 63072000),
            '%Y-%m-%d %H:%M:%S'
        ) AS "Order date",
        CASE WHEN i % 100 = 7 THEN 'n/a'
            ELSE CAST(CAST(((i % ({rows} * 95 // 100)) * 31 % 20000) / 100.0 AS DECIMAL(10, 2))
                AS VARCHAR) END AS "Amount",
        'EUR' AS "Currency",
        CASE WHEN c % 3 = 0 THEN 'Client' || c || '@Example.FR '
            ELSE 'client' || c || '@example.fr' END AS "Email",
        '06 ' || lpad(CAST(c // 10000 AS VARCHAR), 2, '0')
            || ' ' || lpad(CAST(c // 100 % 100 AS VARCHAR), 2, '0')
            || ' ' || lpad(CAST(c % 100 AS VARCHAR), 2, '0') || ' 11' AS "Phone",
        CASE i % ({rows} * 95 // 100) % 3
            WHEN 0 THEN 'web' WHEN 1 THEN 'shop' ELSE 'market' END AS "Channel"
    FROM (
        SELECT i, (i % ({rows} * 95 // 100)) * 13 % ({rows} // 10) AS c FROM range({rows}) AS t(i)
    )
) TO '{file}' (HEADER)
"""

BARE_AGGREGATION = """
CREATE TEMP TABLE summary AS
SELECT
    "Email",
    count(*) AS orders,
    sum(TRY_CAST("Amount" AS DECIMAL(18, 2))) AS amount,
    min("Order date") AS first_at,
    max("Order date") AS last_at
FROM purchases
GROUP BY "Email"
"""

MEASURES = ("customers", "revenue", "average_order_value", "purchase_frequency", "repeat_rate")


def bare_import(folder: Path) -> dict[str, float]:
    """DuckDB alone, with its own guess of types."""
    connection = duckdb.connect(str(folder / "bare.duckdb"))
    connection.execute("SET memory_limit = '2500MB'")
    start = time.perf_counter()
    connection.execute(
        f"CREATE TABLE purchases AS SELECT * FROM read_csv('{folder / 'purchases.csv'}')"
    )
    connection.execute("CHECKPOINT")
    return {"seconds": time.perf_counter() - start}


def our_import(folder: Path) -> dict[str, float]:
    """Rapport: the same file through the door."""
    import rapport

    with rapport.open(folder / "ours.rapport", create=True) as house:
        start = time.perf_counter()
        summary = house.ingest(folder / "purchases.csv")
        seconds = time.perf_counter() - start
        start = time.perf_counter()
        house.ingest(folder / "purchases.csv")
        again = time.perf_counter() - start
    return {
        "seconds": seconds,
        "again": again,
        "read": summary.read,
        "written": summary.written,
        "known": summary.known,
        "rejected": summary.rejected,
        "people": summary.people,
    }


def bare_aggregation(folder: Path) -> dict[str, float]:
    """DuckDB alone: one pass per customer."""
    connection = duckdb.connect(str(folder / "bare.duckdb"))
    connection.execute("SET memory_limit = '2500MB'")
    connection.execute("SELECT count(*) FROM purchases").fetchall()
    start = time.perf_counter()
    connection.execute(BARE_AGGREGATION)
    return {"seconds": time.perf_counter() - start}


def our_measures(folder: Path) -> dict[str, float]:
    """Rapport: every purchase measure, the shared summary included."""
    import rapport

    with rapport.open(folder / "ours.rapport", read_only=True) as house:
        start = time.perf_counter()
        values = {key: house.measure(key).headline.answer for key in MEASURES}
        seconds = time.perf_counter() - start
    told = {key: getattr(answer, "value", float("nan")) for key, answer in values.items()}
    return {"seconds": seconds, **told}


STEPS = {step.__name__: step for step in (bare_import, our_import, bare_aggregation, our_measures)}


def run_apart(name: str, folder: Path) -> dict[str, float]:
    """Run one step in a process of its own, so that its peak memory is its own."""
    told = subprocess.run(
        [sys.executable, __file__, "--step", name, "--folder", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(told.stdout.splitlines()[-1]))


def main() -> None:
    """Make the file, run the four steps, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--step", choices=sorted(STEPS))
    asked = parser.parse_args()
    if asked.step:
        told = STEPS[asked.step](asked.folder)
        told["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps(told))
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        folder = Path(place)
        duckdb.execute(MAKE.format(rows=asked.rows, file=folder / "purchases.csv"))
        size = (folder / "purchases.csv").stat().st_size >> 20
        print(f"{asked.rows:,} rows, {size} MiB")
        told = {name: run_apart(name, folder) for name in STEPS}
    for name, figures in told.items():
        print(name, json.dumps({key: round(value, 2) for key, value in figures.items()}))
    imports = told["our_import"]["seconds"] / told["bare_import"]["seconds"]
    measures = told["our_measures"]["seconds"] / told["bare_aggregation"]["seconds"]
    print(f"import: {imports:.2f} times the bare engine (bar: 4)")
    print(f"purchase measures: {measures:.2f} times one bare aggregation (bar: 3)")
    print(f"peak memory of the import: {told['our_import']['peak_mib']} MiB (bar: 4096)")


if __name__ == "__main__":
    main()
