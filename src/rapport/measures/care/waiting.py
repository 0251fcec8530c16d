"""Waiting: how long did people wait for a human answer, as few numbers as possible?

A measure's own steps end in one named `wait`: segment, period, who, seconds, worked (seconds of
work), has_ended, is_open (still waits). Twice the engine reads it: once for how many waits end
or are last seen open at each time, which make the curves; once for how much each person moves
the numbers read off them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.estimate import Caveat, Refusal
from rapport.core.measure import Columns, Measure, Snapshot, Step
from rapport.core.phrase import say
from rapport.measures.group import Group
from rapport.measures.reading import cuts
from rapport.stats.survival import Curve, kaplan_meier

Numbers = NDArray[np.float64]

SCALE = 1e15
"""Influences cross as whole numbers of this fraction, so that no order of adding up is seen."""
CLOCKS = ("seconds", "worked")
"""Real time, and working hours only."""

WHO = "COALESCE(CAST(person AS BIGINT), -1 - CAST(conversation >> 1 AS BIGINT))"
"""SQL of who asks: a person, or the conversation of somebody unknown."""

_STEP = """CASE
            WHEN {clock} <= 10800 THEN 1
            WHEN {clock} <= 172800 THEN 60
            WHEN {clock} <= 2592000 THEN 600
            ELSE 3600
        END"""
"""Seconds between the times that are told apart: finer than anybody would read them."""
_CODE = f"""CASE
            WHEN has_ended THEN ({{clock}} + ({_STEP}) - 1) // ({_STEP}) * ({_STEP})
            ELSE {{clock}} // ({_STEP}) * ({_STEP})
        END"""
"""Ended waits are rounded up and open ones down."""

CODED = Step(
    "coded",
    f"""
    SELECT
        segment,
        period,
        who,
        has_ended,
        is_open,
        seconds,
        worked,
        {_CODE.format(clock="seconds")} AS seconds_code,
        {_CODE.format(clock="worked")} AS worked_code
    FROM wait
    """,
)
_COUNTED = """
    SELECT
        segment,
        period,
        {place} AS clock,
        {clock}_code AS code,
        has_ended,
        COUNT(*) AS waits,
        MAX({clock}) AS longest,
        HASH(segment, period, {place}, {clock}_code, has_ended) AS cell
    FROM coded
    GROUP BY segment, period, {clock}_code, has_ended
"""
COUNTS = Step(
    "counts",
    "    UNION ALL".join(
        _COUNTED.format(place=place, clock=clock) for place, clock in enumerate(CLOCKS)
    ),
)
REPLIES = Step(
    "human_replies",
    """
    SELECT
        COUNT(*) AS replies,
        (SELECT COUNT(answered_at) FROM message_round) AS answers
    FROM message
    WHERE direction = 'out'
        AND author IS DISTINCT FROM 'bot'
    """,
    ("message", "message_round"),
)
TIED = Step(
    "tied_replies",
    """
    SELECT COUNT(*) AS tied
    FROM message
    WHERE direction = 'out'
        AND author IS DISTINCT FROM 'bot'
        AND (
            person IN (SELECT person FROM message WHERE direction = 'in' AND person IS NOT NULL)
            OR thread IN (SELECT thread FROM message WHERE direction = 'in' AND thread IS NOT NULL)
        )
    """,
    ("message",),
)
"""Replies in a thread, or to a person, that some question is of; asked where none answers one."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where a curve is read: at a share of waits ended, or after some hours; of one clock."""

    name: str
    share: float | None = None
    hours: float | None = None
    clock: int = 0


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of one group, one a clock (None: nothing to see), and the waits in them."""

    curves: tuple[Curve | None, ...]
    waits: int
    ended: int

    def of(self, point: Point) -> Curve | None:
        """The curve that a point is read from."""
        return self.curves[point.clock]

    def horizon(self, point: Point) -> float | None:
        """Seconds at which a point reads its curve; None where the curve does not get there."""
        curve = self.of(point)
        if curve is None:
            return None
        if point.hours is not None:
            return 3600 * point.hours
        reached = curve.surviving <= 1 - (point.share or 0.0) + 1e-12
        return float(curve.times[np.argmax(reached)]) if reached.any() else None


Found = Mapping[tuple[str | None, str | None], Curves]


@dataclass(frozen=True, slots=True)
class Waits:
    """What was found about the waits of every cut: curves by group, and the steps to read."""

    found: Found
    steps: tuple[Step, ...]

    def of(self, group: Group) -> Curves:
        """The curves of a group."""
        return self.found[group.segment, group.period]


def read_waits(
    measure: Measure,
    snapshot: Snapshot,
    steps: tuple[Step, ...],
    points: tuple[Point, ...],
    bound: Mapping[str, object],
) -> Waits:
    """Curves of all cuts of a measure, and the steps that add up people's influence on points.

    The last step gives, by segment and period: people, waits, still_open, and a column
    v0, v1 … a point: the sum of squared influences, in whole 1 / SCALE.
    """
    found: dict[tuple[str | None, str | None], Curves] = {}
    moved: list[Columns] = []
    for by, per in cuts(measure):
        told = snapshot.cut(by, per).read(*steps, CODED, COUNTS, parameters=bound)
        groups, place = _groups(told, by, per)
        for number, name in enumerate(groups):
            rows = np.flatnonzero(place == number)
            found[name] = curves = _curves(told, rows)
            moved += [_moved(told, rows, curves, clock, points) for clock in range(len(CLOCKS))]
    table = f"influence_{measure.card.key}"
    given = {"influence_given": _joined(moved, len(points))}
    snapshot.keep(table, Step("influence_kept", "SELECT *\nFROM influence_given"), given=given)
    return Waits(found, (*steps, CODED, *_sums(table, points)))


def _groups(
    told: Columns, by: str | None, per: str | None
) -> tuple[list[tuple[str | None, str | None]], NDArray[np.int64]]:
    """The groups of a cut, and each row's place among them."""
    axes = [
        np.ma.filled(np.ma.asarray(told[name], dtype=object), "").astype(str)
        for name in ("segment", "period")
    ]
    names: dict[tuple[str | None, str | None], int] = {}
    place = [
        names.setdefault((segment if by else None, period if per else None), len(names))
        for segment, period in zip(*(axis.tolist() for axis in axes), strict=True)
    ]
    return list(names), np.array(place, dtype=np.int64)


def _curves(told: Columns, rows: NDArray[np.int64]) -> Curves:
    """The curves of the rows of one group."""
    column = {name: np.asarray(told[name])[rows] for name in ("clock", "waits", "has_ended")}
    real = column["clock"] == 0
    waits = int(column["waits"][real].sum())
    ended = int(column["waits"][real & column["has_ended"].astype(bool)].sum())
    each = tuple(_curve(told, rows[column["clock"] == clock]) for clock in range(len(CLOCKS)))
    return Curves(each, waits, ended)


def _curve(told: Columns, rows: NDArray[np.int64]) -> Curve | None:
    """The curve of one clock; times are the longest waits that ended in each cell."""
    if not len(rows):
        return None
    code, longest = (
        np.asarray(told[name])[rows].astype(np.float64) for name in ("code", "longest")
    )
    waits = np.asarray(told["waits"])[rows].astype(np.float64)
    ended = np.asarray(told["has_ended"])[rows].astype(bool)
    times, place = np.unique(code, return_inverse=True)
    events = np.bincount(place[ended], waits[ended], len(times)).astype(np.float64)
    censored = np.bincount(place[~ended], waits[~ended], len(times)).astype(np.float64)
    exact = times.copy()
    exact[place[ended]] = longest[ended]
    return kaplan_meier(exact, events, censored)


def _moved(
    told: Columns, rows: NDArray[np.int64], curves: Curves, clock: int, points: tuple[Point, ...]
) -> dict[str, NDArray[np.int64] | NDArray[np.uint64]]:
    """How much a wait of each cell moves each point of one clock, in whole 1 / SCALE."""
    mine = rows[np.asarray(told["clock"])[rows] == clock]
    code = np.asarray(told["code"])[mine].astype(np.float64)
    ended = np.asarray(told["has_ended"])[mine].astype(bool)
    place = np.searchsorted(np.unique(code), code)
    columns: dict[str, NDArray[np.int64] | NDArray[np.uint64]] = {
        "cell": np.asarray(told["cell"])[mine].astype(np.uint64)
    }
    for number, point in enumerate(points):
        curve, horizon = curves.curves[clock], curves.horizon(point)
        weight = np.zeros(len(mine))
        if point.clock == clock and curve is not None and horizon is not None and len(mine):
            by_event, by_open = curve.influence(horizon)
            weight = np.where(ended, by_event[place], by_open[place])
        columns[f"i{number}"] = np.round(SCALE * weight).astype(np.int64)
    return columns


def _joined(moved: list[Columns], points: int) -> Columns:
    """The columns of all cuts, one below the other."""
    names = ["cell", *(f"i{number}" for number in range(points))]
    empty = {name: np.zeros(0, np.uint64 if name == "cell" else np.int64) for name in names}
    return {name: np.concatenate([one[name] for one in [empty, *moved]]) for name in names}


def _sums(table: str, points: tuple[Point, ...]) -> tuple[Step, Step]:
    """The steps that add up influence by person, and its squares over people."""
    clocks = sorted({point.clock for point in points})
    joins = "\n".join(
        f"""    JOIN {table} AS {CLOCKS[clock]}_moved
        ON {CLOCKS[clock]}_moved.cell =
            HASH(segment, period, {clock}, {CLOCKS[clock]}_code, has_ended)"""
        for clock in clocks
    )
    moves = ",\n        ".join(
        f"SUM({CLOCKS[point.clock]}_moved.i{number}) AS m{number}"
        for number, point in enumerate(points)
    )
    squares = ",\n        ".join(
        f"CAST(SUM(CAST(m{number} AS HUGEINT) * CAST(m{number} AS HUGEINT)) AS DOUBLE) AS v{number}"
        for number in range(len(points))
    )
    people = f"""
    SELECT
        segment,
        period,
        who,
        COUNT(*) AS waits,
        COUNT(*) FILTER (WHERE is_open) AS still_open,
        {moves}
    FROM coded
{joins}
    GROUP BY segment, period, who
    """
    total = f"""
    SELECT
        segment,
        period,
        COUNT(*) AS people,
        CAST(SUM(waits) AS BIGINT) AS waits,
        CAST(SUM(still_open) AS BIGINT) AS still_open,
        {squares}
    FROM moved
    GROUP BY segment, period
    """
    return Step("moved", people, (table,)), Step("moves", total)


def not_answering(snapshot: Snapshot) -> Refusal | None:
    """Why nothing can be told of answers: none in the book, or none that leads to a question."""
    told = snapshot.read(REPLIES)
    replies, answers = int(told["replies"][0]), int(told["answers"][0])
    asked = snapshot.count("message")
    if not replies:
        return Refusal(
            say("the book holds messages from customers but no human reply"),
            say("import the messages you sent, too: rapport import BOOK messages.csv"),
            asked,
        )
    if not answers and not int(snapshot.read(TIED)["tied"][0]):
        return Refusal(
            say("none of the {n} replies says what it answers: no thread, no message, no person",
                n=replies),
            say("import them with a thread: --map thread=…, or with what they reply to"),
            asked,
        )  # fmt: skip
    return None


def assumed_hours(snapshot: Snapshot) -> tuple[Caveat, ...]:
    """What the reader of working hours must know: that they were not told, or no day off was."""
    hours, off = snapshot.setting("working_hours"), snapshot.setting("holidays")
    found = []
    if hours.is_default:
        found.append(
            Caveat(
                "working-hours-assumed",
                say("working hours were not told: {hours} is taken (rapport set BOOK "
                    "working_hours=…)", hours=hours.value),
            )
        )  # fmt: skip
    if not off.value:
        found.append(
            Caveat(
                "holidays-untold",
                say("no holidays were told: every weekday counts (rapport set BOOK holidays=FR)"),
            )
        )
    return tuple(found)
