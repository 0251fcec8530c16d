"""Pareto smoothing: are k̂ and the smoothed weights those of another program?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.pareto_smoothing import smoothed, tail_shape


def shares(n: int) -> np.ndarray:
    return (np.arange(n) + 0.5) / n


@pytest.mark.parametrize(
    ("true", "shape", "scale"),
    [
        (-0.3, -0.19947691655126465, 1.9379801225772322),
        (0.2, 0.24125049859613773, 1.9618109340712968),
        (0.5, 0.5044927845021782, 1.9799272758866067),
        (0.9, 0.8556033326462887, 2.004479189741123),
    ],
)
def test_the_tail_of_a_known_pareto_law_has_the_shape_that_arviz_0_8_tells(true, shape, scale):
    exceedances = 2.0 * np.expm1(-true * np.log1p(-shares(100))) / true
    assert tail_shape(exceedances) == pytest.approx((shape, scale), rel=1e-10)


@pytest.mark.parametrize(
    ("n", "true", "k_hat", "largest", "effective"),
    [
        (100, 0.3, 0.3772698681657965, -3.36861605, 85.73007755650472),
        (100, 0.8, 0.6634319450388518, -1.88573764, 24.829811642641154),
        (400, 0.3, 0.3356083205823169, -4.34215259, 335.69573083366384),
        (400, 0.8, 0.7378791023306147, -2.18512546, 47.76402335864159),
    ],
)
def test_smoothed_weights_are_those_of_arviz_0_8(n, true, k_hat, largest, effective):
    told = smoothed(-true * np.log1p(-shares(n)))
    assert told.k_hat == pytest.approx(k_hat, rel=1e-10)
    assert np.log(told.weights.max()) == pytest.approx(largest, abs=1e-7)
    assert told.effective == pytest.approx(effective, rel=1e-9)


def test_equal_weights_stay_equal():
    told = smoothed(np.full(200, -3.7))
    assert told.trusted
    assert told.weights == pytest.approx(np.full(200, 1 / 200))


def test_the_order_of_weights_changes_nothing():
    logs = np.random.default_rng(1).standard_normal(300)
    turned = np.random.default_rng(2).permutation(300)
    assert smoothed(logs[turned]).weights == pytest.approx(smoothed(logs).weights[turned])


def test_weights_without_a_variance_are_not_trusted():
    assert smoothed(-0.5 * np.log1p(-shares(400))).trusted
    assert not smoothed(-0.9 * np.log1p(-shares(400))).trusted


def test_one_weight_that_outweighs_all_is_not_trusted():
    logs = np.full(200, -800.0)
    logs[17] = 0.0
    assert not smoothed(logs).trusted


def test_too_few_weights_and_weights_that_are_no_numbers_are_refused():
    with pytest.raises(ContractError, match="25 or more"):
        smoothed(np.zeros(20))
    with pytest.raises(ContractError, match="numbers"):
        smoothed(np.append(np.zeros(50), np.nan))
    with pytest.raises(ContractError, match="quarter"):
        tail_shape(np.zeros(30))
