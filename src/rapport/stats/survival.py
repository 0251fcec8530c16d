"""Survival: what share of waits has ended by a time, when some waits are not over yet?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """Kaplan–Meier's curve: at each time, the share still waiting just after, and the risk set.

    `times` has shape (k,), ascending; `surviving` and `at_risk` have shape (..., k).
    """

    times: Numbers
    surviving: Numbers
    at_risk: Numbers

    def at(self, horizon: float) -> Numbers:
        """Share still waiting just after a time, shape (...): 1 before the first time."""
        place = int(np.searchsorted(self.times, horizon, side="right")) - 1
        if place < 0:
            return np.ones(self.surviving.shape[:-1])
        told: Numbers = self.surviving[..., place]
        return told


def kaplan_meier(times: Numbers, events: Numbers, censored: Numbers) -> Curve:
    """Product-limit curve of waits collapsed by time.

    `times` (k,) ascending and distinct; `events` and `censored` (..., k) count (or weigh) the
    waits that ended, or were last seen still open, at each time. A wait last seen at a time was
    still at risk then. Kaplan & Meier 1958, Journal of the American Statistical Association
    53:457-481. Raises ContractError where times do not ascend.

    >>> ones, none = np.ones(2), np.zeros(2)
    >>> kaplan_meier(np.array([1.0, 2.0]), ones, none).surviving
    array([0.5, 0. ])
    """
    if np.any(np.diff(times) <= 0):
        raise ContractError("the times of a survival curve must ascend")
    leaving = events + censored
    at_risk = np.cumsum(leaving[..., ::-1], axis=-1)[..., ::-1]
    kept: Numbers = 1.0 - np.divide(events, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
    surviving: Numbers = np.cumprod(np.clip(kept, 0.0, 1.0), axis=-1, dtype=np.float64)
    return Curve(times, surviving, at_risk)
