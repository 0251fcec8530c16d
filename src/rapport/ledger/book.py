"""Book: how is the file that keeps everything opened, signed, dated and closed?"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

from rapport.core.errors import BookForeign, BookMissing, StepError
from rapport.core.phrase import say
from rapport.ledger.engine import DuckDBEngine
from rapport.ledger.schema import EDITION, MARK, create_book
from rapport.ledger.tables import RECORD_TABLES
from rapport.ledger.upgrades import UPGRADES, Upgrades, bring_up

_TIMELESS = {
    "setting",
    "rate",
    "goal",
    "ruling",
    "staff",
    "consent",
    "experiment",
    "trial",
    "correction",
    "group_ruling",
    "handling",
}
"""Tables whose days do not say how far the book reaches."""


class Book:
    """One book in one file: an engine over it, and what concerns the book as a whole."""

    def __init__(self, engine: DuckDBEngine, path: Path) -> None:
        self.engine = engine
        self.path = path

    def digest(self) -> str:
        """A hash of every record and version, the same whatever was imported first or twice."""
        counts = [
            f"SELECT '{table.name}' AS record, count(*) AS n, "
            f"coalesce(sum(content::HUGEINT), 0) AS total FROM {table.name}"
            for table in RECORD_TABLES
        ]
        rows = self.engine.rows(f"{' UNION ALL '.join(counts)} ORDER BY record")
        told = ";".join(f"{record}:{n}:{total}" for record, n, total in rows if n)
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def last_day(self) -> date | None:
        """The last day on which anything happened, but no later than the book learnt anything."""
        tables = [table.name for table in RECORD_TABLES if table.name not in _TIMELESS]
        days = " UNION ALL ".join(
            f"SELECT max(CAST(happened_at AS DATE)) AS day FROM {name}" for name in tables
        )
        day: date | None = self.engine.value(f"SELECT max(day) FROM ({days})")
        seen = self.last_seen_at()
        return min(day, seen.date()) if day and seen else day

    def last_seen_at(self) -> datetime | None:
        """When the book last learnt something (naive UTC)."""
        told = self.engine.value("SELECT value FROM about WHERE name = 'last_seen_at'")
        return datetime.fromisoformat(told) if told else None

    def touch(self, seen_at: datetime) -> None:
        """Remember that the book learnt something."""
        self.engine.run(
            "INSERT OR REPLACE INTO about VALUES ('last_seen_at', $at)", {"at": seen_at.isoformat()}
        )

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self.engine.close()


def open_book(
    path: Path, *, create: bool = False, read_only: bool = False, upgrades: Upgrades = UPGRADES
) -> Book:
    """Open the book at a path, bringing an older edition up after a copy.

    Raises BookMissing where there is none (unless `create`), BookForeign where the file is no
    book or of a newer edition, BookBusy where another process holds it.
    """
    if not path.exists():
        if not create:
            raise BookMissing(
                say(
                    "there is no book at {path}: make one with rapport import {path} FILE, "
                    "or rapport demo {path}",
                    path=str(path),
                )
            )
        return _new_book(path)
    if path.is_dir():
        raise BookForeign(say("{path} is a folder: give a book's file name", path=str(path)))
    if create and path.stat().st_size == 0:
        path.unlink()
        return _new_book(path)
    engine = DuckDBEngine(path, read_only=read_only)
    try:
        if create and _is_unwritten(engine):
            _write_tables(engine)
        edition = _edition(engine, path)
        if edition < EDITION:
            engine.close()
            bring_up(path, edition, upgrades)
            engine = DuckDBEngine(path, read_only=read_only)
    except BaseException:
        engine.close()
        raise
    return Book(engine, path)


def _new_book(path: Path) -> Book:
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = DuckDBEngine(path)
    _write_tables(engine)
    return Book(engine, path)


def _write_tables(engine: DuckDBEngine) -> None:
    with engine.transaction():
        create_book(engine)


def _is_unwritten(engine: DuckDBEngine) -> bool:
    """Whether a file holds nothing at all: the making of a book was cut off, or never began."""
    return not engine.rows("SELECT 1 FROM information_schema.tables LIMIT 1")


def _edition(engine: DuckDBEngine, path: Path) -> int:
    """The edition of an open file; raises BookForeign where it is no book, or a newer one."""
    try:
        about = dict(engine.rows("SELECT name, value FROM about"))
    except StepError as cause:
        raise _foreign(path) from cause
    if about.get("mark") != MARK or not str(about.get("edition", "")).isdigit():
        raise _foreign(path)
    edition = int(about["edition"])
    if edition > EDITION:
        raise BookForeign(
            say(
                "{path} was written by a newer Rapport (edition {edition}, this one reads up to "
                "{known}): upgrade Rapport (pip install --upgrade rapport-ror)",
                path=str(path),
                edition=edition,
                known=EDITION,
            )
        )
    return edition


def _foreign(path: Path) -> BookForeign:
    return BookForeign(
        say("{path} is not a book of Rapport: give another path, or move it away", path=str(path))
    )
