"""Plot: how do curves, bars or a grid travel, so that any face can draw and tell them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapport.core.phrase import Phrase
from rapport.core.units import Unit

Place = int | float | date | str | Phrase
"""Where a mark stands: a number, a day, a period's name, or words."""


class Look(StrEnum):
    """How marks are joined: curves, steps, bars side by side, dots on their intervals, cells."""

    CURVES = "curves"
    STEPS = "steps"
    BARS = "bars"
    DOTS = "dots"
    GRID = "grid"


class Tone(StrEnum):
    """How firmly a series stands: seen, faint (for comparison, in grey), or supposed (hatched)."""

    SEEN = "seen"
    FAINT = "faint"
    SUPPOSED = "supposed"


@dataclass(frozen=True, slots=True)
class Axis:
    """What stands along a side, and the unit of its numbers (None: days or words)."""

    name: Phrase
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One number at a place, perhaps with the ends of its interval; None is a gap, never a zero."""

    across: Place
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Marks that belong together: one curve, bars of one colour, or one row of a grid."""

    name: Place
    marks: tuple[Mark, ...]
    tone: Tone = Tone.SEEN


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture before it is drawn: what it shows, what that means, its axes and its marks.

    `says` is the sentence for a reader who does not see it; `rows` names a grid's rows; `ruled`
    are places marked by a line across (a split, an order); `n` counts what was sampled.
    """

    key: str
    name: Phrase
    says: Phrase
    look: Look
    across: Axis
    value: Axis
    series: tuple[Series, ...]
    n: int
    rows: Axis | None = None
    ruled: tuple[Place, ...] = ()
