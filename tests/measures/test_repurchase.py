"""Repurchase: does it give the published curve, and censor who came lately?"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from rapport.core.estimate import Refusal
from rapport.measures.value.first_orders import OPENING
from rapport.measures.value.repurchase import NEXT, WAITS, Repurchase
from stats.published_data import columns, needs_published_data

from .small_book import SmallBook, amounts

AS_OF = date(2024, 12, 31)
RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
STILL_WELL = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)


def order(person, day, channel="web"):
    return (person, day, datetime.combine(day, datetime.min.time()), "o", 100, channel)


def ago(days):
    return AS_OF - timedelta(days=days)


def patients():
    """The 21 patients of Freireich 1963 as customers: a relapse is a second order."""
    back = [order(n, ago(400 - 7 * t)) for n, t in enumerate(RELAPSED)]
    first = [order(n, ago(400)) for n in range(9)]
    return [*first, *back, *(order(9 + n, ago(7 * t)) for n, t in enumerate(STILL_WELL))]


@pytest.mark.parametrize(("days", "share"), [(30, 0.0), (90, 1 - 0.753), (180, 1 - 0.448)])
def test_the_patients_of_freireich_1963_come_back_as_published(days, share):
    told = amounts(Repurchase().measure(SmallBook(AS_OF, purchase=patients())))
    assert told[f"within {days} days"] == pytest.approx(share, abs=5e-4)


def test_the_interval_is_wilsons_with_the_customers_that_greenwoods_error_is_worth():
    rows = Repurchase().measure(SmallBook(AS_OF, purchase=patients())).rows
    interval = next(row.answer.interval for row in rows if row.part == "within 180 days")
    share, error, t = 0.5518, 0.1346, 2.085963  # published error at week 23; t(20)
    n = share * (1 - share) / error**2
    middle = (share + t * t / (2 * n)) / (1 + t * t / n)
    half = t * math.sqrt(share * (1 - share) / n + t * t / (4 * n * n)) / (1 + t * t / n)
    assert (interval.low, interval.high) == pytest.approx((middle - half, middle + half), abs=1e-3)


def test_a_median_whose_high_end_was_not_seen_is_refused():
    rows = Repurchase().measure(SmallBook(AS_OF, purchase=patients())).rows
    answer = next(row.answer for row in rows if row.part == "median wait")
    assert isinstance(answer, Refusal)


def test_half_of_nine_customers_came_back_by_the_fifth_day():
    orders = [order(n, day) for n in range(1, 10) for day in (ago(400), ago(400 - n))]
    rows = Repurchase().measure(SmallBook(AS_OF, purchase=orders)).rows
    median = next(row.answer for row in rows if row.part == "median wait")
    assert (median.value, median.interval.low, median.interval.high) == (5, 3, 7)


def test_customers_of_yesterday_are_censored_and_not_lost():
    young = [order(100 + n, ago(1)) for n in range(50)]
    with_young = Repurchase().measure(SmallBook(AS_OF, purchase=[*patients(), *young]))
    assert with_young.headline.answer.value == pytest.approx(0.552, abs=5e-4)
    assert with_young.headline.answer.n == 71


def test_a_second_order_on_the_same_day_is_no_return():
    orders = [order(n, ago(500)) for n in range(10)] * 2
    assert amounts(Repurchase().measure(SmallBook(AS_OF, purchase=orders)))["within 365 days"] == 0


def test_the_first_order_says_to_which_channel_a_customer_belongs():
    first = [order(n, ago(500), "web") for n in range(10)]
    later = [order(n, ago(450), "shop") for n in range(4)]
    rows = Repurchase(by="channel").measure(SmallBook(AS_OF, purchase=[*first, *later])).rows
    told = {row.segment: row.answer.value for row in rows if row.part == "within 90 days"}
    assert told == {None: 0.4, "web": 0.4}


def test_a_year_is_refused_where_nobody_was_seen_for_a_year():
    orders = [order(n, ago(100)) for n in range(10)]
    rows = Repurchase().measure(SmallBook(AS_OF, purchase=orders)).rows
    refused = {row.part for row in rows if isinstance(row.answer, Refusal)}
    assert refused == {"within 365 days", "within 180 days", "median wait"}


@pytest.mark.parametrize(("by", "codes"), [(None, []), ("connected", ["connected-later"])])
def test_the_reader_is_told_that_who_stays_has_more_time_to_connect(by, codes):
    caveats = Repurchase(by=by).measure(SmallBook(AS_OF, purchase=patients())).caveats
    assert [caveat.code for caveat in caveats] == codes


def cdnow(as_of):
    log = columns("cdnow_sample.csv.gz")
    days = [date.fromisoformat(str(day)) for day in log["date"]]
    told = zip(log["customer_id"].astype(int).tolist(), days, strict=True)
    return SmallBook(as_of, purchase=[order(*one) for one in told if one[1] <= as_of])


@pytest.mark.slow
@needs_published_data
def test_946_of_cdnows_2357_customers_came_back_by_september_1997():
    as_of = date(1997, 9, 30)
    found = cdnow(as_of).read(OPENING, NEXT, WAITS, parameters={"as_of": as_of})
    assert found["customers"].sum() == 2_357
    assert found["customers"][found["came_back"]].sum() == 946


@pytest.mark.slow
@needs_published_data
def test_where_all_were_seen_for_a_year_the_share_is_a_plain_count():
    log = columns("cdnow_sample.csv.gz")
    days = log["date"].astype("datetime64[D]").astype(int)
    _, who = np.unique(log["customer_id"], return_inverse=True)
    first = np.full(2_357, 99_999)
    np.minimum.at(first, who, days)
    waited = days - first[who]
    back = len(set(who[(waited > 0) & (waited <= 365)].tolist()))
    told = amounts(Repurchase().measure(cdnow(date(1998, 6, 30))))
    assert told["within 365 days"] == pytest.approx(back / 2_357, rel=1e-12)
