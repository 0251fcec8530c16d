"""Rapport: what are a company's relations with its customers worth, and how sure are we?

>>> import rapport
>>> rapport.__version__
'0.1.0'
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapport.core.errors import RapportError
from rapport.core.estimate import Estimate, Interval, Refusal
from rapport.core.result import Result

if TYPE_CHECKING:
    from rapport.house import House

__version__ = "0.1.0"

__all__ = [
    "Estimate",
    "House",
    "Interval",
    "RapportError",
    "Refusal",
    "Result",
    "__version__",
    "demo",
    "open",
]


def open(path: str | Path, *, create: bool = True, read_only: bool = False) -> House:
    """Open the book at a path; one that is not there is made, unless `create` or `read_only`
    says otherwise. Raises BookError.
    """
    from rapport.house import open_house

    return open_house(
        Path(path),
        create=create and not read_only,
        read_only=read_only,
        clock=_now,
        version=__version__,
        reporter=_report,
    )


def demo(
    path: str | Path,
    *,
    customers: int = 10_000,
    seed: int = 1,
    progress: Callable[[str, float], None] | None = None,
) -> House:
    """Make the simulated company beside `path`, import its files and return its house."""
    from rapport.demonstration import demonstrate

    return demonstrate(open, Path(path), customers=customers, seed=seed, progress=progress)


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """The house is loaded when it is first asked for: rooms that need little start at once."""
    if name == "House":
        return import_module("rapport.house").House
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _now() -> datetime:
    """The clock: naive UTC, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None)


def _report(house: House, path: Path, *, as_of: date | None, lang: str | None) -> Path:
    """Write the report.

    The window is asked for by its name: the front door stands before all floors, and what a
    window needs is loaded only when one is opened.
    """
    written: Path = import_module("rapport.faces.report").write_report(
        house, path, as_of=as_of, lang=lang
    )
    return written
