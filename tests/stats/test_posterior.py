"""Posterior: are its draws those of the posterior that is written down?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd, gamma_gamma, mbg_nbd, posterior
from rapport.stats.beta_dropout import WEAK
from rapport.stats.posterior import NotTold, Posterior, posterior_draws, tails
from rapport.stats.random_walk import walked
from rapport.stats.representatives import representatives
from rapport.stats.tuples import PurchaseTuples, SpendTuples, collapse

from .worlds_of_buyers import beta_dropout_log, beta_dropout_world, days_of

pytestmark = pytest.mark.slow


def small():
    tuples = collapse(*beta_dropout_world(300, 1, first=1)).tuples
    return tuples, mbg_nbd.fit(tuples)


def test_draws_are_those_of_a_walk_on_likelihood_times_prior():
    tuples, fit = small()
    middle = np.log(np.array(WEAK.medians) * [1, tuples.mean_age, 1, 1])

    def written_out(free):
        told = tuples.count @ mbg_nbd.log_likelihood(fit.at(np.exp(free)), tuples)
        return float(told - 0.5 * np.sum(((free - middle) / WEAK.spreads) ** 2))

    starts = np.log(fit.draws(4, 1))
    walk = walked(written_out, starts, fit.free_covariance, 1, steps=1500)
    drawn = posterior_draws(fit, tuples, mbg_nbd.log_likelihood, n=2000)
    wide = np.log(np.quantile(drawn.draws, [0.05, 0.5, 0.95], axis=0))
    slack = 0.35 * walk.draws.std(axis=0)
    assert np.all(np.abs(wide - np.quantile(walk.draws, [0.05, 0.5, 0.95], axis=0)) < slack)


def test_with_many_customers_the_normal_picture_holds():
    tuples = collapse(*days_of(*beta_dropout_log(40_000, 2, first=0))).tuples
    fit = bg_nbd.fit(tuples, clock="interval")
    told = posterior_draws(fit, tuples, bg_nbd.log_likelihood, n=200, seed=3)
    assert told.method == "laplace"
    assert np.array_equal(told.draws, fit.draws(200, 3))


def test_representatives_and_all_tuples_tell_the_same_posterior(monkeypatch):
    tuples = collapse(*beta_dropout_world(2_000, 2, first=1)).tuples
    fit = mbg_nbd.fit(tuples)
    whole = posterior_draws(fit, tuples, mbg_nbd.log_likelihood).interval()
    monkeypatch.setattr(posterior, "representatives", lambda some: representatives(some, 700))
    few = posterior_draws(fit, tuples, mbg_nbd.log_likelihood).interval()
    assert np.log(few) == pytest.approx(np.log(whole), abs=0.03)


def test_the_posterior_of_spend_is_told_too():
    draw = np.random.default_rng(4)
    often = 1.0 + draw.poisson(1.5, 400)
    spend = draw.gamma(6.25 * often) / draw.gamma(3.74, 1 / 15.44, 400) / often
    tuples = SpendTuples.of(often, spend)
    told = posterior_draws(gamma_gamma.fit(tuples), tuples, gamma_gamma.log_likelihood)
    low, high = told.interval().T
    assert np.all((low < [6.25, 3.74, 15.44]) & (high > [6.25, 3.74, 15.44]))
    assert told.draws[:, 1].min() > 1


def test_the_same_seed_draws_the_same_parameters():
    tuples, fit = small()
    first, again = (posterior_draws(fit, tuples, mbg_nbd.log_likelihood, seed=8) for _ in range(2))
    assert np.array_equal(first.draws, again.draws)


def of_one(spread):
    """A fit of one parameter at 1 whose free coordinate is its logarithm."""
    fit = small()[1]
    one = replace(fit, names=("size",), values=np.ones(1), floors=np.zeros(1))
    return replace(one, free_covariance=np.array([[spread]])), PurchaseTuples.of([0], [0], [1])


def test_where_weights_fail_a_random_walk_draws():
    def two_hills(fit, tuples):
        free = np.log(fit.values)
        return np.logaddexp(-0.5 * free**2, np.log(0.4) - 0.5 * (free - 4.5) ** 2)

    told = posterior_draws(*of_one(1.0), two_hills, seed=1)
    assert told.method in ("matched", "sampled")
    assert np.mean(np.log(told.draws) > 2.25) == pytest.approx(0.4 / 1.4, abs=0.1)


def test_what_no_walk_settles_on_is_not_told():
    def endless(fit, tuples):
        return np.maximum(np.abs(np.log(fit.values)) - 1, 0.0) ** 2

    told = posterior_draws(*of_one(1.0), endless)
    assert isinstance(told, NotTold)
    assert "narrow the prior" in str(told.advice)


def test_a_search_that_failed_is_not_drawn_from():
    tuples, fit = small()
    told = posterior_draws(replace(fit, converged=False), tuples, mbg_nbd.log_likelihood)
    assert told == NotTold(np.inf, 0.0, np.inf, fit.advice)


def test_parameters_told_from_elsewhere_have_no_posterior():
    with pytest.raises(ContractError, match="given"):
        posterior_draws(mbg_nbd.given(0.5, 6.0, 0.9, 1.6), small()[0], mbg_nbd.log_likelihood)


def test_a_spike_that_a_draw_or_two_meet_is_found_or_not_told():
    def spike(fit, tuples):
        return 50 * np.exp(-0.5 * ((np.log(fit.values) - 2) / 0.05) ** 2)

    told = posterior_draws(*of_one(1.0), spike)
    assert isinstance(told, NotTold) or np.median(np.log(told.draws)) == pytest.approx(2, abs=0.05)


def test_ends_of_intervals_lie_so_that_another_draw_falls_inside_as_often_as_said():
    assert tails(np.arange(1.0, 40.0), 0.9) == pytest.approx([2.0, 38.0])


def test_a_posterior_knows_its_intervals():
    tuples, fit = small()
    told = posterior_draws(fit, tuples, mbg_nbd.log_likelihood)
    assert isinstance(told, Posterior)
    assert np.array_equal(told.interval(0.8), tails(told.draws, 0.8))
