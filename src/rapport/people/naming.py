"""Naming: how does a whole book's every contact get its person, with the book's own settings?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rapport.core.measure import Setting
from rapport.ledger.columns import Table
from rapport.ledger.engine import Engine
from rapport.ledger.tables import RECORD_TABLES
from rapport.people.handles import PlusTags
from rapport.people.resolve import Resolution, resolve


def resolve_book(engine: Engine, settings: Mapping[str, Setting]) -> Resolution:
    """Replace `identity` and `handle` of a book, persons numbered by their first record.

    Runs inside the caller's transaction. Raises BadSetting for an unknown region.
    """
    firsts = [
        f"SELECT {contact} AS contact, min(happened_at) AS first_at FROM {table.name} GROUP BY 1"
        for table in RECORD_TABLES
        if table.handles and table.name != "ruling"
        for contact in (("contact", "friend") if table.friend else ("contact",))
    ]
    engine.run(
        "CREATE OR REPLACE TEMP VIEW contact_first AS "
        "SELECT contact, min(first_at) AS first_at "
        f"FROM ({' UNION ALL '.join(firsts)}) WHERE contact IS NOT NULL GROUP BY contact"
    )
    resolution = resolve(
        engine,
        region=settings["region"].value,
        plus_tags=PlusTags(settings["plus_tags"].value),
        dated=True,
    )
    engine.run("DROP VIEW contact_first")
    return resolution


def name_as_known(
    engine: Engine, settings: Mapping[str, Setting], known_at: datetime, name: str
) -> None:
    """Make the temporary table `name` (contact, person) as it stood at a time (naive UTC).

    `settings` are those in force then. The book itself is not changed: what it held then is
    resolved anew in a database in memory. Runs outside a transaction.
    """
    book = engine.rows("SELECT current_database()")[0][0]
    engine.run(f"ATTACH ':memory:' AS {_PAST}")
    try:
        for table in RECORD_TABLES:
            if table.handles:
                engine.run(_past_records(table, book), {"known_at": known_at})
        engine.run(_past_contacts(book))
        engine.run(f"USE {_PAST}")
        resolve_book(engine, settings)
        engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {_PAST}.identity")
    finally:
        engine.run(f'USE "{book}"')
        engine.run(f"DETACH {_PAST}")


_PAST = "as_known"


def _past_records(table: Table, book: str) -> str:
    """Copy what names somebody in a record table, as far as it was known."""
    friend = ", friend" if table.friend else ""
    verdict = ", verdict" if table.name == "ruling" else ""
    return f"""CREATE TABLE {_PAST}.{table.name} AS
SELECT contact, happened_at{friend}{verdict}
FROM "{book}".main.{table.name}
WHERE seen_at <= $known_at"""


def _past_contacts(book: str) -> str:
    """Copy the contacts that those records name."""
    named = [
        f"SELECT contact FROM {_PAST}.{table.name}" for table in RECORD_TABLES if table.handles
    ]
    named += [f"SELECT friend FROM {_PAST}.{table.name}" for table in RECORD_TABLES if table.friend]
    return f"""CREATE TABLE {_PAST}.contact AS
SELECT *
FROM "{book}".main.contact
WHERE contact IN ({" UNION ".join(named)})"""
