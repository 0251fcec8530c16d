"""Cells: what must be known of a million customers' months, so that any difference can be told?

A cell holds the customers who share a cohort (the month in which they connected first) and a
stratum. Of each cell only a count, a vector of sums and a matrix of products over the months
travel on: every estimate of `group_time` and its exact covariance follow from these. Cells add
up over shards of customers, and a new month is appended without starting over. Amounts told in
whole minor units make every sum exact, so that adding and starting over agree to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.panel import NEVER, Amounts, Labels, Numbers, Panel

Places = NDArray[np.int64]

CUSTOMERS_AT_ONCE = 1 << 14
COHORTS = 1 << 33


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts, sums and products of customers' months by cohort and stratum.

    `cohort`, `stratum` and `count` have shape (h,), sorted by stratum, then cohort; `sums`
    (h, V) and `products` (h, V, V) run over V = months x outcomes, in place
    month * outcomes + outcome. Months are numbered 0..periods - 1.
    """

    cohort: Places
    stratum: Places
    count: Numbers
    sums: Numbers
    products: Numbers
    outcomes: int = 1

    @property
    def periods(self) -> int:
        """How many months the cells know."""
        return int(self.sums.shape[1]) // self.outcomes

    def __add__(self, other: Cells) -> Cells:
        """Both together: two shards of customers over the same months."""
        return _merged(self, other, 1.0)

    def __sub__(self, other: Cells) -> Cells:
        """What is left when the customers of `other`, counted before, are taken out."""
        return _merged(self, other, -1.0)

    def with_month(self, panel: Panel, before: Labels, now: Labels) -> Cells:
        """The same cells one month longer, without counting the past again.

        `panel` is one month longer than these cells; `before` and `now` label the customers
        before and after: those who connected since move to their new cell, newcomers come last.
        Only months of those who moved or bought in the latest month are read. Raises
        ContractError where panel, labels and cells do not tell of the same customers.
        """
        if len(panel.months) != self.periods + 1 or panel.customers != len(now):
            raise ContractError("a panel one month longer, with its labels, is appended to cells")
        past = Panel(panel.months[:-1])
        return _append(_moved(self, past, before, now), past, panel.months[-1], now)


def count_cells(panel: Panel, labels: Labels) -> Cells:
    """Count a panel into cells, some thousands of customers at once.

    Raises ContractError where panel and labels differ in their number of customers.

    >>> panel = Panel.of(np.array([0, 1]), np.array([1, 0]), np.array([[3.0, 2.0]]), 2, 2)
    >>> cells = count_cells(panel, Labels(np.array([1, NEVER]), np.array([0, 0])))
    >>> cells.count.tolist(), cells.sums.tolist()
    ([1.0, 1.0], [[0.0, 3.0], [2.0, 0.0]])
    """
    if len(labels) != panel.customers:
        raise ContractError("a panel and its labels tell of the same customers")
    cohort, stratum, place = _places(labels)
    count = np.bincount(place, minlength=len(cohort)).astype(np.float64)
    width = len(panel.months) * panel.outcomes
    sums, products = np.zeros((len(cohort), width)), np.zeros((len(cohort), width, width))
    for first in range(0, len(labels), CUSTOMERS_AT_ONCE):
        last = min(first + CUSTOMERS_AT_ONCE, len(labels))
        sizes = np.bincount(place[first:last], minlength=len(cohort))
        order = np.argsort(place[first:last], kind="stable")
        ordered = np.take(panel.dense(first, last), order, axis=1)
        blocks = np.split(ordered, np.cumsum(sizes)[:-1], axis=1)
        for cell in np.flatnonzero(sizes):
            sums[cell] += blocks[cell] @ np.ones(sizes[cell])
            products[cell] += blocks[cell] @ blocks[cell].T
    return Cells(cohort, stratum, count, sums, products, panel.outcomes)


def _places(labels: Labels) -> tuple[Places, Places, Places]:
    """Cohort and stratum of every occupied cell, and the cell of each customer."""
    cohort = np.asarray(labels.cohort, np.int64)
    told = cohort[cohort != NEVER]
    low, high = (int(told.min()), int(told.max())) if len(told) else (0, -1)
    span = high - low + 2
    key = np.asarray(labels.stratum, np.int64) * span
    key += np.where(cohort == NEVER, span - 1, cohort - low)
    filled = np.bincount(key) > 0
    occupied = np.flatnonzero(filled)
    rest = occupied % span
    place = (np.cumsum(filled) - 1)[key]
    return np.where(rest == span - 1, NEVER, rest + low), occupied // span, place


def _moved(cells: Cells, past: Panel, before: Labels, now: Labels) -> Cells:
    """The cells of the past with every customer whose label changed in the new cell."""
    changed = np.flatnonzero(now.changed_from(before))
    if not len(changed):
        return cells
    known = np.searchsorted(changed, len(before))
    seen = [changed[: np.searchsorted(changed, month.shape[1])] for month in past.months]
    rows = Panel(tuple(month[:, who] for month, who in zip(past.months, seen, strict=True)))
    last = np.zeros((past.outcomes, len(changed)))
    last[:, : rows.customers] = rows.months[-1]
    rows = Panel((*rows.months[:-1], last))
    cells = cells + count_cells(rows, now.of_customers(changed))
    if not known:
        return cells
    rows = Panel(tuple(month[:, :known] for month in rows.months))
    return cells - count_cells(rows, before.of_customers(changed[:known]))


def _append(cells: Cells, past: Panel, latest: Amounts, labels: Labels) -> Cells:
    """Append the sums of the latest month (outcomes, n) and its products with every month."""
    bought = np.flatnonzero(np.any(latest != 0, axis=0))
    home, height = _home(cells, labels.of_customers(bought), len(labels)), len(cells.count)
    newest = np.asarray(latest[:, bought], np.float64)
    old, width = cells.sums.shape[1], cells.sums.shape[1] + cells.outcomes
    sums, products = np.zeros((height, width)), np.zeros((height, width, width))
    sums[:, :old], products[:, :old, :old] = cells.sums, cells.products
    for place_now, amounts in enumerate(newest, start=old):
        sums[:, place_now] = np.bincount(home, amounts, height)
    for place_then, row in enumerate([*(row for month in past.months for row in month), *latest]):
        then = row.take(bought[: np.searchsorted(bought, len(row))], mode="clip")
        for place_now, amounts in enumerate(newest, start=old):
            both = np.bincount(home[: len(then)], then * amounts[: len(then)], height)
            products[:, place_now, place_then] = products[:, place_then, place_now] = both
    return replace(cells, sums=sums, products=products)


def _home(cells: Cells, labels: Labels, customers: int) -> NDArray[np.intp]:
    """The place of the cell of some customers, of all that the cells count."""
    codes, wanted = _code(cells), _code(labels)
    home = np.searchsorted(codes, wanted)
    found = np.array_equal(codes[np.minimum(home, len(codes) - 1)], wanted)
    if not found or cells.count.sum() != customers:
        raise ContractError("the cells and the labels do not count the same customers")
    return home


def _code(told: Cells | Labels) -> Places:
    """One whole number for each pair of stratum and cohort, in the order of cells."""
    stratum, cohort = np.asarray(told.stratum, np.int64), np.asarray(told.cohort, np.int64)
    code: Places = stratum * COHORTS + cohort + COHORTS // 2
    return code


def _merged(one: Cells, other: Cells, sign: float) -> Cells:
    """Sums of two sets of cells by stratum and cohort; empty cells go."""
    if one.sums.shape[1] != other.sums.shape[1] or one.outcomes != other.outcomes:
        raise ContractError("cells over other months or outcomes do not add up")
    codes = np.union1d(_code(one), _code(other))
    mine, theirs = np.searchsorted(codes, _code(one)), np.searchsorted(codes, _code(other))

    def together(first: Numbers, second: Numbers) -> Numbers:
        total = np.zeros((len(codes), *first.shape[1:]))
        total[mine] = first
        total[theirs] += sign * second
        return total

    count = together(one.count, other.count)
    if np.any(count < 0):
        raise ContractError("customers were taken out of a cell that never held them")
    left = count > 0
    return Cells(
        (codes % COHORTS - COHORTS // 2)[left],
        (codes // COHORTS)[left],
        count[left],
        together(one.sums, other.sums)[left],
        together(one.products, other.products)[left],
        one.outcomes,
    )
