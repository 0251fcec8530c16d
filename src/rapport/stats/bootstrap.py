"""Bootstrap: how much would a number move if we had met other people?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError

Numbers = NDArray[np.float64]
Weights = NDArray[np.int64]
Statistic = Callable[[Numbers], Numbers]

REPLICATES = 400
_CELLS = 4_000_000


def person_weights(people: Weights, replicates: int, seed: int) -> Weights:
    """How often each kind of person is met in each replicate, shape (replicates, kinds).

    People with equal data are one kind, `people` (kinds,) says how many share it; the sum of m
    Poisson(1) weights is one Poisson(m). Hanley & MacGibbon 2006, Computer Methods and Programs
    in Biomedicine 83:57-62. Order the kinds by their data and neither names nor the order of
    rows move a draw.
    """
    generator = np.random.default_rng(seed)
    return generator.poisson(people, size=(replicates, len(people)))


def resampled(
    people: Weights, statistic: Statistic, replicates: int = REPLICATES, seed: int = 0
) -> Numbers:
    """Replicates of a statistic of people, shape (≤ replicates,): those that could be told.

    `statistic` turns weights (b, kinds) into b numbers, NaN where a replicate cannot tell; it
    is called on blocks of replicates so that memory stays bounded however many kinds there are.
    Raises ContractError where there is nobody.
    """
    if not len(people):
        raise ContractError("nobody to resample")
    block = max(1, min(replicates, _CELLS // len(people)))
    starts = range(0, replicates, block)
    seeds = np.random.SeedSequence(seed).generate_state(len(starts))
    told = [
        statistic(
            person_weights(people, min(block, replicates - start), int(one)).astype(np.float64)
        )
        for start, one in zip(starts, seeds, strict=True)
    ]
    numbers = np.concatenate(told)
    return numbers[np.isfinite(numbers)]
