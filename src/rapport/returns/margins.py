"""Margins: how much margin did the window bring, order by order, and on which line?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapport.core.calendar import Window
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Columns, Snapshot
from rapport.core.phrase import say
from rapport.returns.margin_steps import ENTRIES, EXPORTED, TALLY
from rapport.returns.terms import Terms, read_terms
from rapport.returns.touches import PAID, SHARED


@dataclass(frozen=True, slots=True)
class Margins:
    """Margin of a window in minor units, by line; every entry's cents stand on one line only.

    `total` is summed apart from the lines. `told_orders` of the `orders` tell their own margin,
    `tracked_first_orders` of the `first_orders` what brought the customer; `shared_squares` is
    the sum of squared margins of the `shared_people` on the line of sharing.
    """

    orders: int
    told_orders: int
    unknown_refunds: int
    first_orders: int
    tracked_first_orders: int
    shared_people: int
    shared_squares: float
    total: int
    advocacy: int
    sharing: int
    baseline: int
    unknown: int


def read_margins(snapshot: Snapshot, window: Window, terms: Terms) -> Margins | Refusal:
    """Add up the window's margin, or say why it cannot be told."""
    if terms.refusal:
        return terms.refusal
    found = snapshot.read(*ENTRIES, *TALLY, parameters=bound(window, terms))
    squares = float(found["shared_squares"][0])
    told = {name: int(values[0]) for name, values in found.items() if name != "shared_squares"}
    unpriced, orders = told.pop("unpriced"), told["orders"]
    if not orders:
        return Refusal(
            say("the book holds no order in this window"),
            say("import a file of orders (rapport import BOOK orders.csv) or take another window"),
        )
    if unpriced:
        return Refusal(
            say("{n} orders or refunds of this window tell no margin", n=unpriced),
            say("tell the share of a sale that is margin: rapport set BOOK margin_rate=0.45"),
            orders,
        )
    return Margins(shared_squares=squares, **told)


def margin_rows(snapshot: Snapshot, window: Window) -> Columns:
    """Every order and refund of the window with its margin (minor units) on each line.

    Columns kind, source, key, order_id, day, person, amount, margin, advocacy, sharing,
    baseline, unknown; in each row the last four add up to `margin`, as do the columns' sums.
    """
    return snapshot.read(*ENTRIES, EXPORTED, parameters=bound(window, read_terms(snapshot)))


def bound(window: Window, terms: Terms) -> Mapping[str, object]:
    """The parameters that the margin steps name."""
    rate = terms.margin_rate
    return {
        "window_start": window.start,
        "window_end": window.end,
        "margin_rate": None if rate is None else str(rate),
        "incremental_share": str(terms.used_share),
        "shared_words": SHARED,
        "paid_words": PAID,
    }


def margin_caveats(margins: Margins, window: Window, terms: Terms) -> tuple[Caveat, ...]:
    """What the reader must know about where the margin comes from."""
    caveats = []
    guessed = margins.orders - margins.told_orders
    if guessed and terms.margin_rate is not None:
        text = say(
            "margin is taken as {rate:.1%} of what was paid, as told, for {n} of {orders} orders",
            rate=float(terms.margin_rate), n=guessed, orders=margins.orders,
        )  # fmt: skip
        caveats.append(Caveat("margin-rate", text))
    if guessed and terms.margin_since and terms.margin_since > window.start:
        text = say(
            "the margin rate told from {day} is used for the whole window", day=terms.margin_since
        )
        caveats.append(Caveat("margin-rate-later", text, Weight.WARNING))
    if margins.unknown_refunds:
        text = say(
            "{n} refunds name no customer or known order: they stand under unknown customers",
            n=margins.unknown_refunds,
        )
        caveats.append(Caveat("unknown-refunds", text, Weight.WARNING))
    return tuple(caveats)
