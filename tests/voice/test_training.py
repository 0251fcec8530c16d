"""Does the training learn only what it may, and the same every time?"""

import csv
import gzip

import numpy as np
import pytest
from rapport_training.voice import augmentation, calibration, data, evaluation, heads, model, rows
from scipy.sparse import csr_matrix

from rapport.core.errors import RapportError
from rapport.voice.weights import no_vectors

pytestmark = pytest.mark.slow

HEADS_OF_FILES = {
    "sentiment_mabsa": ["lang", "split", "domain", "text", "label"],
    "questions_fqb_fr": ["lang", "text", "question"],
    "sentiment_umsab": ["lang", "split", "text", "label"],
}
GOOD = {"fr": "vraiment excellent et {}", "en": "really excellent and {}"}
BAD = {"fr": "vraiment nul et {}", "en": "really awful and {}"}
PLAIN = {"fr": "colis du {} mai", "en": "parcel of {} may"}


def write(folder, name, told):
    with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([HEADS_OF_FILES[name], *told])


def corpus(size=20):
    """Texts in two languages that say good, bad and nothing, with what is known of them."""
    kinds = [(frames, label) for label, frames in enumerate((BAD, PLAIN, GOOD))]
    told = [
        (language, frames[language].format(number), label)
        for language in ("fr", "en")
        for frames, label in kinds
        for number in range(size)
    ]
    languages, texts, labels = (list(column) for column in zip(*told, strict=True))
    sentiment, count = np.array(labels, np.int8), len(told)
    signals = np.stack([sentiment == 0, sentiment == 2, np.zeros(count)], axis=1).astype(np.int8)
    signals[::7, 2] = 1
    return data.Corpus(
        tuple(texts), np.array(languages), np.array(["sentiment_mabsa"] * count),
        np.array(["train"] * count), np.array(["shop"] * count), sentiment, signals,
        np.ones(count),
    )  # fmt: skip


@pytest.fixture
def drawn():
    return np.random.default_rng(3)


def test_tier_b_is_read_only_where_it_is_asked_for(tmp_path, monkeypatch):
    chosen = [source for source in data.FILES if source.file in HEADS_OF_FILES]
    monkeypatch.setattr(data, "FILES", chosen)
    write(tmp_path, "sentiment_mabsa", [["fr", "train", "shop", "bien", "positive"]])
    write(tmp_path, "questions_fqb_fr", [["fr", "Qui ?", "1"]])
    write(tmp_path, "sentiment_umsab", [["fr", "train", "ce tweet", "negative"]])
    assert "ce tweet" not in data.read(folder=tmp_path).texts
    assert "ce tweet" in data.read(("A", "B"), tmp_path).texts


def test_a_tier_or_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RapportError, match="tier C"):
        data.read(("C",), tmp_path)
    with pytest.raises(RapportError, match="sentiment_deft2017_fr"):
        data.read(("A",), tmp_path)


def test_what_a_file_does_not_tell_stays_unknown():
    tweet = {"label": "negative", "text": "Quelle honte"}
    assert data.of_tweets(tweet) == (0, data.UNKNOWN, 0, 0)
    mixed = {"label": "mixed", "text": "bien mais cher"}
    assert data.of_reviews(mixed) == (data.UNKNOWN, data.UNKNOWN, data.UNKNOWN, 0)


def test_no_text_is_in_two_parts():
    row = {"text": "une question", "split": "train"}
    assert data.part_of(row, has_parts=False) == data.part_of(dict(row), has_parts=False)
    assert data.part_of(row, has_parts=True) == "train"
    assert data.part_of({**row, "split": "test"}, has_parts=True) == "test"


def test_our_own_texts_hang_on_the_seed_alone():
    one, two = (augmentation.enriched(corpus(), np.random.default_rng(5), 10) for _ in range(2))
    other = augmentation.enriched(corpus(), np.random.default_rng(6), 10)
    assert one.texts == two.texts
    assert one.texts != other.texts


def test_a_slip_keeps_words_and_most_letters(drawn):
    text = "la livraison promise demain n'arrive toujours aucunement"
    slipped = augmentation.with_slips(text, drawn)
    assert len(slipped.split()) == len(text.split())
    assert abs(len(slipped) - len(text)) <= len(text.split())


def test_a_strong_word_denied_no_longer_praises(drawn):
    made = augmentation.denials(drawn, 30)
    said, denied = made.sentiment[0::2], made.sentiment[1::2]
    assert set(denied[said == 2]) <= {0}
    assert set(denied[said == 0]) <= {data.UNKNOWN}


def test_a_long_message_is_made_of_sentences_of_one_file_and_language(drawn):
    known = corpus()
    made = augmentation.documents(known, 12, drawn)
    french = {text for text, code in zip(known.texts, known.languages, strict=True) if code == "fr"}
    assert made.count == 12
    for text, code in zip(made.texts, made.languages, strict=True):
        assert any(one in text for one in french) == (code == "fr")


def test_half_of_the_questions_lose_their_mark(drawn):
    asked = corpus().said(["où est mon colis ?"] * corpus().count)
    question = asked.signals[:, 2] == 1
    kept = np.array(["?" in text for text in augmentation.without_mark(asked, drawn).texts])
    assert kept[~question].all()
    assert 0 < kept[question].mean() < 1


def test_learning_twice_gives_the_same_bytes():
    known = corpus()
    found = rows.rows_of(known, no_vectors())
    one, two = model.learn(known, found), model.learn(known, found)
    assert one.hashed.tobytes() == two.hashed.tobytes()
    assert one.dense.tobytes() == two.dense.tobytes()


def test_the_heads_learn_words_of_both_languages():
    known = corpus()
    found = rows.rows_of(known, no_vectors())
    likeliest = model.learn(known, found).scores(found)[:, :3].argmax(axis=1)
    assert (likeliest == known.sentiment).mean() > 0.95


def test_every_file_and_every_class_in_it_count_their_share():
    known = corpus()
    weights = model.balanced(known, np.where(np.arange(known.count) < 5, 0, 2).astype(np.int8))
    french, first = known.languages == "fr", np.arange(known.count) < 5
    assert weights[french].sum() == pytest.approx(model.SHARES["sentiment_mabsa", "fr"])
    assert weights[french & first].sum() == pytest.approx(weights[french & ~first].sum())


def test_a_softmax_head_finds_the_odds_of_plain_counts():
    table = csr_matrix(np.ones((4, 1)))
    head = heads.fit(table, np.array([0, 1, 1, 1], np.int8), np.ones(4), 2, ridge=1e-9)
    assert heads.softmax(head.scores(table))[0, 1] == pytest.approx(0.75, abs=1e-3)


def test_calibration_halves_scores_that_are_twice_too_sure(drawn):
    sure = drawn.normal(0, 2, 4000)
    labels = (drawn.random(4000) < 1 / (1 + np.exp(-sure))).astype(np.int8)
    slope, shift = calibration.logistic(2 * sure, labels, np.full(4000, 1 / 4000))
    assert slope == pytest.approx(0.5, abs=0.05)
    assert shift == pytest.approx(0.0, abs=0.1)


def test_scores_are_those_computed_by_hand():
    likeliest, labels = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2], np.int8)
    assert evaluation.macro_f1(likeliest, labels) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    sure = np.array([[0.9, 0.1, 0.0], [0.9, 0.1, 0.0]])
    assert evaluation.calibration_error(sure, np.array([0, 1], np.int8)) == pytest.approx(0.4)
    assert evaluation.area(np.array([0.1, 0.9, 0.5]), np.array([0, 1, 0], np.int8)) == 1.0
