"""Product split: how much of an effect on money is staying, buying oftener and spending more?

Money is orders times money per order, and orders are the customers still active times orders per
active customer. Each of these is a ratio of means, never a mean of ratios (a basket is undefined
in a month without order). The effect is split by Shapley's rule: the mean over all orders in
which the factors may change. With two factors that is the midpoint formula, and the parts always
add up to the effect exactly.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.averages import Averages
from rapport.stats.panel import Numbers

STEP = 1e-40


@dataclass(frozen=True, slots=True)
class Split:
    """Parts of an effect on money, (factors,), that add up to it, with their covariance.

    The first factor is the last outcome told (staying, or orders), the last one money per order.
    """

    parts: Numbers
    covariance: Numbers

    @property
    def error(self) -> Numbers:
        """Standard errors of the parts, (factors,)."""
        told: Numbers = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return told


def split(averages: Averages) -> Split:
    """Split the effect on the first outcome over the outcomes that make it up.

    `averages` holds one row an outcome, in this order: money, orders and, if told, customers
    active. Raises ContractError where an outcome is not positive with and without the effect.
    """
    told = np.concatenate([averages.effect, averages.observed])
    size = len(averages)
    if np.any(told[size:] <= 0) or np.any(told[size:] - told[:size] <= 0):
        raise ContractError("an effect is split only where money and orders are positive")
    scale = np.abs(told).max()
    gradient = np.stack(
        [
            _parts(told + 1j * STEP * scale * unit).imag / (STEP * scale)
            for unit in np.eye(len(told))
        ],
        axis=1,
    )
    return Split(_parts(told), gradient @ averages.covariance @ gradient.T)


def _parts(told: NDArray[Any]) -> NDArray[Any]:
    """Shapley's parts of the change of a product; differentiable with a complex step."""
    size = len(told) // 2
    after = _factors(told[size:])
    before = _factors(told[size:] - told[:size])
    parts = np.zeros_like(after)
    orders = list(itertools.permutations(range(size)))
    for order in orders:
        current = before.copy()
        for factor in order:
            changed = current.copy()
            changed[factor] = after[factor]
            parts[factor] += (changed.prod() - current.prod()) / len(orders)
            current = changed
    return parts


def _factors(means: NDArray[Any]) -> NDArray[Any]:
    """The factors whose product is the first mean: the last one, then ratios up to the first."""
    return np.concatenate([means[-1:], (means[:-1] / means[1:])[::-1]])
