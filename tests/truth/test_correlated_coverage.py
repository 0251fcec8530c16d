"""Where rate and leaving go together, do the intervals hold the truth and the future?

Companies of 1,000 customers with times known to the day, in half of which frequent buyers leave
sooner and in half later; parameters are pooled, the total is of purchases in 180 days more.
"""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import pytest

from rapport.stats import pareto_nbd_correlated as model
from rapport.stats.futures import total_purchases
from rapport.stats.posterior import posterior_draws
from rapport.stats.tuples import collapse
from stats.tied_buyers import tied_log
from stats.worlds_of_buyers import days_of

pytestmark = pytest.mark.truth

WORLDS = int(os.environ.get("RAPPORT_WORLDS", "100"))
CUSTOMERS, SPAN, HORIZON, DRAWS = 1_000, 730.0, 180.0, 200
TRUTHS = [model.given(0.55, 40.0, 0.6, 90.0, odds) for odds in (8.0, 0.15)]


def replicate(seed: int):
    """Whether the intervals hold the parameters (5,), the expected total, and what came."""
    truth = TRUTHS[seed % 2]
    born, owner, time = tied_log(CUSTOMERS, seed, truth.omega, SPAN + HORIZON)
    past = born[owner] + time < SPAN
    tuples = collapse(*days_of(born, owner[past], time[past], SPAN)).tuples
    fit = model.fit(tuples, clock="interval")
    told = posterior_draws(fit, tuples, model.log_likelihood, DRAWS, seed)
    total = total_purchases(fit, told.draws, tuples, HORIZON, seed)
    low, high = told.interval().T
    due = tuples.count @ model.expected_purchases(fit.at(truth.values), HORIZON, tuples)
    meant, ahead = total.credible(), total.predictive()
    came = float((~past).sum())
    held = (low <= truth.values) & (truth.values <= high)
    return held, meant.low <= due <= meant.high, ahead.low <= came <= ahead.high, told.method


@cache
def companies():
    each = [replicate(seed) for seed in range(WORLDS)]
    held, due, came = (np.array([one[place] for one in each]) for place in range(3))
    print(
        f"\nparameters {held.mean():.3f} {held.mean(axis=0)}, {due.mean():.3f}, {came.mean():.3f}"
    )
    print({name: sum(one[3] == name for one in each) for name in {one[3] for one in each}})
    return held, due, came


def test_pooled_intervals_hold_the_parameters():
    assert 0.92 <= companies()[0].mean() <= 0.98


def test_predictive_intervals_hold_the_total_that_came():
    assert 0.92 <= companies()[2].mean() <= 0.98
