"""Fitting: does a search find the top, tell how sure it is, and say when it cannot?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd, mbg_nbd, pareto_nbd, sbg
from rapport.stats.fitting import Model, Prior, given, maximise
from rapport.stats.sbg import RenewalTuples
from rapport.stats.tuples import PurchaseTuples, collapse

from .worlds_of_buyers import beta_dropout_world

POISSON = Model("Poisson", ("rate",), np.zeros(1), np.ones(1))


def poisson(events: float, exposure: float):
    """Log-likelihood of events at a rate, whose top is events / exposure."""
    return lambda v: (events * np.log(v[0]) - exposure * v[0], events / v - exposure)


def fit_poisson(prior=None):
    climb = poisson(40.0, 80.0)
    return maximise(POISSON, climb, climb, np.array([[1.0], [9.0]]), prior, 80.0)


def test_the_top_and_its_doubt_are_the_hand_computed_ones():
    fit = fit_poisson()
    assert fit.parameters["rate"] == pytest.approx(0.5, abs=1e-9)
    assert fit.standard_errors["rate"] == pytest.approx(np.sqrt(40) / 80, rel=1e-6)
    assert fit.log_likelihood == pytest.approx(40 * np.log(0.5) - 40, abs=1e-9)
    assert fit.converged
    assert fit.starts_agreeing == 2


def test_a_narrow_prior_pulls_and_the_reported_likelihood_stays_unpenalised():
    fit = fit_poisson(Prior((2.0,), (0.05,)))
    rate = fit.parameters["rate"]
    assert 1.5 < rate < 2.0
    assert fit.log_likelihood == pytest.approx(40 * np.log(rate) - 80 * rate, abs=1e-9)


def test_draws_spread_as_the_covariance_says_and_repeat_with_their_seed():
    fit = fit_poisson()
    draws = fit.draws(20_000, seed=1)
    assert np.log(draws).std() == pytest.approx(1 / np.sqrt(40), rel=0.02)
    assert np.array_equal(draws, fit.draws(20_000, seed=1))
    assert fit.at(draws[0]).parameters["rate"] == draws[0, 0]


def test_nobody_to_fit_to_is_refused():
    with pytest.raises(ContractError):
        bg_nbd.fit(PurchaseTuples.of([], [], []))


def test_parameters_out_of_range_are_refused():
    with pytest.raises(ContractError):
        given("Poisson", {"rate": 0.0})


def test_data_that_cannot_tell_say_what_to_do():
    alike = RenewalTuples(np.array([0.0, 1.0]), np.ones(2), np.array([1000.0, 500.0]))
    fit = sbg.fit(alike, prior=None)
    assert not fit.converged or fit.parameters["beta"] > 10
    everybody_stays = RenewalTuples(np.array([3.0]), np.zeros(1), np.array([50.0]))
    told = sbg.fit(everybody_stays, prior=None)
    assert not told.converged
    assert "weak prior" in str(told.advice)


def test_a_weak_prior_makes_a_shop_of_thirty_one_time_buyers_tellable():
    fit = mbg_nbd.fit(PurchaseTuples.of([0], [0], [100], [30]))
    assert fit.converged
    assert np.isfinite(fit.covariance).all()
    assert np.isfinite(fit.draws(100, seed=1)).all()


@pytest.mark.parametrize("model", [bg_nbd, mbg_nbd, pareto_nbd])
def test_eighty_customers_are_fitted_and_forecast_without_a_warning(model):
    for seed in range(5):
        tuples = collapse(*beta_dropout_world(80, seed, first=0)).tuples
        fit = model.fit(tuples)
        told = [model.residual_value(fit.at(row), tuples, 0.001) for row in fit.draws(5, seed)]
        assert fit.converged
        assert np.isfinite(told).all()


@pytest.mark.parametrize("model", [bg_nbd, mbg_nbd, pareto_nbd])
def test_the_unit_of_time_changes_the_scales_and_nothing_else(model):
    x, last, age = beta_dropout_world(300, seed=1, first=0)
    days = model.fit(PurchaseTuples.of(x, last, age))
    weeks = model.fit(PurchaseTuples.of(x, last / 7, age / 7))
    assert weeks.values[[0, 2]] == pytest.approx(days.values[[0, 2]], rel=1e-4)
    assert 7 * weeks.values[1] == pytest.approx(days.values[1], rel=1e-4)
    assert weeks.log_likelihood == pytest.approx(days.log_likelihood + x.sum() * np.log(7))


LINE = Model("line", ("spread",), np.zeros(1), np.ones(1)).with_coefficients(
    ("slope",), np.array([0.5])
)
X, Y = np.array([-1.0, 0.0, 1.0, 2.0]), np.array([0.5, 0.1, -0.7, -1.1])


def line(values):
    """Normal errors around slope · X: log-likelihood, gradient and Hessian in (spread, slope)."""
    spread, off = values[0], Y - values[1] * X
    squares, pull = off @ off, off @ X
    value = -len(X) * np.log(spread) - squares / (2 * spread**2)
    slope = np.array([-len(X) / spread + squares / spread**3, pull / spread**2])
    both = -2 * pull / spread**3
    first = len(X) / spread**2 - 3 * squares / spread**4
    return value, slope, np.array([[first, both], [both, -(X @ X) / spread**2]])


@pytest.mark.parametrize("bend", [line, None])
def test_a_coefficient_may_be_negative_and_has_the_error_of_least_squares(bend):
    climb, starts = (lambda values: line(values)[:2]), np.array([[1.0]])
    fit = maximise(LINE, climb, climb, starts, None, 4.0, bend=bend)
    slope = X @ Y / (X @ X)
    spread = np.sqrt(np.mean((Y - slope * X) ** 2))
    assert fit.parameters == pytest.approx({"spread": spread, "slope": slope}, rel=1e-6)
    assert fit.standard_errors["slope"] == pytest.approx(spread / np.sqrt(X @ X), rel=1e-6)
    draws = fit.draws(20_000, seed=1)
    assert draws[:, 1].std() == pytest.approx(fit.standard_errors["slope"], rel=0.02)
    assert np.all(draws[:, 0] > 0)


def test_a_narrow_prior_pulls_a_coefficient_towards_nothing():
    climb, starts = (lambda values: line(values)[:2]), np.array([[1.0]])
    free, tight = (
        maximise(LINE, climb, climb, starts, Prior((1.0,), (9.0,), coefficient), 4.0, bend=line)
        for coefficient in (1e3, 0.01)
    )
    assert abs(tight.parameters["slope"]) < 0.01 < abs(free.parameters["slope"])


@pytest.mark.parametrize("model", [bg_nbd, mbg_nbd, pareto_nbd])
@pytest.mark.parametrize("prior", ["weak", None])
def test_histories_that_tell_next_to_nothing_are_fitted_without_a_warning(model, prior):
    silent = PurchaseTuples.of([0], [0], [100], [30])
    at_once = PurchaseTuples.of([0], [0], [0], [30])
    heavy = PurchaseTuples.of([0, 3000], [0, 1e-3], [1e-3, 1e-3], [1, 1])
    alike = PurchaseTuples.of([5], [7e6], [9e6], [2])
    for tuples in (silent, at_once, heavy, alike):
        fit = model.fit(tuples, prior=model.WEAK if prior else None)
        assert fit.converged or prior is None
        assert np.isfinite(model.residual_value(fit, tuples, 0.01)).all()
