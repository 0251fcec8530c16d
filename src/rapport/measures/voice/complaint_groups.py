"""Complaint groups: how many people say the same, and does it grow?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.as_read import AS_READ
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_READINGS
from rapport.stats.intervals import Span, wilson

PEOPLE = Unit(Dimension.COUNT, "people")
GROWTH = Unit(Dimension.RATIO, mark("times the 30 days before"))
RECENT_DAYS = 30
GROWTH_SIGN = "↗"
"""Stands after a group's name where its growth is told."""

MEMBERS = Step(
    "members",
    """
    SELECT
        segment,
        period,
        group_key,
        label,
        COALESCE('person ' || person, 'thread ' || thread, 'message ' || key) AS who,
        COALESCE(MAX(day) > $recent, FALSE) AS is_recent,
        COALESCE(BOOL_OR(day > $before AND day <= $recent), FALSE) AS is_before
    FROM complaint_group
    GROUP BY ALL
    """,
    ("complaint_group",),
)
"""One row a person and group: whether they said it lately, or in the days before these."""
SIZES = Step(
    "sizes",
    """
    SELECT
        segment,
        period,
        group_key,
        MIN(label) AS label,
        COUNT(DISTINCT who) AS people,
        COUNT(DISTINCT who) FILTER (WHERE is_recent) AS recent,
        COUNT(DISTINCT who) FILTER (WHERE is_before) AS earlier,
        0 AS everybody
    FROM members
    GROUP BY segment, period, group_key
    UNION ALL
    SELECT
        segment,
        period,
        NULL,
        NULL,
        0,
        0,
        0,
        COUNT(DISTINCT who)
    FROM members
    GROUP BY segment, period
    """,
)
"""One row a group, and one for all groups together."""


@dataclass(frozen=True, slots=True)
class ComplaintGroups:
    """People behind the biggest groups of similar complaints; one who says it often counts once.

    `most` says how many groups are shown.

    >>> str(ComplaintGroups().card.unit)
    'people'
    """

    by: str | None = None
    per: str | None = None
    most: int = 10

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="complaint_groups",
            name=say("Groups of similar complaints"),
            question=say("How many people complain of the same?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=PEOPLE,
            better=Better.LOWER,
            needs=("reading", "complaint_group"),
            sampled=say("people whose complaint is in a group"),
            method=say(
                "distinct people by group, the biggest groups first; ↗ is growth: people in the"
                " last 30 days for each one in the 30 days before, with the interval of a share"
                " of two Poisson counts"
            ),
            assumes=(say("complaints in one group are about the same"),),
            sources=(
                Reference("Przyborowski & Wilenski 1940, Biometrika 31:313-323"),
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
            ),
            segments=OF_READINGS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """People in any group, then group by group, with growth where all of time is asked for."""
        recent = snapshot.as_of - timedelta(days=RECENT_DAYS)
        bound = {"recent": recent, "before": recent - timedelta(days=RECENT_DAYS)}
        return read(self, snapshot, Reading((MEMBERS, SIZES), self._parts, bound, (AS_READ,)))

    def _parts(self, group: Group) -> Parts:
        people = group.array("people").astype(np.int64)
        labels = [str(label) for label in np.ma.filled(group.columns["label"], "")]
        everybody = group.total("everybody")
        yield mark("in any group"), group.counted(everybody, PEOPLE, everybody)
        biggest = [row for row in _biggest(group) if people[row]][: self.most]
        names = _told_apart([labels[row] for row in biggest])
        for name, row in zip(names, biggest, strict=True):
            size = int(people[row])
            yield name, group.counted(size, PEOPLE, size)
        if group.period is None:
            for name, row in zip(names, biggest, strict=True):
                recent, earlier = (int(group.array(one)[row]) for one in ("recent", "earlier"))
                yield f"{name} {GROWTH_SIGN}", self._growth(group, recent, earlier)

    def _growth(self, group: Group, recent: int, earlier: int) -> Answer:
        """People lately for each one before: the odds of a share, half a person at each end."""
        both = recent + earlier
        too_few = group.refused(both, FEWEST)
        if too_few:
            return too_few
        share = wilson(recent + 0.5, both + 1)
        return group.told(Span(*(one / (1 - one) for one in share)), GROWTH, both)


def _biggest(group: Group) -> list[int]:
    """Rows of groups, the biggest first, then by key."""
    keys = np.ma.filled(group.columns["group_key"], "").astype(str)
    return [int(row) for row in np.lexsort((keys, -group.array("people")))]


def _told_apart(labels: list[str]) -> list[str]:
    """Labels, with a number after one that an earlier group bears already."""
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        told.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return told
