"""Earned growth: how much does revenue grow by customers who stay and who come by word of mouth?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, check_segment, read, result
from rapport.measures.segments import OF_PEOPLE
from rapport.measures.value.first_orders import OPENING, first_day, later_connected
from rapport.measures.value.purchases_of_people import keep_purchases
from rapport.measures.value.reasons import BOUGHT, EARNED, pattern
from rapport.measures.value.revenue_flows import FLOWING
from rapport.stats.intervals import Span, clustered_ratio

OF_EARLIER = Unit(Dimension.RATIO, mark("of earlier revenue"))
YEAR, SHORTEST = 365, 90
"""Days of a span, and the fewest of which anything is told."""
MONTHS = {"month": 1, "quarter": 3, "year": 12}
NEW = (
    (mark("earned new customers"), "earned"),
    (mark("bought new customers"), "bought"),
    (mark("new customers, reason unknown"), "unknown"),
)
"""Parts of new customers, by why they came."""
GROWTH = (
    (mark("growth, if none of the unknown were earned"), "at least"),
    (mark("growth, if all of the unknown were earned"), "at most"),
    (mark("growth in all"), "all"),
)
"""Parts of growth, by what is counted beside kept customers."""


@dataclass(frozen=True, slots=True)
class EarnedGrowth:
    """Revenue of 365 days from kept and earned customers over that of the 365 before, less 1.

    In a period: of the 365 days that end with it. A book of less than two years compares its two
    halves, and says so.

    >>> str(EarnedGrowth().card.unit)
    'of earlier revenue'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="earned_growth",
            name=say("Earned growth"),
            question=say(
                "How much does revenue grow by customers who stay and who come by recommendation?"
            ),
            family="value",
            claim=Claim.DESCRIBES,
            unit=OF_EARLIER,
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("known customers who ordered in either year"),
            method=say(
                "revenue (less refunds) of the last 365 days from customers of the 365 days before,"
                " and from new ones who are known to have come by a referral, a recommendation or a"
                " reputation, over the revenue of the 365 days before, less 1; the interval runs"
                " from the low end with none of the unknown reasons earned to the high end with"
                " all of them earned (over customers, delta)"
            ),
            assumes=(
                say("orders of nobody known are left out of both years"),
                say("a new customer is one with no order in the year before"),
                say("a segment is that of a customer's first order"),
                say("why they came is told by a referral, or by the first touch or code of their"
                    " first order"),
                say("customers buy independently of each other"),
            ),
            sources=(
                Reference("Reichheld, Darnell & Burns 2021, Harvard Business Review 99(6)"),
                Reference("Imbens & Manski 2004, Econometrica 72:1845-1857"),
                Reference("Cochran 1977, Sampling Techniques, 3rd ed., ch. 6"),
            ),
            segments=("country", "first_touch", *OF_PEOPLE),
        )  # fmt: skip

    def people(self, snapshot: Snapshot) -> str:
        """Name of the table of one row a customer: what each ordered, and when."""
        return keep_purchases(snapshot)

    def measure(self, snapshot: Snapshot) -> Result:
        """The rate, and what kept, earned, bought and unknown customers brought."""
        opened = first_day(snapshot)
        days = min(YEAR, ((snapshot.as_of - opened).days + 1) // 2) if opened else YEAR
        if days < SHORTEST:
            check_segment(self.card, self.by)
            snapshot.cut(self.by, self.per)
            return result(self, snapshot, (Row(_too_short(days)),))
        bound = {
            "as_of": snapshot.as_of,
            "opened": opened,
            "days": days,
            "length": self.per or "month",
            "months": MONTHS.get(self.per or "", 1),
            "earned": pattern(EARNED),
            "bought": pattern(BOUGHT),
        }
        steps, caveats = (OPENING, *FLOWING), (*_halves(days), *later_connected(self.by))
        return read(self, snapshot, Reading(steps, self._parts, bound, caveats))

    def _parts(self, group: Group) -> Parts:
        too_few = self._too_few(group)
        yield mark("growth by kept and earned customers"), too_few or _rate(group)
        yield mark("kept customers"), too_few or _portion(group, "kept", 0)
        for part, kind in NEW:
            people = _people(group, kind)
            yield part, too_few or group.refused(people, FEWEST) or _portion(group, kind, 0)
        for part, portion in GROWTH:
            yield part, too_few or _portion(group, portion)

    def _too_few(self, group: Group) -> Refusal | None:
        """Why nothing is told: too few customers, or no revenue, in the year before."""
        before = _people(group, "kept")
        if before >= FEWEST and group.moments("all").x <= 0:
            return Refusal(
                say("no revenue is left of the year before"),
                say("import orders of that year, or look at a larger segment"),
                before,
            )
        return group.refused(before, FEWEST)


def _people(group: Group, kind: str) -> int:
    """How many customers are of a kind."""
    rows = np.asarray(group.columns["part"]) == f"people {kind}"
    return int(group.array("people")[rows].sum())


def _portion(group: Group, part: str, less: int = 1) -> Answer:
    """Later revenue of a portion over all earlier revenue, less so much."""
    sums = group.moments(part)
    return group.told(_lowered(clustered_ratio(sums), less), OF_EARLIER, sums.n)


def _rate(group: Group) -> Answer:
    """The rate that is known to be earned, up to the one with all unknown reasons earned."""
    least, most = group.moments("at least"), group.moments("at most")
    low, high = clustered_ratio(least), clustered_ratio(most)
    span = Span(low.value, min(low.low, high.low), max(low.high, high.high))
    return group.told(_lowered(span, 1), OF_EARLIER, least.n)


def _lowered(span: Span, less: int) -> Span:
    """A number and its interval, less so much."""
    return Span(*(one - less for one in span))


def _too_short(days: int) -> Refusal:
    """Why two spans of a book cannot be compared."""
    return Refusal(
        say("the orders reach back {days} days, too few to compare two spans", days=2 * days),
        say("import older orders: two years are best"),
    )


def _halves(days: int) -> tuple[Caveat, ...]:
    """Say where the spans compared are shorter than a year."""
    if days == YEAR:
        return ()
    text = say(
        "the orders reach back less than two years: the last {days} days are compared with the"
        " {days} days before them, in other seasons",
        days=days,
    )
    return (Caveat("shorter-spans", text, Weight.SERIOUS),)
