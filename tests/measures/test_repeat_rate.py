"""Repeat rate: does it give the hand computation?"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rapport.measures.value.repeat_rate import RepeatRate

from .small_book import SmallBook, amounts


def order(person, day=date(2024, 1, 1)):
    return (person, day, datetime.combine(day, datetime.min.time()), "o", 100, "web")


TEN = [order(person) for person in (1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10)]


def test_two_of_ten_customers_came_back():
    result = RepeatRate().measure(SmallBook(purchase=[*TEN, order(None), order(None)]))
    assert amounts(result) == {"came back": 0.2, "customers who came back": 2.0}


def test_its_interval_is_wilsons():
    interval = RepeatRate().measure(SmallBook(purchase=TEN)).headline.answer.interval
    assert (interval.low, interval.high) == pytest.approx((0.0567, 0.5098), abs=1e-4)


def test_a_customer_of_an_earlier_period_who_buys_again_has_come_back():
    book = SmallBook(purchase=[*TEN, *(order(person, date(2024, 2, 1)) for person in range(6, 12))])
    rows = RepeatRate(per="month").measure(book).rows
    february = [row.answer.value for row in rows if row.period == "2024-02"]
    assert february == [5 / 6, 5.0]


def test_the_reader_is_told_that_the_young_had_less_time():
    caveats = RepeatRate().measure(SmallBook(purchase=TEN)).caveats
    assert "young-customers" in [caveat.code for caveat in caveats]
