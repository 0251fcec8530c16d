"""Sheets: which tables lie in a file, whatever its format, ready for the engine to scan?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rapport.core.errors import SourceError, UnreadableFile
from rapport.core.phrase import Phrase, say
from rapport.core.source import Sheet, SheetFormat
from rapport.sources.headers import unique_names
from rapport.sources.json_files import array_as_lines, json_columns, json_rows
from rapport.sources.layout import SAMPLE_ROWS, find_habits, find_layout, spread_text, totals_sql
from rapport.sources.parquet_files import parquet_sheet
from rapport.sources.text_files import clean_text, digest_of, unpack
from rapport.sources.workbooks import workbook_tables

SUFFIXES = frozenset(
    {".csv", ".tsv", ".txt", ".parquet", ".jsonl", ".ndjson", ".json", ".xlsx", ".xls", ".ods"}
)
"""What a file in a folder must end with (perhaps .gz after it) to be read."""

_ZIP, _OLD_OFFICE, _GZIP, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1"


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in a folder: the files that can be read, sorted, and those passed over."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...]


def files_in(path: Path) -> Folder:
    """The readable files of a folder and those below it (a file stands for itself).

    Hidden files and those with unknown suffixes are passed over, and said. Raises
    UnreadableFile where nothing is there.
    """
    if not path.exists():
        raise UnreadableFile(
            say("{path} does not exist: check the name, and where you are", path=str(path))
        )
    if not path.is_dir():
        return Folder((path,), ())
    found = sorted(place for place in path.rglob("*") if place.is_file())
    files = [place for place in found if _readable(place.relative_to(path))]
    return Folder(tuple(files), tuple(place for place in found if place not in set(files)))


def open_sheets(path: Path, workshop: Path) -> tuple[Sheet, ...]:
    """Every table of a file, as a `Sheet` each; raises UnreadableFile and nothing else.

    `workshop` is a temporary folder where converted copies are written; it must live as long
    as the sheets are read.
    """
    try:
        with ThreadPoolExecutor(max_workers=1) as digester:
            digest = digester.submit(digest_of, path)
            return _opened(path, path.name, workshop, digest.result)
    except SourceError:
        raise
    except (OSError, ValueError, OverflowError, RecursionError, MemoryError) as cause:
        raise UnreadableFile(
            say(
                "{file} cannot be read ({detail}): check the file, or export it again",
                file=path.name,
                detail=type(cause).__name__,
            )
        ) from cause


def _readable(place: Path) -> bool:
    if any(part.startswith((".", "~$")) for part in place.parts):
        return False
    suffixes = [suffix.lower() for suffix in place.suffixes[-2:]]
    if suffixes and suffixes[-1] == ".gz":
        suffixes = suffixes[:-1]
    return bool(suffixes) and suffixes[-1] in SUFFIXES


def _opened(
    path: Path, told_as: str, workshop: Path, digest: Callable[[], str]
) -> tuple[Sheet, ...]:
    """Look at the first bytes, never at the name, to know what a file is."""
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic.startswith(_GZIP):
        return _opened(unpack(path, told_as, workshop), told_as, workshop, digest)
    if magic in (_ZIP, _OLD_OFFICE):
        return _of_workbook(path, told_as, workshop, digest())
    if magic == _PARQUET:
        return (parquet_sheet(path, told_as, digest()),)
    clean = clean_text(path, told_as, workshop)
    with clean.path.open(encoding="utf-8-sig", errors="replace") as text:
        first = text.read(4096).lstrip()[:1]
    if first == "[":
        lines = array_as_lines(clean.path, told_as, workshop)
        return (_json_sheet(lines, told_as, digest, clean.notes),)
    if first == "{":
        return (_json_sheet(clean.path, told_as, digest, clean.notes),)
    return (_text_sheet(clean.path, told_as, digest, clean.notes),)


def _of_workbook(path: Path, told_as: str, workshop: Path, digest: str) -> tuple[Sheet, ...]:
    """One sheet for each table of a workbook; its name enters the digest."""
    tables = workbook_tables(path, told_as, workshop)
    return tuple(
        _text_sheet(
            table.path,
            f"{told_as} › {table.name}",
            partial("{}:{}".format, digest, table.name),
            (),
        )
        for table in tables
    )


def _text_sheet(
    path: Path, told_as: str, digest: Callable[[], str], notes: tuple[Phrase, ...]
) -> Sheet:
    layout = find_layout(path, told_as)
    text = spread_text(path)
    columns = unique_names(layout.header)
    habits = find_habits(text, layout.delimiter, columns)
    if not any(layout.header):
        notes = (*notes, say("there is no header row: columns are named by their place"))
    elif layout.header_line > 1:
        notes = (*notes, say("{n} lines above the header were left out", n=layout.header_line - 1))
    return Sheet(
        path=path,
        told_as=told_as,
        format=SheetFormat.CSV,
        columns=columns,
        digest=digest(),
        header_line=layout.header_line,
        delimiter=layout.delimiter,
        day_order=habits.day_order,
        decimal_mark=habits.decimal_mark,
        drop_rows=totals_sql(columns, text),
        sample=_squared(layout.rows, len(columns)),
        notes=notes,
    )


def _squared(rows: tuple[tuple[str, ...], ...], width: int) -> tuple[tuple[str | None, ...], ...]:
    """Rows cut or filled to the header's width, empty cells as None."""
    filled = ((*row[:width], *[None] * (width - len(row))) for row in rows[:SAMPLE_ROWS])
    return tuple(tuple(cell or None for cell in row) for row in filled)


def _json_sheet(
    path: Path, told_as: str, digest: Callable[[], str], notes: tuple[Phrase, ...]
) -> Sheet:
    columns = json_columns(path, told_as)
    rows = json_rows(path, columns)
    cells = "\n".join("\t".join(cell or "" for cell in row) for row in rows)
    habits = find_habits(cells, "\t", columns)
    return Sheet(
        path=path,
        told_as=told_as,
        format=SheetFormat.JSON_LINES,
        columns=columns,
        digest=digest(),
        header_line=0,
        day_order=habits.day_order,
        decimal_mark=".",
        sample=rows[:SAMPLE_ROWS],
        notes=notes,
    )
