"""Rivals: which plain forecasts must a model beat to earn its keep?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Snapshot
from rapport.measures.value.replay import Replay, read_replay
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]


def last_period(replay: Replay) -> Numbers:
    """Orders (n,) of each customer: as many as in as many days before the split."""
    return replay.before_orders


def segment_mean(snapshot: Snapshot, replay: Replay) -> Numbers:
    """Orders (n,) of each customer: what their segment's customers placed a period earlier.

    Segments by days with orders (1, 2, 3, 4-6, 7 or more) and by the share of a customer's time
    since the last one (thirds), as one would in a spreadsheet; a segment nobody was in then is
    told by everybody's mean.
    """
    earlier = read_replay(snapshot, replay.split, replay.hold_out)
    if earlier is None:
        return np.full_like(replay.later_orders, _mean(replay.tuples.count, replay.before_orders))
    segment, now = _segments(earlier.tuples), _segments(replay.tuples)
    size = int(max(segment.max(), now.max())) + 1
    customers = np.bincount(segment, earlier.tuples.count, size)
    orders = np.bincount(segment, earlier.tuples.count * earlier.later_orders, size)
    mean = _mean(earlier.tuples.count, earlier.later_orders)
    told = np.divide(orders, customers, out=np.full(size, mean), where=customers > 0)
    each: Numbers = told[now]
    return each


def _segments(tuples: PurchaseTuples) -> NDArray[np.int64]:
    """A whole number (n,) for each customer's segment."""
    often = np.searchsorted((1, 2, 3, 6), tuples.frequency, side="right")
    silent = (tuples.age - tuples.recency) / np.maximum(tuples.age, 1.0)
    third = np.minimum(np.floor(3 * silent), 2).astype(np.int64)
    return (3 * often + third).astype(np.int64)


def _mean(count: Numbers, values: Numbers) -> float:
    """Mean over customers."""
    return float(count @ values) / max(float(count.sum()), 1.0)
