"""Sentiment: how do people feel who write to us, once the reader's errors are taken out?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_READINGS
from rapport.measures.voice.error_rates import CLASSES, SENTIMENT
from rapport.measures.voice.heard import HEARD, READ_BY_MACHINE, told_share
from rapport.stats.intervals import Span, share_with_variance
from rapport.stats.prevalence import class_shares

MESSAGES = Unit(Dimension.COUNT, "messages")

PAIRS = tuple((true, told) for true in CLASSES for told in CLASSES)
"""What is true of a text and what the reader told."""

FELT = Step(
    "felt",
    """
    SELECT
        segment,
        period,
        who,
        MIN(sentiment) AS sentiment,
        MIN(sentiment_read) AS told,
        BOOL_OR(is_drawn) AS is_drawn
    FROM heard
    GROUP BY segment, period, who, text_key
    """,
)
FEELERS = Step(
    "feelers",
    """
    SELECT
        segment,
        period,
        COUNT(*) FILTER (WHERE told = 'negative') AS negative,
        COUNT(*) FILTER (WHERE told = 'neutral') AS neutral,
        COUNT(*) FILTER (WHERE told = 'positive') AS positive,
        COUNT(*) FILTER (WHERE told = 'mixed') AS mixed,
        LIST(sentiment || ' ' || told) FILTER (WHERE is_drawn) AS checked,
        COUNT(*) AS messages
    FROM felt
    GROUP BY segment, period, who
    """,
)
KINDS = Step(
    "kinds",
    f"""
    SELECT
        segment,
        period,
        negative,
        neutral,
        positive,
        mixed,
        COUNT(*) AS people,
        {
        ", ".join(
            f"CAST(SUM(LEN(LIST_FILTER(checked, lambda pair: pair = '{true} {told}'))) AS BIGINT)"
            f" AS {true}_{told}"
            for true, told in PAIRS
        )
    },
        CAST(SUM(messages) AS BIGINT) AS messages
    FROM feelers
    GROUP BY segment, period, negative, neutral, positive, mixed
    """,
)
"""Kinds of people: how many of their texts the reader told to be of each class; and what was
true and told of those texts that were drawn by lot and checked."""
SHOWN = (
    (mark("positive"), "positive"),
    (mark("neutral"), "neutral"),
    (mark("negative"), "negative"),
    (mark("mixed"), "mixed"),
)


@dataclass(frozen=True, slots=True)
class Sentiment:
    """Four shares of what people wrote, each person one voice; `seed` draws the doubt.

    >>> str(Sentiment().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    seed: int = 20_240_229

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="sentiment",
            name=say("Sentiment"),
            question=say("How do people feel who write to us?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("reading",),
            sampled=say("people who wrote"),
            method=say(
                "share of what each person wrote, each person one voice and the same words counted"
                " once; the reader's errors between negative, neutral and positive are taken out"
                " through its confusion matrix, mean and interval over draws of people and of"
                " error rates; mixed is told as read"
            ),
            assumes=(
                say("the reader errs here as on one more source like those it was tested on"),
            ),
            sources=(
                Reference("Rogan & Gladen 1978, American Journal of Epidemiology 107:71-76"),
                Reference("Forman 2008, Data Mining and Knowledge Discovery 17:164-206"),
                Reference("Saerens, Latinne & Decaestecker 2002, Neural Computation 14:21-41"),
            ),
            segments=OF_READINGS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """The four shares, and how many messages they come from."""
        steps = (HEARD, FELT, FEELERS, KINDS)
        return read(
            self, snapshot, Reading(steps, self._parts, None, (READ_BY_MACHINE,), self.seed)
        )

    def _parts(self, group: Group) -> Parts:
        people = group.total("people")
        shares = self._shares(group, people)
        for part, name in SHOWN:
            yield part, shares[name]
        yield mark("messages read"), group.counted(group.total("messages"), MESSAGES, people)

    def _shares(self, group: Group, people: int) -> dict[str, Answer]:
        """Each class's share: mixed as read, the others with the errors among them taken out."""
        too_few = group.refused(people, FEWEST)
        if too_few:
            return dict.fromkeys((*CLASSES, "mixed"), too_few)
        texts = np.stack([group.array(name) for name in (*CLASSES, "mixed")], axis=1)
        order = np.lexsort(texts.T)
        texts, many = texts[order], group.array("people")[order].astype(np.int64)
        mixed = _mixed(texts, many)
        clear = texts[:, :3].sum(axis=1) > 0
        few = group.refused(int(many[clear].sum()), FEWEST)
        if few:
            return {**dict.fromkeys(CLASSES, few), "mixed": told_share(group, mixed, people)}
        told = texts[clear, :3] / texts[clear, :3].sum(axis=1, keepdims=True)
        checked = np.array([group.total(f"{true}_{told}") for true, told in PAIRS])
        spans = class_shares(told, many[clear], SENTIMENT, checked.reshape(3, 3), seed=self.seed)
        left = 1 - mixed.value
        shares = {
            name: told_share(group, Span(*(left * end for end in span)), people)
            for name, span in zip(CLASSES, spans, strict=True)
        }
        return shares | {"mixed": told_share(group, mixed, people)}


def _mixed(texts: np.ndarray, people: np.ndarray) -> Span:
    """Which share of what people wrote was read as mixed, each person one voice."""
    share, size = texts[:, 3] / texts.sum(axis=1), int(people.sum())
    mean = float(people @ share) / size
    variance = float(people @ (share - mean) ** 2) / size / max(size - 1, 1)
    return share_with_variance(mean, variance, size)
