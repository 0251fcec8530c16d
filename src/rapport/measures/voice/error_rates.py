"""Error rates: how does the shipped reader err, and how far from that may it err on a company?

A company is one more source, which the reader has not learnt from: the rates that it may have
there are drawn from how they differ between the sources that were tried (`error_counts`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rapport.measures.voice import error_counts
from rapport.stats.prevalence import ErrorRates

CLASSES = ("negative", "neutral", "positive")
"""Order of the classes of sentiment whose errors are taken out."""


def _rates(counts: Mapping[str, tuple[tuple[int, ...], ...]]) -> ErrorRates:
    """The sources' counts, put together; a source's name begins with its file's."""
    files = np.unique([name.split()[0] for name in counts], return_inverse=True)[1]
    return ErrorRates(np.array(list(counts.values())), files.astype(np.int64))


SENTIMENT = _rates(
    {name: tuple(row[:3] for row in rows[:3]) for name, rows in error_counts.SENTIMENT.items()}
)
"""Mixed messages are left out: the reader tells them from the others too badly to invert."""
COMPLAINT = _rates(error_counts.COMPLAINT)
PRAISE = _rates(error_counts.PRAISE)
QUESTION = _rates(error_counts.QUESTION)
