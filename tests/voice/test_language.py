"""Is the language of a message told as often as we say, and never guessed from nothing?"""

import csv
import gzip
import zlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from rapport_training.voice.language import held_out, learnt_from, spoilt
from tests.voice.small_weights import BITS, small_weights

from rapport.voice.features import features, hashed, tokens
from rapport.voice.language import LANGUAGES, languages
from rapport.voice.weights import shipped

DATA = Path(__file__).parents[3] / "shared" / "data" / "voice"
HAS_WEIGHTS = files("rapport.voice").joinpath("weights.npz").is_file()
needs_data = pytest.mark.skipif(
    not (DATA.is_dir() and HAS_WEIGHTS), reason="needs the shipped weights and the voice data"
)


def told(text, prior=""):
    found = tokens([text])
    row = features(found, found.messages, 1, BITS, 0.5)
    return languages(found, row, [prior], small_weights().language)


def test_words_tell_the_language():
    assert told("le service est nul").codes == ("fr",)
    assert told("the service was awful").codes == ("en",)


def test_a_short_message_speaks_the_language_of_its_thread():
    assert told("the", "fr").codes == ("fr",)
    assert told("the service was awful and it is", "fr").codes == ("en",)


@pytest.mark.parametrize("text", ["", "😀😀", "12 345", "https://example.com", "مرحبا كيف حالك"])
def test_what_holds_no_latin_words_is_not_told(text):
    assert told(text).codes == ("und",)
    assert told(text).surely[0] == 0


def right(rows):
    """The share of rows whose likeliest language of the seven is theirs."""
    weights = shipped()
    texts = [row["text"] for row in rows]
    row = hashed(texts, weights.bits, weights.share)
    found = languages(tokens(texts), row, [""] * len(texts), weights.language)
    names = [LANGUAGES[index] for index in found.probabilities.argmax(axis=1)]
    return np.mean([name == row["lang"] for name, row in zip(names, rows, strict=True)])


def rows_of(name):
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@needs_data
def test_tweets_in_french_and_english_are_told_in_985_of_1000():
    rows = [row for row in rows_of("sentiment_umsab") if row["split"] == "test"]
    assert right([row for row in rows if row["lang"] in ("fr", "en")]) >= 0.985
    assert right(rows) >= 0.96


@needs_data
def test_sentences_that_were_not_learnt_are_told_in_99_of_100():
    rows = [
        row
        for row in rows_of("langid_leipzig")
        if row["kind"] == "sentences" and zlib.crc32(row["text"].encode()) % 5 == 0
    ]
    assert len(rows) > 1000
    assert right(rows) >= 0.99


@needs_data
@pytest.mark.slow
def test_what_is_held_out_is_never_learnt():
    learnt = set(learnt_from(DATA).texts)
    kept = held_out(DATA, "sentences").texts
    assert len(learnt) > 40_000
    assert not learnt & set(kept)


def test_a_text_is_spoilt_the_same_way_by_the_same_dice():
    text = "Le service était vraiment très mauvais hier soir"
    one, other = (spoilt(text, "fr", np.random.default_rng(5)) for _ in range(2))
    assert one == other
    assert one != text
