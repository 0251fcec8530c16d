"""Erlang likelihood: is it the density of regular histories, and is its slope its slope?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from rapport.stats.erlang_likelihood import ErlangSums, log_timing
from rapport.stats.tuples import PurchaseTuples

HISTORY = PurchaseTuples.of([0, 1, 9, 9], [0, 7.5, 38, 11], [38.86, 8, 38.86, 39], [5, 2, 1, 3])
VALUES = np.array([1.3, 2.8, 0.43, 0.8])


@pytest.mark.parametrize("k", [1, 2, 12])
def test_the_gradient_is_the_slope(k):
    sums = ErlangSums(HISTORY, k, log_timing(HISTORY, k, None))
    value, gradient = sums.climb(VALUES)
    steps = 1e-5 * np.eye(4)
    slope = [(sums.climb(VALUES + s)[0] - sums.climb(VALUES - s)[0]) / 2e-5 for s in steps]
    assert gradient == pytest.approx(slope, abs=1e-6)
    assert value == pytest.approx(HISTORY.count @ sums.log_likelihoods(VALUES), rel=1e-12)


def test_it_is_the_density_averaged_over_rates_and_dropout_by_quadrature():
    """One repeat after 7.5 of 8: Erlang-3 gap, then left, or there and silent for half a unit."""
    r, alpha, a, b = VALUES
    one = PurchaseTuples.of([1], [7.5], [8.0])

    leaves, share = special.roots_jacobi(20, b - 1, a - 1)
    rate, weight = special.roots_genlaguerre(60, r - 1)
    p, rate = (leaves + 1)[:, None] / 2, rate / alpha
    stays = p + (1 - p) * stats.gamma.sf(0.5, 3, scale=1 / rate)
    density = (1 - p) * stats.gamma.pdf(7.5, 3, scale=1 / rate) * stays
    known = (share / share.sum()) @ density @ (weight / weight.sum())
    told = ErlangSums(one, 3, log_timing(one, 3, np.log([7.5]))).log_likelihoods(VALUES)
    assert np.exp(told[0]) == pytest.approx(known, rel=1e-9)


def test_untold_gaps_are_averaged_over_all_places_of_the_purchases_between():
    two = PurchaseTuples.of([2], [10.0], [12.0])
    where = np.linspace(0, 10, 200_001)[1:-1]
    ways = np.exp([log_timing(two, 3, np.array([0.0]))[0]]) * (where * (10 - where)) ** 2
    assert log_timing(two, 3, None)[0] == pytest.approx(np.log(ways.mean()), abs=1e-4)


def test_log_gaps_are_shared_among_the_customers_of_a_tuple():
    three = PurchaseTuples.of([2], [10.0], [12.0], [3])
    one = PurchaseTuples.of([2], [10.0], [12.0])
    each = np.log([4.0]) + np.log([6.0])
    assert log_timing(three, 2, 3 * each) == pytest.approx(log_timing(one, 2, each))
