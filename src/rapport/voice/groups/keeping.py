"""Keeping: how does a group stay the same group when groups are made anew?

A group's key is told by its language and the lowest hash among its texts. A group that stood keeps
its key, whoever joined it; of two that people merged the one with more texts gives the key, and of
two that they split the one with more texts keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rapport.voice.groups.placing import Texts
from rapport.voice.hashing import Integers


@dataclass(frozen=True, slots=True)
class Standing:
    """Groups that stand: `keys` (s,), and the number of that of each distinct text, -1 if new."""

    keys: tuple[str, ...]
    group: Integers


def standing_of(keys: Sequence[str], texts: Texts) -> Standing:
    """Where distinct texts stand, by the keys of their messages (n,), "" for a new one."""
    told, code = np.unique(np.asarray(keys, dtype=object), return_inverse=True)
    group = np.full(len(texts.message), -1)
    stands = (texts.of >= 0) & (told != "")[code]
    np.maximum.at(group, texts.of[stands], code[stands])
    return Standing(tuple(told.tolist()), group)


def keys_of(
    number: Integers, heads: Integers, texts: Texts, spoken: Sequence[str], standing: Standing
) -> tuple[str, ...]:
    """The key of each group (g,); `number` (m,) its group, `heads` (g,) its first text."""
    hashes, codes = texts.hashes[heads].tolist(), texts.language[heads].tolist()
    keys = [f"{spoken[code]}-{value:016x}" for code, value in zip(codes, hashes, strict=True)]
    kept = _kept(number, standing.group)
    taken = {standing.keys[one] for one in kept.values()}
    for place, key in enumerate(keys):
        if place in kept:
            keys[place] = standing.keys[kept[place]]
        elif key in taken:
            keys[place] = f"{key}-{sum(one.startswith(key) for one in taken) + 1}"
            taken.add(keys[place])
    return tuple(keys)


def _kept(number: Integers, standing: Integers) -> dict[int, int]:
    """Which standing group each group goes on from: where most of the texts of both are."""
    old = np.flatnonzero(standing >= 0)
    pairs, counts = np.unique(np.stack([number[old], standing[old]]), axis=1, return_counts=True)
    kept: dict[int, int] = {}
    given: set[int] = set()
    order = np.lexsort((pairs[1], pairs[0], -counts))
    for group, stood in pairs[:, order].T.tolist():
        if group not in kept and stood not in given:
            kept[group] = stood
            given.add(stood)
    return kept
