"""Reconciliation: does every cent of the window stand on one line, row by row?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from rapport.core.statement import Reconciliation
from rapport.returns.margins import margin_rows
from rapport.returns.statement import make_statement

from .small_accounts import YEAR, SmallAccounts, back, brought, covered, effect, order

LINES = ("advocacy", "sharing", "loyalty", "care", "baseline", "unknown")
REFUSED = ("advocacy", "sharing", "baseline", "unknown")
"""The lines shown where loyalty and care are refused: a refusal is no zero."""


def random_book(seed: int) -> SmallAccounts:
    """Three hundred orders, some negative or nothing, refunds above them, odd rates."""
    draw = np.random.default_rng(seed)
    days = [date(2023, 7, 1) + timedelta(int(day)) for day in draw.integers(0, 540, 300)]
    orders = [
        order(number, None if draw.random() < 0.1 else int(draw.integers(0, 60)),
              int(draw.integers(-3000, 20000)) * int(draw.random() < 0.95), day,
              first_touch=draw.choice(["share", "ad", "direct"]),
              margin=int(draw.integers(-500, 900)) if draw.random() < 0.3 else None)
        for number, day in enumerate(days)
    ]  # fmt: skip
    refunds = [
        back(int(number), int(draw.integers(1, 60000)), date(2024, 2, 1) + timedelta(int(number)),
             kind=str(draw.choice(["refund", "cancellation", "gesture"])))
        for number in draw.integers(0, 330, 60)
    ]  # fmt: skip
    named = [brought(int(a), int(b), date(2022, 1, 1)) for a, b in draw.integers(0, 60, (15, 2))]
    tied, heard = (
        [row for person in draw.integers(0, 60, 25) for row in covered(int(person), *range(2, 8))]
        for _ in range(2)
    )
    once = {(row["person"], row["month"]): row for row in tied}
    tables = {
        "purchase": orders,
        "refund": refunds,
        "referral": named,
        "follow": [{"person": 1}],
        "message": [{"person": 1}],
        "connection_covered": list(once.values()),
        "answer_covered": list({(r["person"], r["month"]): r for r in heard}.values()),
    }
    return SmallAccounts(tables, {"margin_rate": "0.3333333", "incremental_share": "0.61"})


EFFECTS = (
    effect("connection_effect", 3.417, 1.0),
    effect("answer_effect", -1.3331, 1.0, "likely"),
)


@pytest.mark.parametrize("results", [(), EFFECTS])
@pytest.mark.parametrize("seed", range(5))
def test_each_row_closes_and_so_do_the_sums(seed, results):
    book = random_book(seed)
    rows = margin_rows(book, YEAR, results)
    assert (sum(rows[line] for line in LINES) == rows["margin"]).all()
    assert len(rows["margin"]) == len(margin_rows(book, YEAR)["margin"])
    told = make_statement(book, YEAR, (), results).reconciliation
    assert told.total == int(rows["margin"].sum())
    shown = LINES if results else REFUSED
    assert [cents for _, cents in told.parts] == [int(rows[line].sum()) for line in shown]


@pytest.mark.parametrize("seed", range(3))
def test_a_row_stands_on_one_line_or_is_a_referred_customers(seed):
    rows = margin_rows(random_book(seed), YEAR)
    lines = np.array([rows[line] != 0 for line in LINES])
    split = lines[0] & lines[LINES.index("baseline")]
    assert (lines.sum(axis=0)[~split] <= 1).all()


def test_the_line_of_advocacy_is_the_reconciled_one():
    statement = make_statement(random_book(1), YEAR)
    assert statement.lines[0].answer.value * 100 == pytest.approx(
        statement.reconciliation.parts[0][1]
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_lines_of_effects_are_the_reconciled_ones_to_the_cent(seed):
    statement = make_statement(random_book(seed), YEAR, (), EFFECTS)
    for place in (2, 3):
        told = round(statement.lines[place].answer.value * 100)
        assert told == statement.reconciliation.parts[place][1] != 0


@pytest.mark.parametrize("seed", range(3))
def test_nobody_stands_on_two_lines(seed):
    rows = margin_rows(random_book(seed), YEAR, EFFECTS)
    known = ~np.ma.getmaskarray(rows["person"])
    on = [set(rows["person"][known & (rows[line] != 0)].tolist()) for line in LINES[:4]]
    assert not any(on[one] & on[other] for one in range(4) for other in range(one))


def test_a_third_of_a_cent_is_rounded_order_by_order():
    book = SmallAccounts({"purchase": [order(n, 1, 1) for n in range(3)]}, {"margin_rate": "0.5"})
    assert margin_rows(book, YEAR)["margin"].tolist() == [1, 1, 1]


def test_money_back_follows_its_orders_told_margin():
    tables = {"purchase": [order(1, 1, 10000, margin=3000)], "refund": [back(1, 5000)]}
    rows = margin_rows(SmallAccounts(tables, {"margin_rate": "0.9"}), YEAR)
    assert sorted(rows["margin"].tolist()) == [-1500, 3000]


def test_money_back_for_an_order_before_the_window_counts_when_it_is_given():
    old = order(1, 1, 10000, date(2023, 6, 1))
    book = SmallAccounts(
        {"purchase": [old, order(2, 1, 100)], "refund": [back(1, 4000)]}, {"margin_rate": "0.5"}
    )
    assert make_statement(book, YEAR).reconciliation.total == 50 - 2000


def test_gestures_are_a_cost_and_never_less_margin():
    tables = {"purchase": [order(1, 1, 10000)], "refund": [back(1, 500, kind="gesture")]}
    book = SmallAccounts(tables, {"margin_rate": "0.5"})
    assert make_statement(book, YEAR).reconciliation.total == 5000


def test_an_order_number_of_two_shops_gives_back_to_the_one_who_asked():
    other = order(1, 2, 10000) | {"source": "elsewhere"}
    tables = {"purchase": [order(1, 1, 10000), other], "refund": [back(1, 1000, person=2)]}
    rows = margin_rows(SmallAccounts(tables, {"margin_rate": "0.5"}), YEAR)
    given = rows["kind"] == "refund"
    assert (rows["person"][given].tolist(), rows["margin"][given].tolist()) == ([2], [-500])


def test_an_unpriced_order_refuses_the_reconciliation():
    book = SmallAccounts({"purchase": [order(1, 1, 100, margin=40), order(2, 1, 100)]})
    told = make_statement(book, YEAR).reconciliation
    assert not isinstance(told, Reconciliation)
    assert "1 orders" in str(told.reason)
