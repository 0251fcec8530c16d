"""Ask: how does one measure, explain, and report?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rapport.core.calendar import read_day, read_moment
from rapport.core.errors import UserError
from rapport.core.phrase import mark, say
from rapport.core.result import Result
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
from rapport.faces.present.claims import badge
from rapport.faces.present.families import by_family
from rapport.faces.present.language import Language
from rapport.faces.present.sentences import sentence_case, tell_headline
from rapport.faces.present.tables import table_of
from rapport.house import House

MEASURE_HELP = teach(
    mark(
        "Measure: all that the book can tell, or the measures named.\n\n"
        "Every number stands with its interval and with how many it rests on; what cannot be told "
        "is refused, with what would help.\n\n"
        "\b\nExamples:\n"
        "  rapport measure shop.rapport\n"
        "  rapport measure shop.rapport response_rate --per month\n"
        "  rapport measure shop.rapport revenue --by channel --as-of 2024-05-31\n"
        "  rapport measure shop.rapport --format json\n"
        "  rapport measure shop.rapport lifetime_value --people customers.csv"
    )
)
REPORT_HELP = teach(
    mark(
        "Write the report: one page that needs nothing else, to open, print and pass on.\n\n"
        "\b\nExamples:\n"
        "  rapport report shop.rapport\n"
        "  rapport report shop.rapport -o may.html --as-of 2024-05-31 --lang fr"
    )
)

KeysArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KEY…]",
        help=teach(mark("Measures by key; without one, all.")),
        show_default=False,
    ),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="TIME",
        help=teach(mark("Only what the book had learnt by then, as 2024-05-31T10:00:00.")),
        show_default=False,
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="SEGMENT", help=teach(mark("Cut by a segment, as channel or country."))
    ),
]
PerOption = Annotated[
    str | None,
    typer.Option("--per", metavar="PERIOD", help=teach(mark("Cut by month, quarter or year."))),
]
PeopleOption = Annotated[
    Path | None,
    typer.Option(
        "--people",
        metavar="FILE",
        help=teach(
            mark(
                "Also write the one measure named, a row a person, to a .csv or .parquet file: "
                "personal data."
            )
        ),
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=teach(mark("Where to write it; without it beside the book.")),
        show_default=False,
    ),
]


def measure(
    book: BookPath,
    keys: KeysArgument = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    by: ByOption = None,
    per: PerOption = None,
    people: PeopleOption = None,
    form: FormatOption = Format.TEXT,
    lang: LangOption = None,
) -> None:
    """Measure a book and show the answers."""
    if people is not None and (len(keys or ()) != 1 or known_at):
        raise UserError(say("--people wants one measure named, and no --known-at"))
    day = read_day(as_of) if as_of else None
    known = read_moment(known_at) if known_at else None
    with open_book(book, read_only=True) as house:
        asked = keys or _askable(house, by)
        results = [house.measure(key, as_of=day, known_at=known, by=by, per=per) for key in asked]
        written = None if people is None else house.write_people(asked[0], people, as_of=day)
        simulated = house.settings()["simulated"].value == "yes"
    if form is not Format.TEXT:
        write_rows([row for result in results for row in result.tidy()], form)
        return
    show_simulated(simulated, chosen(lang))
    for family, group in by_family(results, chosen(lang)):
        show_heading(family.name)
        for result in group:
            show_result(result, chosen(lang))
    if written is not None:
        _show_written(written, people, chosen(lang))


def _show_written(people: int, place: Path | None, lang: Language) -> None:
    """Say what the file of people holds, and that it is to be kept as personal data."""
    show("")
    show_phrase(say("{n:,} people are in {path}, a row each.", n=people, path=str(place)), lang)
    show_phrase(say("Money is in minor units (cents) of the home currency."), lang)
    show_phrase(
        say("The file holds personal data: keep it as your book, and delete it after use."),
        lang,
        "yellow",
    )


def _askable(house: House, by: str | None) -> list[str]:
    """Return the keys of all measures; cut by a segment, of those that know it."""
    cards = house.measures()
    known = {segment for card in cards for segment in card.segments}
    if by is not None and by not in known:
        raise UserError(
            say(
                "no measure can be cut by {by}: try {segments}",
                by=by,
                segments=", ".join(sorted(known)),
            )
        )
    return [card.key for card in cards if by is None or by in card.segments]


def show_result(result: Result, lang: Language) -> None:
    """Show a result: its headline as a sentence, its other rows as a table, its caveats."""
    show(f"{sentence_case(tell_headline(result, lang))} [{badge(result.card.claim, lang)}]")
    if len(result.rows) > 1:
        show_cells(table_of(result, lang))
    show_caveats(result.caveats, lang)


def report(
    book: BookPath,
    output: OutputOption = None,
    as_of: AsOfOption = None,
    lang: LangOption = None,
) -> None:
    """Write the report of a book as one HTML page."""
    day, language = read_day(as_of) if as_of else None, chosen(lang)
    place = output or book.with_name(f"{book.stem}.html")
    with open_book(book, read_only=True) as house:
        written = house.report(place, as_of=day, lang=language.value)
    show_phrase(say("The report is in {path}", path=str(written)), language)
