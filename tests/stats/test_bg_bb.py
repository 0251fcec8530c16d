"""BG/BB: are the published numbers of donors found again?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import bg_bb
from rapport.stats.tuples import PurchaseTuples, collapse

from .published_data import donors, needs_published_data

DONORS = bg_bb.given(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)


@needs_published_data
def test_donors_give_the_published_parameters():
    fit = bg_bb.fit(donors(), prior=None)
    assert [round(value, 3) for value in fit.values] == [1.204, 0.750, 0.657, 2.783]
    assert list(fit.values) == pytest.approx([1.20352, 0.74972, 0.65672, 2.78344], abs=6e-6)
    assert fit.log_likelihood == pytest.approx(-33225.581274, abs=1e-6)
    assert fit.converged


@needs_published_data
def test_donors_are_expected_to_give_12884_times_in_five_years():
    tuples = donors()
    fit = bg_bb.fit(tuples, prior=None)
    total = tuples.count @ bg_bb.expected_purchases(fit, 5, tuples)
    assert round(float(total), 1) == 12884.2


def test_two_occasions_by_hand():
    (alpha, beta, gamma, delta), history = DONORS.values, PurchaseTuples.of([1], [1], [2])
    left = gamma / (gamma + delta)
    after_one = (1 - left) * gamma / (gamma + delta + 1)
    stayed = (1 - left) * (delta + 1) / (gamma + delta + 1)
    buys, not_then = alpha / (alpha + beta), beta / (alpha + beta + 1)
    told = np.exp(bg_bb.log_likelihood(DONORS, history))[0]
    assert told == pytest.approx(buys * (after_one + stayed * not_then), rel=1e-12)


def test_all_histories_of_four_occasions_have_probability_one():
    pairs = [(x, last) for last in range(1, 5) for x in range(1, last + 1)]
    x, last = np.array([(0, 0), *pairs], dtype=float).T
    ways = special.binom(np.maximum(last - 1, 0), np.maximum(x - 1, 0))
    levels = bg_bb.log_likelihood(DONORS, PurchaseTuples.of(x, last, np.full(len(x), 4.0)))
    assert ways @ np.exp(levels) == pytest.approx(1, abs=1e-12)


def test_counts_of_new_customers_agree_with_their_mean():
    counts = bg_bb.purchase_pmf(DONORS, 6, 6)
    assert counts.sum() == pytest.approx(1, abs=1e-12)
    mean = bg_bb.expected_purchases_of_new(DONORS, np.array([6]))[0]
    assert counts @ np.arange(7) == pytest.approx(mean, rel=1e-12)


def test_an_endless_discounted_future_is_the_long_sum():
    history = PurchaseTuples.of([6, 2, 0], [6, 4, 0], [6, 6, 6])
    endless = bg_bb.residual_value(DONORS, history, np.log(1.1))
    assert endless == pytest.approx(bg_bb.residual_value(DONORS, history, np.log(1.1), 500), 1e-12)


def test_one_more_occasion_is_worth_the_chance_to_be_there_and_buy():
    history = PurchaseTuples.of([3], [4], [6])
    there = bg_bb.probability_alive(DONORS, history)
    chance = (1.204 + 3) / (1.204 + 0.750 + 6)
    assert bg_bb.expected_purchases(DONORS, 1, history) == pytest.approx(there * chance)


def test_occasions_that_are_not_whole_are_refused():
    with pytest.raises(ContractError):
        bg_bb.fit(PurchaseTuples.of([1], [1.5], [3]))


def test_the_truth_of_a_simulated_world_is_found_within_its_doubt():
    draw, n, size = np.random.default_rng(10), 8, 8000
    chance, leaves = draw.beta(1.2, 0.75, size), draw.beta(0.66, 2.8, size)
    there = np.cumprod(draw.random((size, n)) >= leaves[:, None], axis=1)
    bought = (draw.random((size, n)) < chance[:, None]) * there
    last = (bought * np.arange(1, n + 1)).max(axis=1)
    fit = bg_bb.fit(collapse(bought.sum(axis=1), last, np.full(size, n)).tuples)
    off = np.log(fit.values / np.array([1.2, 0.75, 0.66, 2.8]))
    assert off @ np.linalg.solve(fit.free_covariance, off) < 13.3
