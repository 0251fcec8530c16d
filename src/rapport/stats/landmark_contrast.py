"""What would the connecting have bought, had they moved in proportion like their controls?

In each stratum: effect = a_t − a_b · c_t / c_b, with a the connecting, c the controls, b their
base months and t a month after (the ratio form of difference-in-differences: Wooldridge 2023,
The Econometrics Journal 26:C31-C66). The influence of each person is affine in what they bought.
With few controls c_t / c_b is too large on average, by their noise in c_b; Tin's correction
takes that away (Tin 1965, Journal of the American Statistical Association 60:294-307).
"""

from __future__ import annotations

from dataclasses import dataclass

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
    before = weight * base
    of_base = _sums(cell, strata, before)
    of_after = _sums(cell, strata, weight * after)
    told = of_base[..., 0] > 0
    safe = np.where(told, of_base[..., 0], 1.0)
    ratio = np.where(told, of_after[..., 0] / safe, 0.0)
    share = np.where(told, of_base[..., 1] / safe, 0.0)
    scale = np.stack([-share, told.astype(np.float64)], axis=-1).reshape(len(after), -1)
    residual = weight * after - ratio[:, inside] * before
    alone = np.where(connects, 0.0, before / safe[:, inside])
    influence = scale[:, cell] * residual / (1.0 - np.minimum(alone, _MOST))
    excess = _sums(cell, strata, before * residual)[..., 0] / (safe * safe)
    influence -= np.where(connects, before * excess[:, inside], 0.0)
    counts = weight * told[:, inside] * connects
    total: Numbers = (influence * connects).sum(axis=1)
    return Contrast(total, influence, counts * after, counts)


def _sums(cell: Codes, strata: int, values: Numbers) -> Numbers:
    """Sums (E, strata, 2) over people: controls first, then the connecting."""
    sums = np.empty((len(values), 2 * strata))
    for place, row in enumerate(values):
        sums[place] = np.bincount(cell, row, 2 * strata)
    return sums.reshape(len(values), strata, 2)
