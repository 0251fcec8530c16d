"""Cohorts: which grid shows how the customers of each beginning went on?"""

from __future__ import annotations

from rapport.core.estimate import Estimate
from rapport.core.phrase import Phrase, say
from rapport.core.plot import Axis, Look, Mark, Plot, Series
from rapport.core.result import Result, Row
from rapport.core.units import Dimension
from rapport.faces.present.language import Language, speak, tell_period

_FEWEST = 3
_MOST = 24
_MOST_WITH_HEADLINE = 8


def shows_cohorts(result: Result) -> bool:
    """Whether a result cut by cohort has enough shares for a grid."""
    parts, segments = _sides(result)
    return min(len(parts), len(segments)) >= _FEWEST


def cohort_plot(result: Result, lang: Language) -> Plot:
    """A grid of the last cohorts by parts of which a share is told, as in `shows_cohorts`."""
    parts, segments = _sides(result)
    found = {(row.segment, row.part): row for row in _shares(result)}
    lines = {one: [found.get((one, part)) for part in parts] for one in segments}
    return Plot(
        key=f"{result.card.key}-cohorts",
        name=say("{name}, by month of the first order", name=speak(result.card.name, lang)),
        says=_says(found, segments, parts, lang),
        look=Look.GRID,
        across=Axis(say("share of the customers")),
        value=Axis(result.card.name, result.card.unit),
        rows=Axis(say("first order in")),
        series=tuple(Series(one, tuple(map(_mark, parts, rows))) for one, rows in lines.items()),
        n=sum(max(row.answer.n for row in rows if row) for rows in lines.values()),
    )


def _shares(result: Result) -> list[Row]:
    """The rows of segments that tell a share of a part."""
    return [
        row
        for row in result.rows
        if row.segment is not None
        and row.part is not None
        and row.period is None
        and isinstance(row.answer, Estimate)
        and row.answer.unit.dimension is Dimension.SHARE
    ]


def _sides(result: Result) -> tuple[list[str], list[str]]:
    """Columns and rows of the grid; beside many columns the headline stands elsewhere."""
    shares = _shares(result)
    parts = list(dict.fromkeys(row.part or "" for row in shares))
    if len(parts) > _MOST_WITH_HEADLINE:
        parts = [part for part in parts if part != result.headline.part]
    kept = [row.segment or "" for row in shares if row.part in parts]
    return parts, list(dict.fromkeys(kept))[-_MOST:]


def _says(
    found: dict[tuple[str | None, str | None], Row],
    segments: list[str],
    parts: list[str],
    lang: Language,
) -> Phrase:
    """The highest and the lowest cell of the first column."""
    column = [found[one, parts[0]] for one in segments if (one, parts[0]) in found]
    low, high = min(column, key=_value), max(column, key=_value)
    return say(
        "Each row is the customers who began in one month. “{part}” goes from {low:.0%} ({low_at}) "
        "to {high:.0%} ({high_at}); an empty cell cannot be told yet, and a difference of two "
        "cells may be chance.",
        part=parts[0],
        low=_value(low),
        low_at=tell_period(low.segment or "", lang),
        high=_value(high),
        high_at=tell_period(high.segment or "", lang),
    )


def _value(row: Row) -> float:
    """An answered row's value."""
    return row.answer.value if isinstance(row.answer, Estimate) else 0.0


def _mark(part: str, row: Row | None) -> Mark:
    """A cell, a gap where nothing can be told."""
    if row is None or not isinstance(row.answer, Estimate):
        return Mark(part, None)
    interval = row.answer.interval
    return Mark(part, row.answer.value, interval.low, interval.high)
