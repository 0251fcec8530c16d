"""Measure and Snapshot: what may a measure ask, and what must it answer?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar, runtime_checkable

from rapport.core.card import Card
from rapport.core.estimate import Caveat, Refusal
from rapport.core.result import Provenance, Result

Made = TypeVar("Made")

Columns = Mapping[str, Any]
"""Columns by name, each a NumPy array (masked where the engine said NULL)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A named piece of SQL in DuckDB's dialect; `reads` names the snapshot's relations it uses.

    Parameters stand in the text as `$name` and are bound, never pasted in. Steps of one reading
    are composed into one statement; a step may read the steps before it by their names.
    """

    name: str
    sql: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What no export tells: a value in force, since when (None: our default, nobody set it)."""

    name: str
    value: str
    since: date | None = None

    @property
    def is_default(self) -> bool:
        """Whether nobody set it."""
        return self.since is None


class Snapshot(Protocol):
    """The book as of a day, as it was known at a time, cut by a segment and a period.

    Relations that steps may read (all as-of, one row per current record, `person` resolved,
    money in minor units of the home currency) and their columns stand in docs/relations.md.
    """

    @property
    def as_of(self) -> date:
        """The last day that counts."""

    @property
    def currency(self) -> str | Refusal:
        """ISO 4217 code of the home currency, or why amounts cannot be added up."""

    @property
    def minor_units(self) -> int:
        """How many minor units make one unit of the home currency (100 for EUR, 1 for JPY)."""

    def cut(self, by: str | None = None, per: str | None = None) -> Snapshot:
        """The same book whose relations carry `segment` and `period`; raises UnknownName."""

    def read(self, *steps: Step, parameters: Mapping[str, object] | None = None) -> Columns:
        """Run the steps as one statement and return the last one's columns."""

    def keep(
        self,
        name: str,
        *steps: Step,
        parameters: Mapping[str, object] | None = None,
        given: Mapping[str, Columns] | None = None,
    ) -> str:
        """Keep the last step's rows as a table of the engine, as long as the snapshot lives.

        Steps may read the columns of arrays that are `given`, by their names. Returns the
        table's name, which steps may read too; a name kept before is made anew.
        """

    def once(self, key: tuple[object, ...], work: Callable[[], Made]) -> Made:
        """Work that several measures of one snapshot share, done at first use."""

    def count(self, table: str) -> int:
        """How many current records of a table happened by the as-of day."""

    def setting(self, name: str) -> Setting:
        """A setting in force on the as-of day; raises UnknownName."""

    def caveats(self, *tables: str) -> tuple[Caveat, ...]:
        """What the reader of any number from these tables must know."""

    def provenance(self, seed: int | None = None) -> Provenance:
        """How to get the same reading again (digest, settings, the SQL read so far)."""


@runtime_checkable
class ToldByPerson(Protocol):
    """A measure that can be told person by person, where the data are."""

    def people(self, snapshot: Snapshot) -> str | None:
        """Name of a table in the engine with one row a person; None where there is nobody."""


class Measure(Protocol):
    """A frozen dataclass: its fields are its settings, `measure` is its work."""

    @property
    def card(self) -> Card:
        """What it is, before any data."""

    @property
    def by(self) -> str | None:
        """The segmentation asked for."""

    @property
    def per(self) -> str | None:
        """The period asked for: "month", "quarter", "year" or None."""

    def measure(self, snapshot: Snapshot) -> Result:
        """Answer, or refuse: never raise because data are few."""
