"""Charts: how is a view drawn, so that it also reads in print, in the dark and without eyes?"""

from __future__ import annotations

import html
import re
from typing import Any, Literal

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from rapport.core.units import Dimension, Unit
from rapport.faces.present.language import Language, speak
from rapport.faces.present.views import Shape, View

_INK = "#2f80b7"  # at least 3:1 on white and on the dark page
_WIDTH = 330
_PANEL_WIDTH = 118
_LINE_HEIGHT = 170
_PANEL_HEIGHT = 90
_ROW_HEIGHT = 24
_ABBREVIATED_FROM = 100_000
_LOCALES: dict[Language, Literal["en-US", "fr-FR"]] = {
    Language.EN: "en-US",
    Language.FR: "fr-FR",
}
_ARIA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_ROOT = re.compile(r"<svg[^>]*>")


def draw(view: View, lang: Language, name: str) -> str:
    """Draw a view as an inline SVG with title and description; `name` is unique on the page."""
    with debug_mode(arg=False):  # tests check the specification; a page need not, chart by chart
        specification = specify(view, lang)
    return to_svg(specification, lang, view.title, view.description, name)


def specify(view: View, lang: Language) -> dict[str, Any]:
    """Return the Vega-Lite specification of a view, its sentence as the description."""
    chart = _lines(view, lang) if view.shape in (Shape.LINE, Shape.PANELS) else _marks(view, lang)
    specification = styled(chart, view.description)
    specification.pop("datasets", None)
    values = [_datum(view, number) for number in range(len(view.points))]
    return specification | {"data": {"values": values}}


def to_svg(
    specification: dict[str, Any], lang: Language, title: str, description: str, name: str
) -> str:
    """Draw a specification as an inline SVG with title and description; `name` is unique."""
    drawn: str = vl_convert.vegalite_to_svg(
        specification,
        allowed_base_urls=[],
        format_locale=_LOCALES[lang],
        time_format_locale=_LOCALES[lang],
    )
    return _accessible(drawn, title, description, name)


def styled(chart: Any, description: str) -> dict[str, Any]:  # noqa: ANN401 - Altair types its charts as it likes
    """Return the specification of a chart in the manner of all our charts."""
    told = (
        chart.properties(description=description)
        .configure(font="sans-serif", background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="currentColor",
            titleColor="currentColor",
            titleFontWeight="normal",
            gridColor="#88888840",
            domainColor="#888888",
            tickColor="#888888",
            labelFontSize=11,
            titleFontSize=11,
            labelLimit=130,
        )
        .configure_legend(labelColor="currentColor", labelFontSize=11)
        .configure_header(labelColor="currentColor", title=None, labelFontSize=11)
    )
    specification: dict[str, Any] = told.to_dict()
    return specification


def _lines(view: View, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """Lines over periods with a band where they plausibly lie; gaps where nothing was told."""
    place = alt.X(
        "place:O",
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=14),
    )
    value = alt.Y(
        "value:Q",
        title=tell_axis(view.unit, lang),
        axis=alt.Axis(format=_axis_format(view), tickCount=4),
        scale=alt.Scale(zero=view.unit.dimension is Dimension.COUNT),
    )
    low = alt.Y("low:Q")
    base = alt.Chart().encode(x=place)
    layers = alt.layer(
        base.mark_area(color=_INK, opacity=0.22).encode(y=low, y2="high:Q"),
        base.mark_rule(color=_INK, opacity=0.35).encode(y=low, y2="high:Q"),
        base.mark_line(color=_INK, strokeWidth=2).encode(y=value),
        base.mark_point(color=_INK, filled=True, size=22, opacity=1).encode(y=value),
    )
    return _panelled(layers, view, _LINE_HEIGHT)


def _marks(view: View, lang: Language) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """Bars from zero, or dots where zero means nothing; each with its interval as a rule."""
    from_zero = view.shape is Shape.BARS
    place = alt.Y("place:N", title=None, sort=None)
    value = alt.X(
        "value:Q",
        title=tell_axis(view.unit, lang),
        axis=alt.Axis(format=_axis_format(view), tickCount=4),
        scale=alt.Scale(zero=from_zero),
    )
    base = alt.Chart().encode(y=place)
    rule = base.mark_rule(color="currentColor", strokeWidth=1.5)
    dot = base.mark_point(color=_INK, filled=True, size=70, opacity=1).encode(x=value)
    bar = base.mark_bar(color=_INK, opacity=0.75, height={"band": 0.7}).encode(x=value)
    whisker = rule.encode(x=alt.X("low:Q"), x2="high:Q")
    layers = alt.layer(bar, whisker) if from_zero else alt.layer(whisker, dot)
    rows = len({point.place for point in view.points})
    return _panelled(layers, view, max(rows, 1) * _ROW_HEIGHT + (0 if rows > 1 else 6))


def _panelled(layers: Any, view: View, height: int) -> Any:  # noqa: ANN401 - Altair types its charts as it likes
    """Set the layers on the data, once or as small multiples on a shared scale.

    The data come into the specification last: a library that copies its charts copies them too.
    """
    data = alt.InlineData(values=[])
    if len(view.panels) < 2:
        fit = alt.AutoSizeParams(type="fit-x", contains="padding")
        layers.data = data
        return layers.properties(width=_WIDTH, height=height, autosize=fit)
    small = min(height, _PANEL_HEIGHT) if view.shape in (Shape.LINE, Shape.PANELS) else height
    panel = layers.properties(width=_PANEL_WIDTH, height=small)
    header = alt.Facet("panel:N", title=None, sort=list(view.panels))
    columns = 2 if view.shape in (Shape.LINE, Shape.PANELS) else 1
    return panel.facet(header, data=data, columns=columns)


def _datum(view: View, number: int) -> dict[str, str | float | None]:
    """Return one mark's data; a refusal is a gap."""
    point = view.points[number]
    told: dict[str, str | float | None] = {"panel": point.panel, "place": point.place}
    if point.estimate is None:
        return told | {"value": None, "low": None, "high": None}
    interval = point.estimate.interval
    return told | {"value": point.estimate.value, "low": interval.low, "high": interval.high}


def tell_axis(unit: Unit, lang: Language) -> str | None:
    """Tell a unit as the title of an axis; shares need none, their labels say %."""
    if unit.dimension is Dimension.SHARE:
        return None
    symbol = speak(unit.symbol, lang) if unit.symbol else ""
    per = f" / {speak(unit.per, lang)}" if unit.per else ""
    return f"{symbol}{per}".strip() or None


def _axis_format(view: View) -> str:
    """Return the D3 number format of a view's axis."""
    told = [point.estimate.interval for point in view.points if point.estimate is not None]
    size = max((max(abs(interval.low), abs(interval.high)) for interval in told), default=0.0)
    if view.unit.dimension is Dimension.SHARE:
        return ".1~%" if size < 0.1 else "~%"
    return "~s" if size >= _ABBREVIATED_FROM else ",.6~r"


def _accessible(drawn: str, title: str, description: str, name: str) -> str:
    """Give a drawing one text alternative in the reader's language, instead of the library's."""
    size = re.search(r'viewBox="([^"]*)"', drawn)
    box = size[1] if size else f"0 0 {_WIDTH} {_LINE_HEIGHT}"
    width = box.split()[2]
    title, told = html.escape(title), html.escape(description)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{box}" width="{width}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{told}</desc>'
    )
    unique = re.sub(r'id="([^"]+)"', rf'id="{name}-\1"', _ARIA.sub("", drawn))
    unique = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", unique)
    return _ROOT.sub(lambda _: root, unique, count=1)
