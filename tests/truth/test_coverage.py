"""Do 95 % intervals cover the parameter of the process that made the data as often as they say?"""

from __future__ import annotations

import math
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np
import pytest

from rapport.sources.demo.parameters import OF_THE_DEFAULT_WORLD
from worlds import Reading, simulated_readings

pytestmark = pytest.mark.truth

SEEDS = int(os.environ.get("RAPPORT_SEEDS", "300"))
"""How many simulated companies; fewer than 300 only to look."""

CUSTOMERS = 1_000
FIRST_SEED = 20_000
KEYS = tuple(OF_THE_DEFAULT_WORLD)
NORMAL_95 = 1.959964


@pytest.fixture(scope="module")
def readings() -> dict[str, list[Reading]]:
    """Every measure's readings, one a seed, made in two processes."""
    ask = partial(simulated_readings, customers=CUSTOMERS, keys=KEYS)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        told = list(workers.map(ask, range(FIRST_SEED, FIRST_SEED + SEEDS), chunksize=5))
    found = {key: [one for seed in told for one in seed if one.key == key] for key in KEYS}
    print(table(found))
    return found


def covered(key: str, told: list[Reading]) -> float:
    """Share of seeds whose interval holds the process's parameter."""
    truth = OF_THE_DEFAULT_WORLD[key]
    return float(np.mean([one.low <= truth <= one.high for one in told]))


def table(found: dict[str, list[Reading]]) -> str:
    """Coverage beside widths, and the spread of estimates beside the error they tell."""
    head = f"{'measure':24}{'truth':>10}{'mean':>10}{'covered':>9}{'width':>10}{'sd':>9}{'se':>9}"
    lines = [f"\n{SEEDS} seeds of {CUSTOMERS} customers", head]
    for key, told in found.items():
        values = np.array([one.value for one in told])
        widths = np.array([one.high - one.low for one in told])
        lines.append(
            f"{key:24}{OF_THE_DEFAULT_WORLD[key]:10.4f}{values.mean():10.4f}"
            f"{covered(key, told):9.3f}{widths.mean():10.4f}{values.std(ddof=1):9.4f}"
            f"{widths.mean() / (2 * NORMAL_95):9.4f}"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("key", KEYS)
def test_the_interval_covers_the_parameter_as_often_as_it_says(key, readings):
    slack = 0.0 if SEEDS >= 300 else 2.5 * math.sqrt(0.05 * 0.95 / SEEDS)
    assert 0.92 - slack <= covered(key, readings[key]) <= 0.98 + slack


@pytest.mark.parametrize("key", KEYS)
def test_the_estimate_is_not_biased_beyond_a_tenth_of_its_error(key, readings):
    values = np.array([one.value for one in readings[key]])
    spread = values.std(ddof=1)
    noise = 3 * spread / math.sqrt(len(values))
    assert abs(values.mean() - OF_THE_DEFAULT_WORLD[key]) <= noise + 0.1 * spread
