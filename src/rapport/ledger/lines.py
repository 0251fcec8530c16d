"""Lines: how do the lines of a text file end, and are some of them blank?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LineEnds:
    """Whether lines end now in one way, now in another, and whether two ends follow each other."""

    mixed: bool
    blank: bool


def find_line_ends(path: Path) -> LineEnds:
    """Look through a file's bytes; line ends inside quoted cells count as well."""
    windows = feeds = 0
    blank = False
    last = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            piece = last + chunk
            blank = blank or b"\n\n" in piece or b"\n\r\n" in piece
            if windows or b"\r" in piece:
                windows += piece.count(b"\r\n") - last.count(b"\r\n")
            feeds += chunk.count(b"\n") if windows else b"\n" in chunk
            last = piece[-2:]
    return LineEnds(0 < windows < feeds, blank)


def blank_lines_sql(lines: str, quote: str) -> str:
    """SQL of the blank lines outside quoted cells: their places, counted as the engine counts rows.

    `lines` is the relation that reads the file line by line; `quote` an SQL literal.
    """
    return f"""SELECT place
FROM (
    SELECT
        count(*) FILTER (open = 0) OVER (ORDER BY number) AS place,
        open = 0 AND coalesce(trim(line, chr(13)), '') = '' AS blank
    FROM (
        SELECT
            number,
            line,
            coalesce(sum(quotes) OVER (
                ORDER BY number
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), 0) % 2 AS open
        FROM (
            SELECT
                row_number() OVER () AS number,
                line,
                length(line) - length(replace(line, {quote}, '')) AS quotes
            FROM {lines}
        )
    )
)
WHERE blank"""
