"""Reading: which column, or constant, fills which field of a kind?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapport.core.source import Sheet, column, constant
from rapport.sources.expressions import in_utc
from rapport.sources.headers import fold, told_currency, without_currency
from rapport.sources.shapes import FIELDS, HINTS, Names
from rapport.sources.words import WORDS


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet read as one kind: field → cell, where a cell is a column's name or "=constant".

    `hints` are columns that fill no field but say how to read the others.
    """

    sheet: Sheet
    kind: str
    cells: Mapping[str, str]
    hints: Mapping[str, str]

    def sql(self, field: str) -> str | None:
        """The SQL expression of a field or hint, None where nothing fills it."""
        cell = self.cells.get(field) or self.hints.get(field)
        if cell is None:
            return None
        if cell.startswith("="):
            return constant(cell[1:])
        if field.endswith("_at") and fold(cell).endswith("utc"):
            return in_utc(column(cell))
        return column(cell)

    def values(self, field: str) -> tuple[str, ...]:
        """What the sample's rows tell in a field."""
        cell = self.cells.get(field) or self.hints.get(field)
        if cell is None or cell not in self.sheet.columns:
            return (cell[1:],) if cell else ()
        place = self.sheet.columns.index(cell)
        return tuple(told for row in self.sheet.sample if (told := row[place]) is not None)

    def speaks(self, field: str) -> bool:
        """Whether most of what a field tells are words of the book (or it tells nothing)."""
        known = WORDS[(self.kind, field)]
        told = [value.strip().lower() for value in self.values(field)]
        return sum(value in known for value in told) * 2 >= len(told)

    def currency(self) -> str | None:
        """The currency told by a column, a constant, or the header of the amount."""
        told = self.sql("currency")
        if told is not None:
            return told
        for field in ("amount", "hourly_cost", "unit_price"):
            cell = self.cells.get(field, "")
            if (code := told_currency(cell)) is not None:
                return constant(code)
        return None


def read_as(sheet: Sheet, kind: str) -> Reading:
    """Propose a column for every field of a kind, the surest names first, each column once."""
    cells = _matched(sheet.columns, FIELDS[kind], frozenset())
    taken = frozenset(cells.values())
    return Reading(sheet, kind, cells, _matched(sheet.columns, HINTS.get(kind, {}), taken))


def _matched(columns: tuple[str, ...], names: Names, taken: frozenset[str]) -> dict[str, str]:
    """Field → column; a surer name of any field goes before a less sure one of another."""
    folded: dict[str, str] = {}
    for name in columns:
        folded.setdefault(fold(name), name)
        folded.setdefault(without_currency(name), name)
    used = set(taken)
    found: dict[str, str] = {}
    offers = sorted(
        (rank, place, field, name)
        for place, (field, known) in enumerate(names.items())
        for rank, name in enumerate(known)
        if name in folded
    )
    for _, _, field, name in offers:
        if field not in found and folded[name] not in used:
            found[field] = folded[name]
            used.add(folded[name])
    return {field: found[field] for field in names if field in found}
