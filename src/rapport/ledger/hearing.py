"""Hearing: what must be looked at before messages can be told apart?"""

from __future__ import annotations

from rapport.ledger.engine import Engine
from rapport.ledger.relations import Heard
from rapport.ledger.working_time import opening


def find_heard(engine: Engine, working_hours: str) -> Heard:
    """Find out cheaply what a book's messages need, so that no other book pays for it."""
    return Heard(
        several_tellers=len(engine.rows("SELECT DISTINCT source FROM message LIMIT 2")) > 1,
        is_read=bool(engine.rows("SELECT 1 FROM reading LIMIT 1")),
        threadless=bool(engine.rows("SELECT 1 FROM message WHERE thread IS NULL LIMIT 1")),
        vanishes=bool(engine.rows("SELECT 1 FROM moderation WHERE action = 'disappeared' LIMIT 1")),
        spans=max(place for _, place, _, _ in opening(working_hours)),
    )
