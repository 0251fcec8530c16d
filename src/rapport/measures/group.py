"""Group: how do the sums of one group of people become honest numbers?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.core.estimate import Estimate, Interval, IntervalKind, Refusal
from rapport.core.measure import Columns, Snapshot
from rapport.core.phrase import say
from rapport.core.units import Dimension, Unit
from rapport.stats.intervals import Moments, Span, clustered_ratio, clustered_share

Answer = Estimate | Refusal
Parts = Iterator[tuple[str | None, Answer]]

FEWEST = 5
"""Under five people an interval says more about luck than about customers."""
FEWEST_TO_RANK = 30
"""Under thirty nobody may be compared with anybody."""


@dataclass(frozen=True, slots=True)
class Group:
    """What the engine summed for one group: its segment and period, and its rows by column.

    `snapshot` gives the currency that money is told in.
    """

    segment: str | None
    period: str | None
    columns: Columns
    snapshot: Snapshot

    @property
    def is_whole(self) -> bool:
        """Whether this is everybody, in all of time."""
        return self.segment is None and self.period is None

    def array(self, column: str) -> NDArray[Any]:
        """A column of the group's rows, shape (rows,)."""
        told: NDArray[Any] = np.ma.filled(self.columns[column], 0)
        return told

    def total(self, column: str) -> int:
        """Sum of a whole-numbered column over the group's rows; NULL counts as 0."""
        return int(self.array(column).sum())

    def moments(self, part: str) -> Moments:
        """The sums of a part, as the step CLUSTER_SUMS makes them; all 0 where it has no row."""
        rows = np.flatnonzero(np.asarray(self.columns["part"]) == part)
        if not len(rows):
            return Moments(0, 0.0, 0.0, 0.0, 0.0, 0.0)
        n, *sums = (self.array(name)[rows[0]] for name in ("n", "x", "y", "xx", "xy", "yy"))
        return Moments(int(n), *(float(one) for one in sums))

    def refused(self, n: int, fewest: int) -> Refusal | None:
        """A refusal where n is too small, or None."""
        if n >= fewest:
            return None
        return Refusal(
            say("too few to tell: {n} where {fewest} are needed", n=n, fewest=fewest),
            say("wait for more, or take a longer period or a larger segment"),
            n,
        )

    def ratio(self, sums: Moments, unit: Unit, fewest: int = FEWEST) -> Answer:
        """Σy / Σx with its interval, people (or clusters) counted as one voice each."""
        people = sums.n if sums.x > 0 else 0
        return self.refused(people, fewest) or self.told(clustered_ratio(sums), unit, people)

    def share(
        self,
        sums: Moments,
        unit: Unit,
        fewest: int = FEWEST,
        ends: tuple[float, float] = (0.0, 1.0),
        factor: float = 1.0,
    ) -> Answer:
        """Mean of answers between two ends, told times a factor."""
        too_few = self.refused(sums.n, fewest)
        if too_few:
            return too_few
        span = clustered_share(sums, *ends)
        return self.told(Span(*(factor * one for one in span)), unit, sums.n)

    def told(
        self, span: Span, unit: Unit, n: int, kind: IntervalKind = IntervalKind.CONFIDENCE
    ) -> Answer:
        """An estimate with a 95 % interval; money (in minor units) in the home currency."""
        scale, unit_or_why = self._scale(unit)
        if isinstance(unit_or_why, Refusal):
            return unit_or_why
        value, low, high = (one / scale for one in span)
        interval = Interval(min(low, value), max(high, value), kind=kind)
        return Estimate(value, interval, unit_or_why, n)

    def counted(self, amount: int, unit: Unit, n: int) -> Answer:
        """An exact number: counted, or added up to the minor unit."""
        scale, unit_or_why = self._scale(unit)
        if isinstance(unit_or_why, Refusal):
            return unit_or_why
        value = amount / scale
        return self.refused(n, 1) or Estimate(value, Interval.exact(value), unit_or_why, n)

    def exactly(self, value: float, unit: Unit, n: int) -> Answer:
        """A share or score that was counted, not estimated."""
        return self.refused(n, 1) or Estimate(value, Interval.exact(value), unit, n)

    def _scale(self, unit: Unit) -> tuple[int, Unit | Refusal]:
        """What to divide by, and the unit with its currency (or why there is none)."""
        if unit.dimension is not Dimension.MONEY:
            return 1, unit
        currency = self.snapshot.currency
        if isinstance(currency, Refusal):
            return 1, currency
        return self.snapshot.minor_units, unit.in_currency(currency)
