"""Sequential: does a confidence sequence hold at all looks at once, and no wider than need be?"""

from __future__ import annotations

import math

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.sequential import always_valid_quantile


def test_it_is_the_published_boundary():
    # Waudby-Smith et al. 2024, theorem 2.2, with unit variance: t observations, tuned by rho.
    alpha, t, best = 0.05, 500, 1000
    rho = math.sqrt((-2 * math.log(alpha) + math.log(-2 * math.log(alpha)) + 1) / best)
    told = math.sqrt(
        2 * (t * rho**2 + 1) / (t * rho) ** 2 * math.log(math.sqrt(t * rho**2 + 1) / alpha)
    )
    assert always_valid_quantile(t, best) * math.sqrt(t) / t == pytest.approx(told)


def test_a_brownian_motion_watched_at_two_thousand_looks_leaves_it_at_most_once_in_twenty():
    draw = np.random.default_rng(1)
    path = draw.standard_normal((2000, 2000)).cumsum(axis=1)
    reach = [always_valid_quantile(t, 1000) * math.sqrt(t) for t in range(1, 2001)]
    assert (np.abs(path) > reach).any(axis=1).mean() <= 0.05


def test_it_is_narrowest_where_it_was_planned_to_be():
    widths = [always_valid_quantile(1.0, planned) for planned in (0.25, 0.5, 1.0, 2.0, 4.0)]
    assert min(widths) == widths[2]


def test_without_a_variance_there_is_no_sequence():
    with pytest.raises(ContractError):
        always_valid_quantile(0.0, 1.0)
