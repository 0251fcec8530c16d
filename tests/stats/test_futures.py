"""Futures: are totals of purchases, and their two intervals, what simulation and algebra say?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd, futures, mbg_nbd, pareto_nbd
from rapport.stats.futures import expected_totals, total_purchases
from rapport.stats.posterior import posterior_draws
from rapport.stats.tuples import collapse

from .worlds_of_buyers import beta_dropout_log, days_of, pareto_log

pytestmark = pytest.mark.slow


def fitted(name, customers, seed=1):
    log = (
        pareto_log(customers, seed)
        if name == "Pareto/NBD"
        else beta_dropout_log(customers, seed, int(name == "MBG/NBD"))
    )
    model = {"Pareto/NBD": pareto_nbd, "MBG/NBD": mbg_nbd, "BG/NBD": bg_nbd}[name]
    tuples = collapse(*days_of(*log)).tuples
    fit = model.fit(tuples, clock="interval")
    return model, fit, tuples


def total(name, customers):
    model, fit, tuples = fitted(name, customers)
    draws = posterior_draws(fit, tuples, model.log_likelihood, n=200).draws
    return total_purchases(fit, draws, tuples, 180.0)


@pytest.mark.parametrize("name", ["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_the_predictive_interval_holds_the_credible_one(name):
    told = total(name, 400)
    sure, ahead = told.credible(), told.predictive()
    assert ahead.low < sure.low < told.best < sure.high < ahead.high


@pytest.mark.parametrize("name", ["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_a_normal_total_has_the_spread_of_simulated_customers(name, monkeypatch):
    one_by_one = total(name, 1000)
    monkeypatch.setattr(futures, "FEW", 0)
    normal = total(name, 1000)
    assert (one_by_one.how, normal.how) == ("simulated", "normal")
    assert normal.realised.mean() == pytest.approx(one_by_one.realised.mean(), rel=0.03)
    assert normal.realised.std() == pytest.approx(one_by_one.realised.std(), rel=0.2)


@pytest.mark.parametrize("name", ["BG/NBD", "Pareto/NBD"])
def test_without_doubt_about_parameters_the_spread_is_the_customers_own(name):
    model, fit, tuples = fitted(name, 500)
    sure = np.tile(fit.values, (600, 1))
    told = total_purchases(fit, sure, tuples, 180.0)
    pmf, j = model.purchase_pmf(fit, 180.0, 200, tuples), np.arange(201)
    variance = tuples.count @ (pmf @ j**2 - (pmf @ j) ** 2)
    assert np.ptp(told.expected) < 1e-6 * told.best
    assert told.realised.var() == pytest.approx(variance, rel=0.2)


@pytest.mark.parametrize("name", ["MBG/NBD", "Pareto/NBD"])
def test_representatives_and_an_expansion_move_a_total_like_all_the_tuples_do(name):
    model, fit, tuples = fitted(name, 6000)
    draws = fit.draws(80, 1)
    exact = [tuples.count @ model.expected_purchases(fit.at(d), 180.0, tuples) for d in draws]
    off = expected_totals(fit, draws, tuples, 180.0) - exact
    assert np.abs(off).max() < 0.15 * np.std(exact)


def test_more_customers_narrow_the_credible_interval_relative_to_the_total():
    few, many = total("MBG/NBD", 300), total("MBG/NBD", 6000)
    wide, narrow = ((t.credible().high - t.credible().low) / t.best for t in (few, many))
    assert narrow < 0.4 * wide


def test_the_same_seed_tells_the_same_total():
    first, again = total("BG/NBD", 200), total("BG/NBD", 200)
    assert np.array_equal(first.realised, again.realised)


def test_a_total_without_draws_is_refused():
    _, fit, tuples = fitted("BG/NBD", 50)
    with pytest.raises(ContractError, match="draws"):
        total_purchases(fit, np.zeros((0, 4)), tuples, 180.0)


def test_another_model_of_purchases_has_its_total_from_its_probabilities():
    _, fit, tuples = fitted("MBG/NBD", 800)
    one = replace(fit, model="another")
    draws = fit.draws(200, 1)
    other = total_purchases(one, draws, tuples, 180.0, model=mbg_nbd)
    same = total_purchases(fit, draws, tuples, 180.0)
    assert other.how == "normal"
    assert other.best == pytest.approx(same.best, rel=1e-6)
    assert other.realised.std() == pytest.approx(same.realised.std(), rel=0.2)
