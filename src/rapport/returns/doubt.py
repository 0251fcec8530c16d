"""Doubt: how do the lines' uncertainties add up, sampling of people and plain bounds together?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from rapport.core.estimate import Interval, IntervalKind

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Side:
    """A total (minor units) under one assumption, and its variance by the sampling of people."""

    value: float
    variance: float = 0.0

    def __add__(self, other: Side) -> Side:
        """The sum over other people: variances add up."""
        return Side(self.value + other.value, self.variance + other.variance)

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of the interval; a total above zero gets it on the logarithm's scale.

        Sums of a few large amounts are skewed: delta method on the logarithm, as for ratios in
        rapport.stats.intervals (Cox & Snell 1989, §2.1.7).

        >>> [round(end, 1) for end in Side(100.0, 100.0).ends]
        [82.2, 121.7]
        """
        reach = float(special.ndtri((1 + LEVEL) / 2)) * math.sqrt(max(self.variance, 0.0))
        if self.value > 0 and reach < 2 * self.value:
            factor = math.exp(reach / self.value)
            return self.value / factor, self.value * factor
        return self.value - reach, self.value + reach


@dataclass(frozen=True, slots=True)
class Worth:
    """A line's money (minor units): its value, and its two extremes under what is not known.

    Where everything needed is known both extremes are the value. Lines are of different people,
    so their sums' variances add up.
    """

    value: float
    one: Side
    other: Side

    @classmethod
    def known(cls, value: float, variance: float) -> Worth:
        """A value in which only the sampling of people is uncertain."""
        side = Side(value, variance)
        return cls(value, side, side)

    def __add__(self, other: Worth) -> Worth:
        mine, theirs = self._ordered(), other._ordered()
        return Worth(self.value + other.value, mine[0] + theirs[0], mine[1] + theirs[1])

    @property
    def bounds(self) -> Interval:
        """From one extreme to the other, certain given what the book knows."""
        ends = (self.value, self.one.value, self.other.value)
        return Interval(min(ends), max(ends), 1.0, IntervalKind.BOUNDS)

    @property
    def interval(self) -> Interval:
        """From the lower extreme's low end to the upper extreme's high end (95 %, cautious)."""
        ends = (self.value, *self.one.ends, *self.other.ends)
        return Interval(min(ends), max(ends), LEVEL)

    def _ordered(self) -> tuple[Side, Side]:
        """Both extremes, the lower first."""
        first, second = sorted((self.one, self.other), key=lambda side: side.value)
        return first, second
