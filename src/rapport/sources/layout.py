"""Layout: where in a text file is the header, what parts its cells, how does it write days?"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapport.core.errors import UnreadableFile
from rapport.core.phrase import say
from rapport.core.source import DayOrder, column, constant

csv.field_size_limit(256 * 1024 * 1024)

SAMPLE_ROWS = 100
_LOOKED_AT = 400
"""Records that decide on delimiter and header."""

_HEAD_SIZES = (1024 * 1024, 32 * 1024 * 1024)
"""Characters read to see the layout; the second size for files with huge cells."""

_BLOCKS, _BLOCK = 20, 64 * 1024
"""How many pieces, of how many bytes, spread over the file decide on days and decimals."""

_WIDEST = 4_000
"""Cells a row may have: more are no table."""

_LONGEST_LONE_NAME = 1_000
"""Characters of the header of a file of one column."""

_NUMBER = re.compile(r"^[-+(]?[€$£\s]*\d[\d\s.,'\u00a0\u202f]*[%€$£)\s]*$")
_DAY = re.compile(r"^\s*\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}")
_TOTAL = r"^\s*(grand[\s]+total|sous-total|subtotal|totaux|total|somme|sum)($|[^\pL\d])"
_TOTAL_LINE = re.compile(
    r"(?im)(^\W{0,3}(grand\s+total|sous-total|subtotal|totaux|total|somme|sum)\b|grand\s+total\W*$)"
)
_NOTHING_TOLD = r"^\s*($|-+\s*$|[-+(]?[€$£\s]*\d[\d\s.,'\x{00A0}\x{202F}]*[%€$£)\s]*$|[A-Z]{3}\s*$)"
_DOTTED_DAY = r"^\s*\d{1,2}\.\d{1,2}\.\d{2,4}"
_SLASHED = re.compile(
    r"(?:^|(?<=[\t,;\"\n]))(\d{1,2})([/.\-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/.\-])"
)
_COMMA = re.compile(
    r"(?:^|(?<=[\t;\"\n]))[-+]?(?:\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+),\d{1,2}"
    r"(?=[ \u00a0\u202f]?[€$£%]?(?:[\t;\"\r\n]|$))"
)
_DOT = re.compile(
    r"(?:^|(?<=[\t,;\"\n]))[-+]?(?:\d{1,3}(?:[ ,]\d{3})+|\d+)\.\d+"
    r"(?=[ \u00a0\u202f]?[€$£%]?(?:[\t,;\"\r\n]|$))"
)
_FRENCH = re.compile(r"(?i)[éèêàûôç]|\b(de|du|le|la|nom|jour|montant|commande|prix|et)\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text file is laid out: the header's record (1-based), its cells, the first rows."""

    delimiter: str
    header_line: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes days and decimals."""

    day_order: DayOrder
    decimal_mark: str


def find_layout(path: Path, told_as: str) -> Layout:
    """Find delimiter and header of a UTF-8 text file; raises UnreadableFile."""
    for size in _HEAD_SIZES:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            head = stream.read(size)
        whole = len(head) < size
        tried = [_laid_out(head, delimiter, whole) for delimiter in ",;\t"]
        best = max((one for one in tried if one), key=lambda one: one[0], default=None)
        if best is not None and (whole or len(best[1].rows) > 1):
            if len(best[1].header) > _WIDEST:
                break
            return best[1]
    alone = _one_column(head)
    if alone is not None and len(alone.header[0]) > _LONGEST_LONE_NAME:
        alone = None
    if alone is None:
        raise UnreadableFile(
            say(
                "{file} holds no table that can be made out: save it as CSV with one header row",
                file=told_as,
            )
        )
    return alone


def _laid_out(
    head: str, delimiter: str, whole: bool
) -> tuple[tuple[bool, float, int], Layout] | None:
    """The layout under one delimiter, with what speaks for it.

    Where no row can be a header the columns stay without names, and all rows are rows.
    """
    records = list(_records(head, delimiter, whole))
    widths = Counter(len(cells) for _, cells in records if len(cells) > 1)
    if not widths:
        return None
    width = max(widths, key=lambda one: (widths[one], one))
    at = _header_place(records, width)
    named = at is not None
    if at is None:
        first = next(i for i, (_, cells) in enumerate(records) if len(cells) == width)
        records.insert(first, (records[first - 1][0] if first else 0, [""] * width))
        at = first
    line, header = records[at]
    header = header + [""] * (width - len(header))
    body = [cells for _, cells in records[at + 1 :]]
    fit = sum(len(cells) == width for cells in body) / len(body) if body else 1.0
    layout = Layout(delimiter, line, tuple(header), tuple(map(tuple, body[:SAMPLE_ROWS])))
    return (named, round(fit, 1), width), layout


def _records(head: str, delimiter: str, whole: bool) -> Iterator[tuple[int, list[str]]]:
    """The first records, numbered as the engine skips them; a cut-off last one is left out."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    held: tuple[int, list[str]] | None = None
    try:
        for count, cells in enumerate(reader):
            if held is not None:
                yield held
            held = (count + 1, cells) if any(cells) else None
            if count > _LOOKED_AT:
                return
    except csv.Error:
        return
    if whole and held is not None:
        yield held


def _header_place(records: list[tuple[int, list[str]]], width: int) -> int | None:
    """Where the header is: of full width, else one cell short (rows with a last empty cell)."""
    for wide in (width, width - 1):
        for place, (_, cells) in enumerate(records):
            if wide > 1 and _heads(cells, wide):
                return place
    return None


def _heads(cells: list[str], width: int) -> bool:
    """Whether a row can be the header: full width, mostly filled, hardly any numbers."""
    filled = [cell for cell in cells if cell.strip()]
    if len(cells) != width or len(filled) < max(2, width / 2) or cells[0].startswith("# "):
        return False
    values = sum(bool(_NUMBER.match(cell) or _DAY.match(cell) or "@" in cell) for cell in filled)
    return values <= 0.3 * len(filled)


def _one_column(head: str) -> Layout | None:
    """A file of one column: the first line that says something is its header."""
    lines = head.splitlines()
    at = next((i for i, line in enumerate(lines) if line.strip()), None)
    if at is None:
        return None
    rows = tuple((line,) for line in lines[at + 1 : at + 1 + SAMPLE_ROWS] if line)
    return Layout(",", at + 1, (lines[at],), rows)


def spread_text(path: Path) -> str:
    """Whole lines from places spread over a text file (all of it where it is small)."""
    size = path.stat().st_size
    pieces = []
    with path.open("rb") as stream:
        if size <= _BLOCKS * _BLOCK:
            return stream.read().decode("utf-8", "replace")
        for number in range(_BLOCKS):
            stream.seek(number * (size - _BLOCK) // (_BLOCKS - 1))
            piece = stream.read(_BLOCK).decode("utf-8", "replace")
            pieces.append(piece[piece.find("\n") + 1 : piece.rfind("\n") + 1])
    return "".join(pieces)


def find_habits(text: str, delimiter: str, header: tuple[str, ...]) -> Habits:
    """Decide from a file's text how it writes days and decimals; UNDECIDED rather than a guess.

    >>> find_habits("31/12/2025;12,50\\n", ";", ("Date", "Montant")).day_order.value
    'dmy'
    >>> find_habits("02/03/2025,12.50\\n", ",", ("Date", "Amount")).day_order.value
    'undecided'
    """
    commas, dots = (sum(1 for _ in mark.finditer(text)) for mark in (_COMMA, _DOT))
    decimal_mark = "," if commas > dots else "."
    days = _SLASHED.findall(text)
    first = sum(int(day[0]) > 12 for day in days)
    second = sum(int(day[2]) > 12 for day in days)
    french = delimiter == ";" or decimal_mark == "," or bool(_FRENCH.search(" ".join(header)))
    if not days:
        order = DayOrder.DAY_FIRST if french else DayOrder.YEAR_FIRST
    elif first != second:
        order = DayOrder.DAY_FIRST if first > second else DayOrder.MONTH_FIRST
    elif french or all(day[1] == "." for day in days):
        order = DayOrder.DAY_FIRST
    else:
        order = DayOrder.UNDECIDED
    return Habits(order, decimal_mark)


def totals_sql(columns: tuple[str, ...], text: str) -> str | None:
    """An SQL condition that is TRUE for total rows, None where the text shows none.

    A total row begins (or, in Google's exports, ends) with the word and tells nothing else but
    numbers: a customer called Total, with a day or an address, is kept.
    """
    if len(columns) < 2 or not _TOTAL_LINE.search(text):
        return None
    ways = []
    for label in (columns[0], columns[-1]):
        others = [name for name in columns if name != label]
        silent = " AND ".join(
            f"(coalesce({column(name)}, '') = '' OR "
            f"(regexp_matches({column(name)}, {constant(_NOTHING_TOLD)}) "
            f"AND NOT regexp_matches({column(name)}, {constant(_DOTTED_DAY)})))"
            for name in others
        )
        told = f"regexp_matches({column(label)}, {constant('(?i)' + _TOTAL)})"
        ways.append(f"({told} AND {silent})")
    return f"coalesce({' OR '.join(ways)}, FALSE)"
