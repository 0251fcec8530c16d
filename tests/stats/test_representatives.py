"""Representatives: do few tuples stand for many?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats import pareto_nbd
from rapport.stats.representatives import representatives
from rapport.stats.tuples import SpendTuples, collapse

from .worlds_of_buyers import days_of, pareto_log


def many():
    return collapse(*days_of(*pareto_log(20_000, 1))).tuples


def test_representatives_are_few_and_stand_for_every_customer():
    few = representatives(many(), 1000)
    assert len(few.count) <= 1000
    assert few.customers == 20_000


def test_few_tuples_represent_themselves():
    tuples = representatives(many(), 1000)
    assert representatives(tuples, 2000) is tuples


@pytest.mark.parametrize("frequency", [0, 1, 5, 12])
def test_each_frequency_keeps_its_customers(frequency):
    tuples, few = many(), representatives(many(), 1000)
    of_all = tuples.count[tuples.frequency == frequency].sum()
    assert few.count[few.frequency == frequency].sum() == of_all


def test_representatives_are_tuples_that_exist_so_whole_days_stay_whole():
    tuples, few = many(), representatives(many(), 500)
    known = set(zip(tuples.frequency, tuples.recency, tuples.age, strict=True))
    assert set(zip(few.frequency, few.recency, few.age, strict=True)) <= known


def test_a_total_told_by_representatives_is_nearly_the_total():
    model, tuples = pareto_nbd.given(0.55, 40.0, 0.6, 90.0), many()
    few = representatives(tuples, 1000)
    total = tuples.count @ pareto_nbd.expected_purchases(model, 180.0, tuples)
    assert few.count @ pareto_nbd.expected_purchases(model, 180.0, few) == pytest.approx(
        total, rel=0.005
    )


def test_patterns_keep_their_customers():
    frequency, recency, age = days_of(*pareto_log(20_000, 1))
    pattern = np.arange(20_000) % 3
    few = representatives(collapse(frequency, recency, age, pattern).tuples, 1500)
    assert np.bincount(few.pattern, few.count).tolist() == [6667, 6667, 6666]


def test_spenders_have_representatives_too():
    draw = np.random.default_rng(1)
    tuples = SpendTuples.of(1.0 + draw.poisson(1.5, 9000), draw.gamma(3.0, 12.0, 9000))
    few = representatives(tuples, 400)
    assert len(few.count) <= 400
    assert few.count.sum() == 9000
    assert few.count @ few.spend == pytest.approx(tuples.count @ tuples.spend, rel=0.01)
