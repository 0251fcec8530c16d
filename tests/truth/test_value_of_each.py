"""Value of each: do tenths of the simulated customers bring what was expected of them?"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np
import pytest

from .value_of_each import Tenth, tenths

pytestmark = pytest.mark.truth

SEEDS, CUSTOMERS, FIRST_SEED = 10, 3_000, 950


@pytest.fixture(scope="module")
def told() -> list[Tenth]:
    """Every tenth of connected and of other customers, of every company."""
    ask = partial(tenths, customers=CUSTOMERS)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        found = [one for seed in workers.map(ask, range(FIRST_SEED, FIRST_SEED + SEEDS))
                 for one in seed]  # fmt: skip
    print(f"\n{SEEDS} companies of {CUSTOMERS} customers: side, tenth, foretold, true, held")
    for side in ("connected", "others"):
        for rank in range(1, 11):
            some = [one for one in found if (one.side, one.rank) == (side, rank)]
            means = [np.mean([getattr(one, name) for one in some]) for name in
                     ("forecast", "truth", "holds")]  # fmt: skip
            print(f"{side:10}{rank:3}{means[0]:9.1f}{means[1]:9.1f}{means[2]:7.2f}")
    return found


def test_the_truth_of_a_tenth_lies_in_its_interval_as_often_as_it_says(told):
    assert 0.90 <= np.mean([one.holds for one in told]) <= 0.99


@pytest.mark.parametrize("side", ["connected", "others"])
def test_neither_side_is_left_out(told, side):
    assert np.mean([one.holds for one in told if one.side == side]) >= 0.86


def test_the_order_of_tenths_is_the_order_of_their_truth(told):
    for side in ("connected", "others"):
        truth = [
            np.mean([one.truth for one in told if (one.side, one.rank) == (side, rank)])
            for rank in range(1, 11)
        ]
        assert all(one > other for one, other in zip(truth, truth[2:], strict=False))
