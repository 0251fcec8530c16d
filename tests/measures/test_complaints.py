"""Complaints, praise, questions: are people counted, not messages, and errors taken out?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.estimate import Refusal
from rapport.measures.voice import complaints, praise, questions
from rapport.measures.voice.complaints import Complaints
from rapport.measures.voice.praise import Praise
from rapport.measures.voice.questions import Questions
from rapport.stats.prevalence import ErrorRates

from .readings import heard
from .small_book import SmallBook, amounts

pytestmark = pytest.mark.slow

CALM = [heard(person, 1) for person in range(70)]
ANGRY = [heard(person, 1, "complaint") for person in range(70, 100)]
ALIKE = ErrorRates(np.repeat([[[900, 100], [200, 800]]], 4, axis=0))
"""A reader that errs alike wherever it was tried."""
EVER, VOICES = "people who complained", "of what each wrote, complaints"


@pytest.fixture(autouse=True)
def _alike(monkeypatch):
    for module in (complaints, praise, questions):
        for name in {"COMPLAINT", "PRAISE", "QUESTION"} & set(vars(module)):
            monkeypatch.setattr(module, name, ALIKE)


def told(*readings, measure=None):
    return (measure or Complaints()).measure(SmallBook(reading=list(readings)))


def test_thirty_of_a_hundred_read_as_complaining_are_corrected_by_the_error_rates():
    false, hit = ALIKE.typical[:, 1]
    by_hand = (0.3 - false) / (hit - false)
    found = amounts(told(*CALM, *ANGRY))
    assert found[EVER] == pytest.approx(by_hand, abs=0.01)
    assert found[VOICES] == pytest.approx(by_hand, abs=0.01)


def test_what_was_read_is_counted_beside():
    found = amounts(told(*CALM, *ANGRY, heard(99, 2, "complaint")))
    assert found["messages read as complaints"] == 31
    assert found["people read as complaining"] == 30


def test_doubling_one_angry_authors_messages_changes_no_share():
    angry = [heard(99, text, "complaint") for text in range(2, 42)]
    again = [heard(99, text, "complaint", key=f"again {text}") for text in range(2, 42)]
    once, twice = amounts(told(*CALM, *ANGRY, *angry)), amounts(told(*CALM, *ANGRY, *angry, *again))
    assert (twice[EVER], twice[VOICES]) == (once[EVER], once[VOICES])


def test_forty_more_of_one_angry_author_are_still_one_person():
    more = [heard(99, text, "complaint") for text in range(2, 42)]
    before, after = amounts(told(*CALM, *ANGRY)), amounts(told(*CALM, *ANGRY, *more))
    assert after[EVER] == pytest.approx(before[EVER], abs=0.03)
    assert after[VOICES] == pytest.approx(before[VOICES], abs=0.01)


def test_spam_and_bots_are_nobodys_voice():
    spam = heard(200, 1, "complaint")
    noise = [(*spam[:15], True, *spam[16:]), (*spam[:19], "bot", *spam[20:])]
    assert amounts(told(*CALM, *ANGRY, *noise)) == amounts(told(*CALM, *ANGRY))


def test_praise_and_questions_are_read_by_heads_of_their_own():
    said = [heard(person, 1, "praise", "question") for person in range(20)]
    assert amounts(told(*said))[EVER] < 0.05
    assert amounts(told(*said, measure=Praise()))["people read as praising"] == 20
    assert amounts(told(*said, measure=Questions()))["people read as asking"] == 20


def test_a_sample_checked_by_people_narrows_the_interval():
    calm = [heard(person, 1, drawn=person % 7 == 0) for person in range(700)]
    angry = [heard(person, 1, "complaint", drawn=person % 3 == 0) for person in range(700, 1000)]
    unchecked = [heard(*row[:1], 1, *("complaint",) * row[9]) for row in [*calm, *angry]]
    wide, narrow = (
        next(row.answer.interval for row in told(*rows).rows if row.part == VOICES)
        for rows in (unchecked, [*calm, *angry])
    )
    assert narrow.high - narrow.low < wide.high - wide.low


def test_under_five_people_no_share_is_told():
    answer = told(*ANGRY[:4]).headline.answer
    assert isinstance(answer, Refusal)
    assert answer.n == 4


def test_a_book_that_was_not_read_asks_for_reading():
    assert "rapport voice score" in str(told().headline.answer.remedy)


def test_another_seed_draws_another_interval_around_the_same_share():
    one, other = (
        told(*CALM, *ANGRY, measure=replace(Complaints(), seed=seed)).headline.answer
        for seed in (1, 2)
    )
    assert one.value == pytest.approx(other.value, abs=0.01)
    assert one.interval != other.interval


def test_a_reader_that_may_err_anyhow_is_refused_with_the_way_to_check_it(monkeypatch):
    anyhow = np.array([[[99, 1], [90, 10]], [[50, 50], [50, 50]], [[10, 90], [1, 99]]])
    monkeypatch.setattr(complaints, "COMPLAINT", ErrorRates(anyhow))
    answer = told(*CALM, *ANGRY).headline.answer
    assert isinstance(answer, Refusal)
    assert "rapport voice sample" in str(answer.remedy)
