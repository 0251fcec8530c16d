"""Individuals: are sampled customers those that the closed forms are averages of?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import (
    bg_nbd,
    gamma_gamma,
    mbg_cnbd,
    mbg_nbd,
    pareto_nbd,
    pareto_nbd_correlated,
)
from rapport.stats.covariates import Covariates
from rapport.stats.individuals import individuals, mean_spends
from rapport.stats.purchase_models import model_of
from rapport.stats.tuples import PurchaseTuples, SpendTuples

pytestmark = pytest.mark.slow

MANY = 40_000
FEW = PurchaseTuples.of([0, 1, 4, 30], [0, 200, 150, 690], [300, 400, 700, 700])
MODELS = [
    bg_nbd.given(0.6, 60.0, 0.8, 2.5),
    mbg_nbd.given(0.6, 60.0, 0.8, 2.5),
    pareto_nbd.given(0.55, 40.0, 0.6, 90.0),
    pareto_nbd_correlated.given(0.55, 40.0, 0.6, 90.0, 12.0),
    pareto_nbd_correlated.given(0.55, 40.0, 0.6, 90.0, 0.05),
    mbg_cnbd.given(2, 0.6, 30.0, 0.8, 2.5),
    mbg_cnbd.given(5, 0.6, 12.0, 0.8, 2.5),
]


def on_clock(fit, clock):
    return replace(fit, clock=clock)


def samples(fit, seed=1):
    return individuals(fit, FEW, np.repeat(np.arange(4), MANY), seed)


def close(each, told):
    error = each.reshape(4, MANY).std(axis=1) / np.sqrt(MANY)
    assert np.all(np.abs(each.reshape(4, MANY).mean(axis=1) - told) < 4.5 * error + 1e-7)


@pytest.mark.parametrize("clock", ["exact", "interval"])
@pytest.mark.parametrize("fit", MODELS, ids=lambda fit: fit.model)
def test_what_samples_expect_is_on_average_what_the_model_expects(fit, clock):
    fit = on_clock(fit, clock)
    close(samples(fit).expected(180.0), model_of(fit).expected_purchases(fit, 180.0, FEW))


@pytest.mark.parametrize("fit", MODELS, ids=lambda fit: fit.model)
def test_what_samples_buy_is_on_average_what_the_model_expects(fit):
    bought = samples(fit).purchases(180.0, np.random.default_rng(2))
    close(bought, model_of(fit).expected_purchases(fit, 180.0, FEW))


@pytest.mark.parametrize("fit", MODELS, ids=lambda fit: fit.model)
@pytest.mark.parametrize("horizon", [365.0, np.inf])
def test_discounted_expectations_average_to_the_residual_value(fit, horizon):
    told = model_of(fit).residual_value(fit, FEW, 0.001, horizon)
    close(samples(fit).expected(horizon, 0.001), told)


@pytest.mark.parametrize("fit", MODELS, ids=lambda fit: fit.model)
def test_a_stay_is_on_average_how_long_samples_are_there(fit):
    people, draw = samples(fit), np.random.default_rng(4)
    if people.unseen:
        ends = draw.exponential(1 / people.dropout)
    else:
        ticks = draw.geometric(np.maximum(people.dropout, 1e-9)) * people.ticks
        phase = 0 if people.phase is None else people.phase
        ends = draw.standard_gamma(ticks - phase) / np.maximum(people.rate * people.ticks, 1e-300)
    close(np.minimum(ends, 180.0) - people.stays(180.0), 0.0)


@pytest.mark.parametrize("fit", MODELS, ids=lambda fit: fit.model)
def test_as_many_samples_buy_nothing_once_twice_as_the_probabilities_say(fit):
    bought = samples(fit).purchases(180.0, np.random.default_rng(3)).reshape(4, MANY)
    pmf = model_of(fit).purchase_pmf(fit, 180.0, 6, FEW)
    seen = np.array([(bought == j).mean(axis=1) for j in range(7)]).T
    assert np.all(np.abs(seen - pmf) < 4.5 * np.sqrt(pmf * (1 - pmf) / MANY) + 1e-4)


def test_as_many_samples_are_there_as_the_probability_alive_says():
    for fit in MODELS:
        close(samples(fit).alive.astype(float), model_of(fit).probability_alive(fit, FEW))


def test_sampled_mean_spends_average_to_the_expected_spend():
    fit, buyers = gamma_gamma.given(6.25, 3.74, 15.44), SpendTuples.of([1, 2, 9], [5, 22.35, 80])
    drawn = mean_spends(fit, buyers, np.repeat(np.arange(3), MANY), 1).reshape(3, MANY)
    told = gamma_gamma.expected_spend(fit, buyers.frequency, buyers.spend)
    assert drawn.mean(axis=1) == pytest.approx(told, rel=0.01)


def test_spend_is_not_asked_of_a_model_of_purchases():
    with pytest.raises(ContractError, match="Gamma-Gamma"):
        mean_spends(MODELS[0], SpendTuples.of([1], [5]), np.zeros(1, dtype=int), 1)


@pytest.mark.parametrize("clock", ["exact", "interval"])
def test_samples_heed_covariates(clock):
    traits = Covariates.of(rate={"connected": [0, 1]}, dropout={"connected": [0, 1]})
    shifts = {"rate.connected": 0.8, "dropout.connected": -0.7}
    pattern = np.array([0, 1, 0, 1])
    tuples = PurchaseTuples(FEW.frequency, FEW.recency, FEW.age, FEW.count, pattern)
    for model, own in ((mbg_nbd, (0.6, 60.0, 0.8, 2.5)), (pareto_nbd, (0.55, 40.0, 0.6, 90.0))):
        fit = on_clock(model.given(*own, covariates=traits, coefficients=shifts), clock)
        each = individuals(fit, tuples, np.repeat(np.arange(4), MANY), 1).expected(180.0)
        close(each, model.expected_purchases(fit, 180.0, tuples))
