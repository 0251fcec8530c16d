"""Worlds of regulars: which histories do customers leave who buy at every k-th tick?"""

from __future__ import annotations

from functools import cache

import numpy as np

from rapport.stats.tuples import PurchaseTuples


@cache
def regulars(customers: int, k: int, alpha: float, seed: int, span: float = 364.0):
    """Tuples to day `span`, sums of log gaps, purchases in as long again, and tuples in days.

    Ticks at rate Gamma(1.3, rate alpha), dropout Beta(.43, .8) after every purchase, births
    within 90 days; in days, purchases of one day are one.
    """
    draw = np.random.default_rng(seed)
    now, rate = draw.uniform(0, 90, customers), draw.gamma(1.3, 1 / alpha, customers)
    born, last, day, leaves = now.copy(), now.copy(), np.floor(now), draw.beta(0.43, 0.8, customers)
    x, again, logs, later = (np.zeros(customers) for _ in range(4))
    there = np.flatnonzero(draw.random(customers) >= leaves)
    while len(there):
        gap = draw.gamma(k, 1 / rate[there])
        now[there] += gap
        past, future = now[there] < span, (now[there] >= span) & (now[there] < 2 * span)
        x[there] += past
        again[there] += past & (np.floor(now[there]) > day[there])
        later[there] += future
        logs[there] += np.where(past, np.log(gap), 0.0)
        last[there] = np.where(past, now[there], last[there])
        day[there] = np.floor(last[there])
        there = there[(past | future) & (draw.random(len(there)) >= leaves[there])]
    days = PurchaseTuples.of(again, day - np.floor(born), span - 1 - np.floor(born))
    return PurchaseTuples.of(x, last - born, span - born), logs, later, days
