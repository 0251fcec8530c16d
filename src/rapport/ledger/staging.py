"""Staging: how does a sheet come to lie in the engine as text, every line accounted for?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapport.core.errors import StepError, UnreadableFile
from rapport.core.phrase import say
from rapport.core.source import Sheet, SheetFormat, column, constant
from rapport.ledger.engine import Engine
from rapport.ledger.lines import LineEnds, blank_lines_sql, evened, find_line_ends

STAGED = "staged"
"""The temporary table that holds a sheet's rows as text, in the file's order (rowid)."""

BROKEN = "broken"
"""The temporary table of rows that cannot be told apart."""

BLANK = "blank_line"
"""The temporary table of blank lines: their places in the file."""

_LINES = (
    "read_csv($path, auto_detect = false, header = false, columns = {'line': 'VARCHAR'}, "
    "delim = chr(1), quote = '', escape = '', ignore_errors = true)"
)
"""A file line by line."""

LONGEST_LINE = 16 * 1024 * 1024
"""A record longer than this many bytes is rejected as structurally broken."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What lies staged: how many rows the engine could tell apart, how many it could not.

    `tall` says whether a cell may hold line breaks, so that rows and lines part ways;
    `odd_spaces` whether one may end in a tab or a no-break space.
    """

    sheet: Sheet
    rows: int
    broken: int
    tall: bool
    odd_spaces: bool


def stage(engine: Engine, sheet: Sheet) -> Staged:
    """Scan a sheet into the temporary table `staged`; raises UnreadableFile.

    Rows that the engine cannot tell apart (quotes never closed, too many cells, bytes that are
    no text, JSON that is none) go to the temporary table `broken`, by their place in the file.
    """
    drop_staged(engine)
    text = sheet.format is SheetFormat.CSV
    ends = (
        find_line_ends(sheet.path, sheet.quote.encode())
        if text
        else LineEnds(mixed=False, blank=False, quoted=False)
    )
    try:
        with evened(sheet.path, ends) as path:
            engine.run(f"CREATE TEMP TABLE {STAGED} AS {scan_sql(sheet)}", {"path": str(path)})
            _find_blank(engine, sheet, path, ends)
        engine.run(f"CREATE TEMP TABLE {BROKEN} AS {_broken_sql(sheet)}", _path_of_json(sheet))
    except StepError as cause:
        raise UnreadableFile(
            say(
                "{file} cannot be read as a table ({detail}): open it in a spreadsheet, "
                "save it as CSV (UTF-8), and import that",
                file=sheet.told_as,
                detail=str(cause)[:160],
            )
        ) from cause
    rows = engine.rows(f"SELECT count(*) FROM {STAGED}")[0][0]
    broken = engine.rows(f"SELECT count(*) FROM {BROKEN}")[0][0]
    return Staged(sheet, int(rows), int(broken), ends.quoted, ends.odd_spaces)


def _find_blank(engine: Engine, sheet: Sheet, path: Path, ends: LineEnds) -> None:
    """Make the table of blank lines: the engine skips them, but counts them."""
    if not ends.blank:
        engine.run(f"CREATE TEMP TABLE {BLANK} (place BIGINT)")
        return
    lines = _LINES.removesuffix(")") + f", max_line_size = {LONGEST_LINE})"
    places = blank_lines_sql(lines, constant(sheet.quote))
    engine.run(f"CREATE TEMP TABLE {BLANK} AS {places}", {"path": str(path)})
    engine.run(f"DELETE FROM {BLANK} WHERE place <= $header", {"header": sheet.header_line})


def drop_staged(engine: Engine) -> None:
    """Forget what was staged."""
    for table in (STAGED, BROKEN, BLANK, "broken_line", "broken_scan"):
        engine.run(f"DROP TABLE IF EXISTS {table}")


def trimmed_sql(text: str) -> str:
    """SQL of a text without white space at its ends, NULL where nothing is left."""
    return f"nullif(trim({text}, ' \t\r\n\u00a0'), '')"


def tidy_columns(engine: Engine, staged: Staged, names: Iterable[str]) -> frozenset[str]:
    """Find the columns in which no cell begins or ends with white space.

    One pass here spares trimming each of them later.
    """
    asked = sorted(names)
    if not asked:
        return frozenset()
    odd = ("\t", "\u00a0") if staged.odd_spaces else ()
    breaks = ("\r", "\n") if staged.tall else ()
    ends = [f"suffix({{name}}, '{space}')" for space in (" ", *odd, *breaks)]
    starts = ["{name} < '!'", *(f"prefix({{name}}, '{space}')" for space in odd)]
    test = f"coalesce(bool_or({' OR '.join((*starts, *ends))}), FALSE)"
    tests = ", ".join(test.format(name=column(name)) for name in asked)
    untidy = engine.rows(f"SELECT {tests} FROM {STAGED}")[0]
    return frozenset(name for name, found in zip(asked, untidy, strict=True) if not found)


def _broken_sql(sheet: Sheet) -> str:
    """Rows that could not be told apart: place (the header's place is header_line), raw text."""
    if sheet.format is SheetFormat.PARQUET:
        return "SELECT 0::BIGINT AS place, ''::VARCHAR AS raw WHERE FALSE"
    told = "SELECT line::BIGINT AS place, max(csv_line) AS raw FROM broken_line GROUP BY line"
    if sheet.format is SheetFormat.CSV:
        return told
    return (
        f"{told} UNION ALL SELECT place, line AS raw FROM ("
        f"SELECT row_number() OVER () AS place, line FROM {_LINES}) "
        "WHERE NOT json_valid(line) AND trim(line) <> ''"
    )


def _path_of_json(sheet: Sheet) -> dict[str, object] | None:
    return {"path": str(sheet.path)} if sheet.format is SheetFormat.JSON_LINES else None


def scan_sql(sheet: Sheet) -> str:
    """The query that scans a sheet's columns as text; the path is bound as $path."""
    if sheet.format is SheetFormat.CSV:
        return _csv_sql(sheet)
    if sheet.format is SheetFormat.JSON_LINES:
        return _json_sql(sheet)
    texts = ", ".join(
        f"CAST({column(name)} AS VARCHAR) AS {column(name)}" for name in sheet.columns
    )
    return f"SELECT {texts} FROM read_parquet($path)"


def _csv_sql(sheet: Sheet) -> str:
    types = ", ".join(f"{constant(name)}: 'VARCHAR'" for name in sheet.columns)
    return (
        "SELECT * FROM read_csv($path, auto_detect = false, header = false, "
        f"skip = {sheet.header_line}, delim = {constant(sheet.delimiter)}, "
        f"quote = {constant(sheet.quote)}, escape = {constant(sheet.quote)}, "
        f"columns = {{{types}}}, null_padding = false, ignore_errors = true, "
        "store_rejects = true, rejects_table = 'broken_line', rejects_scan = 'broken_scan', "
        f"max_line_size = {LONGEST_LINE}, strict_mode = true)"
    )


def _json_sql(sheet: Sheet) -> str:
    """One line, one object; a column's name is its path ("reviewer.name")."""
    texts = ", ".join(
        f"line ->> {constant(_json_path(name))} AS {column(name)}" for name in sheet.columns
    )
    lines = _LINES.removesuffix(")") + (
        f", store_rejects = true, rejects_table = 'broken_line', rejects_scan = 'broken_scan', "
        f"max_line_size = {LONGEST_LINE})"
    )
    return f"SELECT {texts} FROM {lines} WHERE CASE WHEN json_valid(line) THEN TRUE ELSE FALSE END"


def _json_path(name: str) -> str:
    return "$." + ".".join('"' + key.replace('"', "") + '"' for key in name.split("."))
