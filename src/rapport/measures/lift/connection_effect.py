"""Connection effect: what does a connected customer bring because of the connection?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Estimate, Interval, Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import MONEY, SHARE, Dimension, Unit
from rapport.measures.group import Answer, Group, Parts
from rapport.measures.lift.connected_groups import SEGMENTS, cases_of, groups_of, whole_case
from rapport.measures.lift.connected_months import ConnectedMonths, connected_months
from rapport.measures.lift.connection_case import Case, around, raw_gap
from rapport.measures.lift.connection_words import (
    NO_MONTH,
    NOBODY_CONNECTED,
    OF_EFFECTS,
    SALES,
    caveats_of_case,
    refusal_of_case,
)
from rapport.measures.reading import check_segment, cuts, refused_needs, result
from rapport.stats.connection_verdict import ALLOWANCE, FEWEST_CONNECTED, Code
from rapport.stats.intervals import Span
from rapport.stats.landmark import NORMAL_95

EFFECT, EFFECT_ON_SALES = mark("effect"), mark("effect on sales")
PER_MONTH = mark("connected customer per month")
OF_OTHERWISE = Unit(Dimension.RATIO, mark("of what they would have brought"))
TIMES = Unit(Dimension.RATIO, mark("times the drift before"))
SPLIT_NAMES = {
    "active": mark("more months with an order"),
    "frequency": mark("more orders in such a month"),
    "basket": mark("more in an order"),
}
NO_DRIFT = Refusal(
    say("no drift before connecting could be seen"),
    say("nothing to do: only a drift that begins with connecting could explain the effect"),
)


@dataclass(frozen=True, slots=True)
class ConnectionEffect:
    """Margin a month that connected customers bring because they are connected.

    >>> ConnectionEffect().card.claim.value
    'causes'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="connection_effect",
            name=say("Effect of the connection"),
            question=say("What do connected customers bring each month because of it?"),
            family="lift",
            claim=Claim.CAUSES,
            unit=Unit(Dimension.MONEY, per=PER_MONTH),
            better=Better.HIGHER,
            needs=("purchase", "follow"),
            sampled=say("connected customers who can be compared"),
            method=say(
                "whoever connects is compared with customers not connected yet who were seen as"
                " lately, came as long ago and bought as often, in proportion to what each side"
                " brought before (landmark cohorts, ratio difference-in-differences), over the"
                " first 6 full months after the month of connecting, months without an order"
                " included; of the last 36 months; 95 % interval with customers as clusters;"
                " several segments or periods hold together (Šidák)"
            ),
            assumes=(
                say("similar customers would have gone on in proportion without the connection"),
                say("the first recorded day of a connection is the day of connecting"),
                say("a connection that ended counts from its start like any other"),
                say("nobody's purchases depend on whether somebody else is connected"),
            ),
            sources=(
                *OF_EFFECTS,
                Reference(
                    "Manchanda, Packard & Pattabhiramaiah 2015, Marketing Science 34:367-387"
                ),
                Reference("Bloom 1995, Evaluation Review 19:547-556 (what could be seen)"),
            ),
            segments=SEGMENTS,
            rhythm="year",
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The effect and all that belongs to it; the raw gap and a day where it cannot be told."""
        check_segment(self.card, self.by)
        snapshot.cut(None, self.per)
        missing = refused_needs(self.card, snapshot)
        months = None if missing else connected_months(snapshot)
        missing = missing or why_nothing(months)
        if missing or months is None:
            return result(self, snapshot, (Row(missing or NO_MONTH),))
        case = whole_case(snapshot, months)
        rows = tuple(self._rows(snapshot, months, case))
        return result(self, snapshot, rows, caveats=tuple(caveats(snapshot, months, case)))

    def _rows(self, snapshot: Snapshot, months: ConnectedMonths, case: Case) -> Iterator[Row]:
        name = EFFECT if months.is_margin else EFFECT_ON_SALES
        for part, answer in parts_of(snapshot, case, self.card.unit, name):
            yield Row(answer, part)
        for by, per in list(cuts(self))[1:]:
            groups = list(groups_of(months, months.first, by, per))
            for members, one in cases_of(months, months.first, groups):
                group = Group(members.segment, members.period, {}, snapshot)
                few = group.refused(int(members.chosen.sum()), FEWEST_CONNECTED)
                told = few or (headline(group, one, self.card.unit) if one else None)
                if told:
                    yield Row(told, name, members.segment, members.period)


def why_nothing(months: ConnectedMonths | None) -> Refusal | None:
    """Why no relation can be read at all, or None."""
    if months is None:
        return NO_MONTH
    if not (months.first.month < months.months).any():
        return NOBODY_CONNECTED
    return None


def caveats(snapshot: Snapshot, months: ConnectedMonths, case: Case) -> Iterator[Caveat]:
    """What the reader of a case's numbers must know."""
    yield from caveats_of_case(snapshot, case)
    if not months.is_margin:
        yield SALES


def headline(group: Group, case: Case, unit: Unit) -> Answer:
    """The effect of a case, or why it is not told."""
    if not case.can_say:
        return refusal_of_case(group.snapshot, case)
    return group.told(case.effect, unit, case.connected)


def parts_of(snapshot: Snapshot, case: Case, unit: Unit, name: str) -> Parts:
    """All numbers of a case, the effect first."""
    group = Group(None, None, {}, snapshot)
    yield name, headline(group, case, unit)
    if case.can_say:
        yield from _of_effect(group, case, unit)
    yield from _of_gap(group, case, unit)
    if case.can_say:
        yield from _of_split(group, case, unit)
    yield from _of_doubt(group, case, unit)


def _of_effect(group: Group, case: Case, unit: Unit) -> Parts:
    """The same effect with the allowance, in proportion, in total, and for whom."""
    found, n = case.lifted, case.connected
    half = case.reach * float(found.errors[0]) + ALLOWANCE * float(found.with_tie[0])
    plain = around(float(found.effect[0]), half)
    raised = found.depletion * max(float(found.with_tie[0]), 0.0)
    wide = Span(plain.value, plain.low - raised, plain.high)
    yield mark("effect with the allowance for hidden loyalty"), group.told(wide, unit, n)
    if float(found.with_tie[0]) > float(found.effect[0]):
        yield mark("relative effect"), group.told(found.relative(), OF_OTHERWISE, n)
    yield mark("earned in the covered months"), group.told(found.total(), MONEY, n)
    yield mark("covered share of connected months"), group.exactly(found.covered, SHARE, n)


def _of_gap(group: Group, case: Case, unit: Unit) -> Parts:
    """The raw gap, and how much of it was there already."""
    raw = raw_gap(case.told)
    if raw is None:
        return
    n = int((case.told.connection < case.told.months).sum())
    yield mark("raw gap, not an effect"), group.told(raw, unit, max(n, 1))
    if case.can_say:
        yield mark("already there before"), group.told(already(raw, case.effect), unit, n)


def already(raw: Span, effect: Span) -> Span:
    """What of the gap the effect leaves; the interval holds however the two move together."""
    half = (raw.high - raw.value) + (effect.high - effect.value)
    return around(raw.value - effect.value, half)


def _of_split(group: Group, case: Case, unit: Unit) -> Parts:
    """The effect's factors, which add up to it."""
    told = case.parts
    if told is None:
        return
    for place, name in enumerate(told.names):
        half = NORMAL_95 * math.sqrt(max(float(told.covariance[place, place]), 0.0))
        span = around(float(told.parts[place]), half)
        yield SPLIT_NAMES[name], group.told(span, unit, case.connected)


NEGATIVE = mark("on products it cannot touch (negative control)")
NOT_SET = Refusal(
    say("no products are set that a connection cannot touch, or nobody bought any"),
    say("name some, by commas: rapport set BOOK untouched_products=SKU1,SKU2"),
)


def _of_doubt(group: Group, case: Case, unit: Unit) -> Parts:
    """Placebo, second design, what could have been seen, and which drift would undo it."""
    found, n = case.found, case.connected
    if found is None or not n:
        return
    if math.isfinite(found.placebo) and math.isfinite(float(found.errors[-1])):
        yield mark("gained before connecting (placebo)"), group.told(found.drift(), unit, n)
    if group.is_whole:
        yield NEGATIVE, _negative(group, case, unit)
    if Code.PLACEBO_FAILS in case.ruling.codes:
        yield mark("left if that had gone on"), group.told(found.without_drift(), unit, n)
    if not case.can_say:
        return
    if case.second:
        effect, error = case.second
        yield mark("second design"), group.told(around(effect, NORMAL_95 * error), unit, n)
    seen = found.smallest_visible()
    yield mark("smallest effect that could be seen"), _exact(group, seen, unit, n)
    yield mark("drift that would undo it"), _times(found.breakdown(), n)
    strict = case.strict_breakdown()
    if strict is not None:
        yield mark("drift that would undo it, doubt counted"), _times(strict, n)


def _negative(group: Group, case: Case, unit: Unit) -> Answer:
    """The same comparison of products that a connection cannot touch: 0 where it is fair."""
    if case.negative is None:
        return NOT_SET
    effect, error = case.negative
    return group.told(around(effect, NORMAL_95 * error), unit, case.connected)


def _times(told: float, n: int) -> Answer:
    """How many times the drift before, or that there was none."""
    if not math.isfinite(told):
        return NO_DRIFT
    return Estimate(told, Interval.exact(told), TIMES, n)


def _exact(group: Group, value: float, unit: Unit, n: int) -> Answer:
    """A number that is computed from the data, not estimated; in minor units."""
    told = group.told(Span(value, value, value), unit, n)
    return told if isinstance(told, Refusal) else replace(told, interval=Interval.exact(told.value))
