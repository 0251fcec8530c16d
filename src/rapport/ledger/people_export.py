"""People export: how does a table of one row a person leave the book, with who they are?"""

from __future__ import annotations

from pathlib import Path

from rapport.core.errors import UserError
from rapport.core.phrase import say
from rapport.ledger.engine import Engine

FORMATS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet"}
"""How a file is written, by the end of its name."""

_NAMED = """
SELECT
    told.person,
    names.customer_id,
    names.email,
    names.phone,
    told.* EXCLUDE (person)
FROM {table} AS told
LEFT JOIN (
    SELECT
        identity.person,
        min(contact.customer_id) AS customer_id,
        min(contact.email) AS email,
        min(contact.phone) AS phone
    FROM identity
    JOIN contact ON (contact.contact = identity.contact)
    GROUP BY identity.person
) AS names ON (names.person = told.person)
ORDER BY told.person
"""


def write_people(engine: Engine, table: str, path: Path) -> int:
    """Write a kept table of people with their handles; returns how many people.

    Raises UserError for a file that is neither CSV nor Parquet or whose folder is missing.
    """
    how = FORMATS.get(path.suffix.lower())
    if how is None or not path.parent.is_dir():
        raise UserError(
            say(
                "{path} cannot be written: name a .csv or .parquet file in a folder that exists",
                path=str(path),
            )
        )
    place = str(path).replace("'", "''")
    engine.run(f"COPY ({_NAMED.format(table=table)}) TO '{place}' ({how})")
    return int(engine.rows(f"SELECT count(*) FROM {table}")[0][0])
