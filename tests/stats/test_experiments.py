"""Experiments: are differences, complier effects and their errors those of hand and theory?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from rapport.core.errors import ContractError
from rapport.stats.experiments import (
    Cells,
    compare,
    complier_effect,
    complier_error,
    share_surprise,
    smallest_effect,
)
from rapport.stats.intervals import student_quantile
from rapport.stats.sequential import always_valid_quantile

from .worlds_of_invitations import complier_truth, invitations, invited_truth

DAYS = 90
FEWEST_BUYERS = 10


def cells_of(world, day=DAYS):
    return Cells.of(world.told(day), world.invited, world.stratum).merged()


def plain_world(seed=1, people=400):
    draw = np.random.default_rng(seed)
    told = np.stack([np.zeros(people), draw.lognormal(3, 1, people), draw.random(people) < 0.3], 1)
    return told.astype(float), draw.random(people) < 0.7


def test_without_past_or_strata_it_is_welchs_comparison():
    told, invited = plain_world()
    found = compare(Cells.of(told, invited, np.zeros(len(told))))
    spend = [told[invited, 1], told[~invited, 1]]
    assert found.difference[0] == pytest.approx(spend[0].mean() - spend[1].mean())
    world = stats.ttest_ind(*spend, equal_var=False)
    assert found.difference[0] / found.error == pytest.approx(world.statistic)


def test_strata_are_weighted_by_their_people():
    told = [[0, y, 0] for y in (1.0, 3.0, 2.0, 4.0, 10.0, 12.0, 20.0, 22.0, 20.0, 22.0)]
    invited = [0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
    found = compare(Cells.of(told, np.array(invited), [0] * 4 + [1] * 6))
    assert found.difference[0] == pytest.approx(0.4 * 1 + 0.6 * 10)


def test_the_past_takes_off_as_much_doubt_as_any_slope_can():
    world = invitations(3)
    raw, cells = world.told(DAYS), cells_of(world)

    def error(slope):
        told = raw - slope * np.outer(raw[:, 0], [0, 1, 0])
        told[:, 0] = 0
        return compare(Cells.of(told, world.invited, world.stratum).merged()).error

    assert compare(cells).error == pytest.approx(
        min(map(error, np.linspace(0, 0.5, 501))), rel=1e-5
    )
    assert compare(cells).error < 0.98 * error(0.0)


def test_strata_with_too_few_are_put_with_their_neighbours_and_nobody_is_lost():
    draw = np.random.default_rng(2)
    told, invited = draw.random((300, 3)), draw.random(300) < 0.9
    cells = Cells.of(told, invited, draw.integers(0, 27, 300))
    merged = cells.merged(5)
    assert merged.n.min() >= 5
    assert 1 < len(merged.n) < len(cells.n)
    assert merged.sums.sum((0, 1)) == pytest.approx(told.sum(0))
    assert merged.squares.sum((0, 1)) == pytest.approx(told.T @ told)


def test_one_person_in_an_arm_cannot_be_compared():
    with pytest.raises(ContractError):
        compare(Cells.of(np.ones((3, 3)), [1, 1, 0], [0, 0, 0]))


def test_the_complier_effect_is_walds_ratio_of_two_differences():
    told, invited = plain_world(people=4000)
    told[:, 2] = np.where(invited, told[:, 2], 0)
    told[:, 1] += 7 * told[:, 2]
    found = compare(Cells.of(told, invited, np.zeros(len(told))))
    spend, came = (np.diff([told[invited == arm, i].mean() for arm in (0, 1)])[0] for i in (1, 2))
    assert complier_effect(found, 1.96).value == pytest.approx(spend / came)


def test_each_end_of_its_interval_lies_just_where_it_is_rejected():
    found, quantile = compare(cells_of(invitations(5))), 1.96
    span = complier_effect(found, quantile)
    for end in (span.low, span.high):
        slope = np.array([1.0, -end])
        apart = abs(slope @ found.difference) / math.sqrt(slope @ found.covariance @ slope)
        assert apart == pytest.approx(quantile)


def test_where_many_come_it_is_near_the_delta_methods():
    found = compare(cells_of(invitations(6, people=20_000)))
    span = complier_effect(found, 1.96)
    assert span.high - span.low == pytest.approx(2 * 1.96 * complier_error(found), rel=0.02)


def test_where_nobody_comes_for_it_nothing_is_told():
    found = compare(cells_of(invitations(7, comers=0.0)))
    assert complier_effect(found, 1.96) is None


def test_the_smallest_effect_is_seen_eight_times_in_ten():
    effect = smallest_effect(2.0)
    power = stats.norm.sf(1.96 - effect / 2.0)
    assert power == pytest.approx(0.8, abs=1e-3)


def test_a_split_far_from_its_share_is_surprising():
    exact = stats.binomtest(60, 1000, 0.1).pvalue
    assert share_surprise(60, 940, 0.1) == pytest.approx(exact, abs=1e-4)
    assert share_surprise(103, 897, 0.1) > 0.7


def at_the_end(seed, **world):
    """Whether the final intervals cover, per person invited and per comer."""
    told = invitations(seed, days=DAYS, **world)
    found = compare(cells_of(told))
    once = student_quantile(found.freedom)
    apart = abs(found.difference[0] - invited_truth(DAYS)) / found.error
    return apart <= once, covers(complier_effect(found, once), DAYS, 1.0)


def peeked(seed, **world):
    """Whether the final interval covers, per arm and per comer; whether the daily ones all did.

    Then whether intervals made for one look would all have covered, too.
    """
    told, effect = invitations(seed, days=DAYS, **world), world.get("effect", 1.0)
    every, every_comer, naive = True, True, True
    for day in range(1, DAYS + 1):
        numbers = told.told(day)
        buyers = [np.count_nonzero(numbers[told.invited == arm, 1]) for arm in (0, 1)]
        if min(buyers) < FEWEST_BUYERS:
            continue
        found = compare(Cells.of(numbers, told.invited, told.stratum).merged())
        apart = abs(found.difference[0] - invited_truth(day, effect)) / found.error
        reach = always_valid_quantile(found.error**2, found.past_variance * DAYS / 365)
        every, naive = every and apart <= reach, naive and apart <= 1.96
        every_comer = every_comer and covers(complier_effect(found, reach), day, effect)
    once = student_quantile(found.freedom)
    comers = covers(complier_effect(found, once), DAYS, effect)
    return apart <= once, comers, every, every_comer, naive


def covers(span, day, effect):
    return span is None or span.low <= complier_truth(day, effect) <= span.high


def test_intervals_of_a_few_simulated_invitations_hold_the_truth():
    told = np.mean([peeked(seed, people=600) for seed in range(12)], axis=0)
    assert (told[:4] >= 0.75).all()


@pytest.mark.truth
@pytest.mark.parametrize("held_out", [0.5, 0.1])
def test_intervals_cover_at_the_end_and_at_all_daily_looks_together(held_out):
    told = np.mean([peeked(seed, held_out=held_out) for seed in range(400)], axis=0)
    at_end, of_comers, every_day, every_day_of_comers, naive = told
    print(
        f"held out {held_out}: {at_end}, {of_comers}, {every_day}, {every_day_of_comers}, {naive}"
    )
    assert 0.93 <= at_end <= 0.97
    assert 0.93 <= of_comers <= 0.97
    assert min(every_day, every_day_of_comers) >= 0.95
    assert naive < 0.8  # what the sequence is for


@pytest.mark.truth
def test_with_only_120_held_out_they_still_cover():
    told = [at_the_end(seed, people=600, held_out=0.2) for seed in range(1500)]
    assert 0.93 <= min(np.mean(told, axis=0)) <= max(np.mean(told, axis=0)) <= 0.97
