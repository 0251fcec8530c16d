"""Interests: of what do people speak, when they write to us or answer a survey?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, FEWEST_TO_RANK, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_WORDS
from rapport.measures.voice.people_of_words import ADDRESSES, NAMED_BY_PEOPLE, QUOTED, WORD
from rapport.measures.voice.stop_words import STOP_WORDS
from rapport.stats.intervals import Span, student_quantile, wilson

PEOPLE = Unit(Dimension.COUNT, "people")
TIMES = Unit(Dimension.RATIO, mark("times everybody's share"))
LIFT_SIGN = "×"
"""Stands after a word where a segment's share of it is compared with everybody's."""


@dataclass(frozen=True, slots=True)
class Interests:
    """Share of the people who wrote that used each word, and of those asked that chose each answer.

    `most` says how many words and choices are shown; one that fewer than `fewest_people` people
    used or chose is not, so that nobody is recognised by it. `heard` names where words come from.

    >>> str(Interests().card.unit)
    'people'
    """

    by: str | None = None
    per: str | None = None
    most: int = 20
    fewest_people: int = FEWEST
    heard: tuple[str, ...] = ("message", "answer")

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="interests",
            name=say("Interests"),
            question=say("Of what do people speak when they write or answer a survey?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=PEOPLE,
            better=Better.NEITHER,
            needs=self.heard,
            sampled=say("people who wrote or answered"),
            method=say(
                "share of people by word of three letters or more, stop words, addresses and quoted"
                " lines left out, each person one voice; choices of surveys beside; Wilson's"
                " interval; × is a segment's share over everybody's, by the delta method"
            ),
            assumes=(
                say("a word that many people use tells what they care for, not how they feel"),
                say("messages are in languages that put spaces between words"),
            ),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
                Reference("Katz, Baptista, Azen & Pike 1978, Biometrics 34:469-474"),
            ),
            segments=OF_WORDS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """People heard, then word by word and choice by choice, with lift in segments."""
        held = tuple(table for table in self.heard if snapshot.count(table))
        asked = replace(self, heard=held) if held else self
        bound = {
            "addresses": ADDRESSES,
            "quoted": QUOTED,
            "word": WORD,
            "stopped": list(STOP_WORDS),
            "heard": list(self.heard),
            "most": self.most,
            "fewest": self.fewest_people,
        }
        return read(asked, snapshot, Reading(NAMED_BY_PEOPLE, self._parts, bound))

    def _parts(self, group: Group) -> Parts:
        kinds = np.asarray(group.columns["kind"])
        heard = int(group.array("people")[kinds == "heard"].sum())
        yield mark("people heard"), group.counted(heard, PEOPLE, heard)
        rows = [int(row) for row in np.flatnonzero(kinds != "heard")]
        rows.sort(key=lambda row: (kinds[row] != "word", int(group.array("place")[row])))
        names = np.ma.filled(group.columns["name"], "").astype(str)
        shown = [row for row in rows if int(group.array("people")[row]) >= self.fewest_people]
        for row in shown:
            people, size = (int(group.array(one)[row]) for one in ("people", "size"))
            told = group.refused(size, FEWEST) or group.told(wilson(people, size), SHARE, size)
            yield names[row], told
        if group.segment is not None and group.period is None:
            for row in shown:
                yield f"{names[row]} {LIFT_SIGN}", _lift(group, row)


def _lift(group: Group, row: int) -> Answer:
    """A segment's share over everybody's, of whom the segment is a part.

    On the logarithm's scale; of a and b users among n in the segment and the N - n others, the
    variance is (1/a - 1/(a+b))² n p (1-p) + (N-n) q (1-q) / (a+b)², shares p and q with half a
    person more on either side, so that none or all is not taken for certain.
    """
    users, size, all_users, everybody = (
        float(group.array(one)[row]) for one in ("people", "size", "all_people", "all_size")
    )
    too_few = group.refused(int(size), FEWEST_TO_RANK)
    if too_few:
        return too_few
    others = max(everybody - size, 0.0)
    inside = (users + 0.5) / (size + 1)
    outside = (min(max(all_users - users, 0.0), others) + 0.5) / (others + 1)
    lift = users / size * everybody / all_users
    variance = (1 / users - 1 / all_users) ** 2 * size * inside * (1 - inside)
    variance += others * outside * (1 - outside) / all_users**2
    factor = math.exp(student_quantile(size - 1) * math.sqrt(variance))
    return group.told(Span(lift, lift / factor, lift * factor), TIMES, int(size))
