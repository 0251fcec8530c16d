"""Simulation: what may a group's customers be like, and what may they do, at given parameters?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapport.measures.value.outlook import Outlook
from rapport.stats.individuals import Individuals, sampled, standing
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


def even_rows(count: Numbers, most: int) -> Places:
    """The tuple of each customer, or of `most` of them at even distances in the tuples' order."""
    ends = np.cumsum(count)
    size = min(round(float(ends[-1])), most)
    marks = (np.arange(size) + 0.5) * ends[-1] / size
    rows: Places = np.searchsorted(ends, marks).astype(np.int64)
    return rows


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Customers drawn from what is known of them, arrays (m,).

    `worth` is what a purchase of theirs brings on average, in mean amounts; `generator` draws
    what they do.
    """

    people: Individuals
    worth: Numbers
    shape: float
    generator: np.random.Generator

    def worth_if_there(self, days: float, daily: float) -> Numbers:
        """What each would bring within so many days, discounted, were they a customer still."""
        there = replace(self.people, alive=np.ones(len(self.worth), dtype=np.bool_))
        return there.expected(days, daily) * self.worth

    def stays(self, days: float) -> Numbers:
        """Days within so many that each is expected to stay a customer, being one now."""
        return self.people.stays(days)

    def come_true(self, days: float) -> tuple[Numbers, Numbers]:
        """Purchases of each that come true within so many days, and what they pay for them."""
        made = self.people.purchases(days, self.generator)
        noise = self.generator.standard_gamma(np.maximum(self.shape * made, 1e-12)) / self.shape
        return made, np.where(made > 0, noise * self.worth, 0.0)


class Simulation:
    """Draws the customers at `rows` (m,), places among an outlook's tuples."""

    def __init__(self, outlook: Outlook, rows: Places) -> None:
        held, tuples = outlook.histories, outlook.tuples
        kinds, self._place = np.unique(rows, return_inverse=True)
        self._tuples = PurchaseTuples(
            tuples.frequency[kinds], tuples.recency[kinds], tuples.age[kinds], tuples.count[kinds]
        )
        self._days = tuples.frequency[kinds] + 1
        self._paid = held.amount[kinds] / (tuples.count[kinds] * held.mean_amount)
        self._outlook = outlook

    def draw(self, values: Numbers, spend: Numbers, generator: np.random.Generator) -> Drawn:
        """Customers at a draw of the purchase model's and of the spend model's parameters."""
        p, q, gamma = spend
        fit = self._outlook.fit.at(values)
        known = standing(fit, self._tuples)
        people = sampled(known, self._place, generator)
        shapes, rates = p * self._days + q, gamma + self._paid
        own = generator.standard_gamma(shapes[self._place]) / rates[self._place]
        return Drawn(people, p / np.maximum(own, 1e-300), float(p), generator)
