"""BG/NBD: are the published numbers found again, and is it sound where closed forms break?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd
from rapport.stats.tuples import PurchaseTuples, collapse

from .published_data import cdnow, columns, histories, needs_published_data
from .worlds_of_buyers import beta_dropout_world

PUBLISHED = bg_nbd.given(r=0.243, alpha=4.414, a=0.793, b=2.426)
SHEET = bg_nbd.given(r=0.242595, alpha=4.413532, a=0.792886, b=2.425753)
NOBODY_LEFT = bg_nbd.given(r=0.11, alpha=2.24, a=0.31, b=0.5)


def one(x: float, last: float, age: float) -> PurchaseTuples:
    return PurchaseTuples.of([x], [last], [age])


@needs_published_data
def test_cdnow_gives_the_published_parameters_and_errors():
    fit = bg_nbd.fit(cdnow().tuples, prior=None)
    assert list(fit.parameters.values()) == pytest.approx(
        [0.24259454, 4.41360188, 0.79291991, 2.42588806], rel=1e-5
    )
    errors = [0.012557, 0.378223, 0.185733, 0.705407]
    assert list(fit.standard_errors.values()) == pytest.approx(errors, rel=5e-5)
    assert fit.log_likelihood == pytest.approx(-9582.429207, abs=1e-6)
    assert fit.converged


@needs_published_data
def test_cdnow_on_the_spreadsheets_two_decimals_gives_the_papers_numbers():
    fit = bg_nbd.fit(cdnow("t_x", "T").tuples, prior=None)
    assert [round(value, 3) for value in fit.parameters.values()] == [0.243, 4.414, 0.793, 2.426]
    assert round(fit.log_likelihood, 1) == -9582.4
    assert list(fit.parameters.values()) == pytest.approx(
        [0.24259, 4.41353, 0.79289, 2.42575], abs=6e-6
    )


@needs_published_data
def test_cdnow_forecasts_are_those_of_another_program():
    tuples, place = cdnow()
    fit = bg_nbd.fit(tuples, prior=None)
    forecast = bg_nbd.expected_purchases(fit, 39.0, tuples)
    came = columns("cdnow_summary_39w.csv.gz")["x_holdout"].astype(float)
    assert tuples.count @ forecast == pytest.approx(1653.41, abs=0.02)
    there = tuples.count @ bg_nbd.probability_alive(fit, tuples) / 2357
    assert there == pytest.approx(0.81344, abs=5e-6)
    assert np.abs(forecast[place] - came).mean() == pytest.approx(0.78545, abs=1e-5)
    assert came.sum() == 1882


@needs_published_data
def test_the_whole_of_cdnow_gives_what_four_programs_agree_on():
    x, last, age, _ = histories("cdnow_master.csv.gz", "1998-06-30", 1.0)
    fit = bg_nbd.fit(collapse(x, last, age).tuples, prior=None)
    assert fit.log_likelihood == pytest.approx(-259086.826965, rel=1e-9, abs=2e-6)
    assert list(fit.parameters.values()) == pytest.approx(
        [0.267128, 41.905443, 0.483517, 2.111608], abs=1e-6
    )


@needs_published_data
def test_apparel_gives_what_another_program_found():
    x, last, age, _ = histories("apparel_transactions.csv.gz", "2006-12-31", 7.0)
    fit = bg_nbd.fit(collapse(x, last, age).tuples, prior=None)
    assert fit.log_likelihood == pytest.approx(-5857.019749, abs=1e-6)
    assert list(fit.parameters.values()) == pytest.approx(
        [0.607311, 20.956729, 1.275543, 8.860816], rel=2e-5
    )


def test_new_customers_buy_as_in_the_authors_spreadsheet():
    times = np.array([0.1429, 1, 3, 31.8571, 32, 78])
    told = bg_nbd.expected_purchases_of_new(SHEET, times)
    assert told[:5].round(4).tolist() == [0.0078, 0.0532, 0.1506, 1.0405, 1.0437]
    counts = bg_nbd.purchase_pmf(SHEET, 78.0, 3000)
    assert told[5] == pytest.approx(counts @ np.arange(3001), rel=1e-10)


def test_the_spreadsheets_last_figure_is_its_series_cut_off_at_150_terms():
    # It tells 1.8576 at t = 78, where the series of 2F1 converges slowly; the whole sum is 1.8580.
    r, alpha, a, b = SHEET.parameters.values()
    share, j = 78 / (alpha + 78), np.arange(1, 151)
    terms = np.cumprod((r + j - 1) * (b + j - 1) / ((a + b - 2 + j) * j) * share)
    cut = (a + b - 1) / (a - 1) * (1 - (1 - share) ** r * (1 + terms.sum()))
    assert cut.round(4) == 1.8576
    assert bg_nbd.expected_purchases_of_new(SHEET, np.array([78.0])).round(4) == 1.8580


def test_the_papers_customer_is_expected_to_buy_1_226_times():
    told = bg_nbd.expected_purchases(PUBLISHED, 39.0, one(2, 30.43, 38.86))
    assert told[0] == pytest.approx(1.226, abs=5e-4)


def test_the_log_likelihood_holds_where_the_plain_formula_underflows():
    hard = bg_nbd.given(r=0.25, alpha=4.0, a=0.8, b=2.5)
    told = bg_nbd.log_likelihood(hard, PurchaseTuples.of([0, 200], [0, 38], [40, 40]))
    assert told[0] == pytest.approx(-0.59947382, abs=5e-9)
    assert told[1] == pytest.approx(100.7957, abs=5e-5)


@pytest.mark.parametrize("x", [0, 1, 10, 300, 1000, 3000])
def test_heavy_buyers_agree_with_eulers_form_of_the_hypergeometric(x):
    r, alpha, a, b = PUBLISHED.values
    history = one(x, 0.99 * 38.86 if x else 0, 38.86)
    z = 52 / (alpha + 38.86 + 52)
    top = a + b + x - 1
    series = special.hyp2f1(a + b - 1 - r, a - 1, top, z)
    closed = top / (a - 1) * (1 - (1 - z) ** (a - 1) * series)
    told = bg_nbd.expected_purchases(PUBLISHED, 52.0, history)
    assert told == pytest.approx(closed * bg_nbd.probability_alive(PUBLISHED, history), rel=1e-10)


def test_little_dropout_in_all_gives_a_number_where_another_program_gives_none():
    told = bg_nbd.expected_purchases(NOBODY_LEFT, 30.0, one(0, 0, 1))[0]
    counts = bg_nbd.purchase_pmf(NOBODY_LEFT, 30.0, 4000, one(0, 0, 1))[0]
    assert told == pytest.approx(counts @ np.arange(4001), rel=1e-9)


@pytest.mark.parametrize(("a", "b"), [(1.0, 2.4), (0.6, 0.4), (1.0, 1e-3), (2.0, 0.5)])
def test_removable_poles_are_no_poles(a, b):
    history = PurchaseTuples.of([0, 3], [0, 20], [39, 39])
    near = [bg_nbd.given(r=0.24, alpha=4.4, a=a + off, b=b) for off in (-1e-6, 0.0, 1e-6)]
    below, at, above = (bg_nbd.expected_purchases(model, 52.0, history) for model in near)
    assert np.isfinite(at).all()
    assert at == pytest.approx((below + above) / 2, rel=1e-9)


def test_huge_and_tiny_dropout_parameters_stay_finite():
    history = PurchaseTuples.of([0, 1, 50], [0, 5, 38], [39, 39, 39])
    for a, b in [(1222.8, 9043.8), (1e-3, 1e-3), (0.01, 1e5), (50.0, 0.02)]:
        model = bg_nbd.given(r=0.5, alpha=5.0, a=a, b=b)
        told = bg_nbd.expected_purchases(model, 520.0, history)
        endless = bg_nbd.residual_value(model, history, 0.01)
        assert np.all(told >= 0)
        assert np.isfinite(told).all()
        assert np.isfinite(endless).all()


def test_many_customers_are_interpolated_to_eleven_digits():
    ages = np.linspace(0.5, 700, 500)
    history = PurchaseTuples.of(np.zeros(500), np.zeros(500), ages)
    every = bg_nbd.expected_purchases(PUBLISHED, 52.0, history)
    some = [bg_nbd.expected_purchases(PUBLISHED, 52.0, one(0, 0, age))[0] for age in ages[::50]]
    assert every[::50] == pytest.approx(some, rel=1e-11)


def test_counts_have_the_probability_that_their_mean_asks():
    history = PurchaseTuples.of([0, 2, 9], [0, 30, 38], [38.86, 38.86, 38.86])
    counts = bg_nbd.purchase_pmf(PUBLISHED, 39.0, 500, history)
    assert counts.sum(axis=1) == pytest.approx(1, abs=1e-10)
    mean = bg_nbd.expected_purchases(PUBLISHED, 39.0, history)
    assert counts @ np.arange(501) == pytest.approx(mean, rel=1e-9)


def test_residual_value_is_the_discounted_sum_of_what_is_expected():
    history = one(2, 30.43, 38.86)
    times = np.linspace(0, 300, 3001)
    reached = [bg_nbd.expected_purchases(PUBLISHED, time, history)[0] for time in times]
    steps = np.exp(-0.01 * (times[1:] + times[:-1]) / 2) @ np.diff(reached)
    assert bg_nbd.residual_value(PUBLISHED, history, 0.01, 300.0)[0] == pytest.approx(steps, 1e-6)
    assert bg_nbd.residual_value(PUBLISHED, history, 0.01)[0] > steps


def test_an_endless_future_without_discount_is_refused():
    with pytest.raises(ContractError):
        bg_nbd.residual_value(PUBLISHED, one(0, 0, 3), 0.0)


def test_who_bought_once_cannot_have_left():
    assert bg_nbd.probability_alive(PUBLISHED, one(0, 0, 1e6))[0] == 1


def test_the_truth_of_a_simulated_world_is_found_within_its_doubt():
    world = beta_dropout_world(20_000, seed=3, first=0)
    fit = bg_nbd.fit(collapse(*world).tuples)
    truth = np.array([0.6, 60.0, 0.8, 2.5])
    off = np.log(fit.values / truth)
    assert off @ np.linalg.solve(fit.free_covariance, off) < 13.3
