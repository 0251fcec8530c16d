"""Beta likelihood: how likely are histories under beta dropout, and how does that bend?

Γ(r+x)/Γ(r) α^r B(a, b+k)/B(a, b) [S^−(r+x) + e^o G^−(r+x)], k = x + first. With exact times
S = α + T, G = α + t_x and e^o = a/(b+k−1), see `beta_dropout`; with times known to the day see
`day_clock`. Gamma functions run on kinds of histories: distinct x, by pattern where covariates
tell patterns apart. Gradient and Hessian are exact; tuples are summed by kind in (r, S, G, o),
and the chain rule to (r, α, a, b) runs on kinds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.stats.blocks import Block, blocks, first_of_each, sorting, summed_by
from rapport.stats.day_clock import check_days, day_bends, day_ticks, day_times
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


_BLOCK = 8_192  # a dot product of more than 10,000 numbers wakes every thread of OpenBLAS


class _Lot(NamedTuple):
    """The tuples (n,) of a block: their times on a clock, and their counts `many`."""

    block: Block
    age: Numbers
    last: Numbers
    many: Numbers

    def totals(self, ticks: Numbers, bent: bool) -> tuple[float, Numbers]:
        """Σ log(1 + e^lean), and sums by kind (5 or, if `bent`, 17, kinds).

        `ticks` (4, kinds) is what S and G add to the times, o, and r + x. With c the count, w = c
        P(left), u = w P(stayed), d = log S − log G: the sums of c log S, w, wd, (c−w)/S, w/G, and
        of udd, ud/S, ud/G, ud, u/SS, (c−w)/SS, u/SG, u/S, u/GG, w/GG, u/G, u.
        """
        stay, gone, lean, power = self.block.spread(ticks)
        stay += self.age
        gone += self.last
        log_stay = np.log(stay)
        gap = log_stay - np.log(gone)
        lean += power * gap
        less = np.exp(-np.minimum(np.abs(lean), 500.0))
        share = np.where(lean > 0, 1.0, less) / (1.0 + less)
        odds = self.many @ (np.maximum(lean, 0.0) + np.log1p(less))
        left = self.many * share
        stayed = self.many - left
        by_stay, by_gone = 1 / stay, 1 / gone
        columns = [self.many * log_stay, left, left * gap, stayed * by_stay, left * by_gone]
        if bent:
            either = stayed * share
            moved, here, there = either * gap, either * by_stay, either * by_gone
            columns += [moved * gap, moved * by_stay, moved * by_gone, moved, here * by_stay]
            columns += [columns[3] * by_stay, here * by_gone, here, there * by_gone]
            columns += [columns[4] * by_gone, there, either]
        return float(odds), np.array([self.block.summed(column) for column in columns])


class Sums:
    """The log-likelihood of tuples as a function of each pattern's (r, α, a, b).

    `first` is 1 where the first purchase may be the last (MBG/NBD). `pattern` (n,) tells which
    of `patterns` rows of parameters a tuple has. Raises ContractError where `clock` is
    "interval" and times are not whole, or more days were bought on than passed.
    """

    def __init__(
        self,
        tuples: PurchaseTuples,
        first: int,
        clock: str = "exact",
        pattern: Places | None = None,
        patterns: int = 1,
    ) -> None:
        if clock == "interval":
            check_days(tuples)
        self._first, self._daily, self._patterns = first, clock == "interval", patterns
        row = np.zeros(len(tuples.age), dtype=np.int64) if pattern is None else pattern
        order = sorting(tuples.frequency, row)
        x, row, count = tuples.frequency[order], row[order], tuples.count[order]
        last, age = tuples.recency[order], tuples.age[order]
        age, last = day_times(x, last, age) if self._daily else (age, last)
        starts = first_of_each(x, row)
        self._x, self._pattern = x[starts], row[starts]
        self._many = np.zeros(len(starts))
        self._lots = []
        for block in blocks(starts, len(x), _BLOCK):
            self._lots.append(_Lot(block, age[block.rows], last[block.rows], count[block.rows]))
            self._many[block.kinds] += block.summed(count[block.rows])

    def climb(self, values: Numbers) -> tuple[float, Numbers]:
        """Log-likelihood and its gradient (patterns, 4) at parameters (patterns, 4)."""
        value, slope, _, _ = self._climbed(values[self._pattern], bent=False)
        return value, summed_by(self._pattern, slope, self._patterns)

    def bend(self, values: Numbers) -> tuple[float, Numbers, Numbers]:
        """The same with the Hessian (patterns, 4, 4) in each pattern's parameters."""
        own = values[self._pattern]
        value, slope, pull, totals = self._climbed(own, bent=True)
        slopes, bends = self._bends(own)
        turn = np.zeros((len(own), 4, 4))
        turn[:, 0, 0] = 1.0
        turn[:, 1:] = slopes
        curve = turn.transpose(0, 2, 1) @ _bent(own[:, 0] + self._x, totals) @ turn
        curve += np.einsum("kj,kjmn->kmn", pull[:, 1:], bends)
        level = bends_by_frequency(self._x, self._x + self._first, own.T)
        curve += self._many[:, None, None] * level
        return (
            value,
            summed_by(self._pattern, slope, self._patterns),
            summed_by(self._pattern, curve, self._patterns),
        )

    def _climbed(self, own: Numbers, bent: bool) -> tuple[float, Numbers, Numbers, Numbers]:
        """Value, gradients of kinds in (r, α, a, b) and in (r, S, G, o), and sums by kind."""
        power = own[:, 0] + self._x
        ticks = (day_ticks if self._daily else exact_ticks)(self._x, self._first, own.T)
        rows, told = np.stack([*ticks, power]), np.zeros((17 if bent else 5, len(power)))
        level, slope = by_frequency(self._x, self._x + self._first, *own.T)
        value = float(self._many @ level)
        for lot in self._lots:
            odds, totals = lot.totals(rows, bent)
            value += odds
            told[:, lot.block.kinds] += totals
        value -= float(power @ told[0])
        pull = np.stack([told[2] - told[0], -power * told[3], -power * told[4], told[1]], axis=1)
        slope *= self._many[:, None]
        slope[:, 0] += pull[:, 0]
        slope += np.einsum("kj,kjm->km", pull[:, 1:], self._bends(own)[0])
        return value, slope, pull, told

    def _bends(self, own: Numbers) -> tuple[Numbers, Numbers]:
        """First and second derivatives of the clock's ticks."""
        return (day_bends if self._daily else exact_bends)(self._x, self._first, own.T)


def _bent(power: Numbers, totals: Numbers) -> Numbers:
    """Hessians (kinds, 4, 4) of the bracket's logarithm in (r, S, G, o) from `_Lot.totals`."""
    curve = np.empty((len(power), 4, 4))
    curve[:, 0, 0] = totals[5]
    curve[:, 0, 1] = power * totals[6] - totals[3]
    curve[:, 0, 2] = -power * totals[7] - totals[4]
    curve[:, 0, 3] = totals[8]
    curve[:, 1, 1] = power**2 * totals[9] + power * totals[10]
    curve[:, 1, 2] = -(power**2) * totals[11]
    curve[:, 1, 3] = power * totals[12]
    curve[:, 2, 2] = power**2 * totals[13] + power * totals[14]
    curve[:, 2, 3] = -power * totals[15]
    curve[:, 3, 3] = totals[16]
    for row, column in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)):
        curve[:, column, row] = curve[:, row, column]
    return curve


def lean(own: Numbers, tuples: PurchaseTuples, first: int, clock: str) -> tuple[Numbers, Numbers]:
    """Log-odds of having left, −∞ where there was no chance to, and S, each (n,).

    `own` is (r, α, a, b) of everybody (4,) or of each tuple (4, n).
    """
    x = tuples.frequency
    if clock == "interval":
        check_days(tuples)
        age, last = day_times(x, tuples.recency, tuples.age)
        stay, gone, odds = day_ticks(x, first, own)
    else:
        age, last = tuples.age, tuples.recency
        stay, gone, odds = exact_ticks(x, first, own)
    rate: Numbers = stay + age
    told: Numbers = odds + (own[0] + x) * (np.log(rate) - np.log(gone + last))
    return told, rate


def exact_ticks(x: Numbers, first: int, own: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """What is added to T and t_x, α both times, and o, −∞ where k = 0; each (kinds,)."""
    _, alpha, a, b = own
    chances = x + first
    wait = np.broadcast_to(alpha, x.shape)
    odds = np.log(a) - np.log(b + np.maximum(chances, 1.0) - 1)
    return wait, wait, np.where(chances > 0, odds, -np.inf)


def exact_bends(x: Numbers, first: int, own: Numbers) -> tuple[Numbers, Numbers]:
    """First (kinds, 3, 4) and second (kinds, 3, 4, 4) derivatives of `exact_ticks` in `own`."""
    _, _, a, b = own
    chances = x + first
    slopes, bends = np.zeros((len(x), 3, 4)), np.zeros((len(x), 3, 4, 4))
    slopes[:, 0, 1] = slopes[:, 1, 1] = 1.0
    after = b + np.maximum(chances, 1.0) - 1
    may = chances > 0
    slopes[:, 2, 2], slopes[:, 2, 3] = np.where(may, 1 / a, 0.0), np.where(may, -1 / after, 0.0)
    bends[:, 2, 2, 2] = np.where(may, -(a**-2.0), 0.0)
    bends[:, 2, 3, 3] = np.where(may, after**-2.0, 0.0)
    return slopes, bends


def by_frequency(
    x: Numbers, chances: Numbers, r: Numbers, alpha: Numbers, a: Numbers, b: Numbers
) -> tuple[Numbers, Numbers]:
    """The factors of L that depend on x alone: logarithm (kinds,) and gradient (kinds, 4)."""
    level = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
    level += special.betaln(a, b + chances) - special.betaln(a, b)
    both = special.digamma(a + b) - special.digamma(a + b + chances)
    slope = np.column_stack(
        [
            special.digamma(r + x) - special.digamma(r) + np.log(alpha),
            np.broadcast_to(r / alpha, x.shape),
            both,
            both + special.digamma(b + chances) - special.digamma(b),
        ]
    )
    return level, slope


def bends_by_frequency(x: Numbers, chances: Numbers, own: Numbers) -> Numbers:
    """Hessian (kinds, 4, 4) of what `by_frequency` tells, in (r, α, a, b)."""
    r, alpha, a, b = own
    bent = np.zeros((len(x), 4, 4))
    bent[:, 0, 0] = _trigamma(r + x) - _trigamma(r)
    bent[:, 0, 1] = bent[:, 1, 0] = 1 / alpha
    bent[:, 1, 1] = -r / alpha**2
    both = _trigamma(a + b) - _trigamma(a + b + chances)
    bent[:, 2:, 2:] = both[:, None, None]
    bent[:, 3, 3] += _trigamma(b + chances) - _trigamma(b)
    return bent


def _trigamma(z: Numbers) -> Numbers:
    """ψ′(z), any shape, by Hurwitz's zeta function."""
    told: Numbers = special.zeta(2.0, z)
    return told
