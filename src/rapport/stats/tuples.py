"""Tuples: which few numbers about a purchase history does a value model read?

A customer's history collapses to how often, when last, and for how long they were watched.
Customers with equal numbers are one tuple with a count, so that the cost of a model grows with
distinct tuples, not with customers. Time is in any one unit (days, weeks), the same throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseTuples:
    """Distinct purchase histories and how many customers share each; arrays of shape (n,).

    `frequency` counts repeat purchases (the first is not one); `recency` is the time from the
    first to the last purchase, 0 where nothing was repeated; `age` the time from the first
    purchase to the end of watching; `count` the number of customers (or their weight);
    `pattern` a whole number that names what else distinguishes them (a segment).
    Raises ContractError where these contradict each other.

    >>> PurchaseTuples.of([0, 2], [0, 30.4], [38.9, 38.9], [10, 3]).customers
    13.0
    """

    frequency: Numbers
    recency: Numbers
    age: Numbers
    count: Numbers
    pattern: Places | None = None

    def __post_init__(self) -> None:
        columns = (self.frequency, self.recency, self.age, self.count)
        if any(column.shape != (len(self.frequency),) for column in columns):
            raise ContractError("the columns of purchase tuples differ in length")
        if self.pattern is not None and self.pattern.shape != self.frequency.shape:
            raise ContractError("the patterns of purchase tuples differ in length")
        if not all(np.isfinite(column).all() for column in columns):
            raise ContractError("a purchase tuple holds a number that is not finite")
        if np.any(self.frequency < 0) or np.any(self.frequency != np.floor(self.frequency)):
            raise ContractError("repeat purchases are counted: whole and not negative")
        if np.any(self.recency < 0) or np.any(self.recency > self.age):
            raise ContractError("a last purchase lies between the first one and the end")
        if np.any(self.recency[self.frequency == 0] != 0):
            raise ContractError("who bought once has no last repeat: recency must be 0")
        if np.any(self.count < 0):
            raise ContractError("a number of customers is not negative")

    @classmethod
    def of(
        cls,
        frequency: object,
        recency: object,
        age: object,
        count: object | None = None,
        pattern: object | None = None,
    ) -> PurchaseTuples:
        """Make tuples from anything NumPy reads as lists; each counts once by default."""
        often = np.asarray(frequency, dtype=np.float64)
        counts = np.ones_like(often) if count is None else np.asarray(count, dtype=np.float64)
        return cls(
            often,
            np.asarray(recency, dtype=np.float64),
            np.asarray(age, dtype=np.float64),
            counts,
            None if pattern is None else np.asarray(pattern, dtype=np.int64),
        )

    @property
    def customers(self) -> float:
        """Number of customers, Σ count."""
        return float(self.count.sum())

    @property
    def mean_age(self) -> float:
        """Mean age over customers, in the tuples' unit of time; 1 where it is 0."""
        mean = float(self.count @ self.age) / max(self.customers, 1e-300)
        return mean if mean > 0 else 1.0

    def coarse(self, bins: int = 25) -> PurchaseTuples:
        """About the same customers on fewer tuples: times rounded to `bins` steps of the span.

        For first looks only (where to start a search); no estimate is made from these.
        """
        step = float(self.age.max(initial=0.0)) / bins
        if step == 0 or len(self.age) <= bins * bins:
            return self
        last, end = np.floor(self.recency / step), np.floor(self.age / step)
        row = np.zeros(len(last)) if self.pattern is None else self.pattern - self.pattern.min()
        wide = bins + 1.0
        key = ((row * (self.frequency.max() + 1) + self.frequency) * wide + last) * wide + end
        _, first, place = np.unique(key, return_index=True, return_inverse=True)
        often = self.frequency[first]
        recency = np.where(often > 0, step * (last[first] + 0.5), 0.0)
        return PurchaseTuples(
            often,
            recency,
            np.maximum(step * (end[first] + 0.5), recency),
            np.bincount(place, self.count, len(first)).astype(np.float64),
            None if self.pattern is None else self.pattern[first],
        )


class Collapsed(NamedTuple):
    """Distinct tuples, and for each customer given the place (m,) of their tuple among them."""

    tuples: PurchaseTuples
    place: Places


def collapse(
    frequency: Numbers,
    recency: Numbers,
    age: Numbers,
    pattern: Places | None = None,
    count: Numbers | None = None,
) -> Collapsed:
    """Collapse customers, arrays of shape (m,), to distinct tuples and their counts.

    The recency of who bought once says nothing and becomes 0, so that these customers collapse
    to their age alone. Values for tuples go back to customers as `values[place]`.

    >>> three = np.array([0.0, 0.0, 1.0])
    >>> collapse(three, np.array([0.0, 2.0, 2.0]), np.array([5.0, 5.0, 5.0])).tuples.count
    array([2., 1.])
    """
    last = np.where(frequency > 0, recency, 0.0)
    columns: list[NDArray[np.float64] | Places] = [frequency, last, age]
    columns += [] if pattern is None else [pattern]
    key = np.zeros(len(frequency), dtype=np.int64)
    for column in columns:
        values, code = np.unique(column, return_inverse=True)
        _, key = np.unique(key * np.int64(len(values)) + code, return_inverse=True)
    kinds, first = np.unique(key, return_index=True)
    counts = np.bincount(key, weights=count, minlength=len(kinds)).astype(np.float64)
    tuples = PurchaseTuples(
        frequency[first],
        last[first],
        age[first],
        counts,
        None if pattern is None else pattern[first],
    )
    return Collapsed(tuples, key.astype(np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class SpendTuples:
    """Distinct spending histories of buyers; arrays of shape (n,).

    `frequency` counts the purchases that `spend` is the mean of (one or more), `spend` is in
    any one unit of money and above zero, `count` is the number of customers, `pattern` a whole
    number that names what else distinguishes them.
    Raises ContractError where these contradict each other.
    """

    frequency: Numbers
    spend: Numbers
    count: Numbers
    pattern: Places | None = None

    def __post_init__(self) -> None:
        columns = (self.frequency, self.spend, self.count)
        if any(column.shape != (len(self.frequency),) for column in columns):
            raise ContractError("the columns of spend tuples differ in length")
        if self.pattern is not None and self.pattern.shape != self.frequency.shape:
            raise ContractError("the patterns of spend tuples differ in length")
        if not all(np.isfinite(column).all() for column in columns):
            raise ContractError("a spend tuple holds a number that is not finite")
        if np.any(self.frequency <= 0) or np.any(self.spend <= 0):
            raise ContractError("a mean spend needs a purchase and an amount above zero")
        if np.any(self.count < 0):
            raise ContractError("a number of customers is not negative")

    @classmethod
    def of(
        cls,
        frequency: object,
        spend: object,
        count: object | None = None,
        pattern: object | None = None,
    ) -> SpendTuples:
        """Make tuples from anything NumPy reads as lists; each counts once by default."""
        often = np.asarray(frequency, dtype=np.float64)
        counts = np.ones_like(often) if count is None else np.asarray(count, dtype=np.float64)
        kinds = None if pattern is None else np.asarray(pattern, dtype=np.int64)
        return cls(often, np.asarray(spend, dtype=np.float64), counts, kinds)
