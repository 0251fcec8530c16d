"""Retention: does it give the hand computation, and the published survival of contracts?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from rapport.core.estimate import Refusal
from rapport.measures.value.retention import Retention

from .small_book import SmallBook, amounts

AS_OF = date(2024, 12, 31)


def order(person, days_ago, channel="web"):
    day = AS_OF - timedelta(days=days_ago)
    return (person, day, datetime.combine(day, datetime.min.time()), "o", 100, channel)


def ago(days):
    return AS_OF - timedelta(days=days)


LAST_YEAR = [order(person, 729 - person) for person in range(10)]
BACK = [order(person, 10) for person in range(6)]


def test_six_of_ten_customers_of_the_year_before_were_kept():
    newcomers = [order(person, 20) for person in range(20, 40)]
    kept = Retention().measure(SmallBook(AS_OF, purchase=[*LAST_YEAR, *BACK, *newcomers])).headline
    assert (kept.part, kept.answer.value, kept.answer.n) == ("ordered again", 0.6, 10)
    ends = (kept.answer.interval.low, kept.answer.interval.high)
    assert ends == pytest.approx((0.3127, 0.8318), abs=1e-4)  # Wilson's, 6 of 10


@pytest.mark.parametrize(("days_ago", "kept"), [(365, 0.6), (364, 0.7)])
def test_the_last_365_days_begin_364_days_before_the_as_of_day(days_ago, kept):
    orders = [*LAST_YEAR, *BACK, order(8, days_ago)]
    assert amounts(Retention().measure(SmallBook(AS_OF, purchase=orders)))["ordered again"] == kept


def test_a_month_of_life_has_30_and_a_bit_days_and_begins_after_the_first():
    lives = [(1, 30), (2, 31), (3, 60), (4, 61), (5, 91)]
    orders = [order(person, 400 - after) for person, after in lives]
    first = [order(person, 400) for person in range(1, 11)]
    told = amounts(Retention().measure(SmallBook(AS_OF, purchase=[*first, *orders])))
    assert [told[f"in month {month}"] for month in (1, 2, 3)] == [0.2, 0.2, 0.0 + 0.0]


def test_only_customers_whose_month_is_over_are_counted():
    old = [order(person, 100) for person in range(10)]
    young = [order(person, 60) for person in range(10, 20)]  # day 60 of 60.875 is the last
    orders = [*old, *young, order(1, 65), order(11, 20)]
    rows = Retention().measure(SmallBook(AS_OF, purchase=orders)).rows
    months = {row.part: row.answer for row in rows}
    assert (months["in month 1"].value, months["in month 1"].n) == (0.1, 20)
    assert months["in month 2"].n == 10
    assert isinstance(months["in month 3"], Refusal)


def test_buying_ten_times_in_a_month_is_being_there_once():
    orders = [order(person, 400) for person in range(10)] + [order(1, 360)] * 10
    assert amounts(Retention().measure(SmallBook(AS_OF, purchase=orders)))["in month 1"] == 0.1


def test_the_reader_is_told_that_the_year_before_is_known_in_part():
    short = Retention().measure(SmallBook(AS_OF, purchase=[order(1, 700)]))
    long = Retention().measure(SmallBook(AS_OF, purchase=[order(1, 729)]))
    assert [[one.code for one in told.caveats] for told in (short, long)] == [["short-book"], []]


def members(survivors):
    """A thousand members of seven years ago; who left did so half way through their year."""
    left = [before - after for before, after in pairwise(survivors)]
    ends = [ago(365 * (7 - year) - 180) for year, many in enumerate(left) for _ in range(many)]
    still = [None] * (1_000 - len(ends))
    told = enumerate([*ends, *still])
    return [(person, ago(365 * 7), end, "membership") for person, end in told]


@pytest.mark.parametrize(
    ("survivors", "kept"),
    [([1000, 869, 743, 653, 593, 551, 517, 491], 0.869),
     ([1000, 631, 468, 382, 326, 289, 262, 241], 0.631)],
)  # fmt: skip
def test_contracts_last_as_published_by_fader_and_hardie_2007(survivors, kept):
    book = SmallBook(AS_OF, purchase=LAST_YEAR, follow=members(survivors))
    told = amounts(Retention().measure(book))
    assert told["subscribed or a member still, 365 days on"] == pytest.approx(kept)


def test_members_of_last_month_are_censored_and_not_kept_for_good():
    young = [(5_000 + n, ago(30), None, "subscription") for n in range(1_000)]
    old = members([1000, 631, 468, 382, 326, 289, 262, 241])
    book = SmallBook(AS_OF, purchase=LAST_YEAR, follow=[*old, *young])
    told = amounts(Retention().measure(book))["subscribed or a member still, 365 days on"]
    assert told == pytest.approx(0.631)


def test_contracts_of_which_none_ever_ended_are_refused():
    still = [(n, ago(500), None, "membership") for n in range(50)]
    rows = Retention().measure(SmallBook(AS_OF, purchase=LAST_YEAR, follow=still)).rows
    assert isinstance(rows[-1].answer, Refusal)


def test_followers_have_no_contract():
    follows = [(n, ago(500), None, "follow") for n in range(50)]
    rows = Retention().measure(SmallBook(AS_OF, purchase=LAST_YEAR, follow=follows)).rows
    assert rows[-1].part == "in month 12"
