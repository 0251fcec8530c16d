"""Survival: does the curve give the published one?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.intervals import share_with_variance
from rapport.stats.survival import curve_of, kaplan_meier

TIMES = np.array([6, 7, 9, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 34, 35], dtype=float)
RELAPSED = np.array([3, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0], dtype=float)
STILL_WELL = np.array([1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 2, 1, 1], dtype=float)


PUBLISHED = [(5, 1), (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538)]


@pytest.mark.parametrize(("week", "share"), [*PUBLISHED, (40, 0.448)])
def test_the_leukaemia_patients_of_freireich_1963_have_their_published_curve(week, share):
    assert kaplan_meier(TIMES, RELAPSED, STILL_WELL).at(week) == pytest.approx(share, abs=5e-4)


def test_many_curves_are_drawn_at_once():
    curve = kaplan_meier(TIMES, np.stack([RELAPSED, 2 * RELAPSED]),
                         np.stack([STILL_WELL, 2 * STILL_WELL]))  # fmt: skip
    assert curve.at(10) == pytest.approx([0.753, 0.753], abs=5e-4)


def test_nobody_at_risk_is_no_nan():
    curve = kaplan_meier(np.array([1.0, 2.0]), np.zeros((1, 2)), np.zeros((1, 2)))
    assert curve.at(2) == [1.0]


def test_times_out_of_order_are_our_own_mistake():
    with pytest.raises(ContractError):
        kaplan_meier(np.array([2.0, 1.0]), np.ones(2), np.ones(2))


@pytest.mark.parametrize(
    ("week", "error"), [(5, 0), (6, 0.0764), (10, 0.0963), (16, 0.1141), (22, 0.1282), (40, 0.1346)]
)
def test_their_curve_has_greenwoods_published_errors(week, error):
    variance = kaplan_meier(TIMES, RELAPSED, STILL_WELL).variance_at(week)
    assert np.sqrt(variance) == pytest.approx(error, abs=5e-5)


def test_their_median_of_23_weeks_has_no_high_end_yet():
    assert kaplan_meier(TIMES, RELAPSED, STILL_WELL).median() is None


def test_without_censoring_the_variance_is_the_binomials():
    curve = kaplan_meier(np.arange(1.0, 11.0), np.ones(10), np.zeros(10))
    share = 1 - np.arange(1, 11) / 10
    assert curve.variance == pytest.approx(share * (1 - share) / 10)


def test_waits_told_one_by_one_make_the_same_curve():
    waits = np.repeat(TIMES, (RELAPSED + STILL_WELL).astype(int))
    ended = np.concatenate([[True] * int(a) + [False] * int(b) for a, b in
                            zip(RELAPSED, STILL_WELL, strict=True)])  # fmt: skip
    curve = curve_of(waits, ended, np.ones(len(waits)))
    assert curve.surviving == pytest.approx(kaplan_meier(TIMES, RELAPSED, STILL_WELL).surviving)


def covered(draw, customers):
    """Whether the interval of who came back within a year holds its truth, 0.5."""
    waits = np.ceil(draw.exponential(365 / np.log(2), customers))
    seen = np.floor(draw.uniform(0, 900, customers))
    curve = curve_of(np.minimum(waits, seen), waits <= seen, np.ones(customers))
    back, variance = 1 - float(curve.at(365)), float(curve.variance_at(365))
    span = share_with_variance(back, variance, customers)
    return span.low <= 0.5 <= span.high


@pytest.mark.parametrize("customers", [30, 300])
def test_the_interval_of_a_censored_share_covers_as_often_as_it_says(customers):
    draw = np.random.default_rng(11)
    assert 0.93 <= np.mean([covered(draw, customers) for _ in range(1_000)]) <= 0.97


FREIREICH = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
ENDED = np.arange(21) < 9
"""Weeks in remission on 6-MP: Freireich and others 1963, Blood 21:699-716."""


def test_the_quartile_of_a_published_trial_is_found_and_its_median_has_no_upper_end():
    curve = curve_of(FREIREICH.astype(float), ENDED, np.ones(21))
    assert curve.quantile(0.25, 21.0, 21).value == 13
    assert curve.quantile(0.5, 21.0, 21) is None  # week 23, but 95 % limits of 16 to no end


def test_single_waits_have_greenwoods_variance():
    curve = curve_of(FREIREICH.astype(float), ENDED, np.ones(21))
    by_end, by_open = curve.influence(13.0)
    place = np.searchsorted(curve.times, FREIREICH)
    moved = np.where(ENDED, by_end[place], by_open[place])
    assert (moved**2).sum() == pytest.approx(float(curve.variance_at(13.0)))
    assert moved.sum() == pytest.approx(0, abs=1e-12)


def test_waits_of_the_same_person_count_as_one_voice():
    curve = curve_of(np.repeat(FREIREICH.astype(float), 4), np.repeat(ENDED, 4), np.ones(84))
    once = curve_of(FREIREICH.astype(float), ENDED, np.ones(21))
    place = np.searchsorted(curve.times, FREIREICH)
    each = np.where(ENDED, curve.influence(13.0)[0][place], curve.influence(13.0)[1][place])
    assert ((4 * each) ** 2).sum() == pytest.approx(float(once.variance_at(13.0)))


def test_a_quantile_that_the_curve_does_not_reach_is_not_told():
    curve = kaplan_meier(np.array([1.0, 2.0]), np.array([1.0, 0.0]), np.array([0.0, 9.0]))
    assert curve.quantile(0.5, 10.0, 10) is None


def test_the_interval_of_a_median_covers_it_where_people_repeat_themselves():
    draw, held = np.random.default_rng(4), 0
    for _ in range(400):
        mine = np.repeat(draw.exponential(1.0, 60), 3) * draw.gamma(50, 1 / 50, 180)
        curve = curve_of(mine, mine < 2.5, np.ones(180))
        median = curve.times[np.argmax(curve.surviving <= 0.5)]
        by_end, by_open = curve.influence(median)
        place = np.searchsorted(curve.times, mine)
        moved = np.where(mine < 2.5, by_end[place], by_open[place]).reshape(60, 3).sum(axis=1)
        left = float(curve.at(median))
        span = curve.quantile(0.5, left * (1 - left) / (moved**2).sum(), 60)
        held += span.low <= np.log(2) * 0.998 <= span.high
    assert 0.92 <= held / 400 <= 0.985
