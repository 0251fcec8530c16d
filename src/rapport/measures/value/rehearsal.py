"""Rehearsal: had the forecast been made on a past day, how far off would it have been?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rapport.core.backtest import Decile
from rapport.core.estimate import Caveat, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import say
from rapport.measures.value.choice import Chosen, model_chosen
from rapport.measures.value.outlook import Outlook, outlook_of
from rapport.measures.value.replay import Replay
from rapport.measures.value.seasons import seasons_of
from rapport.measures.value.spread import FEW, Spread, spread_again, spread_of

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

SEED = 11
"""Seed of every forecast's draws."""
DRAWS = 100
"""Draws of a rehearsal that only tells how far off it was."""
WORTH_SAYING = 1.2
"""Intervals stretched by less are told without a word."""


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """A forecast made at a split: for whom, how sure, and orders (n,) expected of each."""

    replay: Replay
    outlook: Outlook
    spread: Spread
    each: Numbers


def rehearse(
    snapshot: Snapshot,
    replay: Replay,
    model: str,
    stretch: float,
    draws: int = DRAWS,
    most: int = FEW,
) -> Rehearsal:
    """Make the forecast of what came after a split, from what was known before it."""
    days = float(replay.hold_out)
    outlook = outlook_of(replay.histories, model, seasons_of(snapshot, replay.split, model))
    spread = spread_of(outlook, 0.0, SEED, draws, most, days, stretch)
    here = outlook.standing_at(replay.split, replay.tuples, replay.amount)
    return Rehearsal(replay, here, spread, here.orders(days))


def deciles(made: Rehearsal) -> tuple[Decile, ...]:
    """Customers in tenths by what was expected of them, the most promising first.

    Customers of equal promise stand in one tenth, so that what came cannot choose it.
    """
    values, place = np.unique(-made.each, return_inverse=True)
    count = np.bincount(place, made.replay.tuples.count, len(values))
    middle = (np.cumsum(count) - 0.5 * count) / max(count.sum(), 1e-300)
    tenth = np.minimum(np.floor(10 * middle), 9).astype(np.int64)[place]
    told = [
        _decile(rank, made, np.flatnonzero(tenth == value).astype(np.int64))
        for rank, value in enumerate(np.unique(tenth), start=1)
    ]
    return tuple(told)


def stretch_of(snapshot: Snapshot, until: date) -> float:
    """How many times wider intervals must be to have held the book's past; 1 at the least.

    Root mean square of how far tenths of the customers and the total lay off, in standard
    deviations of their own prediction; 1 where nothing could be tried.
    """
    return snapshot.once(("stretch", until), lambda: _stretch(snapshot, until))


def stretch_caveats(snapshot: Snapshot, until: date) -> tuple[Caveat, ...]:
    """What the reader must know of stretched intervals."""
    stretch = stretch_of(snapshot, until)
    if stretch < WORTH_SAYING:
        return ()
    text = say(
        "replayed on the book's own past, forecasts lay {times} times as far off as their "
        "intervals allow: intervals are widened by that",
        times=round(stretch, 1),
    )
    return (Caveat("intervals-widened", text, Weight.WARNING),)


def _stretch(snapshot: Snapshot, until: date) -> float:
    chosen: Chosen = model_chosen(snapshot, until)
    if chosen.replay is None:
        return 1.0
    made = rehearse(snapshot, chosen.replay, chosen.model, 1.0)
    if not made.spread.told:
        return 1.0
    count = made.replay.tuples.count
    off = [_off(one.forecast, one.actual, _spread_of_tenth(one)) for one in deciles(made)]
    total, came = float(count @ made.each), float(count @ made.replay.later_orders)
    off.append(_off(total, came, float(made.spread.draws["made"].std())))
    return max(1.0, float(np.sqrt(np.mean(np.square(off)))))


def _spread_of_tenth(tenth: Decile) -> float:
    """Relative standard deviation that a tenth's interval says."""
    return (tenth.high - tenth.low) / (2 * 1.96 * max(tenth.forecast, 1e-9))


def _off(forecast: float, actual: float, spread: float) -> float:
    """How far what came lay off, in standard deviations."""
    return (actual - forecast) / max(forecast * spread, 1e-9)


def _decile(rank: int, made: Rehearsal, rows: Places) -> Decile:
    """One tenth: its interval holds the customers' own chance and the parameters' doubt."""
    replay = made.replay
    count = replay.tuples.count[rows]
    size = float(count.sum())
    forecast = float(count @ made.each[rows]) / size
    actual = float(count @ replay.later_orders[rows]) / size
    some = made.outlook.taken(rows)
    spread = spread_again(some, made.spread, 0.0, SEED + rank, float(replay.hold_out))
    low, high = spread.around(forecast, "made")
    return Decile(rank, round(size), forecast, low, high, actual)
