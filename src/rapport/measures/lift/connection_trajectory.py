"""Connection trajectory: does connecting bring more lately than it did before?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim
from rapport.core.estimate import Caveat, Estimate, Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.measures.group import Answer, Group, Parts
from rapport.measures.lift.connected_groups import SEGMENTS, cases_of, groups_of, whole_case
from rapport.measures.lift.connected_months import ConnectedMonths, connected_months
from rapport.measures.lift.connection_case import Case, around
from rapport.measures.lift.connection_effect import PER_MONTH, caveats, why_nothing
from rapport.measures.lift.connection_words import NO_MONTH, OF_EFFECTS, refusal_of_case
from rapport.measures.reading import check_segment, cuts, refused_needs, result
from rapport.stats.connection_verdict import FEWEST_COHORTS, FEWEST_CONNECTED
from rapport.stats.landmark import DEFAULT
from rapport.stats.landmark_groups import Groups, lift_by_group

LATELY = 6
"""Months of connecting that count as lately."""
FEWEST_A_SIDE = FEWEST_CONNECTED // 2
CHANGE = mark("change of the effect")
TOO_YOUNG = Refusal(
    say("too few months are known to tell lately from before"),
    say("import older orders and connections, or wait"),
)
DIRECTIONS = {
    1: Caveat("trajectory-up", say("connecting brings more lately than before")),
    -1: Caveat("trajectory-down", say("connecting brings less lately than before")),
    0: Caveat(
        "trajectory-cannot-tell",
        say("whether connecting brings more or less lately than before cannot be told"),
    ),
}


@dataclass(frozen=True, slots=True)
class ConnectionTrajectory:
    """Effect on customers who connected lately, minus that on those who did before.

    >>> ConnectionTrajectory().card.better.value
    'higher'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="connection_trajectory",
            name=say("Path of the connection's effect"),
            question=say("Does connecting bring more lately than it did before?"),
            family="lift",
            claim=Claim.CAUSES,
            unit=Unit(Dimension.MONEY, per=PER_MONTH),
            better=Better.HIGHER,
            needs=("purchase", "follow"),
            sampled=say("connected customers who can be compared, lately and before"),
            method=say(
                "the effect of the connection on those who connected in the last 6 months that"
                " have 6 full months after them, minus that on those who connected before; the"
                " same months since connecting on both sides; 95 % interval from their joint"
                " covariance, a customer who is compared twice counted once"
            ),
            assumes=(
                say("similar customers would have gone on in proportion without the connection"),
                say("what hidden loyalty adds is the same lately and before"),
            ),
            sources=OF_EFFECTS,
            segments=SEGMENTS,
            rhythm="year",
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The change of the effect, with both effects; no rows by period: it is one."""
        check_segment(self.card, self.by)
        snapshot.cut(None, self.per)
        missing = refused_needs(self.card, snapshot)
        months = None if missing else connected_months(snapshot)
        missing = missing or why_nothing(months)
        if missing or months is None:
            return result(self, snapshot, (Row(missing or NO_MONTH),))
        case = whole_case(snapshot, months)
        rows = list(self._rows(snapshot, months, case))
        told = [*_direction(rows[0].answer), *caveats(snapshot, months, case)]
        return result(self, snapshot, rows, caveats=tuple(told))

    def _rows(self, snapshot: Snapshot, months: ConnectedMonths, case: Case) -> Iterator[Row]:
        whole = Group(None, None, {}, snapshot)
        for part, answer in self._parts(whole, case):
            yield Row(answer, part)
        for by in {by for by, _ in cuts(self) if by}:
            for members, one in cases_of(
                months, months.first, list(groups_of(months, months.first, by, None))
            ):
                group = Group(members.segment, None, {}, snapshot)
                few = group.refused(int(members.chosen.sum()), FEWEST_CONNECTED)
                if few:
                    yield Row(few, CHANGE, members.segment)
                elif one:
                    for part, answer in self._parts(group, one):
                        yield Row(answer, part, members.segment)

    def _parts(self, group: Group, case: Case) -> Parts:
        """The change first, then the effect before and lately."""
        if not case.can_say:
            yield CHANGE, refusal_of_case(group.snapshot, case)
            return
        found = _two_times(case)
        few = _too_few(found)
        if found is None or few:
            yield CHANGE, few or TOO_YOUNG
            return
        n, unit = int(found.connected.sum()), self.card.unit
        value = float(found.effect[1] - found.effect[0])
        variance = float(np.array([-1.0, 1.0]) @ found.covariance @ np.array([-1.0, 1.0]))
        yield CHANGE, group.told(around(value, case.reach * variance**0.5), unit, n)
        for place, part in enumerate((mark("connected before"), mark("connected lately"))):
            half = case.reach * float(found.covariance[place, place]) ** 0.5
            span = around(float(found.effect[place]), half)
            yield part, group.told(span, unit, int(found.connected[place]))


def _two_times(case: Case) -> Groups | None:
    """Effects on those who connected before and lately; None where no month is early enough."""
    months, last = case.told.months, case.told.months - DEFAULT.horizon
    if last - LATELY <= DEFAULT.needed:
        return None
    place = np.arange(months)
    lately = (place > last - LATELY) & (place <= last)
    group = np.where(lately, 1, np.where(place <= last - LATELY, 0, -1)).astype(np.int64)
    return lift_by_group(case.told, group, DEFAULT, case.logs)


def _too_few(found: Groups | None) -> Refusal | None:
    """Why a change is not told, or None."""
    if found is None:
        return TOO_YOUNG
    fewest = int(found.connected.min())
    if fewest < FEWEST_A_SIDE or int(found.cohorts.min()) < FEWEST_COHORTS:
        return Refusal(
            say(
                "too few connected lately, or before, to tell a change: {n} where {fewest} are"
                " needed on each side",
                n=fewest,
                fewest=FEWEST_A_SIDE,
            ),
            say("wait for more, or invite customers to connect"),
            int(found.connected.sum()),
        )
    return None


def _direction(answer: Answer) -> Iterator[Caveat]:
    """Up, down or cannot tell, where the change is told."""
    if isinstance(answer, Estimate):
        yield DIRECTIONS[int(answer.interval.low > 0) - int(answer.interval.high < 0)]
