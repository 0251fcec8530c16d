"""Covariate links: do gradients and Hessians of the total follow from those of the patterns?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats.covariate_links import Link
from rapport.stats.covariates import Covariates

TRAITS = {"u": [0.0, 1.0, -0.5], "w": [0.3, 0.0, 2.0]}
COVARIATES = Covariates.of(rate=TRAITS, dropout=TRAITS, spend=TRAITS, equal=("w",))
LINKS = [
    (Link.of_purchases(COVARIATES, beta=True), np.array([0.6, 5.0, 0.8, 2.5, 0.3, -0.2, 0.4])),
    (Link.of_purchases(COVARIATES, beta=False), np.array([0.6, 5.0, 0.8, 9.0, 0.3, -0.2, 0.4])),
    (Link.of_spend(COVARIATES), np.array([3.0, 2.0, 15.0, 0.3, -0.2])),
]


def bent(own):
    """A function of each pattern's parameters, Σ sin(weights · log own), with its derivatives."""
    weights = np.arange(1.0, own.shape[1] + 1)
    angle = np.log(own) @ weights
    slope = np.cos(angle)[:, None] * weights / own
    ways = weights[:, None] * weights / own[:, :, None] / own[:, None, :]
    curve = -np.sin(angle)[:, None, None] * ways
    place = np.arange(len(weights))
    curve[:, place, place] -= np.cos(angle)[:, None] * weights / own**2
    return np.sin(angle).sum(), slope, curve


@pytest.mark.parametrize(("link", "values"), LINKS)
def test_the_gradient_is_the_slope_of_the_total(link, values):
    told = link.pulled(values, bent(link.own(values))[1])
    for place, step in enumerate(1e-6 * np.eye(len(values))):
        rise = bent(link.own(values + step))[0] - bent(link.own(values - step))[0]
        assert told[place] == pytest.approx(rise / 2e-6, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(("link", "values"), LINKS)
def test_the_hessian_is_the_slope_of_the_gradient(link, values):
    slope, curve = link.bent(values, *bent(link.own(values))[1:])
    assert slope == pytest.approx(link.pulled(values, bent(link.own(values))[1]))
    for place, step in enumerate(1e-6 * np.eye(len(values))):
        high, low = (
            link.pulled(at, bent(link.own(at))[1]) for at in (values + step, values - step)
        )
        assert curve[place] == pytest.approx((high - low) / 2e-6, rel=1e-6, abs=1e-6)


def test_a_beta_keeps_its_concentration_and_shifts_its_odds():
    link, values = LINKS[0]
    own = link.own(values)
    assert own[:, 2:].sum(axis=1) == pytest.approx(3.3)
    odds = own[:, 2] / own[:, 3] / (0.8 / 2.5)
    assert np.log(odds) == pytest.approx([0.4 * 0.3, -0.2, 0.5 * 0.2 + 0.8])


def test_without_covariates_everybody_has_the_models_own_parameters():
    link = Link.of_purchases(None, beta=True)
    assert link.own(np.array([1.0, 2.0, 3.0, 4.0])).tolist() == [[1.0, 2.0, 3.0, 4.0]]
    assert link.pulled(np.ones(4), np.ones((1, 4))).tolist() == [1.0] * 4


def test_a_step_of_a_covariate_is_from_group_to_group_or_two_standard_deviations():
    traits = {"group": [0.0, 10.0, 0.0, 0.0], "number": [0.0, 1.0, 2.0, 3.0], "none": [0.0] * 4}
    told = Covariates.of(rate=traits, dropout=traits, equal=("group",))
    spreads = dict(zip(told.purchase_names, Link.of_purchases(told, True).spreads, strict=True))
    assert spreads["both.group"] == 10
    assert spreads["rate.none"] == 1
    assert spreads["rate.number"] == spreads["dropout.number"] == pytest.approx(2 * 1.25**0.5)
