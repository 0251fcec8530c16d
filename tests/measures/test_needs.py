"""Needs: does it tell what became of each request?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport.core.errors import BadSetting
from rapport.measures.voice.needs import Needs

from .readings import NOON, heard
from .small_book import SmallBook, amounts

ASKED = [heard(person, 1, "question") for person in range(10)]
LATER = NOON + timedelta(hours=3)


def talk(*answered):
    """The conversations of ten requests, some with a reply."""
    asked = [(row[1], f"talk {row[0]}", "files", row[3], "in", row[2]) for row in ASKED]
    return [
        *asked,
        *((NOON.date(), f"talk {one}", "files", f"r{one}", "out", LATER) for one in answered),
    ]


def told(readings=ASKED, answered=(0, 1, 2, 3), handling=(), as_of=date(2024, 6, 30), **settings):
    book = SmallBook(as_of, reading=readings, talk=talk(*answered), handling=list(handling))
    return Needs(**settings).measure(book)


def noted(person, state="answered", text="", outcome=None):
    return (NOON.date(), "files", f"{person}-1", state, text, outcome)


def test_four_of_ten_requests_with_a_later_reply_are_answered():
    found = amounts(told())
    assert found["answered"] == pytest.approx(0.4)
    assert found["without an answer"] == pytest.approx(0.6)
    assert (found["requests"], found["still waiting"]) == (10, 6)


def test_a_step_noted_answers_too_and_says_what_came_of_it():
    steps = [noted(0, outcome="changed"), noted(9, "closed", "We now open on Sundays", "changed"),
             noted(8, "answered", "It would cost more than it brings", "declined")]  # fmt: skip
    found = amounts(told(handling=steps))
    assert found["changed something"] == pytest.approx(0.2)
    assert found["declined with a reason"] == pytest.approx(0.1)
    assert found["answered"] == pytest.approx(0.6)


def test_declining_without_a_reason_is_not_declining_with_one():
    found = amounts(told(handling=[noted(8, outcome="declined")]))
    assert found["declined with a reason"] == 0


def test_a_young_request_is_undecided_but_waits():
    young = [heard(person, 1, "question") for person in range(10)]
    found = amounts(told([*young], as_of=date(2024, 3, 5)))
    assert found == {"requests": 10, "still waiting": 6}


def test_one_person_with_many_requests_is_one_voice():
    many = [heard(9, text, "question", key="9-1") for text in range(2, 50)]
    assert amounts(told([*ASKED, *many]))["answered"] == pytest.approx(0.4)


def test_a_limit_that_is_no_number_of_days_is_said():
    book = SmallBook(reading=ASKED)
    book.settings["answer_within_days"] = "soon"
    with pytest.raises(BadSetting, match="soon"):
        Needs().measure(book)
