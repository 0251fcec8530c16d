"""Averages: what do group-time effects come to, taken together, and how sure is it?

A customer's influence on any average of effects is affine in what he did in each month, with
coefficients that are shared by his cell. So the exact covariance of all averages is a sum over
cells of small matrix products; no customer is visited again. Averages weigh by the number of
customers, which is estimated too: its influence is counted (Callaway & Sant'Anna 2021, 4.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.core.errors import ContractError
from rapport.stats.cells import Cells
from rapport.stats.group_time import GroupTime
from rapport.stats.panel import Numbers


@dataclass(frozen=True, slots=True)
class Averages:
    """Averages of effects: `effect`, `observed` and `months` (customer-months covered), (m,).

    `covariance` (2m, 2m) is joint: first the effects, then what was observed. What would have
    been without the connection is observed - effect.
    """

    effect: Numbers
    observed: Numbers
    months: Numbers
    covariance: Numbers

    def __len__(self) -> int:
        return len(self.effect)

    @property
    def effect_covariance(self) -> Numbers:
        """Covariance of the effects, (m, m)."""
        return self.covariance[: len(self), : len(self)]

    @property
    def error(self) -> Numbers:
        """Standard errors of the effects, (m,)."""
        told: Numbers = np.sqrt(np.maximum(np.diag(self.effect_covariance), 0.0))
        return told

    def relative(self) -> tuple[Numbers, Numbers]:
        """Effects as shares of what would have been without them, and their errors, (m,) each.

        By linearisation. Raises ContractError where nothing would have been.
        """
        without = self.observed - self.effect
        if np.any(without <= 0):
            raise ContractError("no share can be told of nothing")
        slopes = np.hstack([np.diag(self.observed), -np.diag(self.effect)]) / without[:, None] ** 2
        variance = np.einsum("ij,jk,ik->i", slopes, self.covariance, slopes)
        return self.effect / without, np.sqrt(np.maximum(variance, 0.0))

    def mixed(self, weights: Numbers) -> Averages:
        """Fixed linear combinations of the averages: `weights` has shape (combinations, m)."""
        size = len(self)
        both = np.zeros((2 * len(weights), 2 * size))
        both[: len(weights), :size] = weights
        both[len(weights) :, size:] = weights
        return Averages(
            weights @ self.effect,
            weights @ self.observed,
            (weights != 0) @ self.months,
            both @ self.covariance @ both.T,
        )


def average(effects: GroupTime, weights: Numbers) -> Averages:
    """Average effects over customers: `weights` (m, k) multiply the number of treated.

    Row j gives sum(w n effect) / sum(w n) over the k effects. Raises ContractError where a row
    covers nobody.
    """
    months = weights @ effects.treated
    if np.any(months <= 0):
        raise ContractError("an average of effects covers at least one customer")
    shares = weights / months[:, None]
    effect = shares @ (effects.treated * effects.effect)
    observed = shares @ (effects.treated * effects.observed)
    covariance = np.zeros((2 * len(weights), 2 * len(weights)))
    for place in range(len(effects.strata)):
        covariance += _of_stratum(effects, place, shares, np.concatenate([effect, observed]))
    return Averages(effect, observed, (weights != 0) @ effects.treated, covariance)


def effects_covariance(effects: GroupTime) -> Numbers:
    """The exact covariance of all group-time effects, (k, k)."""
    size = len(effects.effect)
    covariance = np.zeros((size, size))
    for place in range(len(effects.strata)):
        told = np.flatnonzero(effects.covered[place])
        if len(told):
            covariance[np.ix_(told, told)] += _of_effects(effects, place, told)
    return covariance


def _of_effects(effects: GroupTime, place: int, told: np.ndarray) -> Numbers:
    """What the customers of one stratum add to the covariance of some effects."""
    part, treated, control = effects.sides(place)
    weight = effects.weight[place][told, None]
    sign = ((treated[told] - weight * control[told]) / effects.treated[told, None]).T
    slope = _contrast(effects, place)[told]
    rows = np.empty((*sign.shape, slope.shape[1] + 1))
    np.multiply(sign[:, :, None], slope, out=rows[:, :, 1:])
    own = treated[told].T * (effects.effect / effects.treated)[told]
    rows[:, :, 0] = -sign * effects.change[place][told] - own
    return _products(effects.cells, part, rows)


def _of_stratum(effects: GroupTime, place: int, shares: Numbers, mean: Numbers) -> Numbers:
    """What the customers of one stratum add to the joint covariance of averages."""
    part, treated, control = effects.sides(place)
    sign = (treated - effects.weight[place][:, None] * control).T
    slope, size = _contrast(effects, place), len(shares)
    asked = slope + effects.growth[place][:, None] * effects.plan.base
    rows = np.zeros((len(sign), 2 * size, slope.shape[1] + 1))
    for cell in range(len(sign)):
        mine, signed = shares * treated.T[cell], shares * sign[cell]
        rows[cell, :size, 1:] = signed @ slope
        rows[cell, :size, 0] = -signed @ effects.change[place]
        rows[cell, size:, 1:] = mine @ asked
        rows[cell, :, 0] -= np.tile(mine.sum(axis=1), 2) * mean
    return _products(effects.cells, part, rows)


def _contrast(effects: GroupTime, place: int) -> Numbers:
    """Month asked about minus grown base, as weights of the columns, (k, V)."""
    contrast: Numbers = -effects.growth[place][:, None] * effects.plan.base
    contrast[np.arange(len(contrast)), effects.plan.now] += 1.0
    return contrast


def _products(cells: Cells, part: slice, rows: Numbers) -> Numbers:
    """Sum over the customers of cells of influence times influence.

    `rows` (cells, m, V + 1) holds, of each influence, the constant and the slopes.
    """
    size = cells.sums.shape[1]
    gram = np.empty((len(rows), size + 1, size + 1))
    gram[:, 0, 0], gram[:, 1:, 1:] = cells.count[part], cells.products[part]
    gram[:, 0, 1:] = gram[:, 1:, 0] = cells.sums[part]
    left = np.matmul(rows, gram).transpose(1, 0, 2).reshape(rows.shape[1], -1)
    total: Numbers = left @ rows.transpose(1, 0, 2).reshape(rows.shape[1], -1).T
    return total
