"""Pareto likelihood: how likely are histories under unseen leaving, and how does that bend?

Γ(r+x)/Γ(r) α^r β^s [(α+T)^−(r+x) (β+T)^−s + s ∫ (α+τ)^−(r+x) (β+τ)^−(s+1) dτ], τ from t_x to T;
see `pareto_nbd`. The integral is a sum of positive terms over the moment of leaving, by
Gauss-Legendre's rule, so that nothing cancels; gradient and Hessian are those of this sum, told
by the shares of the ways in which a history can have come about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.stats.blocks import blocks, first_of_each, sorting
from rapport.stats.dropout_grid import even_rule
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_NODES = 24
_FAR = 37.0
_BLOCK = 4_096
PAIRS = ((0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3))


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """The bracket of L by ways it came about: stayed, or left at one of the nodes τ.

    `level` (n,) is its logarithm, `stayed` (n,) the share that stayed, `shares` (nodes, n) the
    shares that left at each node; `waited` and `lived` (nodes, n) are α+τ and β+τ there, with
    their logarithms; `power` (n,) is r + x, `last_waited` and `last_lived` (n,) are α+T, β+T.
    """

    level: Numbers
    stayed: Numbers
    shares: Numbers
    waited: Numbers
    lived: Numbers
    log_waited: Numbers
    log_lived: Numbers
    power: Numbers
    last_waited: Numbers
    last_lived: Numbers

    @classmethod
    def of(cls, own: Numbers, x: Numbers, last: Numbers, age: Numbers, lag: Numbers) -> Paths:
        """Sum over the moment of leaving, arrays (n,); `own` (r, α, s, β) is (4,) or (4, n).

        The rule is even in log(γ+τ) with γ the lesser of α − lag and β, where the integrand is
        regular within ±π of the axis, and stops where it has fallen below exp(−37) of its top.
        """
        r, alpha, s, beta = own
        power, fall, gap = r + x, s + 1, age - last
        waited, lived = waited_by(alpha, last, lag), beta + last
        last_waited, last_lived = waited_by(alpha, age, lag), beta + age
        soon = np.minimum(waited * np.expm1(np.minimum(_FAR / power, 300.0)), gap)
        soon = np.minimum(lived * np.expm1(np.minimum(_FAR / fall, 300.0)), soon)
        least = np.minimum(waited, lived)
        span = np.log1p(soon / least)
        nodes, weights = even_rule(_NODES)
        grown = nodes[:, None] * span
        rise = np.exp(grown)
        here = (least * rise, np.log(least) + grown)
        far = least * rise + np.abs(lived - waited)
        there = (far, np.log(far))
        first = waited <= lived
        (waiting, log_waiting), (living, log_living) = _turned(first, here, there)
        log_waited, log_lived = np.log(waited), np.log(lived)
        left = np.exp(power * (log_waited - log_waiting) + fall * (log_lived - log_living))
        left *= rise
        left *= s * span * least * weights[:, None]
        still = -power * (np.log(last_waited) - log_waited) - s * (np.log(last_lived) - log_lived)
        stayed = lived * np.exp(still)
        total = stayed + left.sum(axis=0)
        level = np.log(total) - power * log_waited - fall * log_lived
        left /= total
        share = stayed / total
        parts = (waiting, living, log_waiting, log_living)
        return cls(level, share, left, *parts, power, last_waited, last_lived)

    def bent(self, s: Numbers, whole: bool) -> tuple[Numbers, Numbers]:
        """Gradient (4, n) of the level in (r, α, s, β); its Hessian as pairs (10, n), if `whole`.

        Who left at τ pulls −log(α+τ), −power/(α+τ), 1/s − log(β+τ), −(s+1)/(β+τ); who stayed
        pulls likewise at T, with s for s+1 and without 1/s. The gradient is the mean pull over
        the ways; the Hessian the pulls' covariance plus the mean of their own slopes.
        """
        power, fall, gone = self.power, s + 1, 1 - self.stayed
        parts = (self.log_waited, 1 / self.waited, self.log_lived, 1 / self.lived)
        weighed = [self.shares * part for part in parts]
        sums = [each.sum(axis=0) for each in weighed]
        mean = np.stack([-sums[0], -power * sums[1], gone / s - sums[2], -fall * sums[3]])
        ends = (self.last_waited, self.last_lived)
        at_end = [term for end in ends for term in (np.log(end), 1 / end)]
        stay = np.stack([-at_end[0], -power * at_end[1], -at_end[2], -s * at_end[3]])
        slope = mean + self.stayed * stay
        if not whole:
            return slope, np.zeros((0, len(power)))
        pairs = [np.einsum("in,in->n", weighed[i], parts[j]) for i, j in PAIRS]
        size = np.stack(np.broadcast_arrays(1.0, power, 1.0, fall))
        curve = np.stack([size[i] * size[j] * pairs[at] for at, (i, j) in enumerate(PAIRS)])
        curve[2] -= sums[0] / s
        curve[5] -= power * sums[1] / s
        curve[7] -= 2 * sums[2] / s
        curve[8] -= fall * sums[3] / s
        curve[1] -= sums[1] + self.stayed * at_end[1]
        curve[4] += power * (pairs[4] + self.stayed * at_end[1] ** 2)
        curve[8] -= sums[3] + self.stayed * at_end[3]
        curve[9] += fall * pairs[9] + s * self.stayed * at_end[3] ** 2
        for at, (i, j) in enumerate(PAIRS):
            curve[at] += self.stayed * stay[i] * stay[j] - slope[i] * slope[j]
        return slope, curve


class Sums:
    """The log-likelihood of tuples as a function of each pattern's (r, α, s, β).

    `lag` (n,) is by how much λ waited less than the times say. `pattern` (n,) tells which of
    `patterns` rows of parameters a tuple has; r and s must be the same in all of them.
    """

    def __init__(
        self,
        tuples: PurchaseTuples,
        times: tuple[Numbers, Numbers, Numbers],
        pattern: Places | None = None,
        patterns: int = 1,
    ) -> None:
        row = np.zeros(len(tuples.age), dtype=np.int64) if pattern is None else pattern
        order = sorting(row, tuples.frequency)
        often, row, count = tuples.frequency[order], row[order], tuples.count[order]
        self._columns = (often, *(time[order] for time in times))
        self._count, self._patterns = count, patterns
        starts = first_of_each(row)
        self._present = row[starts]
        self._blocks = tuple(blocks(starts, len(row), _BLOCK))
        kinds = first_of_each(row, often)
        self._x, self._pattern = often[kinds], row[kinds]
        self._many = np.add.reduceat(count, kinds) if len(kinds) else count

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (patterns, 4) at parameters (patterns, 4)."""
        value, slope, _ = self._summed(values, whole=False)
        return value, slope

    def bend(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """The same with the Hessian (patterns, 4, 4) in each pattern's parameters."""
        return self._summed(values, whole=True)

    def _summed(self, values: Numbers, whole: bool) -> tuple[float, Numbers, Numbers]:
        """Value, gradient and, if `whole`, Hessian, over blocks of tuples."""
        own = values[self._present].T
        sums = np.zeros((14 if whole else 4, own.shape[1]))
        value, slope, curve = self._frequencies(values)
        for block in self._blocks:
            columns = (column[block.rows] for column in self._columns)
            here = block.spread(own) if own.shape[1] > 1 else own
            paths = Paths.of(here, *columns)
            count = self._count[block.rows]
            value += float(count @ paths.level)
            for at, part in enumerate(np.concatenate(paths.bent(here[2], whole))):
                sums[at, block.kinds] += block.summed(count * part)
        slope[self._present] += sums[:4].T
        for at, (i, j) in enumerate(PAIRS if whole else ()):
            curve[self._present, i, j] += sums[4 + at]
            curve[self._present, j, i] += sums[4 + at] if i != j else 0.0
        return value, slope, curve

    def _frequencies(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """Of the factor Γ(r+x)/Γ(r) α^r β^s: logarithm, gradient and Hessian by pattern."""
        r, alpha, s, beta = values[self._pattern].T
        x, many = self._x, self._many
        logs = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        grown = special.digamma(r + x) - special.digamma(r)
        bowed = special.zeta(2.0, r + x) - special.zeta(2.0, r)
        slope, curve = np.zeros((self._patterns, 4)), np.zeros((self._patterns, 4, 4))
        pulls = (grown + np.log(alpha), r / alpha, np.log(beta), s / beta)
        for place, pull in enumerate(pulls):
            np.add.at(slope[:, place], self._pattern, many * pull)
        bows = (bowed, 1 / alpha, -r / alpha**2, 1 / beta, -s / beta**2)
        for (i, j), bow in zip(((0, 0), (0, 1), (1, 1), (2, 3), (3, 3)), bows, strict=True):
            np.add.at(curve[:, i, j], self._pattern, many * bow)
            curve[:, j, i] = curve[:, i, j]
        return float(many @ logs), slope, curve


def waited_by(alpha: Numbers, time: Numbers, lag: Numbers) -> Numbers:
    """α + time − lag, (n,); kept above 0 where α is less than half a day."""
    waited: Numbers = np.maximum(alpha + time - lag, 1e-9 * alpha)
    return waited


def cut(
    own: Numbers, x: Numbers, times: tuple[Numbers, Numbers, Numbers]
) -> Iterator[tuple[Numbers, Numbers, Numbers, Numbers, Numbers]]:
    """Arguments of `Paths.of` in blocks that bound the memory."""
    for low in range(0, len(x), _BLOCK):
        rows = slice(low, low + _BLOCK)
        here = own if own.ndim == 1 else own[:, rows]
        last, age, lag = (time[rows] for time in times)
        yield here, x[rows], last, age, lag


def _turned(
    first: NDArray[np.bool_], one: tuple[Numbers, Numbers], other: tuple[Numbers, Numbers]
) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """One and other where `first` (n,), other and one where not."""
    if first.all():
        return one, other
    if not first.any():
        return other, one
    turned = [np.where(first, a, b) for a, b in zip(one, other, strict=True)]
    back = [np.where(first, b, a) for a, b in zip(one, other, strict=True)]
    return (turned[0], turned[1]), (back[0], back[1])
