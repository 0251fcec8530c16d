"""Experiment: how does one try something by lot, and decide whether to keep it?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rapport.core.calendar import read_day
from rapport.core.errors import UserError
from rapport.core.experiment import Experiment, Plan
from rapport.core.phrase import mark, say
from rapport.faces.cli.arguments import BookPath, FormatOption, LangOption, chosen, teach
from rapport.faces.cli.door import open_book
from rapport.faces.cli.machine import Format, write_csv, write_json
from rapport.faces.cli.screen import show, show_heading, show_phrase
from rapport.faces.present.experiments import ToldExperiment, tell_experiment
from rapport.faces.present.language import Language

HELP = teach(
    mark(
        "Try an invitation by lot: draw whom to invite, read the result, keep or drop it.\n\n"
        "\b\nExamples:\n"
        "  rapport experiment new shop.rapport --name spring --question “Does it pay to invite?”\n"
        "  rapport measure shop.rapport experiment_effect\n"
        "  rapport experiment close shop.rapport spring --keep"
    )
)
NEW_HELP = teach(
    mark(
        "Draw by lot whom to invite and whom to hold out, register it, and write the list.\n\n"
        "The register (question, window, seed, smallest effect that would be seen) stands in the "
        "book before any result can be seen.\n\n"
        "\b\nExamples:\n"
        "  rapport experiment new shop.rapport --name spring --question “Does it pay to invite?”\n"
        "  rapport experiment new shop.rapport --name vip --question “Who comes?” --who connected "
        "--share-held-out 0.5 --days 60 --dry-run"
    )
)
LIST_HELP = teach(
    mark(
        "Show the register: what was tried, when, on whom, and what was decided.\n\n"
        "\b\nExample:\n"
        "  rapport experiment list shop.rapport"
    )
)
CLOSE_HELP = teach(
    mark(
        "Decide on an experiment: keep what was tried, or drop it.\n\n"
        "\b\nExample:\n"
        "  rapport experiment close shop.rapport spring --drop --why “No effect to be seen”"
    )
)
UNDO_HELP = teach(
    mark(
        "Take the last act back: a decision, or the experiment itself if it still runs.\n\n"
        "\b\nExample:\n"
        "  rapport experiment undo shop.rapport spring"
    )
)
_COLUMNS = tuple(Experiment.__dataclass_fields__)

NameArgument = Annotated[
    str,
    typer.Argument(metavar="NAME", help=teach(mark("The experiment's name.")), show_default=False),
]


class Who(StrEnum):
    """From whom may be drawn."""

    NOT_CONNECTED = "not connected"
    CONNECTED = "connected"
    CUSTOMERS = "customers"


NameOption = Annotated[str, typer.Option("--name", help=teach(mark("A short name of your own.")))]
QuestionOption = Annotated[
    str, typer.Option("--question", help=teach(mark("What you want to know.")))
]
WhoOption = Annotated[Who, typer.Option("--who", help=teach(mark("From whom to draw.")))]
ShareOption = Annotated[
    float, typer.Option("--share-held-out", help=teach(mark("Share that is not invited.")))
]
DaysOption = Annotated[
    int, typer.Option("--days", help=teach(mark("Length of the outcome window, in days.")))
]
StartOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DAY",
        help=teach(mark("First day of the outcome window; without it the next one.")),
    ),
]
SeedOption = Annotated[
    int, typer.Option("--seed", help=teach(mark("The same seed draws the same people.")))
]
ListOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=teach(mark("Where to write the list; without it beside the book.")),
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help=teach(mark("Show the draw; write nothing.")))
]


def build() -> typer.Typer:
    """Return the commands on experiments."""
    app = typer.Typer(no_args_is_help=True)
    app.command("new", help=NEW_HELP)(new)
    app.command("list", help=LIST_HELP)(listed)
    app.command("close", help=CLOSE_HELP)(close)
    app.command("undo", help=UNDO_HELP)(undo)
    return app


def new(
    book: BookPath,
    name: NameOption,
    question: QuestionOption,
    who: WhoOption = Who.NOT_CONNECTED,
    share: ShareOption = 0.1,
    days: DaysOption = 90,
    start: StartOption = None,
    seed: SeedOption = 1,
    output: ListOption = None,
    dry_run: DryRunOption = False,
    lang: LangOption = None,
) -> None:
    """Draw, register and list an invitation by lot."""
    first = read_day(start) if start else None
    plan = Plan(name, question, who.value, share, days, first, seed)
    place = output or book.with_name(f"{book.stem}-{_file_name(name)}.csv")
    with open_book(book, read_only=dry_run) as house:
        drawn = house.draw_experiment(plan, None if dry_run else place)
    _show_drawn(drawn, chosen(lang))
    if dry_run:
        show_phrase(say("Nothing was written."), chosen(lang))
    else:
        show_phrase(say("The list is in {path}", path=str(place)), chosen(lang))


def _file_name(name: str) -> str:
    """A name that a file may have.

    >>> _file_name("Spring 2026: VIP")
    'spring-2026-vip'
    """
    letters = "".join(sign if sign.isalnum() else " " for sign in name.lower())
    return "-".join(letters.split())


def _show_drawn(drawn: Experiment, lang: Language) -> None:
    """Say who was drawn, from when to when it counts, and what could be seen."""
    told = tell_experiment(drawn, None, lang)
    for line in (told.size, told.window, told.power):
        show(line)


def listed(book: BookPath, form: FormatOption = Format.TEXT, lang: LangOption = None) -> None:
    """Show the register of experiments, each with its result so far."""
    with open_book(book, read_only=True) as house:
        told = house.experiments()
        is_read = told and form is Format.TEXT
        result = house.measure("experiment_effect", by="experiment") if is_read else None
    plain = [one.plain() for one in told]
    if form is Format.JSON:
        write_json(plain)
    elif form is Format.CSV:
        write_csv(plain, _COLUMNS)
    elif told:
        for one in told:
            _show_experiment(tell_experiment(one, result, chosen(lang)))
    else:
        show_phrase(say("No experiment is registered in this book."), chosen(lang))


def _show_experiment(told: ToldExperiment) -> None:
    """Show one experiment: name and status, then a line each on what, whom, when and result."""
    show_heading(told.heading)
    for line in (told.question, told.size, told.window, told.power, told.verdict, *told.results):
        if line:
            show(line, indent=2)
    for line in told.warnings:
        show(line, "bold red", indent=2)


def close(
    book: BookPath,
    name: NameArgument,
    keep: Annotated[
        bool | None,
        typer.Option("--keep/--drop", help=teach(mark("Keep what was tried, or drop it."))),
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help=teach(mark("Why so.")))] = None,
    lang: LangOption = None,
) -> None:
    """Decide on an experiment."""
    if keep is None:
        raise UserError(say("say what was decided: --keep or --drop"))
    with open_book(book) as house:
        told = house.close_experiment(name, "kept" if keep else "dropped", why)
    _show_status(told, chosen(lang))


def undo(book: BookPath, name: NameArgument, lang: LangOption = None) -> None:
    """Take an experiment's last act back."""
    with open_book(book) as house:
        told = house.undo_experiment(name)
    _show_status(told, chosen(lang))


def _show_status(told: Experiment, lang: Language) -> None:
    show(tell_experiment(told, None, lang).heading)
