"""Value pictures: do the pictures of a forecast show what its numbers say?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from measures.small_company import small_company
from measures.small_world import house_of
from rapport.measures.value.forecast import whole_outlook
from rapport.measures.value.one_path import probabilities
from rapport.measures.value.people import keep_people, share_of_the_best
from rapport.measures.value.pictures import value_pictures
from worlds import fresh_house

pytestmark = pytest.mark.slow

AS_OF = date(2024, 6, 30)
COMPANY = small_company()


def snapshot():
    return house_of(COMPANY).snapshot(AS_OF)


def picture(key):
    return next(one for one in value_pictures(snapshot()) if one.key == key)


def numbers(key):
    return [[mark.value for mark in one.marks] for one in picture(key).series]


def test_what_is_expected_falls_with_silence():
    for column in zip(*numbers("expected_by_history"), strict=True):
        told = [value for value in column if value is not None]
        assert told == sorted(told, reverse=True)


def test_who_bought_today_promises_more_the_more_often_they_bought():
    today = numbers("expected_by_history")[0]
    assert today == sorted(today)
    assert today[0] > 0


def test_a_path_ends_at_what_the_table_of_people_says():
    book = snapshot()
    table = keep_people(book)
    told = book.engine.rows(f"SELECT probability_active FROM {table}")
    ended = numbers("one_customer")[0][-1]
    assert min(abs(ended - one) for (one,) in told) < 1e-9


def test_a_path_falls_in_silence_and_rises_at_an_order():
    outlook = whole_outlook(snapshot())
    days = np.array([0.0, 40.0, 89.0, 90.0, 150.0])
    told = probabilities(outlook, np.array([0.0, 30.0, 90.0]), days, 150.0)
    assert told[1] > told[2] < told[3] > told[4]
    assert np.all((told > 0) & (told <= 1))


def test_the_path_names_nobody_and_starts_on_the_day_of_the_first_order():
    path = picture("one_customer")
    assert (path.series[0].marks[0].across, path.ruled[0], path.n) == (0, 0, 1)
    assert "@" not in repr(path)


def test_concentration_goes_through_the_share_of_the_best_tenth():
    held, even = numbers("concentration")
    assert (held[0], held[-1]) == (0.0, pytest.approx(1.0))
    assert held[2] == pytest.approx(share_of_the_best(snapshot()), abs=0.01)
    assert all(one >= other - 1e-9 for one, other in zip(held, even, strict=True))


def test_an_empty_book_has_no_picture():
    with fresh_house() as (house, _):
        assert house.value_pictures() == ()
