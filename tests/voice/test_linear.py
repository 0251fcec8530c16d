"""Does the linear engine weigh what it should, by segment and by language?"""

from dataclasses import replace

import numpy as np
from tests.voice.small_weights import BITS, HEADS, small_weights

from rapport.voice.dense import DENSE, dense
from rapport.voice.features import features, tokens
from rapport.voice.hashing import word_hashes
from rapport.voice.language import LANGUAGES
from rapport.voice.linear import score, score_segments, segments
from rapport.voice.weights import Vectors, packed, unpacked, version_of

WEIGHTS = small_weights()


def scored(text, code="en", weights=WEIGHTS):
    found = tokens([text])
    row = features(found, found.messages, 1, BITS, 0.5)
    return score(found, row, (code,), weights)


def test_a_known_word_counts_by_its_share_of_the_row():
    found = scored("great").signals[0, HEADS.index("praise") - 3]
    by_hand = 100 * 0.3 * np.sqrt(0.5) - 2
    assert np.isclose(found, 1 / (1 + np.exp(-by_hand)), atol=1e-5)


def test_sentiments_sum_to_one_for_any_text():
    for text in ("", "great", "awful and great", "\x00", "😀"):
        assert np.isclose(scored(text).sentiment.sum(), 1)


def test_a_language_has_its_own_calibration():
    table = WEIGHTS.calibration.copy()
    table[LANGUAGES.index("fr"), 3, 1] = 5
    shifted = replace(WEIGHTS, calibration=table)
    assert scored("hm", "fr", shifted).signals[0, 0] > 0.9
    assert scored("hm", "en", shifted).signals[0, 0] < 0.5


def test_what_a_but_turns_is_a_segment_of_its_own():
    found = tokens(["Great food but awful service. Fine", "Ok"])
    parts = segments(found)
    assert parts.messages.tolist() == [0, 0, 0, 1]
    row = features(found, found.messages, 2, BITS, 0.5)
    whole = score(found, row, ("en", "en"), WEIGHTS)
    feelings = score_segments(found, parts, whole, ("en", "en"), WEIGHTS).sentiment
    assert feelings[0].argmax() == 2
    assert feelings[1].argmax() == 0


def test_a_segment_is_scored_as_if_it_stood_alone():
    texts = ["Great food but awful service. Fine", "Awful", "It is great. When?"]
    found = tokens(texts)
    parts = segments(found)
    whole = score(found, features(found, found.messages, 3, BITS, 0.5), ("en",) * 3, WEIGHTS)
    told = score_segments(found, parts, whole, ("en",) * 3, WEIGHTS)
    alone = [scored(one).sentiment[0] for one in ("Great food but", "awful service.", "Fine")]
    assert np.allclose(told.sentiment[:3], alone, atol=1e-6)
    assert np.allclose(told.sentiment[5], scored("When?").sentiment[0], atol=1e-6)


def test_vectors_are_the_weighed_mean_of_known_words():
    hashes = (word_hashes(["cat", "dog"]) >> np.uint64(32)).astype(np.uint32)
    order = np.argsort(hashes)
    values = np.array([[10, 0], [0, -20]], np.int8)[order]
    scales, ones = np.full(2, 0.1, np.float32), np.ones(2, np.float32)
    vectors = Vectors(hashes[order], values, scales, np.full(2, 255, np.uint8), ones)
    told = dense(tokens(["cat not dog", "bird"]), ("en", "en"), vectors)[:, len(DENSE) :]
    mean, denied, best_and_worst = [1 / 3, -2 / 3], [0, -2 / 3], [1, 0]
    assert np.allclose(told[0], [*mean, *denied, *best_and_worst])
    assert not told[1].any()


def test_weights_come_back_from_their_bytes_the_same():
    content = packed(WEIGHTS)
    again = unpacked(content)
    assert packed(again) == content
    assert again.version == version_of(content)
    assert (again.hashed == WEIGHTS.hashed).all()
