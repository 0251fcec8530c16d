"""Do few labels and an encoder read what the cheap engine doubts?"""

from __future__ import annotations

import numpy as np
import pytest
from tests.voice.stand_in import StandIn

from rapport.core.errors import BadSetting
from rapport.core.message import Message, Sentiment, Signal
from rapport.voice.embed import made

WORDS = {"negative": ("drab", "foul", "grim"), "neutral": ("parcel", "desk", "card"),
         "positive": ("ace", "fab", "neat")}  # fmt: skip
KNOWN = [word for words in WORDS.values() for word in words]


def by_words(texts):
    """An encoder that counts nine words."""
    return np.array([[text.split().count(word) for word in KNOWN] for text in texts], float)


def without_a_row(texts):
    return np.ones((1, 3))


@pytest.fixture
def labels(tmp_path):
    lines = ["text,sentiment,complaint"]
    for sentiment, words in WORDS.items():
        lines += [f"so {word} a thing {n},{sentiment},{int(sentiment == 'negative')}"
                  for word in words for n in range(8)]  # fmt: skip
    path = tmp_path / "labels.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def engine(labels, encoder="by_words"):
    return made(StandIn(), {"encoder": f"{__name__}:{encoder}", "labels": str(labels)})


def test_words_that_only_the_encoder_knows_are_read(labels):
    readings = engine(labels).analyze([Message("drab drab"), Message("how neat"), Message("card")])
    assert [one.label for one in readings] == [
        Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.NEUTRAL]  # fmt: skip
    assert readings[0].shown == (Signal.COMPLAINT,)
    assert readings[0].engine == "embed"


def test_a_signal_without_labels_stays_as_it_was_read_below(labels):
    reading = engine(labels).analyze([Message("how neat")])[0]
    assert reading.probability(Signal.QUESTION) == 0.4


def test_probabilities_hold_on_texts_it_was_not_fitted_on(labels):
    chosen = engine(labels)
    texts = [Message(f"{word} thing") for word in KNOWN]
    surest = np.array([max(one.sentiment) for one in chosen.analyze(texts)])
    assert surest.mean() > 0.6
    assert np.isfinite(surest).all()


def test_the_version_changes_with_the_labels(labels):
    before = engine(labels).version
    labels.write_text(labels.read_text() + "\nso ace a day,positive,0")
    assert engine(labels).version != before


def test_a_message_without_words_stays_unread(labels):
    assert engine(labels).analyze([Message("")])[0].abstained
    assert engine(labels).analyze([]) == ()


@pytest.mark.parametrize(
    ("encoder", "says"),
    [("nowhere", "no encoder"), ("KNOWN", "cannot be called"), ("without_a_row", "one row")],
)
def test_an_encoder_that_will_not_do_is_said(labels, encoder, says):
    with pytest.raises(BadSetting, match=says):
        engine(labels, encoder)


def test_too_few_labels_are_refused(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("text,sentiment\ngood,positive\n")
    with pytest.raises(BadSetting, match="fewer than 10"):
        engine(path)


def test_a_label_that_cannot_be_read_is_told_by_its_line(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text("text,sentiment\ngood,positive\nbad,angry\n")
    with pytest.raises(BadSetting, match="line 3"):
        engine(path)


def test_settings_that_lack_are_named():
    with pytest.raises(BadSetting, match="encoder"):
        made(StandIn(), {})
