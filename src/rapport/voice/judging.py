"""Judging: from probabilities, what is shown of each message, and what is left uncertain?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.message import Sentiment, Signal
from rapport.voice.hearing import Heard
from rapport.voice.linear import Scores, Segments
from rapport.voice.spans import highest, surest
from rapport.voice.tokens import Integers, Tokens
from rapport.voice.weights import SENTIMENTS, Weights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SIGNALS = tuple(Signal)
LABELS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE, Sentiment.MIXED)
POSITIVE, MIXED = 2, 3
BOTH = 0.7
"""A segment this surely negative and another this surely positive make a message mixed; so sure
must complaint and praise be to show in one and the same segment.
"""

IRONIC = 0.5
SHOWN = 0.5
RULE_SHARE = 0.75
"""How much the rule counts beside the head for a question."""

COURTESY = np.array([0.05, 0.85, 0.10])
"""What a message that only takes its leave feels."""

PROMOTION = np.array([0.05, 0.90, 0.05])
"""What spam feels: its praise is nobody's."""

LEAVING = 0.6
"""How surely who says outright that they leave complains, whatever their words."""

SILENCE = np.full(3, 1 / 3)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is told of n messages: `sentiment` (n, 3), `labels` (n,) indices of LABELS,
    `is_uncertain` (n,), `signals` and `shown` (n, 4) by SIGNALS, `abstained` (n,); `segments`
    (n, 4) the segment where each signal shows, -1 where it is not by segments.
    """

    sentiment: Floats
    labels: Integers
    is_uncertain: Bools
    signals: Floats
    shown: Bools
    abstained: Bools
    segments: Integers


def judge(
    whole: Scores,
    pieces: Scores,
    parts: Segments,
    found: Tokens,
    heard: Heard,
    weights: Weights,
    is_courtesy: Bools,
) -> Judged:
    """Judge a batch from its scores, whole and by segment, and from what the rules heard."""
    count = found.count
    abstained = np.diff(found.indptr) == 0
    sentiment = np.where(is_courtesy[:, None], COURTESY, whole.sentiment)
    sentiment = np.where(heard.is_spam[:, None], PROMOTION, sentiment)
    sentiment = np.where(abstained[:, None], SILENCE, sentiment)
    signals = of_signals(whole, heard, weights)
    signals[is_courtesy | abstained | heard.is_spam] = 0.0
    segments = of_heads(pieces, parts, weights, count)
    shown = settled(signals, segments, weights)
    labels = sentiment.argmax(axis=1)
    plain = ~(is_courtesy | heard.is_spam)
    both = (shown[:, 0] & shown[:, 1]) | (is_split(pieces, parts, count) & plain)
    uncertain = (sentiment.max(axis=1) < weights.least) & ~both
    uncertain |= (heard.irony >= IRONIC) | abstained
    uncertain |= shown[:, 3] & (labels == POSITIVE) & ~both
    labels = np.where(both, MIXED, labels)
    return Judged(sentiment, labels, uncertain, signals, shown, abstained, segments)


def may_complain(whole: Scores, weights: Weights) -> Bools:
    """Whether a cause is worth looking for, (n,): complaints, and what is likely negative."""
    complaint = whole.signals[:, head_of(weights, Signal.COMPLAINT.value)]
    limit = weights.thresholds.get(Signal.COMPLAINT.value, SHOWN)
    return np.asarray((complaint >= limit) | (whole.sentiment[:, 0] >= SHOWN))


def head_of(weights: Weights, name: str) -> int:
    """The place of a signal's head among the signals' heads."""
    return weights.heads.index(name) - len(SENTIMENTS)


def of_signals(whole: Scores, heard: Heard, weights: Weights) -> Floats:
    """P of each signal, (n, 4): complaint and praise by their heads, a question by its head and
    its rule, a break-up by its rule alone; who leaves complains, by the head or by leaving.
    """
    asks = whole.signals[:, head_of(weights, "question")]
    question = RULE_SHARE * heard.question + (1 - RULE_SHARE) * asks
    complaint, praise = (
        whole.signals[:, head_of(weights, name)] for name in ("complaint", "praise")
    )
    complaint = 1 - (1 - complaint) * (1 - LEAVING * heard.break_up)
    return np.stack([complaint, praise, question, heard.break_up], axis=1).astype(np.float64)


def of_heads(pieces: Scores, parts: Segments, weights: Weights, count: int) -> Integers:
    """The segment where complaint and praise show best, (n, 4); -1 for the other signals."""
    segments = np.full((count, len(SIGNALS)), -1)
    for column, name in enumerate(("complaint", "praise")):
        segments[:, column] = surest(parts, pieces.signals[:, head_of(weights, name)], count)
    return segments


def settled(signals: Floats, segments: Integers, weights: Weights) -> Bools:
    """Which signals are shown, (n, 4): of complaint and praise that fall in one segment, only
    the likelier, unless both are sure.
    """
    limits = [weights.thresholds.get(signal.value, SHOWN) for signal in SIGNALS]
    shown = signals >= np.array(limits)
    doubtful = shown[:, 0] & shown[:, 1] & (segments[:, 0] == segments[:, 1])
    doubtful &= signals[:, :2].min(axis=1) < BOTH
    places = np.flatnonzero(doubtful)
    shown[places, signals[places, :2].argmin(axis=1)] = False
    return shown


def is_split(pieces: Scores, parts: Segments, count: int) -> Bools:
    """Whether one segment is clearly negative and another clearly positive, (n,)."""
    negative = highest(parts, pieces.sentiment[:, 0], count)
    positive = highest(parts, pieces.sentiment[:, 2], count)
    return (negative >= BOTH) & (positive >= BOTH)
