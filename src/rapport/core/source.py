"""Source: how does an outside system's file become records of the book?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from rapport.core.phrase import Phrase


class SheetFormat(StrEnum):
    """How the engine must scan a sheet."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON_LINES = "jsonl"


class DayOrder(StrEnum):
    """In which order a file writes its days."""

    YEAR_FIRST = "ymd"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it lies in a file, ready for the engine to scan as text columns.

    `path` is what the engine scans (UTF-8; perhaps a converted copy), `told_as` the name for
    people ("orders.xlsx › Sheet 1"). `header_line` is the line of the header in that file
    (1-based; 0: none; a cell quoted over two lines counts as one), data begin on the next.
    `columns` are unique, whatever their case. `sample` holds the first rows. `drop_rows` is an
    SQL condition on rows that are no records (totals). `digest` is a hash of the told file's
    bytes.
    """

    path: Path
    told_as: str
    format: SheetFormat
    columns: tuple[str, ...]
    digest: str
    header_line: int = 1
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    day_order: DayOrder = DayOrder.YEAR_FIRST
    decimal_mark: str = "."
    drop_rows: str | None = None
    sample: tuple[tuple[str | None, ...], ...] = ()
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How rows of a sheet become records of one kind.

    `kind` is a table of the book. `fields` maps its columns (and the handles customer_id,
    email, phone, account, network, name; and key, happened_at, updated_at) to SQL expressions
    over the sheet's text columns; the book reads the text as each column's type. Rows where
    `where` does not hold are not of this kind. Without a "key" field the key is the content.
    """

    kind: str
    fields: Mapping[str, str]
    where: str = "TRUE"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a sheet seems to be: told by which source, how sure (0–1), why, and how to read it.

    `mapping` pairs each field with the file's column, as a person would check it.
    """

    source: str
    confidence: float
    reason: Phrase
    recipes: tuple[Recipe, ...]
    mapping: tuple[tuple[str, str], ...] = ()
    notes: tuple[Phrase, ...] = field(default=())


class Source(Protocol):
    """One outside system: it recognises its own exports by their header."""

    @property
    def name(self) -> str:
        """The name under which its records stand in the book."""

    def recognise(self, sheet: Sheet) -> Recognition | None:
        """Say what the sheet is and how to read it, or None."""


def column(name: str) -> str:
    """Quote a column name as an SQL identifier.

    >>> column('Order "date"')
    '"Order ""date""\"'
    """
    return '"' + name.replace('"', '""') + '"'


def constant(text: str) -> str:
    """Quote a text as an SQL literal.

    >>> constant("l'atelier")
    "'l''atelier'"
    """
    return "'" + text.replace("'", "''") + "'"
