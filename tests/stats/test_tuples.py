"""Tuples: do customers collapse without losing anybody, and are impossible ones refused?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.tuples import PurchaseTuples, SpendTuples, collapse

FREQUENCY = np.array([2.0, 0.0, 2.0, 0.0, 1.0])
RECENCY = np.array([5.0, 0.0, 5.0, 3.0, 5.0])
AGE = np.array([9.0, 9.0, 9.0, 9.0, 9.0])


def test_equal_customers_are_one_tuple_and_who_bought_once_collapse_to_their_age():
    tuples = collapse(FREQUENCY, RECENCY, AGE).tuples
    assert sorted(zip(tuples.frequency, tuples.recency, tuples.count, strict=True)) == [
        (0, 0, 2),
        (1, 5, 1),
        (2, 5, 2),
    ]


def test_each_customer_finds_their_tuple_again():
    tuples, place = collapse(FREQUENCY, RECENCY, AGE)
    assert np.array_equal(tuples.frequency[place], FREQUENCY)
    assert np.array_equal(tuples.age[place], AGE)


def test_a_pattern_keeps_equal_histories_apart():
    pattern = np.array([0, 0, 1, 0, 0])
    tuples = collapse(FREQUENCY, RECENCY, AGE, pattern).tuples
    assert len(tuples.age) == 4
    assert tuples.pattern is not None
    assert tuples.pattern[tuples.frequency == 2].tolist() == [0, 1]


def test_tuples_collapse_again_by_their_counts():
    tuples = collapse(FREQUENCY, RECENCY, AGE, count=np.full(5, 10.0)).tuples
    assert tuples.customers == 50
    assert sorted(tuples.count) == [10, 20, 20]


def test_a_coarse_copy_keeps_every_customer_on_fewer_tuples():
    generator = np.random.default_rng(1)
    age = generator.uniform(1, 700, 20_000)
    often = generator.poisson(1.0, 20_000).astype(float)
    last = np.where(often > 0, age * generator.uniform(0, 1, 20_000), 0.0)
    coarse = PurchaseTuples.of(often, last, age).coarse()
    assert coarse.customers == 20_000
    assert len(coarse.age) < 12_000
    assert coarse.mean_age == pytest.approx(age.mean(), rel=0.005)


@pytest.mark.parametrize(
    ("frequency", "recency", "age"),
    [
        ([-1], [0], [3]),
        ([1.5], [1], [3]),
        ([1], [4], [3]),
        ([0], [1], [3]),
        ([1], [1], [np.nan]),
        ([1, 2], [1], [3]),
    ],
)
def test_histories_that_nobody_can_have_are_refused(frequency, recency, age):
    with pytest.raises(ContractError):
        PurchaseTuples.of(frequency, recency, age)


@pytest.mark.parametrize(("frequency", "spend"), [([0], [5]), ([1], [0]), ([1], [np.inf])])
def test_a_mean_spend_needs_a_purchase_and_money(frequency, spend):
    with pytest.raises(ContractError):
        SpendTuples.of(frequency, spend)
