"""Do the profile, the split and the permuted dates tell the same story as the lift?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.landmark import DEFAULT, lift
from rapport.stats.landmark_histories import Histories
from rapport.stats.landmark_permutation import permuted
from rapport.stats.landmark_profile import profile
from rapport.stats.landmark_split import split
from truth.lift_world import WORLDS, simulate

OUTCOMES = ("amount", "orders", "active")


@pytest.fixture(scope="module")
def company() -> Histories:
    """A company where the tie brings orders, not larger baskets."""
    return simulate(replace(WORLDS["full"], lift=0.4), 5).told


def test_the_parts_add_up_to_the_effect_exactly(company):
    for outcomes in (OUTCOMES, OUTCOMES[:2]):
        found = lift(company, outcomes=outcomes)
        assert found is not None
        parts = split(found)
        assert parts.parts.sum() == pytest.approx(found.effect[0], abs=1e-12)
        assert parts.covariance.sum() == pytest.approx(found.errors[0] ** 2, rel=1e-6)


def test_two_parts_are_the_note_of_means():
    found = lift(simulate(WORLDS["full"], 6).told, outcomes=OUTCOMES[:2])
    assert found is not None
    (r1, o1), (r0, o0) = found.with_tie, found.with_tie - found.effect
    frequency = found.effect[1] * (r0 / o0 + r1 / o1) / 2
    basket = (o1 + o0) / 2 * (r1 / o1 - r0 / o0)
    assert split(found).parts == pytest.approx([frequency, basket])


def test_more_orders_of_the_same_size_show_as_frequency(company):
    found = lift(company, outcomes=OUTCOMES[:2])
    assert found is not None
    told = split(found)
    reach = 3 * np.sqrt(np.diag(told.covariance))
    assert told.names == ("frequency", "basket")
    assert told.parts[0] > reach[0]
    assert abs(told.parts[1]) < reach[1]


def test_money_alone_cannot_be_split(company):
    found = lift(company)
    assert found is not None
    with pytest.raises(ContractError, match="orders"):
        split(found)


def test_the_profile_after_joining_averages_to_the_lift(company):
    found, told = lift(company), profile(company)
    assert found is not None
    assert told is not None
    after = (told.since >= 0) & (told.since < DEFAULT.horizon)
    mean = np.average(told.effect[after], weights=told.months[after])
    assert mean == pytest.approx(found.effect[0])
    shares = np.where(after, told.months, 0) / told.months[after].sum()
    near = np.sqrt(shares @ told.covariance @ shares)
    assert near == pytest.approx(found.errors[0], rel=0.05)


def test_the_profile_runs_from_six_before_to_twelve_after(company):
    told = profile(company)
    assert told is not None
    assert told.since.tolist() == list(range(-6, 13))
    assert np.all(np.diff(told.months[6:]) <= 0)


def test_before_joining_the_profile_holds_zero():
    told = profile(simulate(WORLDS["null_spike"], 8).told)
    assert told is not None
    early = told.since < -DEFAULT.life
    scores = told.effect[early] / np.sqrt(np.diag(told.covariance))[early]
    assert np.abs(scores).max() < 3.5


def test_permuted_dates_find_nothing(company):
    effects = permuted(company, times=12, seed=4)
    assert abs(effects.mean()) < 4 * effects.std(ddof=1) / np.sqrt(len(effects)) + 0.3
    found = lift(company)
    assert found is not None
    assert np.abs(effects).max() < found.effect[0]


def test_the_same_seed_permutes_alike(company):
    assert np.array_equal(permuted(company, times=2, seed=4), permuted(company, times=2, seed=4))
