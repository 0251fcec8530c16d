"""Do 95 % intervals of the value models hold the truth, and the future, as often as they say?

200 simulated companies a model and size, with times known to the day. Their parameters are the
typical ones, each times or over 1.5 (see `value_replications`), so that none sits in the middle
of its prior. Parameters are pooled; the total is of all purchases in the 180 days after.
"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context

import numpy as np
import pytest
from scipy import stats

from truth.value_replications import Replication, replicate, replicate_spend

pytestmark = pytest.mark.truth

WORLDS = int(os.environ.get("RAPPORT_WORLDS", "200"))
"""How many companies; fewer than 200 only to look."""

SIZES = (300, 3_000, 30_000)
CASES = [
    *((name, size, "interval") for name in ("BG/NBD", "MBG/NBD", "Pareto/NBD") for size in SIZES),
    ("BG/NBD", 3_000, "exact"),
]


@cache
def told(name: str, size: int, clock: str) -> list[Replication]:
    """The replications of one case, made once in two processes; their table is printed."""
    ask = partial(replicate, name, size, clock)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        companies = list(workers.map(ask, range(WORLDS), chunksize=5))
    held, means = (
        np.mean([getattr(one, what) for one in companies], 0) for what in ("held", "means")
    )
    print(f"\n{name}, {size} customers, clock {clock}: parameters {held.mean():.3f} {held}")
    print(f"  mean rate and dropout {means}, high/low {median(companies, 'widths')}")
    print(f"  total {share(companies, 'total')}, expected total {share(companies, 'expected')}")
    print(f"  widths over the total, predictive and credible: {median(companies, 'spread')}")
    print(f"  draws {dict(Counter(one.method for one in companies))}")
    return companies


def median(companies: list[Replication], what: str) -> np.ndarray:
    return np.median([getattr(one, what) for one in companies], axis=0).round(3)


def share(companies: list[Replication], what: str) -> float:
    return float(np.mean([getattr(one, what) for one in companies]))


def as_often(held: float) -> bool:
    """Whether 95 % intervals held in 92 to 98 %; with chance's slack where worlds are few."""
    slack = 0.0 if WORLDS >= 200 else 2.5 * np.sqrt(0.05 * 0.95 / WORLDS)
    return 0.92 - slack <= held <= 0.98 + slack


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pooled_intervals_hold_the_parameters(case):
    assert as_often(np.mean([one.held for one in told(*case)]))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_predictive_intervals_hold_the_total_that_came(case):
    assert as_often(share(told(*case), "total"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_single_customers_fall_evenly_over_their_probabilities(case):
    places = np.concatenate([one.places for one in told(*case)])
    counts, _ = np.histogram(places, 20, (0, 1))
    assert stats.chisquare(counts).pvalue > 0.001


@pytest.mark.parametrize("size", SIZES)
def test_pooled_intervals_hold_the_parameters_of_spend(size):
    each = [replicate_spend(size, seed) for seed in range(WORLDS)]
    held, widths = (np.array([one[place] for one in each]) for place in (0, 1))
    print(f"\nGamma-Gamma, {size}: {held.mean(0)}, high/low {np.median(widths, 0).round(2)}")
    assert as_often(held.mean())
