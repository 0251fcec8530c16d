"""Beta likelihood: are gradient and Hessian those of the likelihood, on both clocks?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats import beta_likelihood
from rapport.stats.beta_likelihood import Sums
from rapport.stats.tuples import PurchaseTuples

ROWS = np.array([0, 0, 0, 1, 1, 1, 0])
TUPLES = PurchaseTuples.of(
    [0, 0, 1, 0, 5, 40, 7],
    [0, 0, 3, 0, 40, 48, 9],
    [2, 90, 90, 90, 50, 50, 90],
    [9, 3, 2, 4, 1, 1, 1],
)
VALUES = np.array([[0.5, 20.0, 0.7, 1.9], [0.5, 31.0, 1.4, 0.8]])
EACH = [(clock, first) for clock in ("exact", "interval") for first in (0, 1)]


def moved(sums, climb, pattern, place):
    """Central difference of `climb` in one parameter of one pattern."""
    step = np.zeros_like(VALUES)
    step[pattern, place] = 1e-5 * VALUES[pattern, place]
    low, high = climb(VALUES - step), climb(VALUES + step)
    return (np.asarray(high) - np.asarray(low)) / (2 * step[pattern, place])


@pytest.mark.parametrize(("clock", "first"), EACH)
def test_the_gradient_is_the_slope_of_the_log_likelihood(clock, first):
    sums = Sums(TUPLES, first, clock, ROWS, 2)
    slope = sums.climb(VALUES)[1]
    for at in np.ndindex(2, 4):
        told = moved(sums, lambda values: sums.climb(values)[0], *at)
        assert slope[at] == pytest.approx(told, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(("clock", "first"), EACH)
def test_the_hessian_is_the_slope_of_the_gradient_to_six_digits(clock, first):
    sums = Sums(TUPLES, first, clock, ROWS, 2)
    _, slope, curve = sums.bend(VALUES)
    assert slope == pytest.approx(sums.climb(VALUES)[1], rel=1e-12)
    for pattern, place in np.ndindex(2, 4):
        told = moved(sums, lambda values: sums.climb(values)[1], pattern, place)[pattern]
        assert curve[pattern, place] == pytest.approx(told, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("clock", "first"), EACH)
def test_blocks_and_the_order_of_tuples_do_not_matter(clock, first, monkeypatch):
    value, slope, curve = Sums(TUPLES, first, clock, ROWS, 2).bend(VALUES)
    monkeypatch.setattr(beta_likelihood, "_BLOCK", 2)
    back = PurchaseTuples(*(getattr(TUPLES, name)[::-1] for name in NAMES))
    told = Sums(back, first, clock, ROWS[::-1], 2).bend(VALUES)
    assert told[0] == pytest.approx(value, rel=1e-13)
    assert told[1] == pytest.approx(slope, rel=1e-12)
    assert told[2] == pytest.approx(curve, rel=1e-12, abs=1e-14)


NAMES = ("frequency", "recency", "age", "count")


@pytest.mark.parametrize("first", [0, 1])
def test_far_from_any_top_the_hessian_is_still_finite(first):
    heavy = PurchaseTuples.of([0, 3000, 1], [0, 900, 1e-6], [900, 900, 900], [9, 1, 2])
    for values in ([1e-6, 1e-3, 1e-5, 1e-5], [1e5, 1e6, 1e5, 1e6], [1e-3, 1e5, 50.0, 1e-3]):
        told = Sums(heavy, first).bend(np.array([values]))
        assert all(np.isfinite(part).all() for part in told)
