"""Message and reading: what was said, and what does it mean, how surely?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Sentiment(StrEnum):
    """How a message feels; `mixed` where it both complains and praises."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    MIXED = "mixed"


class Signal(StrEnum):
    """What a message does; each is read by a head of its own, never from sentiment alone."""

    COMPLAINT = "complaint"
    PRAISE = "praise"
    QUESTION = "question"
    BREAK_UP = "break_up"


class Cause(StrEnum):
    """What a complaint is about."""

    PRODUCT = "product"
    DELIVERY = "delivery"
    PRICE = "price"
    SERVICE = "service"
    COMMUNICATION = "communication"


class Purpose(StrEnum):
    """What an exchange is for; all but `commercial` ask for or give no sale."""

    COMMERCIAL = "commercial"
    HELP = "help"
    THANKS = "thanks"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Message:
    """A text as it was written, and what is known about it before it is read.

    `prior`: ISO 639-1 code of the language that the rest of its thread speaks, "" if unknown;
    `is_ours`: written by us (staff or bot), not by a customer.
    """

    text: str
    prior: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the original text a signal shows: characters from start to end (excluded)."""

    signal: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message means. Probabilities are calibrated, from 0 to 1.

    `sentiment` holds P(negative), P(neutral), P(positive), which sum to 1; `is_uncertain` that
    the likeliest is not likely enough to be told; `label` the word to show; `signals` P of each
    Signal and `shown` those taken to be there; `abstained` that nothing could be read (no words,
    a language that the engine does not know). `courtesy` (0 to 1) and `is_signed` are read of
    our own replies. `text_key` is the hash of the cleaned text (64 bits).
    """

    language: str
    language_p: float
    sentiment: tuple[float, float, float]
    label: Sentiment
    is_uncertain: bool
    signals: tuple[tuple[Signal, float], ...]
    shown: tuple[Signal, ...]
    cause: Cause | None
    purpose: Purpose | None
    evidence: tuple[Span, ...]
    is_spam: bool
    is_automatic: bool
    courtesy: float
    is_signed: bool
    words: int
    text_key: int
    engine: str
    version: str
    abstained: bool = False

    def probability(self, signal: Signal) -> float:
        """P that the signal is there; 0 where the engine does not read it."""
        return dict(self.signals).get(signal, 0.0)


class Analyzer(Protocol):
    """What reads messages; engines are found by the entry points `rapport.voice`."""

    @property
    def engine(self) -> str:
        """Its name."""

    @property
    def version(self) -> str:
        """Changes whenever any reading could change."""

    def analyze(self, messages: Sequence[Message]) -> tuple[Reading, ...]:
        """Read messages, one reading each, in order; the same text is worked on once."""
