"""Worlds: which small books do the tests of the whole way open, and what do they read of them?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import rapport
from rapport.demonstration import SETTINGS
from rapport.house import House, open_house
from rapport.sources.demo import simulate

NOON = datetime(2026, 1, 15, 12)
"""When the test houses' clocks start."""


class Clock:
    """A clock that only moves when told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wait(self, days: int = 1) -> datetime:
        """Let days pass and return the time before."""
        before, self.now = self.now, self.now + timedelta(days=days)
        return before


def house_at(path: Path, clock: Clock | None = None) -> House:
    """Open (or make) a book under a clock that stands still."""
    return open_house(
        path,
        create=True,
        read_only=False,
        clock=clock or Clock(),
        version=rapport.__version__,
        reporter=None,
    )


@contextmanager
def fresh_house(clock: Clock | None = None) -> Iterator[tuple[House, Path]]:
    """A house over a new book, and a folder for its files; both are gone after."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-test-"))
    house = house_at(folder / "book.rapport", clock)
    try:
        yield house, folder
    finally:
        house.close()
        shutil.rmtree(folder, ignore_errors=True)


def write(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write files and return their paths, in the order told."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, told in files.items():
        (folder / name).write_bytes(told.encode() if isinstance(told, str) else told)
    return [folder / name for name in files]


def tidy(house: House, as_of: date, known_at: datetime | None = None, **cut: str) -> list[object]:
    """Every measure's rows and caveats, as a past report would hold them."""
    told: list[object] = []
    for card in house.measures():
        result = house.measure(card.key, as_of=as_of, known_at=known_at, **cut)
        told += result.tidy()
        told += [(caveat.code, str(caveat.text)) for caveat in result.caveats]
    return told


def table(house: House, sql: str) -> list[tuple[object, ...]]:
    """What a query finds in the book."""
    return house.book.engine.rows(sql)


@dataclass(frozen=True, slots=True)
class Reading:
    """One seed's answer to one measure: value, interval."""

    key: str
    value: float
    low: float
    high: float


def simulated_readings(seed: int, customers: int, keys: tuple[str, ...]) -> list[Reading]:
    """Simulate a company's files, take them in at the door, and measure."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-truth-"))
    try:
        simulate(folder / "exports", customers=customers, seed=seed)
        with rapport.open(folder / "book.rapport", create=True) as house:
            for name, value in SETTINGS:
                house.set(name, value)
            house.ingest(*sorted((folder / "exports").glob("simulated_*.csv")))
            return [_reading(house, key) for key in keys]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reading(house: House, key: str) -> Reading:
    told = house.measure(key).headline.answer
    return Reading(key, told.value, told.interval.low, told.interval.high)
