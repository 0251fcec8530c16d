"""Lifted: a picture of a lift, and results that say how sure it is, built by hand."""

from __future__ import annotations

from datetime import date, datetime

from faces.zoo import TOO_FEW, estimate
from rapport.core.estimate import Caveat, Weight
from rapport.core.experiment import Experiment
from rapport.core.lift import LiftPicture
from rapport.core.phrase import say
from rapport.core.plot import Axis, Look, Mark, Plot, Series, Tone
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.faces.report.effects import Effects
from rapport.measures.lift.connection_effect import ConnectionEffect
from rapport.measures.lift.experiment_effect import ExperimentEffect

A_MONTH = Unit(Dimension.MONEY, "EUR", "connected customer per month")
INVITED = Unit(Dimension.MONEY, "EUR", "invited customer")
AS_OF = date(2024, 12, 31)


def plot(key, look, *series, ruled=()):
    """A plot of series over the same places."""
    across = say("part of the effect")
    said = say("The parts add up to the effect.")
    value = Axis(say("money"), A_MONTH)
    return Plot(key, say("by lot"), said, look, Axis(across), value, series, 400, ruled=ruled)


def series(name, values, tone=Tone.SEEN, start=0):
    """A series of numbers, None where there is a gap, each with an interval 2 wide."""
    places = range(start, start + len(values))
    told = (Mark(p, v, v and v - 1, v and v + 1) for p, v in zip(places, values, strict=True))
    return Series(say(name), tuple(told), tone)


PICTURE = LiftPicture(
    gap=plot("gap", Look.BARS, series("before", [2.1, None], Tone.FAINT),
             series("since connecting", [None, 1.3])),
    months=plot("months", Look.DOTS, series("before", [0.2, None, None], Tone.FAINT, -1),
                series("since connecting", [None, 1.4, -0.9], start=-1), ruled=(0,)),
    split=plot("split", Look.DOTS, series("seen", [1.2, 0.1, -0.2])),
    lifetime=plot("lifetime", Look.BARS, series("seen", [14.9, None]),
                  series("supposed", [None, 16.1], Tone.SUPPOSED)),
    covered=0.08,
)  # fmt: skip


def told(verdict, value=1.3, half=0.9):
    """The measure of an effect that is so sure; what is general stands before its verdict."""
    answer = TOO_FEW if verdict.endswith("cannot-say") else estimate(value, A_MONTH, half)
    rows = (Row(answer, "effect"), Row(estimate(3.6, A_MONTH, 0.7), "raw gap, not an effect"))
    caveats = (
        Caveat("simulated", say("Nothing was refused.")),
        Caveat(verdict, say("the interval holds zero"), Weight.WARNING),
        Caveat("drift", say("no second way to compare is possible")),
        Caveat("raw-gap-no-effect", say("Nothing yet.")),
    )
    return Result(ConnectionEffect().card, AS_OF, rows, caveats)


SPRING = Experiment(
    name="spring", question="Does it <b>pay</b>?", who="not connected", design="by lot", seed=1,
    share_held_out=0.1, invited=900, held_out=100, registered_at=datetime(2024, 1, 15),
    starts=date(2024, 1, 15), ends=date(2024, 4, 15), smallest_effect=2.5, currency="EUR",
    assignment="f", status="kept", closed_at=datetime(2024, 5, 2), reason="it pays",
    is_intact=True,
)  # fmt: skip
TRIED = Result(
    ExperimentEffect().card, AS_OF,
    (Row(estimate(2.0, INVITED, 1.0), "invited"),
     Row(estimate(2.0, INVITED, 1.0), "invited", "spring")),
    by="experiment",
)  # fmt: skip
UNTRIED = Result(ExperimentEffect().card, AS_OF, (Row(TOO_FEW),), by="experiment")
PROVEN = Effects(PICTURE, told("verdict-proven"), TRIED, (SPRING,))
REFUSED = Effects(TOO_FEW, told("verdict-cannot-say"), UNTRIED)
