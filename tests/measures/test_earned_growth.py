"""Earned growth: does it give the hand computation, and say what it cannot know?"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

import rapport
from rapport.core.estimate import Refusal
from rapport.measures.value.reasons import BOUGHT, EARNED, pattern

from .small_company import Company
from .small_world import measured

pytestmark = pytest.mark.slow

AS_OF = date(2024, 12, 31)
RATE = "growth by kept and earned customers"
OPENS, BEFORE, NOW = datetime(2023, 1, 2, 9), datetime(2023, 6, 1, 9), datetime(2024, 6, 1, 9)


def order(number, who, when, amount, touch="", code=""):
    return {"order_id": f"o{number}", "ordered_at": when, "email": f"c{who:04d}@example.com",
            "amount": amount, "currency": "EUR", "first_touch": touch, "code": code,
            "country": "FR"}  # fmt: skip


REASONS = ((50, "Bouche à oreille", ""), (80, "google / cpc", ""), (30, "direct", ""), (40, "", ""))
EARLIER = [order(who, who, BEFORE if who else OPENS, 100) for who in range(10)]
KEPT = [order(20 + who, who, NOW, 120, "direct") for who in range(6)]
NEW = [order(40 + n, 40 + n, NOW, *one) for n, one in enumerate(REASONS)]
FRIEND = order(50, 50, NOW, 100, "google / cpc")
REFUND = {"refund_id": "r1", "order_id": "o20", "refunded_at": NOW, "amount": 20,
          "email": "c0000@example.com", "currency": "EUR"}  # fmt: skip
NAMED = {"referral_id": "b1", "referred_at": BEFORE, "referrer_email": "c0001@example.com",
         "friend_email": "c0050@example.com", "code": ""}  # fmt: skip


def company(*more, without=()):
    orders = [one for one in (*EARLIER, *KEPT, *NEW, FRIEND, *more) if one not in without]
    return Company({"purchases": orders, "refunds": [REFUND], "referrals": [NAMED]})


def parts(world, **cut):
    rows = measured(world, "earned_growth", AS_OF, **cut).rows
    return {(row.part, row.segment or row.period): row.answer for row in rows}


@pytest.fixture(scope="module")
def told():
    return parts(company())


def test_the_rate_is_kept_plus_earned_less_one(told):
    assert told["kept customers", None].value == pytest.approx(0.70)  # (6 · 120 − 20) / 1000
    assert told[RATE, None].value == pytest.approx(0.70 + (100 + 50) / 1_000 - 1)
    assert told[RATE, None].n == 15


def test_unknown_reasons_move_it_between_none_and_all_of_them_earned(told):
    none, every = (told[f"growth, if {one} of the unknown were earned", None] for one in
                   ("none", "all"))  # fmt: skip
    assert (none.value, every.value) == pytest.approx((-0.15, -0.08))
    assert told[RATE, None].interval.low == none.interval.low
    assert told[RATE, None].interval.high == every.interval.high


def test_bought_customers_grow_revenue_but_are_not_earned(told):
    assert told["growth in all", None].value == pytest.approx(0.70 + 0.15 + 0.07 + 0.08 - 1)
    assert isinstance(told["bought new customers", None], Refusal)  # of one customer


def test_its_low_end_is_the_delta_method_by_hand(told):
    pairs = [(100, 100), *[(100, 120)] * 5, *[(100, 0)] * 4, (0, 100), (0, 50), *[(0, 0)] * 3]
    ratio = 850 / 1_000
    squares = sum((y - ratio * x) ** 2 for x, y in pairs)
    error = math.sqrt(15 / 14 * squares) / 1_000
    low = ratio / math.exp(2.144787 * error / ratio) - 1  # t(14)
    assert told[RATE, None].interval.low == pytest.approx(low, rel=1e-6)


def test_a_new_customer_who_was_named_only_later_was_not_brought():
    late = dict(NAMED, referred_at=datetime(2024, 9, 1))
    world = Company({**company().files, "referrals": [late]})
    assert parts(world)[RATE, None].value == pytest.approx(0.70 + 0.05 - 1)


def test_the_first_order_tells_why_they_came_and_not_a_later_one():
    again = order(60, 42, datetime(2024, 7, 1), 1_000, "referral")
    assert parts(company(again))[RATE, None].value == pytest.approx(-0.15)


def test_orders_of_nobody_known_stand_on_neither_side():
    nobody = order(61, 1, NOW, 5_000) | {"email": ""}
    assert parts(company(nobody))[RATE, None].value == pytest.approx(-0.15)


def test_a_year_and_its_as_of_day_tell_the_same(told):
    assert parts(company(), per="year")[RATE, "2024"] == told[RATE, None]


def test_less_than_two_years_are_compared_by_halves_and_said_so():
    result = measured(company(without=EARLIER[:1]), "earned_growth", AS_OF)
    assert "shorter-spans" in [caveat.code for caveat in result.caveats]
    assert "shorter-spans" not in [
        caveat.code for caveat in measured(company(), "earned_growth", AS_OF).caveats
    ]


def test_half_a_year_is_too_short():
    result = measured(company(), "earned_growth", date(2023, 6, 15))
    assert isinstance(result.headline.answer, Refusal)


def test_four_customers_of_the_year_before_are_too_few():
    answer = parts(company(without=EARLIER[4:]))[RATE, None]
    assert isinstance(answer, Refusal)
    assert answer.n == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [("instagram post", EARNED), ("referral", EARNED), ("parrainage", EARNED), ("amis ", EARNED),
     ("un ami m a parle de vous", EARNED), ("google cpc", BOUGHT), ("facebook ads", BOUGHT),
     ("publicites", BOUGHT), ("search", None), ("direct", None), ("loaded", None),
     ("familier", None), ("newsletter", None)],
)  # fmt: skip
def test_words_in_both_languages_tell_the_reason_and_parts_of_words_do_not(text, reason):
    for mapping in (EARNED, BOUGHT):
        assert bool(re.search(pattern(mapping), text)) == (mapping is reason)


RETAIL = Path(__file__).resolve().parents[3] / "shared" / "data" / "online_retail_2009_2010"
BY_HAND = """
    WITH told AS (
        SELECT customer_id, ordered_at::DATE > DATE '2010-12-09' - 187 AS now,
            is_cancellation AS back, amount
        FROM read_parquet($file) WHERE customer_id IS NOT NULL
    ), once AS (
        SELECT customer_id,
            COUNT(*) FILTER (WHERE NOT now AND NOT back) > 0 AS was,
            COUNT(*) FILTER (WHERE NOT back) > 0 AS bought,
            COALESCE(SUM(amount) FILTER (WHERE now), 0) AS later,
            COALESCE(SUM(amount) FILTER (WHERE NOT now), 0) AS earlier
        FROM told GROUP BY customer_id
    )
    SELECT SUM(later) FILTER (WHERE was) / SUM(earlier), SUM(later) / SUM(earlier) - 1, COUNT(*)
    FROM once WHERE bought
"""


@pytest.mark.slow
@pytest.mark.skipif(not RETAIL.is_dir(), reason="the real data are not beside the checkout")
def test_online_retails_halves_give_what_plain_sums_over_the_file_give(tmp_path):
    with rapport.open(tmp_path / "a.book", create=True) as house:
        house.ingest(RETAIL / "orders.parquet")
        rows = house.measure("earned_growth", as_of=date(2010, 12, 9)).rows
    told = {row.part: row.answer for row in rows}
    found = duckdb.connect().execute(BY_HAND, {"file": str(RETAIL / "orders.parquet")}).fetchone()
    assert told["kept customers"].value == pytest.approx(found[0], rel=1e-9)
    assert told["growth in all"].value == pytest.approx(found[1], rel=1e-9)
    assert told[RATE].n == found[2]
