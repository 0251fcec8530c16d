"""Revenue: does it give the hand computation, to the cent?"""

from __future__ import annotations

from datetime import date, datetime

from rapport.core.estimate import IntervalKind
from rapport.measures.value.revenue import Revenue

from .small_book import SmallBook, amounts

DAY = date(2024, 1, 1)


def order(person, cents):
    return (person, DAY, datetime(2024, 1, 1), "o", cents, "web")


def test_sales_refunds_net_and_unknown_are_told_to_the_cent():
    book = SmallBook(
        purchase=[order(1, 1001), order(2, 2002), order(None, 5)], refund=[(1, DAY, 101, "web")]
    )
    assert amounts(Revenue().measure(book)) == {
        "sales to known customers": 30.03,
        "refunds": 1.01,
        "net of refunds": 29.02,
        "unknown customers": 0.05,
    }


def test_it_is_exact():
    interval = Revenue().measure(SmallBook(purchase=[order(1, 1001)])).headline.answer.interval
    assert (interval.low, interval.high, interval.kind) == (10.01, 10.01, IntervalKind.BOUNDS)


def test_a_billion_orders_of_ten_million_stay_exact():
    cents = 900_000_000_000_000
    book = SmallBook(purchase=[order(1, cents), order(2, 1)])
    assert Revenue().measure(book).headline.answer.value == (cents + 1) / 100
