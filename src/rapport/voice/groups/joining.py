"""Joining: to which group does a new message go, or is it new?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.groups.clustering import most_like
from rapport.voice.groups.vectors import Floats, Space, unit
from rapport.voice.groups.wording import word_texts
from rapport.voice.hashing import Hashes, Integers

FAMILIAR = 0.6
"""A text of which less is known to the space is new, wherever the rest of it points."""


@dataclass(frozen=True, slots=True)
class Known:
    """The groups of one language, as new messages meet them.

    `space` in which they stand; `hashes` (m,) ascending, of the texts known, `group` (m,) the
    group of each; `standing` (g,) numbers of the groups and `means` (g, d) their mean vectors.
    """

    language: str
    space: Space
    hashes: Hashes
    group: Integers
    standing: Integers
    means: Floats


@dataclass(frozen=True, slots=True)
class Joined:
    """Where n new messages go: `group` (n,), -1 for a new one; `closeness` (n,) cosine to it."""

    group: Integers
    closeness: NDArray[np.float32]


def join(
    known: Sequence[Known], texts: Sequence[str], languages: Sequence[str], threshold: float
) -> Joined:
    """Put new messages to the groups whose mean is at least as like as the threshold says.

    A text that is known goes where it stands. Languages without groups have new messages only.
    """
    group = np.full(len(texts), -1, dtype=np.int64)
    closeness = np.zeros(len(texts), dtype=np.float32)
    spoken = np.asarray(languages, dtype=object)
    for one in known:
        mine = np.flatnonzero(spoken == one.language)
        if len(mine) and len(one.standing):
            joined = _join_one(one, [texts[number] for number in mine.tolist()], threshold)
            group[mine], closeness[mine] = joined.group, joined.closeness
    return Joined(group, closeness)


def _join_one(known: Known, texts: Sequence[str], threshold: float) -> Joined:
    """Put messages of one language to its groups."""
    wording = word_texts(texts)
    vectors = known.space.of(wording)
    strange = known.space.covers(wording) < FAMILIAR
    vectors[strange] = 0
    group, closeness = _nearest(known, vectors, threshold)
    hashes = wording.text_hashes()
    at = np.minimum(np.searchsorted(known.hashes, hashes), len(known.hashes) - 1)
    same = known.hashes[at] == hashes
    group[same] = known.group[at[same]]
    middle = unit(known.means)[np.searchsorted(known.standing, group[same])]
    closeness[same] = (vectors[same] * middle).sum(axis=1)
    return Joined(group, closeness)


def _nearest(
    known: Known, vectors: Floats, threshold: float
) -> tuple[Integers, NDArray[np.float32]]:
    """The group that each is on average most like, -1 where less than the threshold."""
    best, likeness = most_like(vectors, known.means)
    near = likeness >= threshold
    length = np.maximum(np.linalg.norm(known.means, axis=1), 1e-12)
    cosine = np.where(near, likeness / length[best], 0)
    return np.where(near, known.standing[best], -1), cosine.astype(np.float32)
