"""Tied buyers: which purchase histories leave customers whose rates and lives go together?"""

from __future__ import annotations

import numpy as np

SHAPE, RATE, LIFE_SHAPE, LIFE = 0.55, 40.0, 0.6, 90.0
"""λ ~ Gamma(.55, rate 40), μ ~ Gamma(.6, rate 90), per day."""


def tied_rates(customers: int, draw: np.random.Generator, omega: float):
    """λ and μ (customers,), by rejection: tied by ω with the kernel (40, 90)."""
    first, second = 2**-SHAPE, 2**-LIFE_SHAPE
    most = 1 + abs(omega) * max(first * second, (1 - first) * (1 - second), 1.0 * first)
    rates, leaves = [], []
    while sum(map(len, rates)) < customers:
        rate = draw.gamma(SHAPE, 1 / RATE, customers)
        leave = draw.gamma(LIFE_SHAPE, 1 / LIFE, customers)
        told = (np.exp(-RATE * rate) - first) * (np.exp(-LIFE * leave) - second)
        kept = draw.random(customers) * most < 1 + omega * told
        rates.append(rate[kept])
        leaves.append(leave[kept])
    return np.concatenate(rates)[:customers], np.concatenate(leaves)[:customers]


def tied_log(customers: int, seed: int, omega: float, span: float = 730.0):
    """Births, and of every repeat purchase its owner and time since birth, up to the span."""
    draw = np.random.default_rng(seed)
    born = draw.uniform(0, 730.0, customers)
    rate, leave = tied_rates(customers, draw, omega)
    watched = np.minimum(draw.exponential(1 / np.maximum(leave, 1e-300)), span - born)
    owner = np.repeat(np.arange(customers), draw.poisson(rate * watched))
    return born, owner, watched[owner] * draw.random(len(owner))
