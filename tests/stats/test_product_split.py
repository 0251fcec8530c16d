"""Product split: do the parts add up to the effect, and know their doubt?"""

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.averages import Averages
from rapport.stats.event_study import overall
from rapport.stats.group_time import Comparison, group_time_effects
from rapport.stats.product_split import split

from .lift_data import cells_of, world

pytestmark = pytest.mark.slow


def told(effect, observed, covariance=None):
    size = 2 * len(effect)
    none = np.zeros((size, size)) if covariance is None else covariance
    return Averages(np.array(effect), np.array(observed), np.ones(len(effect)), none)


def test_two_parts_are_the_midpoint_formula():
    parts = split(told([8.0, 0.2], [20.0, 1.0])).parts
    basket_before, basket_after = 12 / 0.8, 20 / 1.0
    assert parts.tolist() == pytest.approx(
        [0.2 * (basket_before + basket_after) / 2, (0.8 + 1.0) / 2 * (basket_after - basket_before)]
    )


def test_three_parts_add_up_to_the_effect_exactly():
    parts = split(told([8.0, 0.2, 0.1], [20.0, 1.0, 0.6])).parts
    assert parts.sum() == pytest.approx(8, abs=1e-14)


def test_what_does_not_change_has_no_part():
    staying, frequency, basket = split(told([10.0, 1.0, 0.0], [20.0, 2.0, 0.5])).parts
    assert (staying, frequency, basket) == pytest.approx((0, 10, 0))


def test_the_doubt_of_the_parts_follows_from_the_doubt_of_all_means():
    rng = np.random.default_rng(6)
    root = rng.normal(size=(6, 6)) * 0.004
    centre = np.array([8.0, 0.2, 0.1, 20.0, 1.0, 0.6])
    draws = centre + rng.standard_normal((4000, 6)) @ root.T
    simulated = np.cov([split(told(draw[:3], draw[3:])).parts for draw in draws], rowvar=False)
    computed = split(told(centre[:3], centre[3:], root @ root.T)).covariance
    assert np.allclose(simulated, computed, rtol=0.1, atol=0.05 * computed.max())


def test_the_error_of_the_sum_is_the_error_of_the_effect():
    labels, money, orders = world(3000, seed=8)
    active = (orders > 0).astype(float)
    effects = group_time_effects(cells_of(labels, money, orders, active), Comparison(ratio=True))
    whole = overall(effects)
    parts = split(whole)
    assert parts.parts.sum() == pytest.approx(whole.effect[0])
    assert np.sqrt(parts.covariance.sum()) == pytest.approx(whole.error[0])
    assert np.all(parts.error > 0)


def test_an_effect_larger_than_what_was_observed_is_not_split():
    with pytest.raises(ContractError, match="positive"):
        split(told([8.0, 0.2], [7.0, 1.0]))
