"""Schema: how are the book's tables made in the engine?"""

from __future__ import annotations

from rapport.ledger.columns import COMMON, Column, Table
from rapport.ledger.engine import Engine
from rapport.ledger.tables import RECORD_TABLES
from rapport.ledger.voice_tables import VOICE

EDITION = 3
"""Edition of the book's layout; `upgrades` leads from one to the next."""

MARK = "rapport-book"
"""What `about` says in a file that is a book of Rapport."""

_COMMON_TYPES = {"contact": "UBIGINT", "content": "UBIGINT"}

KEEPING = (
    """
CREATE TABLE about (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
)
""",
    # A contact is one distinct combination of handles as one record told them.
    """
CREATE TABLE contact (
    contact UBIGINT NOT NULL,
    source VARCHAR NOT NULL,
    customer_id VARCHAR,
    email VARCHAR,
    phone VARCHAR,
    account VARCHAR,
    network VARCHAR,
    name VARCHAR
)
""",
    """
CREATE TABLE identity (
    contact UBIGINT NOT NULL,
    person INTEGER NOT NULL
)
""",
    """
CREATE TABLE handle (
    kind VARCHAR NOT NULL,
    realm VARCHAR NOT NULL,
    normalised VARCHAR NOT NULL,
    contact UBIGINT NOT NULL
)
""",
    """
CREATE TABLE tie (
    person INTEGER NOT NULL,
    other INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    since DATE NOT NULL,
    until DATE
)
""",
    # Keys that have more than one version: only these need ranking.
    """
CREATE TABLE revision (
    record VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL
)
""",
    """
CREATE TABLE rejected (
    file VARCHAR NOT NULL,
    line BIGINT,
    record VARCHAR,
    fault VARCHAR NOT NULL,
    field VARCHAR,
    raw VARCHAR,
    seen_at TIMESTAMP NOT NULL
)
""",
    """
CREATE TABLE batch (
    batch INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    recipe VARCHAR NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    rows_read BIGINT NOT NULL,
    written BIGINT NOT NULL,
    known BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    dropped BIGINT NOT NULL
)
""",
    """
CREATE TABLE mapping (
    name VARCHAR PRIMARY KEY,
    told VARCHAR NOT NULL,
    seen_at TIMESTAMP NOT NULL
)
""",
    *VOICE,
)


def record_table_sql(table: Table) -> str:
    """The statement that makes a record table: the common columns, the friend's, its own."""
    common = [
        f"{column.name} {_COMMON_TYPES.get(column.name, column.type.sql)}"
        + (" NOT NULL" if _needed(table, column) else "")
        for column in COMMON
    ]
    friend = ["friend UBIGINT"] if table.friend else []
    own = [f"{column.name} {column.type.sql}" for column in table.columns]
    lines = ",\n    ".join((*common, *friend, *own))
    return f"CREATE TABLE {table.name} (\n    {lines}\n)"


def _needed(table: Table, column: Column) -> bool:
    """Whether every row has the column: all but the day of rows that belong to another's."""
    return column.required and (table.dated or column.name != "happened_at")


def create_book(engine: Engine) -> None:
    """Make every table of an empty book and sign it with mark and edition."""
    for statement in KEEPING:
        engine.run(statement)
    for table in RECORD_TABLES:
        engine.run(record_table_sql(table))
    engine.run(
        "INSERT INTO about VALUES ('mark', $mark), ('edition', $edition)",
        {"mark": MARK, "edition": str(EDITION)},
    )
