"""Lift at scale: what do group-time effects cost beside diff-diff, the fastest library we know?

Makes a DuckDB file with the purchases of a million customers in 24 months, 17 months of
connecting and customers who never connect, in order of day. Then, each in a process of its own:
1. `rapport` starts over: reads the purchase table, counts cells, and tells all group-time
   effects against the not-yet-connected with their exact covariance, the overall effect and
   the event study;
2. `rapport with strata`: the same in six saturated strata (doubly robust);
3. `rapport next month`: keeps panel and cells of 23 months, reads the 24th month only, appends
   it and tells the same effects;
4. `rapport landmark`: the default design of the measures on the same purchases, with its placebo;
5. `diff-diff`: the same effects from a dense data frame in memory. Reading and reshaping are not
   counted for it. Skipped, and said so, where it is not installed.
Prints CPU seconds (user + system, imports left out), peak memory, ratios and the largest
difference between the two.   python benchmarks/lift.py [--customers 1000000]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

from rapport.stats.averages import effects_covariance
from rapport.stats.cells import count_cells
from rapport.stats.event_study import by_event_month, overall
from rapport.stats.group_time import Comparison, group_time_effects
from rapport.stats.landmark import lift
from rapport.stats.landmark_histories import histories
from rapport.stats.panel import NEVER, Labels, Panel

MONTHS = 24
FIRST_COHORT, LAST_COHORT = 4, 20
STRATA = 6
BLOCK = 100_000

PURCHASES = """
SELECT
    customer,
    amount
FROM purchase
WHERE day >= ? AND day < ?
"""


def world(customers, seed=20241122):
    """Orders (customer, month, day of month, cents), cohort and stratum of each customer."""
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, STRATA, customers)
    liveliness = rng.gamma(1.5, 0.25, customers) * (1 + stratum / STRATA)
    connects = rng.random(customers) < np.clip(liveliness * 0.6, 0, 0.8)
    cohort = np.where(connects, rng.integers(FIRST_COHORT, LAST_COHORT + 1, customers), -1)
    season = 1 + 0.2 * np.sin(np.arange(MONTHS) / 2)
    orders = []
    for first in range(0, customers, BLOCK):
        mine = slice(first, first + BLOCK)
        since = (np.arange(MONTHS) >= cohort[mine, None]) & connects[mine, None]
        counts = rng.poisson(liveliness[mine, None] * season * (1 + 0.15 * since))
        who, month = np.nonzero(counts)
        copies = counts[who, month]
        orders.append(np.stack([np.repeat(who + first, copies), np.repeat(month, copies)]))
    customer, month = np.concatenate(orders, axis=1)
    day = rng.integers(0, 28, len(customer))
    cents = np.round(rng.gamma(2, 1500, len(customer))).astype(np.int64)
    return customer, month, day, cents, cohort, stratum


def make(folder, customers):
    """Write the purchases to a book-like DuckDB file, in order of day, and the labels beside it."""
    customer, month, day, cents, cohort, stratum = world(customers)
    order = np.argsort(month * 28 + day, kind="stable")
    columns = {
        "customer": customer[order].astype(np.int32),
        "month": month[order].astype(np.int32),
        "day": day[order].astype(np.int32),
        "amount": cents[order],
    }
    with duckdb.connect(str(folder / "book.duckdb")) as connection:
        connection.register("orders", columns)
        connection.execute(
            "CREATE TABLE purchase AS SELECT customer, "
            "make_date(2024 + month // 12, month % 12 + 1, day + 1) AS day, amount FROM orders"
        )
    np.savez(folder / "labels.npz", cohort=cohort, stratum=stratum)
    return time.process_time(), {}


def read(folder, first, last):
    """The purchases of months first..last - 1: customer, month, amount; month by month."""
    with duckdb.connect(str(folder / "book.duckdb"), read_only=True) as connection:
        connection.execute("SET threads = 1")
        for month in range(first, last):
            days = [f"{2024 + one // 12}-{one % 12 + 1:02d}-01" for one in (month, month + 1)]
            rows = connection.execute(PURCHASES, days).fetchnumpy()
            yield rows["customer"], rows["amount"][None]


def panel_of(folder, customers, last):
    """The panel of the first months, read month by month."""
    panel = Panel(())
    for customer, amount in read(folder, 0, last):
        panel = panel.with_month(customer, amount, customers)
    return panel


def labels(folder, stratified, connected_before=MONTHS):
    """Cohort and stratum of every customer, as known when a month began."""
    told = np.load(folder / "labels.npz")
    known = (told["cohort"] >= 0) & (told["cohort"] < connected_before)
    cohort = np.where(known, told["cohort"], NEVER).astype(np.int32)
    stratum = told["stratum"] if stratified else np.zeros_like(told["stratum"])
    return Labels(cohort, stratum.astype(np.int16))


def answers(cells):
    """Effects, their errors, the overall effect and the event study."""
    effects = group_time_effects(cells, Comparison(base="varying"))
    errors = np.sqrt(np.diag(effects_covariance(effects)))
    total, study = overall(effects), by_event_month(effects).averages
    return {
        "effects": effects.effect.tolist(),
        "errors": errors.tolist(),
        "overall": [float(total.effect[0]), float(total.error[0])],
        "study": study.effect.tolist(),
        "study errors": study.error.tolist(),
    }


def start_over(folder, customers, stratified=False):
    """Rapport from the purchase table to effects with covariance."""
    told = labels(folder, stratified)
    started = time.process_time()
    panel = panel_of(folder, customers, MONTHS)
    found = answers(count_cells(panel, told))
    return time.process_time() - started, found


def with_strata(folder, customers):
    """The same in saturated strata."""
    return start_over(folder, customers, stratified=True)


def next_month(folder, customers):
    """Rapport with the state of 23 months at hand, reading the 24th."""
    before, now = labels(folder, False, LAST_COHORT), labels(folder, False)
    panel = panel_of(folder, customers, MONTHS - 1)
    cells = count_cells(panel, before)
    started = time.process_time()
    for customer, amount in read(folder, MONTHS - 1, MONTHS):
        panel = panel.with_month(customer, amount, customers)
    told = answers(cells.with_month(panel, before, now))
    return time.process_time() - started, told


def landmark(folder, customers):
    """The default design from the same purchase table: money and orders, effect and placebo."""
    told = np.load(folder / "labels.npz")
    cohort = np.where(told["cohort"] >= 0, told["cohort"], NEVER).astype(np.int64)
    started = time.process_time()
    panel = Panel(())
    for customer, amount in read(folder, 0, MONTHS):
        both = np.concatenate([amount.astype(np.float64), np.ones_like(amount, np.float64)])
        panel = panel.with_month(customer, both, customers)
    held = histories(panel, np.zeros(customers, np.int64), cohort)
    del panel
    found = lift(held)
    spent = time.process_time() - started
    return spent, {"overall": [float(found.effect[0]), float(found.errors[0])]}


def diff_diff(folder, customers):
    """diff-diff from a dense data frame in memory: estimation alone."""
    import pandas as pd
    from diff_diff import CallawaySantAnna

    panel = panel_of(folder, customers, MONTHS)
    cohort = labels(folder, False).cohort
    frame = pd.DataFrame(
        {
            "customer": np.repeat(np.arange(customers, dtype=np.int32), MONTHS),
            "month": np.tile(np.arange(MONTHS, dtype=np.int32), customers),
            "cohort": np.repeat(np.where(cohort == NEVER, 0, cohort), MONTHS),
            "amount": panel.dense(0, customers).T.ravel(),
        }
    )
    del panel
    started = time.process_time()
    model = CallawaySantAnna(control_group="not_yet_treated", estimation_method="reg")
    fitted = model.fit(frame, outcome="amount", unit="customer", time="month", first_treat="cohort")
    study = fitted.aggregate("event_study")
    spent = time.process_time() - started
    told = [fitted.group_time_effects[key] for key in sorted(fitted.group_time_effects)]
    return spent, {
        "effects": [float(one["effect"]) for one in told],
        "errors": [float(one["se"]) for one in told],
        "overall": [float(fitted.att), float(fitted.se)],
        "study": np.asarray(study.att).tolist(),
        "study errors": np.asarray(study.se).tolist(),
    }


WAYS = {
    "make": make,
    "rapport": start_over,
    "rapport with strata": with_strata,
    "rapport next month": next_month,
    "rapport landmark": landmark,
    "diff-diff": diff_diff,
}


def in_own_process(way, folder, customers):
    """Run one way in a process of its own; its answers, CPU seconds and peak memory."""
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder)]
    done = subprocess.run(
        [*command, "--customers", str(customers)], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def difference(one, other):
    """The largest difference between two answers, relative to the largest number of its kind."""
    pairs = [(np.array(one[name]), np.array(other[name])) for name in other]
    return max(float(np.abs(a - b).max() / np.abs(b).max()) for a, b in pairs)


def compare(folder, customers):
    """Run every way and print the table."""
    in_own_process("make", folder, customers)
    ways = [
        way
        for way in WAYS
        if way != "make" and (way != "diff-diff" or importlib.util.find_spec("diff_diff"))
    ]
    found = {way: in_own_process(way, folder, customers) for way in ways}
    start = found["rapport"]
    print(f"{customers:,} customers x {MONTHS} months, {len(start['effects'])} effects")
    print(f"{'way':22}{'CPU s':>9}{'peak GiB':>10}{'times rapport':>15}")
    for way, told in found.items():
        ratio = told["cpu"] / start["cpu"]
        print(f"{way:22}{told['cpu']:9.2f}{told['peak']:10.2f}{ratio:15.2f}")
    names = [name for name in start if name not in ("cpu", "peak")]
    for way in set(found) & {"diff-diff", "rapport next month"}:
        gap = difference(start, {name: found[way][name] for name in names})
        print(f"largest relative difference to {way}: {gap:.1e}")
    if "diff-diff" not in found:
        print("diff-diff is not installed here: no comparison (pip install diff-diff)")


def main():
    """Read the arguments, make the purchases and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--way", choices=list(WAYS))
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.way:
        spent, told = WAYS[asked.way](asked.folder, asked.customers)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(json.dumps({**told, "cpu": spent, "peak": peak}))
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), asked.customers)


if __name__ == "__main__":
    main()
