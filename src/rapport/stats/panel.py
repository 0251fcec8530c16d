"""Panel: who did how much in which month, so that sums over customers are quick to take?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError

Numbers = NDArray[np.float64]
Whole = NDArray[np.integer]
Amounts = NDArray[np.generic]
Marks = NDArray[np.bool_]

NEVER = int(np.iinfo(np.int32).max)
ROWS_AT_ONCE = 1 << 15


@dataclass(frozen=True, slots=True)
class Panel:
    """What each customer did in each month, one array a month.

    `months` holds, month after month from 0, an array (outcomes, customers known by then): the
    amount of customer i, a dense code from 0, stands in place i, in whatever unit the answer
    shall have; who came later did nothing before. A month is appended without copying the
    others. Raises ContractError where the shapes do not fit.
    """

    months: tuple[Amounts, ...]

    def __post_init__(self) -> None:
        if any(month.ndim != 2 for month in self.months):
            raise ContractError("every month of a panel has the shape (outcomes, customers)")
        if len({len(month) for month in self.months}) > 1:
            raise ContractError("every month of a panel tells the same outcomes")
        sizes = [month.shape[1] for month in self.months]
        if sizes != sorted(sizes):
            raise ContractError("customers of a panel do not go away")

    @classmethod
    def of(
        cls, customer: Whole, month: Whole, amounts: Amounts, customers: int, periods: int
    ) -> Panel:
        """A panel of rows in any order: `customer` (r,), `month` (r,), `amounts` (outcomes, r).

        Rows of one customer and month add up. Raises ContractError where a row lies outside
        the customers or the periods told.

        >>> panel = Panel.of(np.array([2, 0]), np.array([1, 0]), np.array([[5.0, 7.0]]), 3, 2)
        >>> [month.tolist() for month in panel.months]
        [[[7.0, 0.0, 0.0]], [[0.0, 0.0, 5.0]]]
        """
        for code, count in ((customer, customers), (month, periods)):
            if len(code) and not 0 <= int(code.min()) <= int(code.max()) < count:
                raise ContractError("a row lies outside the customers or months of its panel")
        told = np.zeros((len(amounts), periods * customers))
        for first in range(0, len(month), ROWS_AT_ONCE):
            rows = slice(first, first + ROWS_AT_ONCE)
            place = month[rows].astype(np.int64)
            place *= customers
            place += customer[rows]
            for total, row in zip(told, amounts, strict=True):
                np.add.at(total, place, row[rows].astype(np.float64))
        whole = told.reshape(-1, periods, customers)
        return cls(tuple(whole[:, place] for place in range(periods)))

    def with_month(self, customer: Whole, amounts: Amounts, customers: int) -> Panel:
        """The panel one month longer; `customers` is how many there are now, newcomers last."""
        longer = Panel.of(customer, np.zeros(len(customer), np.int64), amounts, customers, 1)
        return Panel((*self.months, *longer.months))

    @property
    def customers(self) -> int:
        """How many customers have a code."""
        return int(self.months[-1].shape[1]) if self.months else 0

    @property
    def outcomes(self) -> int:
        """How many amounts are told of a customer's month."""
        return len(self.months[0]) if self.months else 0

    def dense(self, first: int, last: int) -> Numbers:
        """Customers first..last - 1 as columns, shape (months x outcomes, last - first)."""
        block = np.zeros((len(self.months), self.outcomes, last - first))
        for place, month in enumerate(self.months):
            part = month[:, first:last]
            block[place, :, : part.shape[1]] = part
        return block.reshape(-1, last - first)


@dataclass(frozen=True, slots=True)
class Labels:
    """Where each customer belongs: in which cohort, and in which stratum?

    `cohort` (n,) is the month of connecting, or NEVER; `stratum` (n,) a small whole number from
    0. Raises ContractError where lengths differ or a stratum is negative.
    """

    cohort: Whole
    stratum: Whole

    def __post_init__(self) -> None:
        if len(self.cohort) != len(self.stratum):
            raise ContractError("every customer has a cohort and a stratum")
        if len(self.stratum) and int(self.stratum.min()) < 0:
            raise ContractError("strata are counted from 0")

    def __len__(self) -> int:
        return len(self.cohort)

    def of_customers(self, wanted: NDArray[np.intp]) -> Labels:
        """The labels of the customers whose codes `wanted` (k,) holds."""
        return Labels(self.cohort[wanted], self.stratum[wanted])

    def changed_from(self, before: Labels) -> Marks:
        """Whose label is new or another one than before, shape (n,); newcomers come last."""
        known = len(before)
        changed = np.ones(len(self), np.bool_)
        changed[:known] = before.cohort != self.cohort[:known]
        changed[:known] |= before.stratum != self.stratum[:known]
        return changed


def permuted_dates(labels: Labels, seed: int) -> Labels:
    """Deal the dates of connecting (never included) anew among the customers of each stratum.

    A placebo: whatever effect is found with these labels is chance or a fault of the design.
    Strata must hold the month of entry where a date before it would be absurd.
    """
    shuffle = np.random.default_rng(seed).random(len(labels))
    places = np.argsort(labels.stratum, kind="stable")
    donors = np.lexsort((shuffle, labels.stratum))
    cohort = np.empty_like(labels.cohort)
    cohort[places] = labels.cohort[donors]
    return Labels(cohort, labels.stratum)
