"""Worlds of invitations: what would customers do who are invited by lot, day by day?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MEAN_BASKET = 40.0
MORE_ORDERS = 0.01
"""Orders a day that connecting adds for who came because of the invitation."""
LATEST = 30
"""Who connects does so on one of the days 1 to LATEST after the draw, all as likely."""


@dataclass(frozen=True, eq=False)
class Invitations:
    """People of one experiment: past spend, spend and uptake by day (cumulated), arm, stratum."""

    past: np.ndarray
    spend: np.ndarray
    uptake: np.ndarray
    invited: np.ndarray
    stratum: np.ndarray

    def told(self, day: int) -> np.ndarray:
        """(people, 3) numbers as they stand at the end of a day since the draw (1 is the first)."""
        return np.stack([self.past, self.spend[:, day - 1], self.uptake[:, day - 1]], axis=1)


def invitations(seed: int, people: int = 2000, days: int = 90, held_out: float = 0.5,
                effect: float = 1.0, comers: float = 0.3) -> Invitations:  # fmt: skip
    """Simulate: gamma rates, lognormal baskets; some come because invited, some anyway."""
    draw = np.random.default_rng(seed)
    rate = draw.gamma(1.5, 0.012 / 1.5, people)
    past = _spend(draw, 365 * rate)
    stratum = np.digitize(past, np.quantile(past, [1 / 3, 2 / 3]))
    invited = _lots(draw, stratum, held_out)
    kind = draw.random(people)
    comes = (kind < 0.05) | ((kind < 0.05 + comers) & invited)
    arrival = np.where(comes, draw.integers(1, LATEST + 1, people), days + 1)
    uptake = arrival[:, None] <= np.arange(1, days + 1)
    more = effect * MORE_ORDERS * (uptake & (kind >= 0.05)[:, None])
    spend = _spend(draw, rate[:, None] + more).cumsum(axis=1)
    return Invitations(past, spend, uptake.astype(float), invited, stratum)


def complier_truth(day: int, effect: float = 1.0) -> float:
    """Mean spend that connecting added up to the end of a day, per person connected by then."""
    connected = np.arange(1, min(day, LATEST) + 1)
    return effect * MORE_ORDERS * MEAN_BASKET * float(np.mean(day - connected + 1))


def invited_truth(day: int, effect: float = 1.0, comers: float = 0.3) -> float:
    """Mean spend that being invited added up to the end of a day."""
    return complier_truth(day, effect) * comers * min(day, LATEST) / LATEST


def _spend(draw: np.random.Generator, rate: np.ndarray) -> np.ndarray:
    """Spend, of the shape of the rates: Poisson orders, lognormal baskets of mean MEAN_BASKET."""
    orders = draw.poisson(rate)
    spend = np.zeros(rate.shape)
    for times in range(1, int(orders.max(initial=0)) + 1):
        some = orders >= times
        spend[some] += MEAN_BASKET * draw.lognormal(-0.18, 0.6, int(some.sum()))
    return spend


def _lots(draw: np.random.Generator, stratum: np.ndarray, held_out: float) -> np.ndarray:
    """Whether each is invited: the same share of each stratum, up to one person."""
    order = np.lexsort((draw.random(len(stratum)), stratum))
    marks = np.floor(np.arange(len(stratum) + 1) * held_out + draw.random())
    invited = np.empty(len(stratum), dtype=bool)
    invited[order] = np.diff(marks) == 0
    return invited
