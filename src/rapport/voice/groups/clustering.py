"""Clustering: which vectors belong together, at a likeness below which nothing is merged?

Average linkage on cosines: the likeness of two clusters is the mean cosine of their pairs, which
is the product of their mean vectors. Reciprocal nearest neighbours are merged round by round,
which gives the very tree of average linkage; a cluster whose nearest is less alike than the
threshold is done for good, since no merger of others can come nearer. Many vectors are first
merged cell by cell into small clusters, at a threshold raised so far that what lies in two cells
hardly matters; then, as soon as few enough are left, over all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.voice.groups.vectors import Floats, mean_vectors, unit
from rapport.voice.hashing import Integers

WHOLE = 6_000
"""Up to so many vectors are merged at once; of more that are left, those that have grown."""

RAISED = (0.2, 0.1, 0.0)
"""How much more alike clusters of one cell must be to be merged, pass by pass."""

CELL = 1_200
"""Vectors in a cell, about."""

_BLOCK = 1_500
_ROUNDS_OF_CELLS = 4
_SAMPLE_OF_CELLS = 20_000


def extend(vectors: Floats, standing: Integers, threshold: float) -> Integers:
    """Put vectors to clusters that stand, and those that fit none to clusters of their own (n,).

    `standing` (n,) the cluster of each, -1 for a new vector. Nothing that stands is moved.
    """
    fixed = np.flatnonzero(standing >= 0)
    loose = np.flatnonzero(standing < 0)
    codes, heads, which = np.unique(standing[fixed], return_index=True, return_inverse=True)
    label = np.arange(len(vectors))
    label[fixed] = fixed[heads][which]
    if len(codes) and len(loose):
        nearest, likeness = most_like(
            vectors[loose], mean_vectors(which, vectors[fixed], len(codes))
        )
        joins = likeness >= threshold
        label[loose[joins]] = fixed[heads][nearest[joins]]
        loose = loose[~joins]
    label[loose] = loose[cluster(vectors[loose], threshold)]
    return label


def most_like(vectors: Floats, means: Floats) -> tuple[Integers, NDArray[np.float32]]:
    """The mean (g, d) that each vector (n, d) is most like, and how like: both (n,)."""
    nearest = np.empty(len(vectors), dtype=np.int64)
    likeness = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK] @ means.T
        nearest[start : start + _BLOCK] = block.argmax(axis=1)
        likeness[start : start + _BLOCK] = block.max(axis=1)
    return nearest, likeness


def cluster(vectors: Floats, threshold: float) -> Integers:
    """The cluster of each of n vectors of length 1 (n,): the lowest number of its members.

    `threshold`: mean cosine from which two clusters are merged.
    """
    label = np.arange(len(vectors))
    sizes = np.ones(len(vectors), dtype=np.float32)
    means = vectors.copy()
    heads = label
    for turn, raised in enumerate(RAISED):
        if len(heads) > WHOLE:
            label = _merge_in_cells(means, sizes, label, threshold + raised, turn)
            heads = np.flatnonzero(label == np.arange(len(label)))
    if len(heads) > WHOLE:
        heads = heads[sizes[heads] > 1]
    return _merge(means, sizes, label, heads, threshold)


def _merge_in_cells(
    means: Floats, sizes: Floats, label: Integers, threshold: float, turn: int
) -> Integers:
    """Merge clusters within cells; `turn` says whose vectors the cells start from."""
    heads = np.flatnonzero(label == np.arange(len(label)))
    cells = _cells(unit(means[heads]), turn)
    order = np.argsort(cells, kind="stable")
    for members in np.split(heads[order], np.flatnonzero(np.diff(cells[order])) + 1):
        label = _merge(means, sizes, label, members, threshold)
    return label


def _cells(vectors: Floats, turn: int) -> Integers:
    """Cells of about the same size by a few rounds of k-means on cosines (n,)."""
    count = max(2, round(len(vectors) / CELL))
    sample = vectors[:_SAMPLE_OF_CELLS]
    centres = sample[turn * count : (turn + 1) * count]
    for _ in range(_ROUNDS_OF_CELLS):
        cell = _nearest(sample, centres)
        centres = unit(mean_vectors(cell, sample, len(centres)))
    return _nearest(vectors, centres)


def _nearest(vectors: Floats, centres: Floats) -> Integers:
    return np.asarray((vectors @ centres.T).argmax(axis=1), dtype=np.int64)


def _merge(
    means: Floats, sizes: Floats, label: Integers, members: Integers, threshold: float
) -> Integers:
    """Merge clusters (their heads ascending) as far as the threshold allows; new labels.

    `means` and `sizes` of the heads that stay are changed in place.
    """
    parent = np.arange(len(label))
    live = np.sort(members)
    while len(live) > 1:
        nearest, likeness = _nearest_neighbours(means[live])
        alike = likeness >= threshold
        if not alike.any():
            break
        left, right = _reciprocal(nearest, likeness, alike)
        kept, gone = live[left], live[right]
        total = sizes[kept] + sizes[gone]
        share = (sizes[gone] / total)[:, None]
        means[kept] += (means[gone] - means[kept]) * share
        sizes[kept] = total
        parent[gone] = kept
        alike[right] = False
        live = live[alike]
    return _roots(parent)[label]


def _nearest_neighbours(vectors: Floats) -> tuple[Integers, NDArray[np.float32]]:
    """The most alike other vector of each, and how alike."""
    nearest = np.empty(len(vectors), dtype=np.int64)
    likeness = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK] @ vectors.T
        rows = np.arange(len(block))
        block[rows, start + rows] = -2.0
        best = block.argmax(axis=1)
        nearest[start + rows] = best
        likeness[start + rows] = block[rows, best]
    return nearest, likeness


def _reciprocal(
    nearest: Integers, likeness: NDArray[np.float32], alike: NDArray[np.bool_]
) -> tuple[Integers, Integers]:
    """Pairs that are each other's nearest; where rounding left none, the most alike pair."""
    here = np.arange(len(nearest))
    mutual = alike & (nearest[nearest] == here) & (here < nearest)
    left = np.flatnonzero(mutual)
    if len(left):
        return left, nearest[left]
    best = int(likeness.argmax())
    pair = sorted((best, int(nearest[best])))
    return np.array(pair[:1]), np.array(pair[1:])


def _roots(parent: Integers) -> Integers:
    """The last parent of each."""
    while True:
        above = parent[parent]
        if np.array_equal(above, parent):
            return parent
        parent = above
