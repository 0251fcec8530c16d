"""Status: how does what a book holds become sentences and tables?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rapport.core.phrase import Phrase, mark
from rapport.faces.present.language import Language, speak, tell_day, tell_percent
from rapport.faces.present.numbers import tell_people
from rapport.faces.present.tables import Cells

_UNTOLD = "–"
_ALWAYS = "1970-01-01"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the book does not know, and what to bring."""

    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ToldStatus:
    """What a book holds, in words: facts by name, tables, and what is missing."""

    simulated: bool
    facts: tuple[tuple[str, str], ...]
    tables: Cells
    rejected: Cells
    settings: Cells
    gaps: tuple[Gap, ...]


def tell_status(status: Mapping[str, Any], lang: Language) -> ToldStatus:
    """Tell the status of a book; what a status does not hold is told as a dash."""
    return ToldStatus(
        simulated=bool(status.get("simulated")),
        facts=_facts(status, lang),
        tables=_tables(status.get("tables") or (), lang),
        rejected=_rejected(status.get("rejected") or (), lang),
        settings=_settings(status.get("settings") or (), lang),
        gaps=tuple(_gap(gap, lang) for gap in status.get("gaps") or ()),
    )


def _facts(status: Mapping[str, Any], lang: Language) -> tuple[tuple[str, str], ...]:
    """Return the book's facts by name: day, people, matched share, digest, edition."""
    return (
        (speak(mark("As of"), lang), _cell(status.get("as_of"), lang)),
        (speak(mark("People"), lang), _cell(status.get("people"), lang)),
        (speak(mark("Matched share"), lang), _share(status.get("matched_share"), lang)),
        (speak(mark("Imports"), lang), _count(status.get("batches"), lang)),
        (speak(mark("Digest"), lang), str(status.get("digest") or _UNTOLD)),
        (speak(mark("Edition of the book"), lang), str(status.get("edition") or _UNTOLD)),
    )


def _tables(tables: Any, lang: Language) -> Cells:  # noqa: ANN401 - a status is JSON-able, whatever it holds
    """Lay out the tables: records, versions, first and last day."""
    headings = (
        speak(mark("Table"), lang),
        speak(mark("First day"), lang),
        speak(mark("Last day"), lang),
        speak(mark("Records"), lang),
        speak(mark("Versions"), lang),
    )
    names = ("first_day", "last_day", "records", "versions")
    rows = (
        (tell_table(str(row.get("table")), lang), *(_cell(row.get(name), lang) for name in names))
        for row in tables
    )
    return Cells(headings, tuple(rows), 3)


def tell_table(table: str, lang: Language) -> str:
    """Tell the name of a table of the book in words.

    >>> tell_table("purchase_line", Language.EN)
    'purchase line'
    """
    return speak(table.replace("_", " "), lang)


def _rejected(rejected: Any, lang: Language) -> Cells:  # noqa: ANN401 - a status is JSON-able, whatever it holds
    """Lay out how many rows were refused, of which file and why."""
    headings = (
        speak(mark("File"), lang),
        speak(mark("Reason"), lang),
        speak(mark("Rows"), lang),
    )
    if isinstance(rejected, int):
        every = speak(mark("all"), lang)
        return Cells(headings, ((every, "", tell_people(rejected, lang)),) if rejected else (), 2)
    rows = (
        (
            str(row.get("file") or _UNTOLD),
            _cell(row.get("reason"), lang),
            _cell(row.get("records", row.get("count", row.get("rows"))), lang),
        )
        for row in rejected
    )
    return Cells(headings, tuple(rows), 2)


def _settings(settings: Any, lang: Language) -> Cells:  # noqa: ANN401 - a status is JSON-able, whatever it holds
    """Lay out the settings in force and since when; a mapping or a list of rows."""
    headings = (
        speak(mark("Setting"), lang),
        speak(mark("Value"), lang),
        speak(mark("Since"), lang),
    )
    if isinstance(settings, Mapping):
        settings = [{"name": name, "value": value} for name, value in settings.items()]
    rows = (
        (
            str(row.get("name")),
            str(row.get("value")),
            _since(row.get("since"), lang),
        )
        for row in settings
    )
    return Cells(headings, tuple(rows), 3)


def _since(told: str | None, lang: Language) -> str:
    """Tell since when a setting holds: by default, from always, or from a day."""
    if not told:
        return speak(mark("default, nobody set it"), lang)
    return speak(mark("always"), lang) if told == _ALWAYS else _cell(told, lang)


def _gap(gap: Mapping[str, Any], lang: Language) -> Gap:
    """Tell one gap in words."""
    return Gap(_cell(gap.get("text"), lang), _cell(gap.get("remedy"), lang))


def _count(told: Any, lang: Language) -> str:  # noqa: ANN401 - a status is JSON-able, whatever it holds
    """Tell how many there are: of a number, or of a list."""
    return _cell(len(told) if isinstance(told, list | tuple) else told, lang)


def _share(told: Any, lang: Language) -> str:  # noqa: ANN401 - a status is JSON-able, whatever it holds
    """Tell a share in per cent; of a list of shares by table, each."""
    if isinstance(told, Mapping):
        return ", ".join(f"{tell_table(str(k), lang)} {_share(v, lang)}" for k, v in told.items())
    return tell_percent(told, 1, lang) if isinstance(told, int | float) else _cell(told, lang)


def _cell(told: Any, lang: Language) -> str:  # noqa: ANN401 - a status is JSON-able, whatever it holds
    """Tell one value of a status in words: phrases, numbers, days, texts, nothing."""
    if told is None:
        return _UNTOLD
    if isinstance(told, Phrase):
        return speak(told, lang)
    if isinstance(told, int) and not isinstance(told, bool):
        return tell_people(told, lang)
    if isinstance(told, datetime):
        return tell_day(told.date(), lang)
    if isinstance(told, date):
        return tell_day(told, lang)
    return _day_or_text(str(told), lang)


def _day_or_text(told: str, lang: Language) -> str:
    """Tell an ISO day in words, any other text as it is or translated."""
    try:
        return (
            tell_day(date.fromisoformat(told[:10]), lang) if len(told) >= 10 else speak(told, lang)
        )
    except ValueError:
        return speak(told, lang)
