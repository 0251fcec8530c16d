"""Erlang days: how are regular buyers' histories read whose times are known to the day only?

As in `day_clock`, x counts days with purchases after the first one's day, t_x and T are whole
days, and purchases of one day look like one. The moment of the first purchase being even over
its day, the end comes half a day later. And after a purchase, the rest of the day hides another
one: to first order in the chance of that, each of the x + 1 days multiplies the likelihood by
1 + (1−p) λ^k / ((k+1) k!). With p at its mean and λ^k on its tangent at the mean λ̂ of who has
such a history, the mixture stays closed: with
    g = (x+1) (1−p) λ̂^(k−1) / ((k+1) (k−1)!),
T and t_x are g less, and the likelihood is multiplied by exp(−g λ̂ (k−1)/k). At k = 1 that is
the day clock of the MBG/NBD to first order in p.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.stats.day_clock import check_days
from rapport.stats.erlang_likelihood import ErlangSums
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]


class Told(NamedTuple):
    """Histories as the exact clock's likelihood may read them, and its logarithm's lack (n,)."""

    tuples: PurchaseTuples
    lack: Numbers


def half_a_day_later(tuples: PurchaseTuples) -> PurchaseTuples:
    """Whole days watched to the end of the last one, no purchase hidden.

    Raises ContractError where times are not whole or more days were bought on than passed.
    """
    check_days(tuples)
    return replace(tuples, age=tuples.age + 0.5)


def told_by_day(tuples: PurchaseTuples, k: int, values: Numbers) -> Told:
    """Whole days as the model with parameters `values` (r, α, a, b) reads them.

    Raises ContractError where times are not whole or more days were bought on than passed.
    """
    later = half_a_day_later(tuples)
    r, alpha, a, b = values
    x, last, age = later.frequency, later.recency, later.age
    _, lean, _ = ErlangSums(later, k, np.zeros_like(age)).phases(values)
    there, shape = special.expit(-lean), r + k * x
    rate = there * shape / (alpha + age) + (1 - there) * shape / (alpha + last)
    stays = (b + x + there) / (a + b + x + 1)
    hidden = (x + 1) * stays * rate ** (k - 1) / ((k + 1) * special.factorial(k - 1))
    hidden = np.minimum(hidden, np.where(x > 0, last, age) / 2)
    nearer = replace(later, recency=np.where(x > 0, last - hidden, 0.0), age=age - hidden)
    return Told(nearer, -hidden * rate * (k - 1) / k)
