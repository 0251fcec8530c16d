"""Interests: are people counted by word, and nobody recognised by one?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.estimate import Refusal
from rapport.measures.voice.interests import Interests
from rapport.measures.voice.stop_words import STOP_WORDS

from .small_book import SmallBook, amounts

DAY = date(2024, 3, 1)


def said(person, text, channel="x"):
    return (person, DAY, f"t{person}", "in", "customer", channel, text)


def answered(person, comment, question="text", survey=None):
    return (person, DAY, question, None, None, None, None, comment, survey, f"a{person}")


def told(*messages, answers=(), by=None, **settings):
    book = SmallBook(message=list(messages), answer=list(answers))
    return Interests(by=by, **settings).measure(book)


GARDEN = [said(person, "Le jardin, c'est merveilleux") for person in range(6)]
OTHERS = [said(person, "Bonjour, merci beaucoup") for person in range(6, 10)]


def test_words_are_told_by_the_share_of_people_who_used_them():
    found = amounts(told(*GARDEN, *OTHERS, *[said(0, "jardin jardin")] * 40))
    assert found == {"people heard": 10, "jardin": 0.6, "merveilleux": 0.6}


def test_a_word_that_four_people_use_is_not_shown():
    secret = [said(person, "Opération") for person in range(4)]
    assert "opération" not in amounts(told(*GARDEN, *secret))


def test_accents_are_put_aside_and_the_usual_spelling_is_shown():
    texts = ["allée"] * 4 + ["allee", "ALLÉE"]
    assert amounts(told(*(said(n, text) for n, text in enumerate(texts))))["allée"] == 1


@pytest.mark.parametrize(
    "text",
    ["me@example.com", "@gardener", "https://garden.example.com", "> garden", "&nbsp;", "don't"],
)
def test_addresses_quoted_lines_and_contractions_are_not_words(text):
    assert set(amounts(told(*(said(n, text) for n in range(6))))) == {"people heard"}


def test_words_of_surveys_count_and_a_book_with_nothing_else_is_read():
    answers = [answered(n, "More lamps please") for n in range(6)]
    result = told(answers=answers)
    assert amounts(result) == {"people heard": 6, "lamps": 1}
    assert result.card.needs == ("answer",)


def test_choices_are_told_by_the_share_of_those_who_were_asked():
    picked = ["Tea; Cake", "Tea", "Tea", "Tea", "Tea|Cake", "Coffee"]
    answers = [answered(n, text, "choice", "Café") for n, text in enumerate(picked)]
    found = amounts(told(*GARDEN, answers=answers))
    assert found["Café: Tea"] == pytest.approx(5 / 6)
    assert "Café: Cake" not in found


def test_a_segments_share_is_compared_with_everybodys():
    here = [said(n, "jardin" if n < 20 else "Bonjour", "web") for n in range(40)]
    there = [said(n, "jardin" if n < 110 else "Bonjour", "shop") for n in range(100, 140)]
    rows = told(*here, *there, by="channel").rows
    lift = next(row.answer for row in rows if row.part == "jardin ×" and row.segment == "web")
    assert lift.value == pytest.approx((20 / 40) / (30 / 80))
    assert 1 < lift.interval.low < lift.value < lift.interval.high < 80 / 40


def test_stop_words_are_folded_and_long_enough_to_matter():
    assert all(word.isascii() and word.islower() for word in STOP_WORDS)
    assert {"the", "with", "avec", "tres", "merci"} <= set(STOP_WORDS)


def test_a_book_that_heard_nobody_is_refused():
    assert isinstance(told().headline.answer, Refusal)
