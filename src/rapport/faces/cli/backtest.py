"""Backtest: how right would the forecasts have been, had they been made in the past?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from rapport.core.backtest import Backtest
from rapport.core.calendar import read_day
from rapport.core.errors import UserError
from rapport.core.phrase import mark, say
from rapport.faces.cli.arguments import (
    AsOfOption,
    BookPath,
    FormatOption,
    LangOption,
    chosen,
    teach,
)
from rapport.faces.cli.door import open_book
from rapport.faces.cli.machine import Format, write_rows
from rapport.faces.cli.screen import (
    show,
    show_caveats,
    show_cells,
    show_heading,
    show_phrase,
    show_simulated,
)
from rapport.faces.present.backtest_plots import plots_of, tracking_plot
from rapport.faces.present.backtest_rows import tidy_backtest
from rapport.faces.present.backtests import tell_backtest
from rapport.faces.present.language import Language, speak
from rapport.faces.present.plots import draw_plot, plot_table

HELP = teach(
    mark(
        "Test the forecasts on the book's own past: forget the last days, foretell them, compare."
        "\n\n"
        "It says what was foretold and what came, and whether a plain rival (the last period "
        "again; the mean of the segment) came closer.\n\n"
        "\b\nExamples:\n"
        "  rapport backtest shop.rapport\n"
        "  rapport backtest shop.rapport --hold-out 26w --as-of 2024-12-31\n"
        "  rapport backtest shop.rapport --hold-out 6m --picture tracking.svg\n"
        "  rapport backtest shop.rapport --format json"
    )
)
_SPAN = re.compile(r"(\d{1,5})\s*([dwm]?)")
_DAYS = {"": 1.0, "d": 1.0, "w": 7.0, "m": 365.25 / 12}


def read_span(text: str) -> int:
    """Read a span of time in whole days: 180, 180d, 26w or 6m; raises UserError.

    >>> read_span("180d"), read_span("26w"), read_span("6m")
    (180, 182, 183)
    """
    found = _SPAN.fullmatch(text.strip().lower())
    days = round(int(found[1]) * _DAYS[found[2]]) if found else 0
    if days < 1:
        raise UserError(
            say("“{text}” is not a span: write days as 180d, weeks as 26w, months as 6m", text=text)
        )
    return days


def backtest(
    book: BookPath,
    hold_out: Annotated[
        str,
        typer.Option(
            "--hold-out",
            metavar="SPAN",
            help=teach(mark("How much of the past to foretell: 180d, 26w or 6m.")),
        ),
    ] = "180d",
    as_of: AsOfOption = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--picture",
            metavar="FILE",
            help=teach(mark("Also draw repeat orders, foretold and come, as an .svg file.")),
            show_default=False,
        ),
    ] = None,
    form: FormatOption = Format.TEXT,
    lang: LangOption = None,
) -> None:
    """Test the forecasts of a book on its past."""
    days, day = read_span(hold_out), read_day(as_of) if as_of else None
    with open_book(book, read_only=True) as house:
        told = house.backtest(days, as_of=day)
        simulated = house.settings()["simulated"].value == "yes"
    language = chosen(lang)
    if picture is not None:
        picture.write_text(draw_plot(tracking_plot(told), language, "tracking"), encoding="utf-8")
    if form is not Format.TEXT:
        write_rows(tidy_backtest(told), form)
        return
    show_simulated(simulated, language)
    show_backtest(told, language)
    if picture is not None:
        show("")
        show_phrase(say("The picture is in {path}", path=str(picture)), language)


def show_backtest(told: Backtest, lang: Language) -> None:
    """Show a back-test: what was foretold and came in sentences, then the tables."""
    words = tell_backtest(told, lang)
    show_heading(speak(mark("Back-test"), lang))
    for sentence in words.sentences:
        show(sentence)
    for title, cells in words.tables:
        show_heading(title)
        show_cells(cells)
    for plot in plots_of(told)[1:2]:
        show_heading(speak(plot.name, lang))
        show_cells(plot_table(plot, lang))
    show_caveats(told.caveats, lang)
