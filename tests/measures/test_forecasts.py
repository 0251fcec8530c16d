"""Forecasts: do expected orders, lifetime values and equity hang together as they must?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from measures.small_company import small_company
from measures.small_world import house_of, measured
from rapport.core.estimate import Estimate, IntervalKind, Refusal
from rapport.measures.value.forecast import whole_outlook, whole_spread
from rapport.measures.value.histories import read_histories
from rapport.measures.value.people import keep_people
from rapport.stats.purchase_models import MODELS
from worlds import fresh_house, write

pytestmark = pytest.mark.slow

AS_OF = date(2024, 6, 30)
COMPANY = small_company()


def answers(key: str, by: str | None = None) -> dict[tuple[str | None, str | None], object]:
    """A measure's answers by part and segment."""
    rows = measured(COMPANY, key, AS_OF, by=by).rows
    return {(str(row.part) if row.part else None, row.segment): row.answer for row in rows}


def summed(column: str) -> float:
    """Sum of a column of the table of people."""
    house = house_of(COMPANY)
    table = keep_people(house.snapshot(AS_OF))
    return float(house.book.engine.rows(f"SELECT sum({column}) FROM {table}")[0][0])


@pytest.mark.parametrize(
    ("key", "column", "scale"),
    [
        ("expected_orders", "expected_orders", 1),
        ("probability_active", "probability_active", 1),
        ("lifetime_value", "lifetime_value", 100),
    ],
)
def test_the_table_of_people_adds_up_to_the_headline(key, column, scale):
    told = answers(key)[None, None]
    assert summed(column) / scale == pytest.approx(told.value * told.n, rel=1e-9)


def test_equity_is_the_sum_of_lifetime_values():
    value, equity = answers("lifetime_value")[None, None], answers("customer_equity")[None, None]
    assert equity.value == pytest.approx(value.value * value.n, rel=1e-9)


def test_the_change_of_equity_adds_up():
    told = {part: one.value for (part, _), one in answers("customer_equity").items()}
    assert told["a year before"] + told["lost customers"] == pytest.approx(told["kept customers"])
    each, new = told["change of value per kept customer"], told["from new customers"]
    assert told["kept customers"] + each + new == pytest.approx(told[None])


def test_who_is_known_a_year_before_is_valued_as_on_that_day():
    house = house_of(COMPANY)
    snapshot = house.snapshot(AS_OF)
    outlook = whole_outlook(snapshot)
    then = read_histories(snapshot, date(2023, 7, 1))[None]
    held = outlook.standing_at(then.until, then.tuples, then.amount)
    sales = float(held.discounted_orders(0.1, 365.0) @ held.order_values()) / 100
    margin = outlook.histories.net_margin_share(0.4)
    assert answers("customer_equity")["a year before", None].value == pytest.approx(sales * margin)


def test_the_headline_is_the_model_on_the_histories():
    snapshot = house_of(COMPANY).snapshot(AS_OF)
    outlook = whole_outlook(snapshot)
    held, module = outlook.histories, MODELS[outlook.model]
    plain = float(held.tuples.count @ module.expected_purchases(outlook.fit, 365.0, held.tuples))
    told = answers("expected_orders")[None, None]
    assert told.value * told.n == pytest.approx(plain * outlook.orders_a_purchase, rel=1e-9)


def test_parameter_and_predictive_intervals_are_kept_apart():
    told = answers("expected_orders")
    known, coming = told[None, None].interval, told["as it may come", None].interval
    assert known.kind is IntervalKind.CREDIBLE
    assert coming.kind is IntervalKind.PREDICTION
    assert coming.high - coming.low > known.high - known.low


def test_endless_value_is_more_than_a_years():
    told = answers("lifetime_value")
    assert told["endless", None].value > told[None, None].value > 0


def test_sides_of_the_connection_add_up_to_everybody():
    told = answers("expected_orders", "connected")
    sides = [told[None, side] for side in ("connected", "not connected")]
    everybody = told[None, None]
    total = sum(one.value * one.n for one in sides)
    assert total == pytest.approx(everybody.value * everybody.n, rel=0.02)


def test_the_contrast_is_the_difference_of_the_sides():
    sides = answers("lifetime_value", "connected")
    gap = sides[None, "connected"].value - sides[None, "not connected"].value
    contrast = measured(COMPANY, "connected_contrast", AS_OF)
    assert contrast.headline.answer.value == pytest.approx(gap, rel=0.05, abs=0.05)
    assert contrast.card.claim.value == "describes"
    assert "describes-only" in {caveat.code for caveat in contrast.caveats}


def test_few_buyers_get_a_wide_interval_and_a_word_of_warning():
    result = measured(COMPANY, "lifetime_value", AS_OF)
    told = result.headline.answer
    assert (told.interval.high - told.interval.low) / told.value > 0.2
    assert "few-buyers" in {caveat.code for caveat in result.caveats}


def test_draws_are_checked_before_they_are_used():
    snapshot = house_of(COMPANY).snapshot(AS_OF)
    spread = whole_spread(snapshot, whole_outlook(snapshot))
    assert spread.told
    assert str(spread.advice)


def test_the_best_tenth_hold_more_than_a_tenth():
    share = answers("lifetime_value")["share of the best tenth", None]
    assert 0.1 < share.value < 1.0


ORDERS = "order_id,ordered_at,email,amount,currency\n" + "".join(
    f"o{turn}-{who},2024-0{1 + turn}-{1 + who % 27:02d},c{who}@example.com,{20 + who % 7},EUR\n"
    for who in range(40)
    for turn in range(1 + who % 5)
)


def test_without_a_margin_money_is_refused_and_sales_are_told():
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"orders.csv": ORDERS}))
        told = {str(row.part): row.answer for row in house.measure("lifetime_value").rows}
    assert isinstance(told["None"], Refusal)
    assert "margin_rate" in str(told["None"].remedy)
    assert isinstance(told["sales"], Estimate)


def test_without_a_discount_rate_the_endless_future_is_refused():
    with fresh_house() as (house, folder):
        house.set("margin_rate", "0.4")
        house.set("discount_rate", "0")
        house.ingest(*write(folder, {"orders.csv": ORDERS}))
        told = {str(row.part): row.answer for row in house.measure("lifetime_value").rows}
    assert isinstance(told["endless"], Refusal)
    assert isinstance(told["None"], Estimate)


def test_orders_of_one_day_are_one_purchase_and_lose_no_money():
    told = read_histories(house_of(COMPANY).snapshot(AS_OF), AS_OF)[None]
    twice = read_histories(house_of(COMPANY.repeated()).snapshot(AS_OF), AS_OF)[None]
    assert np.array_equal(twice.tuples.frequency, told.tuples.frequency)
    assert twice.orders_a_day == pytest.approx(2 * told.orders_a_day)
    assert twice.paid == pytest.approx(2 * told.paid)


def test_dropping_an_outlooks_tuples_changes_nobody_elses_forecast():
    outlook = whole_outlook(house_of(COMPANY).snapshot(AS_OF))
    rows = np.arange(3)
    assert np.allclose(outlook.taken(rows).orders(90.0), outlook.orders(90.0)[:3])


def test_refunds_come_off_the_margin():
    told = read_histories(house_of(COMPANY).snapshot(AS_OF), AS_OF)[None]
    without = replace(told, refunded=0.0)
    share = told.refunded / told.paid
    assert told.net_margin_share(0.4) == pytest.approx(without.net_margin_share(0.4) * (1 - share))
