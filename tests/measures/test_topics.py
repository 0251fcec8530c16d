"""Topics: which share of people write about what?"""

from __future__ import annotations

import pytest

from rapport.measures.voice.topics import Topics

from .readings import heard
from .small_book import SmallBook, amounts

SAID = [
    *(heard(person, 1, "complaint", cause="delivery") for person in range(6)),
    *(heard(person, 2, "complaint", cause="delivery") for person in range(6)),
    *(heard(person, 3, "complaint", cause="price") for person in range(3)),
    *(heard(person, 1) for person in range(6, 10)),
]


def test_somebody_who_writes_twice_about_a_cause_is_one_person_of_ten():
    found = amounts(Topics().measure(SmallBook(reading=SAID)))
    assert found == pytest.approx(
        {"any of these": 0.6, "product": 0.0, "delivery": 0.6, "price": 0.3, "service": 0.0,
         "communication": 0.0}
    )  # fmt: skip


def test_a_trend_is_told_by_month():
    rows = Topics(per="month").measure(SmallBook(reading=SAID)).rows
    assert {row.period for row in rows} == {None, "2024-03"}


def test_it_says_that_causes_are_told_as_read():
    codes = [one.code for one in Topics().measure(SmallBook(reading=SAID)).caveats]
    assert codes == ["as-read"]
