"""Erlang future: are a regular buyer's closed forms the averages of what such buyers do?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats.erlang_future import expected_of_regular, stay_of_regular

MANY = 200_000
CASES = [(1, 0, 0.05, 0.2), (2, 1, 0.1, 0.02), (5, 3, 0.3, 0.6), (12, 0, 0.9, 1e-9), (3, 2, 1, 1)]


def lives(k, phase, rate, dropout, draw):
    """Times of the next forty purchases (MANY, 40) and which one is the last (MANY,)."""
    first = draw.gamma(k - phase, 1 / rate, (MANY, 1))
    later = draw.gamma(k, 1 / rate, (MANY, 39))
    return np.cumsum(np.concatenate([first, later], axis=1), axis=1), draw.geometric(dropout, MANY)


@pytest.mark.parametrize(("k", "phase", "rate", "dropout"), CASES)
@pytest.mark.parametrize("discount", [0.0, 0.01])
def test_expected_purchases_and_stays_are_those_of_simulated_lives(
    k, phase, rate, dropout, discount
):
    times, last = lives(k, phase, rate, dropout, np.random.default_rng(1))
    made = (np.arange(1, 41) <= last[:, None]) & (times <= 90)
    worth = (made * np.exp(-discount * times)).sum(axis=1)
    one = (np.array([rate]), np.array([dropout]), np.array([phase]), k)
    told = expected_of_regular(*one, 90.0, discount)[0]
    assert told == pytest.approx(worth.mean(), abs=4.5 * worth.std() / np.sqrt(MANY) + 1e-9)
    ends = np.minimum(times[np.arange(MANY), np.minimum(last, 40) - 1], 90.0)
    stay = stay_of_regular(*one, 90.0)[0]
    assert stay == pytest.approx(ends.mean(), abs=4.5 * ends.std() / np.sqrt(MANY) + 1e-5)


def test_the_two_ways_to_sum_meet():
    rate, phase = np.array([0.1, 0.1]), np.array([1, 1])
    dropout = 1 - 1e-3 * np.array([1 - 1e-12, 1 + 1e-12])
    below, above = expected_of_regular(rate, dropout, phase, 4, 100.0)
    assert below == pytest.approx(above, rel=1e-11)


def test_an_endless_future_is_the_limit_of_long_ones():
    rate, dropout, phase = np.array([0.2, 0.01]), np.array([0.3, 0.001]), np.array([0, 2])
    long = expected_of_regular(rate, dropout, phase, 3, 1e5, 0.001)
    assert expected_of_regular(rate, dropout, phase, 3, np.inf, 0.001) == pytest.approx(long)


def test_rates_of_nothing_and_sure_leaving_are_finite():
    rate, dropout = np.array([0.0, 1e-300, 1e3, 5.0]), np.array([0.5, 1.0, 0.0, 1.0])
    phase = np.array([0, 1, 2, 10])
    for t, discount in ((90.0, 0.0), (90.0, 0.01), (np.inf, 0.01)):
        told = expected_of_regular(rate, dropout, phase, 12, t, discount)
        assert np.isfinite(told).all()
        assert told[0] == pytest.approx(0, abs=1e-9)
    stay = stay_of_regular(rate, dropout, phase, 12, 90.0)
    assert np.all((stay >= 0) & (stay <= 90))
