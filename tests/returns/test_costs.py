"""Costs: do hours, spend and gestures add up, and does unknown cost refuse?"""

from __future__ import annotations

from rapport.core.estimate import Refusal
from rapport.returns.costs import costs
from rapport.returns.terms import read_terms

from .small_accounts import YEAR, SmallAccounts, back, spent, worked


def cost(currency="EUR", **tables):
    book = SmallAccounts({name: list(rows) for name, rows in tables.items()}, currency=currency)
    return costs(book, YEAR, read_terms(book))


def test_two_hours_at_thirty_and_fifteen_spent_and_five_given_cost_eighty():
    line = cost(
        effort=[worked(2.0)],
        spend=[spent(1000, "tools"), spent(500, "media")],
        refund=[back(1, 500, kind="gesture"), back(2, 9999)],
    ).line
    assert line.answer.value == 80.0
    assert [part.answer.value for part in line.of_which] == [60.0, 5.0, 10.0, 5.0]


def test_an_hour_without_a_cost_refuses_and_names_who():
    answer = cost(effort=[worked(2.0, None, "Inès"), worked(1.0)], spend=[spent(1, "media")])
    assert isinstance(answer.line.answer, Refusal)
    assert "Inès" in str(answer.line.answer.reason)
    assert "hourly_cost" in str(answer.line.answer.remedy)


def test_no_hours_told_is_unknown_and_not_nothing():
    assert isinstance(cost(spend=[spent(1000, "media")]).line.answer, Refusal)


def test_no_spend_told_is_unknown_and_not_nothing():
    assert isinstance(cost(effort=[worked(1.0)]).line.answer, Refusal)


def test_nothing_spent_is_an_answer():
    assert cost(effort=[worked(1.0)], spend=[spent(0, "tools")]).line.answer.value == 30.0


def test_gestures_told_as_spend_and_one_by_one_are_pointed_out():
    told = cost(
        effort=[worked(1.0)], spend=[spent(700, "Gestes")], refund=[back(1, 500, kind="gesture")]
    )
    assert "gestures-told-twice" in {caveat.code for caveat in told.caveats}


def test_a_gesture_in_another_currency_refuses():
    given = {"day": YEAR.start, "amount": 100, "currency": "USD"}
    told = cost(effort=[worked(1.0)], spend=[spent(1, "tools")], gesture=[given])
    assert isinstance(told.line.answer, Refusal)


def test_hours_told_for_one_day_of_a_year_are_pointed_out():
    told = cost(effort=[worked(1.0)], spend=[spent(1, "tools")])
    assert {"work-partly-told", "spending-partly-told"} <= {one.code for one in told.caveats}
