"""A stand-in for the engine below: what would one read that knows but a few words?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rapport.core.message import Message, Reading, Sentiment, Signal

GOOD, BAD = {"good", "great", "lovely", "bon"}, {"bad", "awful", "broken", "mauvais"}
LABELS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Counts good and bad words; uncertain of all else."""

    engine: str = "stand-in"
    version: str = "1"

    def analyze(self, messages: Sequence[Message]) -> tuple[Reading, ...]:
        return tuple(self._read(message.text) for message in messages)

    def _read(self, text: str) -> Reading:
        words = text.lower().split()
        lean = sum((word in GOOD) - (word in BAD) for word in words)
        powers = np.exp(np.array([-1.5, 0.3, 1.5]) * [lean, 1, lean])
        chances = powers / powers.sum()
        signals = tuple((signal, 0.4) for signal in Signal)
        return Reading(
            "en", 1.0, tuple(chances.tolist()), LABELS[int(chances.argmax())], True, signals, (),
            None, None, (), False, False, 0.0, False, len(words), 0, self.engine, self.version,
            abstained=not words,
        )  # fmt: skip
