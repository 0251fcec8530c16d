"""Demonstrate: how does one see everything at work in five minutes, without data?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rapport.core.phrase import mark, say
from rapport.faces.cli.arguments import LangOption, chosen, teach
from rapport.faces.cli.ask import show_result
from rapport.faces.cli.door import make_demo
from rapport.faces.cli.returns import show_statement
from rapport.faces.cli.screen import progress_bar, show_phrase, show_simulated

HELP = teach(
    mark(
        "Make a simulated company, import its files, measure it and write its report.\n\n"
        "Everything it shows is marked simulated. Its export files stay beside the book.\n\n"
        "\b\nExamples:\n"
        "  rapport demo\n"
        "  rapport demo try.rapport --customers 2000 --seed 7 --lang fr"
    )
)
FEWEST, MOST = 1_000, 10_000_000


def demo(
    book: Annotated[
        Path,
        typer.Argument(metavar="[BOOK]", help=teach(mark("Where to make the book."))),
    ] = Path("demo.rapport"),
    customers: Annotated[
        int,
        typer.Option("--customers", min=FEWEST, max=MOST, help=teach(mark("How many customers."))),
    ] = 10_000,
    seed: Annotated[
        int,
        typer.Option("--seed", min=0, help=teach(mark("The same seed makes the same company."))),
    ] = 1,
    lang: LangOption = None,
) -> None:
    """Make the simulated company, and show all that Rapport tells of it."""
    language = chosen(lang)
    with progress_bar() as progress:
        house = make_demo(book, customers=customers, seed=seed, progress=progress)
    with house:
        show_simulated(True, language)
        for card in house.measures():
            show_result(house.measure(card.key), language)
        show_statement(house.returns(), language)
        report = house.report(book.with_name(f"{book.stem}.html"), lang=language.value)
    show_phrase(say("The book is in {path}", path=str(book)), language)
    show_phrase(say("The report is in {path}", path=str(report)), language)
