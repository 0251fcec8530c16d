"""Share of voice: are people and brands counted once, under the names they go by?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.estimate import Refusal
from rapport.measures.voice.share_of_voice import ShareOfVoice

from .small_book import SmallBook, amounts

DAY = date(2024, 3, 1)


def said(person, text, visibility="public", way="in"):
    return (person, DAY, f"t{person}", way, "customer", "x", text, visibility)


def told(*messages, brand="L'Étoile, letoile", competitors="Rivalia, Bexa & Co", **tables):
    book = SmallBook(message=list(messages), **tables)
    book.settings |= {"brand": brand, "competitors": competitors}
    return ShareOfVoice().measure(book)


NAMED = [
    *[said(person, "J'adore l'etoile !") for person in range(6)],
    *[said(person, "rivalia is cheaper") for person in range(4, 7)],
    said(7, "BEXA &amp; CO, @letoile"),
]


def test_ours_over_all_brands_named_person_by_person():
    found = amounts(told(*NAMED))
    assert found["our brand"] == pytest.approx(7 / 11)
    assert found["Rivalia"] == pytest.approx(3 / 11)
    assert found["Bexa & Co"] == pytest.approx(1 / 11)
    assert (found["people who name us"], found["people who name any"]) == (7, 8)


def test_who_names_a_brand_forty_times_counts_once():
    assert amounts(told(*NAMED, *[said(0, "L'Étoile, letoile")] * 40)) == amounts(told(*NAMED))


@pytest.mark.parametrize("text", ["rivaliation", "etoile", "letoiles", "bexa and co"])
def test_only_whole_names_count(text):
    assert amounts(told(*NAMED, said(9, text))) == amounts(told(*NAMED))


def test_what_is_private_or_ours_does_not_count():
    more = [said(9, "Rivalia", "private"), said(9, "Rivalia", way="out")]
    assert amounts(told(*NAMED, *more)) == amounts(told(*NAMED))


def test_our_own_posts_are_told_apart():
    posts = [("p1", DAY, "x", None, None, "L'Étoile brille"), ("p2", DAY, "x", None, None, "Hi")]
    found = amounts(told(*NAMED, post=posts))
    assert found["our own posts that name us"] == 1
    assert found["our brand"] == pytest.approx(7 / 11)


@pytest.mark.parametrize("untold", [{"competitors": ""}, {"brand": ""}, {"brand": "!"}])
def test_without_brands_to_listen_for_it_is_refused_with_the_remedy(untold):
    answer = told(*NAMED, **untold).headline.answer
    assert isinstance(answer, Refusal)
    assert "rapport set BOOK brand=… competitors=…" in str(answer.remedy)


def test_where_nobody_names_a_brand_it_is_refused():
    answer = told(said(1, "Hello")).headline.answer
    assert isinstance(answer, Refusal)
    assert "names that people use" in str(answer.remedy)
