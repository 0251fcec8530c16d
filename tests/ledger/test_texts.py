"""Are amounts, days and zones read in all writings, and nothing guessed?"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from rapport.core.source import DayOrder
from rapport.ledger.currencies import code_sql, minor_units
from rapport.ledger.texts import decimal_sql, moment_sql, zone_sql

UNDECIDED, DAY_FIRST, MONTH_FIRST = DayOrder.UNDECIDED, DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST


def read(sql: str, text: str) -> object:
    """What the engine reads in a text."""
    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'")
    return engine.execute(f"SELECT {sql} FROM (SELECT $told AS told)", {"told": text}).fetchone()[0]


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("12.50", ".", "12.50"),
        ("12,50", ",", "12.50"),
        ("12,5", ".", "12.5"),
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50", ",", "1234.50"),
        ("1\u202f234,50 €", ",", "1234.50"),
        ("1'234.50", ".", "1234.50"),
        ("1,234", ".", "1234"),
        ("1.234", ".", "1.234"),
        ("1.234", ",", "1234"),
        ("1,234,567", ".", "1234567"),
        ("1.234.567", ",", "1234567"),
        ("-5", ".", "-5"),
        ("5-", ".", "-5"),
        ("(5.00)", ".", "-5"),
        ("−5,00", ",", "-5"),
        ("€12.5", ".", "12.5"),
        ("12.5 EUR", ".", "12.5"),
        ("CHF 12.5", ".", "12.5"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, mark, amount):
    assert read(decimal_sql("told", mark), text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "x", "--5", "1/2", "NaN", "inf", "12abc", "1.2.3", "1,2,3", "=1+1", "1e99", "9" * 30],
)
def test_what_is_no_amount_is_not_guessed(text):
    assert read(decimal_sql("told", "."), text) is None


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("2025-03-04", UNDECIDED, datetime(2025, 3, 4)),
        ("2025-03-04 05:06", UNDECIDED, datetime(2025, 3, 4, 5, 6)),
        ("2025-03-04T05:06:07Z", UNDECIDED, datetime(2025, 3, 4, 5, 6, 7)),
        ("2025-03-04 05:06:07 UTC", UNDECIDED, datetime(2025, 3, 4, 5, 6, 7)),
        ("2025-03-04 05:06:07 +0200", UNDECIDED, datetime(2025, 3, 4, 3, 6, 7)),
        ("2025-03-04 05:06:07-03:30", UNDECIDED, datetime(2025, 3, 4, 8, 36, 7)),
        ("2025-03-04 05:06:07+02", UNDECIDED, datetime(2025, 3, 4, 3, 6, 7)),
        ("2025-03-04 05:06+02", UNDECIDED, datetime(2025, 3, 4, 3, 6)),
        ("04/03/2025", DAY_FIRST, datetime(2025, 3, 4)),
        ("04/03/2025", MONTH_FIRST, datetime(2025, 4, 3)),
        ("04/03/2025 05:06", DAY_FIRST, datetime(2025, 3, 4, 5, 6)),
        ("03/04/2025 5:06 PM", MONTH_FIRST, datetime(2025, 3, 4, 17, 6)),
        ("4.3.2025", DAY_FIRST, datetime(2025, 3, 4)),
        ("2025/03/04", UNDECIDED, datetime(2025, 3, 4)),
        ("20250304", UNDECIDED, datetime(2025, 3, 4)),
        ("Mar 4, 2025", UNDECIDED, datetime(2025, 3, 4)),
        ("4 March 2025", UNDECIDED, datetime(2025, 3, 4)),
        ("Tue Mar 04 05:06:07 +0000 2025", UNDECIDED, datetime(2025, 3, 4, 5, 6, 7)),
        ("1741064767", UNDECIDED, datetime(2025, 3, 4, 5, 6, 7)),
        ("1741064767000", UNDECIDED, datetime(2025, 3, 4, 5, 6, 7)),
    ],
)
def test_a_moment_is_read_in_utc_where_its_offset_is_told(text, order, moment):
    assert read(moment_sql("told", order), text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "x", "04/03/2025", "2025-02-30", "2025-13-01", "0000-00-00", "1969-12-31", "9999-12-31",
     "infinity", "2025-03-04 25:00", "12"],
)  # fmt: skip
def test_a_day_that_could_be_two_or_none_is_not_guessed(text):
    assert read(moment_sql("told", UNDECIDED), text) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2025-03-04", None),
        ("2025-03-04 05:06:07", None),
        ("2025-03-04T05:06:07Z", "+00:00"),
        ("2025-03-04 05:06:07 UTC", "+00:00"),
        ("2025-03-04 05:06:07+02", "+02:00"),
        ("2025-03-04 05:06:07 -0330", "-03:30"),
        ("2025-03-04 05:06:07+02:00", "+02:00"),
        ("Tue Mar 04 05:06:07 +0100 2025", "+01:00"),
        ("1741064767", "+00:00"),
    ],
)
def test_the_offset_that_a_source_told_is_kept(text, zone):
    assert read(zone_sql("told"), text) == zone


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EUR", "EUR"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("$", None),
        ("EURO", "EUR"),
        ("ZZZ", None),
    ],
)
def test_a_currency_is_a_code_of_iso_4217_or_a_sign_that_can_mean_but_one(text, code):
    assert read(code_sql("told"), text) == code


def test_minor_units_are_those_of_iso_4217():
    codes = ("EUR", "JPY", "TND", "CLF", "XXX")
    assert [minor_units(code) for code in codes] == [100, 1, 1000, 10_000, 100]
