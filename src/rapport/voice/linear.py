"""Linear: how does the default engine score a batch of texts, with NumPy alone?

Scores are weighted sums of the hashed and dense features, calibrated by language; whole
messages are scored for what is told, their segments (a sentence, or what a "but" turns) for
where it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.voice.dense import dense
from rapport.voice.features import Features, features
from rapport.voice.language import LANGUAGES, weighed
from rapport.voice.tokens import Integers, Tokens, chosen
from rapport.voice.weights import SENTIMENTS, Weights

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities of n rows: `sentiment` (n, 3), each row summing to 1, and
    `signals` (n, k - 3) in the order of the heads after the sentiments.
    """

    sentiment: Floats
    signals: Floats


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of a batch: `rows` (t,) the segment of each token; `messages` (s,) the
    message of each segment; `first` (s + 1,) where its tokens begin.
    """

    rows: Integers
    messages: Integers
    first: Integers


def segments(found: Tokens) -> Segments:
    """A segment for each sentence, and one more from its "but" on."""
    if not found.hashes.size:
        return Segments(np.empty(0, np.int64), np.empty(0, np.int64), np.zeros(1, np.int64))
    opens = np.ones(found.hashes.size, bool)
    opens[1:] = np.diff(found.sentences) > 0
    opens[1:] |= found.turned[1:] & ~found.turned[:-1]
    first = np.flatnonzero(opens)
    return Segments(
        np.cumsum(opens) - 1, found.messages[first], np.append(first, found.hashes.size)
    )


def score(
    found: Tokens,
    row: Features,
    codes: Sequence[str],
    weights: Weights,
    rows: Integers | None = None,
    messages: Integers | None = None,
) -> Scores:
    """The probabilities of each row of features; `codes` (n,) the languages of the messages.

    For rows that are not whole messages, `rows` (t,) gives each token's row and `messages`
    each row's message.
    """
    looks = dense(found, codes, weights.vectors, rows, row.count)
    raw = weighed(row, weights.hashed, weights.scales, weights.bias)
    raw = raw + looks[:, : weights.dense.shape[0]] @ weights.dense
    place = {code: index for index, code in enumerate(LANGUAGES)}
    spoken = np.fromiter((place.get(code, len(LANGUAGES)) for code in codes), np.int64)
    return calibrated(raw, weights, spoken if messages is None else spoken[messages])


def calibrated(raw: NDArray[np.float32], weights: Weights, spoken: Integers) -> Scores:
    """Probabilities from raw scores (n, k) by each row's language (n,)."""
    table = weights.calibration[spoken].astype(np.float64)
    scores = raw * table[:, :, 0] + table[:, :, 1]
    feelings = len(SENTIMENTS)
    powers = np.exp(scores[:, :feelings] - scores[:, :feelings].max(axis=1, keepdims=True))
    signals = 1 / (1 + np.exp(-np.clip(scores[:, feelings:], -60, 60)))
    return Scores(powers / powers.sum(axis=1, keepdims=True), signals)


def score_segments(
    found: Tokens, parts: Segments, whole: Scores, codes: Sequence[str], weights: Weights
) -> Scores:
    """The probabilities of each segment; those of the message, where it has but one."""
    several = np.bincount(parts.messages, minlength=found.count)[parts.messages] > 1
    keep = several[parts.rows]
    some = chosen(found, keep)
    rows = (np.cumsum(several) - 1)[parts.rows[keep]]
    row = features(some, rows, int(several.sum()), weights.bits, weights.share)
    told = score(some, row, codes, weights, rows, parts.messages[several])
    sentiment, signals = whole.sentiment[parts.messages], whole.signals[parts.messages]
    sentiment[several], signals[several] = told.sentiment, told.signals
    return Scores(sentiment, signals)
