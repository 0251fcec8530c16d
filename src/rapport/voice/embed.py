"""Embed: how does a local encoder, taught with few labels, read what the cheap engine doubts?

The encoder is any callable that turns texts into rows of numbers (n, width), found by its name
among the entry points `rapport.voice.encoders`, or as `module:function`. Heads of its own are
fitted on a file of labels, on top of what the engine below believes, and calibrated on labels
that they were not fitted on. Nothing leaves the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import BadSetting
from rapport.core.message import Analyzer, Message, Reading
from rapport.core.phrase import say
from rapport.voice.analyzer import VoiceAnalyzer
from rapport.voice.dearer import SIGNALS, Opinions, retold, sentiments, signals, spoken
from rapport.voice.labels import Labels, read_labels
from rapport.voice.logistic import FOLDS, Head, believed, calibrated

Floats = NDArray[np.float64]
Encoder = Callable[[Sequence[str]], Floats]

ENCODERS = "rapport.voice.encoders"
RIDGE = 0.3
FEWEST = 10
"""Labels of each class that a head needs."""


@dataclass(frozen=True, slots=True)
class EmbedEngine:
    """Reads by an encoder: a head for the sentiment and one a signal, None where labels lack."""

    below: Analyzer
    encoder: Encoder
    sentiment: Head
    signals: tuple[Head | None, ...]
    version: str
    engine: str = "embed"

    def analyze(self, messages: Sequence[Message]) -> tuple[Reading, ...]:
        """Read messages, one reading each, in order."""
        readings = self.below.analyze(messages)
        if not readings:
            return readings
        rows = encoded(self.encoder, spoken(messages))
        known = signals(readings)
        heads = zip(self.signals, known.T, strict=True)
        chances = [
            head.probabilities(rows, pair(chance))[:, 1] if head else np.full(len(readings), np.nan)
            for head, chance in heads
        ]
        feels = self.sentiment.probabilities(rows, believed(sentiments(readings)))
        return retold(
            readings, Opinions(feels, np.stack(chances, axis=1)), self.engine, self.version
        )


def embed(settings: Mapping[str, str]) -> Analyzer:
    """The engine from its settings: `encoder` (a name or `module:function`), `labels` (a path)."""
    return made(VoiceAnalyzer(), settings)


def made(below: Analyzer, settings: Mapping[str, str]) -> Analyzer:
    """The engine over the engine below; BadSetting where a setting lacks or cannot be read."""
    name, path = settings.get("encoder", ""), settings.get("labels", "")
    if not name or not path:
        raise BadSetting(
            say(
                "the engine embed needs the settings encoder (a name or module:function) and "
                "labels (a file)"
            )
        )
    return taught(below, found(name), name, read_labels(Path(path)))


def found(name: str) -> Encoder:
    """The encoder of that name; BadSetting where there is none."""
    chosen = [point for point in entry_points(group=ENCODERS) if point.name == name]
    module, _, function = name.partition(":")
    try:
        encoder = chosen[0].load() if chosen else getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise BadSetting(
            say(
                "there is no encoder {name} ({error}): name one of the entry points {group}, or "
                "module:function",
                name=name,
                error=str(error),
                group=ENCODERS,
            )
        ) from error
    if not callable(encoder):
        raise BadSetting(say("{name} cannot be called with texts: name a function", name=name))
    return encoder  # type: ignore[no-any-return]


def taught(below: Analyzer, encoder: Encoder, name: str, labels: Labels) -> EmbedEngine:
    """An engine whose heads are fitted on labels; BadSetting where they are too few."""
    readings = below.analyze([Message(text) for text in labels.texts])
    rows = encoded(encoder, spoken([Message(text) for text in labels.texts]))
    known = believed(sentiments(readings))
    sentiment = head(rows, labels.sentiment, known)
    if sentiment is None:
        raise BadSetting(
            say(
                "the labels hold fewer than {n} negative, neutral or positive texts: add some",
                n=FEWEST,
            )
        )
    chances = signals(readings)
    heads = tuple(
        head(rows, labels.signals[:, index], pair(chances[:, index]))
        for index in range(len(SIGNALS))
    )
    return EmbedEngine(below, encoder, sentiment, heads, f"{below.version}+{name}+{labels.digest}")


def head(rows: Floats, labels: NDArray[np.int64], known: Floats) -> Head | None:
    """A calibrated head on the rows whose label is known; None below FEWEST of any class.

    Each class counts alike, for the shares of hand-picked labels say nothing of the messages'.
    """
    told = np.flatnonzero(labels >= 0)
    counts = np.bincount(labels[told], minlength=known.shape[1])
    if counts.min() < FEWEST:
        return None
    order = told[np.argsort(labels[told], kind="stable")]
    folds = np.arange(order.size) % FOLDS
    weights = (order.size / counts.size / counts)[labels[order]]
    return calibrated(rows[order], labels[order], weights, known[order], RIDGE, folds)


def pair(chance: Floats) -> Floats:
    """Log probabilities of no and yes, (n, 2), from P(yes) (n,)."""
    return believed(np.stack([1 - chance, chance], axis=1))


def encoded(encoder: Encoder, texts: Sequence[str]) -> Floats:
    """Rows of length 1 for the texts, (n, width); BadSetting where the encoder gives others."""
    rows = np.asarray(encoder(texts), float)
    if rows.ndim != 2 or rows.shape[0] != len(texts) or not np.isfinite(rows).all():
        raise BadSetting(
            say(
                "the encoder gave numbers of shape {shape} for {n} texts: it must give one row "
                "of finite numbers a text",
                shape=str(rows.shape),
                n=len(texts),
            )
        )
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
