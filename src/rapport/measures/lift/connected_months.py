"""Connected months: what did customers bring month by month, and since when are they connected?

The only door of the measures of lift to the book: a few integer columns by customer and month.
Customers have no name here and stand in an order that their data alone decide, so that neither
names nor the order of rows can move the last digit of a sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Columns, Snapshot
from rapport.measures.lift.connected_steps import (
    ANSWERED,
    BOUGHT,
    CHANNELS,
    CODED_TIES,
    CODED_TOPICS,
    ENTRIES,
    SIGNS,
    SPAN,
    TIES,
    TOLD_TIES,
    TOPIC_NAMES,
    TOPICS,
    UNTOUCHED,
    WROTE,
)
from rapport.stats.landmark_histories import Histories, histories
from rapport.stats.panel import NEVER, Marks, Numbers, Panel

Codes = NDArray[np.int64]
Digests = NDArray[np.uint64]

MOST_MONTHS = 36
"""Months that are read: what a connection brings today, not ten years ago."""
UNTOLD = "(not told)"


@dataclass(frozen=True, slots=True, eq=False)
class Tie:
    """One relation: who is connected from when on; arrays (customers,).

    `month` first full month connected, NEVER without; `day` the first day (days since 1970),
    `kind` and `channel` of that first connection, codes into the names; −1 without.
    """

    month: Codes
    day: Codes
    kind: Codes
    channel: Codes

    @property
    def one_date_share(self) -> float:
        """Share of the connected on the most frequent first day, 0 to 1."""
        days = self.day[self.month != NEVER]
        if not len(days):
            return 0.0
        return float(np.unique(days, return_counts=True)[1].max()) / len(days)


@dataclass(frozen=True, slots=True, eq=False)
class ConnectedMonths:
    """All customers' months, in an order without meaning.

    `panel` money (minor units) and orders; `entry` month of the first order, −1 before the
    window; `wrote` and `reacted` (months, customers); `of_kind` one relation a kind, `first`
    the first connection of the kinds that count as connected. `is_margin`: money is margin,
    else sales. `opens`: first day of month 0. `topic`: of the content that each reacted to last
    before connecting, a code into `topics`, −1 without. `untouched` (months, customers): money for
    products set as out of a connection's reach, None without any. `person`: who has each code.
    """

    opens: date
    panel: Panel
    entry: Codes
    wrote: Marks
    reacted: Marks
    first: Tie
    of_kind: Mapping[str, Tie]
    kinds: tuple[str, ...]
    channels: tuple[str, ...]
    is_margin: bool
    topic: Codes = field(default_factory=lambda: np.empty(0, np.int64))
    topics: tuple[str, ...] = ()
    untouched: Numbers | None = None
    person: Codes = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def months(self) -> int:
        """How many full months there are."""
        return len(self.panel.months)

    def histories(self, tie: Tie) -> Histories:
        """What the landmark design reads of one relation.

        A message is a sign of life, but not where writing is itself the relation.
        """
        own = any(tie is self.of_kind.get(kind) for kind in (WROTE, ANSWERED))
        signs = self.reacted if own else self.wrote | self.reacted
        return histories(self.panel, self.entry, tie.month, signs)

    def period_of(self, month: int, per: str) -> str:
        """Name of the period that a month of the panel lies in."""
        year, place = divmod(self.opens.year * 12 + self.opens.month - 1 + month, 12)
        if per == "year":
            return f"{year}"
        return f"{year}-Q{place // 3 + 1}" if per == "quarter" else f"{year}-{place + 1:02d}"


def connected_months(snapshot: Snapshot) -> ConnectedMonths | None:
    """The months up to the as-of day, read once a snapshot; None where no month is full."""
    return snapshot.once(("connected months",), lambda: _read(snapshot.cut()))


def full_months(first_day: date, as_of: date) -> tuple[date, date, int]:
    """First day of the window, day after it, and its months: an unfinished last one is left out.

    >>> full_months(date(2024, 3, 9), date(2024, 5, 30))
    (datetime.date(2024, 3, 1), datetime.date(2024, 5, 1), 2)
    """
    closes = (as_of + timedelta(days=1)).replace(day=1)
    months = 12 * (closes.year - first_day.year) + closes.month - first_day.month
    count = min(max(months, 0), MOST_MONTHS)
    year, place = divmod(closes.year * 12 + closes.month - 1 - count, 12)
    return date(year, place + 1, 1), closes, count


class _Rows(NamedTuple):
    """What was read: entries, months bought, signs of life, connections, topics, untouched."""

    entries: Columns
    bought: Columns
    signs: Columns
    ties: Columns
    topics: Columns
    untouched: Columns


def _read(snapshot: Snapshot) -> ConnectedMonths | None:
    first_day = snapshot.read(SPAN)["first_day"]
    if np.ma.getmaskarray(first_day).any():
        return None
    opens, closes, months = full_months(_day(first_day), snapshot.as_of)
    if not months:
        return None
    counted = tuple(one.strip() for one in snapshot.setting("connected").value.split(","))
    kinds = (*counted, WROTE, ANSWERED)
    bound: dict[str, object] = {
        "opens": opens, "closes": closes, "kinds": ",".join(kinds), "wrote": WROTE,
        "answered": ANSWERED, "untold": UNTOLD, "counted": len(counted),
        "untouched": snapshot.setting("untouched_products").value,
    }  # fmt: skip
    entries, bought, signs = (
        snapshot.read(step, parameters=bound) for step in (ENTRIES, BOUGHT, SIGNS)
    )
    ties = snapshot.read(TOLD_TIES, TIES, CODED_TIES, parameters=bound)
    topics = snapshot.read(TOLD_TIES, TOPICS, CODED_TOPICS, parameters=bound)
    rows = _Rows(entries, bought, signs, ties, topics, snapshot.read(UNTOUCHED, parameters=bound))
    if not len(rows.entries["person"]):
        return None
    names = snapshot.read(TOLD_TIES, TIES, CHANNELS, parameters=bound)["channel"]
    channels = tuple(str(name) for name in names)
    told = snapshot.read(TOLD_TIES, TOPICS, TOPIC_NAMES, parameters=bound)["topic"]
    rate = snapshot.setting("margin_rate").value
    arranged = _arranged(rows, opens, months, kinds, channels, float(rate) if rate else None)
    return replace(arranged, topics=tuple(str(name) for name in told))


def _arranged(
    rows: _Rows, opens: date, months: int, kinds: tuple[str, ...], channels: tuple[str, ...],
    rate: float | None,
) -> ConnectedMonths:  # fmt: skip
    """Give customers codes by their data, and put the columns into arrays."""
    people = np.sort(_whole(rows.entries["person"]))
    placed = [_placed(people, columns) for columns in rows]
    order = np.argsort(_digests(len(people), placed), kind="stable")
    code = np.empty(len(people), np.int64)
    code[order] = np.arange(len(people))
    for columns in placed:
        columns["person"] = code[columns["person"]]
    entries, bought, signs, ties, topics, untouched = placed
    entry = np.empty(len(people), np.int64)
    entry[entries["person"]] = np.maximum(entries["month"], -1)
    money, is_margin = _money(bought, rate)
    rows_of_panel = np.stack([money, bought["orders"].astype(np.float64)])
    panel = Panel.of(bought["person"], bought["month"], rows_of_panel, len(people), months)
    of_kind = [_tie(ties, (place,), len(people)) for place in range(len(kinds))]
    return ConnectedMonths(
        opens, panel, entry, _seen(signs, "wrote", months, len(people)),
        _seen(signs, "reacted", months, len(people)),
        _tie(ties, tuple(range(len(kinds) - 2)), len(people)),
        dict(zip(kinds, of_kind, strict=True)), kinds, channels, is_margin,
        _topic(topics, len(people)), (), _paid(untouched, months, len(people)), people[order],
    )  # fmt: skip


def _money(bought: Mapping[str, Codes], rate: float | None) -> tuple[NDArray[np.float64], bool]:
    """Minor units brought in each row, refunds taken off; margin, or sales where untold."""
    paid, back = bought["paid"].astype(np.float64), bought["refunded"].astype(np.float64)
    if rate is None and bought["unpriced"].any():
        return paid - back, False
    margin = bought["told_margin"] + (rate or 0.0) * bought["unpriced"]
    all_paid = float(bought["paid"].sum())
    all_margin = float(bought["told_margin"].sum()) + (rate or 0.0) * float(
        bought["unpriced"].sum()
    )
    kept = all_margin / all_paid if all_paid > 0 else 0.0
    return margin - kept * back, True


def _tie(ties: Mapping[str, Codes], kinds: tuple[int, ...], customers: int) -> Tie:
    """The first connection of some kinds; on one day the kind told first."""
    rows = np.flatnonzero(np.isin(ties["kind"], kinds))
    rows = rows[np.lexsort((ties["kind"][rows], ties["day"][rows], ties["person"][rows]))]
    people, first = np.unique(ties["person"][rows], return_index=True)
    rows = rows[first]
    month = np.full(customers, NEVER, np.int64)
    month[people] = np.maximum(ties["month"][rows] + 1, 0)
    told = []
    for name in ("day", "kind", "channel"):
        column = np.full(customers, -1, np.int64)
        column[people] = ties[name][rows]
        told.append(column)
    return Tie(month, *told)


def _paid(untouched: Mapping[str, Codes], months: int, customers: int) -> Numbers | None:
    if not len(untouched["person"]):
        return None
    paid = np.zeros((months, customers))
    np.add.at(paid, (untouched["month"], untouched["person"]), untouched["amount"])
    return paid


def _topic(topics: Mapping[str, Codes], customers: int) -> Codes:
    told = np.full(customers, -1, np.int64)
    told[topics["person"]] = topics["topic"]
    return told


def _seen(signs: Mapping[str, Codes], name: str, months: int, customers: int) -> Marks:
    rows = signs[name] > 0
    seen = np.zeros((months, customers), np.bool_)
    seen[signs["month"][rows], signs["person"][rows]] = True
    return seen


def _placed(people: Codes, columns: Columns) -> dict[str, Codes]:
    """The rows of customers, each with its customer's place among `people`."""
    told = {name: _whole(values) for name, values in columns.items()}
    place = np.minimum(np.searchsorted(people, told["person"]), len(people) - 1)
    known = people[place] == told["person"]
    return {name: values[known] for name, values in (told | {"person": place}).items()}


def _digests(customers: int, placed: list[dict[str, Codes]]) -> Digests:
    """A number of all that is told of each customer, whatever the order of rows."""
    digests = np.zeros(customers, np.uint64)
    for turn, columns in enumerate(placed, start=1):
        mixed = np.full(len(columns["person"]), turn, np.uint64)
        for name in sorted(set(columns) - {"person"}):
            mixed = _mixed(mixed ^ columns[name].astype(np.uint64))
        np.add.at(digests, columns["person"], mixed)
    return digests


def _mixed(values: Digests) -> Digests:
    """Steele, Lea & Flood 2014 (SplitMix64): every bit moves every other."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _whole(values: NDArray[Any]) -> Codes:
    told: Codes = np.ma.filled(values, 0).astype(np.int64)
    return told


def _day(values: NDArray[Any]) -> date:
    return date.fromisoformat(str(np.datetime64(np.ma.getdata(values)[0], "D")))
