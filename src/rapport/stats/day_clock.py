"""Day clock: how likely are histories whose times are known to the day only?

Exports often tell the day of a purchase and not its moment, and then several purchases of a day
look like one. Read as exact, such histories bias every BG/NBD (rates too high, by many standard
errors among a million customers). Here x counts *days* with purchases after the day of the first
one, t_x and T whole days from that day, T to the last day watched in full; "day" is whatever
unit the times are whole in. Given rate λ and dropout p, integrating over the moments within
days (the first one even over its day) gives
    there:  D (1−p)^first (e^(−λp) − e^(−λ))^x e^(−λ(T−x)),            D = (1 − e^(−λp)) / (λp),
    gone:   D (1−p)^first (e^(−λp) − e^(−λ))^(x−1) (1 − e^(−λp)) e^(−λ(t_x−x)),
and, for x = 0, gone: 1 − D (1−p)^first. With e^(−λp) − e^(−λ) = λ(1−p) e^(−λ(1+p)/2) up to
(λ(1−p))²/24 the mixture over λ stays closed: T becomes T − x/2 + p(x+1)/2 and t_x becomes
t_x − (x+1)/2 + p(x+1)/2, p set to its mean in that term. Forecasts count purchases at their
moments, a few more than days with purchases.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.beta_likelihood import by_frequency, summed
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]


def check_days(tuples: PurchaseTuples) -> None:
    """Raise ContractError where times are not whole, or more days were bought on than passed."""
    times = (tuples.recency, tuples.age)
    if any(np.any(time != np.floor(time)) for time in times):
        raise ContractError("times known to the day only are whole numbers of days")
    if np.any(tuples.frequency > tuples.recency):
        raise ContractError("somebody bought on more days than passed: merge equal days")


class DaySums:
    """Tuples in whole days arranged for the likelihood; `first` is 1 for the MBG/NBD.

    Raises ContractError where times are not whole or more days were bought on than passed.
    """

    def __init__(self, tuples: PurchaseTuples, first: int) -> None:
        last, age = tuples.recency, tuples.age
        check_days(tuples)
        self._first, self._count = first, tuples.count
        self._x, self._row = np.unique(tuples.frequency, return_inverse=True)
        self._x_count = summed(self._row, tuples.count, len(self._x))
        self._age = age - tuples.frequency / 2
        self._last = last - (tuples.frequency + 1) / 2
        self._again = tuples.frequency > 0
        self._half = (self._x + 1) / 2

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (4,) in (r, α, a, b)."""
        r, alpha, a, b = values
        row, many, chances = self._row, self._count, self._x + self._first
        level, slope = by_frequency(self._x, chances, r, alpha, a, b)
        stay, gone = self.exposures(values)
        lean, log_stay, log_gone = self._lean(values, stay, gone)
        less = np.exp(-np.minimum(np.abs(lean), 500.0))
        left = many * np.where(lean > 0, 1.0, less) / (1.0 + less)
        power = (r + self._x)[row]
        value = self._x_count @ level - (many * power) @ log_stay
        value += many @ (np.maximum(lean, 0.0) + np.log1p(less))
        gradient = self._x_count @ slope - np.array([many @ log_stay, 0.0, 0.0, 0.0])
        gradient[0] += left @ (log_stay - log_gone)
        by_stay = summed(row, (many - left) * power / stay, len(self._x))
        by_gone = summed(row, np.where(self._again, left * power / gone, 0.0), len(self._x))
        gradient[1] -= by_stay.sum() + by_gone.sum()
        spread = (a + b + chances) ** -2.0 * self._half
        gradient[2] -= by_stay @ (spread * (b + chances)) + by_gone @ (spread * (b + chances - 1))
        gradient[3] += by_stay @ (spread * a) + by_gone @ (spread * (a + 1))
        by_x = summed(row, left, len(self._x))
        buyers = self._x > 0
        gradient[2] += by_x[buyers].sum() / a
        gradient[3] -= by_x[buyers] @ (1 / (b + chances[buyers] - 1))
        gradient += by_x[~buyers].sum() * _gone_at_once(values, self._first)[1]
        return float(value), gradient

    def exposures(self, values: Numbers) -> tuple[Numbers, Numbers]:
        """What stands for α+T and α+t_x, each (n,); the second is 1 where nothing was repeated."""
        _, alpha, a, b = values
        total = a + b + self._x + self._first
        stay: Numbers = alpha + self._age + (self._half * a / total)[self._row]
        gone = alpha + self._last + (self._half * (a + 1) / total)[self._row]
        return stay, np.where(self._again, gone, 1.0)

    def lean(self, values: Numbers) -> Numbers:
        """Log-odds (n,) of having left by the end of watching."""
        return self._lean(values, *self.exposures(values))[0]

    def log_likelihoods(self, values: Numbers) -> Numbers:
        """Log-likelihood (n,) of one customer of each tuple."""
        stay, gone = self.exposures(values)
        lean, log_stay, _ = self._lean(values, stay, gone)
        level, _ = by_frequency(self._x, self._x + self._first, *values)
        told: Numbers = level[self._row] - (values[0] + self._x)[self._row] * log_stay
        told += np.logaddexp(0.0, lean)
        return told

    def _lean(
        self, values: Numbers, stay: Numbers, gone: Numbers
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Log-odds of having left, log stay and log gone, each (n,)."""
        r, _, a, b = values
        chances = np.maximum(self._x + self._first, 1.0)
        odds = np.log(a) - np.log(b + chances - 1)
        odds[self._x == 0] = _gone_at_once(values, self._first)[0]
        log_stay, log_gone = np.log(stay), np.log(gone)
        lean: Numbers = odds[self._row] + (r + self._x)[self._row] * (log_stay - log_gone)
        return lean, log_stay, log_gone


def _gone_at_once(values: Numbers, first: int) -> tuple[float, Numbers]:
    """log of P(left on the first day) over α^r B(a, b+first)/B(a, b), and its gradient (4,).

    The chance is E[p] for the first purchase where `first` is 1, and, to first order in the
    rate, E[λp (1−p)^first]/2 for unseen repeats on the rest of that day.
    """
    r, alpha, a, b = values
    none = -np.array([np.log(alpha), r / alpha, 0.0, 0.0])
    by_mean = np.array([0.0, 0.0, 1 / a - 1 / (a + b), -1 / (a + b)])
    if not first:
        level = np.log(r * a / (2 * alpha * (a + b))) - r * np.log(alpha)
        return float(level), none + by_mean + np.array([1 / r, -1 / alpha, 0.0, 0.0])
    more = b * r / (2 * alpha * (a + b + 1))
    level = np.log(a / b) + np.log1p(more) - r * np.log(alpha)
    rest = np.array([1 / r, -1 / alpha, -1 / (a + b + 1), 1 / b - 1 / (a + b + 1)])
    stays = np.array([0.0, 0.0, -1 / (a + b), 1 / b - 1 / (a + b)])
    return float(level), none + by_mean - stays + rest * more / (1 + more)
