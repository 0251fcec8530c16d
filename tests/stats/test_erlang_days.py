"""Erlang days: are regular buyers known by their days told as if known by the moment?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import mbg_cnbd
from rapport.stats.day_clock import check_days
from rapport.stats.erlang_days import half_a_day_later, told_by_day
from rapport.stats.tuples import PurchaseTuples, collapse

from .worlds_of_regulars import regulars

pytestmark = pytest.mark.slow

VALUES = np.array([1.3, 20.0, 0.43, 0.8])


@pytest.mark.slow
def test_days_of_quick_regulars_are_biased_read_as_exact_and_not_read_as_days():
    came, days = regulars(200_000, 2, 8.0, seed=9)[2:]
    tuples, place = collapse(days.frequency, days.recency, days.age)
    for clock, worst in (("exact", (5.0, 30.0)), ("interval", (0.0, 3.3))):
        fit = mbg_cnbd.fit(tuples, k=2, clock=clock)
        doubt = np.sqrt(np.diag(fit.free_covariance))
        off = np.abs(np.log(fit.values / np.array([1.3, 8.0, 0.43, 0.8]))) / doubt
        due = mbg_cnbd.expected_purchases(fit, 364.0, tuples)[place]
        print(f"{clock}: {off.round(2)} standard errors, {due.sum() / came.sum() - 1:+.4f}")
        assert worst[0] < off.max() < worst[1]


def test_rare_buyers_hide_nothing_but_are_watched_half_a_day_longer():
    days = PurchaseTuples.of([0, 3], [0, 900], [3000, 3000])
    told, lack = told_by_day(days, 4, np.array([50.0, 5e4, 0.4, 0.8]))
    assert told.age == pytest.approx([3000.5, 3000.5], abs=1e-6)
    assert told.recency == pytest.approx([0, 900], abs=1e-6)
    assert lack == pytest.approx(0, abs=1e-6)


def test_with_one_tick_and_hardly_any_dropout_each_day_hides_half_of_itself():
    days = PurchaseTuples.of([0, 9], [0, 80], [99, 99])
    told, _ = told_by_day(days, 1, np.array([1.3, 20.0, 1e-9, 0.8]))
    assert told.age == pytest.approx([99.5 - 0.5, 99.5 - 5.0])
    assert told.recency == pytest.approx([0, 80 - 5.0])


def test_daily_buyers_keep_a_history_that_can_be():
    daily = PurchaseTuples.of([0, 1, 200], [0, 1, 200], [0, 1, 200])
    for k in (2, 12):
        told, lack = told_by_day(daily, k, VALUES)
        assert np.all(told.recency <= told.age)
        assert np.isfinite(lack).all()


def test_parts_of_days_are_refused():
    for ask in (half_a_day_later, check_days):
        with pytest.raises(ContractError, match="whole"):
            ask(PurchaseTuples.of([1], [2.5], [9.0]))
