"""Connection effect: does it tell a known effect, and refuse where there is none to tell?"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rapport.core.estimate import Estimate, Refusal
from rapport.measures.lift.connection_words import day_of_enough
from worlds import fresh_house

from .large_company import large_company
from .small_company import small_company
from .small_world import measured

pytestmark = pytest.mark.slow

AS_OF = date(2024, 6, 30)
COMPANY = large_company()
GROWING = large_company(1_500, lift=0.0, growth=0.2)
EFFECT = "connection_effect"


def imported(row):
    """The same follow, dated by an import."""
    return row | ({"followed_at": datetime(2023, 9, 1)} if "follow_id" in row else {})


@pytest.fixture(scope="module")
def told():
    result = measured(COMPANY, EFFECT, AS_OF)
    return {row.part: row.answer for row in result.rows if isinstance(row.answer, Estimate)}


def codes(company, key=EFFECT) -> set[str]:
    return {caveat.code for caveat in measured(company, key, AS_OF).caveats}


def test_the_interval_holds_the_known_effect(told):
    assert told["relative effect"].interval.holds(1 / 3)
    assert told["effect"].interval.low > 0
    assert codes(COMPANY) & {"verdict-proven", "verdict-likely"}


def test_what_the_effect_comes_by_adds_up_to_it(told):
    names = ("more months with an order", "more orders in such a month", "more in an order")
    assert sum(told[name].value for name in names) == pytest.approx(told["effect"].value)


def test_the_raw_gap_is_what_was_there_and_the_effect(told):
    gap = told["raw gap, not an effect"].value
    assert gap == pytest.approx(told["already there before"].value + told["effect"].value)


def test_the_allowance_widens_the_interval_and_moves_nothing(told):
    effect, wide = told["effect"], told["effect with the allowance for hidden loyalty"]
    assert wide.value == effect.value
    assert wide.interval.low < effect.interval.low < effect.interval.high < wide.interval.high


def test_the_total_is_told_of_covered_months_alone(told):
    months = told["earned in the covered months"].value / told["effect"].value
    connected = sum(  # full months from the one after joining to the last
        max(0, (2024 - row["followed_at"].year) * 12 + 6 - row["followed_at"].month)
        for row in COMPANY.files["follows"]
    )
    assert months / connected == pytest.approx(told["covered share of connected months"].value)


def test_dates_of_an_import_are_refused():
    result = measured(COMPANY.changed(imported), EFFECT, AS_OF)
    assert isinstance(result.headline.answer, Refusal)
    assert "one date" in str(result.headline.answer.reason)


def test_too_few_are_told_the_raw_gap_and_a_day():
    result = measured(large_company(300), EFFECT, AS_OF)
    assert isinstance(result.headline.answer, Refusal)
    assert "will be enough around 20" in str(result.headline.answer.remedy)
    assert result.rows[1].part == "raw gap, not an effect"
    assert isinstance(result.rows[1].answer, Estimate)


def test_where_nobody_comparable_connects_no_day_is_promised():
    answer = measured(small_company(), EFFECT, AS_OF).headline.answer
    assert isinstance(answer, Refusal)
    assert "nobody comparable connects" in str(answer.remedy)


def test_own_growth_before_connecting_is_no_effect():
    result = measured(GROWING, EFFECT, AS_OF)
    assert isinstance(result.headline.answer, Refusal)
    assert "already parting" in str(result.headline.answer.reason)
    assert {"verdict-cannot-say", "already-parting-before"} <= codes(GROWING)


def test_without_a_margin_it_tells_sales_and_says_so():
    with fresh_house() as (house, folder):
        house.ingest(*COMPANY.write(folder))
        result = house.measure(EFFECT, as_of=AS_OF)
    assert result.headline.part == "effect on sales"
    assert "sales-not-margin" in {caveat.code for caveat in result.caveats}


def test_the_day_of_enough_is_the_end_of_a_month():
    assert day_of_enough(date(2024, 1, 15), 1) == date(2024, 2, 29)


def test_kinds_are_told_side_by_side_with_a_wider_interval(told):
    rows = {row.part: row.answer for row in measured(COMPANY, f"{EFFECT}_by_kind", AS_OF).rows}
    assert isinstance(rows["follow"], Estimate)
    assert isinstance(rows["wrote to us"], Refusal)
    assert "membership" not in rows


def test_an_effect_that_came_lately_is_a_path_upwards():
    company = large_company(1_500, lift=0.0, later=1.5)
    assert "trajectory-up" in codes(company, "connection_trajectory")


def test_a_test_before_connecting_that_sees_little_is_told_as_coarse():
    assert "placebo-too-coarse" not in codes(COMPANY)
    assert "placebo-too-coarse" in codes(large_company(lift=0.0))
