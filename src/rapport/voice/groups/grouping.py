"""Grouping: which messages say the same, how many people say it, and is it growing?

Texts are taken in the order of their own hashes, language by language, so that the order of the
messages changes nothing; a group is known by the lowest hash among its texts, so that it keeps
its key while it keeps that text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.voice.groups.joining import Joined, Known, join
from rapport.voice.groups.keeping import keys_of, standing_of
from rapport.voice.groups.naming import choose_examples, name_groups
from rapport.voice.groups.placing import Placed, Texts, distinct_texts, place
from rapport.voice.groups.rulings import Ruling, names, obey
from rapport.voice.groups.vectors import mean_vectors, unit
from rapport.voice.groups.wording import Wording, word_texts
from rapport.voice.hashing import Hashes, Integers

THRESHOLD = 0.44
"""Mean cosine from which groups are merged: chosen on one set of intents for precision."""

RECENT = 30
"""Days that growth compares with as many before them."""

NOBODY = -1
"""The author of a message whose author is not known."""


@dataclass(frozen=True, slots=True)
class Groups:
    """n messages in g groups, the groups that most people belong to first.

    Of messages (n,): `group` number of the group, -1 where there is no word to go by; `family`
    hash of the near duplicates that say the same; `closeness` cosine to the middle of the group;
    `is_example` one of the (three) messages that show the group best.
    Of groups (g,): `keys`; `labels` their telling words, or the name people gave; `sizes`
    messages; `families` texts that differ; `authors` distinct people (a family of unknown
    authors counts as one); `recent` and `before` distinct people of the last 30 days and of the
    30 before. `known` and `threshold` are what new messages are joined by.
    """

    group: Integers
    family: Hashes
    closeness: NDArray[np.float32]
    is_example: NDArray[np.bool_]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    sizes: Integers
    families: Integers
    authors: Integers
    recent: Integers
    before: Integers
    known: tuple[Known, ...]
    threshold: float

    def examples(self, group: int) -> Integers:
        """Numbers of the messages that show a group best, the nearest to its middle first."""
        shown = np.flatnonzero(self.is_example & (self.group == group))
        return shown[np.argsort(-self.closeness[shown], kind="stable")]

    def join(self, texts: Sequence[str], languages: Sequence[str]) -> Joined:
        """Where new messages go."""
        return join(self.known, texts, languages, self.threshold)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is known of n messages and their m distinct texts before groups are told.

    `wording` of the m texts; `spoken` the languages; `who`, `days` (n,); `number` (m,) group of
    each text; `heads` (g,) the first text of each group; `near` (m,) cosine to its middle;
    `keys` (g,).
    """

    wording: Wording
    texts: Texts
    placed: Placed
    spoken: tuple[str, ...]
    who: Integers
    days: Integers
    number: Integers
    heads: Integers
    near: NDArray[np.float32]
    keys: tuple[str, ...]


def group(
    texts: Sequence[str],
    authors: Integers,
    days: Integers,
    languages: Sequence[str],
    rulings: Sequence[Ruling] = (),
    standing: Sequence[str] = (),
    threshold: float = THRESHOLD,
) -> Groups:
    """Group n messages that say the same.

    `authors` (n,) numbers of people, -1 unknown; `days` (n,) in days; `languages` codes;
    `rulings`: what people decided, oldest first, by numbers of messages; `standing` (n,) the key
    of the group where a message stands, "" for a new one: what stands stays together, and new
    ones go to it or to groups of their own; `threshold`: mean cosine.
    """
    wording = word_texts(texts)
    spoken, language = np.unique(np.asarray(languages, dtype=object), return_inverse=True)
    distinct = distinct_texts(wording, texts, days, language)
    stands = standing_of(standing or [""] * len(texts), distinct)
    placed = place(wording, distinct, len(spoken), stands.group, threshold)
    meant = _of_texts(rulings, distinct.of)
    label = obey(placed.label, placed.vectors, distinct.language, placed.family, meant)
    who = _people(authors, distinct.of, placed.family)
    number, heads = _numbered(label, distinct, who)
    middle = unit(mean_vectors(number, placed.vectors, len(heads)))
    near = np.einsum("nd,nd->n", placed.vectors, middle[number]).astype(np.float32)
    said = _Said(
        wording.only(distinct.message), distinct, placed, tuple(spoken.tolist()), who, days,
        number, heads, near, keys_of(number, heads, distinct, spoken.tolist(), stands),
    )  # fmt: skip
    return _told(said, names(number, meant), threshold)


def _of_texts(rulings: Sequence[Ruling], of: Integers) -> list[Ruling]:
    """The rulings by numbers of texts; those on messages without a word are left out."""
    return [
        Ruling(
            ruling.verdict,
            int(of[ruling.one]),
            None if ruling.other is None else int(of[ruling.other]),
            ruling.label,
        )
        for ruling in rulings
        if of[ruling.one] >= 0 and (ruling.other is None or of[ruling.other] >= 0)
    ]


def _people(authors: Integers, of: Integers, family: Integers) -> Integers:
    """Who says it (n,): unknown authors are one person a family."""
    own = family[of] if len(family) else of
    return np.where(authors == NOBODY, -2 - own, authors)


def _numbered(label: Integers, texts: Texts, who: Integers) -> tuple[Integers, Integers]:
    """The group of each text, by how many people say it; and the first text of each group."""
    _, heads, number = np.unique(label, return_index=True, return_inverse=True)
    worded = texts.of >= 0
    people = _distinct_counts(number[texts.of[worded]], who[worded], len(heads))
    order = np.lexsort((heads, -people))
    rank = np.empty(len(heads), dtype=np.int64)
    rank[order] = np.arange(len(heads))
    return rank[number], heads[order]


def _distinct_counts(group: Integers, who: Integers, count: int) -> Integers:
    """Distinct people of each group (count,)."""
    order = np.lexsort((who, group))
    group, who = group[order], who[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (np.diff(group) != 0) | (np.diff(who) != 0)
    return np.bincount(group[fresh], minlength=count)


def _told(said: _Said, given: dict[int, str], threshold: float) -> Groups:
    """What the groups are: counts, names, examples."""
    texts, number, count = said.texts, said.number, len(said.heads)
    worded = np.flatnonzero(texts.of >= 0)
    mine, people, day = number[texts.of[worded]], said.who[worded], said.days[worded]
    last = int(day.max(initial=0))
    recent, before = day > last - RECENT, (day <= last - RECENT) & (day > last - 2 * RECENT)
    labels = name_groups(said.wording, number, count, _nearest(said))
    return Groups(
        group=_spread(texts.of, number, -1),
        family=_spread(texts.of, texts.hashes[said.placed.family], 0),
        closeness=_spread(texts.of, said.near, 0),
        is_example=_examples(said),
        keys=said.keys,
        labels=tuple(given.get(one, name) for one, name in enumerate(labels)),
        sizes=np.bincount(mine, minlength=count),
        families=_distinct_counts(number, said.placed.family, count),
        authors=_distinct_counts(mine, people, count),
        recent=_distinct_counts(mine[recent], people[recent], count),
        before=_distinct_counts(mine[before], people[before], count),
        known=tuple(_known(said, code) for code in range(len(said.spoken))),
        threshold=threshold,
    )


def _spread(of: Integers, values: NDArray[Any], nothing: int) -> NDArray[Any]:
    """Values of texts at their messages (n,)."""
    spread = np.full(len(of), nothing, dtype=values.dtype)
    spread[of >= 0] = values[of[of >= 0]]
    return spread


def _nearest(said: _Said) -> Integers:
    """The text nearest the middle of each group (g,)."""
    order = np.lexsort((-said.near, said.number))
    return order[np.searchsorted(said.number[order], np.arange(len(said.heads)))]


def _examples(said: _Said) -> NDArray[np.bool_]:
    """Which messages show their group best (n,): the heads of families, of different people."""
    heads = np.unique(said.placed.family)
    chosen = choose_examples(
        said.number[heads], said.near[heads], said.who[said.texts.message[heads]],
        len(said.heads),
    )  # fmt: skip
    is_example = np.zeros(len(said.days), dtype=bool)
    is_example[said.texts.message[heads[chosen]]] = True
    return is_example


def _known(said: _Said, code: int) -> Known:
    """The groups of one language, for new messages to join."""
    start, end = np.searchsorted(said.texts.language, [code, code + 1])
    mine = said.number[start:end]
    heads = np.unique(said.placed.family[start:end])
    standing, where = np.unique(said.number[heads], return_inverse=True)
    space = said.placed.spaces[code]
    vectors = said.placed.vectors[heads, : space.turn.shape[1]]
    means = mean_vectors(where, vectors, len(standing))
    hashes = said.texts.hashes[start:end]
    return Known(said.spoken[code], space, hashes, mine, standing, means)
