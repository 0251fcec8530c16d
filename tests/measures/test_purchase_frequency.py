"""Purchase frequency: does it give the hand computation?"""

from __future__ import annotations

from datetime import date, datetime

from rapport.measures.value.purchase_frequency import PurchaseFrequency

from .small_book import SmallBook

JANUARY, OLD = date(2024, 1, 10), date(2022, 1, 10)


def order(person, day):
    return (person, day, datetime.combine(day, datetime.min.time()), "o", 100, "web")


BOUGHT = [order(person, JANUARY) for person in (1, 1, 1, 2, 3, 4, 5, 5)]


def test_it_counts_orders_of_the_last_365_days_per_customer_who_ordered_in_them():
    book = SmallBook(purchase=[*BOUGHT, order(1, OLD), order(6, OLD), order(None, JANUARY)])
    headline = PurchaseFrequency().measure(book).headline.answer
    assert (headline.value, headline.n) == (8 / 5, 5)


def test_a_period_counts_its_own_orders_and_customers():
    book = SmallBook(purchase=[*BOUGHT, *(order(person, OLD) for person in range(5))])
    rows = PurchaseFrequency(per="year").measure(book).rows
    assert [(row.period, row.answer.value) for row in rows[1:]] == [("2022", 1.0), ("2024", 1.6)]
