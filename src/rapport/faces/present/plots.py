"""Plots: how is a plot drawn, and which table stands behind it?"""

from __future__ import annotations

import json
import textwrap
from datetime import date
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from rapport.core.phrase import Phrase
from rapport.core.plot import Look, Mark, Place, Plot, Tone
from rapport.core.units import Dimension, Unit
from rapport.faces.present.charts import styled, to_svg
from rapport.faces.present.language import Language, speak, tell_day, tell_percent, tell_period
from rapport.faces.present.numbers import tell_number
from rapport.faces.present.sentences import sentence_case
from rapport.faces.present.tables import Cells

_INKS = ("#2f80b7", "#c4630c")  # blue and orange: apart for every eye, 3:1 on white and on dark
_GREY = "#7d8a91"  # 3:1 on white and on dark, too
_HATCH = "url(#hatch)"
_DASHES = ([1, 0], [5, 3])
_MARKS = ("circle", "diamond")
_CELL_INKS = ("#e8f1f7", "#17567f")
_WIDTH = 330
_HEIGHT = 190
_CELL_HEIGHT = 21
_FLAT_HEIGHT = 15
_MOST_TALL = 12
_LONG = 4
_LETTER = 6.5
_FEW = 7
_MOST_TOLD = 8
_DARKEST = 40
_MOST_ROWS = 40
_ROUGH = 2
_SHORT = 2 * 365


def draw_plot(plot: Plot, lang: Language, name: str) -> str:
    """Draw a plot as an inline SVG with title and description; `name` is unique on the page."""
    title, told = sentence_case(speak(plot.name, lang)), speak(plot.says, lang)
    with debug_mode(arg=False):  # tests check the specification
        specification = specify_plot(plot, lang)
    drawn = to_svg(specification, lang, title, told, name)
    if not any(one.tone is Tone.SUPPOSED for one in plot.series):
        return drawn
    hatch = (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{_INKS[1]}" '
        f'fill-opacity="0.15"/><rect width="2" height="6" fill="{_INKS[1]}"/></pattern></defs>'
    )
    return drawn.replace("</desc>", f"</desc>{hatch}", 1)


def specify_plot(plot: Plot, lang: Language) -> dict[str, Any]:
    """Return the Vega-Lite specification of a plot, its sentence as the description."""
    draw = {
        Look.CURVES: _curves,
        Look.STEPS: _curves,
        Look.BARS: _bars,
        Look.DOTS: _dots,
        Look.GRID: _grid,
    }[plot.look]
    row = _CELL_HEIGHT if len(plot.series) <= _MOST_TALL else _FLAT_HEIGHT
    tall = len(plot.series) * row if plot.look is Look.GRID else _HEIGHT
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    chart = draw(plot, lang).properties(width=_WIDTH, height=tall, autosize=fit)
    return styled(chart, speak(plot.says, lang))


def plot_table(plot: Plot, lang: Language) -> Cells:
    """Lay a plot out: a row a place and a column a series; a grid as it is drawn."""
    if plot.look is Look.GRID:
        head = plot.rows.name if plot.rows else plot.across.name
        lines = [(_place(one.name, lang), one.marks) for one in plot.series]
        columns = [_place(mark.across, lang) for mark in plot.series[0].marks]
    else:
        head = plot.across.name
        columns = [_place(one.name, lang) for one in plot.series]
        places = plot.series[0].marks
        step = max(1, -(-len(places) // _MOST_ROWS))
        kept = [n for n in range(len(places)) if n % step == 0 or n == len(places) - 1]
        lines = [
            (_along(places[n].across, plot, lang), tuple(one.marks[n] for one in plot.series))
            for n in kept
        ]
    rows = tuple((name, *(_cell(mark, plot, lang) for mark in marks)) for name, marks in lines)
    headings = (sentence_case(speak(head, lang)), *(sentence_case(one) for one in columns))
    return Cells(headings, rows, 1)


def _curves(plot: Plot, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """Lines, told apart by colour and dash, and thin rules where something happened."""
    begun, ended = plot.series[0].marks[0].across, plot.series[0].marks[-1].across
    days = isinstance(begun, date) and isinstance(ended, date)
    short = isinstance(begun, date) and isinstance(ended, date) and (ended - begun).days < _SHORT
    share = plot.across.unit is not None and plot.across.unit.dimension is Dimension.SHARE
    across = alt.X(
        "across:T" if days else "across:Q",
        title=_title(plot.across.name, lang),
        axis=alt.Axis(
            format="%b %Y" if short else "%Y" if days else "~%" if share else ",.6~r",
            tickCount=4,
            grid=False,
        ),
    )
    names = [_place(one.name, lang) for one in plot.series]
    base = _data(plot, lang)
    line = base.mark_line(
        strokeWidth=2, interpolate="step-after" if plot.look is Look.STEPS else "linear"
    ).encode(
        x=across,
        y=_value(plot, lang),
        color=_colour(plot, names),
        strokeDash=alt.StrokeDash(
            "name:N", scale=alt.Scale(domain=names, range=list(_DASHES[: len(names)])), legend=None
        ),
    )
    at = alt.InlineData(values=[{"across": _datum(one)} for one in plot.ruled])
    rule = alt.Chart(at).mark_rule(color="currentColor", opacity=0.45, strokeWidth=1)
    return alt.layer(rule.encode(x=across), line)


def _bars(plot: Plot, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """Bars, a colour a series, side by side where two stand at one place; with their intervals."""
    names = [_place(one.name, lang) for one in plot.series]
    base = _data(plot, lang).encode(x=_band(plot, lang))
    told = [sum(mark.value is not None for mark in at) for at in _columns(plot)]
    if max(told, default=0) > 1:
        base = base.encode(xOffset=alt.XOffset("name:N", scale=alt.Scale(domain=names)))
    bar = base.mark_bar().encode(y=_value(plot, lang), color=_colour(plot, names))
    if not any(mark.low is not None for one in plot.series for mark in one.marks):
        return bar
    whisker = base.mark_rule(color="currentColor", strokeWidth=1.5)
    return alt.layer(bar, whisker.encode(y=alt.Y("low:Q"), y2="high:Q"))


def _dots(plot: Plot, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """Dots, told apart by colour and form, on their intervals; a line at zero where it is near."""
    names = [_place(one.name, lang) for one in plot.series]
    base = _data(plot, lang).encode(x=_band(plot, lang))
    colour = _colour(plot, names)
    rule = base.mark_rule(opacity=0.45, strokeWidth=5).encode(
        y=alt.Y("low:Q"), y2="high:Q", color=colour
    )
    form = alt.Shape(
        "name:N", scale=alt.Scale(domain=names, range=list(_MARKS[: len(names)])), legend=None
    )
    dot = base.mark_point(filled=True, size=55, opacity=1).encode(
        y=_value(plot, lang), color=colour, shape=form
    )
    return alt.layer(*_rules(plot, lang), rule, dot)


def _rules(plot: Plot, lang: Language) -> list[Any]:
    """A line at zero where numbers lie on both sides, and one before each ruled place."""
    ends = [mark.low for one in plot.series for mark in one.marks if mark.low is not None]
    told: list[Any] = []
    if ends and min(ends) < 0:
        zero = alt.Chart(alt.InlineData(values=[{"value": 0}]))
        told.append(zero.mark_rule(color="currentColor", opacity=0.6).encode(y="value:Q"))
    if plot.ruled:
        values = [{"across": _place(one, lang)} for one in plot.ruled]
        line = alt.Chart(alt.InlineData(values=values)).mark_rule(
            color="currentColor", opacity=0.45, strokeDash=[3, 3]
        )
        told.append(line.encode(x=_band(plot, lang, at=0)))
    return told


def _columns(plot: Plot) -> list[tuple[Mark, ...]]:
    """The marks of all series at each place."""
    return list(zip(*(one.marks for one in plot.series), strict=True))


def _grid(plot: Plot, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """Cells, darker where there is more, each with its number."""
    told = sorted(m.value for one in plot.series for m in one.marks if m.value is not None)
    high = told[-1 - len(told) // _DARKEST] or told[-1]  # one odd cell does not pale the others
    base = _data(plot, lang).encode(
        x=_band(plot, lang, top=True),
        y=alt.Y(
            "name:N",
            sort=None,
            title=_title(plot.rows.name, lang) if plot.rows else None,
            axis=alt.Axis(grid=False, ticks=False, domain=False),
        ),
    )
    scale = alt.Scale(domain=[0, high], range=list(_CELL_INKS), clamp=True)
    wide = len(plot.series[0].marks) > _MOST_TOLD
    share = plot.value.unit is not None and plot.value.unit.dimension is Dimension.SHARE
    legend = alt.Legend(
        title=None, orient="bottom", format="~%" if share else ",.3~r", gradientThickness=10
    )
    cell = base.mark_rect(stroke="#88888840").encode(
        color=alt.Color("value:Q", scale=scale, legend=legend if wide else None)
    )
    if wide:
        return cell
    dark = alt.datum.value > high * 0.5
    text = base.mark_text(fontSize=9).encode(
        text="shown:N", color=alt.condition(dark, alt.value("#ffffff"), alt.value("#10222d"))
    )
    return alt.layer(cell, text)


def _data(plot: Plot, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """The marks as rows; a grid's gaps are left out, so that nothing is drawn there."""
    grid = plot.look is Look.GRID
    values = [
        {
            "name": speak(one.name, lang) if isinstance(one.name, str) else _place(one.name, lang),
            "across": _place(mark.across, lang) if plot.look in _BANDS else _datum(mark.across),
            "value": mark.value,
            "low": mark.low,
            "high": mark.high,
            "shown": _shown(mark.value, plot.value.unit, lang) if grid else "",
        }
        for one in plot.series
        for mark in one.marks
        if not (grid and mark.value is None)
    ]
    return alt.Chart(alt.InlineData(values=values))


_BANDS = (Look.BARS, Look.DOTS, Look.GRID)


def _band(plot: Plot, lang: Language, *, top: bool = False, at: float = 0.5) -> Any:  # noqa: ANN401 - as Altair's
    """The axis of places that are told apart, not measured; `at` where in a place a mark stands."""
    places = [_place(mark.across, lang) for mark in plot.series[0].marks]
    turned = plot.look is Look.GRID and max(len(place) for place in places) > _LONG
    wide = int(_WIDTH / _LETTER / len(places))
    words = plot.look is not Look.GRID and len(places) < _FEW and max(map(len, places)) > wide
    return alt.X(
        "across:N",
        sort=places,
        title=_title(plot.across.name, lang),
        scale=alt.Scale(domain=places),
        bandPosition=at,
        axis=alt.Axis(
            labelExpr=_wrapped(places, wide) if words else alt.Undefined,
            labelAngle=-90 if turned else 0,
            orient="top" if top else "bottom",
            grid=False,
            ticks=False,
            labelOverlap=False if turned or words else "greedy",
            labelSeparation=4,
        ),
    )


def _wrapped(places: list[str], wide: int) -> str:
    """A Vega expression that breaks the words of each place into lines."""
    lines = {place: textwrap.wrap(place, wide, break_long_words=False) for place in places}
    return f"{json.dumps(lines)}[datum.label]"


def _value(plot: Plot, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """The axis of the numbers, from zero."""
    unit, title = plot.value.unit, _title(plot.value.name, lang)
    share = unit is not None and unit.dimension is Dimension.SHARE
    if unit is not None and unit.dimension is Dimension.MONEY and unit.symbol not in title:
        title = f"{title} ({unit.symbol})"
    return alt.Y(
        "value:Q",
        title=title,
        axis=alt.Axis(format="~%" if share else ",.6~r", tickCount=4),
        scale=alt.Scale(zero=True),
    )


def _colour(plot: Plot, names: list[str]) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """A colour a series, with a legend unless each is one mark that its place names."""
    single = all(sum(m.value is not None for m in one.marks) <= 1 for one in plot.series)
    legend = alt.Legend(title=None, orient="top", direction="horizontal", labelLimit=0)
    scale = alt.Scale(domain=names, range=_inks(plot))
    return alt.Color("name:N", scale=scale, legend=None if single or len(names) < 2 else legend)


def _inks(plot: Plot) -> list[str]:
    """What each series is drawn with: grey where it is faint, hatched where it is supposed."""
    inks = iter(_INKS)
    special = {Tone.FAINT: _GREY, Tone.SUPPOSED: _HATCH}
    return [special.get(one.tone) or next(inks) for one in plot.series]


def _title(name: Phrase, lang: Language) -> str:
    return sentence_case(speak(name, lang))


def _datum(place: Place) -> str | float:
    """A place as Vega reads it."""
    return place.isoformat() if isinstance(place, date) else float(str(place))


def _place(place: Place, lang: Language) -> str:
    """A place in words."""
    if isinstance(place, Phrase):
        return speak(place, lang)
    if isinstance(place, str):
        return tell_period(speak(place, lang), lang)
    return tell_day(place, lang) if isinstance(place, date) else f"{place:g}"


def _along(place: Place, plot: Plot, lang: Language) -> str:
    """A place of a table's row, a share in per cent."""
    unit = plot.across.unit
    if unit is None or not isinstance(place, float):
        return _place(place, lang)
    return _shown(place, unit, lang)


def _shown(value: float | None, unit: Unit | None, lang: Language) -> str:
    """A number short enough for a cell; nothing for a gap."""
    if value is None:
        return ""
    if unit is not None and unit.dimension is Dimension.SHARE:
        return tell_percent(value, 0, lang)
    digits = max(0, _ROUGH - max(0, len(str(int(abs(value)))) - 1))
    exact = float(value).is_integer()
    return tell_number(value, Unit(Dimension.RATIO), lang, digits=0 if exact else digits)


def _cell(mark: Mark, plot: Plot, lang: Language) -> str:
    """A number of a table, with its interval where it has one."""
    told = _shown(mark.value, plot.value.unit, lang)
    if mark.low is None or mark.high is None:
        return told
    low, high = (_shown(end, plot.value.unit, lang) for end in (mark.low, mark.high))
    return f"{told} ({low} – {high})"
