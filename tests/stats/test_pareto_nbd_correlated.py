"""Pareto/NBD correlated: are another program's numbers, brute force and the truth found again?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from rapport.core.errors import ContractError
from rapport.stats import pareto_nbd, pareto_nbd_correlated, sarmanov
from rapport.stats.fitting import Prior
from rapport.stats.pareto_nbd_correlated_likelihood import TiedSums
from rapport.stats.tuples import PurchaseTuples, collapse

from .published_data import cdnow, needs_published_data
from .tied_buyers import tied_log
from .worlds_of_buyers import days_of, pareto_world

pytestmark = pytest.mark.slow

HISTORY = PurchaseTuples.of([0, 1, 9, 30], [0, 20, 29, 69], [30, 40, 30, 70], [3, 2, 5, 1])
TYPICAL = (0.5, 10.0, 0.6, 12.0)
TIED = pareto_nbd_correlated.given(*TYPICAL, 20.0)
OPPOSED = pareto_nbd_correlated.given(*TYPICAL, 0.05, kernel=(3.0, 30.0))
WEEKLY = np.log(1.15) / 52


def brute_force(fit):
    """On a fine grid of λ and μ: likelihood, P(alive), CET(39) and DERT(.01) of each history."""
    r, alpha, s, beta, _ = fit.values
    tie, u, v = sarmanov.tie_of(fit.values, fit.kernel), *np.mgrid[-60:6:1001j, -60:6:1001j]
    rate, leave = np.exp(u), np.exp(v)
    own = stats.gamma.pdf(rate, r, scale=1 / alpha) * stats.gamma.pdf(leave, s, scale=1 / beta)
    (c, d), (first, second) = tie.kernel, tie.means
    own *= 1 + tie.omega * (np.exp(-c * rate) - first) * (np.exp(-d * leave) - second)
    own *= rate * leave * (66 / 1000) ** 2
    told = []
    for x, last, age in zip(HISTORY.frequency, HISTORY.recency, HISTORY.age, strict=True):
        stay = own * rate**x * np.exp(-(rate + leave) * age)
        ways = np.exp(-(rate + leave) * last) * -np.expm1(-(rate + leave) * (age - last))
        level = (stay + own * rate**x * leave / (rate + leave) * ways).sum()
        ahead = (rate * -np.expm1(-39 * leave) / leave, rate / (leave + 0.01))
        told.append([np.log(level), *((stay * what).sum() / level for what in (1, *ahead))])
    return np.array(told).T


@pytest.mark.parametrize("fit", [TIED, OPPOSED], ids=["tied", "opposed"])
def test_everything_told_of_a_history_is_that_of_brute_force(fit):
    level, alive, ahead, worth = brute_force(fit)
    assert pareto_nbd_correlated.log_likelihood(fit, HISTORY) == pytest.approx(level, abs=1e-9)
    assert pareto_nbd_correlated.probability_alive(fit, HISTORY) == pytest.approx(alive, rel=1e-9)
    told = pareto_nbd_correlated.expected_purchases(fit, 39.0, HISTORY)
    assert told == pytest.approx(ahead, rel=1e-9)
    told = pareto_nbd_correlated.residual_value(fit, HISTORY, 0.01)
    assert told == pytest.approx(worth, rel=1e-9)


@needs_published_data
def test_at_another_programs_parameters_its_likelihood_and_correlation_are_found():
    values = (0.54318, 10.10014, 0.50885, 9.17912)
    at_the_end = pareto_nbd_correlated.given(*values, 1e9, kernel=(1.0, 1.0))
    tuples = cdnow().tuples
    level = tuples.count @ pareto_nbd_correlated.log_likelihood(at_the_end, tuples)
    assert level == pytest.approx(-9591.7659, abs=5e-5)
    assert at_the_end.correlation == pytest.approx(0.08612, abs=5e-6)


@needs_published_data
def test_cdnow_asks_for_the_strongest_tie_there_is_and_a_search_without_prior_says_so():
    tuples = cdnow().tuples
    fit = pareto_nbd_correlated.fit(tuples, prior=None, kernel=(1.0, 1.0))
    assert -9591.7659 <= fit.log_likelihood <= -9591.67
    assert list(fit.parameters.values())[:4] == pytest.approx([0.543, 10.1, 0.509, 9.18], rel=0.03)
    assert fit.correlation == pytest.approx(0.0861, rel=0.03)
    assert not fit.converged
    assert "omega_odds" in str(fit.advice)


@needs_published_data
def test_a_kernel_in_the_models_own_scale_serves_cdnow_better():
    fit = pareto_nbd_correlated.fit(cdnow().tuples)
    assert fit.converged
    assert fit.log_likelihood > -9587
    assert fit.correlation == pytest.approx(0.22, abs=0.02)


@pytest.mark.parametrize("clock", ["exact", "interval"])
def test_without_a_tie_all_is_that_of_the_pareto_nbd(clock):
    one, own = pareto_nbd_correlated, pareto_nbd
    fit = replace(one.given(*TYPICAL, 1.0), clock=clock)
    plain = replace(own.given(*TYPICAL), clock=clock)
    for name, asked in [
        ("log_likelihood", (HISTORY,)),
        ("probability_alive", (HISTORY,)),
        ("expected_purchases", (39.0, HISTORY)),
        ("expected_purchases_of_new", (np.array([1.0, 39.0]),)),
        ("purchase_pmf", (39.0, 8, HISTORY)),
        ("purchase_pmf", (39.0, 8)),
        ("residual_value", (HISTORY, WEEKLY)),
    ]:
        told = getattr(one, name)(fit, *asked)
        assert told == pytest.approx(getattr(own, name)(plain, *asked), rel=1e-10, abs=1e-14)


@pytest.mark.parametrize("fit", [TIED, OPPOSED], ids=["tied", "opposed"])
def test_counts_have_the_probability_that_their_mean_asks(fit):
    counts = pareto_nbd_correlated.purchase_pmf(fit, 39.0, 800, HISTORY)
    mean = pareto_nbd_correlated.expected_purchases(fit, 39.0, HISTORY)
    assert counts.sum(axis=1) == pytest.approx(1, abs=1e-9)
    assert counts @ np.arange(801) == pytest.approx(mean, rel=1e-8)
    new = pareto_nbd_correlated.purchase_pmf(fit, 39.0, 2000) @ np.arange(2001)
    told = pareto_nbd_correlated.expected_purchases_of_new(fit, np.array([39.0]))[0]
    assert new == pytest.approx(told, rel=1e-8)


@pytest.mark.parametrize("kernel", [None, (1.0, 1.0)])
def test_slopes_and_curves_are_their_differences(kernel):
    sums = TiedSums(HISTORY, pareto_nbd.clock_times(HISTORY, "interval"), kernel)
    values = np.array([*TYPICAL, 3.0])
    value, slope, curve = sums.bend(values)
    assert (value, slope) == (sums.climb(values)[0], pytest.approx(sums.climb(values)[1]))
    for place in range(5):
        step = np.zeros(5)
        step[place] = 1e-5 * values[place]
        (up, rise), (down, fall) = sums.climb(values + step), sums.climb(values - step)
        assert slope[place] == pytest.approx((up - down) / (2 * step[place]), rel=1e-5)
        assert curve[place] == pytest.approx((rise - fall) / (2 * step[place]), rel=1e-5)


def test_a_unit_of_time_changes_nothing_but_the_scales():
    often, last, age = pareto_world(2000, seed=2)
    weeks = pareto_nbd_correlated.fit(collapse(often, last, age).tuples)
    days = pareto_nbd_correlated.fit(collapse(often, 7 * last, 7 * age).tuples)
    assert days.values == pytest.approx(weeks.values * [1, 7, 1, 7, 1], rel=1e-4)


@pytest.mark.parametrize("clock", ["exact", "interval"])
@pytest.mark.parametrize("odds", [8.0, 0.15])
def test_the_truth_of_a_tied_world_is_found_within_its_doubt(odds, clock):
    truth = pareto_nbd_correlated.given(0.55, 40.0, 0.6, 90.0, odds)
    born, owner, time = tied_log(12_000, 4, truth.omega)
    last = np.zeros(len(born))
    np.maximum.at(last, owner, time)
    often = np.bincount(owner, minlength=len(born)).astype(float)
    exact = (often, last, 730 - born)
    told = exact if clock == "exact" else days_of(born, owner, time)
    fit = pareto_nbd_correlated.fit(collapse(*told).tuples, clock=clock)
    off = np.log(fit.values / truth.values)
    assert off @ np.linalg.solve(fit.free_covariance, off) < 15.1
    assert np.sign(fit.correlation) == np.sign(truth.correlation)


def test_hard_points_are_finite_at_either_end_of_the_tie():
    often = PurchaseTuples.of([0, 0, 200, 1000, 3], [0, 0, 10, 299, 1], [1, 900, 100, 300, 900])
    for values in [(0.25, 0.5, 2, 100), (30, 900, 0.01, 0.1), (0.01, 0.1, 30, 900)]:
        for odds in (1e-12, 1e12):
            fit = pareto_nbd_correlated.given(*values, odds)
            alive = pareto_nbd_correlated.probability_alive(fit, often)
            ahead = pareto_nbd_correlated.expected_purchases(fit, 50.0, often)
            assert np.all((alive >= 0) & (alive <= 1))
            assert np.all(np.isfinite(ahead) & (ahead >= 0))
            assert np.isfinite(pareto_nbd_correlated.log_likelihood(fit, often)).all()


def test_what_cannot_be_is_refused():
    with pytest.raises(ContractError, match="kernel"):
        pareto_nbd_correlated.given(*TYPICAL, 2.0, kernel=(0.0, 1.0))
    with pytest.raises(ContractError, match="tie"):
        pareto_nbd_correlated.log_likelihood(pareto_nbd.given(*TYPICAL), HISTORY)
    with pytest.raises(ContractError, match="clock"):
        pareto_nbd_correlated.fit(HISTORY, clock="weekly")
    with pytest.raises(ContractError, match="whole"):
        pareto_nbd_correlated.fit(PurchaseTuples.of([1], [0.5], [2.0]), clock="interval")


def test_a_narrow_prior_holds_the_tie():
    prior = Prior((*pareto_nbd.WEAK.medians, 1.0), (*pareto_nbd.WEAK.spreads, 1e-3))
    fit = pareto_nbd_correlated.fit(collapse(*pareto_world(500, 1)).tuples, prior=prior)
    assert fit.parameters["omega_odds"] == pytest.approx(1, abs=0.01)
