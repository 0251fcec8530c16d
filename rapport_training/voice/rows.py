"""Rows: what does a corpus become, for the heads to learn from?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from rapport.voice.dense import dense
from rapport.voice.features import features, tokens
from rapport.voice.weights import Vectors, no_vectors
from rapport_training.voice.data import Corpus
from rapport_training.voice.heads import as_matrix

BITS, SHARE = 17, 0.5
BATCH = 4000
VECTORS = Path(__file__).parent / "word_vectors.npz"


@dataclass(frozen=True, slots=True)
class Rows:
    """Of n texts: `hashed` (n, 2 ** (BITS + 1)) and `dense` (n, columns of `voice.dense`)."""

    hashed: csr_matrix
    dense: NDArray[np.float32]

    def where(self, chosen: NDArray[np.bool_]) -> Rows:
        """The rows for which `chosen` (n,) is true."""
        return Rows(self.hashed[chosen], self.dense[chosen])


def rows_of(corpus: Corpus, vectors: Vectors) -> Rows:
    """The rows of a corpus, each text in the language that it is known to be in."""
    hashed, looks = [], []
    for first in range(0, corpus.count, BATCH):
        found = tokens(corpus.texts[first : first + BATCH])
        spoken = [str(code) for code in corpus.languages[first : first + BATCH]]
        hashed.append(as_matrix(features(found, found.messages, found.count, BITS, SHARE)))
        looks.append(dense(found, spoken, vectors))
    return Rows(vstack(hashed, format="csr"), np.concatenate(looks))


def word_vectors(path: Path = VECTORS) -> Vectors:
    """The distilled word vectors, or none where they were not made."""
    if not path.is_file():
        return no_vectors()
    with np.load(path) as found:
        return Vectors(found["hashes"], found["vectors"], found["scales"], found["weights"],
                       found["polarity"])  # fmt: skip
