"""Signal share: which share of people said such a thing, the reader's errors taken out?

Two shares, for two questions: of people, those who said it at least once; and of what each person
wrote, one voice each. Forty messages of one angry author weigh no more than one, in either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.card import Reference
from rapport.core.measure import Measure, Snapshot, Step
from rapport.core.message import Signal
from rapport.core.phrase import say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.voice.heard import HEARD, READ_BY_MACHINE, told_share
from rapport.stats.ever_said import ever_share
from rapport.stats.prevalence import ErrorRates, class_shares

METHOD = say(
    "each person one voice and the same words counted once; mean and interval over draws of"
    " people and of how often the reader errs"
)
ASSUMES = (
    say("the reader errs here as on one more source like those it was tested on"),
    say("what people checked was drawn by lot, and they checked it well"),
)
SOURCES = (
    Reference("Rogan & Gladen 1978, American Journal of Epidemiology 107:71-76"),
    Reference("Forman 2008, Data Mining and Knowledge Discovery 17:164-206"),
)
"""What the cards of all such shares say alike."""

MESSAGES = Unit(Dimension.COUNT, "messages")
PEOPLE = Unit(Dimension.COUNT, "people")


def spoken(signal: Signal) -> Step:
    """The step `spoken`: whether each message says it, as people corrected and as was read."""
    return Step(
        "spoken",
        f"""
    SELECT
        segment,
        period,
        who,
        text_key,
        {signal} AS said,
        {signal}_read AS was_read,
        is_drawn
    FROM heard
    """,
    )


TEXTS = Step(
    "texts",
    """
    SELECT
        segment,
        period,
        who,
        BOOL_OR(said) AS said,
        BOOL_OR(was_read) AS was_read,
        BOOL_OR(is_drawn) AS is_drawn
    FROM spoken
    GROUP BY segment, period, who, text_key
    """,
)
"""One row a person and text, over a step `spoken`: `said` as people corrected it."""
PERSONS = Step(
    "persons",
    """
    SELECT
        segment,
        period,
        COUNT(*) AS texts,
        COUNT(*) FILTER (WHERE was_read) AS told,
        BOOL_OR(said) AS said,
        COUNT(*) FILTER (WHERE said) AS messages,
        COUNT(*) FILTER (WHERE is_drawn AND NOT said AND NOT was_read) AS no_no,
        COUNT(*) FILTER (WHERE is_drawn AND NOT said AND was_read) AS no_yes,
        COUNT(*) FILTER (WHERE is_drawn AND said AND NOT was_read) AS yes_no,
        COUNT(*) FILTER (WHERE is_drawn AND said AND was_read) AS yes_yes
    FROM texts
    GROUP BY segment, period, who
    """,
)
KINDS = Step(
    "kinds",
    """
    SELECT
        segment,
        period,
        texts,
        told,
        COUNT(*) AS people,
        COUNT(*) FILTER (WHERE said) AS sayers,
        CAST(SUM(messages) AS BIGINT) AS messages,
        CAST(SUM(no_no) AS BIGINT) AS no_no,
        CAST(SUM(no_yes) AS BIGINT) AS no_yes,
        CAST(SUM(yes_no) AS BIGINT) AS yes_no,
        CAST(SUM(yes_yes) AS BIGINT) AS yes_yes
    FROM persons
    GROUP BY segment, period, texts, told
    """,
)
"""Kinds of people: how many texts they wrote and how many the reader told to say it; and what
was true, then told, of those texts that were drawn by lot and checked."""


@dataclass(frozen=True, slots=True)
class SignalShare:
    """How one signal is asked for: its step `spoken`, the reader's error rates, its parts' names.

    `ever` names the share of people, `voices` that of what people wrote, `messages` and `people`
    what was counted as read; `seed` draws the doubt.
    """

    spoken: Step
    rates: ErrorRates
    ever: str
    voices: str
    messages: str
    people: str
    seed: int

    def result(self, measure: Measure, snapshot: Snapshot) -> Result:
        """Read the signal's shares and counts from a snapshot."""
        steps = (HEARD, self.spoken, TEXTS, PERSONS, KINDS)
        asked = Reading(steps, self.parts, None, (READ_BY_MACHINE,), self.seed)
        return read(measure, snapshot, asked)

    def parts(self, group: Group) -> Parts:
        """The two shares, then what was counted as read."""
        people = group.total("people")
        too_few = group.refused(people, FEWEST)
        ever, voices = (too_few, too_few) if too_few else self._shares(group, people)
        yield self.ever, ever
        yield self.voices, voices
        yield self.messages, group.counted(group.total("messages"), MESSAGES, people)
        yield self.people, group.counted(group.total("sayers"), PEOPLE, people)

    def _shares(self, group: Group, people: int) -> tuple[Answer, Answer]:
        """Of people who ever said it, and of what each wrote."""
        texts, told, many = (group.array(name) for name in ("texts", "told", "people"))
        order = np.lexsort((told, texts))
        texts, told, many = texts[order], told[order], many[order]
        checked = np.array([
            [group.total("no_no"), group.total("no_yes")],
            [group.total("yes_no"), group.total("yes_yes")],
        ])  # fmt: skip
        share = np.stack([1 - told / texts, told / texts], axis=1)
        ever = ever_share(texts, told, many, self.rates, checked, seed=self.seed)
        voices = class_shares(share, many, self.rates, checked, seed=self.seed)[1]
        return told_share(group, ever, people), told_share(group, voices, people)
