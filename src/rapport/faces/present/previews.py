"""Previews: what would a file become, without showing whose it is?"""

from __future__ import annotations

from rapport.core.phrase import mark
from rapport.core.summary import Preview
from rapport.faces.present.language import Language, speak
from rapport.faces.present.numbers import tell_people
from rapport.faces.present.tables import Cells

PERSONAL = frozenset(
    {
        "customer_id",
        "email",
        "phone",
        "account",
        "name",
        "friend",
        "referrer",
        "text",
        "author",
        "comment",
    }
)
"""Fields that tell who someone is, or what they wrote: masked on screen."""

_SHOWN_LETTERS = 1
_WIDEST = 24


def columns_of(preview: Preview, lang: Language) -> Cells:
    """Lay out which column of the file each field is read from."""
    headings = (speak(mark("Field"), lang), speak(mark("Column of the file"), lang))
    return Cells(headings, tuple(preview.recognition.mapping), 2)


def first_rows_of(preview: Preview) -> Cells:
    """Lay out the first rows of the columns that would be read, personal ones masked."""
    personal = {column for field, column in preview.recognition.mapping if _is_personal(field)}
    read = [column for _, column in preview.recognition.mapping if column in preview.columns]
    columns = tuple(dict.fromkeys(read))
    places = [preview.columns.index(column) for column in columns]
    rows = tuple(
        tuple(
            _masked(row[place]) if column in personal else _short(row[place])
            for column, place in zip(columns, places, strict=True)
        )
        for row in preview.rows
    )
    return Cells(columns, rows, len(columns))


def rejects_of(preview: Preview, lang: Language) -> Cells:
    """Lay out the rows that would be refused: line and reason."""
    headings = (speak(mark("Line"), lang), speak(mark("Why it would be refused"), lang))
    rows = tuple(
        ("–" if line is None else tell_people(line, lang), speak(reason, lang))
        for line, reason in preview.rejects
    )
    return Cells(headings, rows, 2)


def _is_personal(field: str) -> bool:
    """Whether a field, or the last word of a compound one, tells who someone is."""
    return field in PERSONAL or any(field.endswith(f"_{word}") for word in PERSONAL)


def _masked(cell: str | None) -> str:
    """Return a personal cell with all but its first letter hidden; contacts hide what they are.

    >>> _masked("claire@example.com")
    'c…@…'
    """
    if not cell:
        return ""
    return f"{cell[:_SHOWN_LETTERS]}…" + ("@…" if "@" in cell else "")


def _short(cell: str | None) -> str:
    """Return a cell cut to a width that fits a terminal; anything like an e-mail is masked."""
    if cell and "@" in cell:
        return _masked(cell)
    return cell if cell and len(cell) <= _WIDEST else f"{(cell or '')[: _WIDEST - 1]}…" * bool(cell)
