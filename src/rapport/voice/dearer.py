"""Dearer: how does what a dearer engine says of a message change its reading?

Dearer engines are asked only where the cheap one is unsure. They give opinions; language, cause,
purpose, courtesy and the rest stay as the engine below read them. What they do not tell (a
failure, a cost cap, a signal they do not know) stays the reading of the engine below, under its
own name: a reading always says who read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapport.core.message import Message, Reading, Sentiment, Signal
from rapport.voice.cleaning import clean

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SENTIMENTS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
SIGNALS = tuple(Signal)
SURE = 0.6
"""Below this probability of the likeliest sentiment, a reading is uncertain."""

SHOWN = 0.5


@dataclass(frozen=True, slots=True)
class Opinions:
    """What an engine says of n texts: `sentiment` (n, 3) sums to 1, `signals` (n, 4) by SIGNALS;
    a row or a signal that is not told is NaN.
    """

    sentiment: Floats
    signals: Floats

    @property
    def told(self) -> Bools:
        """Whether anything is told of each text, (n,)."""
        return np.asarray(np.isfinite(self.sentiment).all(axis=1))


def silent(count: int) -> Opinions:
    """Opinions of an engine that tells nothing of `count` texts."""
    return Opinions(np.full((count, 3), np.nan), np.full((count, len(SIGNALS)), np.nan))


def spoken(messages: Sequence[Message]) -> tuple[str, ...]:
    """What the author of each message wrote, without quoted replies and signatures."""
    return tuple(clean(message.text).text for message in messages)


def sentiments(readings: Sequence[Reading]) -> Floats:
    """P(negative), P(neutral), P(positive) of each reading, (n, 3)."""
    return np.array([reading.sentiment for reading in readings], float).reshape(-1, 3)


def signals(readings: Sequence[Reading]) -> Floats:
    """P of each signal for each reading, (n, 4)."""
    told = [[reading.probability(signal) for signal in SIGNALS] for reading in readings]
    return np.array(told, float).reshape(-1, len(SIGNALS))


def blended(opinions: Opinions, readings: Sequence[Reading], trust: float) -> Opinions:
    """Opinions mixed with the readings below, `trust` (0 to 1) in the opinions."""
    below = Opinions(sentiments(readings), signals(readings))
    return Opinions(
        trust * opinions.sentiment + (1 - trust) * below.sentiment,
        trust * opinions.signals + (1 - trust) * below.signals,
    )


def retold(
    readings: Sequence[Reading], opinions: Opinions, engine: str, version: str
) -> tuple[Reading, ...]:
    """The readings with the opinions in place, where there are any."""
    told = opinions.told
    return tuple(
        changed(reading, opinions.sentiment[row], opinions.signals[row], engine, version)
        if told[row] and not reading.abstained
        else reading
        for row, reading in enumerate(readings)
    )


def changed(
    reading: Reading, sentiment: Floats, signals: Floats, engine: str, version: str
) -> Reading:
    """One reading with another sentiment (3,) and other signals (4,), NaN where they stay."""
    before = np.array([reading.probability(signal) for signal in SIGNALS])
    kept = np.isnan(signals)
    chances = np.where(kept, before, signals)
    shows = np.where(kept, [signal in reading.shown for signal in SIGNALS], chances >= SHOWN)
    shown = tuple(signal for signal, is_shown in zip(SIGNALS, shows, strict=True) if is_shown)
    both = Signal.COMPLAINT in shown and Signal.PRAISE in shown
    both |= reading.label is Sentiment.MIXED and bool(kept.all())
    gone = set(reading.shown) - set(shown)
    return replace(
        reading,
        sentiment=(float(sentiment[0]), float(sentiment[1]), float(sentiment[2])),
        label=Sentiment.MIXED if both else SENTIMENTS[int(sentiment.argmax())],
        is_uncertain=bool(sentiment.max() < SURE) or doubts_irony(reading),
        signals=tuple(zip(SIGNALS, map(float, chances), strict=True)),
        shown=shown,
        evidence=tuple(span for span in reading.evidence if span.signal not in gone),
        engine=engine,
        version=version,
    )


def doubts_irony(reading: Reading) -> bool:
    """Whether the engine below doubts a reading for more than its probabilities."""
    return reading.is_uncertain and max(reading.sentiment) >= SURE
