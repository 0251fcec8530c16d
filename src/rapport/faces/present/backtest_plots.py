"""Backtest plots: which pictures does a back-test make?"""

from __future__ import annotations

from rapport.core.backtest import Backtest
from rapport.core.phrase import say
from rapport.core.plot import Axis, Look, Mark, Plot, Series
from rapport.core.units import Dimension, Unit

CUSTOMERS = Unit(Dimension.COUNT, "customers")
ORDERS = Unit(Dimension.COUNT, "orders")
EACH = Unit(Dimension.RATIO, "orders", "customer")
CAME = say("what came")
FORETOLD = say("foretold")


def plots_of(told: Backtest) -> tuple[Plot, ...]:
    """Return the tracking curve, the histogram of purchases and the tenths of customers."""
    return (tracking_plot(told), _histogram(told), _tenths(told))


def tracking_plot(told: Backtest) -> Plot:
    """Repeat orders added up since the first day, as they came and as the model has them."""
    last = told.tracking[-1]
    return Plot(
        key="tracking",
        name=say("Repeat orders so far, as they came and as the model has them"),
        says=say(
            "The model was fitted up to {day} (the thin line) and only foretold after it. By "
            "{last} it expects {expected:.0f} days with repeat orders since the first day; "
            "{actual:.0f} came.",
            day=told.split,
            last=last.day,
            expected=last.expected,
            actual=last.actual,
        ),
        look=Look.CURVES,
        across=Axis(say("day")),
        value=Axis(say("days with repeat orders, added up"), ORDERS),
        series=(
            Series(CAME, tuple(Mark(one.day, one.actual) for one in told.tracking)),
            Series(FORETOLD, tuple(Mark(one.day, one.expected) for one in told.tracking)),
        ),
        n=told.customers,
        ruled=(told.split,),
    )


def _histogram(told: Backtest) -> Plot:
    """Customers by how many days with orders they had after the split."""
    none, most = told.histogram[0], told.histogram[-1].days
    places = [f"{one.days}+" if one.days == most else str(one.days) for one in told.histogram]
    came = [one.actual for one in told.histogram]
    foretold = [one.expected for one in told.histogram]
    return Plot(
        key="histogram",
        name=say("Customers by their number of days with orders in the {n} days", n=told.hold_out),
        says=say(
            "The model expected {expected:.0f} of {n:,} customers not to order at all in those "
            "{days} days; {actual:.0f} did not.",
            expected=none.expected,
            n=told.customers,
            days=told.hold_out,
            actual=none.actual,
        ),
        look=Look.BARS,
        across=Axis(say("days with orders")),
        value=Axis(say("customers"), CUSTOMERS),
        series=tuple(
            Series(name, tuple(Mark(x, y) for x, y in zip(places, values, strict=True)))
            for name, values in ((CAME, came), (FORETOLD, foretold))
        ),
        n=told.customers,
    )


def _tenths(told: Backtest) -> Plot:
    """Orders a customer by tenth, foretold with intervals and as they came."""
    best, held = told.deciles[0], sum(one.holds for one in told.deciles)
    return Plot(
        key="tenths",
        name=say("Orders a customer, by tenth of customers, the most promising first"),
        says=say(
            "The most promising tenth was to order {foretold:.2f} times each and ordered "
            "{came:.2f} times; {held} of {n} tenths ordered within their interval.",
            foretold=best.forecast,
            came=best.actual,
            held=held,
            n=len(told.deciles),
        ),
        look=Look.DOTS,
        across=Axis(say("tenth of customers")),
        value=Axis(say("orders a customer"), EACH),
        series=(
            Series(
                FORETOLD,
                tuple(Mark(one.rank, one.forecast, one.low, one.high) for one in told.deciles),
            ),
            Series(CAME, tuple(Mark(one.rank, one.actual) for one in told.deciles)),
        ),
        n=told.customers,
    )
