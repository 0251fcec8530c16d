"""Is every engine found by its name, and an unknown one refused with the names that are known?"""

import pytest

from rapport.core.errors import BadSetting, UnknownName
from rapport.voice import engines


class Point:
    """An entry point of another package."""

    def __init__(self, name, loaded):
        self.name, self.loaded = name, loaded

    def load(self):
        if isinstance(self.loaded, Exception):
            raise self.loaded
        return self.loaded


def test_our_engines_are_known():
    assert {"linear", "embed", "transformer", "llm"} <= set(engines.names())


def test_an_unknown_engine_is_refused_with_those_known():
    with pytest.raises(UnknownName, match="linear"):
        engines.make("oracle")


def test_another_package_can_bring_an_engine(monkeypatch):
    points = [Point("theirs", lambda settings: settings["word"])]
    monkeypatch.setattr(engines, "entry_points", lambda group: points)
    assert engines.make("theirs", {"word": "read"}) == "read"
    assert "theirs" in engines.names()


def test_another_package_cannot_take_our_names(monkeypatch):
    points = [Point("linear", lambda settings: None)]
    monkeypatch.setattr(engines, "entry_points", lambda group: points)
    assert engines.found() == {}


def test_an_engine_that_does_not_load_says_why(monkeypatch):
    points = [Point("theirs", ImportError("no module named torch"))]
    monkeypatch.setattr(engines, "entry_points", lambda group: points)
    with pytest.raises(BadSetting, match="torch"):
        engines.make("theirs")
