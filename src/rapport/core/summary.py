"""Summary: what became of the files that were brought to the door?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.phrase import Phrase
from rapport.core.source import Recognition


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What became of one sheet: how it was recognised; rows read, and what they became.

    `read` counts the file's rows; `written` new records or versions, `known` records that the
    book held already (one row may tell several records); `rejected` rows refused; `dropped`
    total rows. `kinds` counts new records by table.
    """

    told_as: str
    source: str
    confidence: float
    reason: Phrase
    read: int
    written: int
    known: int
    rejected: int
    dropped: int
    kinds: tuple[tuple[str, int], ...]
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that was not taken in, and why."""

    told_as: str
    reason: Phrase


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What one import did to the book."""

    files: tuple[FileSummary, ...]
    passed_over: tuple[PassedOver, ...] = ()
    people: int = 0
    doubts: tuple[Phrase, ...] = ()

    @property
    def read(self) -> int:
        """Rows read in all."""
        return sum(file.read for file in self.files)

    @property
    def written(self) -> int:
        """Records written in all."""
        return sum(file.written for file in self.files)

    @property
    def known(self) -> int:
        """Records that the book held already."""
        return sum(file.known for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows refused in all."""
        return sum(file.rejected for file in self.files)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become, without writing: mapping, first rows, counts and refusals."""

    told_as: str
    recognition: Recognition
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    kinds: tuple[tuple[str, int], ...]
    read: int
    rejects: tuple[tuple[int | None, Phrase], ...]
