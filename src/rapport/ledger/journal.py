"""Journal: how is a sheet written into the book so that twice is the same as once?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.core.source import Recipe, Sheet
from rapport.ledger.columns import HANDLES, Table
from rapport.ledger.engine import Engine
from rapport.ledger.landing import (
    FRIEND_HANDLES,
    TYPED,
    Landing,
    contact_sql,
    typed_query,
)
from rapport.ledger.rejects import reject_broken, reject_faults, reject_unclaimed
from rapport.ledger.staging import STAGED, stage

_COPIED = ("happened_at", "zone", "updated_at", "contact", "content")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a sheet: rows read; records new and already known; rows refused, dropped."""

    read: int
    written: int
    known: int
    rejected: int
    dropped: int
    kinds: tuple[tuple[str, int], ...]


def write_sheet(
    engine: Engine, sheet: Sheet, recipes: tuple[Recipe, ...], source: str, seen_at: datetime
) -> Written:
    """Stage a sheet and land its records, inside the caller's transaction.

    Raises UnreadableFile where the engine cannot scan it, BadMapping for an unknown kind.
    """
    staged = stage(engine, sheet)
    landings = [Landing(sheet, recipe, source, staged.trimmed) for recipe in recipes]
    kinds: dict[str, int] = {}
    known = 0
    rejected = reject_broken(engine, sheet, seen_at)
    for landing in landings:
        new, old, faults = _land(engine, landing, seen_at)
        kinds[landing.table.name] = kinds.get(landing.table.name, 0) + new
        known, rejected = known + old, rejected + faults
    rejected += reject_unclaimed(engine, sheet, landings, seen_at)
    dropped = _count_dropped(engine, sheet)
    read = staged.rows + staged.broken
    return Written(read, sum(kinds.values()), known, rejected, dropped, tuple(kinds.items()))


def _land(engine: Engine, landing: Landing, seen_at: datetime) -> tuple[int, int, int]:
    """Type the rows of one recipe and write them; return new, known and refused counts."""
    engine.run(f"DROP TABLE IF EXISTS {TYPED}")
    engine.run(f"CREATE TEMP TABLE {TYPED} AS {typed_query(landing)}")
    faults = reject_faults(engine, landing, seen_at)
    good = engine.rows(f"SELECT count(*) FROM {TYPED} WHERE fault IS NULL")[0][0]
    _write_contacts(engine, landing)
    new = _write_records(engine, landing, seen_at)
    engine.run(f"DROP TABLE {TYPED}")
    return new, good - new, faults


def _write_records(engine: Engine, landing: Landing, seen_at: datetime) -> int:
    """Write rows whose key is new at once, and only the contested ones with care."""
    table, parameters = landing.table, {"source": landing.source, "seen_at": seen_at}
    before = _count(engine, table)
    _find_contested(engine, landing)
    columns = ["source", "key", "seen_at", *_COPIED, *_friend(table), *table.column_names]
    values = ["$source", "key", "$seen_at", *columns[3:]]
    into = f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(values)}"
    contested = _count_of(engine, "contested")
    fresh = " ANTI JOIN contested USING (key)" if contested else ""
    engine.run(f"{into} FROM keyed{fresh}", parameters)
    if contested:
        engine.run(_contested_sql(table, into), parameters)
        engine.run(_revision_sql(table), {"source": landing.source})
    engine.run("DROP TABLE contested")
    engine.run("DROP VIEW keyed")
    return _count(engine, table) - before


def _find_contested(engine: Engine, landing: Landing) -> None:
    """Name every row's key; collect keys told twice in this sheet or already in the book."""
    key = "told_key"
    if not landing.has("key"):
        # A row without an id is named by its content and its number among equal rows.
        key = "hex(content) || '-' || row_number() OVER (PARTITION BY content)"
    engine.run(f"CREATE TEMP VIEW keyed AS SELECT *, {key} AS key FROM {TYPED} WHERE fault IS NULL")
    twice = "SELECT key FROM keyed GROUP BY key HAVING count(*) > 1"
    there = f"SELECT key FROM keyed SEMI JOIN {landing.table.name} AS book ON (book.source = $source AND book.key = keyed.key)"  # noqa: E501
    ways = [twice] if landing.has("key") else []
    if _count(engine, landing.table):
        ways.append(there)
    if not ways:
        engine.run("CREATE TEMP TABLE contested (key VARCHAR)")
        return
    bound = {"source": landing.source} if there in ways else None
    engine.run(f"CREATE TEMP TABLE contested AS {' UNION '.join(ways)}", bound)


def _contested_sql(table: Table, into: str) -> str:
    """Write those contested versions that the book does not hold yet, each once."""
    return f"""{into} FROM (
    SELECT *
    FROM keyed
    SEMI JOIN contested USING (key)
    QUALIFY row_number() OVER (PARTITION BY key, content) = 1
) AS versions
WHERE NOT EXISTS (
    SELECT 1
    FROM {table.name} AS book
    WHERE book.source = $source
        AND book.key = versions.key
        AND book.content = versions.content
)"""


def _revision_sql(table: Table) -> str:
    """Remember which contested keys have more than one version now."""
    return f"""INSERT INTO revision
SELECT '{table.name}', $source, key
FROM {table.name}
SEMI JOIN contested USING (key)
WHERE source = $source
    AND key NOT IN (SELECT key FROM revision WHERE record = '{table.name}' AND source = $source)
GROUP BY key
HAVING count(*) > 1"""


def _write_contacts(engine: Engine, landing: Landing) -> None:
    """Keep each distinct combination of handles once, apart from the facts.

    One row stands for all that name the same contact; only its texts are read again.
    """
    for name, fields in (("contact", HANDLES), ("friend", FRIEND_HANDLES)):
        if name == "friend" and not landing.table.friend:
            continue
        if contact_sql(landing, fields).startswith("NULL"):
            continue
        values = ", ".join(
            landing.text_sql(field) if landing.has(field) else "NULL" for field in fields
        )
        engine.run(
            f"""INSERT INTO contact
SELECT first_row.named, $source, {values}
FROM (
    SELECT {name} AS named, min(staged_row) AS place
    FROM {TYPED}
    WHERE fault IS NULL AND {name} IS NOT NULL
    GROUP BY {name}
) AS first_row
ANTI JOIN contact AS known ON (known.contact = first_row.named)
JOIN {STAGED} ON ({STAGED}.rowid = first_row.place)""",
            {"source": landing.source},
        )


def _friend(table: Table) -> tuple[str, ...]:
    return ("friend",) if table.friend else ()


def _count(engine: Engine, table: Table) -> int:
    return _count_of(engine, table.name)


def _count_of(engine: Engine, name: str) -> int:
    return int(engine.rows(f"SELECT count(*) FROM {name}")[0][0])


def _count_dropped(engine: Engine, sheet: Sheet) -> int:
    if sheet.drop_rows is None:
        return 0
    return _count_of(engine, f"{STAGED} WHERE coalesce(({sheet.drop_rows}), FALSE)")
