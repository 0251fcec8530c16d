"""Unit: what does a number count?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Dimension(StrEnum):
    """What kind of quantity a unit measures; faces choose their format by it."""

    MONEY = "money"
    SHARE = "share"
    RATIO = "ratio"
    COUNT = "count"
    DURATION = "duration"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Unit:
    """A dimension, its symbol, and what it is counted per.

    `symbol` is an ISO 4217 code for money ("" on a card: the book's own currency), a noun for
    counts ("orders"), "hours" or "days" for durations, "" for shares (which lie in [0, 1]).

    >>> str(Unit(Dimension.MONEY, "EUR", "order"))
    'EUR per order'
    """

    dimension: Dimension
    symbol: str = ""
    per: str | None = None

    def in_currency(self, code: str) -> Unit:
        """Return the same unit in the currency of an ISO 4217 code (money only)."""
        return replace(self, symbol=code) if self.dimension is Dimension.MONEY else self

    def fits(self, other: Unit) -> bool:
        """Whether another unit counts the same thing, whatever the currency."""
        same_kind = (self.dimension, self.per) == (other.dimension, other.per)
        return same_kind and (self.dimension is Dimension.MONEY or self.symbol == other.symbol)

    def __str__(self) -> str:
        name = self.symbol or self.dimension.value
        return f"{name} per {self.per}" if self.per else name


SHARE = Unit(Dimension.SHARE)
MONEY = Unit(Dimension.MONEY)
