"""Weights: what has the engine learnt, and how is it kept in one file?

`weights.npz` holds (FORMAT 1), k heads in the order of `meta["heads"]`:

    meta             JSON as bytes: format, version, heads, bits, share, language_bits,
                     language_temperature, thresholds {signal: probability}, least (sentiment is
                     uncertain below), files learnt from, anything else the card tells
    hashed           int8 (2 ** (bits + 1), k): a column of `features.hashed`, times scales
    scales           float32 (k,)
    dense            float32 (width of `dense.dense`, k): a row of it for each of its columns
    bias             float32 (k,)
    calibration      float32 (8, k, 2): by language (LANGUAGES, then any other) and head, slope
                     and shift: score * slope + shift, then softmax over the three sentiments
                     and a logistic curve for each signal
    language_weights int8 (width, 7), language_scales, language_bias float32 (7,)
    vector_hashes    uint32 (v,) the upper halves of word hashes, sorted; vectors int8 (v, d);
                     vector_scales float32 (d,); vector_weights uint8 (v,) of 255;
                     vector_polarity float32 (d,) the direction from negative to positive

The first three heads are negative, neutral, positive; the signals follow, one head each.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import BadSetting
from rapport.core.phrase import say
from rapport.voice.language import LanguageHead

Floats = NDArray[np.float32]
Small = NDArray[np.int8]

FORMAT = 1
SENTIMENTS = ("negative", "neutral", "positive")
SHIPPED = "weights.npz"


@dataclass(frozen=True, slots=True)
class Vectors:
    """Word vectors: `hashes` (v,) the upper 32 bits of word hashes, sorted; `values` (v, d) times
    `scales` (d,); `weights` (v,) how much a word counts, of 255; `polarity` (d,) the direction
    from negative to positive.
    """

    hashes: NDArray[np.uint32]
    values: Small
    scales: Floats
    weights: NDArray[np.uint8]
    polarity: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """All that the linear engine has learnt; arrays as the module tells.

    `version` changes with any byte; `thresholds` the probability from which a signal is shown;
    `least` the probability of the likeliest sentiment below which it is uncertain.
    """

    heads: tuple[str, ...]
    bits: int
    share: float
    hashed: Small
    scales: Floats
    dense: Floats
    bias: Floats
    calibration: Floats
    language: LanguageHead
    vectors: Vectors
    thresholds: Mapping[str, float]
    least: float
    version: str
    meta: Mapping[str, Any]


def packed(weights: Weights) -> bytes:
    """The file's bytes, the same for the same weights."""
    meta = {
        **weights.meta,
        "format": FORMAT,
        "heads": list(weights.heads),
        "bits": weights.bits,
        "share": weights.share,
        "language_bits": weights.language.bits,
        "language_temperature": weights.language.temperature,
        "thresholds": dict(weights.thresholds),
        "least": weights.least,
    }
    told = json.dumps(meta, sort_keys=True, ensure_ascii=False).encode()
    arrays: dict[str, NDArray[Any]] = {
        "meta": np.frombuffer(told, np.uint8),
        "hashed": weights.hashed,
        "scales": weights.scales,
        "dense": weights.dense,
        "bias": weights.bias,
        "calibration": weights.calibration,
        "language_weights": weights.language.weights,
        "language_scales": weights.language.scales,
        "language_bias": weights.language.bias,
        "vector_hashes": weights.vectors.hashes,
        "vectors": weights.vectors.values,
        "vector_scales": weights.vectors.scales,
        "vector_weights": weights.vectors.weights,
        "vector_polarity": weights.vectors.polarity,
    }
    into = io.BytesIO()
    np.savez_compressed(into, allow_pickle=False, **arrays)
    return into.getvalue()


def unpacked(content: bytes) -> Weights:
    """Weights from a file's bytes. Raises BadSetting where they are of another format."""
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    meta = json.loads(arrays["meta"].tobytes())
    if meta.get("format") != FORMAT:
        told = say("the voice weights are of format {format}: train them again", format=str(meta))
        raise BadSetting(told)
    language = LanguageHead(
        arrays["language_weights"], arrays["language_scales"], arrays["language_bias"],
        meta["language_bits"], meta["language_temperature"],
    )  # fmt: skip
    vectors = Vectors(
        arrays["vector_hashes"], arrays["vectors"], arrays["vector_scales"],
        arrays["vector_weights"], arrays["vector_polarity"],
    )  # fmt: skip
    return Weights(
        tuple(meta["heads"]), meta["bits"], meta["share"], arrays["hashed"], arrays["scales"],
        arrays["dense"], arrays["bias"], arrays["calibration"], language, vectors,
        meta["thresholds"], meta["least"], version_of(content),
        meta,
    )  # fmt: skip


def version_of(content: bytes) -> str:
    """The version of weights: the beginning of their SHA-256."""
    return hashlib.sha256(content).hexdigest()[:12]


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that come with Rapport."""
    return unpacked(files("rapport.voice").joinpath(SHIPPED).read_bytes())


def load(path: Path) -> Weights:
    """Weights from a file."""
    return unpacked(path.read_bytes())


def no_vectors() -> Vectors:
    """A table of word vectors that knows no word."""
    nothing = np.empty(0, np.float32)
    return Vectors(
        np.empty(0, np.uint32), np.empty((0, 0), np.int8), nothing, np.empty(0, np.uint8), nothing
    )
