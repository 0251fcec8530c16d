"""Lift truth: how well do the designs tell a lift that we know?

The table of simulated truth. For each world: connected customers, share of their months that the
landmark design covers, the true effect on these (money per month); bias and coverage (%) of the
naive gap and of the second design; bias, told and real spread, coverage without and with
allowance + depletion of the landmark design; the placebo's mean and how often it rejects;
verdicts in % of replications.
python benchmarks/lift_truth.py [--replications 100] [--worlds full null_full …]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from truth.lift_trials import HEAD, line, trials
from truth.lift_world import WORLDS


def main() -> None:
    """Print the table, one world after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=100)
    parser.add_argument("--first-seed", type=int, default=40_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worlds", nargs="*", choices=list(WORLDS), default=list(WORLDS))
    asked = parser.parse_args()
    started = time.perf_counter()
    print(HEAD)
    seeds = range(asked.first_seed, asked.first_seed + asked.replications)
    for name in asked.worlds:
        print(line(name, trials(name, seeds, asked.workers)), flush=True)
    print(f"{asked.replications} replications each, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
