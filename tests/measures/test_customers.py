"""Customers: does it give the hand computation?"""

from __future__ import annotations

from datetime import date, datetime

from rapport.core.estimate import Interval, IntervalKind, Refusal
from rapport.measures.value.customers import Customers

from .small_book import SmallBook

DAY = date(2024, 1, 1)


def order(person):
    return (person, DAY, datetime(2024, 1, 1), "o", 100, "web")


def test_a_person_with_a_sale_is_one_customer_and_one_with_only_a_refund_is_none():
    book = SmallBook(purchase=[order(1), order(1), order(2)], refund=[(3, DAY, 100, "web")])
    assert Customers().measure(book).headline.answer.value == 2


def test_each_order_of_nobody_known_may_be_one_customer_more():
    book = SmallBook(purchase=[order(1), order(None), order(None)])
    interval = Customers().measure(book).headline.answer.interval
    assert interval == Interval(1, 3, 1.0, IntervalKind.BOUNDS)


def test_where_nobody_is_known_nothing_is_told():
    answer = Customers().measure(SmallBook(purchase=[order(None)])).headline.answer
    assert isinstance(answer, Refusal)


def test_an_empty_book_is_told_which_file_to_bring():
    answer = Customers().measure(SmallBook()).headline.answer
    assert "orders" in str(answer.remedy)
