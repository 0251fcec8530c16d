"""Value at scale: what do 12-month lifetime values cost beside lifetimes and pymc-marketing?

From a raw log of purchases (Parquet: customer_id, date, amount) to every customer's discounted
value in a table: histories, BG/NBD and Gamma-Gamma by maximum likelihood, values. Side by side
in one run, each program in a process and, for the peers, an environment of its own, made on
demand in the folder of `--envs`; one thread each. CPU is user + system, children included; a
program's imports are left out, and told beside it; compiled parts are warm, first uses are told
for CDNOW. `rapport lean` tells what the peers tell; `rapport measures` runs the steps of the
measures, which tell more (see value_rapport.py). One judge tells the log-likelihoods reached.
python benchmarks/value.py [--repeats 2] [--envs DIR] [--alone] [--ten-million]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import value_judge
import value_world

HERE = Path(__file__).resolve().parent
CDNOW = HERE.parents[1] / "shared" / "data" / "clv" / "cdnow_master.csv.gz"
CDNOW_UNTIL = "1998-06-30"
OURS = {"rapport lean": "lean", "rapport measures": "measures"}
PEERS = {
    "lifetimes": ("lifetimes==0.11.3", "pyarrow"),
    "pymc-marketing": ("pymc-marketing==0.19.2", "pyarrow"),
}
BARS = {"lifetimes": 10, "pymc-marketing": 5}
MEMORY, MORE_MEMORY = 400, 2500
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
COLUMNS = ("histories", "purchase model", "spend model", "values")


def environment(peer, envs):
    """The Python of a peer's environment, made where there is none; None where that fails."""
    place = envs / peer
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        print(f"installing {peer} into {place} …", flush=True)
        steps = (
            [sys.executable, "-m", "venv", str(place)],
            [str(python), "-m", "pip", "install", "--quiet", *PEERS[peer]],
        )
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True)
            if done.returncode:
                print(f"{peer} cannot be installed here, so there is no comparison with it:")
                print("  " + (done.stderr.strip().splitlines() or ["no reason told"])[-1])
                return None
        (place / "ready").touch()
    return python


def run(command, folder, cache):
    """Run a program; its report with CPU of all, wall seconds and peak memory in MiB."""
    threads = dict.fromkeys(THREADS, "1")
    given = os.environ | threads | {"PYTENSOR_FLAGS": f"base_compiledir={cache}"}
    started = time.perf_counter()
    with (folder / "said.txt").open("w") as said:
        child = subprocess.Popen(command, env=given, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit((folder / "said.txt").read_text()[-2000:])
    told = json.loads((folder / "report.json").read_text())
    phases = told["phases"]
    return told | {
        "import": phases["import"][0],
        "cpu": sum(phases[name][0] for name in COLUMNS),
        "work": sum(phases[name][1] for name in COLUMNS),
        "whole": used.ru_utime + used.ru_stime,
        "wall": time.perf_counter() - started,
        "peak": used.ru_maxrss // 1024,
    }


def command(name, pythons, log, folder, until, memory=MEMORY):
    """How to start a program over a log."""
    table = folder / f"{name.replace(' ', '-')}-{log.stem}.parquet"
    files = [str(log), str(table), str(folder / "report.json"), until]
    if name in OURS:
        script = [sys.executable, str(HERE / "value_rapport.py"), OURS[name]]
        return [*script, *files, str(memory)], table
    return [str(pythons[name]), str(HERE / "value_peers.py"), name, *files], table


def side_by_side(title, names, pythons, log, folder, until, repeats):
    """Run all programs in turn, so many times; reports of each, best CPU first, and tables."""
    found, tables = {name: [] for name in names}, {}
    for _ in range(repeats):
        for name in names:
            line, tables[name] = command(name, pythons, log, folder, until)
            found[name].append(run(line, folder, folder / "compiled"))
    told = {name: sorted(runs, key=lambda one: one["cpu"]) for name, runs in found.items()}
    show(title, told)
    judged(told, tables)
    return told


def show(title, told):
    """The table of CPU seconds by phase, totals, wall and peak memory."""
    print(f"\n{title}")
    print(f"{'CPU seconds':18}{'histor.':>9}{'purch.':>8}{'spend':>8}{'values':>8}{'total':>8}"
          f"{'(worst)':>9}{'import':>8}{'wall':>8}{'peak MiB':>10}")  # fmt: skip
    for name, runs in told.items():
        best, worst = runs[0], runs[-1]
        widths = (9, 8, 8, 8)
        each = "".join(
            f"{best['phases'][phase][0]:{wide}.2f}"
            for phase, wide in zip(COLUMNS, widths, strict=True)
        )
        peak = max(one["peak"] for one in runs)
        wall = min(one["work"] for one in runs)
        print(f"{name:18}{each}{best['cpu']:8.2f}{worst['cpu']:9.2f}{best['import']:8.2f}"
              f"{wall:8.2f}{peak:10}")  # fmt: skip
    for ours in [name for name in told if name in OURS]:
        for peer in [name for name in told if name in PEERS]:
            low = told[peer][0]["cpu"] / told[ours][-1]["cpu"]
            high = told[peer][-1]["cpu"] / told[ours][0]["cpu"]
            like = told[peer][0]["cpu"] / told[ours][0]["cpu"]
            whole = told[peer][0]["whole"] / told[ours][0]["whole"]
            print(f"{ours}: 1/{like:.1f} of {peer} (between 1/{low:.1f} and 1/{high:.1f}; "
                  f"imports included 1/{whole:.1f})")  # fmt: skip


def judged(told, tables):
    """Print how likely each program's parameters are, and whether all told the same."""
    base = None
    for name, runs in told.items():
        here = runs[0]
        found = value_judge.likelihoods(tables["rapport lean"], here["purchases"], here["spends"])
        base = base or found
        gap = abs(found["purchases"] / base["purchases"] - 1)
        words = f"{name:18}log-likelihood {found['purchases']:.6f} (relative gap {gap:.0e})"
        if name != "rapport measures":
            gap = abs(found["spends"] / base["spends"] - 1)
            words += f", spend {found['spends']:.6f} ({gap:.0e})"
        print(words)
        total = value_judge.total_value(tables[name]) / (100 if name == "rapport measures" else 1)
        words = f"{'':18}value of all customers {total:,.0f}"
        if name in PEERS:
            other = value_judge.other_histories(tables["rapport lean"], tables[name])
            near = abs(total / found["value in months"] - 1)
            words += f" in 12 months of 30 days, Rapport's functions tell it to {near:.0e}"
            words += f"; {other} histories differ"
        print(words)
    print(f"{base['tuples']:,} distinct tuples")


def first_use(names, pythons, log, folder):
    """CPU and wall of a first use: a fresh process, nothing compiled before."""
    print("\nCDNOW, first use, imports included, nothing compiled before")
    for name in names:
        line, _ = command(name, pythons, log, folder, CDNOW_UNTIL)
        told = run(line, folder, folder / "compiled")
        print(f"{name:18}{told['whole']:8.2f} CPU s{told['wall']:8.2f} s"
              f" (imports {told['import']:.2f} CPU s)")  # fmt: skip


def growth(log_of, sizes, folder):
    """Rapport alone at several sizes: cost beside customers and tuples."""
    print(f"\n{'customers':>12}{'purchases':>12}{'tuples':>11}{'histor.':>9}{'models':>8}"
          f"{'values':>8}{'peak MiB':>10}")  # fmt: skip
    for customers in sizes:
        log, purchases = log_of(customers)
        memory = MEMORY if customers <= 1_000_000 else MORE_MEMORY
        line, table = command("rapport lean", {}, log, folder, value_world.UNTIL, memory)
        told = run(line, folder, folder / "compiled")
        tuples = value_judge.likelihoods(table, told["purchases"], told["spends"])["tuples"]
        cost = {name: told["phases"][name][0] for name in COLUMNS}
        models = cost["purchase model"] + cost["spend model"]
        print(f"{customers:12,}{purchases:12,}{tuples:11,}{cost['histories']:9.2f}{models:8.2f}"
              f"{cost['values']:8.2f}{told['peak']:10}", flush=True)  # fmt: skip


def asked_for():
    """The arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--envs", type=Path, default=Path.home() / ".cache" / "rapport-peers")
    parser.add_argument("--cdnow", type=Path, default=CDNOW)
    parser.add_argument("--alone", action="store_true", help="Rapport alone, no peers")
    parser.add_argument("--ten-million", action="store_true", help="10 million customers too")
    return parser.parse_args()


def main():
    """Make the logs, run every program, print the tables."""
    asked = asked_for()
    pythons = {} if asked.alone else {peer: environment(peer, asked.envs) for peer in PEERS}
    names = [*OURS, *(peer for peer, python in pythons.items() if python)]
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        folder = Path(place)

        def log_of(customers):
            log = folder / f"log-{customers}.parquet"
            return log, value_world.simulate(log, customers)

        if asked.cdnow.exists():
            log = folder / "cdnow.parquet"
            purchases = value_world.convert(asked.cdnow, log)
            first_use(names, pythons, log, folder)
            title = f"CDNOW, 23,570 customers, {purchases:,} purchases"
            side_by_side(title, names, pythons, log, folder, CDNOW_UNTIL, asked.repeats + 1)
        log, purchases = log_of(asked.customers)
        title = f"{asked.customers:,} customers, {purchases:,} purchases"
        side_by_side(title, names, pythons, log, folder, value_world.UNTIL, asked.repeats)
        more = [10_000_000] if asked.ten_million else []
        growth(log_of, [asked.customers // 10, asked.customers, *more], folder)
    bars = ", ".join(f"1/{bar} of {peer}" for peer, bar in BARS.items())
    print(f"bars at 1,000,000 customers: CPU {bars}; peak 600 MiB; gaps 1e-9")


if __name__ == "__main__":
    main()
