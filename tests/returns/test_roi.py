"""ROI: which orders answer to media, and what did they bring for what it cost?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.estimate import Refusal
from rapport.returns.statement import make_statement

from .small_accounts import YEAR, SmallAccounts, back, order, spent

HALF = {"margin_rate": "0.5"}
SOON, LATE = date(2024, 6, 20), date(2024, 8, 1)


def roi(purchase, spend, refund=()):
    tables = {"purchase": purchase, "spend": spend, "refund": list(refund)}
    return make_statement(SmallAccounts(tables, HALF), YEAR).roi.answer


def test_an_order_of_a_campaign_within_the_days_answers_whatever_its_spelling():
    answer = roi([order(1, 1, 6000, SOON, campaign="Noel ")], [spent(1000, "media", "noël")])
    assert answer.value == pytest.approx((30 - 10) / 10)


def test_an_order_after_the_attribution_days_does_not():
    late = order(1, 1, 6000, LATE, campaign="noël")
    assert isinstance(roi([late], [spent(1000, "media", "noël")]), Refusal)


def test_a_first_order_that_an_ad_brought_answers_once_and_later_orders_do_not():
    orders = [order(n, 1, 6000, SOON, first_touch="ad") for n in (1, 2)]
    assert roi(orders, [spent(1000, "Publicité")]).value == pytest.approx(2.0)


def test_money_back_is_taken_off():
    back_soon = back(1, 2000, SOON)
    answer = roi([order(1, 1, 6000, SOON, first_touch="ad")], [spent(1000, "ads")], [back_soon])
    assert answer.value == pytest.approx((20 - 10) / 10)


def test_without_media_there_is_no_rate():
    assert isinstance(
        roi([order(1, 1, 6000, SOON, first_touch="ad")], [spent(5, "tools")]), Refusal
    )


def test_orders_that_tell_no_campaign_cannot_be_traced():
    answer = roi([order(1, 1, 6000, SOON)], [spent(1000, "media")])
    assert "campaign" in str(answer.reason)
