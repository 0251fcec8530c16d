"""Rulings: what did people decide about groups, and how does it hold when groups are made anew?

A ruling names messages, not groups: each stands for the group it is in. Of several rulings of
one kind on the same messages the latest counts; a split and a merge of the same two are one kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rapport.core.errors import BadSetting
from rapport.core.phrase import say
from rapport.voice.groups.vectors import Floats
from rapport.voice.hashing import Integers

VERDICTS = ("merge", "split", "rename")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decided; `one` and `other` are numbers of messages, oldest ruling first.

    - merge: the groups of `one` and of `other` are one;
    - split: the group that holds both is two: each message goes with the one it is more like;
      without an `other`, what says the same as `one` is set apart from the rest;
    - rename: the group of `one` is called `label`.

    Raises BadSetting for another verdict.
    """

    verdict: str
    one: int
    other: int | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise BadSetting(
                say(
                    "a group is ruled on by merge, split or rename, not by “{verdict}”",
                    verdict=self.verdict,
                )
            )

    @property
    def _matter(self) -> tuple[int, ...]:
        """What it is about: rulings of one matter overrule each other."""
        if self.verdict == "rename":
            return (self.one,)
        return (min(self.one, self.other or 0), max(self.one, self.other or 0), -1)


def in_force(rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """The rulings that no later one overrules, in their order."""
    latest = {ruling._matter: turn for turn, ruling in enumerate(rulings)}
    return tuple(ruling for turn, ruling in enumerate(rulings) if latest[ruling._matter] == turn)


def obey(
    label: Integers, vectors: Floats, language: Integers, family: Integers,
    rulings: Sequence[Ruling],
) -> Integers:  # fmt: skip
    """Merge and split the groups of n texts as ruled; new labels (n,).

    `label` group of each text, `vectors` (n, d) comparable within one `language` (n,) only,
    `family` (n,) near duplicates; the rulings' messages are numbers of texts here.
    """
    label = label.copy()
    for ruling in in_force(rulings):
        if ruling.verdict == "merge" and ruling.other is not None:
            ends = label[[ruling.one, ruling.other]]
            label[label == ends.max()] = ends.min()
        elif ruling.verdict == "split":
            leaving = _leaving(label, vectors, language, family, ruling)
            label[leaving] = label.max() + 1
    return label


def _leaving(
    label: Integers, vectors: Floats, language: Integers, family: Integers, ruling: Ruling
) -> Integers:
    """The texts that a split takes out of their group."""
    members = np.flatnonzero(label == label[ruling.one])
    if ruling.other is None:
        return np.asarray(members[family[members] == family[ruling.one]])
    if label[ruling.other] != label[ruling.one]:
        return members[:0]
    stays, goes = (
        vectors[members] @ vectors[anchor] + 2.0 * (family[members] == family[anchor])
        - 2.0 * (language[members] != language[anchor])
        for anchor in (ruling.one, ruling.other)
    )  # fmt: skip
    return np.asarray(members[goes > stays])


def names(label: Integers, rulings: Sequence[Ruling]) -> dict[int, str]:
    """The names that people gave, by the group's label; the latest where several were given."""
    return {
        int(label[ruling.one]): ruling.label
        for ruling in rulings
        if ruling.verdict == "rename" and ruling.label
    }
