"""What would a perfect reader of the files measure, and what is the process's parameter?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, LAST_YEAR, Flags, Whole
from rapport.sources.demo.connection import FOLLOW
from rapport.sources.demo.histories import Customers, Orders
from rapport.sources.demo.surveys import NPS, Answers
from rapport.sources.demo.talk import HEARD_WITHIN
from rapport.sources.demo.threads import NOTICE, Threads

ESTIMANDS = (
    "average_order_value", "purchase_frequency", "repeat_rate", "raw_connection_gap",
    "referral_share", "response_rate", "net_promoter_score", "customer_satisfaction",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Persons as the told handles join them: two slots per true person.

    Slot 2p is person p as the e-mail knows them, slot 2p+1 a phone that no record ties to it.
    `of_order`: slot of each order, -1 unknown or cancelled; `connected`: slot has a follow row
    that joins to it and has not ended on the last day.
    """

    of_order: Whole
    connected: Flags


def known(customers: Customers, orders: Orders) -> Known:
    """Return who is who to a perfect reader of the files."""
    both = np.zeros(len(customers), dtype=bool)
    both[orders.person[orders.email_told & orders.phone_told]] = True
    by_phone = np.where(both[orders.person], 0, 1)
    slot = 2 * orders.person + np.where(orders.email_told, 0, by_phone)
    told = (orders.email_told | orders.phone_told) & ~orders.cancelled
    open_now = (customers.since < DAYS) & (customers.until >= DAYS)
    bridged = customers.people.bridged
    first = (customers.kind != FOLLOW) | bridged
    second = np.isfinite(customers.second_since) & ((customers.second_kind != FOLLOW) | bridged)
    connected = np.zeros(2 * len(customers), dtype=bool)
    connected[::2] = open_now & (first | second)
    return Known(np.where(told, slot, -1), connected)


def sums(
    customers: Customers, orders: Orders, talks: Threads, answers: Answers
) -> dict[str, float]:
    """Return a block's sums out of which every estimand is a ratio; they add up over blocks."""
    known_as = known(customers, orders)
    rows = known_as.of_order >= 0
    slot, cents, day = known_as.of_order[rows], orders.cents[rows], orders.day[rows]
    size = 2 * len(customers)
    bought = np.bincount(slot, minlength=size)
    late = day >= LAST_YEAR
    year = np.bincount(slot[late], minlength=size)
    spend = np.bincount(slot[late], cents[late] / 100.0, minlength=size)
    is_customer = bought > 0
    tied = is_customer & known_as.connected
    named = customers.named & is_customer[::2]
    return {
        "amount": float(cents.sum()) / 100.0,
        "orders": float(len(cents)),
        "year_orders": float(year.sum()),
        "year_people": float((year > 0).sum()),
        "repeat_people": float((bought >= 2).sum()),
        "people": float(is_customer.sum()),
        "connected": float(tied.sum()),
        "connected_spend": float(spend[tied].sum()),
        "unconnected_spend": float(spend[is_customer & ~known_as.connected].sum()),
        "referred": float(named.sum()),
        **_heard(talks),
        **_scores(answers),
    }


def _heard(talks: Threads) -> dict[str, float]:
    """Return rounds and rounds answered in time; a second round starts after an answer."""
    asked = (talks.topic != NOTICE) & (talks.sent < DAYS)
    again = np.isfinite(talks.again)
    in_time = (talks.waits[asked] <= HEARD_WITHIN).sum()
    return {
        "rounds": float(asked.sum() + again.sum()),
        "rounds_in_time": float(in_time + (talks.again_waits[again] <= HEARD_WITHIN).sum()),
    }


def _scores(answers: Answers) -> dict[str, float]:
    """Return counts of survey answers by what they say."""
    nps = answers.question == NPS
    return {
        "nps_answers": float(nps.sum()),
        "promoters": float((nps & (answers.score >= 9)).sum()),
        "detractors": float((nps & (answers.score <= 6)).sum()),
        "csat_answers": float((~nps).sum()),
        "satisfied": float((~nps & (answers.score >= 4)).sum()),
    }


def ratios(total: dict[str, float]) -> dict[str, float]:
    """Return the estimands from the sums of all blocks; not-a-number where nothing happened.

    EUR per order, orders per buyer and year, shares 0..1, EUR per customer and year, NPS -100..100.
    """

    def over(top: float, bottom: str | float) -> float:
        below = total[bottom] if isinstance(bottom, str) else bottom
        return top / below if below else float("nan")

    unconnected = total["people"] - total["connected"]
    values = (
        over(total["amount"], "orders"),
        over(total["year_orders"], "year_people"),
        over(total["repeat_people"], "people"),
        over(total["connected_spend"], "connected") - over(total["unconnected_spend"], unconnected),
        over(total["referred"], "people"),
        over(total["rounds_in_time"], "rounds"),
        100.0 * over(total["promoters"] - total["detractors"], "nps_answers"),
        over(total["satisfied"], "csat_answers"),
    )
    return dict(zip(ESTIMANDS, values, strict=True))


def added(total: dict[str, float], more: dict[str, float]) -> dict[str, float]:
    """Return the sums of two dictionaries, key by key."""
    return {key: total.get(key, 0.0) + value for key, value in more.items()}
