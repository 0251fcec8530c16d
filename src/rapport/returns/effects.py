"""Effects: what did connecting and answering bring in the window, and of whom may it be told?

An effect is measured per customer-month, with its verdict, by `connection_effect` and
`answer_effect`. The statement tells it of the covered customer-months inside the window, of
customers who stand on no line above, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import special

from rapport.core.calendar import Window
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.core.result import Result
from rapport.returns.doubt import LEVEL, Side, Worth
from rapport.returns.effect_steps import (
    ALLOCATED,
    ANSWERED_MONTH,
    CONNECTED_MONTH,
    COUNTED,
    COVERED_MONTHS,
    NO_ANSWERED_MONTH,
    NO_CONNECTED_MONTH,
    NOT_TIED,
)
from rapport.returns.margin_steps import ENTRIES, bound
from rapport.returns.terms import Terms

LOYALTY, CARE = "loyalty", "care"
MEASURES = {LOYALTY: "connection_effect", CARE: "answer_effect"}
"""Which measure's result each line rests on."""
COUNTS = ("verdict-proven", "verdict-likely")
NOT_SHOWN = "verdict-no-evidence"
IN_SALES = "sales-not-margin"
CAUTIOUS = (
    "effect with the allowance for hidden loyalty",
    "with the allowance for unseen differences",
)
"""Parts whose interval grants what no comparison sees: it, not the narrower one of the headline,
is the statement's, for nobody may count on the lower end of the other."""


@dataclass(frozen=True, slots=True)
class Rate:
    """An effect in minor units per covered customer-month; `is_shown`: proven or likely.

    `low`, `high`: the 95 % interval with the allowance for what the comparison cannot see.
    """

    value: float
    low: float
    high: float
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect over the window: `months` covered customer-months of `people` customers.

    `cents` stand on the line (minor units): the rate times the months where it is shown, else 0.
    """

    rate: Rate
    months: float
    people: int
    cents: int

    @property
    def worth(self) -> Worth:
        """The line's worth: shown, its estimate; not shown, 0 within what was measured."""
        reach = float(special.ndtri((1 + LEVEL) / 2))
        error = (self.rate.high - self.rate.low) / 2 / reach * self.months
        middle = (self.rate.low + self.rate.high) / 2 * self.months
        side = Side(float(self.cents) if self.rate.is_shown else middle, error * error)
        return Worth(float(self.cents), side, side)

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of the line's interval, minor units."""
        low, high = self.rate.low * self.months, self.rate.high * self.months
        return min(low, float(self.cents)), max(high, float(self.cents))


@dataclass(frozen=True, slots=True)
class Effects:
    """What the lines of loyalty and care are told, or why not."""

    loyalty: Effect | Refusal
    care: Effect | Refusal

    @property
    def steps(self) -> tuple[Step, ...]:
        """Steps after the entries that end in `placed`: every entry with all its lines."""
        if isinstance(self.loyalty, Refusal) and isinstance(self.care, Refusal):
            return (NOT_TIED,)
        tied = _months_of(isinstance(self.loyalty, Effect), isinstance(self.care, Effect))
        return (*tied, *COVERED_MONTHS, *ALLOCATED)

    @property
    def bound(self) -> Mapping[str, object]:
        """The parameters that these steps name."""
        return {
            "loyalty_cents": 0 if isinstance(self.loyalty, Refusal) else self.loyalty.cents,
            "care_cents": 0 if isinstance(self.care, Refusal) else self.care.cents,
        }


def read_effects(
    snapshot: Snapshot, window: Window, terms: Terms, results: tuple[Result, ...]
) -> Effects:
    """Read the effects off their results and count the customer-months of each line."""
    told = {result.card.key: result for result in results}
    rates = {
        line: _rate(told[key], terms) if key in told else not_measured(key)
        for line, key in MEASURES.items()
    }
    loyalty, care = rates[LOYALTY], rates[CARE]
    if terms.refusal or (isinstance(loyalty, Refusal) and isinstance(care, Refusal)):
        return Effects(_refused(loyalty, terms), _refused(care, terms))
    counted = _counted(snapshot, window, terms, isinstance(loyalty, Rate), isinstance(care, Rate))
    first = _effect(loyalty, counted.get(LOYALTY))
    if isinstance(loyalty, Rate) and isinstance(first, Refusal):
        # Nobody stands on the line of loyalty then: its customers are free for that of care.
        counted = _counted(snapshot, window, terms, False, isinstance(care, Rate))
    return Effects(first, _effect(care, counted.get(CARE)))


def not_measured(key: str) -> Refusal:
    """Why a line has no effect to tell: nobody measured it."""
    return Refusal(
        say("the effect of this line was not measured"),
        say("measure it: rapport measure BOOK {key}", key=key),
    )


def _refused(rate: Rate | Refusal, terms: Terms) -> Refusal:
    if isinstance(rate, Refusal):
        return rate
    return terms.refusal or not_measured("")


def _rate(result: Result, terms: Terms) -> Rate | Refusal:
    """An effect per month, or why it cannot be told, with what to do."""
    answer = result.headline.answer
    if isinstance(answer, Refusal):
        return answer
    codes = {caveat.code for caveat in result.caveats}
    if IN_SALES in codes:
        return Refusal(
            say("this effect is measured in sales: some orders tell no margin"),
            say("tell the share of a sale that is margin: rapport set BOOK margin_rate=0.45"),
            answer.n,
        )
    if not codes & {*COUNTS, NOT_SHOWN}:
        return Refusal(
            say("the comparison allows no verdict"),
            say("read its caveats: rapport measure BOOK {key}", key=result.card.key),
            answer.n,
        )
    scale, interval = terms.scale, answer.interval
    for row in result.rows:
        if row.part in CAUTIOUS and row.segment is row.period is None:
            interval = answer.interval if isinstance(row.answer, Refusal) else row.answer.interval
    return Rate(
        answer.value * scale, interval.low * scale, interval.high * scale, bool(codes & {*COUNTS})
    )


def _effect(rate: Rate | Refusal, counted: tuple[float, int, float] | None) -> Effect | Refusal:
    """The effect over the window's covered months; refused where it covers none."""
    if isinstance(rate, Refusal):
        return rate
    months, people, weight = counted or (0.0, 0, 0.0)
    if not people:
        return Refusal(
            say(
                "the comparison covers no customer-month of this window whose customer stands on no"
                " line above"
            ),
            say("take a longer window: only covered months may be told, the others are unknown"),
        )
    cents = round(rate.value * months) if rate.is_shown else 0
    if cents and not weight:
        return Refusal(
            say("no order in the covered months of this window can carry this line's margin"),
            say("take a longer window"),
            people,
        )
    return Effect(rate, months, people, cents)


def _counted(
    snapshot: Snapshot, window: Window, terms: Terms, loyalty: bool, care: bool
) -> Mapping[str, tuple[float, int, float]]:
    """Customer-months, customers and margin above zero of each line."""
    steps = (*ENTRIES, *_months_of(loyalty, care), *COVERED_MONTHS, COUNTED)
    found = snapshot.read(*steps, parameters=bound(window, terms))
    rows = zip(found["tie"], found["months"], found["people"], found["weight"], strict=True)
    return {
        str(tie): (float(months), int(people), float(np.nan_to_num(weight)))
        for tie, months, people, weight in rows
    }


def _months_of(loyalty: bool, care: bool) -> tuple[Step, Step]:
    """The steps of covered months; none of an effect that is not told."""
    return (
        CONNECTED_MONTH if loyalty else NO_CONNECTED_MONTH,
        ANSWERED_MONTH if care else NO_ANSWERED_MONTH,
    )
