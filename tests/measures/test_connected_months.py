"""Connected months: are a few files' months, money and connections what a hand computes?"""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from rapport.measures.lift.connected_months import connected_months, full_months
from rapport.stats.panel import NEVER
from worlds import fresh_house, write

from .small_company import Company
from .small_world import house_of

AS_OF = date(2024, 5, 20)


def row(of: str, key: str, when: datetime, who: str, **more: object) -> dict[str, object]:
    names = {"purchases": ("order_id", "ordered_at"), "follows": ("follow_id", "followed_at"),
             "refunds": ("refund_id", "refunded_at"),
             "messages": ("message_id", "sent_at"),
             "reactions": ("reaction_id", "reacted_at")}[of]  # fmt: skip
    return {names[0]: key, names[1]: when, "email": f"{who}@example.com", **more}


PURCHASES = [
    row("purchases", "1", datetime(2024, 1, 9), "ann", amount=100, currency="EUR", margin=""),
    row("purchases", "2", datetime(2024, 3, 1), "ann", amount=100, currency="EUR", margin=70),
    row("purchases", "3", datetime(2024, 2, 5), "bob", amount=50, currency="EUR", margin=""),
    row("purchases", "4", datetime(2024, 5, 2), "eve", amount=50, currency="EUR", margin=""),
]
REFUNDS = [
    row("refunds", "r", datetime(2024, 4, 2), "ann", order_id="2", amount=25, currency="EUR")
]
FOLLOWS = [
    row("follows", "a", datetime(2024, 3, 4), "ann", kind="community", channel="forum"),
    row("follows", "b", datetime(2024, 2, 7), "ann", kind="follow", channel="instagram"),
]
MESSAGES = [
    row("messages", "q", datetime(2024, 3, 9), "bob", thread="t", direction="in",
        author_type="customer", channel="email", text="When?"),
    row("messages", "a", datetime(2024, 4, 1), "bob", thread="t", direction="out",
        author_type="staff", channel="email", text="Now."),
]  # fmt: skip
REACTIONS = [
    row("reactions", "1", datetime(2024, 2, 1), "ann", kind="like", post_id="p1", channel="web"),
    row("reactions", "2", datetime(2024, 2, 6), "ann", kind="like", post_id="p2", channel="web"),
    row("reactions", "3", datetime(2024, 3, 9), "ann", kind="like", post_id="p1", channel="web"),
]
POSTS = [
    {"post_id": place, "posted_at": datetime(2024, 1, 1), "channel": "web", "type": "photo",
     "topic": topic} for place, topic in (("p1", "gardens"), ("p2", "recipes"))
]  # fmt: skip
COMPANY = Company(
    {"purchases": PURCHASES, "refunds": REFUNDS, "follows": FOLLOWS, "messages": MESSAGES,
     "reactions": REACTIONS, "posts": POSTS}
)  # fmt: skip


@pytest.fixture(scope="module")
def months():
    return connected_months(house_of(COMPANY).snapshot(AS_OF))


def test_an_unfinished_last_month_is_left_out_with_who_came_in_it(months):
    assert (months.opens, months.months, months.panel.customers) == (date(2024, 1, 1), 4, 2)
    assert sorted(months.entry.tolist()) == [0, 1]


def test_the_topic_is_that_of_the_last_content_before_connecting(months):
    ann, bob = (int(np.flatnonzero(months.entry == month)[0]) for month in (0, 1))
    assert [months.topics[months.topic[ann]], months.topic[bob]] == ["recipes", -1]


LINES = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
1,A,tea,3,2024-01-09,10.00,17
1,B,pot,1,2024-01-09,70.00,17
2,A,tea,5,2024-02-05,10.00,18
"""


def test_what_cannot_be_touched_is_read_from_the_lines_of_the_products_set():
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"lines.csv": LINES}))
        house.set("untouched_products", "A, C")
        told = connected_months(house.snapshot(AS_OF))
    assert told.untouched.sum(axis=1).tolist() == [3000, 5000, 0, 0]


def test_at_most_three_years_are_read():
    assert full_months(date(2015, 3, 1), date(2024, 5, 31)) == (
        date(2021, 6, 1),
        date(2024, 6, 1),
        36,
    )


def test_margin_is_the_orders_own_or_the_rates_and_refunds_stand_in_their_month(months):
    ann = int(np.flatnonzero(months.entry == 0)[0])
    kept = (40 + 70 + 20) / 250  # of all that was paid, what is margin
    money = [month[0, ann] / 100 for month in months.panel.months]
    assert money == pytest.approx([40, 0, 70, -25 * kept])
    assert months.is_margin


def test_the_first_connection_of_any_kind_counts_from_its_first_full_month(months):
    ann, bob = (int(np.flatnonzero(months.entry == one)[0]) for one in (0, 1))
    first = months.first
    assert (first.month[ann], first.month[bob]) == (2, NEVER)
    assert months.kinds[first.kind[ann]] == "follow"
    assert months.channels[first.channel[ann]] == "instagram"
    assert months.of_kind["community"].month[ann] == 3


def test_writing_and_being_answered_are_kinds_of_their_own(months):
    bob = int(np.flatnonzero(months.entry == 1)[0])
    assert months.of_kind["wrote to us"].month[bob] == 3
    assert months.of_kind["was answered"].month[bob] == 4


def test_writing_is_a_sign_of_life_but_not_of_itself(months):
    bob = int(np.flatnonzero(months.entry == 1)[0])
    assert months.histories(months.first).recency[3, bob] == 1
    assert months.histories(months.of_kind["wrote to us"]).recency[3, bob] == 2
