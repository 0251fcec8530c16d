"""Large company: which files would customers enough for a comparison leave behind?"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from .small_company import Company, Rows

OPENS, MONTHS = datetime(2022, 1, 1, 9), 36
ENTERED = 12
LATE = 17
"""Months over which customers come; after which a later effect begins."""


def large_company(
    people: int = 1_000, seed: int = 3, lift: float = 0.33, later: float = 0.0, growth: float = 0.0
) -> Company:
    """A company of some people over three years, of whom half connect, write or do neither.

    One in five who just bought and would connect does, and buys `lift` more from then on,
    `later` more on top if that is after month LATE; nobody leaves. With `growth` those who would
    connect buy so much more each month from the start: what no design can tell from an effect.
    """
    draw = np.random.default_rng(seed)
    entry = draw.integers(0, ENTERED, people)
    ready = np.where(draw.random(people) < 0.6, entry + 7, MONTHS)
    writes = np.where(draw.random(people) < 0.3, draw.integers(10, MONTHS, people), MONTHS)
    month = np.arange(MONTHS)[:, None]
    grown = 1 + growth * np.where(ready < MONTHS, np.maximum(month - entry, 0), 0)
    rates = draw.gamma(6.0, 0.08, people) * grown * (month >= entry)
    orders = draw.poisson(rates) + (month == entry)
    asked = (orders > 0) & (month >= ready) & (draw.random(orders.shape) < 0.2)
    joins = np.where(asked.any(axis=0), asked.argmax(axis=0), MONTHS)
    orders += draw.poisson(rates * (month > joins) * (lift + later * (joins > LATE)))
    when, who = (np.repeat(place, orders[orders > 0]) for place in np.nonzero(orders))
    files: dict[str, Rows] = {"purchases": [], "follows": [], "messages": []}
    for turn, (place, number) in enumerate(zip(when.tolist(), who.tolist(), strict=True)):
        files["purchases"].append(_order(turn, place, number, int(draw.integers(20, 60))))
    for number, place in enumerate(joins.tolist()):
        if place < MONTHS:
            files["follows"].append(_follow(number, place))
    for number, place in enumerate(writes.tolist()):
        if place < MONTHS:
            files["messages"] += _talk(number, place)
    return Company(files)


def _order(turn: int, month: int, number: int, amount: int) -> dict[str, object]:
    return {"order_id": f"o{turn}", "ordered_at": _at(month, turn), "email": _mail(number),
            "amount": amount, "currency": "EUR", "channel": "web", "country": "FR"}  # fmt: skip


def _follow(number: int, month: int) -> dict[str, object]:
    return {"follow_id": f"f{number}", "followed_at": _at(month, number), "email": _mail(number),
            "kind": ("follow", "community")[number % 5 == 0],
            "channel": ("instagram", "forum")[number % 5 == 0]}  # fmt: skip


def _talk(number: int, month: int) -> Rows:
    """A question, and a reply the day after."""
    asked = {"message_id": f"q{number}", "thread": f"h{number}", "sent_at": _at(month, number),
             "email": _mail(number), "direction": "in", "author_type": "customer",
             "channel": "email", "text": "When?"}  # fmt: skip
    reply = {"message_id": f"a{number}", "sent_at": _at(month, number) + timedelta(days=1),
             "direction": "out", "author_type": "staff", "text": "Tomorrow."}  # fmt: skip
    return [asked, asked | reply]


def _at(month: int, turn: int) -> datetime:
    """A day of a month, spread over its first four weeks."""
    year, place = divmod(month, 12)
    return OPENS.replace(year=OPENS.year + year, month=place + 1) + timedelta(
        days=turn * 7 % 27, minutes=turn % 600
    )


def _mail(number: int) -> str:
    return f"c{number:04d}@example.com"
