"""Choice: which purchase model foretold this book's own past best?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rapport.core.estimate import Caveat, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import say
from rapport.measures.value.histories import read_histories
from rapport.measures.value.replay import Replay, read_replay
from rapport.measures.value.seasons import day_number, on_clock, seasons_of
from rapport.stats.model_choice import Choice, choose
from rapport.stats.purchase_models import MODELS

LONGEST = 180
"""Days held out to choose by, at most."""
SHORTEST = 28
FEWEST = 50
"""Customers who bought again before the split, below which the choice would be luck."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model's name, and what a reader must know.

    `choice` tells how the candidates did, on which `replay`; None: not tried.
    """

    model: str
    caveats: tuple[Caveat, ...]
    choice: Choice | None = None
    replay: Replay | None = None


def model_chosen(snapshot: Snapshot, until: date) -> Chosen:
    """The model that foretold the book's past up to a day best, chosen once a snapshot.

    By the likelihood of what came after a split: the last third is held out, at most 180 days.
    Too short or too few: the first candidate, in which one-time buyers may have left, and the
    reader is told.
    """
    return snapshot.once(("model", until), lambda: _chosen(snapshot, until))


def _chosen(snapshot: Snapshot, until: date) -> Chosen:
    histories = read_histories(snapshot, until).get(None)
    span = int(histories.tuples.age.max()) if histories else 0
    hold_out = min(LONGEST, span // 3)
    replay = read_replay(snapshot, until, hold_out) if hold_out >= SHORTEST else None
    if replay is None or replay.histories.repeaters < FEWEST:
        return _by_default()
    return _of_replay(snapshot, replay)


def _of_replay(snapshot: Snapshot, replay: Replay) -> Chosen:
    """Judge all candidates on the replay, on the clock of the seasons where there are some."""
    seasons = seasons_of(snapshot, replay.split, next(iter(MODELS)))
    tuples, ahead = replay.tuples, float(replay.hold_out)
    if seasons is not None:
        tuples = on_clock(seasons.clock, tuples, replay.split)
        ahead = seasons.clock.elapsed(day_number(replay.split) + 1, ahead)
    choice = choose(tuples, replay.later_days, ahead, clock="interval")
    note = Caveat("model-chosen", choice.why)
    heavy = [] if choice.caveat is None else [Caveat("one-time", choice.caveat, Weight.WARNING)]
    return Chosen(choice.model, (note, *heavy), choice, replay)


def _by_default() -> Chosen:
    first = next(iter(MODELS))
    text = say(
        "{model} is used without a trial: too few customers came back, or for too short a time, "
        "to choose among models",
        model=first,
    )
    return Chosen(first, (Caveat("model-not-chosen", text, Weight.WARNING),))
