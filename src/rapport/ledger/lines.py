"""Lines: how do the lines of a text file end, and are some of them blank?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_CHUNK = 4 * 1024 * 1024
_BLANK = re.compile(rb"\n\r?\n")
_NO_BREAK = b"\xc2\xa0"


@dataclass(frozen=True, slots=True)
class LineEnds:
    """Whether lines end in more than one way, whether two ends follow each other, whether a
    quote stands anywhere (without one, every row is one line), and whether there are tabs or
    no-break spaces (without them, only plain spaces need trimming).
    """

    mixed: bool
    blank: bool
    quoted: bool = True
    odd_spaces: bool = True


def find_line_ends(path: Path, quote: bytes = b'"') -> LineEnds:
    """Look through a file's bytes; line ends inside quoted cells count as well."""
    windows = feeds = 0
    blank = quoted = odd = False
    last = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            seam = last + chunk[:2]
            quoted = quoted or quote in chunk
            odd = odd or b"\t" in chunk or _holds_no_break(chunk, seam)
            blank = blank or any(_BLANK.search(part) for part in (chunk, seam))
            if windows or b"\r" in chunk or b"\r" in last:
                windows += (last + chunk).count(b"\r\n") - last.count(b"\r\n")
            feeds += chunk.count(b"\n") if windows else b"\n" in chunk
            last = (last + chunk)[-2:] if len(chunk) < 2 else chunk[-2:]
    return LineEnds(0 < windows < feeds, blank, quoted, odd)


def _holds_no_break(chunk: bytes, seam: bytes) -> bool:
    """Whether a no-break space stands here; its first byte alone is looked for first, and fast."""
    return _NO_BREAK in seam or (b"\xc2" in chunk and _NO_BREAK in chunk)


@contextmanager
def evened(path: Path, ends: LineEnds) -> Iterator[Path]:
    """The file, or where its lines end in two ways (no engine reads that) a copy in one way."""
    if not ends.mixed:
        yield path
        return
    with TemporaryDirectory(prefix="rapport-") as folder:
        copy = Path(folder) / "even.txt"
        with path.open("rb") as stream, copy.open("wb") as target:
            held = b""
            while chunk := stream.read(_CHUNK):
                piece = held + chunk
                held = b"\r" if piece.endswith(b"\r") else b""
                target.write(piece.removesuffix(b"\r").replace(b"\r\n", b"\n"))
            target.write(held)
        yield copy


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
