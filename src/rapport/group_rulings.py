"""Group rulings: how do people merge, split and rename groups of similar complaints?

A ruling names messages, which stand for the groups they are in, so that it holds when groups
are made anew; groups are made again at once.
"""

from __future__ import annotations

from datetime import datetime

from rapport.core.errors import UserError
from rapport.core.phrase import say
from rapport.ledger.acts import GROUP_RULING
from rapport.ledger.book import Book
from rapport.ledger.telling import tell_act
from rapport.voice.groups.book import regroup

Place = tuple[str, str]
"""Source and key of a message."""

_KEYS = """
SELECT DISTINCT group_key, label
FROM complaint_group
WHERE group_key = $name
    OR starts_with(group_key, $name)
    OR label = $name
ORDER BY group_key
"""
_MIDDLE = """
SELECT source, key
FROM complaint_group
WHERE group_key = $group
ORDER BY is_example DESC, closeness DESC, source, key
LIMIT 1
"""
_EDGE = """
SELECT source, key
FROM complaint_group
WHERE group_key = $group
    AND family <> (
        SELECT family
        FROM complaint_group
        WHERE source = $source
            AND key = $key
    )
ORDER BY closeness, source, key
LIMIT 1
"""
_MEMBER = """
SELECT source, key
FROM complaint_group
WHERE group_key = $group
    AND key = $message
ORDER BY source
LIMIT 1
"""


def merge(book: Book, one: str, other: str, by: str | None, now: datetime) -> None:
    """Make one group of two; raises UserError where one is not there or both are the same."""
    first, second = _group(book, one), _group(book, other)
    if first == second:
        raise UserError(say("“{one}” and “{other}” are one group already", one=one, other=other))
    _rule(book, "merge", _middle(book, first), _middle(book, second), None, by, now)


def split(book: Book, one: str, message: str | None, by: str | None, now: datetime) -> None:
    """Make two groups of one, the second around a message: without one, the oddest of the group.

    Raises UserError where there is no such group or message, or all say the same.
    """
    group = _group(book, one)
    middle = _middle(book, group)
    if message is None:
        bound = {"group": group, "source": middle[0], "key": middle[1]}
        found = book.engine.rows(_EDGE, bound)
    else:
        found = book.engine.rows(_MEMBER, {"group": group, "message": message})
    if not found:
        raise UserError(
            say("“{one}” cannot be split: no message of it says something else", one=one)
            if message is None
            else say("“{one}” holds no message {message}", one=one, message=message)
        )
    _rule(book, "split", middle, (found[0][0], found[0][1]), None, by, now)


def rename(book: Book, one: str, label: str, by: str | None, now: datetime) -> None:
    """Give a group a name of one's own; raises UserError."""
    if not label.strip():
        raise UserError(say("a group needs a name"))
    _rule(book, "rename", _middle(book, _group(book, one)), None, label.strip(), by, now)


def _group(book: Book, name: str) -> str:
    """The key of a group, from its key, the beginning of it, or its label; raises UserError."""
    found = book.engine.rows(_KEYS, {"name": name})
    exact = [row for row in found if row[0] == name]
    if len(exact or found) == 1:
        return str((exact or found)[0][0])
    if not found:
        raise UserError(
            say("there is no group “{name}”: rapport voice groups BOOK shows them", name=name)
        )
    told = ", ".join(row[0] for row in found[:5])
    raise UserError(say("“{name}” may be any of {groups}: give its key", name=name, groups=told))


def _middle(book: Book, group: str) -> Place:
    """The message that shows a group best."""
    source, key = book.engine.rows(_MIDDLE, {"group": group})[0]
    return str(source), str(key)


def _rule(
    book: Book,
    verdict: str,
    one: Place,
    other: Place | None,
    label: str | None,
    by: str | None,
    now: datetime,
) -> None:
    """Write a ruling and make the groups again, or neither."""
    told = {
        "verdict": verdict,
        "teller": one[0],
        "message_id": one[1],
        "other_teller": other and other[0],
        "other_message_id": other and other[1],
        "label": label,
        "decided_by": by,
    }
    key = " ".join([verdict, *one, *(other or ())])
    with book.engine.transaction():
        tell_act(book.engine, GROUP_RULING, key, told, now, now)
        regroup(book.engine)
        book.touch(now)
