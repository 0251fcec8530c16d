"""Engine: how does Rapport speak to the database that keeps the book?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb

from rapport.core.errors import BookBusy, BookError, BookForeign, StepError
from rapport.core.phrase import say

MEMORY_LIMIT = "3000MB"
"""What the engine may hold in memory before it spills beside the book."""

Parameters = Mapping[str, object]


class Engine(Protocol):
    """What the rest of the house needs of a database."""

    def run(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run one statement; raises StepError."""

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        """Run one query and return its (few) rows; raises StepError."""

    def columns(self, sql: str, parameters: Parameters | None = None) -> dict[str, Any]:
        """Run one query and return NumPy arrays by column name; raises StepError."""

    def lent(
        self, given: Mapping[str, Mapping[str, Any]]
    ) -> AbstractContextManager[dict[str, str]]:
        """Let SQL read arrays as relations for a while; the relations' names by name."""


class DuckDBEngine:
    """DuckDB in this process, over one file (None: in memory)."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        try:
            self._connection = duckdb.connect(str(path or ":memory:"), read_only=read_only)
        except duckdb.Error as cause:
            raise _opening_error(path, cause) from cause
        self._connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET enable_progress_bar = false")

    def run(self, sql: str, parameters: Parameters | None = None) -> None:
        """Run one statement; raises StepError."""
        self._execute(sql, parameters)

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        """Run one query and return its (few) rows; raises StepError."""
        rows: list[tuple[Any, ...]] = self._execute(sql, parameters).fetchall()
        return rows

    def value(self, sql: str, parameters: Parameters | None = None) -> Any:  # noqa: ANN401
        """The first column of the first row; raises StepError."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def columns(self, sql: str, parameters: Parameters | None = None) -> dict[str, Any]:
        """Run one query and return NumPy arrays by column name; raises StepError."""
        return dict(self._execute(sql, parameters).fetchnumpy())

    @contextmanager
    def lent(self, given: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, str]]:
        """Let SQL read arrays as relations for a while; the relations' names by name."""
        names = {name: f"lent_{name}" for name in given}
        try:
            for name, columns in given.items():
                self._connection.register(names[name], dict(columns))
            yield names
        finally:
            for name in names.values():
                self._connection.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commit at the end, roll back on any error."""
        self.run("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self.run("COMMIT")

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._connection.close()

    def _execute(self, sql: str, parameters: Parameters | None) -> Any:  # noqa: ANN401
        try:
            if parameters:
                return self._connection.execute(sql, dict(parameters))
            return self._connection.execute(sql)
        except duckdb.Error as cause:
            raise _step_error(sql, cause) from cause


def _step_error(sql: str, cause: duckdb.Error) -> StepError:
    """Name what failed without repeating anybody's data; the SQL travels apart."""
    first_line = str(cause).splitlines()[0][:200]
    if isinstance(cause, duckdb.OutOfMemoryException | duckdb.IOException):
        text = say("the engine ran out of memory or disk: {detail}", detail=first_line)
    else:
        text = say("a step of SQL failed: {detail}", detail=first_line)
    return StepError(text, sql)


def _opening_error(path: Path | None, cause: duckdb.Error) -> BookError:
    """Say who holds the book, or that the file is none."""
    name = str(path)
    holder = re.search(r"PID (\d+)", str(cause))
    if "lock" in str(cause).lower():
        return BookBusy(
            say(
                "{path} is open in another process (number {pid}): "
                "close it there, or wait until it is done, then try again",
                path=name,
                pid=holder.group(1) if holder else "?",
            )
        )
    return BookForeign(
        say("{path} is not a book of Rapport: give another path, or move it away", path=name)
    )
