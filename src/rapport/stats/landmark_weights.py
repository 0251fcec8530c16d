"""Who of the not yet connected connects when, and what do those who stay stand for?

A control that connects later was alive and then leaves the comparison; without a correction the
rest would look more dead than it is. Those who stay are weighted up for those who left and had
bought as recently (inverse probability of censoring: Robins & Finkelstein 2000, Biometrics
56:779-788). Recency alone, not how often they bought: what someone bought in the base months
must not move the weight, or chance in these months would pass for a fall afterwards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.stats.landmark_histories import LONG_AGO, Histories

Logs = NDArray[np.float32]

_MOST = 0.5


def staying(told: Histories) -> Logs:
    """Logarithm of each customer's chance to be not yet connected by each month.

    Shape (months, customers), summed from the start: the weight at month t of a control of
    landmark g is exp(staying[g] − staying[t]). The hazard of connecting in a month is the share
    who do among the customers of one recency, at most ½.
    """
    logs = np.zeros(told.amounts.shape, dtype=np.float32)
    for month in range(1, told.months):
        waiting = (told.entry < month) & (told.connection >= month) & (told.until > month)
        recency = told.recency[month]
        joins = waiting & (told.connection == month)
        at_risk = np.bincount(recency[waiting], minlength=LONG_AGO + 1)
        events = np.bincount(recency[joins], minlength=LONG_AGO + 1)
        hazard = np.minimum(events / np.maximum(at_risk, 1), _MOST)
        step = np.log1p(-hazard).astype(np.float32)
        logs[month] = logs[month - 1] + np.where(waiting, step[recency], np.float32(0))
    return logs
