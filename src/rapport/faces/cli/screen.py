"""Screen: how do words and tables appear on a terminal?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from rapport.core.estimate import Caveat
from rapport.core.phrase import Phrase, mark
from rapport.faces.present.claims import weight_word
from rapport.faces.present.language import Language, speak
from rapport.faces.present.sentences import sentence_case
from rapport.faces.present.tables import Cells
from rapport.house import Progress as Told

_WEIGHTS = {"note": "dim", "warning": "yellow", "serious": "bold red"}
_PIPE_WIDTH = 120
_KINDS = {
    "complaint": "red",
    "praise": "green",
    "question": "blue underline",
    "break_up": "bold red underline",
}


def console() -> Console:
    """Return the terminal that standard output is; 120 columns where it is none."""
    wide = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(width=wide, highlight=False, soft_wrap=False)


def show(text: str, style: str = "", *, indent: int = 0) -> None:
    """Show a line of text as it is, without reading markup into it."""
    console().print(Padding(Text(text, style=style), (0, 0, 0, indent), expand=False))


def show_phrase(phrase: Phrase, lang: Language, style: str = "") -> None:
    """Show a phrase in a language."""
    show(speak(phrase, lang), style)


def show_heading(text: str) -> None:
    """Show a heading with a line of air above."""
    show("")
    show(text, "bold")


def show_cells(cells: Cells) -> None:
    """Show a table: words to the left, numbers to the right, refusals in grey."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for place, heading in enumerate(cells.headings):
        right = place >= cells.words and place not in cells.prose
        table.add_column(Text(heading), justify="right" if right else "left", overflow="fold")
    for place, row in enumerate(cells.rows):
        style = "dim" if place in cells.refused else ""
        table.add_row(*(Text(cell) for cell in row), style=style)
    console().print(table)


def show_facts(facts: Sequence[tuple[str, str]], *, indent: int = 0) -> None:
    """Show facts by name, the names in a column of their own."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, told in facts:
        table.add_row(Text(name), Text(told))
    console().print(Padding(table, (0, 0, 0, indent), expand=False))


def show_places(text: str, places: Sequence[tuple[int, int, str]]) -> None:
    """Show a text with what shows in it (start, end, kind) coloured by kind."""
    shown = Text(text, style="bold")
    for start, end, kind in places:
        shown.stylize(_KINDS.get(kind, "underline"), start, end)
    console().print(shown)


def show_caveats(caveats: tuple[Caveat, ...], lang: Language) -> None:
    """Show what the reader must know, each in the colour of its weight."""
    for caveat in caveats:
        word = weight_word(caveat.weight, lang)
        text = sentence_case(speak(caveat.text, lang))
        show(f"! {word}{speak(mark(': '), lang)}{text}", _WEIGHTS[caveat.weight.value], indent=2)


def show_simulated(simulated: object, lang: Language) -> None:
    """Show that data are simulated, where they are."""
    if simulated:
        text = speak(mark("Simulated data: no company or person in this report exists."), lang)
        show(f" {text} ", "bold black on yellow")


@contextmanager
def progress_bar() -> Iterator[Told | None]:
    """Show how far long work is, on standard error and only where it is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("", total=1.0)
        yield lambda text, share: bars.update(bar, description=text, completed=share)
