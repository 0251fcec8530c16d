"""Demonstration: how does a company with a known truth go through the same door as real data?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rapport.core.errors import UserError
from rapport.core.phrase import say
from rapport.house import House
from rapport.sources.demo import simulate

Progress = Callable[[str, float], None]

SETTINGS = (
    ("simulated", "yes"),
    ("currency", "EUR"),
    ("zone", "Europe/Paris"),
    ("margin_rate", "0.45"),
    ("hourly_cost", "28"),
    ("incremental_share", "0.6"),
    ("acquisition_cost", "12"),
)
"""What the simulated company's owner would tell with `rapport set`."""


def demonstrate(
    open_at: Callable[..., House],
    path: Path,
    *,
    customers: int,
    seed: int,
    progress: Progress | None,
) -> House:
    """Simulate a company beside `path`, import it, set what no export tells, read its messages.

    Raises UserError where something else stands at `path`.
    """
    exports = path.with_name(f"{path.name}.exports")
    if path.exists():
        raise UserError(
            say("{path} exists already: give another name, or remove it first", path=str(path))
        )
    simulate(exports, customers=customers, seed=seed, progress=_part(progress, 0.0, 0.5))
    house = open_at(path, create=True)
    try:
        for name, value in SETTINGS:
            house.set(name, value)
        files = sorted(exports.glob("simulated_*.csv"))
        house.ingest(*files, progress=_part(progress, 0.5, 0.8))
        house.listening.score(progress=_part(progress, 0.8, 1.0))
    except BaseException:
        house.close()
        raise
    return house


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    """The same progress, told for one part of the whole."""
    if progress is None:
        return None
    return lambda text, share: progress(text, start + share * (end - start))
