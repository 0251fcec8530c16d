"""Content loyalty: after which content do people come back and order again?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, FEWEST_TO_RANK, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PEOPLE, OF_POSTS
from rapport.measures.voice.after_reacting import AFTER_REACTING, KEPT
from rapport.stats.intervals import Moments, Span, mean, share_with_variance, wilson
from rapport.stats.survival import curve_of

POINTS = Unit(Dimension.SCORE, "points")
MOST = 10
"""How many types, and how many topics, are told beside the whole."""
NOT_AN_EFFECT = Caveat(
    "not-an-effect",
    say(
        "who reacts to some content may be about to order anyway, and may react because of an"
        " order: only an experiment tells what content brings"
    ),
    Weight.SERIOUS,
)


@dataclass(frozen=True, slots=True)
class ContentLoyalty:
    """Share of customers who order again within some days of reacting to a post.

    `within_days` says how many, before and after. Counted are people who had been customers for
    as long when they reacted (first, in each group), so that both windows show repeat orders.

    >>> str(ContentLoyalty(within_days=30).card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    within_days: int = 60

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="content_loyalty",
            name=say("Loyalty after content"),
            question=say("After which content do people come back and order again?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("reaction", "post", "purchase"),
            sampled=say("customers who reacted"),
            method=say(
                "Kaplan–Meier from the day after a customer's first reaction to the next order (or"
                " reaction), read at {days} days; beside it the same people's orders in the {days}"
                " days before, and those who reacted, but never to this; the change is over people"
                " whose days after are over; topics stand in quotes",
                days=self.within_days,
            ),
            assumes=(
                say("those who reacted lately will do as those who reacted earlier did"),
                say("the accounts that react lead to customers"),
            ),
            sources=(
                Reference("Kaplan & Meier 1958, Journal of the American Statistical Association"
                          " 53:457-481"),
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
            ),
            segments=(*OF_POSTS, *OF_PEOPLE),
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share who order again, beside before and others; then by type and topic."""
        snapshot.cut().keep("order_day", *KEPT)
        told = self._read(snapshot)
        if self.by is not None or isinstance(told.headline.answer, Refusal):
            return told
        types = self._contents(snapshot, "type", "{}")
        topics = self._contents(snapshot, "topic", "“{}”")
        whole = [row for row in told.rows if row.period is None]
        others = [row for row in told.rows if row.period is not None]
        return replace(told, rows=(*whole, *types, *topics, *others))

    def _read(self, snapshot: Snapshot) -> Result:
        bound = {"days": self.within_days, "as_of": snapshot.as_of, "others": self.by in OF_POSTS}
        caveats = (NOT_AN_EFFECT,)
        return read(self, snapshot, Reading(AFTER_REACTING, self._parts, bound, caveats))

    def _contents(self, snapshot: Snapshot, by: str, written: str) -> list[Row]:
        """What follows each type or topic, those with the most people first, as parts."""
        rows = replace(self, by=by, per=None)._read(snapshot).rows
        cut = [row for row in rows if row.segment is not None and row.part == rows[0].part]
        most = sorted(cut, key=lambda row: -row.answer.n)[:MOST]
        return [Row(row.answer, written.format(row.segment)) for row in most]

    def _parts(self, group: Group) -> Parts:
        fewest = FEWEST if group.segment is None else FEWEST_TO_RANK
        orders = _Waits.of(group, "orders")
        yield mark("order again"), orders.share(group, self.within_days, fewest)
        yield mark("ordered in the days before"), orders.before_share(group, fewest)
        yield mark("change"), orders.change(group, fewest)
        reacts = _Waits.of(group, "reacts")
        yield mark("react again"), reacts.share(group, self.within_days, fewest)
        others = _Waits.of(group, "others")
        if len(others.people):
            told = others.share(group, self.within_days, fewest)
            yield mark("order again, who reacted to other content"), told


@dataclass(frozen=True, slots=True)
class _Waits:
    """Waits of people by how long they were, how they ended, and what came before, shape (k,)."""

    time: NDArray[np.float64]
    ended: NDArray[np.bool_]
    before: NDArray[np.bool_]
    is_ripe: NDArray[np.bool_]
    people: NDArray[np.float64]

    @classmethod
    def of(cls, group: Group, kind: str) -> _Waits:
        """The waits of a kind in a group."""
        rows = np.asarray(group.columns["kind"]) == kind
        return cls(
            group.array("time")[rows].astype(np.float64),
            group.array("ended")[rows].astype(np.bool_),
            group.array("before")[rows].astype(np.bool_),
            group.array("is_ripe")[rows].astype(np.bool_),
            group.array("people")[rows].astype(np.float64),
        )

    @property
    def n(self) -> int:
        """How many people waited."""
        return int(self.people.sum())

    def share(self, group: Group, days: int, fewest: int) -> Answer:
        """Share whose wait ended within some days, young waits censored."""
        too_few = group.refused(self.n, fewest)
        if too_few:
            return too_few
        if not self.is_ripe.any():
            return Refusal(
                say("nobody's reaction is {days} days old yet", days=days),
                say("wait for more, or take fewer days"),
                self.n,
            )
        curve = curve_of(self.time, self.ended, self.people)
        share, variance = 1.0 - float(curve.at(days)), float(curve.variance_at(days))
        return group.told(share_with_variance(share, variance, self.n), SHARE, self.n)

    def before_share(self, group: Group, fewest: int) -> Answer:
        """Share of the same people who ordered in as many days before."""
        too_few = group.refused(self.n, fewest)
        return too_few or group.told(
            wilson(float(self.people[self.before].sum()), self.n), SHARE, self.n
        )

    def change(self, group: Group, fewest: int) -> Answer:
        """After minus before, in points, each person against themselves, all days seen."""
        people = self.people[self.is_ripe]
        moved = 1.0 * self.ended[self.is_ripe] - 1.0 * self.before[self.is_ripe]
        n = int(people.sum())
        too_few = group.refused(n, fewest)
        if too_few:
            return too_few
        total, squares = float(people @ moved), float(people @ moved**2)
        span = mean(Moments(n, float(n), total, float(n), total, squares))
        return group.told(Span(*(100.0 * one for one in span)), POINTS, n)
