"""Simultaneous: do bands hold all numbers at once, and tests count what really varies?"""

import numpy as np
import pytest
from scipy import stats

from rapport.core.errors import ContractError
from rapport.stats.simultaneous import simultaneous_band, simultaneous_quantile, wald


def test_one_number_needs_no_wider_band():
    assert simultaneous_quantile(np.array([[4.0]]), seed=1) == pytest.approx(1.96, abs=0.05)


def test_independent_numbers_need_sidaks_quantile():
    expected = stats.norm.ppf((1 + 0.95 ** (1 / 10)) / 2)
    assert simultaneous_quantile(np.eye(10), seed=1) == pytest.approx(expected, abs=0.03)


def test_numbers_that_move_together_need_no_wider_band_than_one():
    covariance = np.outer([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    assert simultaneous_quantile(covariance, seed=1) == pytest.approx(1.96, abs=0.05)


def test_the_band_holds_all_numbers_at_once_as_often_as_it_says():
    covariance = 0.5 * np.eye(6) + 0.5
    low, high = simultaneous_band(np.zeros(6), covariance, seed=1)
    draws = np.random.default_rng(9).multivariate_normal(np.zeros(6), covariance, 20_000)
    held = np.all((draws >= low) & (draws <= high), axis=1)
    assert held.mean() == pytest.approx(0.95, abs=0.01)


def test_the_same_seed_gives_the_same_band_and_a_certain_number_none():
    covariance = np.diag([1.0, 0.0])
    assert simultaneous_quantile(covariance, 3) == simultaneous_quantile(covariance, 3)
    low, high = simultaneous_band(np.array([1.0, 2.0]), covariance, seed=3)
    assert low[1] == high[1] == 2
    assert simultaneous_quantile(np.zeros((2, 2)), 3) == pytest.approx(1.96, abs=0.001)


def test_wald_is_chi_square_of_the_numbers_that_vary():
    told = wald(np.array([1.0, 2.0]), np.diag([1.0, 4.0]))
    assert told.statistic == pytest.approx(2)
    assert (told.freedom, told.p) == (2, pytest.approx(np.exp(-1)))


def test_wald_counts_numbers_that_follow_from_others_once():
    map_ = np.array([[1.0, 0], [0, 1], [1, -1]])
    told = wald(map_ @ np.array([1.0, 2.0]), map_ @ np.diag([1.0, 4.0]) @ map_.T)
    assert told.freedom == 2
    assert told.statistic == pytest.approx(2)
    with pytest.raises(ContractError, match="do not vary"):
        wald(np.ones(2), np.zeros((2, 2)))
