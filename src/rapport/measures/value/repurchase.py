"""Repurchase: which share of customers buys again within a year of the first order?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.value.first_orders import OPENING, later_connected
from rapport.measures.value.purchases_of_people import keep_purchases
from rapport.stats.intervals import share_with_variance
from rapport.stats.survival import Curve, curve_of

DAYS = Unit(Dimension.DURATION, "days")
HORIZONS = (
    (mark("within 365 days"), 365),
    (mark("within 30 days"), 30),
    (mark("within 90 days"), 90),
    (mark("within 180 days"), 180),
)
"""Parts and their days since the first order, headline first."""

NEXT = Step(
    "next_order",
    """
    SELECT
        opening.person,
        MIN(purchase.day) AS next_day
    FROM opening
    JOIN purchase
        ON purchase.person = opening.person
        AND purchase.day > opening.first_day
    GROUP BY opening.person
    """,
    ("purchase",),
)
WAITS = Step(
    "waits",
    """
    SELECT
        opening.segment,
        opening.period,
        COALESCE(next_order.next_day, CAST($as_of AS DATE)) - opening.first_day AS waited,
        next_order.next_day IS NOT NULL AS came_back,
        COUNT(*) AS customers,
        COUNT(*) FILTER (WHERE CAST($as_of AS DATE) - opening.first_day >= 30) AS old_30,
        COUNT(*) FILTER (WHERE CAST($as_of AS DATE) - opening.first_day >= 90) AS old_90,
        COUNT(*) FILTER (WHERE CAST($as_of AS DATE) - opening.first_day >= 180) AS old_180,
        COUNT(*) FILTER (WHERE CAST($as_of AS DATE) - opening.first_day >= 365) AS old_365
    FROM opening
    LEFT JOIN next_order
        ON next_order.person = opening.person
    GROUP BY ALL
    """,
)
"""Customers by days from the first order to the next day with one, or to the as-of day."""


@dataclass(frozen=True, slots=True)
class Repurchase:
    """Customers who order again on a later day within a year (in a period: who first bought in it).

    >>> str(Repurchase(by="cohort").card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="repurchase",
            name=say("Repurchase"),
            question=say("Which share of customers buys again within a year of the first order?"),
            family="value",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers with an order"),
            method=say(
                "Kaplan–Meier over days from the first order to the next day with an order; who has"
                " not come back yet counts as long as they were seen; Greenwood's variance as an"
                " effective number of customers in Wilson's interval; segment and period are those"
                " of the first order"
            ),
            assumes=(
                say("the first order in the book is the customer's first"),
                say("several orders on one day are one purchase"),
                say("customers who came lately come back as those before them did"),
            ),
            sources=(
                Reference("Kaplan & Meier 1958, Journal of the American Statistical Association"
                          " 53:457-481"),
                Reference("Greenwood 1926, Reports on Public Health and Medical Subjects 33"),
                Reference("Dorey & Korn 1987, Statistics in Medicine 6:679-687"),
                Reference("Brookmeyer & Crowley 1982, Biometrics 38:29-41"),
            ),
            segments=OF_PURCHASES,
        )  # fmt: skip

    def people(self, snapshot: Snapshot) -> str:
        """Name of the table of one row a customer: what each ordered, and when."""
        return keep_purchases(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """Share who bought again within 365, 30, 90 and 180 days, and the median wait."""
        bound = {"as_of": snapshot.as_of}
        steps, caveats = (OPENING, NEXT, WAITS), later_connected(self.by)
        return read(self, snapshot, Reading(steps, self._parts, bound, caveats))

    def _parts(self, group: Group) -> Parts:
        customers, curve = group.total("customers"), _curve(group)
        too_few = group.refused(customers, FEWEST)
        for part, days in HORIZONS:
            yield part, too_few or _share(group, curve, days, customers)
        yield mark("median wait"), too_few or _median(group, curve, customers)


def _curve(group: Group) -> Curve:
    """Share of customers who have not come back yet, by days since their first order."""
    waited, came_back = group.array("waited"), group.array("came_back")
    people = group.array("customers").astype(np.float64)
    return curve_of(waited.astype(np.float64), came_back.astype(bool), people)


def _share(group: Group, curve: Curve, days: int, customers: int) -> Answer:
    """Share who came back within some days; refused where too few were seen for so long."""
    seen = group.total(f"old_{days}")
    if seen < FEWEST:
        return Refusal(
            say("only {n} customers ordered first {days} days ago or earlier", n=seen, days=days),
            say("wait, or read the share within fewer days"),
            customers,
        )
    back, variance = 1.0 - float(curve.at(days)), float(curve.variance_at(days))
    people = customers if variance > 0 else seen
    return group.told(share_with_variance(back, variance, people), SHARE, customers)


def _median(group: Group, curve: Curve, customers: int) -> Answer:
    """Days by which half have come back; refused where that has not been seen."""
    span = curve.median()
    if span is None:
        return Refusal(
            say("it has not been seen yet that half of these customers came back"),
            say("read the shares that came back within some days, or wait"),
            customers,
        )
    return group.told(span, DAYS, customers)
