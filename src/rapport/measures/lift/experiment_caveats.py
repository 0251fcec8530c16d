"""Experiment caveats: what must the reader of an experiment know, and was the lot kept to?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rapport.core.estimate import Caveat, Weight
from rapport.core.phrase import say
from rapport.measures.lift.experiment_cells import Drawn, Sums
from rapport.stats.experiments import compare, share_surprise

ALWAYS_VALID = Caveat(
    "still-running",
    say(
        "the experiment still runs, or was decided before its window had passed; its interval is"
        " made for that: it may be looked at every day"
    ),
)
MOST_SURPRISING = 0.001
"""A split of people that a fair lot gives less often than this was not that lot's."""
LARGEST_IMBALANCE = 3.29
"""Standard errors between the arms' past spend that a fair lot exceeds once in a thousand."""
FEWEST = 2


def caveats_of(drawn: Drawn, found: list[Sums], as_of: date) -> Iterator[Caveat]:
    """What the reader must know of one experiment, as its register and its people tell it."""
    yield _which(drawn)
    if drawn.ends is None:
        yield Caveat(
            "not-registered",
            say(
                "“{name}” was not registered before its result could be seen, and Rapport did not"
                " draw it: that the lot decided is taken on trust, and its window has no end",
                name=drawn.name,
            ),
            Weight.SERIOUS,
        )
    if not drawn.has_ended(as_of):
        yield ALWAYS_VALID
    if drawn.mixed:
        yield Caveat(
            "mixed-arms",
            say(
                "{n} people stand in both arms of “{name}” and are left out: they were drawn twice"
                " under different handles",
                n=drawn.mixed,
                name=drawn.name,
            ),
            Weight.WARNING,
        )
    for sums in found:
        yield from _doubts(drawn, sums)


def _doubts(drawn: Drawn, sums: Sums) -> Iterator[Caveat]:
    """What speaks against the lot: arms of other sizes than registered, or unlike before it."""
    held_out, invited = sums.cells.people
    if drawn.share and share_surprise(held_out, invited, drawn.share) < MOST_SURPRISING:
        yield Caveat(
            "uneven-split",
            say(
                "{held_out} held out and {invited} invited do not fit the registered share of"
                " “{name}”: people went missing on one side",
                held_out=held_out,
                invited=invited,
                name=drawn.name,
            ),
            Weight.SERIOUS,
        )
    if min(held_out, invited) < FEWEST:
        return
    if abs(compare(sums.cells.merged()).imbalance) > LARGEST_IMBALANCE:
        yield Caveat(
            "unlike-before",
            say(
                "invited and held-out customers of “{name}” spent differently before the draw, as"
                " a fair lot makes them less than once in a thousand times",
                name=drawn.name,
            ),
            Weight.SERIOUS,
        )


def _which(drawn: Drawn) -> Caveat:
    """Say of which experiment a number speaks, and of which days."""
    if drawn.opens is None or drawn.closes is None or not drawn.has_begun:
        return Caveat("which-experiment", say("the newest experiment is “{name}”", name=drawn.name))
    return Caveat(
        "which-experiment",
        say(
            "“{name}”: spend from {opens} to {closes}, both days counted",
            name=drawn.name,
            opens=drawn.opens,
            closes=drawn.closes,
        ),
    )
