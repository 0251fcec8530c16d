"""Connection effect by kind: which kind of connection brings more, each by itself?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Estimate, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.measures.group import Group
from rapport.measures.lift.connected_groups import Members, cases_of, groups_of
from rapport.measures.lift.connected_months import ConnectedMonths, connected_months
from rapport.measures.lift.connection_case import Case, case_of
from rapport.measures.lift.connection_effect import PER_MONTH, headline
from rapport.measures.lift.connection_words import (
    CHOSEN,
    NO_MONTH,
    NOBODY_CONNECTED,
    OF_EFFECTS,
    SALES,
)
from rapport.measures.reading import check_segment, cuts, refused_needs, result
from rapport.stats.connection_verdict import FEWEST_CONNECTED, Verdict

KINDS = (mark("follow"), mark("community"), mark("subscription"), mark("membership"))
"""The kinds that a book usually tells; what counts as connected is a setting."""
Found = list[tuple[str, Members, Case | None]]
"""Kinds with who has them and their case; None where they are too few to ask."""
VERDICTS = {
    Verdict.PROVEN: mark("proven, as far as watching can"),
    Verdict.LIKELY: mark("likely, not proven"),
    Verdict.NO_EVIDENCE: mark("no evidence, which is not proof of no effect"),
}
SIDE_BY_SIDE = Caveat(
    "kinds-overlap",
    say(
        "each kind is compared with customers without that kind, whatever else connects them: the"
        " effects overlap and must not be added up"
    ),
    Weight.WARNING,
)
ASKED = Caveat(
    "answered-among-all",
    say(
        "who was answered is compared with everybody alike, asked or not: whether answering pays"
        " among those who asked is another question"
    ),
)


@dataclass(frozen=True, slots=True)
class ConnectionEffectByKind:
    """Margin a month because of each kind of connection, the surest to tell first.

    >>> ConnectionEffectByKind().card.claim.value
    'causes'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="connection_effect_by_kind",
            name=say("Effect by kind of connection"),
            question=say("Which kind of connection brings more because of it, and how much?"),
            family="lift",
            claim=Claim.CAUSES,
            unit=Unit(Dimension.MONEY, per=PER_MONTH),
            better=Better.HIGHER,
            needs=("purchase",),
            sampled=say("customers connected in this way who can be compared"),
            method=say(
                "one comparison a kind, as for the effect of the connection; also for customers"
                " who wrote to us and who were answered, where writing is no sign of life; all"
                " intervals shown hold together 95 times in 100 (Šidák); the kind with most"
                " customers compared first"
            ),
            assumes=(
                say("similar customers would have gone on in proportion without the connection"),
                say("the first recorded day of a kind is the day of connecting in this way"),
                say("other kinds of connection came to both sides alike"),
            ),
            sources=(
                *OF_EFFECTS,
                Reference("Šidák 1967, Journal of the American Statistical Association 62:626-633"),
            ),
            segments=("channel",),
            rhythm="year",
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """One row a kind; a refusal where too few are connected in this way."""
        check_segment(self.card, self.by)
        snapshot.cut(None, self.per)
        missing = refused_needs(self.card, snapshot)
        months = None if missing else connected_months(snapshot)
        if missing or months is None:
            return result(self, snapshot, (Row(missing or NO_MONTH),))
        found = snapshot.once(("connection cases by kind",), lambda: _cases(months))
        rows = [*self._whole(snapshot, found), *self._cut(snapshot, months, found)]
        told = [*self._verdicts(found), CHOSEN, SIDE_BY_SIDE, ASKED]
        told += [] if months.is_margin else [SALES]
        return result(self, snapshot, rows or [Row(NOBODY_CONNECTED)], caveats=tuple(told))

    def _whole(
        self, snapshot: Snapshot, found: list[tuple[str, Members, Case | None]]
    ) -> list[Row]:
        """Every kind over everybody, those that can be told first, the largest first."""
        rows = [
            row
            for kind, members, case in found
            for row in self._row(snapshot, kind, Members(None, None, members.chosen), case)
        ]
        return sorted(rows, key=_rank)

    def _cut(self, snapshot: Snapshot, months: ConnectedMonths, found: Found) -> Iterator[Row]:
        """The same by channel of the first connection of a kind, and by period of connecting."""
        for by, per in list(cuts(self))[1:]:
            for kind, _, _ in found:
                tie = months.of_kind[kind]
                groups = list(groups_of(months, tie, by, per))
                for members, case in cases_of(months, tie, groups):
                    yield from self._row(snapshot, kind, members, case)

    def _row(
        self, snapshot: Snapshot, kind: str, members: Members, case: Case | None
    ) -> Iterator[Row]:
        group = Group(members.segment, members.period, {}, snapshot)
        few = group.refused(int(members.chosen.sum()), FEWEST_CONNECTED)
        answer = few or (headline(group, case, self.card.unit) if case else None)
        if answer:
            yield Row(answer, kind, members.segment, members.period)

    def _verdicts(self, found: Found) -> Iterator[Caveat]:
        """One verdict for each kind that is told."""
        for kind, _, case in found:
            if case and case.can_say:
                said = case.ruling.verdict
                code = f"verdict-{said.value.replace(' ', '-')}"
                yield Caveat(code, say("{kind}: {verdict}", kind=kind, verdict=VERDICTS[said]))


def _cases(months: ConnectedMonths) -> Found:
    """The case of each kind that anybody has; None where they are too few to ask."""
    groups = {
        kind: members
        for kind, tie in months.of_kind.items()
        for members in groups_of(months, tie, None, None)
    }
    shown = max(sum(members.is_large for members in groups.values()), 1)
    return [
        (kind, one, case_of(months, months.of_kind[kind], None, shown) if one.is_large else None)
        for kind, one in groups.items()
    ]


def _rank(row: Row) -> tuple[bool, int]:
    """Estimates before refusals, then by how many they stand on."""
    return not isinstance(row.answer, Estimate), -row.answer.n
