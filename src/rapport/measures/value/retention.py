"""Retention: which share of the customers of the year before ordered again in the last one?

Nobody tells a shop that they leave, so what is told is who came: year after year, and month
after month of a customer's life. Who is still a customer is a forecast, and another measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE
from rapport.measures.group import FEWEST, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PURCHASES
from rapport.measures.value.contracts import contract_parts
from rapport.measures.value.first_orders import OPENING, later_connected, short_book
from rapport.measures.value.purchases_of_people import keep_purchases
from rapport.stats.intervals import wilson

YEAR = 365
MONTH = 30.4375
"""Days of a month of a customer's life: a twelfth of a year of 365.25 days."""
MONTHS = (
    mark("in month 1"), mark("in month 2"), mark("in month 3"), mark("in month 4"),
    mark("in month 5"), mark("in month 6"), mark("in month 7"), mark("in month 8"),
    mark("in month 9"), mark("in month 10"), mark("in month 11"), mark("in month 12"),
)  # fmt: skip
"""Parts: who ordered in the first, second … month after the month of the first order."""

LIFE = Step(
    "life",
    """
    SELECT
        opening.person,
        opening.segment,
        opening.period,
        opening.first_day,
        LEAST(13, CAST(FLOOR(
            (CAST($as_of AS DATE) - opening.first_day + 1) / $month
        ) AS INTEGER)) AS followed,
        BOOL_OR(
            purchase.day > CAST($as_of AS DATE) - 2 * $year
            AND purchase.day <= CAST($as_of AS DATE) - $year
        ) AS was_customer,
        BOOL_OR(purchase.day > CAST($as_of AS DATE) - $year) AS came_again
    FROM opening
    JOIN purchase
        ON purchase.person = opening.person
    GROUP BY ALL
    """,
    ("purchase",),
)
"""One row a customer; `followed` counts the whole months of their life that are over (13: more)."""

ACTIVE = Step(
    "active_month",
    """
    SELECT
        segment,
        period,
        month,
        COUNT(*) AS active
    FROM (
        SELECT DISTINCT
            life.person,
            life.segment,
            life.period,
            CAST(FLOOR((purchase.day - life.first_day) / $month) AS INTEGER) AS month
        FROM life
        JOIN purchase
            ON purchase.person = life.person
            AND purchase.day - life.first_day < life.followed * $month
    )
    WHERE month BETWEEN 1 AND 12
    GROUP BY segment, period, month
    """,
    ("purchase",),
)
FOLLOWED = Step(
    "followed_months",
    """
    SELECT
        segment,
        period,
        followed AS month,
        COUNT(*) AS people,
        COUNT(*) FILTER (WHERE was_customer) AS before,
        COUNT(*) FILTER (WHERE was_customer AND came_again) AS kept
    FROM life
    GROUP BY segment, period, followed
    """,
)
COUNTS = Step(
    "counts",
    """
    SELECT *
    FROM followed_months
    UNION ALL BY NAME
    SELECT *
    FROM active_month
    """,
)


@dataclass(frozen=True, slots=True)
class Retention:
    """Customers of the year before the last 365 days who ordered again in these.

    In a segment or period: those whose first order stands in it; `by="cohort"` gives the rows
    of a cohort table.

    >>> Retention(by="cohort").card.unit.dimension.value
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="retention",
            name=say("Retention"),
            question=say(
                "Which share of the customers of the year before ordered again in the last 365"
                " days?"
            ),
            family="value",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers who were seen for the whole of that time"),
            method=say(
                "who ordered in the last 365 days, over who ordered in the 365 days before; by"
                " month: who ordered in that month of 30.4375 days since their first order, over"
                " all whose month is over; Wilson's interval; subscriptions and memberships by"
                " Kaplan–Meier from their start to the end that was told"
            ),
            assumes=(
                say("nobody tells that they leave: who did not order may still come back"),
                say("the first order in the book is the customer's first"),
                say("a segment is that of a customer's first order"),
                say("customers buy independently of each other"),
            ),
            sources=(
                Reference("Farris et al. 2010, Marketing Metrics, 2nd ed., ch. 5"),
                Reference("Fader & Hardie 2009, Journal of Interactive Marketing 23:61-69"),
                Reference("Wilson 1927, Journal of the American Statistical Association 22"),
                Reference("Kaplan & Meier 1958, Journal of the American Statistical Association"
                          " 53:457-481"),
            ),
            segments=OF_PURCHASES,
        )  # fmt: skip

    def people(self, snapshot: Snapshot) -> str:
        """Name of the table of one row a customer: what each ordered, and when."""
        return keep_purchases(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """Share kept from year to year, share active month by month, and of contracts."""
        bound = {"as_of": snapshot.as_of, "year": YEAR, "month": MONTH}
        contracts = tuple(contract_parts(snapshot))

        def parts(group: Group) -> Parts:
            yield from _kept(group)
            yield from _by_month(group)
            yield from contracts if group.is_whole else ()

        steps = (OPENING, LIFE, ACTIVE, FOLLOWED, COUNTS)
        caveats = (*short_book(snapshot, 2 * YEAR), *later_connected(self.by))
        return read(self, snapshot, Reading(steps, parts, bound, caveats))


def _kept(group: Group) -> Parts:
    """Customers of the year before who ordered again."""
    before, kept = group.total("before"), group.total("kept")
    too_few = group.refused(before, FEWEST)
    yield mark("ordered again"), too_few or group.told(wilson(kept, before), SHARE, before)


def _by_month(group: Group) -> Parts:
    """Customers active in each month of their life, of those whose month is over."""
    month = group.array("month").astype(np.int64)
    active = np.bincount(month, group.array("active"), 14)
    followed = np.cumsum(np.bincount(month, group.array("people"), 14)[::-1])[::-1]
    for number, part in enumerate(MONTHS, 1):
        ordered, people = int(active[number]), int(followed[number + 1])
        too_few = group.refused(people, FEWEST)
        yield part, too_few or group.told(wilson(ordered, people), SHARE, people)
