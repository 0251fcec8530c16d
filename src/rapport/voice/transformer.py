"""Transformer: how does a model folder that the user brings read a message, on this machine?

The folder holds `model.onnx`, `tokenizer.json` and `config.json` (whose `id2label` names the
classes: negative, neutral, positive; LABEL_0 to LABEL_2 in that order; or 1 star to 5 stars).
Needs the packages onnxruntime and tokenizers. Only the sentiment is told; the signals stay as
the engine below read them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import BadSetting
from rapport.core.message import Analyzer, Message, Reading
from rapport.core.phrase import say
from rapport.voice.analyzer import VoiceAnalyzer
from rapport.voice.dearer import SIGNALS, Opinions, blended, retold, sentiments, spoken
from rapport.voice.labels import Labels, read_labels
from rapport.voice.logistic import softmax

Floats = NDArray[np.float64]

NEEDED = ("model.onnx", "tokenizer.json", "config.json")
PACKAGES = ("onnxruntime", "tokenizers")
BATCH = 32
LONGEST = 256
"""Tokens of a text that are read."""

UNTESTED_HEAT, UNTESTED_TRUST = 2.0, 0.7
"""How far a model's words are cooled, and how far trusted, where no labels tell."""

HEATS = np.geomspace(0.2, 20, 100)
FEWEST = 50
"""Labels that it takes to set the temperature."""


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded folder: `places` (classes,) says which sentiment (0, 1, 2) each class is."""

    session: Any
    tokenizer: Any
    places: NDArray[np.int64]
    digest: str

    def scores(self, texts: Sequence[str]) -> Floats:
        """The raw score of each class for each text, (n, classes)."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        scores = np.empty((len(texts), self.places.size))
        names = [given.name for given in self.session.get_inputs()]
        for start in range(0, len(texts), BATCH):
            chosen = order[start : start + BATCH]
            coded = self.tokenizer.encode_batch([texts[index] for index in chosen])
            parts = {
                "input_ids": [one.ids for one in coded],
                "attention_mask": [one.attention_mask for one in coded],
                "token_type_ids": [one.type_ids for one in coded],
            }
            fed = {name: np.array(parts[name], np.int64) for name in names}
            scores[chosen] = self.session.run(None, fed)[0]
        return scores


@dataclass(frozen=True, slots=True)
class TransformerEngine:
    """Reads the sentiment with a model; `heat` divides its scores, `trust` (0 to 1) mixes what
    it says with the engine below.
    """

    below: Analyzer
    model: Model
    heat: float
    trust: float
    version: str
    engine: str = "transformer"

    def analyze(self, messages: Sequence[Message]) -> tuple[Reading, ...]:
        """Read messages, one reading each, in order."""
        readings = self.below.analyze(messages)
        if not readings:
            return readings
        before = sentiments(readings)
        chances = softmax(self.model.scores(spoken(messages)) / self.heat)
        feels = gathered(chances, self.model.places, before[:, 1])
        opinions = Opinions(feels, np.full((len(readings), len(SIGNALS)), np.nan))
        told = blended(opinions, readings, self.trust)
        return retold(readings, told, self.engine, self.version)


def transformer(settings: Mapping[str, str]) -> Analyzer:
    """The engine from its settings: `folder`, and `labels` (a file) to be calibrated on."""
    return made(VoiceAnalyzer(), settings)


def made(below: Analyzer, settings: Mapping[str, str]) -> Analyzer:
    """The engine over the engine below; BadSetting where a setting lacks or cannot be read."""
    if not settings.get("folder"):
        raise BadSetting(say("the engine transformer needs the setting folder: where its model is"))
    model = load(Path(settings["folder"]))
    if settings.get("labels"):
        return tempered(below, model, read_labels(Path(settings["labels"])))
    version = f"{below.version}+{model.digest}"
    return TransformerEngine(below, model, UNTESTED_HEAT, UNTESTED_TRUST, version)


def tempered(below: Analyzer, model: Model, labels: Labels) -> TransformerEngine:
    """The engine with the temperature at which its probabilities hold on labels."""
    fits = np.isin(labels.sentiment, model.places)
    if fits.sum() < FEWEST:
        raise BadSetting(say("calibration takes {n} labels of a sentiment or more", n=FEWEST))
    texts = [labels.texts[index] for index in np.flatnonzero(fits)]
    scores = model.scores(spoken([Message(text) for text in texts]))
    heat = best_heat(scores, model.places, labels.sentiment[fits])
    version = f"{below.version}+{model.digest}+{labels.digest}"
    return TransformerEngine(below, model, heat, 1.0, version)


def best_heat(scores: Floats, places: NDArray[np.int64], sentiment: NDArray[np.int64]) -> float:
    """What the scores (n, classes) are to be divided by for the sentiments (n,) to be likeliest."""
    rows, none = np.arange(sentiment.size), np.zeros(sentiment.size)

    def loss(heat: float) -> float:
        """Mean surprise at one temperature."""
        told = gathered(softmax(scores / heat), places, none)[rows, sentiment]
        return float(-np.log(np.maximum(told, 1e-12)).mean())

    return float(min(HEATS, key=loss))


def load(folder: Path) -> Model:
    """Load a folder; BadSetting that says which file or package is missing."""
    for name in NEEDED:
        if not (folder / name).is_file():
            told = "{folder} has no {name}: a model folder holds model.onnx, tokenizer.json and config.json"  # noqa: E501
            raise BadSetting(say(told, folder=str(folder), name=name))
    runtime, tokenizers = (package(name) for name in PACKAGES)
    try:
        places = classes(json.loads((folder / "config.json").read_text(encoding="utf-8")))
        session = runtime.InferenceSession(
            str(folder / "model.onnx"), providers=["CPUExecutionProvider"]
        )
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    except BadSetting:
        raise
    except Exception as error:  # both packages raise kinds of their own
        raise BadSetting(
            say(
                "the model in {folder} cannot be loaded: {error}",
                folder=str(folder),
                error=str(error),
            )
        ) from error
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    digest = blake2b((folder / "model.onnx").read_bytes(), digest_size=4).hexdigest()
    return Model(session, tokenizer, places, digest)


def package(name: str) -> ModuleType:
    """An optional package; BadSetting that says how to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        raise BadSetting(
            say(
                "the engine transformer needs the package {name}: pip install {packages}",
                name=name,
                packages=" ".join(PACKAGES),
            )
        ) from error


def classes(config: Mapping[str, Any]) -> NDArray[np.int64]:
    """Which sentiment (0, 1, 2) each class of a model is, from its `id2label`."""
    labels = config.get("id2label") or {}
    names = [str(labels[key]).strip().lower() for key in sorted(labels, key=int)]
    places = [place(name, len(names)) for name in names]
    if not {0, 2} <= set(places) or None in places:
        raise BadSetting(
            say(
                "the classes of the model are {names}: id2label must name negative, positive and "
                "perhaps neutral, or stars",
                names=", ".join(names),
            )
        )
    return np.array(places, np.int64)


def place(name: str, count: int) -> int | None:
    """0 for a negative class, 1 for a neutral one, 2 for a positive one; None for others."""
    known = {"neg": 0, "neu": 1, "pos": 2, "mix": 1}
    stars = re.fullmatch(r"([1-5]) stars?", name)
    if stars:
        return (0, 0, 1, 2, 2)[int(stars[1]) - 1]
    numbered = re.fullmatch(r"label_([0-2])", name)
    if numbered and count in (2, 3):
        return int(numbered[1]) if count == 3 else 2 * int(numbered[1])
    return known.get(name[:3])


def gathered(chances: Floats, places: NDArray[np.int64], neutral: Floats) -> Floats:
    """P of the three sentiments from P of the classes; a model that knows no neutral leaves
    `neutral` (n,) as it was and shares out the rest.
    """
    feels = np.stack([chances[:, places == index].sum(axis=1) for index in range(3)], axis=1)
    if not (places == 1).any():
        feels *= (1 - neutral)[:, None]
        feels[:, 1] = neutral
    return feels
