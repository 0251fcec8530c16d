"""Margins: how much margin did the window bring, order by order, and on which line?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapport.core.calendar import Window
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Columns, Snapshot, Step
from rapport.core.phrase import say
from rapport.core.result import Result
from rapport.returns.effects import Effects, read_effects
from rapport.returns.margin_steps import ENTRIES, EXPORTED, TALLY, bound
from rapport.returns.terms import Terms, read_terms


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
    loyalty: int
    care: int
    baseline: int
    unknown: int


def read_margins(
    snapshot: Snapshot, window: Window, terms: Terms, effects: Effects
) -> Margins | Refusal:
    """Add up the window's margin, or say why it cannot be told."""
    if terms.refusal:
        return terms.refusal
    named = {**bound(window, terms), **effects.bound}
    found = snapshot.read(*ENTRIES, *effects.steps, *TALLY, parameters=named)
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


def margin_rows(snapshot: Snapshot, window: Window, results: tuple[Result, ...] = ()) -> Columns:
    """Every order and refund of the window with its margin (minor units) on each line.

    Columns kind, source, key, order_id, day, person, amount, margin, advocacy, sharing,
    loyalty, care, baseline, unknown; in each row the last six add up to `margin`, as do the
    columns' sums. `results`: the effects that the statement was made with. An effect's margin
    cannot be told order by order: it stands on the orders of the customer-months that it covers,
    in proportion to their margin above zero, in whole cents by largest remainders.
    """
    steps, named = _exported(snapshot, window, results)
    return snapshot.read(*steps, parameters=named)


def keep_margin_rows(snapshot: Snapshot, window: Window, results: tuple[Result, ...]) -> str:
    """Keep the same rows as a table of the engine, to write them out; the table's name."""
    steps, named = _exported(snapshot, window, results)
    return snapshot.keep("margin_row", *steps, parameters=named)


def _exported(
    snapshot: Snapshot, window: Window, results: tuple[Result, ...]
) -> tuple[tuple[Step, ...], Mapping[str, object]]:
    """The steps of every entry with all its lines, and their parameters."""
    terms = read_terms(snapshot)
    effects = read_effects(snapshot, window, terms, results)
    return (*ENTRIES, *effects.steps, EXPORTED), {**bound(window, terms), **effects.bound}


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
