"""Mapping: how does a person say what a file's columns mean, once for all later files?"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapport.core.errors import BadMapping
from rapport.core.phrase import say
from rapport.core.source import Recognition, Sheet
from rapport.sources.generic import missing, recognition
from rapport.sources.headers import by_fold, fold
from rapport.sources.reading import Reading, read_as
from rapport.sources.shapes import BY_NAME, FIELDS, HINTS, SHAPES, Shape


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping told by hand, kept so that the next file with the same header needs none.

    `signature` is the folded header, `told` pairs fields with a column or "=constant", `source`
    the name under which the records stand ("" : made from the columns that identify).
    """

    name: str
    signature: str
    kind: str
    told: tuple[tuple[str, str], ...]
    source: str = ""

    def as_json(self) -> str:
        """The mapping as JSON text, as it is kept in the book or in a file."""
        parts = {
            "name": self.name,
            "kind": self.kind,
            "source": self.source,
            "told": dict(self.told),
            "signature": self.signature.split(","),
        }
        return json.dumps(parts, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> SavedMapping:
        """Read what `as_json` wrote; raises BadMapping."""
        try:
            parts = json.loads(text)
            return cls(
                name=str(parts["name"]),
                signature=",".join(fold(str(name)) for name in parts["signature"]),
                kind=_shape(str(parts["kind"])).kind,
                told=tuple((str(field), str(cell)) for field, cell in parts["told"].items()),
                source=str(parts.get("source", "")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
            raise BadMapping(
                say(
                    "a saved mapping cannot be read: it needs name, kind, told (field: column) "
                    "and signature (the file's columns)"
                )
            ) from cause


def signature(sheet: Sheet) -> str:
    """The folded header, by which a later file of the same making is known."""
    return ",".join(fold(name) for name in sheet.columns)


def saved_mapping(
    name: str, sheet: Sheet, kind: str, told: Mapping[str, str], source: str = ""
) -> SavedMapping:
    """What `by_hand` was told, to keep."""
    return SavedMapping(name, signature(sheet), _shape(kind).kind, tuple(told.items()), source)


def by_saved(sheet: Sheet, saved: SavedMapping) -> Recognition:
    """Read a sheet by a kept mapping; raises BadMapping where it does not fit."""
    return by_hand(sheet, saved.kind, dict(saved.told), saved.source)


def by_hand(sheet: Sheet, kind: str, told: Mapping[str, str], source: str = "") -> Recognition:
    """Read a sheet as `kind`, with fields told as column names or "=constant" ("" : no column).

    Fields not told are proposed as for a file of that kind. Raises BadMapping: unknown kind,
    field or column, or a needed field that nothing fills.
    """
    shape = _shape(kind)
    proposed = read_as(sheet, shape.kind)
    named = {_field(shape, name): _cell(sheet, cell) for name, cell in told.items()}
    taken = set(named.values())
    cells = {field: cell for field, cell in proposed.cells.items() if cell not in taken} | named
    hints = {
        field: cell
        for field, cell in proposed.hints.items()
        if field in named or (field != "status" and cell not in taken)
    }
    known = FIELDS[shape.kind]
    reading = Reading(
        sheet,
        shape.kind,
        {field: cells[field] for field in known if cells.get(field)},
        hints | {field: cell for field, cell in named.items() if field not in known and cell},
    )
    _refuse_missing(shape, reading)
    reason = say("told by hand to be {kind}", kind=shape.plural)
    return recognition(reading, 1.0, reason, source or None)


def _shape(kind: str) -> Shape:
    shape = BY_NAME.get(kind.strip().lower().replace(" ", "_").replace("-", "_"))
    if shape is None:
        raise BadMapping(
            say(
                "there is no kind “{kind}”{near}: it is one of {kinds}",
                kind=kind,
                near=_near(kind, BY_NAME),
                kinds=", ".join(shape.plural for shape in SHAPES),
            )
        )
    return shape


def _field(shape: Shape, name: str) -> str:
    """A field by its name or by one of the names that files give it."""
    fields = {**FIELDS[shape.kind], **HINTS.get(shape.kind, {})}
    if name in fields:
        return name
    folded = fold(name)
    ranked = sorted(
        (known.index(folded), field) for field, known in fields.items() if folded in known
    )
    if not ranked:
        raise BadMapping(
            say(
                "{kind} have no field “{field}”{near}: the fields are {fields}",
                kind=shape.plural,
                field=name,
                near=_near(name, fields),
                fields=", ".join(fields),
            )
        )
    return ranked[0][1]


def _cell(sheet: Sheet, cell: str) -> str:
    """A column by its name, whatever its case; constants ("=EUR") and "" as they are."""
    if not cell or cell.startswith("=") or cell in sheet.columns:
        return cell
    found = by_fold(sheet.columns).get(fold(cell))
    if found is None:
        raise BadMapping(
            say(
                "{file} has no column “{column}”{near}: its columns are {columns}",
                file=sheet.told_as,
                column=cell,
                near=_near(cell, sheet.columns),
                columns=", ".join(sheet.columns[:40]),
            )
        )
    return found


def _refuse_missing(shape: Shape, reading: Reading) -> None:
    lacking = missing(shape, reading)
    if lacking:
        raise BadMapping(
            say(
                "{file} as {kind} lacks {fields}: add --map {first}=COLUMN (columns: {columns})",
                file=reading.sheet.told_as,
                kind=shape.plural,
                fields=", ".join(lacking),
                first=lacking[0],
                columns=", ".join(reading.sheet.columns[:40]),
            )
        )


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" ({near[0]}?)" if near else ""
