"""Pictures of a lift: do they show what the measure tells?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rapport.core.estimate import Refusal
from rapport.measures.lift.connection_lifetime import fading_rate, monthly_survival
from rapport.stats.landmark_histories import histories
from rapport.stats.panel import NEVER, Panel

from .large_company import large_company
from .small_company import small_company
from .small_world import house_of, measured

pytestmark = pytest.mark.slow

AS_OF = date(2024, 6, 30)
COMPANY = large_company()


@pytest.fixture(scope="module")
def picture():
    return house_of(COMPANY).lift_picture(as_of=AS_OF)


def test_the_two_bars_are_what_the_measure_tells(picture):
    rows = {row.part: row.answer for row in measured(COMPANY, "connection_effect", AS_OF).rows}
    (before, _), (_, because) = (one.marks for one in picture.gap.series)
    assert because.value == pytest.approx(rows["effect"].value)
    assert before.value == pytest.approx(rows["already there before"].value)


def test_the_month_of_connecting_is_a_gap_and_every_month_has_a_band(picture):
    for series in picture.months.series:
        told = {mark.across: mark for mark in series.marks}
        assert (min(told), max(told), told[-1].value) == (-6, 12, None)
    later = [mark for mark in picture.months.series[1].marks if mark.across >= 0]
    assert all(mark.low < mark.value < mark.high for mark in later)


def test_what_is_supposed_never_stands_under_what_was_seen(picture):
    seen, supposed = picture.lifetime.series
    assert [mark.value is None for mark in seen.marks] == [False, True, True, True]
    assert [mark.low for mark in supposed.marks] == [None] * 4


def test_where_no_effect_is_told_none_is_drawn():
    assert isinstance(house_of(small_company()).lift_picture(as_of=AS_OF), Refusal)


def test_a_rate_of_fading_is_told_only_where_it_shows():
    noisy = 1.0 + 0.01 * np.cos(np.arange(12.0))
    assert fading_rate(noisy, np.eye(12)) is None
    assert fading_rate(0.8 ** np.arange(12.0), np.eye(12) * 1e-4) == pytest.approx(0.8, abs=0.01)


def test_survival_is_the_share_who_go_on_buying():
    orders = np.zeros((13, 4))
    orders[1], orders[7, :2] = 1.0, 1.0
    panel = Panel(tuple(np.stack([month, month]) for month in orders))
    told = histories(panel, np.zeros(4, int), np.array([1, 1, 1, NEVER]))
    assert monthly_survival(told) == pytest.approx((2 / 3) ** (1 / 6))
