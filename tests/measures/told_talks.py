"""Told talks: how do tests write a few conversations by hand, and what they mean?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from rapport.core.estimate import Estimate
from rapport.house import House
from worlds import Clock, fresh_house, write

from .readings import READ

HEADER = "message_id,thread,sent_at,email,direction,author_type,agent,visibility,text\n"
PLAIN = """
    UPDATE reading
    SET purpose = NULL, cause = NULL, is_question = FALSE, is_complaint = FALSE,
        is_break_up = FALSE, is_praise = FALSE, courtesy = 0, is_signed = FALSE
"""
JUNE = date(2025, 6, 30)


def said(key: str, thread: str, at: str, who: str = "", agent: str = "", seen: str = "") -> str:
    """A message on a day of June 2025 ("02 10:00"): of a customer, or of an agent or a bot."""
    mail = f"{who}@example.com" if who else ""
    side = ("in", "customer") if not agent else ("out", "bot" if agent == "bot" else "staff")
    return f"{key},{thread},2025-06-{at}:00,{mail},{side[0]},{side[1]},{agent},{seen},words {key}\n"


@contextmanager
def house_told(
    *messages: str, meant: Mapping[str, Mapping[str, object]] | None = None, **files: str
) -> Iterator[House]:
    """A house over conversations, read as `meant` says by message where it is given."""
    with fresh_house(Clock(datetime(2025, 6, 20, 8))) as (house, folder):
        more = {f"{name}.csv": told for name, told in files.items()}
        house.ingest(*write(folder, {"messages.csv": HEADER + "".join(messages), **more}))
        if meant is not None:
            house.book.engine.run(READ)
            house.book.engine.run(PLAIN)
        for key, fields in (meant or {}).items():
            given = ", ".join(f"{name} = ${name}" for name in fields)
            sql = f"UPDATE reading SET {given} WHERE key = $message"
            house.book.engine.run(sql, {**fields, "message": key})
        yield house


def parts_of(house: House, key: str, by: str | None = None, as_of: date = JUNE):
    """A measure's answers by part, or by part and segment where it is cut."""
    rows = house.measure(key, as_of=as_of, by=by).rows
    return {(row.part, row.segment) if by else row.part: row.answer for row in rows}


def values(answers) -> dict[object, float]:
    """The numbers among answers; refusals are left out."""
    return {part: one.value for part, one in answers.items() if isinstance(one, Estimate)}


def source_of(house: House) -> str:
    """The source that the messages were told by."""
    return str(house.book.engine.rows("SELECT min(source) FROM message")[0][0])
