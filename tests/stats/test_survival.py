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
