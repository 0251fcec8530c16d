"""Back-test: fitted to the past, how close do forecasts come to what followed?"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from rapport.core.backtest import Backtest, Counted, Forecaster, Trial
from rapport.core.errors import UserError
from rapport.core.estimate import Estimate, Interval, IntervalKind, Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import say
from rapport.core.units import MONEY, Dimension, Unit
from rapport.measures.group import FEWEST, Group
from rapport.measures.value.choice import Chosen, model_chosen
from rapport.measures.value.rehearsal import (
    SEED,
    Rehearsal,
    deciles,
    rehearse,
    stretch_caveats,
    stretch_of,
)
from rapport.measures.value.replay import read_replay
from rapport.measures.value.rivals import last_period, segment_mean
from rapport.measures.value.spread import DRAWS as FULL_DRAWS
from rapport.measures.value.spread import MOST
from rapport.measures.value.tracking import tracking
from rapport.stats.calibration import chances
from rapport.stats.intervals import LEVEL, Span

Numbers = NDArray[np.float64]

ORDERS = Unit(Dimension.COUNT, "orders")
MOST_COUNTED = 7
"""Customers with so many days of orders or more stand together in the histogram."""


def backtest(snapshot: Snapshot, hold_out: int) -> Backtest:
    """Fit at `hold_out` days before the as-of day and compare with what came since.

    The model is chosen on what was known at the split alone. Raises UserError where the book
    has too little before it, or the posterior cannot be drawn.
    """
    replay = read_replay(snapshot, snapshot.as_of, hold_out)
    if replay is None or replay.histories.customers < FEWEST or not replay.histories.repeaters:
        raise UserError(
            say(
                "too little to test: before {day} no {fewest} customers had ordered, or none "
                "again; hold out fewer days",
                day=(snapshot.as_of - timedelta(days=hold_out)).isoformat(),
                fewest=FEWEST,
            )
        )
    chosen = model_chosen(snapshot, replay.split)
    stretch = stretch_of(snapshot, replay.split)
    made = rehearse(snapshot, replay, chosen.model, stretch, FULL_DRAWS, MOST)
    if not made.spread.told:
        raise UserError(made.spread.advice)
    return _told(snapshot, chosen, made)


def _told(snapshot: Snapshot, chosen: Chosen, made: Rehearsal) -> Backtest:
    """Put everything together."""
    replay = made.replay
    count = replay.tuples.count
    total, actual = float(count @ made.each), float(count @ replay.later_orders)
    customers = int(count.sum())
    low, high = made.spread.around(total, "made")
    interval = Interval(low, high, kind=IntervalKind.PREDICTION)
    group = Group(None, None, {}, snapshot)
    sales = float(made.each @ made.outlook.order_values())
    money = group.told(
        Span(sales, *made.spread.around(sales, "sold")), MONEY, customers, IntervalKind.PREDICTION
    )
    return Backtest(
        as_of=snapshot.as_of,
        split=replay.split,
        hold_out=replay.hold_out,
        customers=customers,
        model=chosen.model,
        why=chosen.caveats[0].text,
        orders=Estimate(total, interval, ORDERS, customers),
        actual_orders=round(actual),
        sales=None if isinstance(money, Refusal) else money,
        actual_sales=float(replay.later_amount.sum()) / snapshot.minor_units,
        bias=(total - actual) / customers,
        coverage=_coverage(made),
        forecasters=_forecasters(snapshot, made, sales),
        tracking=tracking(snapshot, replay, made.outlook, snapshot.as_of),
        histogram=_histogram(made),
        deciles=deciles(made),
        trials=_trials(chosen),
        caveats=(
            *snapshot.caveats("purchase"),
            *chosen.caveats,
            *stretch_caveats(snapshot, replay.split),
        ),
        provenance=snapshot.provenance(SEED),
    )


def _trials(chosen: Chosen) -> tuple[Trial, ...]:
    scores = chosen.choice.scores if chosen.choice else ()
    return tuple(Trial(one.model, one.score, one.behind, one.error) for one in scores)


def _forecasters(snapshot: Snapshot, made: Rehearsal, sales: float) -> tuple[Forecaster, ...]:
    """The model and its two plain rivals."""
    replay, scale = made.replay, snapshot.minor_units
    count, came = replay.tuples.count, replay.later_orders
    actual, paid = float(count @ came), float(replay.later_amount.sum())
    rivals = (
        (say("as in the last period"), last_period(replay), float(replay.before_amount.sum())),
        (say("mean of the segment"), segment_mean(snapshot, replay), None),
    )
    model = (say("the model ({name})", name=made.outlook.model), made.each, sales)
    return tuple(
        Forecaster(
            name,
            float(count @ each),
            float(count @ each) / actual - 1 if actual else None,
            float(count @ np.abs(each - came)) / float(count.sum()),
            None if money is None else money / scale,
            None if money is None or not paid else money / paid - 1,
        )
        for name, each, money in (model, *rivals)
    )


def _coverage(made: Rehearsal) -> float:
    """Share of customers whose purchases lie within their own 95 % prediction interval."""
    replay = made.replay
    ahead = made.outlook.elapsed(float(replay.hold_out))
    told = chances(made.outlook.fit, ahead, made.outlook.tuples, replay.later_days)
    tail = (1 - LEVEL) / 2
    inside = (told.fewer + told.same > tail) & (told.fewer < 1 - tail)
    return float(replay.tuples.count @ inside) / replay.tuples.customers


def _histogram(made: Rehearsal) -> tuple[Counted, ...]:
    """Customers by their number of days with orders after the split, seen and expected."""
    replay = made.replay
    count = replay.tuples.count
    pmf = made.outlook.module.purchase_pmf(
        made.outlook.fit,
        made.outlook.elapsed(float(replay.hold_out)),
        MOST_COUNTED - 1,
        made.outlook.tuples,
    )
    expected = count @ pmf
    seen = np.bincount(
        np.minimum(replay.later_days, MOST_COUNTED).astype(np.int64), count, MOST_COUNTED + 1
    )
    told = np.append(expected, max(float(count.sum() - expected.sum()), 0.0))
    return tuple(
        Counted(days, float(one), float(other))
        for days, (one, other) in enumerate(zip(seen, told, strict=True))
    )
