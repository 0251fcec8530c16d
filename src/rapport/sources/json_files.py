"""JSON files: what are the columns of objects, and how does an array become lines?"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from rapport.core.errors import UnreadableFile
from rapport.core.phrase import say
from rapport.sources.text_files import copy_path

_LOOKED_AT = 1_000
"""Lines whose keys make the columns."""

_CHUNK = 1024 * 1024
_LONGEST_OBJECT = 64 * 1024 * 1024
_WIDEST = 2_000
"""Columns beyond which a file of objects is no table."""

_UNREADABLE = (ValueError, RecursionError)

Cell = str | None
_Read = Callable[[int], str]


def json_columns(path: Path, told_as: str) -> tuple[str, ...]:
    """The union of flattened keys ("reviewer.name") of the first 1,000 lines, in their order.

    Raises UnreadableFile where no line is an object.
    """
    columns: dict[str, str] = {}
    for item in _objects(path):
        for key in filter(str.isprintable, _flat(item)):
            columns.setdefault(key.lower(), key)
    if not columns or len(columns) > _WIDEST:
        raise UnreadableFile(
            say(
                "{file} holds no JSON objects, one a line or in one list: "
                "export it as JSON lines or CSV",
                file=told_as,
            )
        )
    return tuple(columns.values())


def json_rows(path: Path, columns: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
    """The first rows under these columns, as text."""
    flat = (_flat(item) for item in _objects(path))
    return tuple(tuple(item.get(name) for name in columns) for item in flat)


def array_as_lines(path: Path, told_as: str, workshop: Path) -> Path:
    """Copy a JSON array of objects as JSON lines, never whole in memory; raises UnreadableFile."""
    target = copy_path(workshop, ".jsonl")
    try:
        with target.open("w", encoding="utf-8", errors="replace") as copy:
            for item in _items(path):
                copy.write(json.dumps(item, ensure_ascii=False) + "\n")
    except _UNREADABLE as cause:
        raise UnreadableFile(
            say("{file} is a JSON list that is cut off or damaged: export it again", file=told_as)
        ) from cause
    return target


def _objects(path: Path) -> Iterator[dict[str, object]]:
    """Those of the first lines that are objects."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as stream:
        for _ in range(_LOOKED_AT):
            line = stream.readline(_LONGEST_OBJECT)
            if not line:
                return
            try:
                item = json.loads(line)
            except _UNREADABLE:
                continue
            if isinstance(item, dict):
                yield item


def _flat(item: dict[str, object], above: str = "") -> dict[str, Cell]:
    """Nested objects as dotted keys; lists stay JSON text."""
    cells: dict[str, Cell] = {}
    for key, value in item.items():
        name = above + key
        if isinstance(value, dict):
            cells |= _flat(value, name + ".")
        elif name.strip():
            cells[name] = _text(value)
    return cells


def _text(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return (value or "").encode("utf-8", "replace").decode() or None
    return json.dumps(value)


def _items(path: Path) -> Iterator[object]:
    """The items of a JSON array, decoded one after the other from a moving window."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        window = stream.read(_CHUNK).lstrip()[1:]
        for count in itertools.count():
            window = window.lstrip()
            while not window and (more := stream.read(_CHUNK)):
                window = more.lstrip()
            if window.startswith("]"):
                return
            if count and not window.startswith(","):
                raise ValueError("no comma between items")
            window = window[1:] if count else window
            item, window = _next_item(decoder, window, stream.read)
            yield item


def _next_item(decoder: json.JSONDecoder, window: str, read: _Read) -> tuple[object, str]:
    """One item and what follows it; reads on, in growing steps, until the item is whole."""
    step = _CHUNK
    while True:
        text = window.lstrip()
        try:
            item, end = decoder.raw_decode(text)
            if end < len(text):
                return item, text[end:]
        except ValueError:
            if len(text) > _LONGEST_OBJECT:
                raise
        more = read(step)
        if not more:
            raise ValueError("the list is cut off")
        window, step = text + more, step * 2
