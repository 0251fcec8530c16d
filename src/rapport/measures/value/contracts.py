"""Contracts: how long do subscriptions and memberships last, whose end is told?"""

from __future__ import annotations

import numpy as np

from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.units import SHARE
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.stats.intervals import share_with_variance
from rapport.stats.survival import curve_of

DAYS = 365
PART = mark("subscribed or a member still, 365 days on")

BELONGING = Step(
    "belonging",
    """
    SELECT
        person,
        MIN(day) AS since,
        CASE WHEN COUNT(*) = COUNT(ended_day) THEN MAX(ended_day) END AS until
    FROM follow
    WHERE person IS NOT NULL
        AND kind IN ('subscription', 'membership')
    GROUP BY person
    """,
    ("follow",),
)
"""One row a person who ever subscribed or joined; whoever left and came back has stayed."""

LASTED = Step(
    "lasted",
    """
    SELECT
        GREATEST(0, COALESCE(until, CAST($as_of AS DATE)) - since) AS lasted,
        until IS NOT NULL AS has_ended,
        COUNT(*) AS people,
        COUNT(*) FILTER (WHERE CAST($as_of AS DATE) - since >= $days) AS old
    FROM belonging
    GROUP BY ALL
    """,
)


def contract_parts(snapshot: Snapshot) -> Parts:
    """The part of contracts, for everybody; none where nobody ever subscribed or joined."""
    bound = {"as_of": snapshot.as_of, "days": DAYS}
    group = Group(None, None, snapshot.read(BELONGING, LASTED, parameters=bound), snapshot)
    people = group.total("people")
    if people:
        yield PART, group.refused(people, FEWEST) or _kept(group, people)


def _kept(group: Group, people: int) -> Answer:
    """Share of contracts that last longer than a year; refused where no end was ever told."""
    lasted, told = (group.array(name).astype(np.float64) for name in ("lasted", "people"))
    ended = group.array("has_ended").astype(bool)
    if not ended.any():
        return Refusal(
            say("no subscription or membership in the book has ended"),
            say("import follows with the day on which they ended (ended_at)"),
            people,
        )
    old = group.total("old")
    if old < FEWEST:
        return Refusal(
            say("only {n} subscriptions or memberships are {days} days old", n=old, days=DAYS),
            say("wait, or import older ones"),
            people,
        )
    curve = curve_of(lasted, ended, told)
    variance = float(curve.variance_at(DAYS))
    span = share_with_variance(float(curve.at(DAYS)), variance, people if variance > 0 else old)
    return group.told(span, SHARE, people)
