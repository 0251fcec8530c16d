"""Returns: how does the statement of what relations brought and cost stand on a terminal?"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from rapport.core.calendar import read_day
from rapport.core.phrase import mark
from rapport.core.statement import Statement
from rapport.faces.cli.arguments import BookPath, FormatOption, LangOption, chosen, teach
from rapport.faces.cli.door import open_book
from rapport.faces.cli.machine import Format, write_rows
from rapport.faces.cli.screen import (
    show,
    show_caveats,
    show_cells,
    show_heading,
    show_simulated,
)
from rapport.faces.present.language import Language, speak
from rapport.faces.present.sentences import sentence_case, tell_headline
from rapport.faces.present.statements import (
    lines_table,
    reconciliation_of,
    tell_rate,
    tell_window,
)
from rapport.faces.present.tables import Cells

HELP = teach(
    mark(
        "State the returns: what relations brought, line by line, what they cost, and RoR beside "
        "ROI.\n\n"
        "Without --from and --to: the last 365 days the book knows. Both days count.\n\n"
        "\b\nExamples:\n"
        "  rapport returns shop.rapport\n"
        "  rapport returns shop.rapport --from 2024-01-01 --to 2024-12-31"
    )
)
DAY = timedelta(days=1)


def returns(
    book: BookPath,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help=teach(mark("First day.")))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help=teach(mark("Last day, included.")))
    ] = None,
    form: FormatOption = Format.TEXT,
    lang: LangOption = None,
) -> None:
    """State the returns of a window."""
    first = read_day(start) if start else None
    after = read_day(end) + DAY if end else None
    with open_book(book, read_only=True) as house:
        statement = house.returns(start=first, end=after)
        simulated = house.settings()["simulated"].value == "yes"
    if form is not Format.TEXT:
        write_rows(statement.tidy(), form)
        return
    show_simulated(simulated, chosen(lang))
    show_statement(statement, chosen(lang))


def show_statement(statement: Statement, lang: Language) -> None:
    """Show the statement: rates, real value and cost, perceived value, reconciliation."""
    show_heading(f"{speak(mark('Statement'), lang)}, {tell_window(statement, lang)}")
    for line in (statement.ror, statement.roi, statement.ror_told):
        rate = tell_rate(line, lang)
        if rate.value is None:
            untold = speak(mark("cannot tell"), lang)
            show(f"{rate.name}{speak(mark(': '), lang)}{untold}. {rate.reason}", "dim")
        else:
            show(f"{rate.name}{speak(mark(': '), lang)}{rate.value}, {rate.interval}", "bold")
    show_heading(speak(mark("Real value"), lang))
    show_cells(lines_table(statement, lang))
    show_heading(speak(mark("Perceived value"), lang))
    for result in statement.perceived:
        show(sentence_case(tell_headline(result, lang)), indent=2)
    told = reconciliation_of(statement, lang)
    if isinstance(told, Cells):
        show_cells(told)
    else:
        show_heading(told.name)
        show(f"{told.reason}. → {told.remedy}", "dim", indent=2)
    show_caveats(statement.caveats, lang)
