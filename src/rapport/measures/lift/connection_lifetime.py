"""Connection lifetime: what has the effect brought per customer so far, and what may follow?

What was seen is a sum of effects with its interval. What follows is no estimate but three
scenarios beside each other: the effect stops, fades, or stays as long as customers do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rapport.measures.group import FEWEST_TO_RANK
from rapport.measures.lift.connection_case import around
from rapport.stats.intervals import Span
from rapport.stats.landmark import NORMAL_95
from rapport.stats.landmark_histories import Histories
from rapport.stats.landmark_profile import Profile
from rapport.stats.panel import Numbers

LATER = 24
"""Months after those seen that scenarios tell."""
FEWEST_SEEN = 6
RATES = np.arange(0.5, 1.1001, 0.005)
"""Monthly fading rates that are tried."""
CHI_SQUARE_95 = 3.841458820694124


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Money per connected customer, discounted to the month of connecting.

    `seen` over the first `months` months; later, over `LATER` months more: nothing if the effect
    stops, `fades` by `rate` a month, `stays` as long as customers do (`survival` a month).
    """

    seen: Span
    months: int
    fades: float
    stays: float
    rate: float
    survival: float


def lifetime(told: Histories, found: Profile, yearly: float) -> Lifetime | None:
    """Sum what was seen and tell the scenarios; `yearly` discount; None: too few months seen."""
    since = np.flatnonzero((found.since >= 0) & (found.months >= FEWEST_TO_RANK))
    months = len(since)
    if months < FEWEST_SEEN or not np.array_equal(found.since[since], np.arange(months)):
        return None
    effect, covariance = found.effect[since], found.covariance[np.ix_(since, since)]
    worth = (1 + yearly) ** (-np.arange(months + LATER) / 12)
    seen = float(worth[:months] @ effect)
    error = math.sqrt(max(float(worth[:months] @ covariance @ worth[:months]), 0.0))
    survival = monthly_survival(told)
    rate = fading_rate(effect, covariance)
    rate = survival if rate is None else rate
    last = float(effect[-FEWEST_SEEN:].mean())
    ahead = np.arange(1, LATER + 1)
    return Lifetime(
        around(seen, NORMAL_95 * error), months,
        float(last * (rate**ahead @ worth[months:])),
        float(last * (survival**ahead @ worth[months:])), rate, survival,
    )  # fmt: skip


def fading_rate(effect: Numbers, covariance: Numbers) -> float | None:
    """What is left of an effect (m,) a month later; None where it may as well not fade.

    The rate of a·rate^e that fits best, its interval by the fit's loss (Wilks 1938, Annals of
    Mathematical Statistics 9:60-62).

    >>> round(fading_rate(0.9 ** np.arange(12.0), np.eye(12) * 1e-6), 2)
    0.9
    """
    weight = np.linalg.pinv(covariance)
    shapes = RATES[:, None] ** np.arange(len(effect))[None]
    height = (shapes @ weight @ effect) / np.einsum("ij,jk,ik->i", shapes, weight, shapes)
    rest = effect[None] - height[:, None] * shapes
    loss = np.einsum("ij,jk,ik->i", rest, weight, rest)
    near = RATES[loss <= loss.min() + CHI_SQUARE_95]
    return float(RATES[loss.argmin()]) if near.max() < 1 else None


def monthly_survival(told: Histories) -> float:
    """Share of connected customers who go on buying from one month to the next.

    From who orders in the second half year after connecting, against the first; 1 where nobody
    has been connected for a year.
    """
    people = np.flatnonzero(told.connection + 12 <= np.minimum(told.until, told.months))
    start = told.connection[people]
    halves = [
        sum((told.orders[start + lag, people] > 0).astype(np.int64) for lag in lags)
        for lags in (range(6), range(6, 12))
    ]
    first, second = (int(np.count_nonzero(half)) for half in halves)
    return min((second / first) ** (1 / 6), 1.0) if first else 1.0
