"""Parallel trends: is the effect given up exactly when drift could explain it?"""

import math

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.event_study import by_event_month
from rapport.stats.group_time import Comparison, group_time_effects
from rapport.stats.parallel_trends import Drift, smallest_visible

from .lift_data import cells_of, mpdta, needs_published_data, world

MEAN = np.array([0.5, 0.5])


def drift(before=(0.2, -0.1), after=(1.0, 2.0), variance=0.01):
    return Drift.of(np.array(before), np.array(after), variance * np.eye(4), MEAN)


def test_steps_run_from_month_to_month_up_to_the_reference():
    assert drift().steps.tolist() == pytest.approx([-0.3, 0.1])
    assert drift().step_variance.tolist() == pytest.approx([0.02, 0.01])
    assert drift().effect == 1.5


def test_a_drift_reaches_further_the_longer_it_lasts():
    assert drift().reach == pytest.approx(0.5 * 1 + 0.5 * 2)
    assert drift().identified(2)[1:] == pytest.approx((1.5 - 2 * 1.5 * 0.3, 1.5 + 2 * 1.5 * 0.3))


def test_without_drift_the_interval_is_the_ordinary_one():
    half = 1.959964 * math.sqrt(0.005)
    assert drift().interval(0)[1:] == pytest.approx((1.5 - half, 1.5 + half))


def test_the_interval_just_touches_zero_at_the_breakdown():
    for told in (drift(), drift(after=(-1.0, -2.0)), drift(before=(0.05, 0.02), variance=0.04)):
        ends = told.interval(told.breakdown())[1:]
        assert min(abs(end) for end in ends) < 1e-6
        assert told.breakdown() > 0


def test_an_effect_that_is_not_there_breaks_down_at_once():
    assert drift(after=(0.01, 0.01)).breakdown() == 0


def test_an_effect_without_any_drift_never_breaks_down():
    covariance = np.diag([0, 0, 0.01, 0.01])
    assert Drift.of(np.zeros(2), np.ones(2), covariance, MEAN).breakdown() == math.inf


def test_a_drift_needs_months_on_both_sides():
    with pytest.raises(ContractError, match="before and after"):
        Drift.of(np.zeros(0), np.ones(2), np.eye(2), MEAN)


def test_the_interval_covers_though_the_drift_is_only_estimated():
    rng = np.random.default_rng(4)
    bias = np.array([0.2, 0.1, 0.1, 0.2])
    truth, kept = 0.4 - MEAN @ bias[2:], []
    root = np.linalg.cholesky(0.01 * (np.eye(4) + 0.5))
    for _ in range(2000):
        told = np.array([*bias[:2], 0.4, 0.4]) + root @ rng.standard_normal(4)
        one = Drift.of(told[:2], told[2:], root @ root.T, MEAN).interval(1.0)
        kept.append(one.low <= truth <= one.high)
    assert np.mean(kept) >= 0.95


@needs_published_data
def test_the_minimum_wage_effect_breaks_down_before_drifts_twice_the_worst():
    effects = group_time_effects(mpdta(), Comparison(controls="never"))
    told = Drift.of_profile(by_event_month(effects))
    assert told.effect == pytest.approx(-0.0772398215, abs=1e-8)
    assert 0 < told.breakdown() < 2


def test_a_profile_gives_its_drift_up_to_a_horizon():
    labels, money, _ = world(3000, seed=2, months=12)
    effects = group_time_effects(cells_of(labels, money), Comparison(base_months=2))
    study = by_event_month(effects)
    told = Drift.of_profile(study, horizon=3)
    assert told.effect == pytest.approx(
        study.averages.effect[np.isin(study.labels, [0, 1, 2])].mean()
    )
    assert len(told.steps) == np.count_nonzero(study.labels < 0)


def test_quarters_bear_a_drift_that_noisy_months_cannot():
    labels, money, _ = world(5000, seed=1, lift=0.4)
    cells = cells_of(labels, money, stratified=False)
    study = by_event_month(group_time_effects(cells, Comparison(ratio=True, base_months=3)))
    near = study.where((study.labels >= -12) & (study.labels < 6))
    assert Drift.of_profile(near).breakdown() < 1 < Drift.of_profile(near.spans(3)).breakdown()


def test_what_could_be_seen_is_found_with_the_power_told():
    rng = np.random.default_rng(5)
    found = rng.normal(smallest_visible(0.7), 0.7, 40_000) > 1.96 * 0.7
    assert found.mean() == pytest.approx(0.8, abs=0.01)
