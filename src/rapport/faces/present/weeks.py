"""Weeks: which grid shows how a number changes with the hour of the week?"""

from __future__ import annotations

from babel.dates import get_day_names

from rapport.core.estimate import Estimate
from rapport.core.phrase import Phrase, mark, say
from rapport.core.plot import Axis, Look, Mark, Plot, Series
from rapport.core.result import Result
from rapport.core.units import Dimension
from rapport.faces.present.language import Language, speak
from rapport.faces.present.numbers import tell_estimate

WEEK_HOUR = "week_hour"
"""The segmentation whose segments are such as `1 Mon 09`: weekday and hour."""

_HOURS = tuple(f"{hour:02}" for hour in range(24))
_DAYS = tuple(str(day) for day in range(1, 8))
_FEWEST = len(_DAYS) * len(_HOURS) // 3
_ENOUGH = len(_DAYS) * len(_HOURS) // 2


def shows_week(result: Result) -> bool:
    """Whether a result is cut by the hour of the week and tells enough of its cells."""
    return result.by == WEEK_HOUR and len(_told(result, _part(result))) >= _FEWEST


def week_plot(result: Result, lang: Language) -> Plot:
    """A grid of weekdays by hours, as in `shows_week`; a gap where nothing can be told."""
    part = _part(result)
    found = _told(result, part)
    names = get_day_names("abbreviated", "stand-alone", lang.value)
    days = {day: str(names[int(day) - 1]) for day in _DAYS}
    return Plot(
        key=f"{result.card.key}-week",
        name=say(
            "{name} ({part}), by hour of the week",
            name=speak(result.card.name, lang),
            part=part or mark("all"),
        ),
        says=_says(found, part, days, lang),
        look=Look.GRID,
        across=Axis(say("hour of the day")),
        value=Axis(say(part) if part else result.card.name, next(iter(found.values())).unit),
        rows=Axis(say("weekday")),
        series=tuple(
            Series(days[day], tuple(_mark(hour, found.get((day, hour))) for hour in _HOURS))
            for day in _DAYS
        ),
        n=sum(told.n for told in found.values()),
    )


def _part(result: Result) -> str | None:
    """The headline's part; where few cells tell it, the share nearest to a half over all."""
    headline = result.headline.part
    if len(_told(result, headline)) >= _ENOUGH:
        return headline
    shares = {
        row.part: abs(row.answer.value - 0.5)
        for row in result.rows
        if row.segment is None
        and row.period is None
        and isinstance(row.answer, Estimate)
        and row.answer.unit.dimension is Dimension.SHARE
    }
    return min(shares, key=lambda part: shares[part]) if shares else headline


def _told(result: Result, part: str | None) -> dict[tuple[str, str], Estimate]:
    """The told cells of one part, by weekday (1 to 7) and hour (00 to 23)."""
    return {
        (row.segment[0], row.segment[-2:]): row.answer
        for row in result.rows
        if row.segment is not None
        and row.part == part
        and row.period is None
        and isinstance(row.answer, Estimate)
        and row.segment[0] in _DAYS
        and row.segment[-2:] in _HOURS
    }


def _says(
    found: dict[tuple[str, str], Estimate],
    part: str | None,
    days: dict[str, str],
    lang: Language,
) -> Phrase:
    """The lowest and the highest cell."""
    low, high = (pick(found, key=lambda cell: found[cell].value) for pick in (min, max))
    return say(
        "Of what was asked in each hour of the week, “{part}” goes from {low} ({low_at}) to {high} "
        "({high_at}); darker is more, an empty cell cannot be told, and a difference of two cells "
        "may be chance.",
        part=part or mark("all"),
        low=tell_estimate(found[low], lang),
        low_at=f"{days[low[0]]} {low[1]}:00",
        high=tell_estimate(found[high], lang),
        high_at=f"{days[high[0]]} {high[1]}:00",
    )


def _mark(hour: str, told: Estimate | None) -> Mark:
    """A cell, a gap where nothing can be told."""
    if told is None:
        return Mark(hour, None)
    return Mark(hour, told.value, told.interval.low, told.interval.high)
