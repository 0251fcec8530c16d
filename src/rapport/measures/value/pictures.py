"""Pictures: what do the forecasts look like, over all customers and for one of them?

Three pictures of one fitted model, none of which names anybody: what is expected by how often
and how lately somebody bought, how one customer's probability of being one still rose and fell,
and how few customers hold most of what is to come.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.core.plot import Axis, Look, Mark, Plot, Series
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.value.forecast import whole_outlook
from rapport.measures.value.one_path import path_plot
from rapport.measures.value.outlook import Outlook
from rapport.measures.value.people import NAME, keep_people, share_of_the_best
from rapport.measures.value.seasons import on_clock
from rapport.measures.value.spread import YEAR
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

ORDERS = Unit(Dimension.RATIO, "orders")
SILENCES = 8
"""Rows of the surface."""
OFTEN = 8
"""Columns of the surface, at most."""

HELD = Step(
    "held",
    """
    SELECT
        CAST(CEIL(20.0 * place / everybody) AS INTEGER) AS twentieth,
        CAST(SUM(worth) AS DOUBLE) AS worth
    FROM (
        SELECT
            worth,
            ROW_NUMBER() OVER (ORDER BY worth DESC) AS place,
            COUNT(*) OVER () AS everybody
        FROM (
            SELECT CAST(expected_orders * expected_order_value AS DECIMAL(38, 6)) AS worth
            FROM customer_outlook
        )
    )
    GROUP BY twentieth
    ORDER BY twentieth
    """,
    (NAME,),
)


def value_pictures(snapshot: Snapshot) -> tuple[Plot, ...]:
    """Surface, one customer's path and concentration; none where nothing can be foretold."""
    outlook = whole_outlook(snapshot)
    if outlook is None or keep_people(snapshot) is None:
        return ()
    told = (_surface(outlook), path_plot(snapshot, outlook), _concentration(snapshot, outlook))
    return tuple(one for one in told if one is not None)


def _surface(outlook: Outlook) -> Plot | None:
    """Orders expected within a year, by days with orders and by the silence since the last."""
    held = outlook.histories
    age, often = _middle_age(held.tuples), _columns(held.tuples)
    silent = np.unique(np.round(np.arange(SILENCES) * age / SILENCES))
    if len(often) < 2 or len(silent) < 2:
        return None
    frequency, silence = (one.ravel() for one in np.meshgrid(often, silent))
    possible = age - silence >= frequency
    recency = np.where(possible, age - silence, frequency)
    tuples = PurchaseTuples.of(frequency, recency, np.full(len(recency), max(age, often.max())))
    told = np.where(possible, _orders(outlook, tuples), np.nan)
    expected = told.reshape(len(silent), len(often))
    row = int(np.flatnonzero(possible.reshape(expected.shape)[:, -1])[-1])
    best, last = float(expected[0, -1]), float(expected[row, -1])
    return Plot(
        key="expected_by_history",
        name=say("Orders expected in the next 365 days, by how often and how lately"),
        says=say(
            "Of customers who first bought {age} days ago, one who bought on {often} further days, "
            "lastly today, is expected to order {best:.1f} times in a year; one who bought as "
            "often but not for {silent} days, {last:.2f} times. After a long silence a frequent "
            "buyer may promise less than a rare one, whose silence says less.",
            age=int(age),
            often=int(often[-1]),
            best=best,
            silent=int(silent[row]),
            last=last,
        ),
        look=Look.GRID,
        across=Axis(say("days with orders after the first")),
        value=Axis(say("expected orders"), ORDERS),
        rows=Axis(say("days since the last order")),
        series=tuple(
            Series(int(days), tuple(_cell(one, told) for one, told in zip(often, row, strict=True)))
            for days, row in zip(silent, expected, strict=True)
        ),
        n=held.customers,
    )


def _orders(outlook: Outlook, tuples: PurchaseTuples) -> Numbers:
    """Orders (n,) expected within a year of customers with such histories."""
    if outlook.seasons is not None:
        tuples = on_clock(outlook.seasons.clock, tuples, outlook.histories.until)
    ahead = outlook.elapsed(YEAR)
    told = outlook.module.expected_purchases(outlook.fit, ahead, tuples)
    return told * outlook.orders_a_purchase


def _cell(often: float, told: float) -> Mark:
    """One cell; a gap where so many days do not fit."""
    return Mark(int(often), float(told) if np.isfinite(told) else None)


def _middle_age(tuples: PurchaseTuples) -> float:
    """Median days since the first order, over customers."""
    order = np.argsort(tuples.age)
    passed = np.cumsum(tuples.count[order])
    return float(tuples.age[order][np.searchsorted(passed, passed[-1] / 2)])


def _columns(tuples: PurchaseTuples) -> Numbers:
    """Numbers of further days with orders, from 1 to what one in a hundred repeaters reach."""
    again = tuples.frequency > 0
    if not again.any():
        return np.zeros(0)
    order = np.argsort(tuples.frequency[again])
    passed = np.cumsum(tuples.count[again][order])
    place = np.searchsorted(passed, 0.99 * passed[-1])
    most = max(float(tuples.frequency[again][order][min(place, len(order) - 1)]), 2.0)
    return np.unique(np.round(np.geomspace(1.0, most, OFTEN)))


def _concentration(snapshot: Snapshot, outlook: Outlook) -> Plot | None:
    """Share of next year's expected sales by share of customers, the best first."""
    found = snapshot.read(HELD)
    worth = np.bincount(found["twentieth"], found["worth"], 21)
    if worth.sum() <= 0:
        return None
    held = np.cumsum(worth) / worth.sum()
    places = [place / 20 for place in range(21)]
    half = next(place for place, share in zip(places, held, strict=True) if share >= 0.5)
    curves = (
        (say("customers, the best first"), held),
        (say("if all were worth the same"), np.linspace(0.0, 1.0, 21)),
    )
    return Plot(
        key="concentration",
        name=say("How few customers hold the sales expected in the next 365 days"),
        says=say(
            "The best tenth of customers (up to the thin line) hold {best:.0%} of the sales "
            "expected in the next 365 days; {half:.0%} of customers hold half of them.",
            best=share_of_the_best(snapshot),
            half=half,
        ),
        look=Look.CURVES,
        across=Axis(say("share of customers"), SHARE),
        value=Axis(say("share of expected sales"), SHARE),
        series=tuple(
            Series(name, tuple(Mark(x, float(y)) for x, y in zip(places, told, strict=True)))
            for name, told in curves
        ),
        n=outlook.histories.customers,
        ruled=(0.1,),
    )
