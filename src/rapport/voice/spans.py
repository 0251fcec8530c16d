"""Spans: where in the original text does each signal show?

Complaint and praise show in the segment (a sentence, or what a "but" turns) where their head is
surest; a question and a break-up where their rule found its words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rapport.core.message import Signal, Span
from rapport.voice.cleaning import Cleaned
from rapport.voice.linear import Segments
from rapport.voice.tokens import Integers, Tokens

Floats = NDArray[np.float64]
Places = Sequence[tuple[tuple[int, int], ...]]
"""By message, spans of its cleaned text: start and end (excluded)."""


def surest(parts: Segments, values: Floats, count: int) -> Integers:
    """The segment of each of `count` messages where `values` (s,) is highest, -1 if it has none;
    the first of equals.
    """
    order = np.lexsort((-np.arange(values.size), values, parts.messages))
    whose = parts.messages[order]
    last = np.flatnonzero(np.append(whose[1:] != whose[:-1], True)[: whose.size])
    found = np.full(count, -1)
    found[whose[last]] = order[last]
    return found


def highest(parts: Segments, values: Floats, count: int) -> Floats:
    """The highest of `values` (s,) among each message's segments, (count,); 0 if it has none."""
    segment = surest(parts, values, count)
    return np.where(segment >= 0, np.append(values, 0.0)[segment], 0.0)


def of_segments(found: Tokens, parts: Segments, segment: Integers) -> tuple[Integers, Integers]:
    """Where segments stand in their cleaned texts: starts and ends (excluded); -1 stays 0, 0."""
    known = np.maximum(segment, 0)
    if not parts.messages.size:
        return np.zeros(segment.size, np.int64), np.zeros(segment.size, np.int64)
    first, last = parts.first[known], parts.first[known + 1] - 1
    there = segment >= 0
    return np.where(there, found.starts[first], 0), np.where(there, found.ends[last], 0)


def evidence(
    cleaned: Cleaned,
    shown: Sequence[Signal],
    segments: dict[Signal, tuple[int, int]],
    worded: dict[Signal, tuple[tuple[int, int], ...]],
) -> tuple[Span, ...]:
    """The spans of one message's shown signals, in the original text."""
    found = []
    for signal in shown:
        places = worded.get(signal) or ()
        if not places and signal in segments:
            places = (segments[signal],)
        for start, end in places:
            if end > start:
                found.append(Span(signal.value, *cleaned.span(start, end)))
    return tuple(found)
