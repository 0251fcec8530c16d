"""First orders: when, and in which segment and period, did each customer's story begin?"""

from __future__ import annotations

from datetime import date

from rapport.core.estimate import Caveat, Weight
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say

OPENING = Step(
    "opening",
    """
    SELECT
        customer.person,
        MIN(customer.first_day) AS first_day,
        ARG_MIN(segment, ROW("at", order_id, segment)) AS segment,
        MIN(period) AS period
    FROM customer
    JOIN purchase
        ON purchase.person = customer.person
        AND purchase.day = customer.first_day
    GROUP BY customer.person
    """,
    ("customer", "purchase"),
)
"""One row a known customer: the day of the first order, and the segment and period it stands in."""

OPENED = Step(
    "opened",
    """
    SELECT
        MIN(first_day) AS opened
    FROM person_purchases
    """,
    ("person_purchases",),
)


def first_day(snapshot: Snapshot) -> date | None:
    """The day of the first order of all; None where there is none."""
    (told,) = snapshot.read(OPENED)["opened"]
    text = str(told)[:10]
    return None if text in ("--", "NaT", "None") else date.fromisoformat(text)


def short_book(snapshot: Snapshot, days: int) -> tuple[Caveat, ...]:
    """A caveat where the book's orders begin fewer days before the end of the as-of day."""
    opened = first_day(snapshot)
    if opened is None or (snapshot.as_of - opened).days + 1 >= days:
        return ()
    text = say(
        "the orders begin on {day}: of the year before the last one only a part is known,"
        " and whoever ordered earlier is missing",
        day=opened,
    )
    return (Caveat("short-book", text, Weight.WARNING),)


def later_connected(by: str | None) -> tuple[Caveat, ...]:
    """A caveat where customers are told apart by whether they are connected today."""
    if by != "connected":
        return ()
    text = say(
        "connected means connected today: whoever stays longer has more time to connect, so the"
        " gap between the two says nothing of what a connection brings"
    )
    return (Caveat("connected-later", text, Weight.WARNING),)
