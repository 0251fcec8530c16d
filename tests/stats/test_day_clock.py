"""Day clock: is the bias gone that comes of times known to the day only?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd, mbg_nbd, pareto_nbd
from rapport.stats.tuples import PurchaseTuples, collapse

from .worlds_of_buyers import beta_dropout_log, days_of, pareto_log

pytestmark = pytest.mark.slow

TRUTH = np.array([0.6, 60.0, 0.8, 2.5])


PARETO_TRUTH = np.array([0.55, 40.0, 0.6, 90.0])


def off(fit, truth=TRUTH) -> np.ndarray:
    """How many standard errors each parameter lies from the truth."""
    return np.log(fit.values / truth) / np.sqrt(np.diag(fit.free_covariance))


@pytest.mark.truth
@pytest.mark.parametrize(("model", "first"), [(bg_nbd, 0), (mbg_nbd, 1)])
def test_a_million_customers_known_to_the_day_give_the_truth_again(model, first):
    tuples = collapse(*days_of(*beta_dropout_log(1_000_000, seed=6, first=first))).tuples
    naive, told = (model.fit(tuples, clock=clock) for clock in ("exact", "interval"))
    print(f"naive {off(naive).round(1)}, day clock {off(told).round(1)} standard errors off")
    assert np.abs(off(naive)).max() > 8
    assert np.abs(off(told)).max() < 3


@pytest.mark.truth
def test_pareto_customers_known_to_the_day_give_the_truth_again():
    tuples = collapse(*days_of(*pareto_log(300_000, seed=1))).tuples
    naive, told = (pareto_nbd.fit(tuples, clock=clock) for clock in ("exact", "interval"))
    told_off, naive_off = off(told, PARETO_TRUTH), off(naive, PARETO_TRUTH)
    print(f"naive {naive_off.round(1)}, day clock {told_off.round(1)} standard errors off")
    assert np.abs(naive_off).max() > 6
    assert np.abs(told_off).max() < 3


def test_without_a_day_in_between_the_pareto_clocks_nearly_agree():
    history = PurchaseTuples.of([0, 1, 4], [0, 4000, 8000], [9000, 9000, 9000])
    model = pareto_nbd.given(r=0.6, alpha=4000.0, s=0.7, beta=5000.0)
    exact = pareto_nbd.probability_alive(model, history)
    daily = pareto_nbd.probability_alive(replace(model, clock="interval"), history)
    assert daily == pytest.approx(exact, abs=5e-4)
    assert np.all(daily != exact)


@pytest.mark.slow
@pytest.mark.parametrize(("model", "first"), [(bg_nbd, 0), (mbg_nbd, 1)])
def test_the_day_clock_takes_most_of_the_bias_of_a_hundred_thousand(model, first):
    tuples = collapse(*days_of(*beta_dropout_log(100_000, seed=8, first=first))).tuples
    naive, told = (model.fit(tuples, clock=clock) for clock in ("exact", "interval"))
    assert told.clock == "interval"
    assert off(naive)[1] > 2.5
    assert np.abs(off(told)).max() < 2.5


@pytest.mark.parametrize(("model", "first"), [(bg_nbd, 0), (mbg_nbd, 1)])
def test_one_customer_by_hand_where_rate_and_dropout_are_known(model, first):
    many = model.given(r=1e7, alpha=1e7 / 0.02, a=3e6, b=7e6)
    rate, stay, x, last, age = 0.02, 0.7, 2, 9, 30
    day = (1 - np.exp(-rate * 0.3)) / (rate * 0.3) * stay**first
    bought = np.exp(-rate * 0.3) - np.exp(-rate)
    there = bought**x * np.exp(-rate * (age - x))
    gone = bought ** (x - 1) * (1 - np.exp(-rate * 0.3)) * np.exp(-rate * (last - x))
    daily = replace(many, clock="interval")
    told = model.log_likelihood(daily, PurchaseTuples.of([x], [last], [age]))
    assert told[0] == pytest.approx(np.log(day * (there + gone)), abs=2e-4)


def test_who_bought_once_may_have_left_on_the_first_day():
    fit = bg_nbd.fit(PurchaseTuples.of([0, 1, 3], [0, 20, 60], [90, 90, 90]), clock="interval")
    there = bg_nbd.probability_alive(fit, PurchaseTuples.of([0], [0], [90]))
    assert 0.5 < there[0] < 1


def test_on_the_day_clock_counts_still_agree_with_their_mean():
    history = PurchaseTuples.of([0, 1, 3], [0, 20, 60], [90, 90, 90])
    fit = mbg_nbd.fit(history, clock="interval")
    counts = mbg_nbd.purchase_pmf(fit, 30.0, 800, history)
    mean = mbg_nbd.expected_purchases(fit, 30.0, history)
    assert counts @ np.arange(801) == pytest.approx(mean, rel=1e-6)


@pytest.mark.parametrize(("x", "last"), [([1], [1.5]), ([4], [3])])
def test_days_that_cannot_be_are_refused(x, last):
    with pytest.raises(ContractError):
        bg_nbd.fit(PurchaseTuples.of(x, last, [9]), clock="interval")


@pytest.mark.parametrize("model", [bg_nbd, pareto_nbd])
def test_an_unknown_clock_is_refused(model):
    with pytest.raises(ContractError, match="interval"):
        model.fit(PurchaseTuples.of([1], [1], [9]), clock="weeks")
