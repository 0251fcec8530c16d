"""Near duplicates: which texts are the same but for a few words?

MinHash signatures in bands (locality-sensitive hashing) propose, the exact Jaccard index of the
words and pairs of words decides. The honest count of "this many say the same" rests on these.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.voice.hashing import Hashes, Integers, joined, mix

SAME = 0.8
"""Jaccard index of words and word pairs from which two texts are near duplicates."""

BANDS, ROWS = 8, 4
"""Two texts of index .8 meet in some band with P = .985, of index .5 with P = .40."""


def families(text: Integers, shingle: Hashes, n: int, same: float = SAME) -> Integers:
    """The family of each of n texts (n,): the lowest number of its near duplicates.

    `text`, `shingle` (p,): the shingles of each text (hashes), texts ascending. Texts
    without a shingle are families of their own. The outcome depends on the order of the texts
    only through which number a family bears.
    """
    if not len(text):
        return np.arange(n)
    texts, opening = np.unique(text, return_index=True)
    one, other = _proposed(shingle, opening, texts)
    jaccard = _jaccard(text, shingle, n, one, other)
    near = jaccard >= same
    return _components(one[near], other[near], n)


def _proposed(shingle: Hashes, opening: Integers, texts: Integers) -> tuple[Integers, Integers]:
    """Pairs of texts that share a band: each with the first of its bucket."""
    pairs = []
    for band in range(BANDS):
        bucket = np.zeros(len(texts), dtype=np.uint64)
        for row in range(ROWS):
            seed = mix(np.array([1 + band * ROWS + row], dtype=np.uint64))
            bucket = joined(bucket, np.minimum.reduceat(joined(shingle, seed), opening))
        _, first, which = np.unique(bucket, return_index=True, return_inverse=True)
        leader = first[which]
        follows = leader != np.arange(len(texts))
        pairs.append(texts[leader[follows]] * (texts[-1] + 1) + texts[follows])
    one, other = np.divmod(np.unique(np.concatenate(pairs)), texts[-1] + 1)
    return one, other


def _jaccard(
    text: Integers, shingle: Hashes, n: int, one: Integers, other: Integers
) -> NDArray[np.float64]:
    """Shared shingles over all shingles, for pairs of texts."""
    from scipy.sparse import csr_matrix

    distinct, column = np.unique(shingle, return_inverse=True)
    has = csr_matrix((np.ones(len(text), np.int32), (text, column)), shape=(n, len(distinct)))
    has.sum_duplicates()
    has.data[:] = 1
    sizes = np.diff(has.indptr)
    shared = np.asarray(has[one].multiply(has[other]).sum(axis=1)).ravel()
    every = np.maximum(sizes[one] + sizes[other] - shared, 1)
    return np.asarray(shared / every, dtype=np.float64)


def _components(one: Integers, other: Integers, n: int) -> Integers:
    """The lowest number of each one's connected component."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    graph = csr_matrix((np.ones(len(one), np.int8), (one, other)), shape=(n, n))
    count, label = connected_components(graph, directed=False)
    lowest = np.full(count, n)
    np.minimum.at(lowest, label, np.arange(n))
    return np.asarray(lowest[label], dtype=np.int64)
