"""Response rate: does it give the hand computation, the young censored?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rapport.core.errors import BadSetting
from rapport.core.estimate import Refusal
from rapport.measures.care.response_rate import ResponseRate

from .small_book import SmallBook, amounts

MARCH = datetime(2024, 3, 1, 9)


def asked(person, after_hours=None, at=MARCH):
    answered = None if after_hours is None else at + timedelta(hours=after_hours)
    return (person, person, at.date(), at, answered, "web")


def seen(row, as_of):
    """A round as it stood on a day, with how long it was seen to wait."""
    end = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
    answered = row[4] if row[4] and row[4] < end else None
    waited = int(((answered or end) - row[3]).total_seconds())
    return (*row[:4], answered, row[5], waited, waited, None)


SAID = [(1, date(2024, 3, 1), "t", "out", "staff", "web")]


def told(*rounds, as_of=date(2024, 12, 31), **settings):
    rows = [seen(row, as_of) for row in rounds]
    return ResponseRate(**settings).measure(SmallBook(as_of, message=SAID, message_round=rows))


OLD = [asked(1, 1), asked(2, 1), asked(3, 100), asked(4, 169), asked(5), asked(6)]


def test_half_of_six_old_questions_were_answered_within_a_week():
    result = told(*OLD)
    assert amounts(result) == pytest.approx({"answered": 0.5, "still waiting": 2.0})
    assert result.headline.answer.n == 6


def test_a_shorter_limit_is_a_setting():
    assert amounts(told(*OLD, answer_within_days=1))["answered"] == pytest.approx(1 / 3)


def test_a_young_question_is_censored_not_failed():
    young = [asked(person, at=datetime(2024, 12, 31, 20)) for person in range(7, 57)]
    # 56 wait; one hour in, two of them are answered; the young leave after four hours
    by_hand = 1 - (54 / 56) * (3 / 4)
    assert amounts(told(*OLD, *young))["answered"] == pytest.approx(by_hand)


def test_where_no_question_is_old_enough_nothing_is_told():
    answer = told(*OLD, as_of=date(2024, 3, 2)).headline.answer
    assert isinstance(answer, Refusal)


def test_one_person_with_many_questions_is_one_voice():
    crowd = [asked(person, 1 if person % 2 else None) for person in range(40)]
    one = told(*crowd).headline.answer.interval
    doubled = told(*crowd, *crowd).headline.answer.interval
    assert doubled.high - doubled.low == pytest.approx(one.high - one.low, rel=0.15)


def test_the_same_rounds_give_the_same_interval():
    assert told(*OLD).headline == told(*reversed(OLD)).headline


def test_a_limit_that_is_no_number_of_days_is_said():
    book = SmallBook(message=SAID, message_round=[seen(row, date(2024, 12, 31)) for row in OLD])
    book.settings["answer_within_days"] = "soon"
    with pytest.raises(BadSetting, match="soon"):
        ResponseRate().measure(book)


def test_where_no_reply_was_imported_it_asks_for_them_and_says_no_zero():
    rows = [seen(asked(person), date(2024, 12, 31)) for person in range(6)]
    book = SmallBook(message=[(1, date(2024, 3, 1), "t", "in", None, "web")], message_round=rows)
    answer = ResponseRate().measure(book).headline.answer
    assert "you sent" in str(answer.remedy)
