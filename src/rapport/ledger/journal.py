"""Journal: how is a sheet written into the book so that twice is the same as once?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rapport.core.source import Recipe, Sheet
from rapport.ledger.columns import HANDLES, Table
from rapport.ledger.engine import Engine
from rapport.ledger.landing import (
    FRIEND_HANDLES,
    NAMED,
    Landing,
    contact_sql,
    named_query,
    rows_sql,
    trimmed_by_us,
    typed_query,
)
from rapport.ledger.rejects import reject_broken, reject_faults, reject_unclaimed
from rapport.ledger.staging import STAGED, stage, tidy_columns

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
    asked = {name for recipe in recipes for name in trimmed_by_us(recipe, sheet)}
    tidy = tidy_columns(engine, staged, asked)
    landings = [Landing(sheet, recipe, source, tidy) for recipe in recipes]
    kinds: dict[str, int] = {}
    known = 0
    rejected = reject_broken(engine, staged, seen_at)
    for place, landing in enumerate(landings):
        landing = landings[place] = _named(engine, landing, staged.rows)
        new, old, faults = _land(engine, landing, seen_at)
        kinds[landing.table.name] = kinds.get(landing.table.name, 0) + new
        known, rejected = known + old, rejected + faults
    rejected += reject_unclaimed(engine, sheet, landings, seen_at)
    dropped = _count_dropped(engine, sheet)
    read = staged.rows + staged.broken
    return Written(read, sum(kinds.values()), known, rejected, dropped, tuple(kinds.items()))


def _named(engine: Engine, landing: Landing, staged: int) -> Landing:
    """Name the rows of one recipe; where that was every staged row, nobody need ask again."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE {NAMED} AS {named_query(landing)}")
    return replace(landing, whole=staged > 0 and _count_of(engine, NAMED) == staged)


def _land(engine: Engine, landing: Landing, seen_at: datetime) -> tuple[int, int, int]:
    """Type the rows of one recipe and write them; return new, known and refused counts."""
    rows = _count_of(engine, NAMED)
    if not rows:
        return 0, 0, 0
    faults = reject_faults(engine, landing, seen_at)
    new = _write_records(engine, landing, seen_at)
    _write_contacts(engine, landing)
    engine.run(f"DROP TABLE {NAMED}")
    return new, rows - faults - new, faults


def _write_records(engine: Engine, landing: Landing, seen_at: datetime) -> int:
    """Write rows whose key is new at once, and only the contested ones with care."""
    table, parameters = landing.table, {"source": landing.source, "seen_at": seen_at}
    before = _count(engine, table)
    _find_contested(engine, landing)
    engine.run(_fresh_sql(landing), parameters)
    if _count_of(engine, "contested"):
        engine.run(_contested_sql(landing), parameters)
        engine.run(_revision_sql(table), {"source": landing.source})
    return _count(engine, table) - before


def _find_contested(engine: Engine, landing: Landing) -> None:
    """Collect keys told twice in this sheet or already in the book, and all rows set aside."""
    ways = []
    if landing.has("key"):
        ways.append(f"SELECT key FROM {NAMED} GROUP BY key HAVING count(*) > 1")
    if _count(engine, landing.table):
        ways.append(
            f"SELECT key FROM {NAMED} SEMI JOIN {landing.table.name} AS book "
            f"ON (book.source = $source AND book.key = {NAMED}.key)"
        )
    bound = {"source": landing.source} if any("$source" in way for way in ways) else None
    found = " UNION ".join(ways) or "SELECT NULL::VARCHAR AS key WHERE FALSE"
    engine.run(f"CREATE OR REPLACE TEMP TABLE contested AS {found}", bound)
    engine.run(
        f"""CREATE OR REPLACE TEMP TABLE set_aside AS
SELECT staged_row, key, fault IS NULL AS good
FROM {NAMED}
WHERE fault IS NOT NULL OR key IN (SELECT key FROM contested)"""
    )


def _into_sql(landing: Landing, rows: str) -> str:
    """The statement that writes typed rows, those where a condition on their place holds."""
    table = landing.table
    columns = ["source", "key", "seen_at", *_COPIED, *_friend(table), *table.column_names]
    values = ["$source", "key", "$seen_at", *(f"typed.{name}" for name in columns[3:])]
    names = "SELECT *, told_key AS key FROM"
    typed = f"({names} ({typed_query(landing, rows)})) AS typed"
    if not landing.has("key"):
        typed = f"({typed_query(landing, rows)}) AS typed JOIN {NAMED} USING (staged_row)"
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {typed}"
    )


def _fresh_sql(landing: Landing) -> str:
    """Write the rows that nothing speaks against."""
    return _into_sql(landing, "rowid NOT IN (SELECT staged_row FROM set_aside)")


def _contested_sql(landing: Landing) -> str:
    """Write those contested versions that the book does not hold yet, each once."""
    into = _into_sql(landing, "rowid IN (SELECT staged_row FROM set_aside WHERE good)")
    owner = "typed" if landing.has("key") else NAMED
    return f"""{into}
WHERE NOT EXISTS (
    SELECT 1
    FROM {landing.table.name} AS book
    WHERE book.source = $source
        AND book.key = {owner}.key
        AND book.content = typed.content
)
QUALIFY row_number() OVER (PARTITION BY key, typed.content) = 1"""


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
    """Keep each distinct combination of handles that a record names once, apart from the facts."""
    for name, fields in (("contact", HANDLES), ("friend", FRIEND_HANDLES)):
        if name == "friend" and not landing.table.friend:
            continue
        if contact_sql(landing, fields).startswith("NULL"):
            continue
        told = [field for field in fields if landing.has(field)]
        texts = ", ".join(f"{landing.text_sql(field)} AS told_{field}" for field in told)
        values = ", ".join(f"told_{field}" if field in told else "NULL" for field in fields)
        engine.run(
            f"""INSERT INTO contact
SELECT named, $source, {values}
FROM (
    SELECT *, {contact_sql(landing, fields)} AS named
    FROM (SELECT DISTINCT {texts} FROM {STAGED} WHERE {rows_sql(landing)})
)
ANTI JOIN contact AS known ON (known.contact = named)
SEMI JOIN {landing.table.name} AS book ON (book.{name} = named)""",
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
