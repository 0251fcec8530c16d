"""Purchase models: is every model found by its fit, and does each serve a narrower group?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_bb, mbg_cnbd, mbg_nbd, pareto_nbd, pareto_nbd_correlated
from rapport.stats.purchase_models import MODELS, fit_around, model_of, name_of, purchases_a_day
from rapport.stats.tuples import PurchaseTuples, collapse

from .worlds_of_buyers import beta_dropout_log, days_of

pytestmark = pytest.mark.slow


def world(customers, seed):
    return collapse(*days_of(*beta_dropout_log(customers, seed, 1))).tuples


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_found_by_its_fit(name):
    fit = MODELS[name].fit(world(400, 1), clock="interval")
    assert name_of(fit) == name
    assert model_of(fit) is MODELS[name]


@pytest.mark.parametrize("name", MODELS)
def test_a_narrow_prior_keeps_a_group_where_the_whole_is_and_a_wide_one_lets_it_go(name):
    whole, part = world(3000, 2), world(200, 3)
    few = PurchaseTuples(part.frequency, part.recency, part.age, part.count)
    wider = MODELS[name].fit(whole, clock="interval")
    near, far = fit_around(wider, few, 1e-4), fit_around(wider, few, 10.0)
    assert near.values == pytest.approx(wider.values, rel=1e-3)
    assert (near.model, near.clock) == (wider.model, "interval")
    assert np.abs(np.log(far.values / wider.values)).max() > 0.05


def test_regularity_and_kernel_are_those_of_the_wider_group():
    few = world(300, 4)
    wider = mbg_cnbd.fit(world(1000, 5), k=3, clock="interval")
    tied = pareto_nbd_correlated.fit(world(1000, 5), kernel=(30.0, 60.0))
    told = fit_around(wider, few, 1e-4)
    assert told.k == 3
    assert told.values == pytest.approx(wider.values, rel=1e-3)
    assert fit_around(tied, few, 0.5).kernel == (30.0, 60.0)


def test_a_day_of_a_poisson_buyer_holds_half_a_rate_more_and_a_regular_ones_less():
    often = PurchaseTuples.of([100], [200], [200])
    chance = purchases_a_day(mbg_nbd.given(1.0, 1.0, 1e-6, 1.0), often)
    regular = purchases_a_day(mbg_cnbd.given(2, 1.0, 1.0, 1e-6, 1.0), often)
    assert chance[0] == pytest.approx(1 + 0.5 * 101 / 201)
    assert regular[0] == pytest.approx(1 + (201 / 201) ** 2 / 6)


def test_another_kind_of_model_is_none_of_them():
    other = bg_bb.given(1.2, 0.75, 0.66, 2.78)
    assert name_of(other) is None
    with pytest.raises(ContractError, match="none of the purchase models"):
        model_of(other)
    with pytest.raises(ContractError, match="regularity"):
        mbg_cnbd.regular(pareto_nbd.given(0.5, 10.0, 0.6, 11.0))
