"""Representatives: which few of many tuples can stand for all of them?

Tuples alike in frequency, pattern and (by ranks) in times or spend form a cell; the one nearest
to the cell's middle stands for it, with the cell's customers. Real tuples, so that whole days
stay whole; no chance, so that the same tuples give the same representatives.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.stats.tuples import PurchaseTuples, SpendTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Tuples = TypeVar("Tuples", PurchaseTuples, SpendTuples)

ROWS = 2_000
_BINS = (512, 256, 128, 96, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1)
_EXACT = 16.0


def representatives(tuples: Tuples, rows: int = ROWS) -> Tuples:
    """At most about `rows` of the tuples, with counts that add up to the same customers.

    Every frequency up to 16 and every pattern keeps its customers exactly. For what differs
    little between neighbours: relative changes of a total, third-order terms.
    """
    if len(tuples.count) <= rows:
        return tuples
    columns = (
        (tuples.recency, tuples.age) if isinstance(tuples, PurchaseTuples) else (tuples.spend,)
    )
    ranks = np.column_stack([_ranks(column, tuples.count) for column in columns])
    kinds = _kinds(tuples.frequency, getattr(tuples, "pattern", None))
    cell, cells = kinds, int(kinds.max()) + 1
    for bins in _BINS:
        cell, cells = _cells(kinds, ranks, bins)
        if cells <= rows:
            break
    chosen, count = _nearest(cell, cells, ranks, tuples.count)
    return _taken(tuples, chosen, count)


def _ranks(values: Numbers, count: Numbers) -> Numbers:
    """Share (n,) of customers whose number is smaller, half of the equal ones counted."""
    kinds, place = np.unique(values, return_inverse=True)
    many = np.bincount(place, count, len(kinds))
    ranks: Numbers = ((np.cumsum(many) - 0.5 * many) / max(many.sum(), 1e-300))[place]
    return ranks


def _kinds(frequency: Numbers, pattern: Places | None) -> Places:
    """Codes (n,) of what a cell never mixes: frequencies, eighths of octaves above 16, patterns."""
    steps = np.floor(8 * np.log2(np.maximum(frequency, _EXACT) / _EXACT))
    keys = [np.where(frequency <= _EXACT, frequency, _EXACT + 1 + steps)]
    keys += [] if pattern is None else [pattern.astype(np.float64)]
    return np.unique(np.column_stack(keys), axis=0, return_inverse=True)[1].astype(np.int64).ravel()


def _cells(kinds: Places, ranks: Numbers, bins: int) -> tuple[Places, int]:
    """Cells (n,) of equal kinds and equal bins of the ranks, and how many there are."""
    key = kinds
    for rank in ranks.T:
        key = key * bins + np.minimum(np.floor(bins * rank).astype(np.int64), bins - 1)
    found, cell = np.unique(key, return_inverse=True)
    return cell.astype(np.int64), len(found)


def _nearest(cell: Places, cells: int, ranks: Numbers, count: Numbers) -> tuple[Places, Numbers]:
    """The place of each cell's member nearest to its middle, and its customers, each (cells,)."""
    many = np.bincount(cell, count, cells)
    distance = np.zeros(len(cell))
    for rank in ranks.T:
        middle = np.bincount(cell, count * rank, cells) / np.maximum(many, 1e-300)
        distance += (rank - middle[cell]) ** 2
    order = np.lexsort((distance, cell))
    first = np.searchsorted(cell[order], np.arange(cells))
    return order[first].astype(np.int64), many.astype(np.float64)


def _taken(tuples: Tuples, chosen: Places, count: Numbers) -> Tuples:
    """The chosen tuples with other counts; every other column goes with them."""
    columns: dict[str, Any] = {
        field.name: column[chosen]
        for field in fields(tuples)
        if (column := getattr(tuples, field.name)) is not None
    }
    return replace(tuples, **columns | {"count": count})
