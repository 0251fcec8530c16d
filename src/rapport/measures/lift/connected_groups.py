"""Connected groups: of whom among the connected is an effect asked, one segment or period each?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapport.core.measure import Snapshot
from rapport.measures.lift.connected_months import UNTOLD, ConnectedMonths, Tie
from rapport.measures.lift.connection_case import Case, case_of
from rapport.stats.connection_verdict import FEWEST_CONNECTED
from rapport.stats.panel import Marks

SEGMENTS = ("kind", "channel", "topic")
"""What the first connection tells of who is connected, and the content that came before it."""


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """One group of the connected: `chosen` (customers,) marks who belongs to it."""

    segment: str | None
    period: str | None
    chosen: Marks

    @property
    def is_large(self) -> bool:
        """Whether they may be enough: fewer can never be."""
        return int(self.chosen.sum()) >= FEWEST_CONNECTED


def groups_of(
    months: ConnectedMonths, tie: Tie, by: str | None, per: str | None
) -> Iterator[Members]:
    """The connected by segment and by period of connecting, in the order of names."""
    tied = (tie.month >= 1) & (tie.month < months.months)
    whole = [(None, tied)]
    segments = _segments(months, tie, by, tied) if by else whole
    periods = _periods(months, tie, per, tied) if per else whole
    for segment, members in segments:
        for period, joined in periods:
            chosen = members & joined
            if chosen.any():
                yield Members(segment, period, chosen)


def cases_of(
    months: ConnectedMonths, tie: Tie, groups: list[Members]
) -> Iterator[tuple[Members, Case | None]]:
    """The case of each group; None where they are too few to ask."""
    shown = max(sum(group.is_large for group in groups), 1)
    for group in groups:
        asked = group.is_large
        yield group, case_of(months, tie, group.chosen, shown) if asked else None


def whole_case(snapshot: Snapshot, months: ConnectedMonths) -> Case:
    """The case of the first connection of any kind, made once a snapshot."""
    return snapshot.once(("connection case",), lambda: case_of(months, months.first))


def _segments(
    months: ConnectedMonths, tie: Tie, by: str, tied: Marks
) -> list[tuple[str | None, Marks]]:
    codes, names = {
        "kind": (tie.kind, months.kinds),
        "channel": (tie.channel, months.channels),
        "topic": (months.topic, (*months.topics, UNTOLD)),
    }[by]
    found = np.unique(codes[tied]).tolist()
    return [(names[code], tied & (codes == code)) for code in sorted(found, key=names.__getitem__)]


def _periods(
    months: ConnectedMonths, tie: Tie, per: str, tied: Marks
) -> list[tuple[str | None, Marks]]:
    """Periods that hold the month of connecting: the one before the first full month connected."""
    names = np.array([months.period_of(month, per) for month in range(months.months)])
    of_each = names[np.where(tied, tie.month - 1, 0)]
    return [(str(name), tied & (of_each == name)) for name in np.unique(of_each[tied])]
