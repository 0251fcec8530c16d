"""Asking company: which files would customers leave behind who ask, and are answered or not?"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from .small_company import Company, Rows

OPENS, MONTHS = datetime(2022, 1, 1, 9), 30
ENTERED, EARLIEST = 10, 7
"""Months over which customers come; months after coming in which nobody asks yet."""


def asking_company(
    people: int = 700, seed: int = 11, leaves: float = 0.5, waits: float = 20.0
) -> Company:
    """A company of some people over thirty months, who ask once or twice; half are answered.

    Whoever asks just bought; whoever asks in vain leaves with the chance `leaves`. Answers come
    after `waits` hours on average.
    """
    draw = np.random.default_rng(seed)
    entry = draw.integers(0, ENTERED, people)
    asks = entry[:, None] + np.sort(draw.integers(EARLIEST, 20, (people, 2)), axis=1)
    asks[draw.random(people) < 0.6, 1] = MONTHS
    asks[asks[:, 1] == asks[:, 0], 1] = MONTHS
    answered = draw.random((people, 2)) < 0.5
    goes = ~answered & (draw.random((people, 2)) < leaves) & (asks < MONTHS)
    gone = np.where(goes, asks, MONTHS).min(axis=1)
    month = np.arange(MONTHS)[:, None]
    orders = draw.poisson(draw.gamma(6.0, 0.1, people) * (month >= entry) * (month <= gone))
    for turn in range(2):
        orders += (month == asks[:, turn]) & (month <= gone)
    orders += month == entry
    files: dict[str, Rows] = {"purchases": [], "messages": []}
    when, who = np.nonzero(orders)
    for place, number in zip(when.tolist(), who.tolist(), strict=True):
        files["purchases"] += [
            _order(place, number, turn, int(draw.integers(20, 60)))
            for turn in range(orders[place, number])
        ]
    for number, turn in np.argwhere((asks < MONTHS) & (asks <= gone[:, None])).tolist():
        delay = float(draw.exponential(waits)) if answered[number, turn] else None
        files["messages"] += _talk(int(asks[number, turn]), number, turn, delay)
    return Company(files)


def _order(month: int, number: int, turn: int, amount: int) -> dict[str, object]:
    return {"order_id": f"o{month}-{number}-{turn}", "ordered_at": _at(month, number, turn),
            "email": _mail(number), "amount": amount, "currency": "EUR"}  # fmt: skip


def _talk(month: int, number: int, turn: int, delay: float | None) -> Rows:
    """A question after an order, and perhaps a reply some hours later."""
    at = _at(month, number, 3)
    asked = {"message_id": f"q{number}-{turn}", "thread": f"h{number}-{turn}", "sent_at": at,
             "email": _mail(number), "direction": "in", "author_type": "customer",
             "channel": ("email", "instagram")[number % 3 == 0],
             "visibility": ("private", "public")[number % 3 == 0], "text": "When?"}  # fmt: skip
    if delay is None:
        return [asked]
    reply = {"message_id": f"a{number}-{turn}", "sent_at": at + timedelta(hours=delay),
             "direction": "out", "author_type": "staff", "text": "Tomorrow."}  # fmt: skip
    return [asked, asked | reply]


def _mail(number: int) -> str:
    return f"c{number:04d}@example.com"


def _at(month: int, number: int, turn: int) -> datetime:
    """A time of a month's first three weeks."""
    year, place = divmod(month, 12)
    return OPENS.replace(year=OPENS.year + year, month=place + 1) + timedelta(
        days=number * 5 % 17 + turn, minutes=number % 600
    )
