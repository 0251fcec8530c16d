"""Content loyalty: are orders counted after a reaction, beside before, and young ones censored?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rapport.core.card import Claim
from rapport.core.estimate import Refusal
from rapport.measures.voice.content_loyalty import ContentLoyalty

from .small_book import SmallBook, amounts

pytestmark = pytest.mark.slow

REACTED = date(2024, 6, 1)
AS_OF = date(2024, 12, 31)
POSTS = [("p1", REACTED, "x", "video", "team"), ("p2", REACTED, "x", "photo", "team")]


def bought(person, *days):
    """Orders some days after the reaction (before: negative), the first long ago."""
    when = [REACTED + timedelta(day) for day in (-300, *days)]
    return [(person, day, datetime.combine(day, datetime.min.time()), "o", 100, "web")
            for day in when]  # fmt: skip


def liked(person, post="p1", day=REACTED):
    of = {"p1": "video", "p2": "photo"}[post]
    return (person, day, post, "like", of, "team", None)


def told(purchases, reactions, as_of=AS_OF, by=None):
    book = SmallBook(as_of, purchase=purchases, reaction=reactions, post=POSTS)
    return ContentLoyalty(by=by).measure(book)


DAYS = [(5,), (60,), (61,), (0,), (-5,), (-60, 20), (-61,), ()]
TEN = [order for person, days in enumerate(DAYS) for order in bought(person, *days)]
LIKES = [liked(person) for person in range(len(DAYS))]


def test_orders_within_sixty_days_count_beside_those_of_sixty_days_before():
    found = amounts(told(TEN, LIKES))
    assert found["order again"] == pytest.approx(3 / 8)
    assert found["ordered in the days before"] == pytest.approx(2 / 8)
    assert found["change"] == pytest.approx(100 * (3 - 2) / 8)


def test_who_became_a_customer_lately_is_not_compared():
    first = [(50, REACTED - timedelta(10), datetime(2024, 5, 22), "o", 100, "web")]
    assert amounts(told(TEN + first, [*LIKES, liked(50)])) == amounts(told(TEN, LIKES))


def test_a_young_reaction_is_censored_not_failed():
    young = [order for person in range(20, 40) for order in bought(person)]
    likes = [*LIKES, *(liked(person, day=AS_OF) for person in range(20, 40))]
    assert amounts(told(TEN + young, likes))["order again"] == pytest.approx(3 / 8)


def test_the_first_reaction_counts_and_a_later_one_is_a_return():
    more = [liked(0, day=REACTED + timedelta(30)), liked(0, day=REACTED + timedelta(90))]
    found = amounts(told(TEN, [*LIKES, *more]))
    assert found["react again"] == pytest.approx(1 / 8)
    assert found["order again"] == pytest.approx(3 / 8)


def test_types_and_topics_are_told_beside_the_whole():
    photos = [order for person in range(20, 30) for order in bought(person, 9)]
    found = amounts(told(TEN + photos, [*LIKES, *(liked(n, "p2") for n in range(20, 30))]))
    assert "video" not in found  # eight people: nobody is compared with under thirty
    assert found["order again"] == pytest.approx(13 / 18)


def test_a_type_stands_beside_those_who_reacted_to_another():
    video = [order for person in range(40) for order in bought(person, *(9,) * (person < 10))]
    photo = [order for person in range(40, 80) for order in bought(person, *(9,) * (person < 60))]
    likes = [liked(n, "p1" if n < 40 else "p2") for n in range(80)]
    rows = told(video + photo, [*likes, liked(0, "p2")], by="type").rows
    found = {row.part: row.answer for row in rows if row.segment == "video"}
    assert found["order again"].value == pytest.approx(10 / 40)
    assert found["order again, who reacted to other content"].value == pytest.approx(20 / 40)


def test_it_describes_and_says_that_it_is_no_effect():
    result = told(TEN, LIKES)
    assert result.card.claim is Claim.DESCRIBES
    assert "not-an-effect" in {caveat.code for caveat in result.caveats}


def test_without_reactions_it_is_refused_with_a_remedy():
    answer = told(TEN, []).headline.answer
    assert isinstance(answer, Refusal)
    assert "reactions.csv" in str(answer.remedy)
