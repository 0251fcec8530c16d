"""Matching: of the people who are connected to us, how many do we know as customers too?

A follower whom no other record names is unknown, not "unconnected": every number on connected
people is shown beside this share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.core.errors import UnknownName
from rapport.core.phrase import say
from rapport.ledger.engine import Engine
from rapport.ledger.tables import TABLES


@dataclass(frozen=True, slots=True)
class MatchedShare:
    """How many connected people there are, and how many of them another record names.

    `connected`, `matched`: people; `unknown`: contacts told as connected behind whom nobody could
    be found.
    """

    connected: int
    matched: int
    unknown: int

    @property
    def share(self) -> float | None:
        """Matched among connected, between 0 and 1; None where nobody is connected.

        >>> MatchedShare(connected=4, matched=1, unknown=0).share
        0.25
        """
        return self.matched / self.connected if self.connected else None


def matched_share(
    engine: Engine,
    *,
    connected: str = "follow",
    other: str = "purchase",
    before: datetime | None = None,
) -> MatchedShare:
    """Count connected people and those among them whom `other` names, both before a moment (UTC).

    `connected` and `other` are record tables whose rows name somebody; raises UnknownName for
    anything else.
    """
    step = matching_step(connected, other)
    known, matched, unknown = engine.rows(step, {"before": before})[0]
    return MatchedShare(int(known), int(matched), int(unknown))


def matching_step(connected: str, other: str) -> str:
    """The SQL of the counts (connected, matched, unknown); binds `before` (NULL: everything)."""
    for name in (connected, other):
        if name not in TABLES or not TABLES[name].handles:
            raise UnknownName(
                say("no table {name} that names people: give one such as purchase", name=name)
            )
    return f"""
WITH told AS (
    SELECT DISTINCT contact
    FROM {connected}
    WHERE contact IS NOT NULL
        AND ($before::TIMESTAMP IS NULL OR happened_at < $before::TIMESTAMP)
),
connected AS (
    SELECT DISTINCT person
    FROM told
    JOIN identity USING (contact)
),
other AS (
    SELECT DISTINCT person
    FROM {other}
    JOIN identity USING (contact)
    WHERE $before::TIMESTAMP IS NULL OR happened_at < $before::TIMESTAMP
)
SELECT
    (SELECT count(*) FROM connected),
    (SELECT count(*) FROM connected SEMI JOIN other USING (person)),
    (SELECT count(*) FROM told ANTI JOIN identity USING (contact))
"""
