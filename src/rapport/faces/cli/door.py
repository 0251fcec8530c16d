"""Door: through which door does the command line enter the house?"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from rapport.house import House, Progress

# The front door brings the report's window with it, and windows do not see each other: so the
# command line asks for the door by its name, when it needs it.
_FRONT_DOOR = "rapport"


def open_book(book: Path, *, create: bool = False, read_only: bool = False) -> House:
    """Open the house over a book; raises BookError."""
    house: House = _front_door().open(book, create=create, read_only=read_only)
    return house


def make_demo(book: Path, *, customers: int, seed: int, progress: Progress | None) -> House:
    """Make the simulated company and open its house; raises UserError where one stands."""
    house: House = _front_door().demo(book, customers=customers, seed=seed, progress=progress)
    return house


def version() -> str:
    """The version of Rapport."""
    return str(_front_door().__version__)


def _front_door() -> Any:  # noqa: ANN401 - a module asked by its name
    return import_module(_FRONT_DOOR)
