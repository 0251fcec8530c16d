"""Value models: in simulated worlds, do 95 % intervals hold the parameters 95 times in 100?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats import bg_nbd, mbg_nbd, pareto_nbd
from rapport.stats.tuples import collapse

from .worlds_of_buyers import beta_dropout_world, pareto_world

pytestmark = pytest.mark.truth
WORLDS = 200
BETA = [0.6, 60.0, 0.8, 2.5]


@pytest.mark.parametrize("customers", [300, 3000])
@pytest.mark.parametrize(
    ("model", "world", "truth"),
    [
        (bg_nbd, lambda n, seed: beta_dropout_world(n, seed, first=0), BETA),
        (mbg_nbd, lambda n, seed: beta_dropout_world(n, seed, first=1), BETA),
        (pareto_nbd, pareto_world, [0.55, 10.6, 0.6, 11.7]),
    ],
)
def test_intervals_hold_the_parameters_as_often_as_they_say(model, world, truth, customers):
    fits = [model.fit(collapse(*world(customers, seed)).tuples) for seed in range(WORLDS)]
    spread = np.array([np.sqrt(np.diag(fit.free_covariance)) for fit in fits])
    off = np.array([np.log(fit.values / truth) for fit in fits]) / spread
    held = (np.abs(off) < 1.96).mean(axis=0)
    widths = np.exp(2 * 1.96 * np.median(spread, axis=0))
    print(f"{fits[0].model}, {customers}: held {held}, high/low {widths.round(2)}")
    assert 0.92 <= held.mean() <= 0.98
