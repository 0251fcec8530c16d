"""Answered publicly: are public questions counted by who could read the answer?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.estimate import Refusal

from .told_talks import house_told, parts_of, said, values

pytestmark = pytest.mark.slow


def talk(who, seen="public", answered="public", day=2, reply_day=3):
    """A question, and perhaps an answer that some can read."""
    asked = said(f"q{who}", f"T{who}", f"{day:02d} 10:00", who, seen=seen)
    reply = said(f"r{who}", f"T{who}", f"{reply_day:02d} 10:00", who, agent="Ann",
                 seen=answered or "")  # fmt: skip
    return [asked] if answered is None else [asked, reply]


OLD = [row for who in "abcdef" for row in talk(who)]
OLD += [row for who in "gh" for row in talk(who, answered="private")]
OLD += [row for who in "ij" for row in talk(who, answered=None)]


def told(rows, **settings):
    with house_told(*rows) as house:
        return parts_of(house, "answered_publicly", **settings)


def test_six_of_eight_answers_and_of_ten_questions_are_public():
    found = values(told(OLD))
    assert found["of answers, in public"] == pytest.approx(6 / 8)
    assert found["answered in public"] == pytest.approx(6 / 10)
    assert found["answered in private"] == pytest.approx(2 / 10)
    assert (found["public questions"], found["public questions answered"]) == (10, 8)


def test_private_questions_are_none_of_them():
    private = [row for who in "klmno" for row in talk(who, "private", "private")]
    assert values(told(OLD + private)) == values(told(OLD))


def test_a_quick_public_answer_to_a_young_question_is_not_favoured():
    young = [row for who in "klmno" for row in talk(who, day=28, reply_day=28)]
    assert values(told(OLD + young)) == values(told(OLD))


def test_an_answer_after_the_limit_is_none_in_time():
    late = [row for who in "kl" for row in talk(who, reply_day=20)]
    found = values(told(OLD + late))
    assert (found["public questions"], found["public questions answered"]) == (12, 8)


def test_where_nobody_says_what_is_public_it_is_refused_with_a_remedy():
    rows = [row for who in "abcdef" for row in talk(who, seen="", answered="")]
    answer = told(rows)["of answers, in public"]
    assert "--map visibility" in str(answer.remedy)


def test_answers_of_unknown_visibility_are_not_taken_for_private():
    rows = [row for who in "abcdef" for row in talk(who, answered="")]
    answer = told(rows)["of answers, in public"]
    assert "no answer to a public question tells" in str(answer.reason)


def test_too_early_in_the_book_nothing_is_old_enough():
    answer = told(OLD, as_of=date(2025, 6, 4)).popitem()[1]
    assert isinstance(answer, Refusal)
