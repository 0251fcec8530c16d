"""Gamma-Gamma: are the published spends found again, and is no mean told that is not finite?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import gamma_gamma
from rapport.stats.tuples import SpendTuples

from .published_data import cdnow, columns, histories, needs_published_data, spenders


@needs_published_data
def test_cdnow_gives_what_another_program_found():
    x, _, _, spend = histories("cdnow_sample.csv.gz", "1997-09-30", 7.0)
    fit = gamma_gamma.fit(spenders(x, spend), prior=None)
    assert fit.customers == 946
    assert fit.log_likelihood == pytest.approx(-4055.917695, abs=1e-6)
    assert list(fit.parameters.values()) == pytest.approx([6.24935, 3.74426, 15.44431], rel=1e-4)
    errors = list(fit.standard_errors.values())
    assert errors == pytest.approx([1.18997, 0.29014, 4.15953], rel=2e-4)


@needs_published_data
def test_cdnow_on_spends_of_two_decimals_gives_the_notes_parameters():
    table = columns("cdnow_summary_39w.csv.gz")
    x, spend = table["x"].astype(float), table["zbar"].astype(float)
    fit = gamma_gamma.fit(spenders(x, spend), prior=None)
    assert [round(value, 2) for value in fit.values] == [6.25, 3.74, 15.45]
    assert list(fit.values) == pytest.approx([6.2488, 3.7446, 15.4477], abs=6e-5)
    told = gamma_gamma.expected_spend(fit, x[:4], spend[:4])
    assert told.round(2).tolist() == [24.66, 18.91, 35.17, 35.17]


@needs_published_data
def test_the_whole_of_cdnow_gives_what_four_programs_agree_on():
    x, _, _, spend = histories("cdnow_master.csv.gz", "1998-06-30", 1.0)
    fit = gamma_gamma.fit(spenders(x, spend), prior=None)
    assert fit.log_likelihood == pytest.approx(-49496.524203, rel=1e-9)
    assert list(fit.values) == pytest.approx([5.086044, 3.995121, 21.252238], rel=1e-6)


@needs_published_data
def test_apparel_gives_the_published_parameters():
    x, _, _, spend = histories("apparel_transactions.csv.gz", "2006-12-31", 7.0)
    fit = gamma_gamma.fit(spenders(x, spend), prior=None)
    assert fit.log_likelihood == pytest.approx(-1670.663044, abs=1e-6)
    assert list(fit.values) == pytest.approx([3.0990, 5.6537, 56.5041], rel=2e-5)


@needs_published_data
def test_who_bought_once_is_expected_to_spend_as_the_mean():
    assert cdnow().tuples.customers == 2357
    note = gamma_gamma.given(p=6.25, q=3.74, gamma=15.44)
    told = gamma_gamma.expected_spend(note, np.zeros(1), np.zeros(1))
    assert told[0] == pytest.approx(6.25 * 15.44 / 2.74)


def test_a_mean_that_is_not_finite_is_refused_and_a_median_told():
    wild = gamma_gamma.given(p=6.0, q=0.8, gamma=15.0)
    with pytest.raises(ContractError, match="median"):
        gamma_gamma.expected_spend(wild, np.zeros(1), np.zeros(1))
    assert gamma_gamma.median_spend(wild, np.zeros(1), np.zeros(1))[0] > 0


def test_the_median_spend_halves_a_simulated_world():
    draw = np.random.default_rng(6)
    means = 6.25 / draw.gamma(3.74, 1 / 15.44, 200_000)
    note = gamma_gamma.given(p=6.25, q=3.74, gamma=15.44)
    told = gamma_gamma.median_spend(note, np.zeros(1), np.zeros(1))
    assert told[0] == pytest.approx(np.median(means), rel=0.01)


def test_the_search_keeps_the_mean_finite_where_spends_are_wild():
    draw = np.random.default_rng(7)
    rate = draw.gamma(0.7, 1 / 15.0, 3000)
    often = 1.0 + draw.poisson(2.0, 3000)
    fit = gamma_gamma.fit(SpendTuples.of(often, draw.gamma(4 * often) / often / rate))
    assert fit.parameters["q"] > 1
    assert np.isfinite(fit.covariance).all()


def test_money_times_a_hundred_gives_gamma_times_a_hundred_and_no_other_change():
    spend = np.random.default_rng(8).gamma(3.0, 10.0, 500)
    euros = gamma_gamma.fit(SpendTuples.of(np.full(500, 2.0), spend))
    cents = gamma_gamma.fit(SpendTuples.of(np.full(500, 2.0), 100 * spend))
    assert cents.values == pytest.approx(euros.values * [1, 1, 100], rel=1e-5)


def test_the_truth_of_a_simulated_world_is_found_within_its_doubt():
    draw = np.random.default_rng(9)
    often = 1.0 + draw.poisson(2.0, 8000)
    rate = draw.gamma(3.74, 1 / 15.44, 8000)
    fit = gamma_gamma.fit(SpendTuples.of(often, draw.gamma(6.25 * often) / often / rate))
    truth = np.array([6.25, 3.74, 15.44])
    off = np.log((fit.values - fit.floors) / (truth - fit.floors))
    assert off @ np.linalg.solve(fit.free_covariance, off) < 11.3


def test_the_hessian_is_the_slope_of_the_gradient_to_six_digits():
    tuples = SpendTuples.of([1, 2, 9, 4], [10.0, 25.0, 3.0, 700.0], [5, 3, 2, 1])
    sums = gamma_gamma._Sums(tuples, np.array([0, 1, 1, 0]), 2)
    values = np.array([[3.0, 2.5, 12.0], [3.0, 2.5, 30.0]])
    _, _, curve = sums.bend(values, whole=True)
    for pattern, place in np.ndindex(2, 3):
        step = np.zeros_like(values)
        step[pattern, place] = 1e-5 * values[pattern, place]
        high, low = (sums.bend(at, whole=False)[1] for at in (values + step, values - step))
        told = (high - low)[pattern] / (2 * step[pattern, place])
        assert curve[pattern, place] == pytest.approx(told, rel=1e-6, abs=1e-9)


def test_many_spends_are_looked_at_coarsely_first_and_fitted_whole():
    draw = np.random.default_rng(3)
    often = 1.0 + draw.poisson(2.0, 3000)
    spend = draw.gamma(6.25 * often) / often / draw.gamma(3.74, 1 / 15.44, 3000)
    whole = gamma_gamma.fit(SpendTuples.of(often, spend))
    again = gamma_gamma.fit(whole_twice(often, spend))
    assert whole.gain_left < 1e-9
    assert again.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)


def whole_twice(often, spend) -> SpendTuples:
    """The same buyers in another order."""
    order = np.argsort(spend)
    return SpendTuples.of(often[order], spend[order])
