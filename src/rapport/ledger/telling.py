"""Telling: how does Rapport itself write a setting, a ruling or a saved mapping into the book?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from rapport.core.person import Handle, HandleKind
from rapport.ledger.columns import HANDLES, Table
from rapport.ledger.engine import Engine
from rapport.ledger.landing import hash_sql
from rapport.ledger.settings import checked

OURS = "rapport"
"""The source under which what is told in Rapport itself stands."""

ALWAYS = date(1970, 1, 1)
"""From when a setting holds that was given no day."""


def tell_setting(engine: Engine, name: str, value: str, since: date, seen_at: datetime) -> str:
    """Write a dated setting and return its value as kept; raises UnknownName or BadSetting."""
    kept = checked(name, value)
    parts = ["'setting'", "$since::DATE", "$name::VARCHAR", "$value::VARCHAR"]
    engine.run(
        f"""INSERT INTO setting
    (source, key, happened_at, seen_at, updated_at, content, name, value)
SELECT '{OURS}', $key, $since::DATE, $seen_at, $seen_at, {hash_sql(parts)}, $name, $value""",
        {
            "key": f"{name} {since.isoformat()}",
            "since": since,
            "seen_at": seen_at,
            "name": name,
            "value": kept,
        },
    )
    rank_again(engine, "setting")
    return kept


def tell_act(
    engine: Engine,
    table: Table,
    key: str,
    told: Mapping[str, object],
    happened_at: datetime,
    seen_at: datetime,
) -> None:
    """Write a version of what people did in Rapport; `told` holds every column of the table."""
    names = table.column_names
    values = [f"${column.name}::{column.type.sql}" for column in table.columns]
    parts = [f"'{table.name}'", "$happened_at::TIMESTAMP", *values]
    engine.run(
        f"""INSERT INTO {table.name}
    (source, key, happened_at, seen_at, updated_at, content, {", ".join(names)})
SELECT '{OURS}', $act_key, $happened_at, $seen_at, $seen_at, {hash_sql(parts)},
    {", ".join(values)}""",
        {
            **{name: told[name] for name in names},
            "act_key": key,
            "happened_at": happened_at,
            "seen_at": seen_at,
        },
    )
    rank_again(engine, table.name)


def rank_again(engine: Engine, table: str) -> None:
    """Say anew which keys of a table have more than one version."""
    engine.run("DELETE FROM revision WHERE record = $table", {"table": table})
    engine.run(
        f"INSERT INTO revision SELECT '{table}', source, key FROM {table} "
        "GROUP BY source, key HAVING count(*) > 1"
    )


def tell_ruling(
    engine: Engine, verdict: str, one: Handle, other: Handle, seen_at: datetime
) -> None:
    """Write that two handles are one person (join) or are not (split); the last word counts."""
    first, second = (_tell_contact(engine, handle) for handle in (one, other))
    key = " ".join(str(contact) for contact in sorted((first, second)))
    parts = ["'ruling'", "$first::UBIGINT", "$second::UBIGINT", "$verdict::VARCHAR"]
    engine.run(
        f"""INSERT INTO ruling
    (source, key, happened_at, seen_at, updated_at, contact, friend, content, verdict)
SELECT '{OURS}', $key, $seen_at, $seen_at, $seen_at, $first, $second,
    {hash_sql(parts)}, $verdict""",
        {
            "key": key,
            "first": first,
            "second": second,
            "verdict": verdict,
            "seen_at": seen_at,
        },
    )
    rank_again(engine, "ruling")


def _tell_contact(engine: Engine, handle: Handle) -> int:
    """The contact that holds one handle alone, made where there is none."""
    source = handle.realm if handle.kind is HandleKind.CUSTOMER_ID else OURS
    told = {name: handle.value if name == handle.kind.value else None for name in HANDLES}
    if handle.kind is HandleKind.ACCOUNT:
        told["network"] = handle.realm or None
    parts = ["$source::VARCHAR", *(f"${name}::VARCHAR" for name in HANDLES)]
    bound: dict[str, object] = {"source": source, **told}
    contact = int(engine.rows(f"SELECT {hash_sql(parts)}", bound)[0][0])
    names = ", ".join(HANDLES)
    engine.run(
        f"""INSERT INTO contact (contact, source, {names})
SELECT $contact, $source, {", ".join(f"${name}" for name in HANDLES)}
WHERE $contact NOT IN (SELECT contact FROM contact)""",
        {"contact": contact, **bound},
    )
    return contact


def save_mapping(engine: Engine, name: str, told: str, seen_at: datetime) -> None:
    """Keep a mapping under a name; the last one told under it counts."""
    engine.run(
        "INSERT OR REPLACE INTO mapping VALUES ($name, $told, $seen_at)",
        {"name": name, "told": told, "seen_at": seen_at},
    )


def saved_mappings(engine: Engine) -> tuple[str, ...]:
    """Every kept mapping, as it was told, by name."""
    return tuple(row[0] for row in engine.rows("SELECT told FROM mapping ORDER BY name"))
