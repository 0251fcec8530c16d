"""Conversations: which customers' messages wait, and how does one move one on?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from rapport.core.errors import UserError
from rapport.core.heard import Conversation
from rapport.core.measure import Step
from rapport.core.message import Signal
from rapport.core.phrase import say
from rapport.corrections import teller_of
from rapport.ledger.book import Book
from rapport.ledger.handled import STATES, Standing, tell_handling, undo_handling
from rapport.ledger.snapshot import BookSnapshot

OPEN = ("waiting", "seen", "understood")
"""States in which a message still wants something of us."""
FIRST_LETTERS = 160
"""Letters shown of a message."""

_NAMES = """
SELECT contact, coalesce(name, account, email, phone, customer_id, '')
FROM contact
WHERE list_contains($contacts, contact)
"""
WAITING = Step(
    "waiting_message",
    f"""SELECT
    stands.source,
    stands.key AS message_id,
    stands.thread,
    any_value(told.contact) AS contact,
    stands."at" AS moment,
    stands.age,
    stands.channel,
    stands.state,
    stands.owner,
    any_value(coalesce(stands.cause, reading.cause)) AS cause,
    {", ".join(f"coalesce(bool_or(reading.{signal}), FALSE) AS {signal}" for signal in Signal)},
    substring(any_value(told.text), 1, {FIRST_LETTERS * 2}) AS text
FROM (
    SELECT *
    FROM message_state
    WHERE list_contains($states, state)
        AND ($owner = '' OR owner = $owner)
    QUALIFY row_number() OVER (PARTITION BY conversation ORDER BY age DESC, source, key) = 1
    ORDER BY age DESC, source, key
    LIMIT $size
) AS stands
JOIN told_message AS told
ON (told.source = stands.source AND told.key = stands.key)
LEFT JOIN reading
ON (reading.source = stands.source AND reading.key = stands.key)
GROUP BY ALL
ORDER BY stands.age DESC, stands.source, stands.key""",
    ("message_state", "told_message", "reading"),
)
"""The first message in such a state of each conversation, the one that waits longest first."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step in how a message is dealt with; what is None stays as it was."""

    message_id: str
    state: str
    owner: str | None = None
    cause: str | None = None
    text: str | None = None
    outcome: str | None = None
    source: str | None = None


def conversations(
    book: Book,
    snapshot: BookSnapshot,
    states: tuple[str, ...] = OPEN,
    owner: str = "",
    most: int = 20,
    now: datetime | None = None,
) -> tuple[Conversation, ...]:
    """Conversations by their first message in some states, those that wait longest first.

    `owner` "" for anybody's; ages are told until `now` (on the clock at home), without it until
    the end of the snapshot's day. Raises UserError for a state that there is not.
    """
    strange = [one for one in states if one not in STATES]
    if strange:
        known = ", ".join(STATES)
        raise UserError(
            say("“{state}” is no state: choose among {known}", state=strange[0], known=known)
        )
    bound = {"states": list(states), "owner": owner, "size": most}
    told = snapshot.read(WAITING, parameters=bound)
    columns: dict[str, Any] = {name: told[name].tolist() for name in told if name != "moment"}
    columns["moment"] = told["moment"].astype("datetime64[us]").tolist()
    contacts = [one for one in columns["contact"] if one is not None]
    names = dict(book.engine.rows(_NAMES, {"contacts": contacts}))
    columns["customer"] = [names.get(one) for one in columns["contact"]]
    late = 0.0 if now is None else _hours_left(snapshot.as_of, now)
    columns["age"] = [max(0.0, age - late) for age in columns["age"]]
    rows = zip(*columns.values(), strict=True)
    return tuple(_conversation(dict(zip(columns, row, strict=True))) for row in rows)


def move(book: Book, step: Move, now: datetime) -> Standing:
    """Note a step of a message and tell where it stands; raises UserError where it skips one."""
    teller = teller_of(book, step.message_id, step.source)
    with book.engine.transaction():
        stands = tell_handling(
            book.engine,
            teller,
            step.message_id,
            step.state,
            step.owner,
            step.cause,
            step.text,
            now,
            step.outcome,
        )
        book.touch(now)
    return stands


def move_back(book: Book, message_id: str, source: str | None, now: datetime) -> Standing:
    """Take the last step of a message back; raises UserError where there is none."""
    teller = teller_of(book, message_id, source)
    with book.engine.transaction():
        stands = undo_handling(book.engine, teller, message_id, now)
        book.touch(now)
    return stands


def _hours_left(last: date, now: datetime) -> float:
    """Hours from now to the end of a day; 0 once it is over."""
    midnight = datetime.combine(last, time()) + timedelta(days=1)
    return max(0.0, (midnight - now).total_seconds() / 3600)


def _conversation(row: dict[str, Any]) -> Conversation:
    """A row as a value."""
    words = " ".join((row["text"] or "").split())
    cut = len(words) > FIRST_LETTERS
    return Conversation(
        source=row["source"],
        message_id=row["message_id"],
        thread=row["thread"],
        customer=row["customer"] or None,
        at=row["moment"],
        age=float(row["age"]),
        channel=row["channel"],
        state=row["state"],
        owner=row["owner"],
        signals=tuple(signal.value for signal in Signal if row[signal.value]),
        cause=row["cause"],
        text=f"{words[:FIRST_LETTERS].rstrip()}…" if cut else words,
    )
