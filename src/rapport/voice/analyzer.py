"""Analyzer: what does each message mean, and who says so?

Distinct texts are read once: cleaned, told by language, scored by the heads, asked about by the
rules, judged. A dearer engine, if there is one, reads again what the cheap one is unsure of,
and a fixed small part of the rest, so that a drift between the two can be seen.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import repeat

import numpy as np

from rapport.core.message import Analyzer, Message, Reading, Signal, Span
from rapport.voice.cleaning import Cleaned, clean
from rapport.voice.features import features
from rapport.voice.hearing import Heard, hear
from rapport.voice.judging import LABELS, SIGNALS, Judged, judge, may_complain
from rapport.voice.language import Languages, languages
from rapport.voice.linear import Segments, score, score_segments, segments
from rapport.voice.spans import evidence, of_segments
from rapport.voice.tokens import Tokens, tokens
from rapport.voice.weights import Weights, shipped

EDITION = "2"
"""Raised whenever rules or pipeline change a reading while the weights stay."""

BATCH = 1000
WORTH_SHARING = 4000
"""Messages below which a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Policy:
    """When a dearer engine is asked: where the likeliest sentiment is below `sure`, where the
    rule for break-ups fires at all, and for a `sample` of the rest, chosen by the text and `seed`.
    """

    sure: float = 0.6
    sample: float = 0.01
    seed: int = 0

    def asks(self, reading: Reading) -> bool:
        """Whether the dearer engine should read this message too."""
        if reading.abstained:
            return False
        unsure = max(reading.sentiment) < self.sure
        return unsure or reading.probability(Signal.BREAK_UP) > 0 or self.samples(reading)

    def samples(self, reading: Reading) -> bool:
        """Whether the text falls into the sample, whatever came before it."""
        drawn = blake2b(f"{self.seed} {reading.text_key}".encode(), digest_size=4).digest()
        return int.from_bytes(drawn, "big") < self.sample * 2**32


@dataclass(frozen=True, slots=True)
class VoiceAnalyzer:
    """Reads messages with the linear engine, and with a dearer one where that pays.

    `workers`: processes that share a long list of messages.
    """

    weights: Weights = field(default_factory=shipped)
    dearer: Analyzer | None = None
    policy: Policy = Policy()
    workers: int = 1

    @property
    def engine(self) -> str:
        """Its name."""
        return "linear" if self.dearer is None else f"linear+{self.dearer.engine}"

    @property
    def version(self) -> str:
        """Changes whenever any reading could change."""
        own = f"{self.weights.version}-{EDITION}"
        return own if self.dearer is None else f"{own}+{self.dearer.version}"

    def analyze(self, messages: Sequence[Message]) -> tuple[Reading, ...]:
        """Read messages, one reading each, in order; the same text is worked on once."""
        distinct = list(dict.fromkeys(messages))
        readings = self._read(distinct)
        if self.dearer is not None:
            readings = self._read_again(self.dearer, distinct, readings)
        if len(distinct) == len(messages):
            return tuple(readings)
        known = dict(zip(distinct, readings, strict=True))
        return tuple(known[message] for message in messages)

    def _read(self, messages: Sequence[Message]) -> list[Reading]:
        """What the linear engine reads."""
        batches = [messages[first : first + BATCH] for first in range(0, len(messages), BATCH)]
        if self.workers < 2 or len(messages) < WORTH_SHARING:
            return [reading for batch in batches for reading in read(batch, self.weights)]
        found = processes(self.workers).map(read, batches, repeat(self.weights))
        return [reading for batch in found for reading in batch]

    def _read_again(
        self, dearer: Analyzer, messages: Sequence[Message], readings: Sequence[Reading]
    ) -> list[Reading]:
        """The readings, with the dearer engine's in place where it was asked."""
        asked = [place for place, reading in enumerate(readings) if self.policy.asks(reading)]
        told = dearer.analyze([messages[place] for place in asked])
        found = list(readings)
        for place, reading in zip(asked, told, strict=True):
            found[place] = reading
        return found


@lru_cache(maxsize=1)
def processes(workers: int) -> Executor:
    """Processes that share long lists; they end with ours."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    atexit.register(ended, pool)
    return pool


def ended(pool: Executor) -> None:
    """Let the processes go, while all that they need to end is still there."""
    processes.cache_clear()
    pool.shutdown()


def linear(settings: Mapping[str, str]) -> VoiceAnalyzer:
    """The default engine; setting `workers`: how many processes share the work."""
    return VoiceAnalyzer(workers=int(settings.get("workers", "1")))


def read(messages: Sequence[Message], weights: Weights) -> list[Reading]:
    """Read one batch of distinct messages."""
    cleaned = [clean(message.text) for message in messages]
    found = tokens([one.text for one in cleaned])
    row = features(found, found.messages, found.count, weights.bits, weights.share)
    tongue = languages(found, row, [message.prior for message in messages], weights.language)
    codes = tongue.codes
    whole = score(found, row, codes, weights)
    heard = hear(messages, cleaned, codes, may_complain(whole, weights))
    parts = segments(found)
    judged = judge(
        whole,
        score_segments(found, parts, whole, codes, weights),
        parts,
        found,
        heard,
        weights,
        np.fromiter((one.is_courtesy for one in cleaned), bool, len(cleaned)),
    )
    return told(cleaned, found, tongue, heard, parts, judged, f"{weights.version}-{EDITION}")


def told(
    cleaned: Sequence[Cleaned],
    found: Tokens,
    tongue: Languages,
    heard: Heard,
    parts: Segments,
    judged: Judged,
    version: str,
) -> list[Reading]:
    """The batch as readings."""
    shown = [
        tuple(signal for signal, is_shown in zip(SIGNALS, row, strict=True) if is_shown)
        for row in judged.shown.tolist()
    ]
    columns = (
        tongue.codes,
        tongue.surely.tolist(),
        map(tuple, judged.sentiment.tolist()),
        [LABELS[label] for label in judged.labels.tolist()],
        judged.is_uncertain.tolist(),
        [tuple(zip(SIGNALS, row, strict=True)) for row in judged.signals.tolist()],
        shown,
        heard.causes,
        heard.purposes,
        places(cleaned, found, heard, parts, judged, shown),
        heard.is_spam.tolist(),
        heard.is_automatic.tolist(),
        heard.courtesy.tolist(),
        heard.is_signed.tolist(),
        found.words.tolist(),
        [text_key(one.text) for one in cleaned],
        repeat("linear", found.count),
        repeat(version, found.count),
        judged.abstained.tolist(),
    )
    return [Reading(*row) for row in zip(*columns, strict=True)]


def places(
    cleaned: Sequence[Cleaned],
    found: Tokens,
    heard: Heard,
    parts: Segments,
    judged: Judged,
    shown: Sequence[tuple[Signal, ...]],
) -> list[tuple[Span, ...]]:
    """Where the shown signals of each message show, in its original text."""
    begins, ends = of_segments(found, parts, judged.segments)
    starts, stops = begins.tolist(), ends.tolist()
    spans: list[tuple[Span, ...]] = []
    for place, one in enumerate(cleaned):
        if not shown[place]:
            spans.append(())
            continue
        of = dict(zip(SIGNALS, zip(starts[place], stops[place], strict=True), strict=True))
        worded = {
            Signal.QUESTION: heard.question_places[place],
            Signal.BREAK_UP: heard.break_up_places[place],
        }
        spans.append(evidence(one, shown[place], of, worded))
    return spans


def text_key(text: str) -> int:
    """64 bits that stand for a cleaned text."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
