"""Survival: what share of waits has ended by a time, when some waits are not over yet?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats.intervals import LEVEL, Span, student_quantile

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

    @property
    def variance(self) -> Numbers:
        """Variance of the share still waiting at each time, shape (..., k).

        Greenwood 1926, Reports on Public Health and Medical Subjects 33.
        """
        ones = np.ones_like(self.surviving[..., :1])
        before = np.concatenate([ones, self.surviving[..., :-1]], axis=-1)
        kept = np.divide(self.surviving, before, out=np.ones_like(before), where=before > 0)
        size = kept * self.at_risk
        terms = np.divide(1.0 - kept, size, out=np.zeros_like(kept), where=size > 0)
        told: Numbers = self.surviving**2 * np.cumsum(terms, axis=-1)
        return told

    def variance_at(self, horizon: float) -> Numbers:
        """Variance of the share still waiting just after a time, shape (...)."""
        place = int(np.searchsorted(self.times, horizon, side="right")) - 1
        if place < 0:
            return np.zeros(self.surviving.shape[:-1])
        told: Numbers = self.variance[..., place]
        return told

    def median(self, level: float = LEVEL) -> Span | None:
        """Time by which half of the waits have ended; None where that, or its high end, is not
        seen yet. For one curve, shape (k,).

        The interval holds each time at which a half is not refuted: Brookmeyer & Crowley 1982,
        Biometrics 38:29-41.

        >>> times, ones = np.arange(1.0, 10.0), np.ones(9)
        >>> kaplan_meier(times, ones, 0 * ones).median()
        Span(value=5.0, low=3.0, high=7.0)
        """
        reach = float(special.ndtri((1 + level) / 2)) * np.sqrt(self.variance)
        ended = self.surviving <= 0.5
        surely = self.surviving + reach < 0.5
        if not ended.any() or not surely.any():
            return None
        low = self.times[np.argmax(self.surviving - reach <= 0.5)]
        high = self.times[np.argmax(surely)]
        return Span(float(self.times[np.argmax(ended)]), float(low), float(high))

    def influence(self, horizon: float) -> tuple[Numbers, Numbers]:
        """How much one wait moves the share still waiting just after a time, shapes (k,), (k,).

        First of a wait that ended at each time, then of one last seen open then; for one curve.
        Sums over independent people, squared and added up, are the share's variance however
        alike a person's own waits are (of single waits: Greenwood's). Williams 1995, Lifetime Data
        Analysis 1:171-186.

        >>> curve = kaplan_meier(np.array([1.0, 2.0]), np.array([1.0, 1.0]), np.array([0.0, 2.0]))
        >>> ended, still_open = curve.influence(1.0)
        >>> ended[0], still_open[1]
        (np.float64(-0.1875), np.float64(0.0625))
        """
        place = int(np.searchsorted(self.times, horizon, side="right")) - 1
        share = float(self.surviving[place]) if place >= 0 else 0.0
        if share <= 0.0:
            return np.zeros_like(self.times), np.zeros_like(self.times)
        before = np.concatenate([[1.0], self.surviving[:-1]])
        kept = np.divide(self.surviving, before, out=np.ones_like(before), where=before > 0)
        seen = np.arange(len(self.times)) <= place
        size = np.where(seen, kept * self.at_risk, 1.0)
        borne = np.cumsum(np.where(seen, (1.0 - kept) / size, 0.0))
        ended: Numbers = share * (borne - np.where(seen, 1.0 / size, 0.0))
        return ended, share * borne

    def quantile(self, share: float, voices: float, people: int) -> Span | None:
        """Time by which a share of the waits has ended; None where it, or its high end, is unseen.

        `voices`: independent answers with the variance of the share ended then. The interval
        holds each time at which the share is not refuted by a score test. For one curve.

        >>> times, ones = np.arange(1.0, 10.0), np.ones(9)
        >>> kaplan_meier(times, ones, 0 * ones).quantile(0.5, 9.0, 9)
        Span(value=5.0, low=2.0, high=8.0)
        """
        left = 1.0 - share
        reach = student_quantile(max(people - 1, 1)) * np.sqrt(share * left / voices)
        ended = self.surviving <= left + 1e-12
        surely = self.surviving < left - reach
        if not ended.any() or not surely.any():
            return None
        low = self.times[np.argmax(self.surviving <= left + reach)]
        high = self.times[np.argmax(surely)]
        return Span(float(self.times[np.argmax(ended)]), float(low), float(high))


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


def curve_of(waits: Numbers, ended: NDArray[np.bool_], people: Numbers) -> Curve:
    """Curve of waits told one by one (or with the number of `people` who share them), shape (m,).

    >>> curve_of(np.array([2.0, 1.0]), np.array([True, False]), np.ones(2)).surviving
    array([1., 0.])
    """
    times, place = np.unique(waits, return_inverse=True)
    events = np.bincount(place[ended], people[ended], len(times)).astype(np.float64)
    censored = np.bincount(place[~ended], people[~ended], len(times)).astype(np.float64)
    return kaplan_meier(times, events, censored)
