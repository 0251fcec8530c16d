"""One path: how did one customer's probability of being one still rise and fall?

The customer is a middling one who came back and probably is one still; nobody is named, and days
are counted from their first order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.core.plot import Axis, Look, Mark, Plot, Series
from rapport.core.units import SHARE
from rapport.measures.value.outlook import Outlook
from rapport.measures.value.people import NAME
from rapport.measures.value.seasons import day_number
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

POINTS = 60
"""About so many days are told, beside those of the orders."""

DAYS = Step(
    "their_days",
    """
    SELECT
        told.first_day,
        LIST(DISTINCT purchase.day ORDER BY purchase.day) AS days
    FROM customer_outlook AS told
    JOIN purchase USING (person)
    WHERE told.probability_active >= 0.5
        AND told.days_with_orders >= 3
    GROUP BY told.person, told.first_day, told.days_with_orders
    """,
    (NAME, "purchase"),
)
MIDDLE = Step(
    "middle",
    """
    SELECT
        UNNEST(days) - first_day AS since_first,
        CAST($as_of AS DATE) - first_day AS age
    FROM (
        SELECT *
        FROM their_days
        ORDER BY
            ABS(LEN(days) - (SELECT MEDIAN(LEN(days)) FROM their_days)),
            first_day,
            days
        LIMIT 1
    )
    ORDER BY since_first
    """,
)


def path_plot(snapshot: Snapshot, outlook: Outlook) -> Plot | None:
    """The path of a middling customer; None where nobody who came back is one still."""
    found = snapshot.read(DAYS, MIDDLE, parameters={"as_of": snapshot.as_of})
    bought = found["since_first"].astype(np.float64)
    if not len(bought):
        return None
    age = float(found["age"][0])
    days = _days(bought, age)
    told = probabilities(outlook, bought, days, age)
    silent = float(np.diff(np.append(bought, age)).max())
    return Plot(
        key="one_customer",
        name=say("One customer: the probability of being a customer still"),
        says=say(
            "A middling customer, not named, who ordered on {orders} days in {age}. The "
            "probability of being a customer still falls in silence, at its lowest to {low:.0%}, "
            "and rises at each order (thin lines); their longest silence was {silent} days, and "
            "today it is {now:.0%}.",
            orders=len(bought),
            age=int(age),
            low=float(told.min()),
            silent=int(silent),
            now=float(told[-1]),
        ),
        look=Look.CURVES,
        across=Axis(say("days since the first order")),
        value=Axis(say("probability of being a customer still"), SHARE),
        series=(
            Series(
                say("probability"),
                tuple(Mark(int(day), float(one)) for day, one in zip(days, told, strict=True)),
            ),
        ),
        n=1,
        ruled=tuple(int(day) for day in bought),
    )


def probabilities(outlook: Outlook, bought: Numbers, days: Numbers, age: float) -> Numbers:
    """Probability (m,) of being a customer still at the end of days (m,) since the first order.

    `bought` (n,) are the days with orders, 0 the first, `age` the as-of day. Each day is told by
    what was known at its end, under the model fitted to all.
    """
    place = np.searchsorted(bought, days, side="right") - 1
    last = bought[place]
    if outlook.seasons is None:
        recency, passed = last, days
    else:
        clock, first = outlook.seasons.clock, day_number(outlook.histories.until) - age
        start = float(clock.operational(np.array([first + 0.5]))[0])
        recency = clock.operational(first + last + 0.5) - start
        passed = clock.operational(first + days + 1.0) - start - 0.5
    often = place.astype(np.float64)
    lately = np.where(often > 0, np.maximum(np.round(recency), often), 0.0)
    tuples = PurchaseTuples.of(often, lately, np.maximum(np.round(passed), lately))
    return outlook.module.probability_alive(outlook.fit, tuples)


def _days(bought: Numbers, age: float) -> Numbers:
    """Days to tell: even ones over the whole age, each order's, and the day before it."""
    even = np.round(np.linspace(0.0, age, POINTS))
    every = np.unique(np.concatenate([even, bought, bought - 1]))
    return every[every >= 0]
