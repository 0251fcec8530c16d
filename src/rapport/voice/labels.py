"""Labels: which texts does a person already know the meaning of?

A CSV file with a column `text`, and any of `sentiment` (negative, neutral, positive or mixed),
`complaint`, `praise`, `question`, `break_up` (1, 0 or empty where it is not known).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import BadSetting
from rapport.core.message import Sentiment, Signal
from rapport.core.phrase import say

UNKNOWN = -1
SENTIMENTS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
SIGNALS = tuple(Signal)
FLAGS = {"0": 0, "1": 1, "": UNKNOWN}


@dataclass(frozen=True, slots=True)
class Labels:
    """n texts and what is known of each: `sentiment` (n,) an index of SENTIMENTS, `signals`
    (n, 4) 0 or 1 by SIGNALS; UNKNOWN where it is not known (mixed has no sentiment of its own).
    """

    texts: tuple[str, ...]
    sentiment: NDArray[np.int64]
    signals: NDArray[np.int64]

    @property
    def digest(self) -> str:
        """Eight letters that change with any text or label."""
        words = "\0".join(self.texts).encode("utf-8", "surrogatepass")
        known = self.sentiment.tobytes() + self.signals.tobytes()
        return blake2b(words + known, digest_size=4).hexdigest()


def read_labels(path: Path) -> Labels:
    """Read a file of labels; BadSetting where it cannot be read, with the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadSetting(
            say("the labels in {path} cannot be read: {error}", path=str(path), error=str(error))
        ) from error
    known = [known_of(row, line, path) for line, row in enumerate(rows, 2)]
    table = np.array(known, np.int64).reshape(len(rows), 1 + len(SIGNALS))
    return Labels(tuple(row["text"] for row in rows), table[:, 0], table[:, 1:])


def known_of(row: Mapping[str, str | None], line: int, path: Path) -> tuple[int, ...]:
    """Sentiment and signals of one row, as numbers."""
    sentiment = (row.get("sentiment") or "").strip().lower()
    flags = [(row.get(signal.value) or "").strip() for signal in SIGNALS]
    words = ("", *Sentiment)
    if not row.get("text") or sentiment not in words or not set(flags) <= set(FLAGS):
        raise BadSetting(
            say(
                "line {line} of {path} needs a text, a sentiment (negative, neutral, positive, "
                "mixed or empty) and signals that are 1, 0 or empty",
                line=line,
                path=str(path),
            )
        )
    single = sentiment in SENTIMENTS
    return (
        SENTIMENTS.index(Sentiment(sentiment)) if single else UNKNOWN,
        *(FLAGS[flag] for flag in flags),
    )
