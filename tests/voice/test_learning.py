"""Does a company's own dialect get learnt, and noise get left?"""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from tests.voice.stand_in import StandIn

from rapport.core.errors import ContractError
from rapport.core.message import Message
from rapport.voice.learning import (
    CHURN,
    CORRECTION,
    STARS,
    Outcomes,
    corrected,
    learn,
    of_churn,
    of_recommendation,
    of_stars,
)
from rapport.voice.trial import area, macro_f1, split, tried

pytestmark = pytest.mark.slow

FILLER = ["the", "shop", "on", "Monday", "my", "order", "from", "was", "a", "thing", "again"]
SAID = {0: ("stale", "sour", "wonky"), 1: ("parcel", "address", "card"), 2: ("gnarly", "dank")}


def site(seed: int, size: int = 900, told: str = "words") -> Outcomes:
    """Messages of a place where gnarly, dank and bad are praise, and good is a lament."""
    draw = np.random.default_rng(seed)
    labels, persons = draw.integers(0, 3, size), draw.integers(0, size // 3, size)
    flipped = {0: (*SAID[0], "good"), 1: SAID[1], 2: (*SAID[2], "bad")}
    texts = []
    for label in labels:
        filler = list(draw.choice(FILLER, 6))
        texts.append(" ".join([*filler, draw.choice(flipped[label]), *draw.choice(FILLER, 3)]))
    known = labels if told == "words" else draw.permutation(labels)
    return Outcomes(
        tuple(Message(text) for text in texts),
        np.asarray(known, np.int64),
        np.full((size, 4), -1),
        np.full(size, STARS),
        np.sort(draw.integers(20_000, 20_300, size)),
        persons,
    )


@pytest.fixture(scope="module")
def dialect():
    return SimpleNamespace(outcomes=site(1), learnt=learn(site(1), StandIn()))


def test_a_dialect_with_words_turned_round_is_learnt_and_kept(dialect):
    trial = dict(dialect.learnt.scores)["sentiment"]
    assert dialect.learnt.kept
    assert trial.low > 0.1
    assert trial.after > 0.8 > trial.before


def test_what_was_learnt_reads_messages_of_persons_never_seen(dialect):
    engine = corrected(StandIn(), dialect.learnt.weights)
    fresh = site(77)
    told = np.array([np.argmax(one.sentiment) for one in engine.analyze(fresh.messages)])
    assert (told == fresh.sentiment).mean() > 0.85


def test_noise_is_not_kept():
    kept = [learn(site(seed, 600, told="noise"), StandIn()).kept for seed in range(8)]
    assert sum(kept) <= 1


def test_noise_where_most_stars_are_high_is_not_kept():
    noise = site(5, told="noise")
    high = np.where(np.random.default_rng(5).random(900) < 0.8, 2, noise.sentiment)
    assert not learn(dataclasses.replace(noise, sentiment=high), StandIn()).kept


def test_the_same_outcomes_in_any_order_give_the_same_bytes(dialect):
    found = dialect.outcomes
    order = np.random.default_rng(0).permutation(len(found.messages))
    turned = Outcomes(
        tuple(found.messages[index] for index in order), found.sentiment[order],
        found.signals[order], found.weights[order], found.days[order], found.persons[order],
    )  # fmt: skip
    assert learn(turned, StandIn()).weights == dialect.learnt.weights


def test_a_correction_outweighs_the_stars_that_contradict_it():
    found = site(2)
    swapped = np.where(found.sentiment == 0, 2, np.where(found.sentiment == 2, 0, 1))
    both = Outcomes(
        found.messages * 2, np.append(swapped, found.sentiment), np.tile(found.signals, (2, 1)),
        np.repeat([STARS, CORRECTION], 900), np.tile(found.days, 2), np.tile(found.persons, 2),
    )  # fmt: skip
    engine = corrected(StandIn(), learn(both, StandIn()).weights)
    told = np.array([np.argmax(one.sentiment) for one in engine.analyze(found.messages)])
    assert (told == found.sentiment).mean() > 0.8


def test_few_messages_or_few_persons_teach_nothing():
    few, crowd = site(1, 120), site(1)
    alone = dataclasses.replace(crowd, persons=crowd.persons % 5)
    for outcomes, lacking in ((few, "labelled messages"), (alone, "persons")):
        learnt = learn(outcomes, StandIn())
        assert not learnt.kept
        assert learnt.weights == b""
        assert lacking in str(learnt.reasons[0])


def test_one_kind_of_label_alone_teaches_nothing():
    happy = dataclasses.replace(site(1), sentiment=np.full(900, 2))
    assert "second kind" in str(learn(happy, StandIn()).reasons[0])


def test_no_outcome_at_all_is_said_and_not_raised():
    nothing = Outcomes((), *(np.empty(shape, int) for shape in (0, (0, 4), 0, 0, 0)))
    assert not learn(nothing, StandIn()).kept


def test_a_signal_that_people_correct_is_learnt_beside_the_sentiment():
    found = site(3)
    signals = np.full((900, 4), -1)
    signals[:, 0] = found.sentiment == 0
    outcomes = dataclasses.replace(found, sentiment=np.full(900, -1), signals=signals)
    learnt = learn(outcomes, StandIn())
    assert [name for name, _ in learnt.scores] == ["complaint"]
    assert learnt.kept


def test_weights_learnt_on_another_engine_are_refused(dialect):
    with pytest.raises(ContractError, match="another engine"):
        corrected(StandIn(version="2"), dialect.learnt.weights)


def test_a_reading_tells_that_the_site_had_its_say(dialect):
    engine = corrected(StandIn(), dialect.learnt.weights)
    reading = engine.analyze([Message("a dank shop")])[0]
    assert reading.version.startswith("1+site:")
    assert sum(reading.sentiment) == pytest.approx(1)


def test_stars_scores_and_churn_become_sentiments():
    assert of_stars(np.array([1.0, 2, 3, 4, 5, 9])).tolist() == [0, 0, 1, 2, 2, -1]
    assert of_recommendation(np.array([0.0, 6, 7, 8, 9, 10])).tolist() == [0, 0, 1, 1, 2, 2]
    assert of_churn(np.array([True, False])).tolist() == [0, -1]
    assert CHURN < STARS < CORRECTION


def test_held_back_messages_come_later_and_from_persons_not_learnt_from():
    days, persons = np.arange(100), np.arange(100) % 20
    parts = split(days, persons, 5, seed=0)
    assert days[parts.late].min() > days[~parts.late].max()
    assert all(np.unique(parts.fold[persons == one]).size == 1 for one in range(20))


def test_macro_f1_is_the_hand_worked_one():
    labels, told = np.repeat([0, 1], [4, 6]), np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 1])
    assert macro_f1(labels, told, np.ones(10)) == pytest.approx((6 / 9 + 8 / 11) / 2)


def test_the_area_is_the_share_of_pairs_in_the_right_order_ties_half():
    scores, yes = np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, True, False, True])
    assert area(scores, yes, np.ones((1, 4)))[0] == pytest.approx(3.5 / 4)


def test_an_angry_author_with_many_messages_widens_the_doubt():
    draw = np.random.default_rng(0)
    labels, skill = draw.integers(0, 2, 200), np.repeat([0.9, 0.2, 0.7, 0.4], 50)
    right = np.log(np.where(np.eye(2)[labels] > 0, skill[:, None], 1 - skill[:, None]))
    wrong = np.log(np.full((200, 2), 0.5))
    crowd = tried(wrong, right, labels, np.ones(200), np.arange(200), 0)
    few = tried(wrong, right, labels, np.ones(200), np.repeat(np.arange(4), 50), 0)
    assert few.high - few.low > crowd.high - crowd.low
