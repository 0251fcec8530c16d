"""Naming: which of its own words tell a group from the others, and which messages show it best?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rapport.voice.groups.wording import Wording
from rapport.voice.hashing import Integers

WORDS = 4
"""Words of a name."""

EXAMPLES = 3

_SHORTEST = 2
_SHIFT = 24


def name_groups(wording: Wording, group: Integers, count: int, first: Integers) -> list[str]:
    """A name of a few words for each of `count` groups, in the order in which `first` says them.

    `group` (n,): group of each text, `first` (count,): the text that shows each group best. A
    word counts as far as the group's texts hold it more than all texts do.
    """
    chosen_group, chosen_word = _telling_words(wording, group, count)
    said = _said_in(wording, first, chosen_group, chosen_word)
    order = np.lexsort((said, chosen_group))
    surfaces = _surfaces(wording, chosen_word)
    names: list[list[str]] = [[] for _ in range(count)]
    for one, word in zip(chosen_group[order].tolist(), chosen_word[order].tolist(), strict=True):
        names[one].append(surfaces[word])
    return [" ".join(words) for words in names]


def _telling_words(wording: Wording, group: Integers, count: int) -> tuple[Integers, Integers]:
    """The most telling words of each group: (group, word)."""
    long = (wording.end - wording.start)[wording.seen] >= _SHORTEST
    pairs = np.sort(wording.text * np.int64(len(long)) + wording.word)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    text, word = np.divmod(pairs, len(long))
    text, word = text[long[word]], word[long[word]]
    holds = csr_matrix((np.ones(len(text)), (group[text], word)), shape=(count, len(long)))
    holds.sum_duplicates()
    sizes = np.bincount(group, minlength=count)
    owner = np.repeat(np.arange(count), np.diff(holds.indptr))
    share = holds.data / sizes[owner]
    overall = np.bincount(word, minlength=len(long))[holds.indices] / len(group)
    telling = share * np.maximum(np.log(share / overall), 0) ** 2 + 1e-9 * share
    order = np.lexsort((holds.indices, -telling, owner))
    rank = np.arange(len(order)) - holds.indptr[owner[order]]
    best = order[rank < WORDS]
    return owner[best], holds.indices[best].astype(np.int64)


def _said_in(wording: Wording, first: Integers, group: Integers, word: Integers) -> Integers:
    """Where the text that shows a group best says each of its words; far on where it does not."""
    spoken = wording.only(first)
    owner = spoken.text * np.int64(len(wording.vocabulary))
    at = np.searchsorted(wording.vocabulary, spoken.vocabulary[spoken.word])
    key, place = np.unique(owner + at, return_index=True)
    wanted = group * np.int64(len(wording.vocabulary)) + word
    found = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    far = len(spoken.text) + np.arange(len(wanted))
    return np.where(key[found] == wanted, place[found], far)


def _surfaces(wording: Wording, words: Integers) -> dict[int, str]:
    """How each word is mostly written, accents and all; of equals the one with fewer accents."""
    wanted = np.zeros(len(wording.vocabulary), dtype=bool)
    wanted[words] = True
    tokens = np.flatnonzero(wanted[wording.word])
    kinds = wording.word[tokens] << _SHIFT | _accents(wording, tokens)
    distinct, seen, times = np.unique(kinds, return_index=True, return_counts=True)
    order = np.lexsort((distinct, -times, distinct >> _SHIFT))
    word, best = np.unique(distinct[order] >> _SHIFT, return_index=True)
    shown = tokens[seen[order[best]]]
    return {
        one: wording.surface(token)
        for one, token in zip(word.tolist(), shown.tolist(), strict=True)
    }


def _accents(wording: Wording, tokens: Integers) -> Integers:
    """A number for how each token is accented: the sum of its letters as written."""
    total = np.concatenate([[0], np.cumsum(wording.written, dtype=np.int64)])
    accents = total[wording.end[tokens]] - total[wording.start[tokens]]
    return np.asarray(accents & ((1 << _SHIFT) - 1))


def choose_examples(
    group: Integers, closeness: NDArray[np.float32], author: Integers, count: int
) -> NDArray[np.bool_]:
    """The three texts nearest the middle of each group, of different authors where it can be.

    `group`, `closeness`, `author` (n,), each text one of its family.
    """
    order = np.lexsort((-closeness, group))
    _, seen = np.unique(np.stack([group[order], author[order]]), axis=1, return_index=True)
    again = np.ones(len(order), dtype=np.int64)
    again[seen] = 0
    order = order[np.lexsort((np.arange(len(order)), again, group[order]))]
    opening = np.searchsorted(group[order], np.arange(count))
    chosen = np.zeros(len(group), dtype=bool)
    chosen[order[np.arange(len(order)) - opening[group[order]] < EXAMPLES]] = True
    return chosen
