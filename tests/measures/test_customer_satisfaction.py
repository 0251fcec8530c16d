"""Customer satisfaction: does it give the hand computation?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.measures.trust.customer_satisfaction import CustomerSatisfaction

from .small_book import SmallBook, amounts

DAY = date(2024, 1, 1)


def said(person, score, promise="kept", scale=(1, 5)):
    return (person, DAY, "rating", score, promise, *scale)


SIX = [said(person, score) for person, score in enumerate([5, 4, 4, 3, 1, 5], 1)]


def test_four_of_six_are_satisfied_and_the_mean_score_is_told():
    told = amounts(CustomerSatisfaction().measure(SmallBook(answer=SIX)))
    assert told == pytest.approx({"satisfied": 4 / 6, "mean score": 22 / 6, "answers": 6})


def test_another_scale_is_left_out():
    told = amounts(
        CustomerSatisfaction().measure(SmallBook(answer=[*SIX, said(9, 5, scale=(0, 10))]))
    )
    assert told["answers"] == 6


def test_the_mean_score_stays_inside_its_scale():
    book = SmallBook(answer=[said(person, 5) for person in range(8)])
    rows = CustomerSatisfaction().measure(book).rows
    interval = next(row.answer.interval for row in rows if row.part == "mean score")
    assert 3 < interval.low < 5 == interval.high


def test_kept_and_broken_promises_are_told_apart():
    answers = [said(n, 5) for n in range(6)] + [said(n, 2, "broken") for n in range(6, 12)]
    rows = CustomerSatisfaction(by="promise").measure(SmallBook(answer=answers)).rows
    told = {row.segment: row.answer.value for row in rows if row.part == "mean score"}
    assert told == pytest.approx({None: 3.5, "broken": 2, "kept": 5})
