"""Corrections: what does a person say that messages mean, and how does it come back to the book?"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rapport.core.errors import UnreadableFile, UserError
from rapport.core.message import Cause, Purpose, Sentiment, Signal
from rapport.core.phrase import say
from rapport.core.source import SheetFormat
from rapport.ledger.acts import CORRECTION
from rapport.ledger.book import Book
from rapport.ledger.heard import AS_READ
from rapport.ledger.telling import tell_act
from rapport.sources.sheets import open_sheets

YES, NO = "yes", "no"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "sentiment": tuple(Sentiment),
    **{signal.value: (YES, NO) for signal in Signal},
    "cause": (*Cause, "none"),
    "purpose": (*Purpose, "none"),
    "language": (),
}
"""What a person can correct, and the words it may take; a language is any ISO 639-1 code."""

CHECKED = "checked"
CHECKED_WORDS = {"yes", "y", "oui", "o", "x", "1", "true", "vrai"}
SAMPLE = ("source", "message_id", CHECKED, "text", *FIELDS)
"""Columns of the sample that a person corrects; rows that nobody marked as checked say nothing."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person says of one message; `drawn` if the message was drawn by lot."""

    teller: str
    message_id: str
    field: str
    value: str
    drawn: bool = False

    def __post_init__(self) -> None:
        """Raise UserError where the field or the word is none that can be told."""
        if self.field not in FIELDS:
            raise UserError(
                say(
                    "“{field}” cannot be corrected: choose among {fields}",
                    field=self.field,
                    fields=", ".join(FIELDS),
                )
            )
        words = FIELDS[self.field]
        known = self.value in words if words else _is_language(self.value)
        if not known and self.value != AS_READ:
            raise UserError(
                say(
                    "{message}: {field} cannot be “{value}”: choose among {words}",
                    message=self.message_id,
                    field=self.field,
                    value=self.value,
                    words=", ".join(words) or "en, fr, de, es, it, nl, pt …",
                )
            )


def _is_language(text: str) -> bool:
    return len(text) in (2, 3) and text.isalpha() and text.islower()


_DRAW = f"""
SELECT
    source,
    key AS message_id,
    text,
    {", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in FIELDS)}
FROM {{reading}}
WHERE direction = 'in'
    AND words > 0
    AND NOT is_automatic
    AND day > CAST($last AS DATE) - 365
ORDER BY hash(text_key::VARCHAR || ' ' || $seed::VARCHAR), source, key
LIMIT $size
"""


def write_sample(book: Book, reading: str, path: Path, *, last: date, size: int, seed: int) -> int:
    """Draw messages of the last year by lot and write them as CSV to correct; how many.

    `reading` names a table of the engine with the relation's columns. Raises UserError where
    nothing has been read.
    """
    rows = book.engine.rows(
        _DRAW.format(reading=reading), {"last": last, "size": size, "seed": seed}
    )
    if not rows:
        raise UserError(
            say("no message of the book has been read: rapport voice score BOOK comes first")
        )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(SAMPLE)
        writer.writerows([_spelt(row) for row in rows])
    return len(rows)


def _spelt(row: Sequence[Any]) -> list[str]:
    """A row of the sample in the words that come back as corrections."""
    words = {"true": YES, "false": NO, None: "none"}
    text = str(row[2] or "")
    shielded = f"'{text}" if text[:1] in "=+-@\t\r" else text  # no spreadsheet formula
    return [str(row[0]), str(row[1]), "", shielded, *(words.get(value, value) for value in row[3:])]


def read_sample(path: Path) -> list[Correction]:
    """The corrections of a sample that came back: every word of a row that was checked counts.

    Whatever a spreadsheet made of it (semicolons, another encoding, a workbook) is read as at the
    door. Raises UnreadableFile where it is no such table, UserError where nothing was checked or
    a word is none.
    """
    rows = [row for row in _rows(path) if row[CHECKED].strip().lower() in CHECKED_WORDS]
    if not rows:
        raise UserError(
            say(
                "{path}: no row is marked as checked: put yes in the column checked of every "
                "message you looked at, corrected or not",
                path=str(path),
            )
        )
    return [
        Correction(row["source"], row["message_id"], name, row[name].strip().lower(), drawn=True)
        for row in rows
        for name in FIELDS
        if row.get(name, "").strip()
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a sample; raises UnreadableFile."""
    with TemporaryDirectory() as workshop:
        sheet = open_sheets(path, Path(workshop))[0]
        missing = {"source", "message_id", CHECKED} - set(sheet.columns)
        if missing or sheet.format is not SheetFormat.CSV:
            raise UnreadableFile(
                say(
                    "{path} lacks the columns {names}: "
                    "take the file that rapport voice sample wrote",
                    path=str(path),
                    names=", ".join(sorted(missing or SAMPLE)),
                )
            )
        with sheet.path.open(encoding="utf-8-sig", newline="") as file:
            told = csv.DictReader(file, delimiter=sheet.delimiter, restval="")
            return [{name: row.get(name) or "" for name in sheet.columns} for row in told]


def correct(book: Book, corrections: Sequence[Correction], by: str | None, now: datetime) -> int:
    """Write corrections, all or none; how many. Raises UserError for an unknown message."""
    with book.engine.transaction():
        _check_known(book, corrections)
        for one in corrections:
            told = {
                "teller": one.teller,
                "message_id": one.message_id,
                "field": one.field,
                "value": one.value,
                "drawn": one.drawn,
                "decided_by": by,
            }
            key = f"{one.teller} {one.message_id} {one.field}"
            tell_act(book.engine, CORRECTION, key, told, now, now)
        book.touch(now)
    return len(corrections)


def _check_known(book: Book, corrections: Sequence[Correction]) -> None:
    """Raise UserError where a corrected message is not in the book."""
    for teller, key in {(one.teller, one.message_id) for one in corrections}:
        found = book.engine.rows(
            "SELECT 1 FROM message WHERE source = $source AND key = $key LIMIT 1",
            {"source": teller, "key": key},
        )
        if not found:
            raise UserError(
                say("the book has no message {key} of {source}", key=key, source=teller)
            )


def teller_of(book: Book, message_id: str, source: str | None = None) -> str:
    """The source of a message, from its key; raises UserError where there is none or several."""
    found = book.engine.rows(
        "SELECT DISTINCT source FROM message WHERE key = $key ORDER BY source", {"key": message_id}
    )
    tellers = [row[0] for row in found if source in (None, row[0])]
    if len(tellers) == 1:
        return str(tellers[0])
    if not tellers:
        raise UserError(say("the book has no message {key}", key=message_id))
    raise UserError(
        say(
            "several sources have a message {key}: add --source, one of {sources}",
            key=message_id,
            sources=", ".join(tellers),
        )
    )
