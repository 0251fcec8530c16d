"""Value models: do a few simulated companies lie where the intervals say?"""

from __future__ import annotations

import numpy as np
import pytest

from truth.value_replications import replicate, replicate_spend

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("model", ["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_a_few_small_companies_have_parameters_and_futures_inside_their_intervals(model):
    told = [replicate(model, 300, "interval", seed) for seed in range(3)]
    assert np.mean([one.held for one in told]) > 0.7
    assert any(one.total for one in told)
    assert all(0 < one.spread[1] < one.spread[0] for one in told)


def test_a_few_small_companies_have_their_spend_inside_its_intervals():
    assert np.mean([replicate_spend(300, seed)[0] for seed in range(6)]) > 0.7
