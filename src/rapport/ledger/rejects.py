"""Rejects: which rows could not be taken, on which line, and why?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rapport.core.phrase import Phrase, say
from rapport.core.source import Sheet, column
from rapport.ledger.engine import Engine
from rapport.ledger.landing import NAMED, Landing, rows_sql
from rapport.ledger.staging import BLANK, BROKEN, STAGED, Staged

_ORDINAL = f"{STAGED}.rowid - (SELECT min(rowid) FROM {STAGED})"

SHIFTS = "line_shift"
"""The temporary table that leads from a readable row's number to its line in the file."""

_AHEAD = f"""ASOF LEFT JOIN (
    SELECT ordinal AS from_ordinal, max(before + extra) AS ahead
    FROM {SHIFTS}
    GROUP BY ordinal
) AS shifts
ON ({{rows}}.ordinal >= shifts.from_ordinal)"""


def reason(fault: str, field: str | None) -> Phrase:
    """Say why a row was refused, from its fault code and field."""
    if fault == "missing":
        return say("{field} is missing", field=field or "?")
    if fault == "unreadable":
        return say("{field} cannot be read for what it should be", field=field or "?")
    if fault == "broken":
        return say("the row's cells cannot be told apart (quotes, separators or encoding)")
    return say("the row tells nothing that counts (unpaid, void or empty)")


def reject_broken(engine: Engine, staged: Staged, seen_at: datetime) -> int:
    """Keep the rows that the engine could not tell apart; return how many there were."""
    sheet = staged.sheet
    _find_shifts(engine, staged)
    rows = f"""SELECT
    $first + ordinal + before AS line,
    'broken' AS fault,
    NULL::VARCHAR AS field,
    raw
FROM {SHIFTS}
WHERE raw IS NOT NULL"""
    return _keep(engine, sheet, seen_at, rows, None)


def reject_faults(engine: Engine, landing: Landing, seen_at: datetime) -> int:
    """Keep the rows of a recipe that have a fault; return how many there were."""
    rows = f"""SELECT
    $first + faulty.ordinal + coalesce(ahead, 0) AS line,
    fault,
    field,
    {_raw_sql(landing.sheet)} AS raw
FROM (
    SELECT
        staged_row,
        staged_row - (SELECT min(rowid) FROM {STAGED}) AS ordinal,
        fault,
        field
    FROM {NAMED}
    WHERE fault IS NOT NULL
) AS faulty
JOIN {STAGED} ON ({STAGED}.rowid = faulty.staged_row)
{_AHEAD.format(rows="faulty")}"""
    return _keep(engine, landing.sheet, seen_at, rows, landing.table.name)


def reject_unclaimed(
    engine: Engine, sheet: Sheet, landings: Sequence[Landing], seen_at: datetime
) -> int:
    """Keep the rows that no recipe claimed; return how many there were."""
    if any(landing.whole or landing.recipe.where == "TRUE" for landing in landings):
        return 0
    claimed = " OR ".join(f"coalesce({rows_sql(landing)}, FALSE)" for landing in landings)
    drop = f" AND NOT coalesce(({sheet.drop_rows}), FALSE)" if sheet.drop_rows else ""
    rows = f"""SELECT
    $first + lost.ordinal + coalesce(ahead, 0) AS line,
    'unclaimed' AS fault,
    NULL::VARCHAR AS field,
    raw
FROM (
    SELECT {_ORDINAL} AS ordinal, {_raw_sql(sheet)} AS raw
    FROM {STAGED}
    WHERE NOT ({claimed}){drop}
) AS lost
{_AHEAD.format(rows="lost")}"""
    return _keep(engine, sheet, seen_at, rows, None)


def _keep(engine: Engine, sheet: Sheet, seen_at: datetime, rows: str, record: str | None) -> int:
    """Write refused rows and count them; a row refused before is not refused again."""
    engine.run(f"CREATE OR REPLACE TEMP TABLE refused AS {rows}", {"first": sheet.header_line + 1})
    engine.run(
        """INSERT INTO rejected
SELECT $file, line, $record, fault, field, raw, $seen_at
FROM refused
WHERE NOT EXISTS (
    SELECT 1
    FROM rejected AS book
    WHERE book.file = $file
        AND book.line = refused.line
        AND book.record IS NOT DISTINCT FROM $record
        AND book.raw = refused.raw
)""",
        {"file": sheet.told_as, "record": record, "seen_at": seen_at},
    )
    return int(engine.rows("SELECT count(*) FROM refused")[0][0])


def _raw_sql(sheet: Sheet) -> str:
    """A row's cells as one text, as the file would write them."""
    cells = ", ".join(f"coalesce({STAGED}.{column(name)}, '')" for name in sheet.columns)
    return f"concat_ws('{sheet.delimiter}', {cells})"


def _find_shifts(engine: Engine, staged: Staged) -> None:
    """Find where lines run ahead of rows: broken rows, and cells that hold line breaks."""
    sheet = staged.sheet
    text = f"concat_ws('', {', '.join(column(name) for name in sheet.columns)})"
    tall = f"""
    UNION ALL
    SELECT {_ORDINAL} + 1, -1, {_breaks(text)}, NULL
    FROM {STAGED}
    WHERE contains({text}, chr(10))"""
    engine.run(
        f"""CREATE OR REPLACE TEMP TABLE {SHIFTS} AS
WITH steps (ordinal, place, extra, raw) AS (
    SELECT
        place - $first - (row_number() OVER (ORDER BY place) - 1),
        place,
        1 + {_breaks("trim(coalesce(raw, ''), chr(10) || chr(13))")},
        ltrim(raw, chr(10) || chr(13))
    FROM (
        SELECT place, raw FROM {BROKEN}
        UNION ALL
        SELECT place, NULL FROM {BLANK}
    ){tall if staged.tall else ""}
)
SELECT
    ordinal,
    extra,
    raw,
    coalesce(sum(extra) OVER (
        ORDER BY ordinal, place
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0)::BIGINT AS before
FROM steps""",
        {"first": sheet.header_line + 1},
    )


def _breaks(text: str) -> str:
    return f"length({text}) - length(replace({text}, chr(10), ''))"
