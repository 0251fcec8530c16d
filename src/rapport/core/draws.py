"""Draws: how do sums and ratios of results keep their joint doubt?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.errors import ContractError
from rapport.core.estimate import Interval


@dataclass(frozen=True, slots=True)
class Draws:
    """Aligned replicates of a number.

    Replicate b reweights the same people in every measure (Poisson weights from a hash of person
    and b, Hanley & MacGibbon 2006), so two draws with the same `alignment` may be combined
    replicate by replicate and keep their dependence. `value` is the number itself.

    >>> total = Draws(1.0, (0.9, 1.1), "people") + Draws(2.0, (1.8, 2.2), "people")
    >>> total.value
    3.0
    """

    value: float
    replicates: tuple[float, ...]
    alignment: str

    def __post_init__(self) -> None:
        if len(self.replicates) < 2:
            raise ContractError("draws need two replicates or more")

    def __add__(self, other: Draws) -> Draws:
        return self._with(other, self.value + other.value, "+")

    def __sub__(self, other: Draws) -> Draws:
        return self._with(other, self.value - other.value, "-")

    def over(self, other: Draws) -> Draws:
        """Ratio, replicate by replicate; raises ContractError where a denominator is zero."""
        if not other.value or not all(other.replicates):
            raise ContractError("a ratio of draws over zero")
        return self._with(other, self.value / other.value, "/")

    def times(self, factor: float) -> Draws:
        """The same draws times a known number."""
        scaled = tuple(factor * replicate for replicate in self.replicates)
        return Draws(factor * self.value, scaled, self.alignment)

    def interval(self, level: float = 0.95) -> Interval:
        """Basic percentile interval of the replicates, widened to hold the value."""
        ordered = sorted(self.replicates)
        low = _quantile(ordered, (1 - level) / 2)
        high = _quantile(ordered, (1 + level) / 2)
        return Interval(min(low, self.value), max(high, self.value), level)

    def _with(self, other: Draws, value: float, sign: str) -> Draws:
        if (self.alignment, len(self.replicates)) != (other.alignment, len(other.replicates)):
            raise ContractError("draws of different alignment cannot be combined")
        pairs = zip(self.replicates, other.replicates, strict=True)
        return Draws(value, tuple(_combined(a, b, sign) for a, b in pairs), self.alignment)


def _combined(left: float, right: float, sign: str) -> float:
    """One replicate of a sum, difference or ratio."""
    if sign == "/":
        return left / right
    return left + right if sign == "+" else left - right


def _quantile(ordered: list[float], share: float) -> float:
    """Linear quantile (Hyndman & Fan 1996, type 7) of ordered numbers."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
