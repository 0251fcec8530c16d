"""Workbooks: how do the sheets of XLSX, XLS and ODS files become CSV copies, bombs refused?"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from rapport.core.errors import UnreadableFile
from rapport.core.phrase import say
from rapport.sources.text_files import CHUNK, bomb, copy_path

_SIZE_CAP = 1024 * 1024 * 1024
"""Bytes that all members of a workbook may have together when unpacked."""

_RATIO_CAP, _RATIO_FROM = 200, 64 * 1024 * 1024
"""A member larger than this may not have swollen by more than the ratio."""

_DAMAGED = (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError)


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """A sheet of a workbook as a CSV copy."""

    name: str
    path: Path


def workbook_tables(path: Path, told_as: str, workshop: Path) -> tuple[WorkbookTable, ...]:
    """Every sheet that holds something, as a UTF-8 CSV copy; raises UnreadableFile."""
    try:
        if zipfile.is_zipfile(path):
            _refuse_bomb(path, told_as)
        tables = tuple(_copies(path, workshop))
    except _DAMAGED as cause:
        raise UnreadableFile(_damaged(told_as)) from cause
    except BaseException as cause:
        if type(cause).__name__ == "PanicException":  # the reader is written in Rust
            raise UnreadableFile(_damaged(told_as)) from cause
        raise
    if not tables:
        raise UnreadableFile(
            say("{file} has no sheet with anything in it: export it again", file=told_as)
        )
    return tables


def _damaged(told_as: str) -> str:
    return str(
        say(
            "{file} is no workbook that can be read (damaged, or locked with a password): "
            "open it in a spreadsheet and save it as CSV (UTF-8)",
            file=told_as,
        )
    )


def _refuse_bomb(path: Path, told_as: str) -> None:
    """Unpack every member, counting; what the archive says of its own sizes proves nothing."""
    total = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            size = 0
            with archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    total += len(chunk)
                    swollen = size > _RATIO_FROM and size > _RATIO_CAP * member.compress_size
                    if swollen or total > _SIZE_CAP:
                        raise UnreadableFile(bomb(told_as))


def _copies(path: Path, workshop: Path) -> Iterator[WorkbookTable]:
    workbook = CalamineWorkbook.from_path(str(path))
    try:
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows):
                yield WorkbookTable(name, _written(rows, copy_path(workshop, ".csv")))
    finally:
        workbook.close()


def _written(rows: Iterable[Iterable[object]], target: Path) -> Path:
    with target.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        cells = ([_told(cell) for cell in row] for row in rows)
        csv.writer(stream, lineterminator="\n").writerows(cells)
    return target


def _told(cell: object) -> object:
    """A cell as text: days in ISO form, whole numbers without a point, no NUL."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time(0) else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).replace("\0", "") if isinstance(cell, str) else cell
