"""Bring: how does one take files in, or look first at what they would become?"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from rapport.core.errors import BadMapping, UserError
from rapport.core.phrase import mark, say
from rapport.core.summary import FileSummary, ImportSummary, Preview
from rapport.faces.cli.arguments import BookPath, LangOption, chosen, teach
from rapport.faces.cli.door import open_book
from rapport.faces.cli.screen import progress_bar, show, show_cells, show_heading, show_phrase
from rapport.faces.present.language import Language, speak
from rapport.faces.present.previews import columns_of, first_rows_of, rejects_of
from rapport.faces.present.status import tell_table

HELP = teach(
    mark(
        "Take files in: what they are is recognised by their header.\n\n"
        "The same file twice counts once. A row that cannot be read is kept aside, with its line "
        "and the reason.\n\n"
        "\b\nExamples:\n"
        "  rapport import shop.rapport exports/\n"
        "  rapport import shop.rapport orders.csv --dry-run\n"
        '  rapport import shop.rapport sales.csv --as purchases --map happened_at="Order date" '
        "amount=Total --save-mapping tills\n"
        "  rapport import shop.rapport sales.csv --mapping tills.json"
    )
)

FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help=teach(mark("Files or folders.")), show_default=False),
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="KIND", help=teach(mark("What the files are: purchases, messages …"))
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN…",
        help=teach(mark("Which column holds a field; several may follow.")),
    ),
]
SaveOption = Annotated[
    str | None,
    typer.Option(
        "--save-mapping",
        metavar="NAME",
        help=teach(mark("Keep --as and --map in the book for the next file like this.")),
    ),
]
MappingOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help=teach(mark("A mapping kept in a JSON file, for files of its header.")),
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help=teach(mark("The system the files come from, where two systems number alike.")),
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help=teach(mark("Show what would be read; write nothing."))),
]


def bring(
    book: BookPath,
    files: FilesArgument,
    kind: KindOption = None,
    mapping: MapOption = None,
    save_mapping: SaveOption = None,
    kept: MappingOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    lang: LangOption = None,
) -> None:
    """Take files into a book, or show what they would become."""
    language, fields, mappings = chosen(lang), read_mapping(mapping or []), kept or []
    _refuse_missing([*files, *mappings])
    if save_mapping and not kind:
        raise UserError(say("--save-mapping keeps what --as and --map say: add them"))
    if dry_run:
        _preview(book, files, kind, fields, mappings, language)
        return
    with open_book(book, create=True) as house, progress_bar() as progress:
        for place in mappings:
            house.keep_mapping(place)
        summary = house.ingest(
            *files,
            kind=kind,
            mapping=fields or None,
            save_as=save_mapping,
            source=source,
            progress=progress,
        )
    show_summary(summary, language)


def read_mapping(pairs: list[str]) -> dict[str, str]:
    """Read FIELD=COLUMN pairs ("FIELD=" leaves a field out); raises BadMapping.

    >>> read_mapping(["amount=Total", "key="])
    {'amount': 'Total', 'key': ''}
    """
    fields: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not (field.strip() and equals):
            raise BadMapping(
                say("--map {pair}: write it as FIELD=COLUMN, as in amount=Total", pair=pair)
            )
        fields[field.strip()] = column
    return fields


def show_summary(summary: ImportSummary, lang: Language) -> None:
    """Show what became of each file, and the totals."""
    for file in summary.files:
        _show_file(file, lang)
    for passed in summary.passed_over:
        show_phrase(
            say("{file}: not taken in. {why}", file=passed.told_as, why=speak(passed.reason, lang)),
            lang,
            "yellow",
        )
    show_phrase(
        say(
            "{written} records written, {known} known already, {rejected} rows refused; "
            "{people} people in the book.",
            written=summary.written,
            known=summary.known,
            rejected=summary.rejected,
            people=summary.people,
        ),
        lang,
        "bold",
    )
    for doubt in summary.doubts:
        show_phrase(doubt, lang, "yellow")
    if summary.rejected:
        show(speak(mark("What was refused, and why: rapport status BOOK"), lang), "dim")


def _show_file(file: FileSummary, lang: Language) -> None:
    show_phrase(
        say(
            "{file}: {read} rows read as {source} ({confidence:.0%} sure: {why})",
            file=file.told_as,
            read=file.read,
            source=file.source,
            confidence=file.confidence,
            why=speak(file.reason, lang),
        ),
        lang,
    )
    kinds = ", ".join(f"{tell_table(kind, lang)} {count:d}" for kind, count in file.kinds)
    if kinds:
        show(kinds, "dim", indent=2)
    for note in file.notes:
        show(speak(note, lang), "dim", indent=2)


def _refuse_missing(files: list[Path]) -> None:
    """Refuse files that are not there before anything is made."""
    for file in files:
        if not file.exists():
            raise UserError(say("{path}: there is no such file or folder", path=str(file)))


def _preview(
    book: Path,
    files: list[Path],
    kind: str | None,
    fields: dict[str, str],
    mappings: list[Path],
    lang: Language,
) -> None:
    """Show what files would become; nothing is made that is not there yet, nothing kept."""
    with TemporaryDirectory(prefix="rapport-") as aside:
        there = book.exists() and not mappings
        place = book if there else Path(aside) / "preview.rapport"
        with open_book(place, create=not there, read_only=there) as house:
            for mapping in mappings:
                house.keep_mapping(mapping)
            previews = house.preview(*files, kind=kind, mapping=fields or None)
    for told in previews:
        _show_preview(told, lang)
    show(speak(mark("Nothing was written."), lang), "bold")


def _show_preview(told: Preview, lang: Language) -> None:
    show_heading(told.told_as)
    show_phrase(
        say(
            "Read as {source} ({confidence:.0%} sure): {why}",
            source=told.recognition.source,
            confidence=told.recognition.confidence,
            why=speak(told.recognition.reason, lang),
        ),
        lang,
    )
    for note in told.recognition.notes:
        show(speak(note, lang), "dim", indent=2)
    show_cells(columns_of(told, lang))
    show("")
    show_cells(first_rows_of(told))
    kinds = ", ".join(f"{tell_table(kind, lang)} {count:d}" for kind, count in told.kinds)
    show_phrase(say("{n} rows read; would become: {kinds}", n=told.read, kinds=kinds), lang)
    if told.rejects:
        show_cells(rejects_of(told, lang))
