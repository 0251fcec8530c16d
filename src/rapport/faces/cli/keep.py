"""Keep: how does one tell the book what no export tells, and see what it holds?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rapport.core.calendar import read_day
from rapport.core.errors import BadSetting
from rapport.core.phrase import mark, say
from rapport.faces.cli.arguments import BookPath, FormatOption, LangOption, chosen, teach
from rapport.faces.cli.door import open_book
from rapport.faces.cli.machine import Format, write_csv, write_json
from rapport.faces.cli.screen import (
    show,
    show_cells,
    show_heading,
    show_phrase,
    show_simulated,
)
from rapport.faces.present.language import Language, speak
from rapport.faces.present.status import tell_status

SET_HELP = teach(
    mark(
        "Tell the book what no export tells: margin rate, hourly cost, zone, currency, what "
        "“connected” means.\n\n"
        "A setting is dated: --from says since when; without it, from always.\n\n"
        "\b\nExamples:\n"
        "  rapport set shop.rapport margin_rate=0.45 hourly_cost=28\n"
        "  rapport set shop.rapport margin_rate=0.42 --from 2024-01-01"
    )
)
STATUS_HELP = teach(
    mark(
        "Show what the book holds: tables and spans, matched share, refused rows, settings, and "
        "what to bring next.\n\n"
        "\b\nExamples:\n"
        "  rapport status shop.rapport\n"
        "  rapport status shop.rapport --format json"
    )
)
JOIN_HELP = teach(
    mark(
        "Rule that two handles are one person; the ruling holds through later imports.\n\n"
        "\b\nExample:\n"
        "  rapport join shop.rapport claire@example.com instagram:claire.b"
    )
)
SPLIT_HELP = teach(
    mark(
        "Rule that two handles are not one person; the ruling holds through later imports.\n\n"
        "\b\nExample:\n"
        "  rapport split shop.rapport office@example.com claire@example.com"
    )
)
_TABLE_COLUMNS = ("table", "records", "versions", "first_day", "last_day")

Handle = Annotated[
    str,
    typer.Argument(
        metavar="HANDLE",
        help=teach(mark("An e-mail, a phone number, or network:account.")),
        show_default=False,
    ),
]


def set_value(
    book: BookPath,
    pairs: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME=VALUE…", help=teach(mark("Settings and values.")), show_default=False
        ),
    ],
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DAY", help=teach(mark("Since which day it holds."))),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Write dated settings into a book; all are read before the first is written."""
    language, day = chosen(lang), read_day(since) if since else None
    told = [_pair(pair) for pair in pairs]
    with open_book(book, create=True) as house:
        for name, value in told:
            kept = house.set(name, value, since=day)
            if day is None:
                show_phrase(say("{name} is {value}", name=name, value=kept), language)
            else:
                show_phrase(
                    say("{name} is {value} from {day}", name=name, value=kept, day=day), language
                )


def _pair(pair: str) -> tuple[str, str]:
    """Read NAME=VALUE; raises BadSetting."""
    name, equals, value = pair.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise BadSetting(say("{pair}: write it as NAME=VALUE, as in margin_rate=0.45", pair=pair))
    return name.strip(), value.strip()


def status(book: BookPath, form: FormatOption = Format.TEXT, lang: LangOption = None) -> None:
    """Show what a book holds and what to bring next."""
    with open_book(book, read_only=True) as house:
        told = house.status()
    if form is Format.JSON:
        write_json(told)
    elif form is Format.CSV:
        write_csv(told["tables"], _TABLE_COLUMNS)
    else:
        _show_status(told, chosen(lang))


def _show_status(status: dict[str, Any], lang: Language) -> None:
    told = tell_status(status, lang)
    show_simulated(told.simulated, lang)
    for name, value in told.facts:
        show(f"{name}{speak(mark(': '), lang)}{value}")
    for heading, cells in (
        (mark("What the book holds"), told.tables),
        (mark("Rows that were refused at the door"), told.rejected),
        (mark("Settings in force"), told.settings),
    ):
        if cells.rows:
            show_heading(speak(heading, lang))
            show_cells(cells)
    if told.gaps:
        show_heading(speak(mark("What is missing, and what to bring"), lang))
        for gap in told.gaps:
            show(gap.text, indent=2)
            show(f"→ {gap.remedy}", "dim", indent=4)


def join(book: BookPath, one: Handle, other: Handle, lang: LangOption = None) -> None:
    """Rule that two handles are one person."""
    with open_book(book) as house:
        house.join(one, other)
    show_phrase(say("{one} and {other} are one person.", one=one, other=other), chosen(lang))


def split(book: BookPath, one: Handle, other: Handle, lang: LangOption = None) -> None:
    """Rule that two handles are not one person."""
    with open_book(book) as house:
        house.split(one, other)
    show_phrase(say("{one} and {other} are two people.", one=one, other=other), chosen(lang))
