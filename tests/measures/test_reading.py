"""Reading: is every measure read in the same honest way?"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rapport.core.errors import UnknownName
from rapport.measures.care.response_rate import ResponseRate
from rapport.measures.value.customers import Customers

from .small_book import SmallBook

BOOK = SmallBook(purchase=[(1, date(2024, 1, 1), datetime(2024, 1, 1), "o", 100, None)])


def test_a_segment_that_a_measure_does_not_know_is_said_with_those_it_knows():
    with pytest.raises(UnknownName, match="channel"):
        Customers(by="colour").measure(BOOK)


def test_a_segment_that_is_not_told_has_a_name():
    rows = Customers(by="channel").measure(BOOK).rows
    assert [row.segment for row in rows] == [None, "(not told)"]


def test_the_measures_own_settings_stand_in_the_provenance():
    settings = dict(ResponseRate(answer_within_days=3).measure(BOOK).provenance.settings)
    assert settings["response_rate.answer_within_days"] == "3"
