"""Pareto/NBD: are the published numbers found again, at hard points too?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from rapport.stats import pareto_likelihood, pareto_nbd
from rapport.stats.tuples import PurchaseTuples, collapse

from .published_data import cdnow, columns, histories, needs_published_data
from .worlds_of_buyers import pareto_world

RIVAL = pareto_nbd.given(r=0.55327, alpha=10.57780, s=0.60602, beta=11.66391)
SHEET = pareto_nbd.given(r=0.553, alpha=10.580, s=0.606, beta=11.656)
HARD = pareto_nbd.given(r=0.5143, alpha=2.8845, s=0.2856, beta=14.1087)
WEEKLY = np.log(1.15) / 52
HISTORY = PurchaseTuples.of([0, 2, 9], [0, 30, 38], [38.86, 38.86, 38.86])


@needs_published_data
def test_cdnow_gives_the_published_likelihood_and_parameters():
    fit = pareto_nbd.fit(cdnow().tuples, prior=None)
    assert -9594.976181 - 1e-6 <= fit.log_likelihood <= -9594.976175
    assert list(fit.parameters.values()) == pytest.approx(
        [0.55327, 10.57780, 0.60602, 11.66391], rel=1e-3
    )
    errors = list(fit.standard_errors.values())
    assert errors == pytest.approx([0.04762, 0.84270, 0.18705, 6.2037], rel=2e-3)
    assert fit.converged


@needs_published_data
def test_at_another_programs_parameters_its_likelihood_and_forecasts_are_found():
    tuples, place = cdnow()
    level = tuples.count @ pareto_nbd.log_likelihood(RIVAL, tuples)
    assert level == pytest.approx(-9594.976181, abs=1e-6)
    there = pareto_nbd.probability_alive(RIVAL, tuples)
    forecast = pareto_nbd.expected_purchases(RIVAL, 39.0, tuples)
    assert there[place[0]] == pytest.approx(0.86916549, abs=5e-8)
    assert forecast[place[0]] == pytest.approx(1.45532078, abs=5e-8)
    assert tuples.count @ forecast == pytest.approx(1665.688, abs=5e-4)
    assert tuples.count @ there / 2357 == pytest.approx(0.44631776, abs=1e-7)
    came = columns("cdnow_summary_39w.csv.gz")["x_holdout"].astype(float)
    assert np.abs(forecast[place] - came).mean() == pytest.approx(0.75455, abs=5e-6)


@needs_published_data
def test_the_endless_discounted_value_is_that_of_another_program():
    tuples, place = cdnow()
    worth = pareto_nbd.residual_value(RIVAL, tuples, WEEKLY)
    assert worth[place[0]] == pytest.approx(6.50222841, abs=1e-6)
    assert tuples.count @ worth / 2357 == pytest.approx(3.0580549, abs=5e-7)


@needs_published_data
def test_the_whole_of_cdnow_gives_what_another_program_found():
    x, last, age, _ = histories("cdnow_master.csv.gz", "1998-06-30", 1.0)
    fit = pareto_nbd.fit(collapse(x, last, age).tuples, prior=None)
    assert fit.log_likelihood == pytest.approx(-258988.906875, rel=1e-9, abs=2e-6)
    assert list(fit.parameters.values()) == pytest.approx(
        [0.610981, 95.298585, 0.312578, 43.041177], rel=1e-4
    )


@needs_published_data
def test_apparel_gives_the_published_parameters():
    x, last, age, _ = histories("apparel_transactions.csv.gz", "2006-12-31", 7.0)
    fit = pareto_nbd.fit(collapse(x, last, age).tuples, prior=None)
    assert fit.log_likelihood == pytest.approx(-5848.097827, abs=1e-6)
    assert list(fit.parameters.values()) == pytest.approx([1.449, 48.6361, 0.5613, 46.8844], 2e-4)


def test_a_heavy_buyer_is_expected_to_buy_25_46_times():
    told = pareto_nbd.expected_purchases(SHEET, 52.0, PurchaseTuples.of([26], [30.86], [31]))
    assert told[0] == pytest.approx(25.46, abs=5e-3)


def test_very_heavy_buyers_have_a_probability_to_be_there():
    x = [221, 254, 161, 204]
    last = [103.42857, 97.14286, 94.71429, 98.57143]
    age = [103.57143, 97.28571, 98, 99.42857]
    there = pareto_nbd.probability_alive(HARD, PurchaseTuples.of(x, last, age))
    assert there[[0, 1, 3]] == pytest.approx([0.999596, 0.999558, 0.994255], abs=5e-7)
    assert 0 < there[2] < 1


@pytest.mark.parametrize("values", [(0.25, 0.5, 2, 100), (2, 100, 0.1, 0.1), (5, 1, 5, 50)])
def test_the_rule_over_the_moment_of_leaving_is_exact_to_ten_digits(values, monkeypatch):
    model = pareto_nbd.given(*values)
    often = np.repeat([0.0, 1.0, 30.0, 1000.0], 3)
    last = np.where(often > 0, np.tile([1.0, 150.0, 299.9], 4), 0.0)
    history = PurchaseTuples.of(often, last, np.full(12, 300.0))
    told = pareto_nbd.log_likelihood(model, history)
    monkeypatch.setattr(pareto_likelihood, "_NODES", 200)
    assert told == pytest.approx(pareto_nbd.log_likelihood(model, history), abs=1e-9)


def test_an_equal_alpha_and_beta_give_the_closed_form():
    model = pareto_nbd.given(r=0.5, alpha=10.0, s=0.7, beta=10.0)
    (r, alpha, s, _), x, last, age = model.values, 3.0, 20.0, 50.0
    ways = r * (r + 1) * (r + 2) * alpha**r * alpha**s / (r + s + x)
    bracket = s * (alpha + last) ** -(r + s + x) + (r + x) * (alpha + age) ** -(r + s + x)
    told = pareto_nbd.log_likelihood(model, PurchaseTuples.of([x], [last], [age]))
    assert told[0] == pytest.approx(np.log(ways * bracket), abs=1e-12)


def test_no_pole_where_s_is_one():
    near = [pareto_nbd.given(r=0.5, alpha=10, s=1 + off, beta=12) for off in (-1e-6, 0.0, 1e-6)]
    below, at, above = (pareto_nbd.expected_purchases(model, 39.0, HISTORY) for model in near)
    assert at == pytest.approx((below + above) / 2, rel=1e-9)


def test_counts_have_the_probability_that_their_mean_asks():
    counts = pareto_nbd.purchase_pmf(RIVAL, 39.0, 600, HISTORY)
    mean = pareto_nbd.expected_purchases(RIVAL, 39.0, HISTORY)
    assert counts.sum(axis=1) == pytest.approx(1, abs=1e-10)
    assert counts @ np.arange(601) == pytest.approx(mean, rel=1e-9)
    new = pareto_nbd.purchase_pmf(RIVAL, 39.0, 2000) @ np.arange(2001)
    told = pareto_nbd.expected_purchases_of_new(RIVAL, np.array([39.0]))[0]
    assert new == pytest.approx(told, rel=1e-9)


@pytest.mark.parametrize("k", [0, 1, 18, 40])
def test_rare_counts_are_those_of_brute_force(k):
    r, alpha, s, beta = RIVAL.values

    def bought(time: float) -> float:
        return stats.nbinom.pmf(k, r, alpha / (alpha + time))

    left = integrate.quad(lambda u: s * beta**s / (beta + u) ** (s + 1) * bought(u), 0, 39)[0]
    told = pareto_nbd.purchase_pmf(RIVAL, 39.0, k)[k]
    assert told == pytest.approx(left + bought(39.0) * (beta / (beta + 39)) ** s, rel=1e-8)


def test_who_stopped_after_two_hundred_purchases_is_gone_and_the_chance_is_no_zero():
    there = pareto_nbd.probability_alive(RIVAL, PurchaseTuples.of([200], [10], [100]))
    assert 0 < there[0] < 1e-60


def test_in_no_time_nobody_buys():
    assert pareto_nbd.purchase_pmf(RIVAL, 0.0, 2, HISTORY)[:, 0] == pytest.approx(1)
    assert pareto_nbd.expected_purchases(RIVAL, 0.0, HISTORY) == pytest.approx(0)
    assert pareto_nbd.residual_value(RIVAL, HISTORY, 0.01, 0.0) == pytest.approx(0)


def test_the_discounted_future_grows_with_the_horizon_to_its_endless_value():
    reached = [pareto_nbd.residual_value(RIVAL, HISTORY, 0.01, h) for h in (50.0, 500.0, 5000.0)]
    assert np.all(np.diff(reached, axis=0) > 0)
    assert reached[-1] == pytest.approx(pareto_nbd.residual_value(RIVAL, HISTORY, 0.01), rel=1e-9)


def test_the_truth_of_a_simulated_world_is_found_within_its_doubt():
    fit = pareto_nbd.fit(collapse(*pareto_world(8000, seed=5)).tuples)
    off = np.log(fit.values / np.array([0.55, 10.6, 0.6, 11.7]))
    assert off @ np.linalg.solve(fit.free_covariance, off) < 13.3
