"""Landing: how does a staged sheet become typed records of one kind, or faults?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.errors import BadMapping
from rapport.core.phrase import say
from rapport.core.source import Recipe, Sheet, column, constant
from rapport.ledger.columns import HANDLES, Column, ColumnType, Table
from rapport.ledger.currencies import NO_CURRENCY, minor_units_sql
from rapport.ledger.staging import STAGED, trimmed_sql
from rapport.ledger.tables import TABLES
from rapport.ledger.texts import decimal_sql, moment_sql, typed_sql, zone_sql

NAMED = "named"
"""The temporary table of a recipe's rows: place, key, contact, and the fault, where one has it."""

FRIEND_HANDLES = tuple(f"friend_{handle}" for handle in HANDLES)
"""Fields that say whom a referral (or ruling) names beside the customer."""


@dataclass(frozen=True, slots=True)
class Landing:
    """A recipe on a sheet, under a source's name: everything the typed query depends on.

    `trimmed` names columns that need no trimming; `whole` says that every staged row is known
    to belong to the recipe.
    """

    sheet: Sheet
    recipe: Recipe
    source: str
    trimmed: frozenset[str] = frozenset()
    whole: bool = False

    @property
    def table(self) -> Table:
        """The table that the records belong to; raises BadMapping for an unknown kind."""
        try:
            return TABLES[self.recipe.kind]
        except KeyError as cause:
            raise BadMapping(say("there is no kind “{kind}”", kind=self.recipe.kind)) from cause

    def text_sql(self, name: str) -> str:
        """SQL of a field's trimmed text, NULL where it says nothing.

        Handles are left as told: putting names to them cleans each distinct one.
        """
        expression = self.recipe.fields[name]
        if name in HANDLES or name in FRIEND_HANDLES:
            return f"nullif(CAST({expression} AS VARCHAR), '')"
        if expression in {column(clean) for clean in self.trimmed}:
            return expression
        return trimmed_sql(f"CAST({expression} AS VARCHAR)")

    def has(self, name: str) -> bool:
        """Whether the recipe tells a field."""
        return name in self.recipe.fields


def trimmed_by_us(recipe: Recipe, sheet: Sheet) -> set[str]:
    """Names of the columns that a recipe takes as they stand, and that need trimming if untidy."""
    plain = {column(name): name for name in sheet.columns}
    texts = {
        expression
        for name, expression in recipe.fields.items()
        if name not in HANDLES and name not in FRIEND_HANDLES
    }
    return {plain[text] for text in texts if text in plain}


def rows_sql(landing: Landing) -> str:
    """The condition on staged rows that belong to the recipe; all do where it is `whole`."""
    if landing.whole:
        return "TRUE"
    drop = landing.sheet.drop_rows
    where = f"({landing.recipe.where})"
    return f"coalesce({where}, FALSE) AND NOT coalesce(({drop}), FALSE)" if drop else where


def named_query(landing: Landing) -> str:
    """SQL of all rows of the recipe: staged_row, key, contact (and friend), fault and its field.

    A row without an id of its own is named by its content and its number among equal rows.
    """
    key = "told_key"
    if not landing.has("key"):
        key = "hex(content) || '-' || row_number() OVER (PARTITION BY content, fault IS NULL)"
    friend = ", friend" if landing.table.friend else ""
    return (
        f"SELECT staged_row, {key} AS key, contact{friend}, fault, field "
        f"FROM ({typed_query(landing)})"
    )


def typed_query(landing: Landing, rows: str = "TRUE") -> str:
    """SQL of the recipe's rows (those where `rows` holds, a condition on the staged rowid).

    Columns: staged_row, fault, field, told_key, contact, content, clocks, the table's own.
    Nested, not in steps: the engine works every column of a step out, needed or not.
    """
    told = ",\n    ".join(
        f"{landing.text_sql(name)} AS told_{name}" for name in landing.recipe.fields
    )
    values = ",\n    ".join(
        f"{expression} AS {name}" for name, expression in _values(landing).items()
    )
    hashed = ",\n    ".join(_hashes(landing))
    fault, field = _faults(landing)
    return f"""SELECT
    staged_row,
    {fault} AS fault,
    {field} AS field,
    {hashed},
    {", ".join(_kept(landing))}
FROM (
    SELECT
    *,
    {values}
    FROM (
        SELECT
        rowid AS staged_row,
        {told}
        FROM {STAGED}
        WHERE {rows_sql(landing)} AND {rows}
    )
)"""


def _kept(landing: Landing) -> list[str]:
    """Typed columns that go on to the table."""
    return ["happened_at", "zone", "updated_at", *landing.table.column_names]


def _values(landing: Landing) -> dict[str, str]:
    """Typed expression of every column that the table has."""
    values = {
        "happened_at": _moment(landing, "happened_at"),
        "zone": zone_sql("told_happened_at") if landing.has("happened_at") else "NULL::VARCHAR",
        "updated_at": _moment(landing, "updated_at"),
    }
    # A currency first: the amounts beside it are read in its minor units.
    for told in sorted(landing.table.columns, key=lambda c: c.type is not ColumnType.CURRENCY):
        values[told.name] = _value(landing, told)
    return values


def _moment(landing: Landing, name: str) -> str:
    if not landing.has(name):
        return "NULL::TIMESTAMP"
    return moment_sql(f"told_{name}", landing.sheet.day_order)


def _value(landing: Landing, told: Column) -> str:
    """One column's typed expression; money in minor units of the row's currency."""
    if told.type is ColumnType.CURRENCY and not landing.has(told.name):
        return constant(NO_CURRENCY)
    if told.type is ColumnType.MONEY:
        return _money(landing, told)
    if not landing.has(told.name):
        return f"NULL::{told.type.sql}"
    sheet, text = landing.sheet, f"told_{told.name}"
    typed = typed_sql(told, text, sheet.day_order, sheet.decimal_mark)
    if told.type is ColumnType.CURRENCY:
        # A currency that is not told is ISO's own “no currency”; one that cannot be read is none.
        return f"CASE WHEN {text} IS NULL THEN '{NO_CURRENCY}' ELSE {typed} END"
    return typed


def _money(landing: Landing, told: Column) -> str:
    mark = landing.sheet.decimal_mark
    if landing.has(told.name):
        amount = decimal_sql(f"told_{told.name}", mark)
    elif told.name == "amount" and landing.has("quantity") and landing.has("unit_price"):
        quantity, price = decimal_sql("told_quantity", mark), decimal_sql("told_unit_price", mark)
        amount = f"TRY_CAST(CAST({quantity} AS DOUBLE) * {price} AS DECIMAL(18, 4))"
    else:
        return "NULL::BIGINT"
    units = minor_units_sql("currency") if landing.has("currency") else "100"
    minor = f"TRY_CAST(TRY(round({amount} * {units})) AS BIGINT)"
    return f"abs({minor})" if told.positive else minor


def _required(landing: Landing) -> list[str]:
    day = ["happened_at"] if landing.table.dated else []
    return [*day, *(told.name for told in landing.table.columns if told.required)]


def _checked(landing: Landing) -> list[str]:
    """Columns whose text may be told and yet unreadable."""
    names = ["happened_at", "updated_at", *landing.table.column_names]
    texts = {c.name for c in landing.table.columns if c.type is ColumnType.TEXT}
    return [name for name in names if landing.has(name) and name not in texts]


def _faults(landing: Landing) -> tuple[str, str]:
    """SQL of the first fault of a row and of the field that has it."""
    cases = [
        (f"told_{name} IS NOT NULL AND {name} IS NULL", "unreadable", name)
        for name in _checked(landing)
    ]
    cases += [(f"{name} IS NULL", "missing", name) for name in _required(landing)]
    if landing.has("key"):
        cases.append(("told_key IS NULL", "missing", "key"))
    fault = " ".join(f"WHEN {condition} THEN '{name}'" for condition, name, _ in cases)
    field = " ".join(f"WHEN {condition} THEN '{name}'" for condition, _, name in cases)
    return f"CASE {fault} END", f"CASE {field} END"


def _hashes(landing: Landing) -> list[str]:
    """Contact ids and the content hash; stable for ever, so no hash of the engine's own."""
    parts = [constant(landing.table.name), constant(landing.source)]
    parts += [name if _may_be_told(landing, name) else "NULL" for name in _kept(landing)]
    parts += ["told_key"] if landing.has("key") else []
    columns = []
    for name, fields in (("contact", HANDLES), ("friend", FRIEND_HANDLES)):
        if name == "friend" and not landing.table.friend:
            continue
        columns.append(f"{contact_sql(landing, fields)} AS {name}")
        parts += [f"told_{field}" for field in fields if landing.has(field)]
    key = "told_key" if landing.has("key") else "NULL::VARCHAR"
    return [*columns, f"{key} AS told_key", f"{hash_sql(parts)} AS content"]


def _may_be_told(landing: Landing, name: str) -> bool:
    """Whether a kept column can hold anything on this sheet."""
    if name == "zone":
        return landing.has("happened_at")
    if landing.has(name) or name == "currency":
        return True
    return name == "amount" and landing.has("quantity") and landing.has("unit_price")


def contact_sql(landing: Landing, fields: tuple[str, ...]) -> str:
    """The contact's id: a hash of source and handles, NULL where the row names nobody."""
    told = [name for name in fields if landing.has(name)]
    naming = [name for name in told if not name.endswith(("name", "network"))]
    if not naming:
        return "NULL::UBIGINT"
    parts = [constant(landing.source)]
    parts += [f"told_{name}" if name in told else "NULL" for name in fields]
    anyone = " OR ".join(f"told_{name} IS NOT NULL" for name in naming)
    return f"CASE WHEN {anyone} THEN {hash_sql(parts)} END"


def hash_sql(parts: list[str]) -> str:
    """A 64-bit hash of texts and values, the same on every engine and for ever (MD5's upper half).

    Each part is an SQL expression; one that is NULL, or the word NULL, counts as a mark of its
    own. Neighbouring constants are glued here, so that the engine need not glue them row by row.
    """
    texts: list[str] = []
    for part in parts:
        known = _constant(part)
        if known is None:
            texts.append(f"coalesce(CAST({part} AS VARCHAR), chr(30))")
        elif texts and texts[-1].endswith("'"):
            texts[-1] = f"{texts[-1][:-1]}\x1f{known}'"
        else:
            texts.append(f"'{known}'")
    return f"(md5_number(concat_ws(chr(31), {', '.join(texts)})) >> 64)::UBIGINT"


def _constant(part: str) -> str | None:
    """The text of a part that is the same for every row, None where it is not."""
    if part == "NULL":
        return "\x1e"
    return part[1:-1] if part.startswith("'") and part.endswith("'") else None
