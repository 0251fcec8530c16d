"""Statement: is it whole, whatever the book holds?"""

from __future__ import annotations

from rapport.core.estimate import Refusal
from rapport.returns.statement import make_statement

from .small_accounts import YEAR, SmallAccounts, brought, order, spent, worked

TABLES = {
    "purchase": [
        order(n, n, 1000 * n, first_touch="share" if n % 2 else "ad") for n in range(1, 9)
    ],
    "referral": [brought(1, 2)],
    "effort": [worked(1.0)],
    "spend": [spent(100, "media")],
    "follow": [{"person": 1, "day": YEAR.start}],
    "message": [{"person": 1, "day": YEAR.start}],
}
SETTINGS = {"margin_rate": "0.5", "incremental_share": "0.6", "acquisition_cost": "12"}


def test_an_empty_book_refuses_every_line_with_a_remedy():
    lines = make_statement(SmallAccounts({}), YEAR).all_lines
    assert all(isinstance(line.answer, Refusal) for line in lines)
    assert all(str(line.answer.remedy) for line in lines)


def test_the_lines_stand_in_the_order_of_their_claims_on_a_purchase():
    statement = make_statement(SmallAccounts(TABLES, SETTINGS), YEAR)
    assert [line.key for line in statement.lines] == ["advocacy", "sharing", "loyalty", "care"]


def test_loyalty_and_care_that_nobody_measured_are_refused_with_what_to_ask():
    loyalty, care = make_statement(SmallAccounts(TABLES, SETTINGS), YEAR).lines[2:]
    assert "connection_effect" in str(loyalty.answer.remedy)
    assert "answer_effect" in str(care.answer.remedy)


def test_parts_add_up_to_their_line():
    statement = make_statement(SmallAccounts(TABLES, SETTINGS), YEAR)
    for line in (*statement.lines, statement.costs):
        if line.of_which:
            parts = sum(part.answer.value for part in line.of_which)
            assert abs(parts - line.answer.value) < 1e-9


def test_amounts_times_hundred_change_money_and_no_rate():
    dear = {
        name: [
            {key: 100 * value if key in ("amount", "hourly_cost") else value
             for key, value in row.items()} for row in rows
        ] for name, rows in TABLES.items()
    }  # fmt: skip
    one = make_statement(SmallAccounts(TABLES, SETTINGS | {"acquisition_cost": "1"}), YEAR)
    hundred = make_statement(SmallAccounts(dear, SETTINGS | {"acquisition_cost": "100"}), YEAR)
    assert abs(hundred.ror_told.answer.value - one.ror_told.answer.value) < 1e-9
    assert hundred.reconciliation.total == 100 * one.reconciliation.total


def test_currencies_without_cents_are_told_whole():
    yen = SmallAccounts(TABLES, SETTINGS, currency="JPY", minor_units=1)
    statement = make_statement(yen, YEAR)
    assert statement.costs.answer.value == 3000 + 100
    assert str(statement.costs.answer.unit) == "JPY"


def test_the_order_of_rows_changes_nothing():
    turned = {name: rows[::-1] for name, rows in TABLES.items()}
    one = make_statement(SmallAccounts(TABLES, SETTINGS), YEAR)
    assert make_statement(SmallAccounts(turned, SETTINGS), YEAR).tidy() == one.tidy()


def test_every_line_of_the_tidy_table_tells_its_window():
    rows = make_statement(SmallAccounts(TABLES, SETTINGS), YEAR).tidy()
    assert {row["period"] for row in rows} == {"2024-01-01/2025-01-01"}
