"""MBG/CNBD-k: are regular buyers told from chance, and do forecasts hold what they promise?"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import mbg_cnbd, mbg_nbd
from rapport.stats.tuples import PurchaseTuples, collapse

from .published_data import columns, needs_published_data
from .worlds_of_regulars import regulars

pytestmark = pytest.mark.slow

CHANCE = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}
GROCER = {"r": 1.33, "alpha": 2.81, "a": 0.425, "b": 0.79}
HISTORY = PurchaseTuples.of([0, 2, 9, 40], [0, 30, 38, 38], [38.86, 38.86, 38.86, 38.86])


@cache
def grocery():
    """A year of online grocery in weeks, its log gaps, the next year's counts, gaps in pairs."""
    log = columns("grocery.csv.gz")
    day = (log["date"].astype("datetime64[D]") - np.datetime64("2006-01-01")).astype(int)
    who = np.unique(log["customer_id"], return_inverse=True)[1]
    visits = np.unique(who * 10_000 + day)
    who, day = visits // 10_000, visits % 10_000
    first = day[np.unique(who, return_index=True)[1]]
    past = day <= 364
    last = np.maximum.reduceat(np.where(past, day, 0), np.unique(who, return_index=True)[1])
    gap, same = np.diff(day) / 7.0, np.diff(who) == 0
    logs = np.bincount(who[1:][same & past[1:]], np.log(gap[same & past[1:]]), len(first))
    tuples = PurchaseTuples.of(
        np.bincount(who[past]) - 1, (last - first) / 7.0, (364 - first) / 7.0
    )
    ends = same[:-1] & same[1:] & np.append(~same[2:], True)
    return (
        tuples,
        logs,
        np.bincount(who[~past], minlength=len(first)),
        gap[:-1][ends],
        gap[1:][ends],
    )


def test_with_one_tick_a_purchase_it_is_the_mbg_nbd():
    regular, chance = mbg_cnbd.given(1, **CHANCE), mbg_nbd.given(**CHANCE)
    for ask, rest in [
        ("log_likelihood", (HISTORY,)),
        ("probability_alive", (HISTORY,)),
        ("expected_purchases", (39.0, HISTORY)),
        ("expected_purchases_of_new", (np.array([1.0, 78.0]),)),
        ("purchase_pmf", (39.0, 60, HISTORY)),
        ("purchase_pmf", (39.0, 60)),
        ("residual_value", (HISTORY, 0.01)),
        ("residual_value", (HISTORY, 0.01, 52.0)),
    ]:
        same = getattr(mbg_nbd, ask)(chance, *rest)
        assert getattr(mbg_cnbd, ask)(regular, *rest) == pytest.approx(same, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("clock", ["exact", "interval"])
def test_a_fit_with_one_tick_is_the_fit_of_the_mbg_nbd_on_either_clock(clock):
    days = PurchaseTuples.of([0, 2, 5, 1], [0, 30, 90, 4], [99, 99, 99, 50], [40, 9, 3, 20])
    regular, chance = mbg_cnbd.fit(days, k=1, clock=clock), mbg_nbd.fit(days, clock=clock)
    assert regular.values == pytest.approx(chance.values, rel=1e-9)
    assert mbg_cnbd.expected_purchases(regular, 60.0, days) == pytest.approx(
        mbg_nbd.expected_purchases(chance, 60.0, days), rel=1e-9
    )
    assert mbg_cnbd.log_likelihood(regular, days) @ days.count == pytest.approx(
        chance.log_likelihood, rel=1e-9
    )


@needs_published_data
def test_grocery_shoppers_are_erlang_two_by_likelihood_and_by_wheat_and_morrison():
    tuples, log_gaps, _, earlier, later = grocery()
    assert mbg_cnbd.fit(tuples, log_gaps=log_gaps).k == 2
    assert mbg_cnbd.fit(tuples).k == 2
    assert round(mbg_cnbd.wheat_morrison(earlier, later)) == 2


@needs_published_data
def test_grocery_is_forecast_better_than_by_the_published_approximation():
    tuples, log_gaps, came, _, _ = grocery()
    fit = mbg_cnbd.fit(tuples, k=2, log_gaps=log_gaps, prior=None)
    due = mbg_cnbd.expected_purchases(fit, 52.0, tuples)
    assert came.sum() == 3389
    assert 3389 < due.sum() < 3970
    assert np.abs(due - came).sum() / came.sum() < 0.644
    print(f"forecast {due.sum():.0f}, error {np.abs(due - came).sum() / came.sum():.4f}")


@pytest.mark.parametrize("k", [2, 5])
def test_the_truth_of_a_world_of_regulars_is_found_within_its_doubt(k):
    tuples, log_gaps, _, _ = regulars(20_000, k, 40.0 / k, seed=k)
    fit = mbg_cnbd.fit(tuples, log_gaps=log_gaps)
    off = np.log(fit.values / np.array([1.3, 40.0 / k, 0.43, 0.8]))
    assert fit.k == k
    assert off @ np.linalg.solve(fit.free_covariance, off) < 13.3


@pytest.mark.parametrize("k", [2, 5])
def test_what_comes_is_what_the_true_model_expects(k):
    tuples, _, came, _ = regulars(20_000, k, 40.0 / k, seed=10 + k)
    true = mbg_cnbd.given(k, 1.3, 40.0 / k, 0.43, 0.8)
    off = came - mbg_cnbd.expected_purchases(true, 364.0, tuples)
    assert abs(off.sum()) < 3 * np.sqrt(off @ off)
    none = mbg_cnbd.purchase_pmf(true, 364.0, 0, tuples)[:, 0]
    assert abs((came == 0).sum() - none.sum()) < 3 * np.sqrt((none * (1 - none)).sum())


def test_the_regularity_is_found_without_the_gaps_too():
    tuples, _, _, _ = regulars(20_000, 2, 20.0, seed=2)
    assert mbg_cnbd.fit(tuples).k == 2
    chance, _, _, _ = regulars(20_000, 1, 40.0, seed=1)
    assert mbg_cnbd.fit(chance).k == 1


def test_days_give_the_truth_within_their_doubt_and_tell_the_regularity():
    _, _, _, days = regulars(20_000, 2, 8.0, seed=3)
    fit = mbg_cnbd.fit(collapse(days.frequency, days.recency, days.age).tuples, clock="interval")
    off = np.log(fit.values / np.array([1.3, 8.0, 0.43, 0.8]))
    assert fit.k == 2
    assert off @ np.linalg.solve(fit.free_covariance, off) < 13.3


def test_a_loyal_buyer_of_known_rate_is_the_renewal_theorists_one():
    """Every second tick of a Poisson process of rate 1: t/2 − 1/4 + e^(−2t)/4 purchases."""
    loyal = mbg_cnbd.given(2, r=1e9, alpha=1e9, a=1e-9, b=1.0)
    times = np.array([0.5, 1.0, 4.0, 30.0])
    known = times / 2 - 0.25 + np.exp(-2 * times) / 4
    assert mbg_cnbd.expected_purchases_of_new(loyal, times) == pytest.approx(known, rel=1e-6)


@pytest.mark.parametrize("k", [2, 3, 7, 12])
def test_counts_have_the_probability_that_their_mean_asks(k):
    model = mbg_cnbd.given(k, **GROCER)
    counts = mbg_cnbd.purchase_pmf(model, 39.0, 800, HISTORY)
    mean = mbg_cnbd.expected_purchases(model, 39.0, HISTORY)
    assert counts.sum(axis=1) == pytest.approx(1, abs=1e-10)
    assert counts @ np.arange(801) == pytest.approx(mean, rel=1e-9)


@pytest.mark.parametrize("k", [2, 7])
def test_discounting_agrees_with_a_fine_sum_over_time(k):
    model = mbg_cnbd.given(k, **GROCER)
    times = np.linspace(0.0, 60.0, 241)
    reached = np.array([mbg_cnbd.expected_purchases(model, time, HISTORY) for time in times])
    middle = np.exp(-0.01 * (times[1:] + times[:-1]) / 2)
    told = mbg_cnbd.residual_value(model, HISTORY, 0.01, 60.0)
    assert told == pytest.approx(middle @ np.diff(reached, axis=0), rel=1e-5)
    assert mbg_cnbd.residual_value(model, HISTORY, 0.0, 60.0) == pytest.approx(reached[-1])


def test_the_endless_value_is_where_long_horizons_lead():
    model = mbg_cnbd.given(3, **GROCER)
    endless = mbg_cnbd.residual_value(model, HISTORY, 0.01)
    assert mbg_cnbd.residual_value(model, HISTORY, 0.01, 5000.0) == pytest.approx(endless)
    with pytest.raises(ContractError, match="endless"):
        mbg_cnbd.residual_value(model, HISTORY, 0.0)


def test_silence_means_more_of_a_regular_buyer():
    silent = PurchaseTuples.of([8], [24.0], [36.0])
    there = [mbg_cnbd.given(k, 1.3, 4.0 / k, 0.4, 2.0) for k in (1, 2, 6)]
    known = [mbg_cnbd.probability_alive(model, silent)[0] for model in there]
    assert known[0] > known[1] > known[2]


def test_the_odds_of_two_neighbouring_gaps_tell_the_regularity():
    draw = np.random.default_rng(5)
    rate = draw.gamma(0.6, 1.0, 40_000)
    for k in (1, 2, 4):
        gaps = draw.gamma(k, 1.0, (2, 40_000)) / rate
        assert mbg_cnbd.wheat_morrison(*gaps) == pytest.approx(k, rel=0.05)


def test_draws_keep_the_regularity_and_nobody_is_forecast_nothing():
    tuples, _, _, _ = regulars(20_000, 2, 20.0, seed=2)
    fit = mbg_cnbd.fit(tuples, k=2)
    other = fit.at(fit.draws(3, seed=1)[0])
    assert (other.k, other.model) == (2, "MBG/CNBD-2")
    assert len(mbg_cnbd.expected_purchases(other, 9.0, PurchaseTuples.of([], [], []))) == 0
    assert mbg_cnbd.expected_purchases(other, 0.0, HISTORY) == pytest.approx(0)
    assert mbg_cnbd.purchase_pmf(other, 0.0, 2, HISTORY)[:, 0] == pytest.approx(1)


def test_extreme_histories_give_finite_answers():
    hard = PurchaseTuples.of(
        [0, 1, 3000, 1, 0], [0, 1e-6, 38, 38.86, 0], [0, 1e5, 38.86, 38.86, 1e5]
    )
    for k, a in ((2, 1.0), (2, 50.0), (12, 1e-3)):
        model = mbg_cnbd.given(k, r=0.05, alpha=2.0, a=a, b=0.01)
        for told in (
            mbg_cnbd.log_likelihood(model, hard),
            mbg_cnbd.expected_purchases(model, 1e4, hard),
            mbg_cnbd.residual_value(model, hard, 1e-3),
        ):
            assert np.isfinite(told).all()


@pytest.mark.parametrize(
    ("k", "tuples", "log_gaps", "clock", "why"),
    [
        (0, HISTORY, None, "exact", "from 1 to 12"),
        (13, HISTORY, None, "exact", "from 1 to 12"),
        (2, HISTORY, None, "interval", "whole"),
        (2, HISTORY, None, "sundial", "clock"),
        (2, HISTORY, np.zeros(3), "exact", "a tuple"),
        (2, PurchaseTuples.of([1], [0.0], [3.0]), None, "exact", "merge"),
        (2, PurchaseTuples.of([], [], []), None, "exact", "no customers"),
    ],
)
def test_what_cannot_be_is_refused(k, tuples, log_gaps, clock, why):
    with pytest.raises(ContractError, match=why):
        mbg_cnbd.fit(tuples, k=k, log_gaps=log_gaps, clock=clock)


def test_regularity_without_gaps_is_refused():
    with pytest.raises(ContractError, match="two gaps"):
        mbg_cnbd.wheat_morrison(np.array([]), np.array([]))


@pytest.mark.truth
@pytest.mark.parametrize("customers", [300, 3000])
@pytest.mark.parametrize("k", [2, 4])
def test_intervals_hold_the_parameters_as_often_as_they_say(k, customers):
    truth = np.array([1.3, 40.0 / k, 0.43, 0.8])
    worlds = [regulars.__wrapped__(customers, k, 40.0 / k, seed)[0] for seed in range(200)]
    fits = [mbg_cnbd.fit(tuples, k=k) for tuples in worlds]
    spread = np.array([np.sqrt(np.diag(fit.free_covariance)) for fit in fits])
    off = np.array([np.log(fit.values / truth) for fit in fits]) / spread
    held = (np.abs(off) < 1.96).mean(axis=0)
    print(f"MBG/CNBD-{k}, {customers}: held {held}")
    assert 0.92 <= held.mean() <= 0.98
