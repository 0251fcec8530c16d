"""What would the connecting have bought, had they moved in proportion like their controls?

In each stratum: effect = a_t − a_b · c_t / c_b, with a the connecting, c the controls, b their
base months and t a month after (the ratio form of difference-in-differences: Wooldridge 2023,
The Econometrics Journal 26:C31-C66). The influence of each person is affine in what they bought.
With few controls c_t / c_b is too large on average, by their noise in c_b; Tin's correction
takes that away (Tin 1965, Journal of the American Statistical Association 60:294-307).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rapport.stats.landmark_histories import Codes
from rapport.stats.panel import Marks, Numbers

_MOST = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """One cohort's comparison at E months.

    `effect` (E,): total over the connecting. Arrays (E, n) over people: `influence` on that
    total (of a control: what leaving it out would change, as in a jackknife), `with_tie` what
    the connecting brought in months that count, `counts` these months.
    """

    effect: Numbers
    influence: Numbers
    with_tie: Numbers
    counts: Numbers


def contrast(
    stratum: Codes, strata: int, connects: Marks, base: Numbers, after: Numbers, weight: Numbers
) -> Contrast:
    """Compare in strata; `base` (n,), `after` and `weight` (E, n).

    Weights are 0 for months that do not count; people with stratum −1 are left out. A stratum
    whose controls bought nothing in their base months is left out for that month.

    >>> two = np.array([0, 0, 0]), 1, np.array([True, False, False])
    >>> base, after = np.array([10.0, 5.0, 5.0]), np.array([[30.0, 10.0, 10.0]])
    >>> contrast(*two, base, after, np.ones((1, 3))).effect.tolist()
    [10.0]
    """
    strata = max(strata, 1)
    inside = np.where(stratum >= 0, stratum, 0)
    cell = inside * 2 + connects
    weight = np.where(stratum >= 0, weight, 0.0)
    tied = np.flatnonzero(connects)
    found = np.zeros((3, *after.shape))
    for month, (mine, bought) in enumerate(zip(weight, after, strict=True)):
        before, brought = mine * base, mine * bought
        sums = _Sums.of(cell, strata, before, brought)
        residual = brought - sums.ratio.take(inside) * before
        influence = sums.scale.take(cell) * residual
        alone = np.minimum(before * sums.least.take(inside), _MOST)
        alone[tied] = 0.0
        influence /= 1.0 - alone
        excess = np.bincount(cell, before * residual, 2 * strata)[::2] * sums.least**2
        influence[tied] -= before[tied] * excess[inside[tied]]
        counts = mine[tied] * (sums.least > 0)[inside[tied]]
        found[0, month] = influence
        found[1, month, tied] = counts * bought[tied]
        found[2, month, tied] = counts
    total: Numbers = found[0][:, tied].sum(axis=1)
    return Contrast(total, *found)


class _Sums(NamedTuple):
    """What a month's strata come to.

    `ratio` c_t / c_b (strata,); `scale` (2 strata,) what a residual of a control, and of who
    connects, adds to the effect; `least` 1 / c_b, 0 where controls bought nothing before.
    """

    ratio: Numbers
    scale: Numbers
    least: Numbers

    @classmethod
    def of(cls, cell: Codes, strata: int, before: Numbers, brought: Numbers) -> _Sums:
        """Sum over people: controls first, then the connecting."""
        bases = np.bincount(cell, before, 2 * strata).reshape(strata, 2)
        laters = np.bincount(cell, brought, 2 * strata)[::2].astype(np.float64)
        told = bases[:, 0] > 0
        least = np.where(told, 1.0 / np.where(told, bases[:, 0], 1.0), 0.0)
        scale = np.stack([-bases[:, 1] * least, told.astype(np.float64)], axis=1).ravel()
        return cls(laters * least, scale, least)
