"""Points: what do the curves of waits say at the median, the ninetieth, and after some hours?"""

from __future__ import annotations

from rapport.core.estimate import Refusal
from rapport.core.phrase import say
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.care.waiting import SCALE, Curves, Point, Waits
from rapport.measures.group import FEWEST, Answer, Group
from rapport.stats.intervals import Span, share_with_variance
from rapport.stats.survival import Curve

HOURS = Unit(Dimension.DURATION, "hours")


def read_point(group: Group, waits: Waits, number: int, point: Point) -> Answer:
    """The share of waits ended by a point's hour, or the hours by which its share has ended."""
    people, curves = group.total("people"), waits.of(group)
    too_few = group.refused(people, FEWEST)
    if too_few:
        return too_few
    curve, horizon = curves.of(point), curves.horizon(point)
    if curve is None or horizon is None:
        return _unreached(curves, point, people)
    scaled = float(group.array(f"v{number}").sum()) / SCALE**2
    variance = scaled * people / (people - 1)
    if point.hours is not None:
        return _share(group, curve, point.hours, variance, people)
    left = float(curve.at(horizon))
    voices = left * (1 - left) / variance if variance > 0 and 0 < left < 1 else float(people)
    span = curve.quantile(point.share or 0.0, voices, people)
    if span is None:
        return _unreached(curves, point, people)
    return group.told(Span(*(seconds / 3600 for seconds in span)), HOURS, people)


def _share(group: Group, curve: Curve, hours: float, variance: float, people: int) -> Answer:
    """The share ended by an hour; refused where no wait was seen for so long."""
    left = float(curve.at(3600 * hours))
    if left > 0 and curve.times[-1] < 3600 * hours:
        return Refusal(
            say("no question that still waits is {hours:g} hours old yet", hours=hours),
            say("wait some days, or read a shorter time"),
            people,
        )
    return group.told(share_with_variance(1 - left, variance, people), SHARE, people)


def _unreached(curves: Curves, point: Point, people: int) -> Refusal:
    """Why a time cannot be told: nothing has ended, or too few, or not surely."""
    if not curves.ended:
        return Refusal(
            say("none of these {n} waits has ended", n=curves.waits),
            say("read which share was answered, and how many still wait"),
            people,
        )
    return Refusal(
        say("it has not been seen that {share:.0%} of these waits ended", share=point.share or 0.0),
        say("read the shares that ended within some hours, or wait"),
        people,
    )
