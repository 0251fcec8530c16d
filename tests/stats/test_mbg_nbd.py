"""MBG/NBD: are the published numbers found again, and may one-time buyers have left?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats import bg_nbd, mbg_nbd
from rapport.stats.tuples import PurchaseTuples, collapse

from .published_data import cdnow, needs_published_data
from .worlds_of_buyers import beta_dropout_world

CDNOW = mbg_nbd.given(r=0.525, alpha=6.183, a=0.891, b=1.614)
HISTORY = PurchaseTuples.of([0, 2, 9], [0, 30, 38], [38.86, 38.86, 38.86])


@needs_published_data
def test_cdnow_gives_the_published_parameters():
    fit = mbg_nbd.fit(cdnow("t_x", "T").tuples, prior=None)
    assert [round(value, 3) for value in fit.parameters.values()] == [0.525, 6.183, 0.891, 1.614]
    assert list(fit.parameters.values()) == pytest.approx(
        [0.52484, 6.18299, 0.89136, 1.61400], abs=5e-6
    )
    assert fit.log_likelihood == pytest.approx(-9582.132685, abs=1e-6)
    assert fit.converged


@needs_published_data
def test_cdnow_on_exact_days_gives_its_own_likelihood():
    fit = mbg_nbd.fit(cdnow().tuples, prior=None)
    assert fit.log_likelihood == pytest.approx(-9582.135716, abs=1e-6)


@needs_published_data
def test_the_weak_prior_hardly_moves_two_thousand_customers():
    tuples = cdnow().tuples
    free, weak = mbg_nbd.fit(tuples, prior=None), mbg_nbd.fit(tuples)
    moved = np.abs(np.log(weak.values / free.values))
    assert np.all(moved < 0.1 * np.sqrt(np.diag(free.free_covariance)))


def test_the_longer_a_one_time_buyer_is_silent_the_less_likely_they_are_there():
    silent = PurchaseTuples.of([0, 0, 0], [0, 0, 0], [0, 40, 400])
    there = mbg_nbd.probability_alive(CDNOW, silent)
    assert there[0] == pytest.approx(1.614 / (0.891 + 1.614))
    assert np.all(np.diff(there) < 0)


def test_counts_have_the_probability_that_their_mean_asks():
    counts = mbg_nbd.purchase_pmf(CDNOW, 39.0, 800, HISTORY)
    mean = mbg_nbd.expected_purchases(CDNOW, 39.0, HISTORY)
    assert counts.sum(axis=1) == pytest.approx(1, abs=1e-10)
    assert counts @ np.arange(801) == pytest.approx(mean, rel=1e-9)


def test_new_customers_counts_agree_with_their_mean():
    counts = mbg_nbd.purchase_pmf(CDNOW, 39.0, 800)
    mean = mbg_nbd.expected_purchases_of_new(CDNOW, np.array([39.0]))[0]
    assert counts @ np.arange(801) == pytest.approx(mean, rel=1e-9)


def test_with_hardly_any_dropout_it_is_the_bg_nbd():
    both = {"r": 0.5, "alpha": 6.0, "a": 1e-7, "b": 2.0}
    told = mbg_nbd.expected_purchases(mbg_nbd.given(**both), 39.0, HISTORY)
    same = bg_nbd.expected_purchases(bg_nbd.given(**both), 39.0, HISTORY)
    assert told == pytest.approx(same, rel=1e-5)


def test_in_no_time_nobody_buys_and_nobody_buys_nothing():
    assert mbg_nbd.purchase_pmf(CDNOW, 0.0, 2, HISTORY)[:, 0] == pytest.approx(1)
    assert mbg_nbd.expected_purchases(CDNOW, 0.0, HISTORY) == pytest.approx(0)
    assert mbg_nbd.residual_value(CDNOW, HISTORY, 0.01, 0.0) == pytest.approx(0)
    assert len(mbg_nbd.expected_purchases(CDNOW, 9.0, PurchaseTuples.of([], [], []))) == 0


def test_the_discounted_future_grows_with_the_horizon_to_its_endless_value():
    reached = [mbg_nbd.residual_value(CDNOW, HISTORY, 0.01, h) for h in (50.0, 500.0, 5000.0)]
    assert np.all(np.diff(reached, axis=0) > 0)
    assert reached[-1] == pytest.approx(mbg_nbd.residual_value(CDNOW, HISTORY, 0.01), rel=1e-9)


def test_the_truth_of_a_simulated_world_is_found_within_its_doubt():
    world = beta_dropout_world(20_000, seed=4, first=1)
    fit = mbg_nbd.fit(collapse(*world).tuples)
    off = np.log(fit.values / np.array([0.6, 60.0, 0.8, 2.5]))
    assert off @ np.linalg.solve(fit.free_covariance, off) < 13.3
