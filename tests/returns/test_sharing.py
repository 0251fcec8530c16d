"""Sharing: which first orders count as brought by a share, a mention or an organic post?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.estimate import Refusal
from rapport.returns.statement import make_statement

from .small_accounts import YEAR, SmallAccounts, back, brought, order

HALF = {"margin_rate": "0.5"}


def sharing(*purchase, **tables):
    return make_statement(SmallAccounts({"purchase": [*purchase], **tables}, HALF), YEAR).lines[1]


@pytest.mark.parametrize(
    "touch",
    ["share", "instagram_post", "Partagé par une amie", "mention", "Publication Facebook",
     "organic social", "bouche-à-oreille", "Story"],
)  # fmt: skip
def test_a_share_a_mention_or_an_organic_post_counts(touch):
    assert sharing(order(1, 1, 10000, first_touch=touch)).answer.value == 50.0


@pytest.mark.parametrize(
    "touch",
    ["ad", "sponsored post", "Post sponsorisé", "paid_social share", "Organic: Google", "direct",
     "publicité", "poste", None],
)  # fmt: skip
def test_an_ad_a_search_or_nothing_does_not_count(touch):
    assert isinstance(sharing(order(1, 1, 10000, first_touch=touch)).answer, Refusal)


def test_only_the_first_order_ever_counts():
    line = sharing(
        order(1, 1, 10000, first_touch="share"),
        order(2, 1, 70000, date(2024, 5, 1), first_touch="share"),
        order(3, 2, 4000, date(2023, 5, 1)),
        order(4, 2, 6000, first_touch="share"),
    )
    assert (line.answer.value, line.answer.n) == (50.0, 1)


def test_money_back_for_the_first_order_is_taken_off_the_line():
    line = sharing(order(1, 1, 10000, first_touch="share"), refund=[back(1, 2000)])
    assert line.answer.value == 40.0


def test_who_came_by_a_referral_does_not_stand_on_this_line_too():
    line = sharing(order(1, 2, 10000, first_touch="share"), referral=[brought(1, 2)])
    assert isinstance(line.answer, Refusal)
