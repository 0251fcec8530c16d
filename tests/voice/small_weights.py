"""Which weights know just a few words, so that a test can tell by hand what they say?"""

import numpy as np

from rapport.voice.dense import DENSE
from rapport.voice.features import word_hashes
from rapport.voice.hashing import buckets
from rapport.voice.language import ACCENT_BITS, LANGUAGES, LanguageHead
from rapport.voice.weights import (
    SENTIMENTS,
    Weights,
    no_vectors,
    packed,
    unpacked,
)

BITS, LANGUAGE_BITS = 12, 10
HEADS = (*SENTIMENTS, "complaint", "praise", "question")
KNOWN = {
    "awful": ("negative", "complaint"),
    "nul": ("negative", "complaint"),
    "great": ("positive", "praise"),
    "parfait": ("positive", "praise"),
    "when": ("neutral", "question"),
}
SPOKEN = {
    "fr": "le la les est c nul parfait bonjour pas et service mais",
    "en": "the is it was great awful when hello not and but",
    "de": "der die das ist und nicht sehr gut mit ein",
}


def small_weights() -> Weights:
    """A model that knows the words above and nothing else."""
    hashed = np.zeros((2 << BITS, len(HEADS)), np.int8)
    for word, heads in KNOWN.items():
        column = buckets(word_hashes([word]), BITS)[0]
        for head in heads:
            hashed[column, HEADS.index(head)] = 100
    bias = np.array([0, 0.2, 0, -2, -2, -2], np.float32)
    weights = Weights(
        HEADS, BITS, 0.5, hashed, np.full(len(HEADS), 0.3, np.float32),
        np.zeros((len(DENSE), len(HEADS)), np.float32), bias, plain_calibration(len(HEADS)),
        small_language(), no_vectors(), {"complaint": 0.5}, 0.5, "",
        {},
    )  # fmt: skip
    return unpacked(packed(weights))


def plain_calibration(heads: int):
    """A calibration that changes nothing, (8, heads, 2)."""
    same = np.zeros((len(LANGUAGES) + 1, heads, 2), np.float32)
    same[:, :, 0] = 1
    return same


def small_language() -> LanguageHead:
    """A head that knows a few words of three languages."""
    table = np.zeros(((2 << LANGUAGE_BITS) + (1 << ACCENT_BITS), len(LANGUAGES)), np.int8)
    for code, words in SPOKEN.items():
        columns = buckets(word_hashes(words.split()), LANGUAGE_BITS)
        table[columns, LANGUAGES.index(code)] = 100
    zeros = np.zeros(len(LANGUAGES), np.float32)
    return LanguageHead(table, zeros + np.float32(0.2), zeros, LANGUAGE_BITS, 1.0)
