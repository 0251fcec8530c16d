"""Shifted beta-geometric: are the published retention curves found again?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import sbg
from rapport.stats.sbg import RenewalTuples

HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "level"),
    [(HIGH_END, 0.6681, 3.8061, -1611.158147), (REGULAR, 0.7041, 1.1820, -1680.265188)],
)
def test_two_cohorts_give_the_published_parameters(survivors, alpha, beta, level):
    fit = sbg.fit(RenewalTuples.of_survivors(survivors), prior=None)
    assert list(fit.values) == pytest.approx([alpha, beta], abs=5e-5)
    assert fit.log_likelihood == pytest.approx(level, abs=1e-6)
    assert fit.converged


def test_the_fitted_curve_goes_near_the_survivors():
    fit = sbg.fit(RenewalTuples.of_survivors(HIGH_END))
    told = 1000 * sbg.survival(fit, np.arange(8.0))
    assert np.abs(told - HIGH_END).max() < 25
    assert told[0] == pytest.approx(1000)


def test_survival_is_the_product_of_retentions():
    fit = sbg.given(alpha=0.7, beta=1.2)
    kept = np.cumprod(sbg.retention(fit, np.arange(6.0)))
    assert sbg.survival(fit, np.arange(1.0, 7.0)) == pytest.approx(kept, rel=1e-12)


def test_renewals_expected_are_the_sum_of_the_later_curve():
    fit = sbg.given(alpha=0.7, beta=1.2)
    curve = sbg.survival(fit, np.arange(3.0, 9.0))
    told = sbg.expected_renewals(fit, 5, np.array([3.0]))[0]
    assert told == pytest.approx(curve[1:].sum() / curve[0], rel=1e-12)


def test_an_endless_discounted_future_is_the_long_sum():
    fit = sbg.given(alpha=0.7, beta=1.2)
    renewed = np.array([0.0, 1.0, 30.0, 1000.0])
    for discount in (0.001, np.log(1.1), 2.0):
        endless = sbg.residual_value(fit, renewed, discount)
        long = sbg.residual_value(fit, renewed, discount, int(40 / discount))
        assert endless == pytest.approx(long, rel=1e-10)


def test_impossible_histories_are_refused():
    for survivors in ([1000], [500, 600]):
        with pytest.raises(ContractError):
            RenewalTuples.of_survivors(survivors)
    with pytest.raises(ContractError):
        sbg.residual_value(sbg.given(alpha=1.0, beta=1.0), np.zeros(1), 0.0)


def test_the_truth_of_a_simulated_world_is_found_within_its_doubt():
    draw = np.random.default_rng(11)
    lived = draw.geometric(draw.beta(0.7, 3.8, 8000)) - 1.0
    left = (lived < 7).astype(float)
    fit = sbg.fit(RenewalTuples(np.minimum(lived, 7.0), left, np.ones(8000)))
    off = np.log(fit.values / np.array([0.7, 3.8]))
    assert off @ np.linalg.solve(fit.free_covariance, off) < 9.2
