"""Columns: how is what a table holds described: name, type, unit and meaning?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """How a told text is read and what the engine stores."""

    TEXT = "text"
    MONEY = "money"
    MOMENT = "moment"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CURRENCY = "currency"
    WORD = "word"

    @property
    def sql(self) -> str:
        """The engine's type: money in minor units, moments as told on the source's clock."""
        return _SQL_TYPES[self]


_SQL_TYPES = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.MONEY: "BIGINT",
    ColumnType.MOMENT: "TIMESTAMP",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.CURRENCY: "VARCHAR",
    ColumnType.WORD: "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type, meaning, unit ("" where it has none), whether a row needs it.

    `words` lists the only values a WORD may take; `positive` turns told negatives positive
    (a refund told as -12.00 is a refund of 12.00).
    """

    name: str
    type: ColumnType
    meaning: str
    unit: str = ""
    required: bool = False
    words: tuple[str, ...] = ()
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of record: what one row is, and its columns beside the common ones.

    `handles` says whether a row names a customer; `plural` is what people call the kind;
    `friend` whether it names a second person (the referred); `dated` whether a row needs a day
    of its own.
    """

    name: str
    plural: str
    row: str
    columns: tuple[Column, ...]
    handles: bool = True
    friend: bool = False
    dated: bool = True

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the kind's own columns."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """A column by name; raises KeyError."""
        return {column.name: column for column in self.columns}[name]


COMMON = (
    Column("source", ColumnType.TEXT, "who told it", required=True),
    Column("key", ColumnType.TEXT, "its name within (source, kind)", required=True),
    Column("happened_at", ColumnType.MOMENT, "when, in UTC if zone is told", "UTC", required=True),
    Column("zone", ColumnType.TEXT, "the source's offset; NULL: wall clock of the home zone"),
    Column("seen_at", ColumnType.MOMENT, "when the book learnt it", "UTC", required=True),
    Column("updated_at", ColumnType.MOMENT, "when the source last changed it", "UTC"),
    Column("contact", ColumnType.INTEGER, "whom it names: a row of `contact`"),
    Column("content", ColumnType.INTEGER, "hash of all that was told; ranks equal update times"),
)
"""Columns of every record table, before its own."""

HANDLES = ("customer_id", "email", "phone", "account", "network", "name")
"""Fields of a recipe that say whom a record names; kept in `contact`, not in the facts."""
