"""Forecast: how does every measure of what is to come go from a snapshot to its rows?

One way for all, as in `reading`: what it needs is there or it refuses; everybody first, then by
segment, by period and by both. Each group has its own outlook, worked out once per snapshot and
shared by all forecasts; a period's is fitted to what was known at its end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Measure, Snapshot
from rapport.core.phrase import say
from rapport.core.result import Result, Row
from rapport.core.units import Unit
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import NOBODY, check_segment, cuts, refused_needs, result
from rapport.measures.value.choice import model_chosen
from rapport.measures.value.histories import Histories, read_histories
from rapport.measures.value.outlook import Outlook, outlook_of
from rapport.measures.value.period_ends import period_ends
from rapport.measures.value.rehearsal import SEED, stretch_caveats, stretch_of
from rapport.measures.value.seasons import seasons_of
from rapport.measures.value.spread import (
    BEYOND_HISTORY,
    DRAWS,
    FEW,
    MOST,
    Spread,
    spread_again,
    spread_of,
)
from rapport.stats.intervals import Span

FEWER_DRAWS = 120
"""Draws of a segment's parameters."""
FOLLOWS_HISTORY = ("connected",)
"""Segments that customers come to by what they order: told by everybody's parameters."""
FEW_BUYERS = 200
"""Below so many customers who came back, the stated weak priors carry much of a forecast."""


@dataclass(frozen=True, slots=True, eq=False)
class Foresight:
    """One group's forecast: its outlook, how sure its totals are, and the answers' group."""

    outlook: Outlook
    spread: Spread
    group: Group

    def estimate(self, value: float, quantity: str, unit: Unit, most: float = math.inf) -> Answer:
        """A value with the spread of one of its QUANTITIES, money in minor units."""
        if not self.spread.told:
            return Refusal(self.spread.advice, _LONGER, self.outlook.histories.customers)
        low, high = self.spread.around(value, quantity)
        span = Span(value, low, min(high, max(most, value)))
        kind = self.spread.kinds[quantity]
        return self.group.told(span, unit, self.outlook.histories.customers, kind)


_LONGER = say("wait for a longer history, or take a larger segment")

Answering = Callable[[Foresight], Parts]


def foretell(
    measure: Measure, snapshot: Snapshot, answer: Answering, people: str | None = None
) -> Result:
    """Answer a forecast for everybody, by segment and by period; raises UnknownName.

    `people` names the table of one row a person, where it was kept.
    """
    check_segment(measure.card, measure.by)
    snapshot.cut(measure.by, measure.per)
    missing = refused_needs(measure.card, snapshot)
    rows = [Row(missing)] if missing else list(_rows(measure, snapshot, answer))
    told = () if missing else forecast_caveats(snapshot)
    return result(measure, snapshot, rows, caveats=told, seed=SEED, people=people)


def whole_outlook(snapshot: Snapshot, until: date | None = None) -> Outlook | None:
    """Everybody's outlook on a day (default: the as-of day); None where nobody can be told."""
    day = until or snapshot.as_of
    return snapshot.once(("outlook", day), lambda: _whole(snapshot, day))


def whole_spread(snapshot: Snapshot, outlook: Outlook) -> Spread:
    """How sure everybody's totals are, drawn once a snapshot and day."""
    key = ("spread", outlook.histories.until)
    stretch = stretch_of(snapshot, snapshot.as_of)
    yearly = yearly_discount(snapshot)
    past = outlook.histories.until < snapshot.as_of
    draws, most = (FEWER_DRAWS, FEW) if past else (DRAWS, MOST)
    return snapshot.once(
        key, lambda: spread_of(outlook, yearly, SEED, draws, most, stretch=stretch)
    )


def periods_of(snapshot: Snapshot, per: str | None) -> tuple[tuple[str | None, date], ...]:
    """Name and last day of the last periods since the first order; the as-of day alone uncut."""
    if per is None:
        return ((None, snapshot.as_of),)
    whole = read_histories(snapshot, snapshot.as_of).get(None)
    if whole is None:
        return ()
    first = snapshot.as_of - timedelta(days=int(whole.tuples.age.max()))
    return period_ends(first, snapshot.as_of, per)


def yearly_discount(snapshot: Snapshot) -> float:
    """What a euro in a year is worth less today, as a share."""
    return float(snapshot.setting("discount_rate").value)


def _whole(snapshot: Snapshot, day: date) -> Outlook | None:
    histories = read_histories(snapshot, day).get(None)
    if histories is None or not _tellable(histories):
        return None
    model = model_chosen(snapshot, snapshot.as_of).model
    return outlook_of(histories, model, seasons_of(snapshot, day, model))


def _tellable(histories: Histories) -> bool:
    """Whether a model can be fitted at all: some customers, some time, some money."""
    some = histories.customers >= FEWEST and len(histories.spends.count) > 0
    return some and histories.tuples.age.max() > 0


def _rows(measure: Measure, snapshot: Snapshot, answer: Answering) -> Iterator[Row]:
    """The rows of all cuts, everybody's first."""
    found = False
    for by, per in cuts(measure):
        for segment, period, told in _groups(snapshot, by, per):
            found = True
            parts = _parts(snapshot, by, segment, period, told, answer)
            yield from (Row(one, part, segment, period) for part, one in parts)
        if not found:
            yield Row(NOBODY)
            return


def _groups(
    snapshot: Snapshot, by: str | None, per: str | None
) -> Iterator[tuple[str | None, str | None, Histories]]:
    """Segment, period and histories of one cut's groups, by segment and then period."""
    days = periods_of(snapshot, per)
    read = [(period, read_histories(snapshot, day, by)) for period, day in days]
    segments = sorted({one for _, found in read for one in found}, key=str)
    for segment in segments:
        for period, found in read:
            if segment in found:
                yield segment, period, found[segment]


def _parts(
    snapshot: Snapshot,
    by: str | None,
    segment: str | None,
    period: str | None,
    histories: Histories,
    answer: Answering,
) -> Parts:
    """A group's answers, or why there are none."""
    group = Group(segment, period, {}, snapshot)
    whole = whole_outlook(snapshot, histories.until)
    if whole is None or not _tellable(histories):
        yield None, _too_few(histories.customers)
        return
    if segment is None:
        yield from answer(Foresight(whole, whole_spread(snapshot, whole), group))
        return
    outlook, spread = narrower(snapshot, whole, histories, by)
    yield from answer(Foresight(outlook, spread, group))


def narrower(
    snapshot: Snapshot, whole: Outlook, histories: Histories, by: str | None
) -> tuple[Outlook, Spread]:
    """A segment's outlook and spread: refitted where the segment was set by the first order."""
    yearly = yearly_discount(snapshot)
    if by in FOLLOWS_HISTORY:
        outlook = whole.over(histories)
        spread = whole_spread(snapshot, whole)
        return outlook, spread_again(outlook, spread, yearly, SEED, allowance=BEYOND_HISTORY)
    outlook = outlook_of(histories, whole.model, whole.seasons, whole)
    stretch = stretch_of(snapshot, snapshot.as_of)
    return outlook, spread_of(outlook, yearly, SEED, FEWER_DRAWS, FEW, stretch=stretch)


def _too_few(customers: int) -> Refusal:
    return Refusal(
        say(
            "too few to foretell: {n} customers with an order that was paid, where {fewest} are "
            "needed, watched for longer than a day",
            n=customers,
            fewest=FEWEST,
        ),
        say("wait for more, or take a larger segment"),
        customers,
    )


def forecast_caveats(snapshot: Snapshot) -> tuple[Caveat, ...]:
    """What the reader of any forecast must know: the model, and how much is prior."""
    whole = whole_outlook(snapshot)
    if whole is None:
        return ()
    day = snapshot.as_of
    told = [*model_chosen(snapshot, day).caveats, *stretch_caveats(snapshot, day)]
    if whole.histories.repeaters < FEW_BUYERS:
        text = say(
            "only {n} customers came back: much of this forecast is our stated weak prior, and "
            "its interval is wide for it",
            n=whole.histories.repeaters,
        )
        told.append(Caveat("few-buyers", text, Weight.WARNING))
    if whole.seasons is not None:
        text = say("the months of the year are taken into account, as the book shows them")
        told.append(Caveat("seasons", text))
    if not whole.fit.converged:
        told.append(Caveat("model-not-told", whole.fit.advice, Weight.SERIOUS))
    return tuple(told)
