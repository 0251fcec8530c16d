"""Sentiment: do the four shares add up, each person one voice?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.measures.voice import sentiment
from rapport.measures.voice.error_rates import CLASSES
from rapport.measures.voice.sentiment import Sentiment
from rapport.stats.prevalence import ErrorRates

from .readings import heard
from .small_book import SmallBook, amounts

pytestmark = pytest.mark.slow

NAMES = ("positive", "neutral", "negative", "mixed")


ALIKE = ErrorRates(np.repeat([[[80, 15, 5], [15, 70, 15], [5, 10, 85]]], 4, axis=0))
"""A reader that errs alike wherever it was tried."""


@pytest.fixture(autouse=True)
def _alike(monkeypatch):
    monkeypatch.setattr(sentiment, "SENTIMENT", ALIKE)


def people(**counts):
    """Readings of so many people of one message each, by sentiment."""
    named = [name for name, count in counts.items() for _ in range(count)]
    return [heard(person, 1, sentiment=name) for person, name in enumerate(named)]


def told(readings, **settings):
    return Sentiment(**settings).measure(SmallBook(reading=readings))


def test_the_four_shares_add_up_to_one():
    found = amounts(told(people(negative=40, neutral=30, positive=25, mixed=5)))
    assert sum(found[name] for name in NAMES) == pytest.approx(1)
    assert found["messages read"] == 100


def test_shares_that_the_reader_would_tell_come_back_and_mixed_is_as_read():
    truth = np.array([0.4, 0.35, 0.25])
    raw = np.rint(9_000 * truth @ ALIKE.typical).astype(int)
    found = amounts(told(people(mixed=1_000, **dict(zip(CLASSES, raw.tolist(), strict=True)))))
    assert [found[name] for name in CLASSES] == pytest.approx(0.9 * truth, abs=0.01)
    assert found["mixed"] == pytest.approx(0.1, abs=0.001)


def test_a_person_who_feels_both_ways_is_half_a_voice_in_each():
    both = [heard(0, 1, sentiment="negative"), heard(0, 2, sentiment="positive")]
    rest = people(negative=20, positive=20)
    halves = [(row[0] + 1, *row[1:]) for row in rest]
    one, two = told([*both, *halves]), told([*both, *both, *halves])
    assert one.headline.answer.n == 41
    assert one.headline.answer == two.headline.answer


def test_every_share_lies_in_its_interval_between_none_and_all():
    answers = [row.answer for row in told(people(negative=9, neutral=3)).rows[:4]]
    assert all(0 <= one.interval.low <= one.interval.high <= 1 for one in answers)
    assert all(one.interval.low < one.interval.high for one in answers)
