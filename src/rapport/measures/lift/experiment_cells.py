"""Experiment cells: which experiments are there, and which sums does each leave to compare?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Columns, Snapshot
from rapport.measures.lift.experiment_sums import (
    ARMS,
    ASSIGNED,
    HELD_OUT_WORDS,
    OURS,
    PAST_DAYS,
    SUMS,
    WINDOWS,
)
from rapport.stats.experiments import HELD_OUT, INVITED, Cells

NUMBERS = ("past", "spend", "uptake")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One experiment as the book knows it on a day: its register, window (both days), people.

    `ends` is the end of its outcome window (excluded; None: not registered), `closed` the day of
    an early or late decision, `share` the share held out by its register; `mixed` counts people
    who stand in both arms and are left out.
    """

    name: str
    question: str | None
    share: float | None
    registered: int | None
    ends: date | None
    closed: date | None
    opens: date | None
    closes: date | None
    people: int
    mixed: int

    def has_ended(self, as_of: date) -> bool:
        """Whether the registered window was waited for: then one look is what was planned."""
        if self.ends is None or as_of < self.ends:
            return False
        return self.closed is None or self.closed >= self.ends

    @property
    def window_days(self) -> int:
        """Length of the registered outcome window; 90 where none was registered."""
        return (self.ends - self.opens).days if self.ends and self.opens else 90

    @property
    def has_begun(self) -> bool:
        """Whether a day of the outcome window has passed."""
        return bool(self.opens and self.closes and self.closes >= self.opens)


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums of one experiment, in one period or all; `buyers` (held out, invited) spent anything."""

    period: str | None
    cells: Cells
    buyers: tuple[int, int]


def experiments_in(snapshot: Snapshot) -> tuple[Drawn, ...]:
    """Every experiment that was not withdrawn, the newest first."""
    told = snapshot.read(ARMS, ASSIGNED, WINDOWS, parameters=_bound(snapshot))
    return tuple(_drawn(told, row) for row in range(len(told["experiment"])))


def sums_of(snapshot: Snapshot, per: str | None = None) -> dict[str, list[Sums]]:
    """Sums by experiment; by period (ascending) where that is asked for."""
    cut = snapshot.cut(None, per)
    told = cut.read(ARMS, ASSIGNED, *SUMS, parameters=_bound(snapshot))
    return sums_by_experiment(told, per)


def sums_by_experiment(told: Columns, per: str | None = None) -> dict[str, list[Sums]]:
    """Put the rows of the step `cell_sums` together, experiment by experiment."""
    found: dict[str, list[Sums]] = {}
    names = np.asarray(told["experiment"]).astype(str)
    periods = np.ma.filled(np.ma.asarray(told["period"], dtype=object), "").astype(str)
    for name in dict.fromkeys(names.tolist()):
        for period in dict.fromkeys(periods[names == name].tolist()):
            if bool(period) == (per is not None):
                rows = np.flatnonzero((names == name) & (periods == period))
                found.setdefault(name, []).append(_sums(told, rows, period or None))
    return found


def _sums(told: Columns, rows: NDArray[Any], period: str | None) -> Sums:
    """The cells of one experiment and period; an arm that a stratum lacks is empty."""
    strata = np.asarray(told["stratum"])[rows].astype(str)
    labels, place = np.unique(strata, return_inverse=True)
    held_out = np.asarray(told["held_out"])[rows].astype(bool)
    arm = np.where(held_out, HELD_OUT, INVITED)

    def laid(column: str) -> NDArray[Any]:
        table = np.zeros((len(labels), 2))
        table[place, arm] = np.ma.filled(told[column], 0)[rows]
        return table

    sums = np.stack([laid(name) for name in NUMBERS], axis=-1)
    squares = np.zeros((len(labels), 2, 3, 3))
    for i, one in enumerate(NUMBERS):
        for j, other in enumerate(NUMBERS[i:], i):
            both = laid("uptake" if i == j == 2 else f"{one}_{other}")
            squares[:, :, i, j] = squares[:, :, j, i] = both
    none, some = laid("buyers").sum(axis=0)
    return Sums(period, Cells(laid("n"), sums, squares), (int(none), int(some)))


def _bound(snapshot: Snapshot) -> dict[str, object]:
    return {
        "as_of": snapshot.as_of,
        "past_days": PAST_DAYS,
        "ours": OURS,
        "held_out_words": list(HELD_OUT_WORDS),
        "counted": snapshot.setting("connected").value,
    }


def _drawn(told: Columns, row: int) -> Drawn:
    def one(column: str) -> Any:  # noqa: ANN401 - a cell of the engine's
        cell = np.ma.asarray(told[column])[row]
        return None if cell is np.ma.masked else cell

    def day(column: str) -> date | None:
        cell = one(column)
        if cell is None or np.isnat(np.datetime64(cell)):
            return None
        found: date = np.datetime64(cell, "D").astype(object)
        return found

    def number(column: str) -> float | None:
        cell = one(column)
        return None if cell is None or np.isnan(float(cell)) else float(cell)

    question, share, registered = one("question"), number("share"), number("registered")
    return Drawn(
        name=str(one("experiment")),
        question=None if question is None else str(question),
        share=share,
        registered=None if registered is None else int(registered),
        ends=day("ends"),
        closed=day("closed"),
        opens=day("opens"),
        closes=day("closes"),
        people=int(one("people")),
        mixed=int(one("mixed")),
    )
