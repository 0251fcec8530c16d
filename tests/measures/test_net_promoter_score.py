"""Net promoter score: does it give the hand computation, a person one voice?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.estimate import Refusal
from rapport.measures.trust.net_promoter_score import NetPromoterScore

from .small_book import SmallBook, amounts

DAY = date(2024, 1, 1)


def said(person, score, question="nps", promise=None):
    return (person, DAY, question, score, promise, None, None)


TEN = [said(person, score) for person, score in enumerate([10, 9, 9, 10, 9, 8, 7, 6, 0, 3], 1)]


def test_five_promoters_and_three_detractors_of_ten_make_twenty():
    told = amounts(NetPromoterScore().measure(SmallBook(answer=TEN)))
    assert told == pytest.approx(
        {"nps": 20, "promoters": 0.5, "passives": 0.2, "detractors": 0.3, "answers": 10}
    )


def test_a_satisfaction_score_never_becomes_one():
    answers = [said(person, 10, "rating") for person in range(50)]
    answer = NetPromoterScore().measure(SmallBook(answer=answers)).headline.answer
    assert isinstance(answer, Refusal)


def test_answers_of_nobody_known_are_one_person_each():
    answers = [said(None, score) for score in (10, 9, 1, 7, 8, 10)]
    assert NetPromoterScore().measure(SmallBook(answer=answers)).headline.answer.n == 6


def test_the_same_answer_ten_times_is_one_voice():
    once, often = (
        NetPromoterScore().measure(SmallBook(answer=TEN * times)).headline.answer
        for times in (1, 10)
    )
    assert (once.n, once.interval) == (often.n, pytest.approx(once.interval))


def test_a_segment_under_thirty_people_is_not_compared():
    answers = [
        said(person, 10, promise="kept" if person < 40 else "broken") for person in range(50)
    ]
    rows = NetPromoterScore(by="promise").measure(SmallBook(answer=answers)).rows
    refused = {row.segment: isinstance(row.answer, Refusal) for row in rows if row.part == "nps"}
    assert refused == {None: False, "broken": True, "kept": False}
