"""Sarmanov: is the tie a density with the marginals and the correlation that it tells?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from rapport.stats import sarmanov

from .tied_buyers import LIFE, LIFE_SHAPE, RATE, SHAPE, tied_rates

VALUES = np.array([0.55, 40.0, 0.6, 90.0, 6.0])
KERNELS = [None, (1.0, 1.0), (30.0, 7.0)]


def density(values, kernel):
    """The tied density on a grid even in the logarithms of λ and μ, with the steps in it."""
    r, alpha, s, beta, _ = values
    tie = sarmanov.tie_of(values, kernel)
    u, v = np.linspace(-60, 6, 2001), np.linspace(-60, 6, 2001)
    rate, leave = np.exp(u)[:, None] / alpha, np.exp(v) / beta
    own = stats.gamma.pdf(rate, r, scale=1 / alpha) * stats.gamma.pdf(leave, s, scale=1 / beta)
    (c, d), (first, second) = tie.kernel, tie.means
    more = 1 + tie.omega * (np.exp(-c * rate) - first) * (np.exp(-d * leave) - second)
    return rate, leave, own * more * rate * leave * (u[1] - u[0]) * (v[1] - v[0])


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("odds", [1e-4, 0.3, 6.0, 1e4])
def test_the_correlation_is_that_of_the_density(kernel, odds):
    values = np.array([*VALUES[:4], odds])
    rate, leave, told = density(values, kernel)
    assert told.min() >= 0
    assert told.sum() == pytest.approx(1, abs=1e-9)
    off, away = rate - 0.55 / 40, leave - 0.6 / 90
    asked = (told * off * away).sum() / np.sqrt(0.55 / 1600 * 0.6 / 8100)
    assert sarmanov.correlation(values, kernel) == pytest.approx(asked, abs=1e-7)


def test_odds_of_one_are_independence():
    values = np.array([*VALUES[:4], 1.0])
    assert sarmanov.tie_of(values, None).omega == 0
    assert sarmanov.shares(values, None) == pytest.approx([1, 0, 0, 0], abs=0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_slopes_and_curves_of_the_coefficients_are_their_differences(kernel):
    told = sarmanov.combination(VALUES, kernel)
    for place, value in enumerate(VALUES):
        step = np.zeros(5)
        step[place] = 1e-5 * value
        high, low = (sarmanov.combination(VALUES + sign * step, kernel) for sign in (1, -1))
        slope = (high.level - low.level) / (2 * step[place])
        curve = (high.slope - low.slope) / (2 * step[place])
        scale = np.abs(told.level).max() / value
        assert told.slope[:, place] == pytest.approx(slope, abs=1e-7 * scale)
        assert told.curve[:, place] == pytest.approx(curve, rel=1e-6, abs=1e-8 * scale)


@pytest.mark.parametrize("odds", [0.05, 20.0])
def test_drawn_pairs_are_those_of_rejection(odds):
    tie, draw = sarmanov.tie_of(np.array([*VALUES[:4], odds]), None), np.random.default_rng(1)
    n = 200_000
    one, other = (np.full(n, SHAPE), np.full(n, RATE)), (np.full(n, LIFE_SHAPE), np.full(n, LIFE))
    pairs = np.array(sarmanov.pairs(tie, one, other, draw))
    asked = np.array(tied_rates(n, draw, tie.omega))
    for mine, theirs in zip(pairs, asked, strict=True):
        assert stats.ks_2samp(mine, theirs).pvalue > 1e-4
    ranks = [np.mean(np.exp(-40 * rate - 90 * leave)) for rate, leave in (pairs, asked)]
    assert ranks[0] == pytest.approx(ranks[1], abs=4.5 * 0.35 * np.sqrt(2 / n))
