"""Views: which pictures follow from the axes on which a result's rows differ?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapport.core.estimate import Estimate, Refusal
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.faces.present.language import Language, speak, tell_period
from rapport.faces.present.numbers import tell_estimate
from rapport.faces.present.sentences import sentence_case, tell_where

_MOST_BARS = 20
_MOST_PANELS = 12
_MOST_PARTS = 4
_MOST_GAPS = 4
_FROM_ZERO = (Dimension.MONEY, Dimension.COUNT, Dimension.SHARE)


class Shape(StrEnum):
    """What a picture is made of, always with the interval."""

    DOTS = "dots"
    BARS = "bars"
    LINE = "line"
    PANELS = "panels"


@dataclass(frozen=True, slots=True)
class Point:
    """One mark: which panel, where on the axis, its estimate (None: refused, a gap)."""

    panel: str
    place: str
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class View:
    """A picture before it is drawn: its shape, unit, points, and a sentence that replaces it."""

    shape: Shape
    unit: Unit
    title: str
    description: str
    points: tuple[Point, ...]
    left_out: tuple[str, ...] = ()

    @property
    def panels(self) -> tuple[str, ...]:
        """The panels in order of first appearance."""
        return tuple(dict.fromkeys(point.panel for point in self.points))


def views_of(result: Result, lang: Language) -> tuple[View, ...]:
    """Return the pictures of a result: parts as dots, segments as bars, periods as lines."""
    views: list[View] = []
    for segmented, timed in ((False, False), (True, False), (False, True), (True, True)):
        rows = [
            row
            for row in result.rows
            if (row.segment is not None, row.period is not None) == (segmented, timed)
        ]
        for unit in dict.fromkeys(r.answer.unit for r in rows if isinstance(r.answer, Estimate)):
            shown = _fitting(rows, unit, result)
            hidden = len({row.part for row in _told_in(rows, unit)} - {row.part for row in shown})
            view = _view(result, shown, unit, lang, hidden)
            if view is not None:
                views.append(view)
    return tuple(views)


def _fitting(rows: list[Row], unit: Unit, result: Result) -> list[Row]:
    """Return the rows told in a unit, and the refused rows of the same parts."""
    parts = {row.part for row in _told_in(rows, unit)}
    segmented, timed = (rows[0].segment is not None, rows[0].period is not None) if rows else (0, 0)
    most = 1 if segmented and timed else _MOST_PARTS
    if (segmented or timed) and len(parts) > most:
        parts = {result.headline.part} & parts or {next(r.part for r in rows if r.part in parts)}
    return [
        row
        for row in rows
        if row.part in parts and (isinstance(row.answer, Refusal) or row.answer.unit == unit)
    ]


def _told_in(rows: list[Row], unit: Unit) -> list[Row]:
    """Return the rows told in a unit."""
    return [row for row in rows if isinstance(row.answer, Estimate) and row.answer.unit == unit]


def _view(result: Result, rows: list[Row], unit: Unit, lang: Language, hidden: int) -> View | None:
    """Return the picture of rows that differ on the same axes, where there is something to see."""
    told = [row.answer for row in rows if isinstance(row.answer, Estimate)]
    segmented, timed = rows[0].segment is not None, rows[0].period is not None
    if len(told) < 2 and (segmented or timed or told[0].interval.low == told[0].interval.high):
        return None
    shape = _shape(unit, segmented, timed, told)
    points, more = _points(result, rows, shape, lang)
    gaps = [tell_where(result, row, lang) for row in rows if isinstance(row.answer, Refusal)]
    gaps = [gap for gap in gaps if gap]
    more += max(len(gaps) - _MOST_GAPS, 0)
    del gaps[_MOST_GAPS:]
    if more:
        gaps.append(speak(say("and {n} more, in the table", n=more), lang))
    if hidden:
        gaps.append(speak(say("{n} other parts, in the table", n=hidden), lang))
    title = _title(result, rows, lang)
    description = _description(title, rows, result, lang)
    return View(shape, unit, title, description, points, tuple(gaps))


def _shape(unit: Unit, segmented: bool, timed: bool, told: list[Estimate]) -> Shape:
    """Choose the shape by the axes that vary and by whether zero means none of it."""
    if timed:
        return Shape.PANELS if segmented else Shape.LINE
    exact = all(answer.interval.low == answer.interval.high for answer in told)
    bars = unit.dimension in _FROM_ZERO and (segmented or exact)
    return Shape.BARS if bars else Shape.DOTS


def _points(
    result: Result, rows: list[Row], shape: Shape, lang: Language
) -> tuple[tuple[Point, ...], int]:
    """Return the marks of a picture, and how many rows or panels it has no room for.

    Beside other parts, the number without one goes by its measure's name.
    """
    name = speak(result.card.name, lang)
    several_parts = len({row.part for row in rows}) > 1
    points = []
    for row in rows:
        part, segment = speak(row.part or name, lang), speak(row.segment or "", lang)
        answer = row.answer if isinstance(row.answer, Estimate) else None
        panel = part if several_parts else ""
        if shape is Shape.PANELS:
            points.append(Point(segment, row.period or "", answer))
        elif shape is Shape.LINE:
            points.append(Point(panel, row.period or "", answer))
        elif row.segment is not None and answer is not None:
            points.append(Point(panel, segment, answer))
        elif answer is not None:
            points.append(Point("", sentence_case(part), answer))
    return _cut(points, shape)


def _cut(points: list[Point], shape: Shape) -> tuple[tuple[Point, ...], int]:
    """Keep what fits: so many bars, so many panels."""
    if shape in (Shape.BARS, Shape.DOTS):
        places = list(dict.fromkeys(point.place for point in points))
        shown = set(places[:_MOST_BARS])
        return tuple(p for p in points if p.place in shown), len(places) - len(shown)
    panels = list(dict.fromkeys(point.panel for point in points))
    shown = set(panels[:_MOST_PANELS])
    return tuple(p for p in points if p.panel in shown), len(panels) - len(shown)


def _title(result: Result, rows: list[Row], lang: Language) -> str:
    """Return what a picture shows: the measure's name, a part that is not its first, its axes."""
    row, name = rows[0], speak(result.card.name, lang)
    if row.part not in (None, result.headline.part) and len({other.part for other in rows}) == 1:
        part = speak(row.part or "", lang)
        name = speak(say("{name} ({where})", name=name, where=part), lang)
    by = speak(result.by or mark("segment"), lang)
    per = speak(result.per or mark("period"), lang)
    if row.segment is not None and row.period is not None:
        return speak(say("{name}, by {by} and per {per}", name=name, by=by, per=per), lang)
    if row.segment is not None:
        return speak(say("{name}, by {by}", name=name, by=by), lang)
    if row.period is not None:
        return speak(say("{name}, per {per}", name=name, per=per), lang)
    return name


def _description(title: str, rows: list[Row], result: Result, lang: Language) -> str:
    """Return the sentence that a reader who does not see the picture gets instead."""
    told = [row for row in rows if isinstance(row.answer, Estimate)]
    low = min(told, key=_value_of)
    high = max(told, key=_value_of)
    if len(told) == 1:
        return speak(say("{title}: {value}.", title=title, value=_told(low, lang)), lang)
    first, last = told[0], told[-1]
    if first.period is not None and first.segment is None:
        return speak(
            say(
                "{title}: from {first} in {start} to {last} in {end}; "
                "lowest {low} in {low_at}, highest {high} in {high_at}.",
                title=title,
                first=_told(first, lang),
                start=tell_period(first.period, lang),
                last=_told(last, lang),
                end=tell_period(last.period or "", lang),
                low=_told(low, lang),
                low_at=tell_period(low.period or "", lang),
                high=_told(high, lang),
                high_at=tell_period(high.period or "", lang),
            ),
            lang,
        )
    return speak(
        say(
            "{title}: {n} values, lowest {low} ({low_at}), highest {high} ({high_at}).",
            title=title,
            n=len(told),
            low=_told(low, lang),
            low_at=tell_where(result, low, lang) or speak(mark("all"), lang),
            high=_told(high, lang),
            high_at=tell_where(result, high, lang) or speak(mark("all"), lang),
        ),
        lang,
    )


def _value_of(row: Row) -> float:
    """Return the value of an answered row."""
    return row.answer.value if isinstance(row.answer, Estimate) else 0.0


def _told(row: Row, lang: Language) -> str:
    """Return the value of an answered row in words."""
    return tell_estimate(row.answer, lang) if isinstance(row.answer, Estimate) else ""
