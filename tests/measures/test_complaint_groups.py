"""Complaint groups: are distinct people counted, and growth told?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport.core.estimate import Refusal
from rapport.measures.voice.complaint_groups import ComplaintGroups

from .readings import heard
from .small_book import SmallBook, amounts

AS_OF = date(2024, 6, 30)


def said(person, group, days_ago=5, label=None):
    day = AS_OF - timedelta(days=days_ago)
    return (person, day, f"{person}-{group}-{days_ago}", f"t{person}", group, label or group)


def told(*rows, **settings):
    book = SmallBook(AS_OF, reading=[heard(0, 1, "complaint")], complaint_group=list(rows))
    return ComplaintGroups(**settings).measure(book)


LATE = [said(person, "late parcel") for person in range(9)]
BROKEN = [said(person, "broken lid", 45) for person in range(5, 9)]


def test_people_are_counted_once_in_each_group_and_once_in_all():
    angry = [said(0, "late parcel", days) for days in range(6, 40)]
    found = amounts(told(*LATE, *BROKEN, *angry))
    assert found["in any group"] == 9
    assert (found["late parcel"], found["broken lid"]) == (9, 4)


def test_the_biggest_group_comes_first_and_no_more_than_asked_for():
    parts = [row.part for row in told(*BROKEN, *LATE, most=1).rows]
    assert parts == ["in any group", "late parcel", "late parcel ↗"]


def test_growth_is_people_lately_for_each_one_in_the_days_before():
    before = [said(person, "late parcel", 50) for person in range(20, 23)]
    growth = next(row.answer for row in told(*LATE, *before).rows if "↗" in row.part)
    assert growth.value == pytest.approx(9.5 / 3.5)
    assert growth.interval.low < 1 < growth.interval.high < 20


def test_growth_of_a_handful_is_refused():
    answers = {row.part: row.answer for row in told(*LATE, *BROKEN).rows}
    assert isinstance(answers["broken lid ↗"], Refusal)


def test_two_groups_of_one_name_are_told_apart():
    other = [said(person, "z", label="late parcel") for person in range(30, 33)]
    assert amounts(told(*LATE, *other))["late parcel (2)"] == 3


def test_a_book_without_groups_is_refused_with_a_remedy():
    answer = told().headline.answer
    assert isinstance(answer, Refusal)
    assert "rapport voice score" in str(answer.remedy)
