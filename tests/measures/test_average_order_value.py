"""Average order value: does it give the hand computation?"""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest

from rapport.core.estimate import Refusal
from rapport.core.phrase import say
from rapport.measures.value.average_order_value import AverageOrderValue

from .small_book import SmallBook, amounts


def order(person, cents, channel="web", day=date(2024, 3, 1)):
    return (person, day, datetime.combine(day, datetime.min.time()), "o", cents, channel)


FIVE = [order(1, 1000), order(1, 3000), order(2, 1000), order(3, 2000), order(4, 3000),
        order(5, 2000, "shop", date(2024, 4, 1))]  # fmt: skip


def test_it_is_the_amount_over_the_orders_of_known_customers():
    book = SmallBook(purchase=[*FIVE, order(None, 99_999)])
    assert amounts(AverageOrderValue().measure(book)) == {"average": 20.0, "orders": 6.0}


def test_its_interval_is_the_delta_method_over_customers_by_hand():
    headline = AverageOrderValue().measure(SmallBook(purchase=FIVE)).headline.answer
    # r = 20; residuals 0, −10, 0, 10, 0: variance 5/4 · 200 / 36; t(4) = 2.776445
    factor = math.exp(2.776445 * math.sqrt(5 / 4 * 200 / 36) / 20)
    assert headline.interval.low == pytest.approx(20 / factor, rel=1e-6)
    assert headline.interval.high == pytest.approx(20 * factor, rel=1e-6)
    assert (headline.n, str(headline.unit)) == (5, "EUR per order")


def test_segments_and_periods_follow_the_headline():
    result = AverageOrderValue(by="channel", per="month").measure(SmallBook(purchase=FIVE))
    cuts = [(row.segment, row.period) for row in result.rows if row.part == "average"]
    assert cuts == [
        (None, None), ("shop", None), ("web", None), (None, "2024-03"), (None, "2024-04"),
        ("shop", "2024-04"), ("web", "2024-03"),
    ]  # fmt: skip


def test_four_customers_are_too_few():
    answer = AverageOrderValue().measure(SmallBook(purchase=FIVE[:-1])).headline.answer
    assert isinstance(answer, Refusal)
    assert answer.n == 4


def test_amounts_in_currencies_that_cannot_be_added_up_are_refused():
    why = Refusal(say("two currencies"), say("import rates"))
    result = AverageOrderValue().measure(SmallBook(purchase=FIVE, currency=why))
    assert [row.answer for row in result.rows if row.part == "average"] == [why]
    assert amounts(result) == {"orders": 6.0}
