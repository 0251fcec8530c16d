"""Ever said: is the share of people who say it at least once found, however much they write?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.ever_said import ever_share
from rapport.stats.prevalence import ErrorRates, class_shares

pytestmark = pytest.mark.slow


def rates(false=0.1, hit=0.8, n=1_000_000):
    """Rates that four sources tell alike."""
    counts = np.array([[n * (1 - false), n * false], [n * (1 - hit), n * hit]])
    return ErrorRates(np.repeat(counts[None], 4, axis=0))


def company(seed, share, again=0.4, people=800, more=1.5, false=0.1, hit=0.8):
    """Kinds of people who wrote some messages each, and how many of them were told to say it."""
    draw = np.random.default_rng(seed)
    texts = 1 + draw.poisson(more, people)
    truly = np.where(draw.random(people) < share, 1 + draw.binomial(texts - 1, again), 0)
    told = draw.binomial(truly, hit) + draw.binomial(texts - truly, false)
    kinds, counts = np.unique(np.stack([texts, told], 1), axis=0, return_counts=True)
    return kinds[:, 0], kinds[:, 1], counts


def test_with_one_message_a_person_it_is_rogan_and_gladens():
    texts, said, people = np.array([1, 1]), np.array([0, 1]), np.array([700, 300])
    ever = ever_share(texts, said, people, rates())
    yes = class_shares(np.array([[1.0, 0.0], [0.0, 1.0]]), people, rates())[1]
    assert ever == pytest.approx(yes, abs=2e-3)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_the_interval_covers_the_share_of_people(share):
    found = [ever_share(*company(seed, share), rates(), seed=seed) for seed in range(50)]
    assert np.mean([one.low <= share <= one.high for one in found]) >= 0.88


def test_who_writes_much_is_not_taken_for_one_who_complains():
    texts, said, people = company(1, 0.0, people=5_000, more=8.0)
    raw = people[said > 0].sum() / people.sum()
    assert raw > 0.5
    assert ever_share(texts, said, people, rates()).value < 0.03


def test_an_author_of_hundreds_of_messages_moves_nothing_more_than_one_of_forty():
    texts, said, people = company(4, 0.2)
    forty, many = (
        ever_share(np.append(texts, n), np.append(said, n), np.append(people, 1), rates())
        for n in (40, 400)
    )
    assert forty == many


def test_where_nobody_says_it_the_interval_begins_at_none():
    found = ever_share(np.array([1]), np.array([0]), np.array([50]), rates())
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high < 0.1


def test_nobody_is_refused():
    with pytest.raises(ContractError, match="nobody"):
        ever_share(np.array([1]), np.array([0]), np.array([0]), rates())
