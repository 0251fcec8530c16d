"""Calibration: are customers' futures placed where the model's probabilities put them?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from rapport.core.errors import ContractError
from rapport.stats import mbg_nbd, pareto_nbd
from rapport.stats.calibration import chances, transformed
from rapport.stats.individuals import individuals
from rapport.stats.tuples import PurchaseTuples

FIT = pareto_nbd.given(0.55, 40.0, 0.6, 90.0)
FEW = PurchaseTuples.of([0, 1, 4, 30], [0, 200, 150, 690], [300, 400, 700, 700])


def test_chances_are_read_from_the_probabilities_of_each_tuple():
    told = chances(FIT, 180.0, FEW, np.array([0.0, 2.0, 5.0, 20.0]))
    pmf = pareto_nbd.purchase_pmf(FIT, 180.0, 20, FEW)
    assert told.same == pytest.approx([pmf[0, 0], pmf[1, 2], pmf[2, 5], pmf[3, 20]], rel=1e-9)
    assert told.fewer == pytest.approx(
        [0, pmf[1, :2].sum(), pmf[2, :5].sum(), pmf[3, :20].sum()], rel=1e-9
    )


def futures(seed):
    many = PurchaseTuples.of(*(np.tile(c, 1000) for c in (FEW.frequency, FEW.recency, FEW.age)))
    drawn = individuals(FIT, many, np.arange(4000), seed)
    return many, drawn.purchases(180.0, np.random.default_rng(seed))


def test_transforms_under_the_right_model_are_uniform():
    many, future = futures(1)
    assert stats.kstest(transformed(FIT, 180.0, many, future, 2), "uniform").pvalue > 0.001


def test_transforms_under_a_wrong_model_are_not():
    many, future = futures(1)
    wrong = mbg_nbd.given(0.6, 30.0, 0.2, 2.5)
    assert stats.kstest(transformed(wrong, 180.0, many, future, 2), "uniform").pvalue < 1e-6


def test_half_a_purchase_and_a_missing_future_are_refused():
    with pytest.raises(ContractError, match="counted"):
        chances(FIT, 180.0, FEW, np.array([0.0, 0.5, 1.0, 2.0]))
    with pytest.raises(ContractError, match="every tuple"):
        chances(FIT, 180.0, FEW, np.zeros(3))
