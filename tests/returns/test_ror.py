"""RoR: is the rate refused while a line is, and told for the lines that are there?"""

from __future__ import annotations

import pytest

from rapport.core.estimate import Refusal, Weight
from rapport.core.phrase import say
from rapport.core.statement import Line
from rapport.returns.account import Account
from rapport.returns.doubt import Worth
from rapport.returns.ror import told_rate, whole_rate
from rapport.returns.statement import make_statement

from .small_accounts import YEAR, SmallAccounts, brought, order, spent, worked

SETTINGS = {"margin_rate": "0.5", "incremental_share": "0.6"}
TABLES = {
    "purchase": [order(1, 2, 20000), order(2, 3, 10000, first_touch="share")],
    "referral": [brought(1, 2)],
    "effort": [worked(1.0)],
    "spend": [spent(1000, "tools")],
}


def statement(tables=TABLES, settings=SETTINGS, **more):
    return make_statement(SmallAccounts(tables, settings, **more), YEAR)


def test_the_whole_rate_is_refused_and_names_loyalty_and_care():
    refusal = statement().ror.answer
    assert isinstance(refusal, Refusal)
    assert str(refusal.reason) == "RoR needs every line; refused are loyalty and care"


def test_hundred_and_ten_euros_for_forty_are_a_net_rate_of_one_and_three_quarters():
    assert statement().ror_told.answer.value == pytest.approx((60 + 50 - 40) / 40)


def test_the_told_rate_carries_a_serious_caveat():
    caveats = {caveat.code: caveat.weight for caveat in statement().caveats}
    assert caveats["ror-partial"] is Weight.SERIOUS


def test_the_interval_adds_both_lines_variances():
    interval = statement().ror_told.answer.interval
    reach = 1.959964 * (0.6 * 100**2 + 50**2) ** 0.5
    assert (interval.low, interval.high) == pytest.approx(
        (110 / 2.718281828 ** (reach / 110) / 40 - 1, 110 * 2.718281828 ** (reach / 110) / 40 - 1),
        rel=1e-5,
    )


def test_an_unknown_share_widens_the_rate_from_none_to_all():
    told = statement().ror_told.answer.interval
    wide = statement(settings={"margin_rate": "0.5"}).ror_told.answer.interval
    assert wide.low < told.low
    assert wide.high > told.high


def test_unknown_cost_refuses_the_rate():
    answer = statement(TABLES | {"effort": []}).ror_told.answer
    assert isinstance(answer, Refusal)
    assert "hours" in str(answer.reason)


def test_a_cost_of_nothing_has_no_rate():
    free = TABLES | {"effort": [worked(0.0)], "spend": [spent(0, "tools")]}
    assert isinstance(statement(free).ror_told.answer, Refusal)


def test_with_every_line_told_both_rates_are_one():
    line = statement().lines[0]
    cost = Account(statement().costs, Worth.known(4000, 0.0))
    lines = tuple(
        Account(Line(key, line.name, line.answer), Worth.known(6000, 100.0))
        for key in ("advocacy", "sharing", "loyalty", "care")
    )
    assert whole_rate(lines, cost).answer == told_rate(lines, cost).answer


def test_without_a_margin_every_money_line_says_what_to_set():
    lines = statement(settings={}).lines[:2]
    assert all("margin_rate" in str(line.answer.remedy) for line in lines)


def test_without_a_currency_nothing_is_added_up():
    refusal = Refusal(say("amounts stand in several currencies"), say("set one"))
    refused = statement(currency=refusal)
    assert refused.currency == ""
    assert {refused.lines[0].answer, refused.costs.answer, refused.reconciliation} == {refusal}
