"""Coverage: in worlds whose truth is known, does a 95 % interval hold it 95 times in 100?"""

from __future__ import annotations

import math

import numpy as np
import pytest

from rapport.stats.intervals import (
    Moments,
    clustered_ratio,
    clustered_share,
    share_with_variance,
    welch,
)
from rapport.stats.survival import kaplan_meier

pytestmark = pytest.mark.truth
WORLDS = 600


def sums(x, y) -> Moments:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return Moments(len(x), x.sum(), y.sum(), x @ x, x @ y, y @ y)


def covers(world, truth: float, seed: int, worlds: int = WORLDS) -> bool:
    """Whether 92 to 98 % of the worlds' intervals hold the truth; prints share and width."""
    draw = np.random.default_rng(seed)
    spans = [world(draw) for _ in range(worlds)]
    held = np.mean([span.low <= truth <= span.high for span in spans])
    width = np.mean([span.high - span.low for span in spans])
    print(f"{world.__name__}: {held:.3f} of {worlds} held, mean width {width:.4g}")
    return bool(0.92 <= held <= 0.98)


def test_orders_of_skewed_customers():
    def order_value(draw):
        orders = 1 + draw.poisson(draw.gamma(0.7, 2.8, 1000))
        return clustered_ratio(sums(orders, orders * draw.lognormal(4.0, 0.8, 1000)))

    assert covers(order_value, math.exp(4.32), seed=1)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_families_of_referrals(share):
    def families(draw):
        size = born = np.ones(round(1000 * (1 - share)))
        while born.any():
            born = draw.poisson(share * born)
            size = size + born
        return clustered_share(sums(size, size - 1))

    assert covers(families, share, seed=2)


@pytest.mark.parametrize("satisfied", [0.5, 0.8, 0.95])
def test_people_who_answer_more_than_once(satisfied):
    def answers(draw):
        told = 1 + draw.poisson(1, 300)
        mood = draw.beta(2.3 * satisfied, 2.3 * (1 - satisfied), 300)
        return clustered_share(sums(told, draw.binomial(told, mood)))

    assert covers(answers, satisfied, seed=3)


@pytest.mark.parametrize(("promoters", "detractors"), [(0.5, 0.2), (0.9, 0.03)])
def test_promoters_less_detractors(promoters, detractors):
    def scores(draw):
        weights = 2.3 * np.array([promoters, 1 - promoters - detractors, detractors])
        mood, told = draw.dirichlet(weights, 200), 1 + draw.poisson(1, 200)
        said = draw.multinomial(told, mood)
        return clustered_share(sums(told, said[:, 0] - said[:, 2]), -1.0, 1.0)

    assert covers(scores, promoters - detractors, seed=4)


def test_the_gap_between_two_kinds_of_customers():
    def gap(draw):
        tied = draw.random(1000) < 0.2
        orders = draw.poisson(draw.gamma(1.2, 2, 1000) * np.where(tied, 1.4, 1.0))
        spend = orders * draw.lognormal(3.5, 0.5, 1000)
        one = np.ones(1000)
        return welch(sums(one[tied], spend[tied]), sums(one[~tied], spend[~tied]))

    assert covers(gap, 2.4 * 0.4 * math.exp(3.625), seed=5)


def waits(draw, people: int, hours: int):
    """Answered and open waits by person and hour; some questions came too late to know."""
    who = np.repeat(np.arange(people), 1 + draw.poisson(0.8, people))
    answered = draw.random(len(who)) < draw.beta(2.1, 0.9, people)[who]
    wait = np.where(answered, draw.exponential(30.0, len(who)), np.inf)
    seen = draw.uniform(0, 1500, len(who))
    ended = (wait <= seen) & (wait <= hours)
    hour = np.where(ended, np.ceil(np.minimum(wait, hours)), np.minimum(np.floor(seen), hours + 1))
    tables = np.zeros((2, people, hours + 2))
    np.add.at(tables, (np.where(ended, 0, 1), who, hour.astype(int)), 1)
    return tables


def test_answers_in_time_of_which_some_are_not_known_yet():
    def answered(draw, hours=168, people=300):
        ended, still = waits(draw, people, hours)
        curve = kaplan_meier(np.arange(hours + 2.0), ended.sum(axis=0), still.sum(axis=0))
        by_end, by_open = curve.influence(hours)
        moved = ended @ by_end + still @ by_open
        return share_with_variance(1 - float(curve.at(hours)), (moved**2).sum(), people)

    assert covers(answered, 0.7 * (1 - math.exp(-168 / 30)), seed=7)
