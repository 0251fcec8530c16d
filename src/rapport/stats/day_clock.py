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
t_x − (x+1)/2 + p(x+1)/2, p set to its mean in that term, given who stayed and given who left. Who
bought once may have left on the first day: the odds are E[p] for the first purchase where `first`
is 1, and, to first order in the rate, E[λp (1−p)^first]/2 for repeats unseen on that day.
Forecasts count purchases at their moments, a few more than days with purchases.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]


def check_days(tuples: PurchaseTuples) -> None:
    """Raise ContractError where times are not whole, or more days were bought on than passed."""
    times = (tuples.recency, tuples.age)
    if any(np.any(time != np.floor(time)) for time in times):
        raise ContractError("times known to the day only are whole numbers of days")
    if np.any(tuples.frequency > tuples.recency):
        raise ContractError("somebody bought on more days than passed: merge equal days")


def day_times(x: Numbers, last: Numbers, age: Numbers) -> tuple[Numbers, Numbers]:
    """T − x/2 and t_x − (x+1)/2, each (n,); 0 for the second where nothing was repeated."""
    return age - x / 2, np.where(x > 0, last - (x + 1) / 2, 0.0)


def day_ticks(x: Numbers, first: int, own: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """What is added to the two `day_times`, and the log-odds of having left without them.

    `x` (kinds,), `own` (r, α, a, b) of shape (4,) or (4, kinds); three arrays (kinds,). The
    second is 1, and its logarithm 0, where nothing was repeated.
    """
    r, alpha, a, b = own
    chances, half = x + first, (x + 1) / 2
    total = a + b + chances
    again = x > 0
    stay = alpha + half * a / total
    gone = np.where(again, alpha + half * (a + 1) / total, 1.0)
    later = np.log(a) - np.log(b + np.where(again, chances - 1, 1.0))
    return stay, gone, np.where(again, later, _at_once(first, r, alpha, a, b))


def day_bends(x: Numbers, first: int, own: Numbers) -> tuple[Numbers, Numbers]:
    """First (kinds, 3, 4) and second (kinds, 3, 4, 4) derivatives of `day_ticks` in `own`."""
    _, _, a, b = np.broadcast_to(own.reshape(4, -1), (4, len(x)))
    chances, half, again = x + first, (x + 1) / 2, (x > 0).astype(np.float64)
    total, rest = a + b + chances, b + chances
    slopes, bends = np.zeros((len(x), 3, 4)), np.zeros((len(x), 3, 4, 4))
    for place, more, lasts in ((0, 0.0, 1.0), (1, 1.0, again)):
        slopes[:, place, 1] = lasts
        slopes[:, place, 2] = lasts * half * (rest - more) / total**2
        slopes[:, place, 3] = -lasts * half * (a + more) / total**2
        bends[:, place, 2, 2] = -2 * lasts * half * (rest - more) / total**3
        bends[:, place, 2, 3] = lasts * half * (a - rest + 2 * more) / total**3
        bends[:, place, 3, 2] = bends[:, place, 2, 3]
        bends[:, place, 3, 3] = 2 * lasts * half * (a + more) / total**3
    slopes[:, 2, 2], bends[:, 2, 2, 2] = 1 / a, -(a**-2.0)
    before = np.where(again > 0, rest - 1, 1.0)
    slopes[:, 2, 3], bends[:, 2, 3, 3] = -1 / before, before**-2.0
    once = np.flatnonzero(again == 0)
    own_once = np.broadcast_to(own.reshape(4, -1), (4, len(x)))[:, once]
    slopes[once, 2], bends[once, 2] = _at_once_bends(first, own_once)
    return slopes, bends


def _at_once(first: int, r: Numbers, alpha: Numbers, a: Numbers, b: Numbers) -> Numbers:
    """log of P(left on the first day) over α^r B(a, b+first)/B(a, b)."""
    if not first:
        told: Numbers = np.log(r * a / (2 * alpha * (a + b))) - r * np.log(alpha)
        return told
    more = b * r / (2 * alpha * (a + b + 1))
    level: Numbers = np.log(a / b) + np.log1p(more) - r * np.log(alpha)
    return level


def _at_once_bends(first: int, own: Numbers) -> tuple[Numbers, Numbers]:
    """First (n, 4) and second (n, 4, 4) derivatives of `_at_once` in (r, α, a, b), each (n,)."""
    r, alpha, a, b = own
    nothing = np.zeros_like(r)
    slope = -np.array([np.log(alpha), r / alpha, nothing, nothing]).T
    bend = np.zeros((len(r), 4, 4))
    bend[:, 0, 1] = bend[:, 1, 0] = -1 / alpha
    bend[:, 1, 1] = r / alpha**2
    both = a + b + first
    rest = np.array([1 / r, -1 / alpha, -1 / both, -1 / both]).T
    bow = np.zeros((len(r), 4, 4))
    bow[:, 0, 0], bow[:, 1, 1] = -(r**-2.0), alpha**-2.0
    bow[:, 2:, 2:] = (both**-2.0)[:, None, None]
    if not first:
        rest[:, 2] += 1 / a
        bow[:, 2, 2] -= a**-2.0
        return slope + rest, bend + bow
    rest[:, 3] += 1 / b
    bow[:, 3, 3] -= b**-2.0
    more = b * r / (2 * alpha * both)
    share = (more / (1 + more))[:, None]
    slope += share * rest + np.array([nothing, nothing, 1 / a, -1 / b]).T
    bend += share[:, None] * bow
    bend += (more / (1 + more) ** 2)[:, None, None] * (rest[:, :, None] * rest[:, None, :])
    bend[:, 2, 2] -= a**-2.0
    bend[:, 3, 3] += b**-2.0
    return slope, bend
