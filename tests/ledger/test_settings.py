"""Are settings dated, checked, and kept one way?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.errors import BadSetting, UnknownName
from rapport.ledger.settings import checked
from worlds import Clock, fresh_house


@pytest.mark.parametrize(
    ("name", "told", "kept"),
    [
        ("margin_rate", "45%", "0.45"),
        ("margin_rate", "0,45", "0.45"),
        ("currency", "eur", "EUR"),
        ("zone", "Europe/Paris", "Europe/Paris"),
        ("connected", "membership, follow", "follow,membership"),
        ("answer_within_days", "3", "3"),
        ("region", "fr", "FR"),
    ],
)
def test_a_setting_is_kept_the_one_way(name, told, kept):
    assert checked(name, told) == kept


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("margin_rate", "1.2"),
        ("margin_rate", "x"),
        ("margin_rate", "NaN"),
        ("hourly_cost", "-1"),
        ("hourly_cost", "inf"),
        ("currency", "EURO"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("connected", "friends"),
        ("answer_within_days", "0"),
        ("region", "FRA"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(name, told):
    with pytest.raises(BadSetting, match=name):
        checked(name, told)


def test_an_unknown_setting_is_refused_with_those_that_exist():
    with pytest.raises(UnknownName, match="margin_rate"):
        checked("margin", "1")


def test_a_setting_holds_from_its_day_on_and_the_last_word_counts():
    clock = Clock()
    with fresh_house(clock) as (house, _):
        for value, since in (("0.4", None), ("0.5", date(2025, 6, 1)), ("0.45", None)):
            house.set("margin_rate", value, since)
            clock.wait()
        told = [
            house.settings(day)["margin_rate"].value
            for day in (date(2025, 5, 31), date(2025, 6, 1))
        ]
        assert told == ["0.45", "0.5"]


def test_what_was_set_later_was_not_known_before():
    clock = Clock()
    with fresh_house(clock) as (house, _):
        house.set("margin_rate", "0.4")
        known_at = clock.wait()
        house.set("margin_rate", "0.6")
        before = house.snapshot(date(2025, 6, 1), known_at).setting("margin_rate")
        assert before.value == "0.4"
        assert house.snapshot(date(2025, 6, 1)).setting("margin_rate").value == "0.6"


@pytest.mark.parametrize(
    ("name", "told", "kept"),
    [
        ("working_hours", "Mon-Fri 9:00-12:30, lun-ven 14:00-18:00",
         "mon-fri 09:00-12:30, mon-fri 14:00-18:00"),
        ("working_hours", "24/7", "mon-sun 00:00-24:00"),
        ("working_hours", "sat 10:00-12:00", "sat 10:00-12:00"),
        ("holidays", "fr, de-by, 2026-12-24", "FR,DE-BY,2026-12-24"),
        ("resolved_after_days", "3", "3"),
    ],
)  # fmt: skip
def test_when_we_work_is_kept_the_one_way(name, told, kept):
    assert checked(name, told) == kept


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("working_hours", ""),
        ("working_hours", "mon-fri 18:00-09:00"),
        ("working_hours", "fri-mon 09:00-18:00"),
        ("working_hours", "mon 09:00-12:00, mon 11:00-18:00"),
        ("working_hours", "monday 9-5"),
        ("working_hours", "mon 09:00-25:00"),
        ("holidays", "XX"),
        ("holidays", "2026-13-01"),
    ],
)
def test_hours_that_nobody_works_are_refused(name, told):
    with pytest.raises(BadSetting, match=name):
        checked(name, told)


def test_brands_are_kept_once_each_in_the_order_told():
    assert checked("competitors", " Rivalia,Bexa & Co , Rivalia") == "Rivalia,Bexa & Co"
    with pytest.raises(BadSetting, match="brand"):
        checked("brand", " , ")
