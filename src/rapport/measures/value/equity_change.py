"""Equity change: how much of a change of all customers' value is new, lost, or worth more each?

With P the probability of being a customer still and V the value of one who is, each as known on
its day under today's parameters, the old customers' change splits exactly:
P₁V₁ − P₀V₀ = (P₁ − P₀) V₀ + P₁ (V₁ − V₀); who came since adds P₁V₁.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.measures.value.outlook import Outlook
from rapport.measures.value.simulation import Drawn, Simulation, even_rows
from rapport.measures.value.spread import MOST, YEAR, Spread, own_size
from rapport.measures.value.two_dates import TwoDates
from rapport.stats.intervals import Span
from rapport.stats.posterior import tails

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Parts of a change by name, in minor units of sales, with draws (n,) around each."""

    values: Mapping[str, float]
    draws: Mapping[str, Numbers]

    def span(self, name: str, margin: float) -> Span:
        """A part's value as margin, with both ends of its interval."""
        value = self.values[name]
        low, high = tails(value + self.draws[name])
        return Span(margin * value, margin * min(low, value), margin * max(high, value))


def change_of(
    outlook: Outlook, dates: TwoDates, spread: Spread, yearly: float, seed: int
) -> Change:
    """Split the change of an outlook's customers' value (365 days, discounted) in two dates."""
    now, then = (
        outlook.standing_at(one.day, one.tuples, one.amount) for one in (dates.now, dates.then)
    )
    count = dates.now.tuples.count
    active, worth = _standing(now, yearly)
    before, worth_before = _standing(then, yearly)
    values = _split(active, worth, before, worth_before, dates.old)
    rows = even_rows(count, MOST)
    sides = Simulation(now, rows), Simulation(then, rows)
    generator = np.random.default_rng(seed + 3)
    daily = float(np.log1p(yearly)) / YEAR
    old = dates.old[rows]
    pairs = np.array(
        [
            [
                _drawn(sides[0].draw(v, s, generator), sides[1].draw(v, s, generator), old, daily)
                for _ in range(2)
            ]
            for v, s in zip(spread.parameters, spread.spends, strict=True)
        ]
    )
    scale = outlook.histories.mean_amount * outlook.days_a_purchase * count.sum()
    share = len(rows) / max(float(count.sum()), 1.0)
    draws = {
        name: spread.stretch * scale * own_size(pairs[:, :, place], share)
        for place, name in enumerate(values)
    }
    return Change({name: float(count @ told) for name, told in values.items()}, draws)


def _standing(outlook: Outlook, yearly: float) -> tuple[Numbers, Numbers]:
    """Probability of being a customer (n,), and sales expected of one who is (n,)."""
    active = outlook.alive()
    told = outlook.discounted_orders(yearly, YEAR) * outlook.order_values()
    each = told / np.maximum(outlook.histories.tuples.count, 1e-300)
    return active, np.divide(each, active, out=np.zeros_like(each), where=active > 0)


def _drawn(now: Drawn, then: Drawn, old: Flags, daily: float) -> list[float]:
    """Means of the parts over drawn customers, in mean amounts."""
    told = _split(
        now.people.alive.astype(np.float64),
        now.worth_if_there(YEAR, daily),
        then.people.alive.astype(np.float64),
        then.worth_if_there(YEAR, daily),
        old,
    )
    return [float(values.mean()) for values in told.values()]


def _split(
    active: Numbers, worth: Numbers, before: Numbers, worth_before: Numbers, old: Flags
) -> dict[str, Numbers]:
    """The parts of each customer's change (n,)."""
    return {
        "before": np.where(old, before * worth_before, 0.0),
        "new": np.where(old, 0.0, active * worth),
        "lost": np.where(old, (active - before) * worth_before, 0.0),
        "kept": np.where(old, active * worth_before, 0.0),
        "each": np.where(old, active * (worth - worth_before), 0.0),
    }
