"""Referral share: does it give the hand computation, families counted as one voice?"""

from __future__ import annotations

from datetime import date, datetime

from rapport.measures.advocacy.referral_share import ReferralShare

from .small_book import SmallBook, amounts

DAY, NOON = date(2024, 3, 1), datetime(2024, 3, 1, 12)


def bought(*people):
    return [(person, DAY, NOON, "o", 100, "web") for person in people]


def brought(referrer, friend, code=None, at=NOON):
    return (referrer, friend, DAY, at, code)


CHAIN = [brought(1, 2, "JO"), brought(2, 3), brought(3, 4, "JO")]


def test_three_of_ten_customers_were_referred_two_with_a_code():
    book = SmallBook(purchase=bought(*range(1, 11)), referral=CHAIN)
    assert amounts(ReferralShare().measure(book)) == {
        "share": 0.3, "referred customers": 3.0, "referred with a code": 2.0,
    }  # fmt: skip


def test_everybody_who_came_through_one_customer_is_one_voice():
    book = SmallBook(purchase=bought(*range(1, 11)), referral=CHAIN)
    assert ReferralShare().measure(book).headline.answer.n == 7


def test_one_family_of_twenty_tells_less_than_twenty_pairs():
    people = bought(*range(40))
    pairs = [brought(2 * pair, 2 * pair + 1) for pair in range(20)]
    star = [brought(0, friend) for friend in range(1, 21)]
    wide, narrow = (
        ReferralShare().measure(SmallBook(purchase=people, referral=told)).headline.answer.interval
        for told in (star, pairs)
    )
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_people_who_name_each_other_in_a_circle_do_not_hang_it():
    circle = [brought(1, 2), brought(2, 3), brought(3, 1)]
    book = SmallBook(purchase=bought(*range(1, 11)), referral=circle)
    assert amounts(ReferralShare().measure(book))["share"] == 0.3


def test_a_friend_named_twice_counts_once():
    told = [*CHAIN, brought(9, 2, "JO", datetime(2024, 3, 2))]
    book = SmallBook(purchase=bought(*range(1, 11)), referral=told)
    assert amounts(ReferralShare().measure(book))["share"] == 0.3
