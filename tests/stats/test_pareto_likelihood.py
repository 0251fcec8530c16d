"""Pareto likelihood: are gradient and Hessian those of the likelihood, on both clocks?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats import pareto_likelihood
from rapport.stats.pareto_likelihood import Sums
from rapport.stats.tuples import PurchaseTuples

ROWS = np.array([0, 0, 0, 1, 1, 1, 0])
TUPLES = PurchaseTuples.of(
    [0, 0, 1, 0, 5, 40, 7],
    [0, 0, 3, 0, 40, 48, 9],
    [2, 90, 90, 90, 50, 50, 90],
    [9, 3, 2, 4, 1, 1, 1],
)
VALUES = np.array([[0.5, 20.0, 0.7, 11.0], [0.5, 31.0, 0.7, 55.0]])
LAGS = [np.zeros(7), (TUPLES.frequency + 1) / 2]


def sums_of(lag, tuples=TUPLES, rows=ROWS):
    return Sums(tuples, (tuples.recency, tuples.age, lag), rows, 2)


def moved(climb, pattern, place):
    """Central difference of `climb` in one parameter of one pattern."""
    step = np.zeros_like(VALUES)
    step[pattern, place] = 1e-5 * VALUES[pattern, place]
    low, high = climb(VALUES - step), climb(VALUES + step)
    return (np.asarray(high) - np.asarray(low)) / (2 * step[pattern, place])


@pytest.mark.parametrize("lag", LAGS)
def test_the_gradient_is_the_slope_of_the_log_likelihood(lag):
    sums = sums_of(lag)
    slope = sums.climb(VALUES)[1]
    for at in np.ndindex(2, 4):
        told = moved(lambda values: sums.climb(values)[0], *at)
        assert slope[at] == pytest.approx(told, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("lag", LAGS)
def test_the_hessian_is_the_slope_of_the_gradient_to_six_digits(lag):
    sums = sums_of(lag)
    _, slope, curve = sums.bend(VALUES)
    assert slope == pytest.approx(sums.climb(VALUES)[1], rel=1e-12)
    for pattern, place in np.ndindex(2, 4):
        told = moved(lambda values: sums.climb(values)[1], pattern, place)[pattern]
        assert curve[pattern, place] == pytest.approx(told, rel=1e-6, abs=1e-8)


def test_blocks_and_the_order_of_tuples_do_not_matter(monkeypatch):
    value, slope, curve = sums_of(LAGS[0]).bend(VALUES)
    monkeypatch.setattr(pareto_likelihood, "_BLOCK", 2)
    columns = (TUPLES.frequency, TUPLES.recency, TUPLES.age, TUPLES.count)
    back = PurchaseTuples(*(column[::-1] for column in columns))
    told = sums_of(LAGS[0], back, ROWS[::-1]).bend(VALUES)
    assert told[0] == pytest.approx(value, rel=1e-13)
    assert told[1] == pytest.approx(slope, rel=1e-11)
    assert told[2] == pytest.approx(curve, rel=1e-11)


def test_far_from_any_top_the_hessian_is_still_finite():
    heavy = PurchaseTuples.of([0, 3000, 1], [0, 900, 1e-6], [900, 900, 900], [9, 1, 2])
    for values in ([1e-6, 1e-3, 1e-5, 1e-5], [1e5, 1e6, 1e5, 1e6], [1e-3, 1e5, 50.0, 1e-3]):
        times = (heavy.recency, heavy.age, np.zeros(3))
        told = Sums(heavy, times).bend(np.array([values]))
        assert all(np.isfinite(part).all() for part in told)
