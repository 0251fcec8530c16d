"""Estimate: how is one number told honestly?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from rapport.core.errors import ContractError
from rapport.core.phrase import Phrase
from rapport.core.units import Unit


class IntervalKind(StrEnum):
    """What an interval promises."""

    CONFIDENCE = "confidence"
    CREDIBLE = "credible"
    PREDICTION = "prediction"
    BOUNDS = "bounds"


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a number plausibly lies: low, high, level in (0, 1], and what kind of promise it is.

    Bounds (level 1) hold for certain given what the book knows: a plain count has low = high.
    """

    low: float
    high: float
    level: float = 0.95
    kind: IntervalKind = IntervalKind.CONFIDENCE

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise ContractError(f"an interval from {self.low} to {self.high} is none")
        if not 0 < self.level <= 1:
            raise ContractError(f"an interval's level {self.level} lies outside (0, 1]")

    @classmethod
    def exact(cls, value: float) -> Interval:
        """Bounds of no width: a number counted, not estimated."""
        return cls(value, value, 1.0, IntervalKind.BOUNDS)

    def holds(self, value: float) -> bool:
        """Whether a value lies inside, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number: its value, where it plausibly lies, what it counts, and from how many."""

    value: float
    interval: Interval
    unit: Unit
    n: int

    def __post_init__(self) -> None:
        if not math.isfinite(self.value) or not self.interval.holds(self.value):
            raise ContractError(f"{self.value} lies outside its own interval {self.interval}")
        if self.n < 1:
            raise ContractError("an estimate from nobody is a refusal")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An honest “cannot tell”: why, what would help, and how many there were (n)."""

    reason: Phrase
    remedy: Phrase
    n: int = 0


class Weight(StrEnum):
    """How much a caveat matters."""

    NOTE = "note"
    WARNING = "warning"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class Caveat:
    """What the reader must know beside the number; `code` is stable, `text` is for people."""

    code: str
    text: Phrase
    weight: Weight = Weight.NOTE
