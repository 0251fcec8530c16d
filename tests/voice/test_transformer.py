"""Does a model folder get loaded, refused with a remedy, and believed by halves?"""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from tests.voice.stand_in import StandIn

from rapport.core.errors import BadSetting
from rapport.core.message import Message, Sentiment
from rapport.voice.labels import Labels
from rapport.voice.transformer import Model, TransformerEngine, classes, gathered, made, tempered

THREE = {"0": "negative", "1": "neutral", "2": "positive"}


def folder(tmp_path, labels=THREE):
    (tmp_path / "config.json").write_text(json.dumps({"id2label": labels}))
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"not a model")
    return tmp_path


class Session:
    """Scores the third class by the first token's number."""

    def get_inputs(self):
        return [SimpleNamespace(name="input_ids"), SimpleNamespace(name="attention_mask")]

    def run(self, _, fed):
        first = fed["input_ids"][:, 0].astype(float)
        return [np.stack([-first, np.zeros(first.size), first], axis=1)]


class Tokenizer:
    """One token: 4 where the text says yay, 1 where it says hm, -4 elsewhere."""

    def encode_batch(self, texts):
        tokens = [4 if "yay" in text else 1 if "hm" in text else -4 for text in texts]
        return [SimpleNamespace(ids=[token], attention_mask=[1], type_ids=[0]) for token in tokens]


MODEL = Model(Session(), Tokenizer(), np.array([0, 1, 2]), "d1")


def test_the_model_tells_the_sentiment_and_the_order_is_kept():
    chosen = TransformerEngine(StandIn(), MODEL, 1.0, 1.0, "v")
    told = chosen.analyze([Message("yay it is long"), Message("nay"), Message("oh yay")])
    assert [one.label for one in told] == [
        Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.POSITIVE]  # fmt: skip
    assert {one.engine for one in told} == {"transformer"}


def test_what_no_label_has_tested_is_mixed_with_the_engine_below():
    below = StandIn().analyze([Message("yay bad")])[0].sentiment
    half = TransformerEngine(StandIn(), MODEL, 1.0, 0.5, "v").analyze([Message("yay bad")])[0]
    full = TransformerEngine(StandIn(), MODEL, 1.0, 1.0, "v").analyze([Message("yay bad")])[0]
    mean = (np.array(below) + full.sentiment) / 2
    assert np.allclose(half.sentiment, mean)


def test_labels_that_contradict_a_sure_model_cool_it():
    sentiment = np.array([2, 0] * 60)
    labels = Labels(("yay",) * 120, sentiment, np.full((120, 4), -1))
    reading = tempered(StandIn(), MODEL, labels).analyze([Message("yay")])[0]
    assert max(reading.sentiment) < 0.5


def test_too_few_labels_to_calibrate_on_are_refused():
    with pytest.raises(BadSetting, match="50 labels"):
        tempered(StandIn(), MODEL, Labels(("yay",), np.array([2]), np.full((1, 4), -1)))


@pytest.mark.parametrize(
    ("labels", "places"),
    [(THREE, [0, 1, 2]), ({"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}, [0, 1, 2]),
     ({"0": "POSITIVE", "1": "NEGATIVE"}, [2, 0]), ({"0": "LABEL_0", "1": "LABEL_1"}, [0, 2]),
     ({str(n): f"{n + 1} star{'s' * (n > 0)}" for n in range(5)}, [0, 0, 1, 2, 2])],
)  # fmt: skip
def test_classes_are_found_by_their_names(labels, places):
    assert classes({"id2label": labels}).tolist() == places


@pytest.mark.parametrize("labels", [{}, {"0": "joy", "1": "fear"}, {"0": "neutral"}])
def test_classes_that_are_no_sentiments_are_refused(labels):
    with pytest.raises(BadSetting, match="id2label"):
        classes({"id2label": labels})


def test_a_model_without_neutral_leaves_it_to_the_engine_below():
    feels = gathered(np.array([[0.2, 0.8]]), np.array([0, 2]), np.array([0.5]))
    assert np.allclose(feels, [[0.1, 0.5, 0.4]])


def test_a_missing_file_is_named(tmp_path):
    folder(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(BadSetting, match=r"tokenizer\.json"):
        made(StandIn(), {"folder": str(tmp_path)})


def test_a_missing_package_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(BadSetting, match="pip install onnxruntime tokenizers"):
        made(StandIn(), {"folder": str(folder(tmp_path))})


def test_a_missing_folder_setting_is_said():
    with pytest.raises(BadSetting, match="folder"):
        made(StandIn(), {})


def test_a_file_that_is_no_model_is_refused_by_the_real_packages(tmp_path):
    pytest.importorskip("onnxruntime", reason="the extra of the transformer engine")
    pytest.importorskip("tokenizers", reason="the extra of the transformer engine")
    with pytest.raises(BadSetting, match="cannot be loaded"):
        made(StandIn(), {"folder": str(folder(tmp_path))})


def test_a_tiny_real_model_is_loaded_and_run(tmp_path):
    made_by = pytest.importorskip("onnx", reason="makes the tiny model of this test")
    pytest.importorskip("onnxruntime", reason="the extra of the transformer engine")
    tokenizers = pytest.importorskip("tokenizers", reason="the extra of the transformer engine")
    write_tiny(folder(tmp_path), made_by, tokenizers)
    chosen = made(StandIn(), {"folder": str(tmp_path)})
    told = chosen.analyze([Message("awful"), Message("lovely day"), Message("awful awful awful")])
    assert [np.argmax(one.sentiment) for one in told] == [0, 2, 0]


def write_tiny(place, onnx, tokenizers):
    """A model that sums a row of scores for each known word."""
    table = np.array([[0, 0, 0], [0, 0.5, 0], [6, 0, -6], [-6, 0, 6]], np.float32)
    helper = onnx.helper
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["scores"]),
             helper.make_node("ReduceSum", ["scores", "axes"], ["logits"], keepdims=0)]  # fmt: skip
    kind = onnx.TensorProto
    given = helper.make_tensor_value_info("input_ids", kind.INT64, ["batch", "length"])
    told = helper.make_tensor_value_info("logits", kind.FLOAT, ["batch", 3])
    kept = [onnx.numpy_helper.from_array(table, "table"),
            onnx.numpy_helper.from_array(np.array([1], np.int64), "axes")]  # fmt: skip
    graph = helper.make_graph(nodes, "tiny", [given], [told], kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    (place / "model.onnx").write_bytes(model.SerializeToString())
    words = {"[PAD]": 0, "[UNK]": 1, "awful": 2, "lovely": 3}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(place / "tokenizer.json"))
