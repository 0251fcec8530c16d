"""Random walk: does it find known laws, and say so when it has not?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats.random_walk import effective_draws, split_r_hat, walked


def slow_chains() -> np.ndarray:
    """Four chains of 500 steps that keep .7 of the step before."""
    new = np.random.default_rng(5).standard_normal((4, 500))
    chains = np.zeros_like(new)
    for step in range(1, 500):
        chains[:, step] = 0.7 * chains[:, step - 1] + new[:, step]
    return chains


def test_split_r_hat_is_that_of_arviz_0_8():
    assert split_r_hat(slow_chains()) == pytest.approx(1.0045390955475912, abs=1e-12)


def test_the_effective_number_of_draws_is_that_of_arviz_and_of_theory():
    assert effective_draws(slow_chains()) == pytest.approx(291.37, rel=0.05)
    assert effective_draws(slow_chains()) == pytest.approx(2000 * 0.3 / 1.7, rel=0.25)


def test_independent_draws_are_worth_their_number():
    alone = np.random.default_rng(3).standard_normal((4, 2000))
    assert effective_draws(alone) == pytest.approx(8000, rel=0.1)


def test_a_walk_finds_mean_and_spread_of_a_slanted_normal_law():
    spread = np.array([[4.0, 1.8], [1.8, 1.0]])
    inverse = np.linalg.inv(spread)
    walk = walked(lambda x: -0.5 * float(x @ inverse @ x), np.zeros((4, 2)), np.eye(2), 1)
    assert walk.r_hat < 1.05
    assert walk.draws.mean(axis=0) == pytest.approx([0, 0], abs=0.3)
    assert np.cov(walk.draws.T) == pytest.approx(spread, rel=0.2)


def test_chains_that_sit_on_two_hills_do_not_pass_for_one_law():
    def hills(x):
        return float(np.logaddexp(-0.5 * (x[0] - 30) ** 2, -0.5 * (x[0] + 30) ** 2))

    starts = np.array([[-30.0], [-30.0], [30.0], [30.0]])
    assert walked(hills, starts, np.eye(1), 1, steps=400, warm_up=0).r_hat > 1.5


def test_a_walk_with_the_same_seed_is_the_same_walk():
    def hill(x):
        return -0.5 * float(x @ x)

    first, again = (walked(hill, np.zeros((4, 2)), np.eye(2), 9, 50, 50) for _ in range(2))
    assert np.array_equal(first.draws, again.draws)
