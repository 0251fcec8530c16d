"""Are rounds of messages, connections and shared sums what a reader would count by hand?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from rapport.core.errors import UnknownName
from rapport.core.measure import Step
from worlds import fresh_house, write

AS_OF = date(2025, 6, 30)
HEADER = "message_id,thread,sent_at,email,direction,author_type,text\n"


def rounds(*messages: str) -> list[tuple[str, str | None]]:
    """Rounds of a talk told as "10:00 in customer": when asked, when answered."""
    rows = [
        f"M{n},T1,2025-06-01 {at}:00,a@example.com,{direction},{author},x\n"
        for n, (at, direction, author) in enumerate(told.split() for told in messages)
    ]
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"messages.csv": HEADER + "".join(rows)}))
        step = Step(
            "asked",
            "SELECT strftime(asked_at, '%H:%M') AS asked, "
            "strftime(answered_at, '%H:%M') AS answered FROM message_round ORDER BY asked_at",
            ("message_round",),
        )
        told = house.snapshot(AS_OF).read(step)
        return list(zip(listed(told["asked"]), listed(told["answered"]), strict=True))


def listed(column: Sequence[object]) -> list[object]:
    """A column with None where the engine said NULL."""
    texts = [str(value) for value in column]
    return [None if text in ("None", "nan", "--") else text for text in texts]


FOLLOWS = """email,followed_at,unfollowed_at,kind
a@example.com,2025-01-01,,follow
b@example.com,2025-01-01,2025-06-30,follow
c@example.com,2025-01-01,2025-07-01,community
d@example.com,2025-07-01,,follow
"""


@pytest.mark.parametrize(("kinds", "connected"), [("follow,community", 2), ("community", 1)])
def test_connected_is_who_follows_on_the_day_by_what_the_setting_counts(kinds, connected):
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"follows.csv": FOLLOWS}))
        house.set("connected", kinds)
        step = Step("who", "SELECT count(*) AS n FROM connection", ("connection",))
        assert house.snapshot(AS_OF).read(step)["n"][0] == connected


ORDERS = """order_id,ordered_at,email,amount,currency,channel
A1,2025-01-31 23:30:00 +0000,a@example.com,10,EUR,web
A2,2025-03-01 10:00:00 +0000,a@example.com,5,EUR,shop
A3,2024-01-01 10:00:00 +0000,b@example.com,1,EUR,web
"""
SUMS = Step(
    "sums",
    "SELECT coalesce(segment, '') || coalesce(period, '') AS cut, sum(orders)::INTEGER AS n "
    "FROM person_purchases GROUP BY ALL ORDER BY cut",
    ("person_purchases",),
)


@pytest.mark.parametrize(
    ("by", "per", "zone", "expected"),
    [
        (None, None, "UTC", {"": 3}),
        ("channel", None, "UTC", {"shop": 1, "web": 2}),
        (None, "month", "UTC", {"2024-01": 1, "2025-01": 1, "2025-03": 1}),
        (None, "month", "Europe/Paris", {"2024-01": 1, "2025-02": 1, "2025-03": 1}),
        ("connected", "year", "UTC", {"not connected2024": 1, "not connected2025": 2}),
    ],
)
def test_sums_of_a_cut_are_those_counted_by_hand(by, per, zone, expected):
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"orders.csv": ORDERS}))
        house.set("zone", zone)
        told = house.snapshot(AS_OF).cut(by, per).read(SUMS)
        assert dict(zip(map(str, told["cut"]), map(int, told["n"]), strict=True)) == expected


def test_a_cut_that_does_not_exist_is_said_with_those_that_do():
    with fresh_house() as (house, _):
        with pytest.raises(UnknownName, match="channel"):
            house.snapshot(AS_OF).cut("colour")
        with pytest.raises(UnknownName, match="month"):
            house.snapshot(AS_OF).cut(None, "week")


def test_a_cancellation_told_whole_and_by_line_counts_once():
    lines = """invoice,stock_code,quantity,invoice date,unit_price,customer_id
500001,X,5,2025-01-01,2.00,7
C500002,X,-1,2025-01-02,2.00,7
C500002,Y,-1,2025-01-02,3.00,7
"""
    orders = (
        "invoice,invoice date,customer_id,amount\n500001,2025-01-01,7,10\nC500002,2025-01-02,7,-5\n"
    )
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"lines.csv": lines, "orders.csv": orders}))
        told = {row.part: row.answer.value for row in house.measure("revenue").rows[:3]}
        assert told["refunds"] == 5
        assert told["net of refunds"] == 5


LATE = """refund_id,refunded_at,order_id,email,refund_amount,currency
R1,2025-06-30 23:30:00 +0000,A2,a@example.com,3,EUR
"""


@pytest.mark.parametrize(("zone", "refunds"), [("UTC", 3), ("Europe/Paris", 0)])
def test_the_last_day_ends_on_the_home_clock_in_every_cut(zone, refunds):
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"orders.csv": ORDERS, "refunds.csv": LATE}))
        house.set("zone", zone)
        whole = house.measure("revenue", as_of=AS_OF).tidy()
        cut = house.measure("revenue", as_of=AS_OF, per="year").tidy()
        assert next(row["estimate"] for row in whole if row["part"] == "refunds") == refunds
        told = [row["estimate"] for row in cut if row["part"] == "refunds" and row["period"]]
        assert sum(told) == refunds
