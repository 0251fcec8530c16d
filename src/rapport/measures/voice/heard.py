"""Heard: who said what, each person one voice and each text of theirs heard once?

Only what customers wrote counts: no bot, no spam, no automatic answer. Somebody nobody knows is
their thread, or the message alone; the same words of one person are one text.
"""

from __future__ import annotations

from rapport.core.estimate import Caveat, Refusal
from rapport.core.measure import Step
from rapport.core.phrase import say
from rapport.core.units import SHARE
from rapport.measures.group import Answer, Group
from rapport.stats.intervals import Span

HEARD = Step(
    "heard",
    """
    SELECT
        segment,
        period,
        COALESCE('person ' || person, 'thread ' || thread, 'message ' || key) AS who,
        key,
        source,
        thread,
        "at",
        text_key,
        sentiment,
        cause,
        purpose,
        complaint,
        praise,
        question,
        sentiment_read,
        complaint_read,
        praise_read,
        question_read,
        is_drawn
    FROM reading
    WHERE direction = 'in'
        AND author IS DISTINCT FROM 'bot'
        AND NOT is_spam
        AND NOT is_automatic
    """,
    ("reading",),
)
"""What customers wrote themselves, one row a message, with whose voice it is."""

READ_BY_MACHINE = Caveat(
    "read-by-machine",
    say(
        "a program reads the messages: its known errors are taken out, and widen the interval;"
        " messages drawn by lot and checked narrow it: rapport voice sample BOOK"
    ),
)

TELLS_NOTHING = 0.95
"""A share whose interval is so wide is not told."""


def told_share(group: Group, span: Span, people: int) -> Answer:
    """A share with its interval; refused where the reader's doubt leaves all but nothing out."""
    if span.high - span.low < TELLS_NOTHING:
        return group.told(span, SHARE, people)
    return Refusal(
        say("the reader may err so much here that the share could be almost anything"),
        say("draw messages by lot and check what was read: rapport voice sample BOOK"),
        people,
    )
