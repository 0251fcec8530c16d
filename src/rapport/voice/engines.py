"""Engines: which readers of messages are there, and how is one made by its name?

An engine is an entry point of the group `rapport.voice`: a function that takes its settings
(words by name) and returns an Analyzer. Those that Rapport brings need no entry point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from rapport.core.errors import BadSetting, UnknownName
from rapport.core.message import Analyzer
from rapport.core.phrase import say

GROUP = "rapport.voice"
DEFAULT = "linear"

OURS: Mapping[str, str] = {
    "linear": "rapport.voice.analyzer:linear",
    "embed": "rapport.voice.embed:embed",
    "transformer": "rapport.voice.transformer:transformer",
    "llm": "rapport.voice.llm:llm",
}
"""Name → module:function of the engines that come with Rapport."""

Maker = Callable[[Mapping[str, str]], Analyzer]


def names() -> tuple[str, ...]:
    """The names of all engines that can be asked for, sorted."""
    return tuple(sorted({*OURS, *found()}))


def found() -> dict[str, EntryPoint]:
    """The engines that other packages bring, by name; ours keep their names."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in OURS}


def make(name: str = DEFAULT, settings: Mapping[str, str] | None = None) -> Analyzer:
    """The engine of a name, with its settings. Raises UnknownName, and BadSetting where it
    cannot be loaded.
    """
    return maker(name)(settings or {})


def maker(name: str) -> Maker:
    """The function that makes an engine. Raises UnknownName and BadSetting."""
    if name in OURS:
        module, function = OURS[name].split(":")
        made: Maker = getattr(import_module(module), function)
        return made
    points = found()
    if name not in points:
        known = ", ".join(names())
        raise UnknownName(
            say("no voice engine {name}: choose among {known}", name=name, known=known)
        )
    try:
        loaded: Maker = points[name].load()
    except (ImportError, AttributeError) as error:
        told = say("voice engine {name} cannot be loaded: {why}", name=name, why=str(error))
        raise BadSetting(told) from error
    return loaded
