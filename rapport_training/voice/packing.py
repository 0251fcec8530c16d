"""Packing: how do the learnt heads become the small file that is shipped?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.voice.language import LanguageHead
from rapport.voice.weights import Vectors, Weights, packed, unpacked
from rapport_training.voice.model import HEADS, Model
from rapport_training.voice.rows import BITS, SHARE

LARGEST = 127
THRESHOLDS = {"complaint": 0.4, "praise": 0.5, "question": 0.5, "break_up": 0.5}
"""From which probability a signal is shown; of complaints, half the F1 to be hoped for where half
the messages complain, which is where F1 is highest: a missed complaint costs more than a false one.
"""
LEAST = 0.5
"""Below this probability of the likeliest sentiment it is uncertain."""


def rounded(table: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A table (width, k) as whole numbers from -127 to 127, and the scale of each column."""
    scales = (np.abs(table).max(axis=0) / LARGEST).astype(np.float32)
    return np.rint(table / scales).astype(np.int8), scales


def weights(
    model: Model,
    calibration: NDArray[np.float32],
    language: LanguageHead,
    vectors: Vectors,
    meta: dict[str, Any],
) -> Weights:
    """What the engine loads, as it will be read again from its own bytes."""
    hashed, scales = rounded(model.hashed)
    made = Weights(
        HEADS, BITS, SHARE, hashed, scales, model.dense.astype(np.float32),
        model.bias.astype(np.float32), calibration, language, vectors, THRESHOLDS, LEAST, "",
        meta,
    )  # fmt: skip
    return unpacked(packed(made))
