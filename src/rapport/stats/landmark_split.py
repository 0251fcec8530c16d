"""Is it because they buy in more months, more often in these, or more at a time?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from rapport.core.errors import ContractError
from rapport.stats.landmark import Lift
from rapport.stats.panel import Numbers

_STEP = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Parts of the effect on money, per month: they add up to it exactly.

    `names` (p): "frequency" and "basket", or "active" (months with an order), "frequency"
    (orders in these) and "basket" (money per order). `covariance` (p, p) by the delta method.
    """

    names: tuple[str, ...]
    parts: Numbers
    covariance: Numbers


def split(found: Lift) -> Split:
    """Split a lift of ("amount", "orders") or ("amount", "orders", "active").

    Money is a product of factors; the effect of each is Shapley's value: its mean over all
    orders in which the factors could have changed. A customer's own basket is never compared:
    it is not defined in months without an order. Raises ContractError for other outcomes or
    where one side bought nothing.
    """
    names = {
        ("amount", "orders"): ("frequency", "basket"),
        ("amount", "orders", "active"): ("active", "frequency", "basket"),
    }.get(found.outcomes)
    k = len(found.outcomes)
    means = np.concatenate([found.effect, found.with_tie])
    if names is None or not (means[k:] > 0).all() or not (means[k:] > means[:k]).all():
        raise ContractError("a split needs money and orders, on both sides of the comparison")
    slopes = np.empty((k, 2 * k))
    for place in range(2 * k):
        step = np.zeros(2 * k)
        step[place] = _STEP * means[k + place % k]
        slopes[:, place] = (_parts(means + step) - _parts(means - step)) / (2 * step[place])
    covariance = slopes @ found.covariance[: 2 * k, : 2 * k] @ slopes.T
    return Split(names, _parts(means), covariance)


def _parts(means: Numbers) -> Numbers:
    """Shapley's values of the factors of money, from effects and levels with the tie."""
    k = len(means) // 2
    with_tie, without = _factors(means[k:]), _factors(means[k:] - means[:k])
    parts = np.zeros(k)
    orders = list(permutations(range(k)))
    for order in orders:
        now = without.copy()
        for place in order:
            before = np.prod(now)
            now[place] = with_tie[place]
            parts[place] += (np.prod(now) - before) / len(orders)
    return parts


def _factors(levels: Numbers) -> Numbers:
    """Active months, orders in these, money per order; without the first when it is not told."""
    chain = levels[::-1]
    return np.concatenate([chain[:1], chain[1:] / chain[:-1]])
