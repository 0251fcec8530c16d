"""Intervals: do they give published numbers, and those of another program?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from rapport.core.errors import ContractError
from rapport.stats.intervals import (
    Moments,
    clustered_ratio,
    clustered_share,
    mean,
    share_with_variance,
    welch,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_four_examples_of_newcombe_1998(successes, n, low, high):
    share = wilson(successes, n)
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nobody_is_our_own_mistake():
    with pytest.raises(ContractError):
        wilson(0, 0)


def test_the_mean_has_the_interval_that_scipy_gives():
    values = [4.0, 7.0, 1.0, 12.0, 5.0]
    told = mean(Moments.of([1.0] * 5, values))
    interval = stats.ttest_1samp(values, 0).confidence_interval()
    assert told == pytest.approx((5.8, interval.low, interval.high))


def test_welch_has_the_interval_that_scipy_gives():
    first, second = [3.0, 8.0, 9.0, 20.0], [1.0, 2.0, 2.5, 1.5, 4.0]
    told = welch(Moments.of([1.0] * 4, first), Moments.of([1.0] * 5, second))
    interval = stats.ttest_ind(first, second, equal_var=False).confidence_interval()
    assert told == pytest.approx((10.0 - 2.2, interval.low, interval.high))


def test_the_variance_of_a_ratio_is_cochrans_by_hand():
    sums = Moments.of([1, 2, 1], [10, 16, 14])
    # r = 40/4 = 10, residuals 0, −4, 4: 3/2 · 32 / 16 = 3
    assert (sums.ratio, sums.ratio_variance) == (10, 3)


def test_a_ratio_of_money_has_an_interval_above_zero():
    told = clustered_ratio(Moments.of([1, 2, 1], [10, 16, 14]))
    factor = math.exp(4.302653 * math.sqrt(3) / 10)
    assert told == pytest.approx((10, 10 / factor, 10 * factor), rel=1e-6)


def test_where_nobody_differs_a_ratio_has_no_width_and_is_no_nan():
    assert clustered_ratio(Moments.of([1, 2, 3], [5, 10, 15])) == (5, 5, 5)


PEOPLE = some.lists(
    some.tuples(some.integers(1, 50), some.integers(0, 10**9)), min_size=2, max_size=40
)


@given(PEOPLE)
def test_whatever_people_spend_the_interval_is_finite_and_holds_the_ratio(people):
    told = clustered_ratio(Moments.of([x for x, _ in people], [y for _, y in people]))
    assert all(math.isfinite(end) for end in told)
    assert told.low <= told.value <= told.high


@given(PEOPLE, some.floats(0, 1))
def test_whatever_people_answer_a_share_stays_between_nobody_and_all(people, part):
    sizes = [x for x, _ in people]
    told = clustered_share(Moments.of(sizes, [round(part * y) % (x + 1) for x, y in people]))
    assert 0 <= told.low <= told.value <= told.high <= 1


def test_one_cluster_cannot_tell_a_spread():
    with pytest.raises(ContractError):
        clustered_ratio(Moments.of([3], [7]))


def test_doubling_the_rows_of_each_person_does_not_narrow_a_share():
    once = clustered_share(Moments.of([1, 2, 1, 3], [1, 0, 0, 2]))
    twice = clustered_share(Moments.of([2, 4, 2, 6], [2, 0, 0, 4]))
    assert once == pytest.approx(twice)


def test_a_share_of_all_is_not_certain():
    told = clustered_share(Moments.of([1] * 20, [1] * 20))
    assert told.value == told.high == 1
    assert 0.8 < told.low < 0.9


def test_a_resampled_share_without_spread_counts_people():
    assert share_with_variance(0.0, 0.0, 20).high == pytest.approx(0.1797, abs=1e-3)


def test_a_thousand_skewed_customers_are_covered_as_often_as_promised():
    generator = np.random.default_rng(11)
    held = 0
    for _ in range(400):
        orders = 1 + generator.poisson(generator.gamma(0.7, 2.8, 1000))
        spend = orders * generator.lognormal(4.0, 0.8, 1000)
        told = clustered_ratio(
            Moments(1000, orders.sum(), spend.sum(), (orders**2).sum(), (orders * spend).sum(),
                    (spend**2).sum())
        )  # fmt: skip
        held += told.low <= math.exp(4.32) <= told.high
    assert 0.92 <= held / 400 <= 0.98
