"""Worlds of buyers: which purchase histories do customers of known rates leave behind?"""

from __future__ import annotations

import numpy as np


def beta_dropout_log(customers: int, seed: int, first: int, span: float = 730.0):
    """Births (customers,), and of every repeat purchase its owner and time since birth.

    Rates Gamma(.6, rate 60), dropout Beta(.8, 2.5) after each purchase (after the first one
    too if `first` is 1); births spread evenly over the span.
    """
    draw = np.random.default_rng(seed)
    born = draw.uniform(0, span, customers)
    rate, leaves = draw.gamma(0.6, 1 / 60.0, customers), draw.beta(0.8, 2.5, customers)
    now, there, owners, times = np.zeros(customers), np.arange(customers), [], []
    if first:
        there = there[draw.random(customers) >= leaves]
    while len(there):
        now[there] += draw.exponential(1 / rate[there])
        there = there[born[there] + now[there] < span]
        owners.append(there)
        times.append(now[there].copy())
        there = there[draw.random(len(there)) >= leaves[there]]
    return born, np.concatenate(owners), np.concatenate(times)


def beta_dropout_world(customers: int, seed: int, first: int, span: float = 730.0):
    """Frequency, recency and age of each customer, at exact times."""
    born, owner, time = beta_dropout_log(customers, seed, first, span)
    last = np.zeros(customers)
    np.maximum.at(last, owner, time)
    return np.bincount(owner, minlength=customers).astype(float), last, span - born


def days_of(born, owner, time, span: float = 730.0):
    """The same log known to the day only: whole days, purchases of one day are one purchase."""
    first_day = np.floor(born)
    since = (np.floor(born[owner] + time) - first_day[owner]).astype(np.int64)
    later = since > 0
    visits = np.unique(owner[later] * 10_000 + since[later])
    last = np.zeros(len(born))
    np.maximum.at(last, visits // 10_000, (visits % 10_000).astype(float))
    frequency = np.bincount(visits // 10_000, minlength=len(born)).astype(float)
    return frequency, last, span - 1 - first_day


def pareto_world(customers: int, seed: int, span: float = 100.0):
    """Rates Gamma(.55, rate 10.6), lives exponential of rate Gamma(.6, rate 11.7)."""
    draw = np.random.default_rng(seed)
    rate, gone = draw.gamma(0.55, 1 / 10.6, customers), draw.gamma(0.6, 1 / 11.7, customers)
    watched = np.minimum(draw.exponential(1 / gone), span)
    often = draw.poisson(rate * watched).astype(float)
    last = np.where(often > 0, watched * draw.random(customers) ** (1 / np.maximum(often, 1)), 0)
    return often, last, np.full(customers, span)


def pareto_log(customers: int, seed: int, span: float = 730.0):
    """Births, and of every repeat purchase its owner and time since birth.

    Rates Gamma(.55, rate 40), lives exponential of rate Gamma(.6, rate 90); births spread
    evenly over the span.
    """
    draw = np.random.default_rng(seed)
    born = draw.uniform(0, span, customers)
    rate, gone = draw.gamma(0.55, 1 / 40.0, customers), draw.gamma(0.6, 1 / 90.0, customers)
    watched = np.minimum(draw.exponential(1 / np.maximum(gone, 1e-300)), span - born)
    owner = np.repeat(np.arange(customers), draw.poisson(rate * watched))
    return born, owner, watched[owner] * draw.random(len(owner))
