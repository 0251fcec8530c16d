"""Are tokens and hashed features what they are said to be, alone and in a batch?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.voice.features import hashed, joined, phrase_hashes, tokens, word_hashes
from rapport.voice.hashing import buckets


def words(text):
    found = tokens([text])
    cuts = zip(found.first[:-1], found.first[1:], strict=True)
    return ["".join(map(chr, found.codes[begin:end])) for begin, end in cuts]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Déjà L'Hôtel", ["deja", "l", "hotel"]),
        ("I don't", ["i", "don't"]),
        ("Nooooon !!!!", ["noon", "!!"]),
        ("le cœur", ["le", "coeur"]),
        ("@Some_One see https://t.co/aB?c=1 ok", ["@", "see", "http", "ok"]),
        ("5/5 et 12,50 en 2024", ["5", "/", "5", "et", "0", "en", "0"]),
        ("ok👍🏽👍🏽👍🏽 :)", ["ok", "👍", "👍", ":)"]),
        ("rendez-vous", ["rendez", "vous"]),
    ],
)
def test_a_text_is_read_as_these_tokens(text, read):
    assert words(text) == read


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Je ne suis pas content, merci", ["suis", "pas", "content"]),
        ("pas content", ["content"]),
        ("I am not happy. Good", ["happy"]),
        ("plus jamais ça", ["ca"]),
        ("plus cher", []),
        ("la date dont je parle", []),
        ("I dont like it", ["like", "it"]),
        ("not good but cheap", ["good"]),
    ],
)
def test_a_negation_reaches_these_words(text, denied):
    found = tokens([text])
    assert [words(text)[index] for index in np.flatnonzero(found.negated)] == denied


def test_offsets_point_into_the_text():
    text = "Le cœur, c'est nuuuul https://t.co/x 😍"
    found = tokens([text])
    cuts = [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    assert cuts[1] == "cœur"
    assert cuts[5] == "nuuuul"
    assert cuts[-1] == "😍"


def test_word_hashes_find_words_in_texts():
    found = tokens(["Le CŒUR déçu"])
    assert (word_hashes(["le", "coeur", "Déçu"]) == found.hashes).all()
    pair = joined(found.hashes[:1], found.hashes[1:2])
    assert (phrase_hashes([("le", "coeur")]) == pair).all()


def test_the_hash_of_a_word_is_what_it_always_was():
    by_hand = (97 + 98 * 0x9E3779B97F4A7C15) % 2**64
    by_hand = ((by_hand ^ (by_hand >> 33)) * 0xFF51AFD7ED558CCD) % 2**64
    by_hand ^= by_hand >> 33
    assert int(word_hashes(["ab"])[0]) == by_hand
    bucket = (by_hand * 0xC4CEB9FE1A85EC53 % 2**64) >> 52
    assert int(buckets(word_hashes(["ab"]), 12)[0]) == bucket


def test_a_row_has_these_entries_and_length_one():
    row = hashed(["abc de"], bits=12)
    runs = (4 + 3 + 2 + 1) + (3 + 2 + 1)
    assert row.indices.size == 2 + 1 + runs
    assert np.isclose(np.square(row.values).sum(), 1)
    assert (row.indices < row.width).all()
    assert ((row.indices < 1 << 12).sum()) == 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_a_text_has_the_same_row_alone_and_in_a_batch(texts):
    batch = hashed(texts, bits=10)
    for place, text in enumerate(texts):
        alone = hashed([text], bits=10)
        begin, end = batch.indptr[place], batch.indptr[place + 1]
        assert (batch.indices[begin:end] == alone.indices).all()
        assert (batch.values[begin:end] == alone.values).all()


def test_no_texts_give_no_rows():
    assert hashed([]).count == 0
    assert hashed(["", " "]).indptr.tolist() == [0, 0, 0]
