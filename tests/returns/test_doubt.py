"""Doubt: do intervals add up as hand computation and simulation say?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.estimate import IntervalKind
from rapport.returns.doubt import Side, Worth


def test_a_total_of_no_variance_is_exact():
    assert Side(120.0).ends == (120.0, 120.0)


def test_a_total_of_hundred_with_variance_hundred_lies_a_fifth_around():
    low, high = Side(100.0, 100.0).ends
    assert (low, high) == pytest.approx((100 / np.exp(0.196), 100 * np.exp(0.196)), rel=1e-4)


def test_a_loss_gets_a_plain_interval_below_zero():
    assert Side(-100.0, 100.0).ends == pytest.approx((-119.6, -80.4), abs=0.01)


def test_variances_of_different_people_add_up():
    total = Worth.known(100.0, 9.0) + Worth.known(50.0, 16.0)
    assert (total.value, total.one.variance, total.other.variance) == (150.0, 25.0, 25.0)


def test_extremes_add_low_to_low_and_high_to_high():
    total = Worth(5.0, Side(10.0), Side(0.0)) + Worth(2.0, Side(1.0), Side(3.0))
    assert (total.bounds.low, total.bounds.high) == (1.0, 13.0)
    assert total.bounds.kind is IntervalKind.BOUNDS


def test_the_interval_of_a_sum_over_people_covers_its_mean_nineteen_times_in_twenty():
    draw, rate, hits = np.random.default_rng(3), 80, 0
    mean = rate * np.exp(4 + 0.5 * 0.36)
    for _ in range(1000):
        people = draw.lognormal(4, 0.6, draw.poisson(rate))
        low, high = Side(people.sum(), (people**2).sum()).ends
        hits += low <= mean <= high
    assert 0.93 <= hits / 1000 <= 0.97
