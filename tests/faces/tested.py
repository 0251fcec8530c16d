"""Tested: one back-test and one plot of every look, built by hand, for the faces to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rapport.core.backtest import Backtest, Counted, Decile, Forecaster, Tracked, Trial
from rapport.core.estimate import Estimate, Interval, IntervalKind
from rapport.core.phrase import say
from rapport.core.plot import Axis, Look, Mark, Plot, Series
from rapport.core.units import SHARE, Dimension, Unit

ORDERS = Unit(Dimension.COUNT, "orders")
EUROS = Unit(Dimension.MONEY, "EUR")


def _foretold(value, half, unit):
    interval = Interval(value - half, value + half, 0.95, IntervalKind.PREDICTION)
    return Estimate(value, interval, unit, 400)


TESTED = Backtest(
    as_of=date(2024, 12, 31),
    split=date(2024, 7, 4),
    hold_out=180,
    customers=400,
    model="BG/NBD",
    why=say("Margin"),
    orders=_foretold(210.4, 30.0, ORDERS),
    actual_orders=203,
    sales=_foretold(10_520.0, 1_500.0, EUROS),
    actual_sales=10_150.5,
    bias=0.0185,
    coverage=0.9725,
    forecasters=(
        Forecaster(say("the model ({name})", name="BG/NBD"), 210.4, 0.0365, 0.61, 10_520.0, 0.036),
        Forecaster(say("as in the last period"), 240.0, 0.182, 0.72, 12_000.0, 0.182),
        Forecaster(say("mean of the segment"), 190.0, -0.064, 0.75),
    ),
    tracking=tuple(
        Tracked(date(2024, month, 1), 20.0 * month, 21.5 * month) for month in range(1, 13)
    ),
    histogram=tuple(Counted(days, 250.0 / (1 + days), 240.3 / (1 + days)) for days in range(8)),
    deciles=tuple(
        Decile(rank, 40, 2.0 / rank, 1.5 / rank, 2.5 / rank, (2.9 if rank == 3 else 2.1) / rank)
        for rank in range(1, 11)
    ),
    trials=(Trial("BG/NBD", -1.12, 0.0, 0.0), Trial("Pareto/NBD", -1.13, 0.01, 0.004)),
)
_MODEL, _LAST, _MEAN = TESTED.forecasters
BEATEN = replace(
    TESTED,
    actual_orders=300,
    bias=-0.224,
    forecasters=(_MODEL, replace(_LAST, mae=0.55), _MEAN),
    sales=None,
)


def plot(look, places, *, rows=None):
    """A plot of two series over some places, with intervals and a gap."""
    marks = tuple(Mark(one, 0.1 * n, 0.1 * n, 0.2 * n) for n, one in enumerate(places))
    gap = (*marks[:-1], Mark(places[-1], None))
    return Plot(
        key=look.value,
        name=say("Margin"),
        says=say("Describes what is; says nothing of why."),
        look=look,
        across=Axis(say("day")),
        value=Axis(say("Value"), SHARE),
        series=(Series(say("People"), marks), Series(say("<b>&Événement"), gap)),
        n=40,
        rows=rows,
    )


PLOTS = (
    plot(Look.CURVES, [date(2024, 1, 1), date(2024, 6, 1), date(2024, 12, 1)]),
    plot(Look.CURVES, [0, 50, 100]),
    plot(Look.STEPS, [0.0, 0.5, 1.0]),
    plot(Look.BARS, ["0", "1", "2+"]),
    plot(Look.DOTS, [1, 2, 3]),
    plot(Look.GRID, [1, 4, 9], rows=Axis(say("People"))),
    plot(Look.GRID, [f"in month {n}" for n in range(1, 13)], rows=Axis(say("People"))),
)
