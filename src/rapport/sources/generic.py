"""Generic: what is an export of a system that Rapport does not know by name?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.phrase import Phrase, say
from rapport.core.source import Recognition, Sheet
from rapport.sources.headers import fold, without_currency
from rapport.sources.reading import Reading, read_as
from rapport.sources.recipes import recipes_for
from rapport.sources.shapes import SHAPES, Shape

_LEAST, _MOST = 0.5, 0.95
"""Confidence where no column but the needed is understood, and where all are."""

_UNTOLD = 0.6
"""What a kind's nearness is worth where no column tells that kind."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a sheet comes to a kind: what is there of what it needs, what is missing."""

    shape: Shape
    share: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generic:
    """Any export whose columns are named in English or French as people name them."""

    name: str = "file"

    def recognise(self, sheet: Sheet) -> Recognition | None:
        """The kind whose columns the sheet shows, None where it shows no kind's."""
        readings = [(shape, read_as(sheet, shape.kind)) for shape in SHAPES]
        fitting = [(shape, reading) for shape, reading in readings if fits(shape, reading)]
        if not fitting:
            return None
        shape, reading = max(fitting, key=lambda pair: confidence(pair[1]))
        return recognition(reading, confidence(reading), _reason(shape, sheet))


def fits(shape: Shape, reading: Reading) -> bool:
    """Whether a reading has all that its kind needs, something that tells it, nothing against."""
    columns = _folded(reading.sheet)
    return (
        not missing(shape, reading)
        and bool(columns & shape.telling_names)
        and not columns & shape.forbidden_names
    )


def missing(shape: Shape, reading: Reading) -> tuple[str, ...]:
    """For each need that nothing meets, the field to bring."""
    there = {*reading.cells, *reading.hints}
    return tuple(group[0] for group in shape.needs if not there.intersection(group))


def confidence(reading: Reading) -> float:
    """0.5 to 0.95 by the share of the sheet's columns that the kind understands."""
    understood = len({*reading.cells.values(), *reading.hints.values()})
    share = understood / len(reading.sheet.columns)
    return round(_LEAST + (_MOST - _LEAST) * min(1.0, share), 2)


def nearest(sheet: Sheet) -> tuple[Nearness, ...]:
    """The kinds a sheet comes nearest to, the nearest first."""
    found = []
    for shape in SHAPES:
        reading = read_as(sheet, shape.kind)
        lacking = missing(shape, reading)
        share = 1 - len(lacking) / len(shape.needs)
        if not _folded(sheet) & shape.telling_names:
            share *= _UNTOLD
        found.append(Nearness(shape, share * confidence(reading), lacking))
    return tuple(sorted(found, key=lambda near: -near.share))


def recognition(
    reading: Reading, sureness: float, reason: Phrase, source: str | None = None
) -> Recognition:
    """A recognition made of a reading; notes say what had to be assumed."""
    told = {**reading.cells, **reading.hints}
    return Recognition(
        source=source or _source_name(reading),
        confidence=sureness,
        reason=reason,
        recipes=recipes_for(reading),
        mapping=tuple(told.items()),
        notes=_notes(reading),
    )


def _source_name(reading: Reading) -> str:
    """Named after the columns that identify: two systems' order 1001 are two orders."""
    marks = [reading.cells.get(field, "") for field in ("key", "order_id", "happened_at")]
    names = [fold(cell) for cell in marks if cell and not cell.startswith("=")]
    return "file:" + "+".join(dict.fromkeys(names))


def _folded(sheet: Sheet) -> frozenset[str]:
    return frozenset(
        name for column in sheet.columns for name in (fold(column), without_currency(column))
    )


def _reason(shape: Shape, sheet: Sheet) -> Phrase:
    telling = [
        column
        for column in sheet.columns
        if {fold(column), without_currency(column)} & shape.telling_names
    ]
    return say(
        "columns that tell {kind}: {columns}", kind=shape.plural, columns=", ".join(telling[:6])
    )


def _notes(reading: Reading) -> tuple[Phrase, ...]:
    notes = []
    if reading.kind in ("purchase", "purchase_line", "refund", "spend") and not reading.currency():
        notes.append(
            say("no currency is told: amounts stand as XXX until --map currency==EUR (or another)")
        )
    if reading.kind == "message" and not {"direction", "author"} & reading.cells.keys():
        notes.append(say("no direction is told: every message is taken as a customer's"))
    if "status" in reading.hints:
        notes.append(say("orders that {column} calls cancelled are left out",
                         column=reading.hints["status"]))  # fmt: skip
    return tuple(notes)
