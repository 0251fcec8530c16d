"""Placing: what distinct texts are there, where does each stand, and which stand together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rapport.voice.groups.clustering import extend
from rapport.voice.groups.near_duplicates import families
from rapport.voice.groups.vectors import MOST, SAMPLE, Floats, Space, find_space
from rapport.voice.groups.wording import Wording
from rapport.voice.hashing import Hashes, Integers


@dataclass(frozen=True, slots=True)
class Texts:
    """m distinct texts by language and hash; `of` (n,) the text of each message, -1 if wordless.

    `message` (m,) one message of each, `language` (m,) number, `hashes` (m,).
    """

    message: Integers
    language: Integers
    hashes: Hashes
    of: Integers


@dataclass(frozen=True, slots=True)
class Placed:
    """Distinct texts where they stand: `vectors` (m, d), `family` and `label` (m,) text numbers.

    `spaces`: one a language.
    """

    vectors: Floats
    family: Integers
    label: Integers
    spaces: tuple[Space, ...]


def distinct_texts(
    wording: Wording, texts: Sequence[str], days: Integers, language: Integers
) -> Texts:
    """Each text once in a language, shown by its earliest message."""
    hashes = wording.text_hashes()
    written = np.argsort(np.asarray(texts, dtype=object), kind="stable")
    order = written[np.lexsort((days[written], hashes[written], language[written]))]
    order = order[hashes[order] != 0]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (np.diff(hashes[order]) != 0) | (np.diff(language[order]) != 0)
    of = np.full(wording.n, -1)
    of[order] = np.cumsum(fresh) - 1
    first = order[fresh]
    return Texts(first, language[first], hashes[first], of)


def place(
    wording: Wording, texts: Texts, languages: int, standing: Integers, threshold: float
) -> Placed:
    """Near duplicates, vectors and groups, language by language.

    `standing` (m,) number of the group where each text stands, -1 for a new one.
    """
    count = len(texts.message)
    vectors = np.zeros((count, MOST), dtype=np.float32)
    family, label = np.arange(count), np.arange(count)
    spaces = []
    for code in range(languages):
        start, end = np.searchsorted(texts.language, [code, code + 1])
        part = wording.only(texts.message[start:end])
        twins = families(*part.shingles(), part.n)
        heads = np.unique(twins)
        space = find_space(part, heads[:SAMPLE])
        found = space.of(part)
        vectors[start:end, : found.shape[1]] = found
        stands = _of_families(standing[start:end], np.searchsorted(heads, twins), len(heads))
        merged = heads[extend(found[heads], stands, threshold)]
        family[start:end] = start + twins
        label[start:end] = start + merged[np.searchsorted(heads, twins)]
        spaces.append(space)
    return Placed(vectors, family, label, tuple(spaces))


def _of_families(standing: Integers, family: Integers, count: int) -> Integers:
    """The group where each family stands: that of any of its texts, -1 where none stands."""
    stands = np.full(count, -1)
    np.maximum.at(stands, family, standing)
    return stands
