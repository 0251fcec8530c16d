"""Raw connection gap: does it give the hand computation, and say that it is no effect?"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rapport.core.estimate import Refusal, Weight
from rapport.measures.lift.raw_connection_gap import RawConnectionGap

from .small_book import SmallBook, amounts

DAY = date(2024, 6, 1)


def order(person, cents, day=DAY):
    return (person, day, datetime.combine(day, datetime.min.time()), "o", cents, "web")


PURCHASES = [order(person, 3000 if person < 30 else 1000) for person in range(60)]
FOLLOWS = [(person, DAY, None, "follow") for person in (*range(30), 99, 98)]
BOOK = SmallBook(purchase=PURCHASES, follow=FOLLOWS)


def test_it_is_the_spend_of_the_connected_less_that_of_the_others():
    told = amounts(RawConnectionGap().measure(BOOK))
    assert told == pytest.approx(
        {"gap": 20.0, "connected": 30.0, "not connected": 10.0, "matched share of follows": 30 / 32}
    )


def test_who_bought_nothing_lately_counts_with_zero():
    old = [order(person, 5000, date(2022, 1, 1)) for person in range(60, 90)]
    book = SmallBook(purchase=[*PURCHASES, *old], follow=FOLLOWS)
    assert amounts(RawConnectionGap().measure(book))["not connected"] == pytest.approx(5.0)


def test_a_month_is_brought_to_365_days():
    rows = RawConnectionGap(per="month").measure(BOOK).rows
    gap = [row.answer for row in rows if row.part == "gap" and row.period == "2024-06"]
    assert gap[0].value == pytest.approx(20 * 365 / 30)


def test_twenty_nine_on_a_side_are_too_few():
    book = SmallBook(purchase=PURCHASES, follow=FOLLOWS[1:30])
    answer = RawConnectionGap().measure(book).headline.answer
    assert isinstance(answer, Refusal)
    assert answer.n == 29


def test_it_says_seriously_that_it_is_not_an_effect():
    caveats = RawConnectionGap().measure(BOOK).caveats
    assert [caveat.weight for caveat in caveats if caveat.code == "not-an-effect"] == [
        Weight.SERIOUS
    ]


def test_without_follows_it_asks_for_them():
    answer = RawConnectionGap().measure(SmallBook(purchase=PURCHASES)).headline.answer
    assert "follows" in str(answer.remedy)
