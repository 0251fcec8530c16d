"""Answer times: what do all measures of how long answers took have in common?"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.core.card import Reference
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Measure, Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.care.points import read_point
from rapport.measures.care.waiting import (
    WHO,
    Point,
    assumed_hours,
    not_answering,
    read_waits,
)
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read, refused_needs

QUESTIONS = Unit(Dimension.COUNT, "questions")
BOTS_APART = Caveat("bots-apart", say("an answer by a bot does not count as an answer"))
BY_WHO_ANSWERED = ("agent", "role", "team")
"""Segments that only questions with an answer have."""
ANSWERED_ONLY = Caveat(
    "answered-only",
    say(
        "by who answered, only questions with an answer can be told: what still waits is nobody's, "
        "so these times leave it out"
    ),
    Weight.WARNING,
)

WAITING_SOURCES = (
    Reference("Kaplan & Meier 1958, Journal of the American Statistical Association 53:457-481"),
    Reference("Brookmeyer & Crowley 1982, Biometrics 38:29-41"),
    Reference("Williams 1995, Lifetime Data Analysis 1:171-186"),
    Reference("CHAOSS, Time to First Response", "https://chaoss.community"),
)

POINTS = (
    Point(mark("median"), share=0.5),
    Point(mark("90th percentile"), share=0.9),
    Point(mark("median, working hours"), share=0.5, clock=1),
    Point(mark("90th percentile, working hours"), share=0.9, clock=1),
    Point(mark("answered within an hour"), hours=1),
    Point(mark("answered within 4 hours"), hours=4),
    Point(mark("answered within a day"), hours=24),
    Point(mark("answered within 3 days"), hours=72),
    Point(mark("answered within a week"), hours=168),
)
"""What is read off the curves, headline first."""


def wait_step(where: str = "TRUE") -> Step:
    """Waits for an answer of the rounds that a condition picks."""
    return Step(
        "wait",
        f"""
    SELECT
        segment,
        period,
        {WHO} AS who,
        waited AS seconds,
        worked,
        answered_at IS NOT NULL AS has_ended,
        answered_at IS NULL AND withdrawn_at IS NULL AS is_open
    FROM message_round
    WHERE {where}
    """,
        ("message_round",),
    )


def read_times(measure: Measure, snapshot: Snapshot, wait: Step) -> Result:
    """Median, 90th percentile and shares of the waits of every cut; raises UnknownName."""
    caveats = [BOTS_APART, *assumed_hours(snapshot)]
    caveats += [ANSWERED_ONLY] if measure.by in BY_WHO_ANSWERED else []
    if refused_needs(measure.card, snapshot):
        return read(measure, snapshot, Reading((wait,), _nothing, {}, tuple(caveats)))
    refusal = not_answering(snapshot)
    bound: Mapping[str, object] = {}
    waits = read_waits(measure, snapshot, (wait,), POINTS, bound)

    def parts(group: Group) -> Parts:
        for number, point in enumerate(POINTS):
            yield point.name, refusal or read_point(group, waits, number, point)
        yield from counted(group, refusal)

    return read(measure, snapshot, Reading(waits.steps, parts, bound, tuple(caveats)))


def counted(group: Group, refusal: Refusal | None) -> Parts:
    """How many questions there were, and how many still wait."""
    people = group.total("people")
    yield mark("questions"), group.counted(group.total("waits"), QUESTIONS, people)
    waiting = refusal or group.counted(group.total("still_open"), QUESTIONS, people)
    yield mark("still waiting"), waiting


def _nothing(_: Group) -> Parts:
    yield from ()
