"""Bootstrap: does resampling people give the spread that theory gives?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bootstrap
from rapport.stats.bootstrap import person_weights, resampled

PEOPLE = np.array([300, 700])


def share_of_first(weights):
    return weights[:, 0] / weights.sum(axis=1)


def test_the_spread_of_a_share_is_the_binomial_one():
    spread = resampled(PEOPLE, share_of_first, replicates=4000, seed=1).std()
    assert spread == pytest.approx(np.sqrt(0.3 * 0.7 / 1000), rel=0.05)


def test_the_same_seed_draws_the_same_people():
    once = resampled(PEOPLE, share_of_first, seed=3)
    assert np.array_equal(once, resampled(PEOPLE, share_of_first, seed=3))
    assert not np.array_equal(once, resampled(PEOPLE, share_of_first, seed=4))


def test_a_person_is_met_once_on_average():
    weights = person_weights(np.array([1] * 50), 400, seed=2)
    assert weights.shape == (400, 50)
    assert weights.mean() == pytest.approx(1, abs=0.03)


def test_blocks_of_replicates_bound_the_memory(monkeypatch):
    monkeypatch.setattr(bootstrap, "_CELLS", 20)
    sizes = []
    resampled(PEOPLE, lambda weights: sizes.append(len(weights)) or weights[:, 0], 25, seed=1)
    assert sizes == [10, 10, 5]


def test_replicates_that_cannot_tell_are_left_out():
    assert len(resampled(PEOPLE, lambda weights: np.full(len(weights), np.nan))) == 0


def test_nobody_to_resample_is_our_own_mistake():
    with pytest.raises(ContractError):
        resampled(np.array([], dtype=np.int64), share_of_first)
