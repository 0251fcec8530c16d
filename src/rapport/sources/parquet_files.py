"""Parquet files: which columns does one hold, and how do its texts write days?"""

from __future__ import annotations

from pathlib import Path

import duckdb

from rapport.core.errors import UnreadableFile
from rapport.core.phrase import say
from rapport.core.source import DayOrder, Sheet, SheetFormat, column
from rapport.sources.layout import SAMPLE_ROWS, find_habits

_COLUMNS = "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet($path))"
_SPREAD_ROWS = 20_000


def parquet_sheet(path: Path, told_as: str, digest: str) -> Sheet:
    """The one table of a Parquet file; raises UnreadableFile."""
    try:
        with duckdb.connect(config={"threads": "1"}) as engine:
            engine.execute("SET TimeZone = 'UTC'")
            described = engine.execute(_COLUMNS, {"path": str(path)}).fetchall()
            names = tuple(str(name) for name, _ in described)
            sample = _rows(engine, path, names, SAMPLE_ROWS)
            texts = tuple(str(name) for name, kind in described if kind == "VARCHAR")
            spread = _rows(engine, path, texts, _SPREAD_ROWS) if texts else ()
    except duckdb.Error as cause:
        raise UnreadableFile(
            say(
                "{file} is a Parquet file that is cut off or damaged: export it again",
                file=told_as,
            )
        ) from cause
    cells = "\n".join("\t".join(cell or "" for cell in row) for row in spread)
    habits = find_habits(cells, "\t", names)
    return Sheet(
        path=path,
        told_as=told_as,
        format=SheetFormat.PARQUET,
        columns=names,
        digest=digest,
        header_line=0,
        day_order=habits.day_order if texts else DayOrder.YEAR_FIRST,
        decimal_mark=habits.decimal_mark,
        sample=sample,
    )


def _rows(
    engine: duckdb.DuckDBPyConnection, path: Path, names: tuple[str, ...], count: int
) -> tuple[tuple[str | None, ...], ...]:
    """The first rows of some columns, as text."""
    cells = ", ".join(f"CAST({column(name)} AS VARCHAR)" for name in names)
    query = f"SELECT {cells} FROM read_parquet($path) LIMIT $count"
    return tuple(engine.execute(query, {"path": str(path), "count": count}).fetchall())
