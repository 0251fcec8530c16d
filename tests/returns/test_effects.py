"""Effects: are loyalty and care told of the right months, and only where something was shown?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.calendar import Window
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.phrase import say
from rapport.core.result import Result, Row
from rapport.core.statement import Statement
from rapport.returns.margins import margin_rows
from rapport.returns.statement import make_statement

from .small_accounts import (
    YEAR,
    SmallAccounts,
    brought,
    covered,
    effect,
    no_effect,
    order,
    spent,
    worked,
)

TIED, HEARD = "connection_effect", "answer_effect"
SETTINGS = {"margin_rate": "0.5", "incremental_share": "0.6"}
TABLES = {
    "purchase": [
        order(1, 2, 20000),
        order(2, 3, 10000, first_touch="share"),
        order(3, 4, 8000),
        order(4, 5, 6000),
        order(5, 4, 4000, date(2024, 4, 1)),
    ],
    "referral": [brought(1, 2)],
    "follow": [{"person": 4}],
    "message": [{"person": 5}],
    "effort": [worked(1.0)],
    "spend": [spent(1000, "tools")],
    "connection_covered": [*covered(2, 3), *covered(3, 3), *covered(4, 3, 4, 5, 6)],
    "answer_covered": [*covered(4, 3, 4), *covered(5, 3, 4)],
}
BOTH = (effect(TIED, 2.0, 1.0), effect(HEARD, 3.0, 1.0, "likely"))


def statement(*results: Result, window: Window = YEAR, **tables: list) -> Statement:
    book = SmallAccounts(TABLES | tables, SETTINGS)
    return make_statement(book, window, (), results)


def test_loyalty_is_the_effect_times_the_months_of_customers_on_no_line_above():
    """Two customers came by a referral and a share; the third has four months at 2 EUR."""
    answer = statement(*BOTH).lines[2].answer
    assert (answer.value, answer.n) == (8.0, 1)
    assert (answer.interval.low, answer.interval.high) == (4.0, 12.0)


def test_care_is_told_of_customers_who_are_not_on_the_line_of_loyalty():
    assert (statement(*BOTH).lines[3].answer.value, statement(*BOTH).lines[3].answer.n) == (6.0, 1)


def test_without_a_line_of_loyalty_its_customers_are_free_for_care():
    care = statement(no_effect(TIED), BOTH[1]).lines[3].answer
    assert (care.value, care.n) == (12.0, 2)


def test_half_a_month_in_the_window_counts_half():
    half = Window(date(2024, 1, 1), date(2024, 4, 16))
    assert statement(*BOTH, window=half).lines[2].answer.value == 2.0 * 1.5


def test_a_lines_cents_stand_on_the_orders_of_its_months_by_their_margin():
    """8 EUR on orders of 40 and 20 EUR margin: 5.33 and 2.67."""
    rows = margin_rows(SmallAccounts(TABLES, SETTINGS), YEAR, BOTH)
    told = dict(zip(rows["order_id"], rows["loyalty"].tolist(), strict=True))
    assert told == {"o1": 0, "o2": 0, "o3": 533, "o4": 0, "o5": 267}


def test_three_equal_orders_share_a_hundred_cents_by_largest_remainders():
    orders = [order(n, 7, 600, date(2024, 3, n)) for n in (1, 2, 3)]
    book = SmallAccounts({"purchase": orders, "follow": [{"person": 7}],
                          "connection_covered": covered(7, 3)}, SETTINGS)  # fmt: skip
    told = margin_rows(book, YEAR, (effect(TIED, 1.0, 0.1),))
    assert told["loyalty"].tolist() == [34, 33, 33]
    assert told["baseline"].tolist() == [266, 267, 267]


def test_a_loss_is_told_like_a_gain():
    told = statement(effect(TIED, -2.0, 1.0))
    assert told.lines[2].answer.value == -8.0
    assert told.reconciliation.parts[2][1] == -800


def test_measured_and_not_shown_counts_as_nothing_within_what_was_measured():
    told = statement(effect(TIED, 0.5, 2.0, "no-evidence"), BOTH[1])
    answer = told.lines[2].answer
    assert (answer.value, answer.interval.low, answer.interval.high) == (0.0, -6.0, 10.0)
    assert told.reconciliation.parts[2][1] == 0
    assert {one.code: one.weight for one in told.caveats}["loyalty-not-shown"] is Weight.WARNING


def test_measured_and_not_shown_lets_the_whole_rate_be_told():
    told = statement(effect(TIED, 0.5, 2.0, "no-evidence"), BOTH[1])
    assert told.ror.answer.value == pytest.approx((60 + 50 + 0 + 6 - 40) / 40)
    wide, narrow = told.ror.answer.interval, statement(*BOTH).ror.answer.interval
    assert wide.low < narrow.low


def test_a_comparison_that_cannot_say_refuses_its_line_and_the_whole_rate():
    told = statement(no_effect(TIED), BOTH[1])
    assert str(told.lines[2].answer.reason) == "too few connect"
    assert str(told.ror.answer.reason) == "RoR needs every line; refused is loyalty"
    assert told.ror_told.answer.value == pytest.approx((60 + 50 + 12 - 40) / 40)


def test_an_effect_without_a_verdict_is_none():
    bare = effect(TIED, 2.0, 1.0)
    told = statement(Result(bare.card, bare.as_of, bare.rows))
    assert "no verdict" in str(told.lines[2].answer.reason)


def test_an_effect_on_sales_is_no_margin():
    bare = effect(TIED, 2.0, 1.0)
    sold = Caveat("sales-not-margin", say("sales"))
    told = statement(Result(bare.card, bare.as_of, bare.rows, (*bare.caveats, sold)))
    assert "margin_rate" in str(told.lines[2].answer.remedy)


def test_the_cautious_interval_is_the_statements():
    bare = effect(TIED, 2.0, 1.0)
    wide = effect(TIED, 2.0, 1.5).headline.answer
    rows = (*bare.rows, Row(wide, "effect with the allowance for hidden loyalty"))
    interval = statement(Result(bare.card, bare.as_of, rows, bare.caveats)).lines[2].answer.interval
    assert (interval.low, interval.high) == (2.0, 14.0)


def test_a_window_that_covers_no_month_is_not_measured_and_not_nothing():
    autumn = Window(date(2024, 9, 1), date(2025, 1, 1))
    told = statement(*BOTH, window=autumn, purchase=[order(9, 4, 100, date(2024, 10, 1))])
    assert isinstance(told.lines[2].answer, Refusal)
    assert "covers no customer-month" in str(told.lines[2].answer.reason)


def test_months_without_any_order_carry_no_line():
    told = statement(*BOTH, connection_covered=covered(4, 8))
    assert "can carry" in str(told.lines[2].answer.reason)
    assert told.lines[3].answer.value == 12.0
