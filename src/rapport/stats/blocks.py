"""Blocks: how are sums by kind made of many tuples without leaving a processor's cache?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


class Block(NamedTuple):
    """Some neighbours among rows that are sorted by kind; a kind may lie in several blocks.

    `rows` and `kinds` are the slices that it covers; `starts` (kinds,) is the place within the
    block of the first row of each kind, `sizes` (kinds,) the number of rows.
    """

    rows: slice
    kinds: slice
    starts: Places
    sizes: Places

    def spread(self, what: Numbers) -> Numbers:
        """What is told by kind, (…, all kinds), for the block's rows, (…, rows)."""
        return np.repeat(what[..., self.kinds], self.sizes, axis=-1)

    def summed(self, what: Numbers) -> Numbers:
        """Sums (kinds,) of what is told by the block's rows, (rows,)."""
        told: Numbers = np.add.reduceat(what, self.starts)
        return told


def blocks(starts: Places, rows: int, size: int) -> Iterator[Block]:
    """Cut sorted rows into blocks of `size`; `starts` (kinds,) is the first row of each kind."""
    for low in range(0, rows, size):
        high = min(low + size, rows)
        first = int(np.searchsorted(starts, low, side="right")) - 1
        beyond = int(np.searchsorted(starts, high, side="left"))
        inside = np.maximum(starts[first:beyond] - low, 0)
        sizes = np.diff(np.append(inside, high - low))
        yield Block(slice(low, high), slice(first, beyond), inside, sizes)


def summed_by(place: Places, what: Numbers, places: int) -> Numbers:
    """Sums (places, …) of the rows of `what` (rows, …) that fall into each `place` (rows,)."""
    if places == 1:
        whole: Numbers = what.sum(axis=0, keepdims=True)
        return whole
    told = np.zeros((places, *what.shape[1:]))
    np.add.at(told, place, what)
    return told


def first_of_each(*columns: Numbers | Places) -> Places:
    """Places at which a new kind begins, of rows sorted by the columns, each (n,)."""
    new = np.zeros(len(columns[0]), dtype=np.bool_)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def sorting(*columns: Numbers | Places) -> Places | slice:
    """Order (n,) by the first column, then the next; a slice of all where they lie so already."""
    tied = np.ones(max(len(columns[0]) - 1, 0), dtype=np.bool_)
    rising = np.zeros_like(tied)
    for column in columns:
        rising |= tied & (column[1:] > column[:-1])
        tied &= column[1:] == column[:-1]
    if np.all(rising | tied):
        return slice(None)
    return np.lexsort(columns[::-1])
