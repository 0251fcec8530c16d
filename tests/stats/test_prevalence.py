"""Prevalence: are shares told rightly by a reader that errs, wherever it reads?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.prevalence import (
    ErrorRates,
    class_shares,
    inverted,
)


def sources_and_one_more(seed, sources=8, spread=0.4, n=600):
    """Counts of some sources with known answers, and the true rates of one source more."""
    draw = np.random.default_rng(seed)
    ratio = np.array([-2.0, 1.0]) + spread * draw.standard_normal((sources + 1, 2))
    yes = 1 / (1 + np.exp(-ratio))
    told = draw.binomial(n, yes[:-1])
    return ErrorRates(np.stack([n - told, told], axis=2)), yes[-1]


def told_by(truth, rates, draw):
    """What a reader tells of a yes/no truth, given its rates of a false and of a right yes."""
    return draw.random(len(truth)) < np.where(truth, rates[1], rates[0])


def shares_of(flags, rates, seed=0):
    """The corrected share of yes among people of one message each."""
    yes = np.array([[1.0, 0.0], [0.0, 1.0]])
    people = np.array([int((~flags).sum()), int(flags.sum())])
    return class_shares(yes, people, rates, seed=seed)[1]


def certain(false, hit, n=1_000_000):
    """Rates that four sources tell alike."""
    counts = np.array([[n * (1 - false), n * false], [n * (1 - hit), n * hit]])
    return ErrorRates(np.repeat(counts[None], 4, axis=0))


def test_rogan_and_gladens_formula_is_found_again():
    by_hand = (0.3 + 0.9 - 1) / (0.9 + 0.9 - 1)
    rates = np.array([[[0.9, 0.1], [0.1, 0.9]]])
    assert inverted(np.array([[0.7, 0.3]]), rates)[0, 1] == pytest.approx(by_hand, abs=1e-9)
    span = shares_of(np.arange(100_000) < 30_000, certain(0.1, 0.9))
    assert span.value == pytest.approx(by_hand, abs=1e-3)


def test_an_errorless_reader_leaves_jeffreys_interval():
    span = shares_of(np.arange(100) < 20, certain(1e-9, 1 - 1e-9))
    assert (span.low, span.high) == pytest.approx((0.130, 0.286), abs=0.012)


def test_raw_shares_lower_than_any_true_share_gives_are_told_as_none():
    rates = np.array([[[0.8, 0.2], [0.3, 0.7]]])
    assert inverted(np.array([[0.9, 0.1]]), rates)[0] == pytest.approx([1.0, 0.0])


def test_three_classes_come_back_from_their_confusion():
    rates = np.array([[0.7, 0.2, 0.1], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]])
    truth = np.array([0.5, 0.3, 0.2])
    assert inverted((truth @ rates)[None], rates[None])[0] == pytest.approx(truth)


def test_outside_the_simplex_the_likeliest_shares_are_told():
    rates = np.array([[0.7, 0.2, 0.1], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]])
    raw = np.array([0.75, 0.20, 0.05])
    found = inverted(raw[None], rates[None])[0]
    grid = np.random.default_rng(1).dirichlet([0.3, 0.3, 0.3], 20_000)
    assert raw @ np.log(found @ rates) >= (np.log(grid @ rates) @ raw).max() - 1e-6


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7])
def test_intervals_cover_the_truth_on_a_source_and_share_never_met(share):
    hits = []
    for seed in range(100):
        rates, new = sources_and_one_more(seed)
        draw = np.random.default_rng(10_000 + seed)
        span = shares_of(told_by(draw.random(400) < share, new, draw), rates, seed)
        hits.append(span.low <= share <= span.high)
    assert np.mean(hits) >= 0.95 - 2 * np.sqrt(0.05 * 0.95 / 100)


def test_sources_that_differ_more_widen_the_interval():
    flags = np.arange(1000) < 300
    near, far = (shares_of(flags, sources_and_one_more(3, spread=s)[0]) for s in (0.1, 0.8))
    assert far.high - far.low > 1.5 * (near.high - near.low)


def test_people_more_than_a_million_do_not_take_the_readers_doubt_away():
    rates, _ = sources_and_one_more(3)
    few, many = (shares_of(np.arange(n) < 0.3 * n, rates) for n in (10_000, 1_000_000))
    assert many.high - many.low == pytest.approx(few.high - few.low, rel=0.05)


def test_messages_checked_here_outweigh_sources_that_err_otherwise():
    rates, _ = sources_and_one_more(3)
    checked = np.array([[1_500, 1_500], [30, 1_470]])  # a reader that errs in every second no
    told, people = np.eye(2), np.array([3_500, 6_500])
    span = class_shares(told, people, rates, checked)[1]
    assert span.value == pytest.approx((0.65 - 0.5) / (0.98 - 0.5), abs=0.02)
    assert span.high - span.low < 0.1


def test_fewer_than_three_sources_are_refused():
    with pytest.raises(ContractError, match="three sources"):
        ErrorRates(np.ones((2, 2, 2)))
