"""Hashtags: are people counted, whatever the case, and only what is a hashtag?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.estimate import Refusal
from rapport.measures.voice.hashtags import Hashtags

from .small_book import SmallBook, amounts

DAY = date(2024, 3, 1)


def said(person, text, way="in", author="customer"):
    return (person, DAY, f"t{person}", way, author, "x", text)


def told(*messages, posts=(), **settings):
    book = SmallBook(message=list(messages), post=list(posts))
    return Hashtags(**settings).measure(book)


SILENT = [said(person, "Hello") for person in range(10, 16)]
LATE = [said(person, "#Livraison en retard") for person in range(4)]


def test_the_share_is_of_people_who_wrote_and_forty_messages_weigh_as_one():
    angry = [said(0, "#livraison !")] * 40
    assert amounts(told(*LATE, *SILENT, *angry))["used any hashtag"] == pytest.approx(4 / 10)


def test_case_and_accents_are_put_aside():
    summer = [said(1, "#Été"), said(2, "vive l'#ETE"), said(3, "#été")]
    found = amounts(told(*SILENT, *summer, fewest_people=3))
    assert found["#été"] == pytest.approx(3 / 9)


@pytest.mark.parametrize(
    "text", ["order #1001", "&#8217;tis", "https://shop.example.com/#top", "a C# coder", "page#two"]
)
def test_what_is_no_hashtag_is_not_counted(text):
    assert amounts(told(*SILENT, said(1, text)))["used any hashtag"] == 0


def test_hashtags_run_together_are_several():
    found = amounts(told(*SILENT, said(1, "#slow#late, #slow"), fewest_people=1))
    assert {"#slow", "#late"} <= set(found)


def test_what_few_people_use_is_told_together_and_not_by_name():
    found = amounts(told(*LATE, *SILENT, said(20, "#secret"), fewest_people=4))
    assert "#secret" not in found
    assert found["used another hashtag"] == pytest.approx(1 / 11)


def test_the_most_used_come_first_and_no_more_than_asked_for():
    more = [said(person, "#price") for person in range(4, 7)]
    parts = [row.part for row in told(*more, *LATE, most=1, fewest_people=1).rows]
    assert parts[:3] == ["used any hashtag", "#livraison", "used another hashtag"]


def test_our_posts_are_told_apart_and_our_replies_and_bots_are_not_customers():
    posts = [(f"p{n}", DAY, "x", None, None, "#Soldes" if n < 3 else "-") for n in range(6)]
    ours = [said(1, "#soldes", "out", "staff"), said(1, "#soldes", "in", "bot")]
    found = amounts(told(*SILENT, *ours, posts=posts))
    assert found["#soldes ✍"] == pytest.approx(3 / 6)
    assert found["used any hashtag"] == 0


def test_months_are_told_apart():
    book = SmallBook(message=[*LATE, *SILENT])
    rows = Hashtags(per="month", fewest_people=1).measure(book).rows
    assert {row.period for row in rows if row.part == "#livraison"} == {None, "2024-03"}


def test_a_handful_of_people_is_refused():
    assert isinstance(told(*LATE).headline.answer, Refusal)
