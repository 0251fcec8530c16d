"""Pictures of a lift: how does what a connection brings look, and what was there before?"""

from __future__ import annotations

import math

import numpy as np

from rapport.core.errors import ContractError
from rapport.core.estimate import Refusal
from rapport.core.lift import LiftPicture
from rapport.core.measure import Snapshot
from rapport.core.phrase import Phrase, say
from rapport.core.plot import Axis, Look, Mark, Place, Plot, Series, Tone
from rapport.core.units import Dimension, Unit
from rapport.measures.lift.connected_groups import whole_case
from rapport.measures.lift.connected_months import connected_months
from rapport.measures.lift.connection_case import Case, raw_gap
from rapport.measures.lift.connection_effect import (
    PER_MONTH,
    SPLIT_NAMES,
    already,
    why_nothing,
)
from rapport.measures.lift.connection_lifetime import LATER, lifetime
from rapport.measures.lift.connection_words import NO_MONTH, refusal_of_case
from rapport.measures.reading import MISSING
from rapport.stats.intervals import Span
from rapport.stats.landmark import DEFAULT, NORMAL_95
from rapport.stats.landmark_profile import Profile, profile
from rapport.stats.simultaneous import simultaneous_quantile

SEED = 7
BEFORE, AFTER = 6, 12


def lift_picture(snapshot: Snapshot) -> LiftPicture | Refusal:
    """The pictures of the first connection of any kind, or why no effect is told."""
    for table in ("purchase", "follow"):
        if not snapshot.count(table):
            return MISSING[table]
    months = connected_months(snapshot)
    missing = why_nothing(months)
    if missing or months is None:
        return missing or NO_MONTH
    currency = snapshot.currency
    if isinstance(currency, Refusal):
        return currency
    case = whole_case(snapshot, months)
    found = profile(case.told, DEFAULT, BEFORE, AFTER, case.logs)
    raw = raw_gap(case.told)
    if not case.can_say or found is None or raw is None:
        return refusal_of_case(snapshot, case)
    drawing = _Drawing(snapshot, currency, case)
    return LiftPicture(
        drawing.gap(raw), drawing.months(found), drawing.split(), drawing.lifetime(found),
        case.lifted.covered,
    )  # fmt: skip


class _Drawing:
    """Draws one case in the home currency."""

    def __init__(self, snapshot: Snapshot, currency: str, case: Case) -> None:
        self.case = case
        self.currency = currency
        self.minor = snapshot.minor_units
        self.unit = Unit(Dimension.MONEY, currency, PER_MONTH)
        told = snapshot.setting("discount_rate").value
        self.yearly = float(told) if told else 0.0

    def gap(self, raw: Span) -> Plot:
        """What was there already, and what the connection adds."""
        effect = self.case.effect
        before = already(raw, effect)
        earlier, because = say("already better before"), say("because of the connection")
        series = (
            Series(earlier, (self._mark(earlier, before), Mark(because, None)), Tone.FAINT),
            Series(because, (Mark(earlier, None), self._mark(because, effect))),
        )
        return self._plot(
            "connection_gap",
            say("What of the raw gap is an effect"),
            say(
                "Connected customers bring {raw:.2f} {currency} a month more than the others."
                " {before:.2f} of it was there already; {effect:.2f} ({low:.2f} to {high:.2f})"
                " comes because of the connection.",
                raw=raw.value / self.minor,
                currency=self.currency,
                before=before.value / self.minor,
                effect=effect.value / self.minor,
                low=effect.low / self.minor,
                high=effect.high / self.minor,
            ),
            Look.BARS,
            Axis(say("part of the raw gap")),
            series,
        )

    def months(self, found: Profile) -> Plot:
        """The effect by months since connecting; the month of connecting itself says nothing."""
        told = (found.since < -DEFAULT.life) | (found.since >= 0)
        wide = simultaneous_quantile(found.covariance[np.ix_(told, told)], SEED)
        reach = wide * np.sqrt(np.diag(found.covariance))
        spans = {
            int(since): Span(value, value - half, value + half)
            for since, value, half, is_told in zip(
                found.since.tolist(), found.effect.tolist(), reach.tolist(), told, strict=True
            )
            if is_told
        }
        places = range(-BEFORE, AFTER + 1)
        earlier = tuple(self._mark(n, spans.get(n) if n < 0 else None) for n in places)
        later = tuple(self._mark(n, spans.get(n) if n >= 0 else None) for n in places)
        return self._plot(
            "connection_months",
            say("The effect month by month around connecting"),
            say(
                "Before connecting, people brought {before:+.2f} {currency} a month against"
                " similar customers, in the first {horizon} full months after {after:+.2f}. The"
                " bars hold all months at once 19 times in 20; the month of connecting is left"
                " out, for it chose who is compared.",
                before=_mean(found, found.since < -DEFAULT.life) / self.minor,
                after=float(self.case.lifted.effect[0]) / self.minor,
                horizon=DEFAULT.horizon,
                currency=self.currency,
            ),
            Look.DOTS,
            Axis(say("full months since connecting")),
            (Series(say("before"), earlier, Tone.FAINT), Series(say("since connecting"), later)),
            ruled=(0,),
        )

    def split(self) -> Plot | None:
        """What the effect comes by."""
        told = self.case.parts
        if told is None:
            return None
        halves = NORMAL_95 * np.sqrt(np.maximum(np.diag(told.covariance), 0.0))
        rows = zip(told.names, told.parts.tolist(), halves.tolist(), strict=True)
        spans = {SPLIT_NAMES[name]: Span(v, v - half, v + half) for name, v, half in rows}
        most = max(spans, key=lambda name: abs(spans[name].value))
        return self._plot(
            "connection_split",
            say("By what the effect comes"),
            say(
                "The largest part, {part:+.2f} {currency} a month, comes by: {most}. The parts"
                " add up to the effect.",
                part=spans[most].value / self.minor,
                currency=self.currency,
                most=most,
            ),
            Look.DOTS,
            Axis(say("part of the effect")),
            (Series(say("money a month"), tuple(self._mark(*one) for one in spans.items())),),
        )

    def lifetime(self, found: Profile) -> Plot | None:
        """What was seen, and three scenarios of what follows."""
        told = lifetime(self.case.told, found, self.yearly)
        if told is None:
            return None
        seen = say("first {n} months", n=told.months)
        later = {
            say("if it stops"): 0.0,
            say("if it fades"): told.fades,
            say("if it stays"): told.stays,
        }
        known = (self._mark(seen, told.seen), *(Mark(name, None) for name in later))
        guess = (Mark(seen, None), *(Mark(name, v / self.minor) for name, v in later.items()))
        return self._plot(
            "connection_lifetime",
            say("What the effect brings per connected customer, seen and supposed"),
            say(
                "{seen:.2f} {currency} ({low:.2f} to {high:.2f}) a customer were seen in the first"
                " {months} months. What follows is supposed, not seen: in {later} months more,"
                " nothing if it stops, {fades:.2f} if it fades, {stays:.2f} if it stays as long as"
                " customers do.",
                seen=told.seen.value / self.minor,
                low=told.seen.low / self.minor,
                high=told.seen.high / self.minor,
                months=told.months,
                later=LATER,
                fades=told.fades / self.minor,
                stays=told.stays / self.minor,
                currency=self.currency,
            ),
            Look.BARS,
            Axis(say("months after connecting")),
            (Series(say("seen"), known), Series(say("supposed"), guess, Tone.SUPPOSED)),
            unit=Unit(Dimension.MONEY, self.currency, "customer"),
        )

    def _plot(
        self, key: str, name: Phrase, says: Phrase, look: Look, across: Axis,
        series: tuple[Series, ...], *, ruled: tuple[Place, ...] = (), unit: Unit | None = None,
    ) -> Plot:  # fmt: skip
        value = Axis(say("money"), unit or self.unit)
        n = self.case.connected
        return Plot(key, name, says, look, across, value, series, n, ruled=ruled)

    def _mark(self, place: Place, span: Span | None) -> Mark:
        """A mark in major units; a gap where nothing is told."""
        if span is None:
            return Mark(place, None)
        value, low, high = (one / self.minor for one in span)
        if not math.isfinite(low + high):
            raise ContractError("a picture of a number without ends")
        return Mark(place, value, low, high)


def _mean(found: Profile, kept: np.ndarray) -> float:
    """Mean effect over some months, customers counted; 0 where there are none."""
    months = found.months[kept]
    return float(found.effect[kept] @ months / months.sum()) if months.sum() > 0 else 0.0
