"""Reading: how does any measure go from a snapshot to a result?

One way for all: what it needs is there or it refuses; the headline first, then by segment, by
period, and by both, each read from its own cut of the book; then caveats and provenance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

import numpy as np

from rapport.core.card import Card
from rapport.core.errors import UnknownName
from rapport.core.estimate import Caveat, Refusal
from rapport.core.measure import Columns, Measure, Snapshot, Step
from rapport.core.phrase import say
from rapport.core.result import Provenance, Result, Row
from rapport.measures.group import Group, Parts

MISSING: Mapping[str, Refusal] = {
    "purchase": Refusal(
        say("the book holds no orders up to this day"),
        say("import a file of orders: rapport import BOOK orders.csv"),
    ),
    "message": Refusal(
        say("the book holds no messages up to this day"),
        say("import a file of messages: rapport import BOOK messages.csv"),
    ),
    "reading": Refusal(
        say("no message of the book has been read up to this day"),
        say("let the messages be read: rapport voice score BOOK"),
    ),
    "complaint_group": Refusal(
        say("no complaints of the book have been put in groups up to this day"),
        say("let the messages be read: rapport voice score BOOK"),
    ),
    "staff": Refusal(
        say("the book does not tell who answers, and in which team, up to this day"),
        say("import a file of staff with agent and team: rapport import BOOK staff.csv"),
    ),
    "answer": Refusal(
        say("the book holds no survey answers up to this day"),
        say("import a file of survey answers: rapport import BOOK answers.csv"),
    ),
    "referral": Refusal(
        say("the book holds no referrals up to this day"),
        say("import a file of referrals: rapport import BOOK referrals.csv"),
    ),
    "follow": Refusal(
        say("the book holds no follows or subscriptions up to this day"),
        say("import a file of followers or subscribers: rapport import BOOK follows.csv"),
    ),
    "post": Refusal(
        say("the book holds nothing that we published up to this day"),
        say("import a file of posts: rapport import BOOK posts.csv"),
    ),
    "reaction": Refusal(
        say("the book holds no reactions to posts up to this day"),
        say("import a file of likes, shares and clicks: rapport import BOOK reactions.csv"),
    ),
    "audience": Refusal(
        say("the book does not say how many follow us up to this day"),
        say("import a file of followers by day: rapport import BOOK audience.csv"),
    ),
}
"""What to say where a table that a measure needs is empty."""
NOBODY = Refusal(
    say("nothing in the book answers this question up to this day"),
    say("see on the measure's card what it counts: rapport explain"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure reads and how it answers.

    `steps` end in a statement with `segment` and `period`; `answer` turns the rows of one group
    into parts, headline first; `parameters` are bound to the steps.
    """

    steps: tuple[Step, ...]
    answer: Callable[[Group], Parts]
    parameters: Mapping[str, object] | None = None
    caveats: tuple[Caveat, ...] = ()
    seed: int | None = None


def read(measure: Measure, snapshot: Snapshot, reading: Reading) -> Result:
    """Answer a measure from a snapshot; raises UnknownName for a cut that cannot be made."""
    card = measure.card
    check_segment(card, measure.by)
    snapshot.cut(measure.by, measure.per)
    missing = refused_needs(card, snapshot)
    rows = [Row(missing)] if missing else []
    if not missing:
        rows = [row for by, per in cuts(measure) for row in _rows(snapshot, reading, by, per)]
    return result(measure, snapshot, rows, caveats=reading.caveats, seed=reading.seed)


def check_segment(card: Card, by: str | None) -> None:
    """Raise UnknownName where a measure cannot be cut by a segment."""
    if by is not None and by not in card.segments:
        known = ", ".join(card.segments)
        raise UnknownName(
            say(
                "{key} has no segment “{by:s}”: choose one of {known}",
                key=card.key,
                by=by,
                known=known,
            )
        )


def refused_needs(card: Card, snapshot: Snapshot) -> Refusal | None:
    """Why a measure cannot be read: a table that it needs is empty; None where all is there."""
    for table in card.needs:
        if not snapshot.count(table):
            return MISSING[table]
    return None


def result(
    measure: Measure,
    snapshot: Snapshot,
    rows: Sequence[Row],
    *,
    caveats: tuple[Caveat, ...] = (),
    seed: int | None = None,
    people: str | None = None,
) -> Result:
    """Put rows together with what the reader must know and how to get them again."""
    card = measure.card
    # A number by connection is only as good as the share of connections that lead to somebody.
    also = ("follow",) if measure.by == "connected" and "follow" not in card.needs else ()
    told = (*snapshot.caveats(*card.needs, *also), *caveats)
    provenance = _with_settings(snapshot.provenance(seed), measure)
    return Result(
        card,
        snapshot.as_of,
        tuple(rows),
        told,
        provenance,
        people,
        by=measure.by,
        per=measure.per,
    )


def cuts(measure: Measure) -> Iterator[tuple[str | None, str | None]]:
    """Everybody first, then by segment, by period and by both, as asked for."""
    yield None, None
    if measure.by:
        yield measure.by, None
    if measure.per:
        yield None, measure.per
    if measure.by and measure.per:
        yield measure.by, measure.per


def _rows(snapshot: Snapshot, reading: Reading, by: str | None, per: str | None) -> Iterator[Row]:
    """The rows of one cut, in the order of segments, then periods."""
    cut = snapshot.cut(by, per) if by or per else snapshot
    columns = cut.read(*reading.steps, parameters=reading.parameters)
    parts = [
        Row(answer, part, group.segment, group.period)
        for group in _groups(cut, columns, by, per)
        for part, answer in reading.answer(group)
    ]
    if not parts and not by and not per:
        parts = [Row(NOBODY)]
    yield from parts


def _groups(cut: Snapshot, columns: Columns, by: str | None, per: str | None) -> Iterator[Group]:
    """Split a statement's rows by segment and period."""
    size = len(columns["segment"])
    if not size:
        return
    segments, segment_of = _labels(columns["segment"], size, by is not None)
    periods, period_of = _labels(columns["period"], size, per is not None)
    place = segment_of * len(periods) + period_of
    order = np.argsort(place, kind="stable")
    found, starts = np.unique(place[order], return_index=True)
    for one, rows in zip(found, np.split(order, starts[1:]), strict=True):
        segment, period = divmod(int(one), len(periods))
        held = {name: values[rows] for name, values in columns.items()}
        yield Group(segments[segment], periods[period], held, cut)


def _labels(
    values: np.ndarray[tuple[int], np.dtype[np.object_]], size: int, is_cut: bool
) -> tuple[list[str | None], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The labels of an axis, ascending, and each row's place among them."""
    if not is_cut:
        return [None], np.zeros(size, dtype=np.int64)
    told = np.ma.filled(np.ma.asarray(values, dtype=object), "(not told)").astype(str)
    labels, places = np.unique(told, return_inverse=True)
    return [str(label) for label in labels], places.astype(np.int64)


def _with_settings(provenance: Provenance, measure: Measure) -> Provenance:
    """Add the measure's own settings to what is needed to get its number again."""
    if not is_dataclass(measure):
        return provenance
    own = tuple(
        (f"{measure.card.key}.{field.name}", str(getattr(measure, field.name)))
        for field in fields(measure)
        if getattr(measure, field.name) is not None
    )
    return replace(provenance, settings=(*provenance.settings, *own))
