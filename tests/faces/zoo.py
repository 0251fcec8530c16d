"""Zoo: one result of every kind that a face must be able to show, built by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rapport.core.calendar import Window
from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Estimate, Interval, IntervalKind, Refusal, Weight
from rapport.core.phrase import mark, say
from rapport.core.result import Provenance, Result, Row
from rapport.core.statement import Line, Reconciliation, Statement
from rapport.core.units import SHARE, Dimension, Unit

AS_OF = date(2024, 12, 31)
EUROS = Unit(Dimension.MONEY, "EUR")
PER_ORDER = Unit(Dimension.MONEY, "EUR", "order")
ORDERS = Unit(Dimension.COUNT, "orders")
HOURS = Unit(Dimension.DURATION, "hours")
SCORE = Unit(Dimension.SCORE)
RATIO = Unit(Dimension.RATIO)
PROVENANCE = Provenance(
    "9f2c", "0.1.0", (("currency", "EUR"),), 7, ("SELECT 1 AS one WHERE 1 < 2",)
)
TOO_FEW = Refusal(say("Bring more orders"), say("Customers"), 3)
EXACT = Interval.exact


def estimate(value, unit, half=None, n=400, kind=IntervalKind.CONFIDENCE):
    """An estimate with an interval of a half-width, exact where there is none."""
    if half is None:
        return Estimate(value, EXACT(value), unit, n)
    level = 1.0 if kind is IntervalKind.BOUNDS else 0.95
    return Estimate(value, Interval(value - half, value + half, level, kind), unit, n)


def card(key, name, unit, *, family="value", claim=Claim.DESCRIBES, better=Better.HIGHER):
    """A complete card."""
    return Card(
        key=key,
        name=say(name),
        question=say("What do customers bring?"),
        family=family,
        claim=claim,
        unit=replace(unit, symbol="") if unit.dimension is Dimension.MONEY else unit,
        better=better,
        needs=("purchase",),
        sampled=say("orders"),
        method=say("Margin"),
        assumes=(say("Interval"),),
        sources=(Reference("A. Author (2001), A title", "doi:10.1000/1"),),
    )


MONTHS = tuple(f"2024-{month:02}" for month in range(1, 13))
CHANNELS = ("web", "shop", "<script>alert(1)</script>", "Événement été")


def _monthly(unit, values, half, segment=None, part=None):
    rows = []
    for month, value in zip(MONTHS, values, strict=True):
        answer = TOO_FEW if value is None else estimate(value, unit, half)
        rows.append(Row(answer, part, segment, month))
    return rows


def _result(a_card, rows, *, by=None, per=None, caveats=()):
    return Result(a_card, AS_OF, tuple(rows), tuple(caveats), PROVENANCE, by=by, per=per)


SERIOUS = Caveat("not-an-effect", say("Describes what is; says nothing of why."), Weight.SERIOUS)
NOTE = Caveat("young", say("Serious"), Weight.NOTE)
WARNING = Caveat("warned", say("Margin"), Weight.WARNING)
VALUES = (51.2, 49.8, 55.0, None, 53.1, 52.2, 50.0, 48.7, 51.9, 54.4, 60.2, 66.1)

ONE_NUMBER = _result(
    card("average_order_value", "Value", PER_ORDER),
    [Row(estimate(52.314, PER_ORDER, 2.19, 1234))],
    caveats=(NOTE, SERIOUS, WARNING),
)
COUNTED = _result(card("customers", "People", ORDERS), [Row(estimate(4314.0, ORDERS))])
BOUNDED = _result(
    card("bounded", "People", ORDERS),
    [Row(estimate(4314.0, ORDERS, 12.0, kind=IntervalKind.BOUNDS))],
)
REFUSED = _result(card("refused", "Advocacy", SHARE, family="advocacy"), [Row(TOO_FEW)])
PARTS = _result(
    card("net_promoter_score", "Trust", SCORE, family="trust"),
    [
        Row(estimate(31.4, SCORE, 4.2, 812), mark("Value")),
        Row(estimate(0.52, SHARE, 0.03, 812), mark("People")),
        Row(estimate(0.27, SHARE, 0.03, 812), mark("Margin")),
        Row(estimate(0.21, SHARE, 0.03, 812), mark("Trust")),
        Row(TOO_FEW, mark("Care")),
    ],
)
SEGMENTED = _result(
    card("repeat_rate", "Lift", SHARE, family="lift", claim=Claim.CAUSES),
    [Row(estimate(0.31, SHARE, 0.02, 2000))]
    + [
        Row(TOO_FEW if place == 3 else estimate(0.2 + place / 10, SHARE, 0.05), None, channel)
        for place, channel in enumerate(CHANNELS)
    ],
    by="channel",
)
OVER_TIME = _result(
    card("response_time", "Care", HOURS, family="care", better=Better.LOWER),
    [Row(estimate(51.0, HOURS, 1.2)), *_monthly(HOURS, VALUES, 4.0)],
    per="month",
)
BOTH = _result(
    card("revenue", "Voice", EUROS, family="voice", claim=Claim.PREDICTS),
    [
        Row(estimate(1_284_311.5, EUROS, 22_000.0)),
        *_monthly(EUROS, VALUES, 4.0, "web"),
        *_monthly(EUROS, [None if v is None else -v for v in VALUES], 9.0, "shop"),
        *_monthly(EUROS, VALUES, 1.0, "<script>alert(1)</script>"),
    ],
    by="channel",
    per="month",
)
ANY_RATIO = _result(
    card("purchase_frequency", "Value", RATIO, better=Better.NEITHER),
    [Row(estimate(1.873, RATIO, 0.09, 977, IntervalKind.CREDIBLE))],
)
PREDICTED = _result(
    card("to_come", "Value", EUROS, claim=Claim.PREDICTS),
    [Row(estimate(0.0, EUROS, 120.0, 12, IntervalKind.PREDICTION))],
)
ALL_REFUSED = _result(
    card("all_refused", "Care", HOURS, family="elsewhere"),
    [Row(TOO_FEW), *_monthly(HOURS, [None] * 12, 1.0)],
    per="month",
)

ZOO = (
    ONE_NUMBER,
    COUNTED,
    BOUNDED,
    REFUSED,
    PARTS,
    SEGMENTED,
    OVER_TIME,
    BOTH,
    ANY_RATIO,
    PREDICTED,
    ALL_REFUSED,
)


def _line(key, name, answer, claim=Claim.DESCRIBES, parts=()):
    return Line(key, say(name), answer, claim, say("Margin"), tuple(parts))


STATEMENT = Statement(
    window=Window(date(2024, 1, 1), date(2025, 1, 1)),
    as_of=AS_OF,
    currency="EUR",
    lines=(
        _line("advocacy", "Advocacy", estimate(12_400.0, EUROS, 3_100.0), Claim.CAUSES),
        _line("loyalty", "Lift", TOO_FEW, Claim.CAUSES),
        _line("care", "Care", estimate(812.4, EUROS, 90.0)),
    ),
    costs=_line(
        "costs",
        "Margin",
        estimate(9_000.0, EUROS),
        parts=(
            _line("hours", "Value", estimate(8_000.0, EUROS)),
            _line("tools", "Interval", estimate(1_000.0, EUROS)),
        ),
    ),
    ror=_line("ror", "Return on Relationship (RoR)", TOO_FEW),
    ror_told=_line("ror_told", "Real value", estimate(0.468, RATIO, 0.36)),
    roi=_line("roi", "Return on investment (ROI)", estimate(0.12, RATIO, 0.05)),
    still_to_come=_line("still_to_come", "As of", TOO_FEW, Claim.PREDICTS),
    perceived=(PARTS, REFUSED),
    reconciliation=Reconciliation(
        123_456_78, ((say("Advocacy"), 23_456_78), (say("Margin"), 100_000_00))
    ),
    minor_units=100,
    caveats=(WARNING,),
    provenance=PROVENANCE,
)

STATUS = {
    "digest": "9f2c",
    "edition": 1,
    "as_of": "2024-12-31",
    "people": 4383,
    "matched_share": 0.914,
    "batches": 3,
    "simulated": True,
    "tables": [
        {
            "table": "purchase",
            "records": 19215,
            "versions": 19300,
            "first_day": "2022-01-02",
            "last_day": "2024-12-30",
        }
    ],
    "rejected": [{"file": "orders.csv", "reason": say("Margin"), "count": 12}],
    "settings": [{"name": "currency", "value": "EUR", "since": None}],
    "gaps": [{"code": "no-costs", "text": say("Real value"), "remedy": say("Value")}],
}
