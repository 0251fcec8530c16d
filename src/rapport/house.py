"""House: which rooms work together to open, ingest, resolve, measure and report?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from rapport.core.backtest import Backtest
from rapport.core.calendar import Window
from rapport.core.card import Card
from rapport.core.errors import UserError
from rapport.core.estimate import Refusal
from rapport.core.experiment import Experiment, Plan
from rapport.core.lift import LiftPicture
from rapport.core.measure import Measure, Setting, ToldByPerson
from rapport.core.phrase import say
from rapport.core.plot import Plot
from rapport.core.result import Result
from rapport.core.statement import Statement
from rapport.core.summary import ImportSummary, Preview
from rapport.experiments import (
    close_experiment,
    draw_experiment,
    experiments,
    undo_experiment,
)
from rapport.ingest import ingest, keep_mapping, preview
from rapport.ledger.book import Book, open_book
from rapport.ledger.people_export import write_people
from rapport.ledger.settings import in_force
from rapport.ledger.snapshot import BookSnapshot, take_snapshot
from rapport.ledger.telling import ALWAYS, tell_ruling, tell_setting
from rapport.listening import Listening
from rapport.measures.catalog import CATALOG, measure_named
from rapport.measures.lift.covered_months import keep_covered_months
from rapport.measures.lift.pictures import lift_picture
from rapport.measures.value.backtest import backtest
from rapport.measures.value.pictures import value_pictures
from rapport.people.naming import name_as_known, resolve_book
from rapport.people.spoken import read_handle
from rapport.returns.margins import keep_margin_rows
from rapport.returns.statement import make_statement
from rapport.status import tell_status

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is (0–1)."""

PERCEIVED = ("customer_satisfaction", "net_promoter_score", "response_rate")
"""Measures of the statement's perceived column."""

EFFECTS = ("connection_effect", "answer_effect")
"""Measures of the statement's lines of loyalty and care."""

YEAR = timedelta(days=365)


class Reporter(Protocol):
    """What writes a report of a house; the front door brings it, for the house knows no face."""

    def __call__(self, house: House, path: Path, *, as_of: date | None, lang: str | None) -> Path:
        """Write the report and return its path."""


class House:
    """One company's book and all that can be done with it; a context manager.

    `clock` tells the time (naive UTC) for what is learnt now; nothing else asks it.
    """

    def __init__(
        self, book: Book, *, clock: Callable[[], datetime], version: str, reporter: Reporter
    ) -> None:
        self.book = book
        self.version = version
        self._clock = clock
        self._reporter = reporter
        self._snapshots: dict[tuple[date, datetime], BookSnapshot] = {}

    def __enter__(self) -> House:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the book; safe to call twice."""
        self.book.close()

    def ingest(
        self,
        *paths: str | Path,
        kind: str | None = None,
        mapping: Mapping[str, str] | None = None,
        save_as: str | None = None,
        source: str | None = None,
        progress: Progress | None = None,
    ) -> ImportSummary:
        """Take files and folders in, all or nothing, and put names to them.

        `kind` and `mapping` say by hand what a file is; `save_as` keeps that for its like.
        Raises SourceError where a file cannot be taken in; the book is then as it was.
        """
        summary = ingest(
            self.book,
            [Path(path) for path in paths],
            kind=kind,
            mapping=mapping or {},
            save_as=save_as,
            source=source,
            seen_at=self._clock(),
            progress=progress,
        )
        self._forget_snapshots()
        return summary

    def keep_mapping(self, path: str | Path) -> str:
        """Keep the mapping of a JSON file for all files of its header; return its name.

        Raises UnreadableFile or BadMapping.
        """
        return keep_mapping(self.book, Path(path), self._clock())

    def preview(
        self,
        *paths: str | Path,
        kind: str | None = None,
        mapping: Mapping[str, str] | None = None,
    ) -> tuple[Preview, ...]:
        """Say what files would become, without writing anything."""
        told = [Path(path) for path in paths]
        return preview(self.book, told, kind=kind, mapping=mapping or {}, seen_at=self._clock())

    def set(self, name: str, value: str, since: date | None = None) -> str:
        """Write a dated setting (None: from always) and return its value as kept."""
        with self.book.engine.transaction():
            kept = tell_setting(self.book.engine, name, value, since or ALWAYS, self._clock())
            self.book.touch(self._clock())
            if name in {"region", "plus_tags"}:
                resolve_book(self.book.engine, self._settings())
        self._forget_snapshots()
        return kept

    def settings(self, as_of: date | None = None) -> Mapping[str, Setting]:
        """Settings in force on a day (default: the book's last), defaults included."""
        return in_force(self.book.engine, as_of or self.last_day, datetime.max)

    def join(self, one: str, other: str) -> None:
        """Rule that two handles (an e-mail, a phone, network:account) are one person."""
        self._rule("join", one, other)

    def split(self, one: str, other: str) -> None:
        """Rule that two handles are not one person."""
        self._rule("split", one, other)

    def draw_experiment(self, plan: Plan, path: str | Path | None = None) -> Experiment:
        """Draw by lot whom to invite, register it, and write the list (CSV) to a path.

        Without a path nothing is written. Raises UserError where it cannot be drawn.
        """
        place = None if path is None else Path(path)
        drawn = draw_experiment(self.book, self.snapshot(), plan, place, self._clock())
        self._forget_snapshots()
        return drawn

    def experiments(self) -> tuple[Experiment, ...]:
        """The register of experiments as it stands, oldest first."""
        return experiments(self.book)

    def close_experiment(self, name: str, decision: str, reason: str | None = None) -> Experiment:
        """Write what was decided on an experiment: kept or dropped; raises UserError."""
        closed = close_experiment(self.book, name, decision, reason, self._clock())
        self._forget_snapshots()
        return closed

    def undo_experiment(self, name: str) -> Experiment:
        """Take an experiment's last act back, its decision or itself; raises UserError."""
        undone = undo_experiment(self.book, name, self._clock())
        self._forget_snapshots()
        return undone

    @property
    def listening(self) -> Listening:
        """What customers say: read, corrected, grouped, dealt with."""
        return Listening(self, self._clock, self._forget_snapshots)

    def status(self) -> dict[str, Any]:
        """What the book holds, JSON-able: digest, tables, spans, matched share, rejects, gaps."""
        return tell_status(self.book, self.settings())

    @property
    def last_day(self) -> date:
        """The last day the book knows of; today where it knows none."""
        return self.book.last_day() or self._clock().date()

    def measures(self) -> tuple[Card, ...]:
        """The card of every measure, in the catalog's order."""
        return tuple(measure.card for measure in CATALOG)

    def card(self, key: str) -> Card:
        """A measure's card; raises UnknownName."""
        return card_named(key)

    def measure(
        self,
        key: str,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
        by: str | None = None,
        per: str | None = None,
    ) -> Result:
        """Answer one measure as of a day (default: the book's last), perhaps by segment, period.

        `known_at` (naive UTC) keeps what the book had learnt by then. Raises UnknownName.
        """
        measure = cut_as_asked(measure_named(key), by, per)
        return measure.measure(self.snapshot(as_of, known_at))

    def backtest(self, hold_out: int = 180, *, as_of: date | None = None) -> Backtest:
        """Forecast from `hold_out` days before a day (default: the book's last); compare.

        Raises UserError where the book has too little before it.
        """
        return backtest(self.snapshot(as_of), hold_out)

    def value_pictures(self, *, as_of: date | None = None) -> tuple[Plot, ...]:
        """Pictures of the forecasts of value; none where nothing can be foretold."""
        return value_pictures(self.snapshot(as_of))

    def lift_picture(self, *, as_of: date | None = None) -> LiftPicture | Refusal:
        """Pictures of what a connection brings, or why no effect is told."""
        return lift_picture(self.snapshot(as_of))

    def write_people(self, key: str, path: str | Path, *, as_of: date | None = None) -> int:
        """Write a measure's table of one row a person as CSV or Parquet; how many people.

        Raises UserError where the measure has no such table.
        """
        measure = measure_named(key)
        told = isinstance(measure, ToldByPerson) and measure.people(self.snapshot(as_of))
        if not told:
            raise UserError(say("{key} has no table of people", key=key))
        return write_people(self.book.engine, told, Path(path))

    def returns(self, *, start: date | None = None, end: date | None = None) -> Statement:
        """The statement of a window: `end` excluded; default the last 365 days known."""
        window = self._window(start, end)
        snapshot = self.snapshot(window.last_day)
        perceived = tuple(measure_named(key).measure(snapshot) for key in PERCEIVED)
        return make_statement(snapshot, window, perceived, _effects(snapshot))

    def write_margins(
        self, path: str | Path, *, start: date | None = None, end: date | None = None
    ) -> int:
        """Write every order's margin on each line of a window's statement; how many rows.

        CSV or Parquet by the path's end, money in minor units. Raises UserError for another path.
        """
        window = self._window(start, end)
        snapshot = self.snapshot(window.last_day)
        table = keep_margin_rows(snapshot, window, _effects(snapshot))
        return write_people(self.book.engine, table, Path(path))

    def report(
        self, path: str | Path, *, as_of: date | None = None, lang: str | None = None
    ) -> Path:
        """Write the report as one HTML file and return its path."""
        return self._reporter(self, Path(path), as_of=as_of, lang=lang)

    def snapshot(self, as_of: date | None = None, known_at: datetime | None = None) -> BookSnapshot:
        """Look at the book as of a day, as known at a time; kept until the book changes."""
        day, known = as_of or self.last_day, known_at or datetime.max
        if (day, known) not in self._snapshots:
            self._snapshots[day, known] = take_snapshot(
                self.book.engine,
                as_of=day,
                known_at=known,
                digest=self.book.digest(),
                version=self.version,
                identity=self._names_known_at(known),
            )
        return self._snapshots[day, known]

    def _names_known_at(self, known_at: datetime) -> str:
        """The table of who is behind a contact; made anew where the book has learnt since."""
        last = self.book.last_seen_at()
        if last is None or last <= known_at:
            return "identity"
        name = f"identity_{known_at:%Y%m%d%H%M%S%f}"
        settings = in_force(self.book.engine, date.max, known_at)
        name_as_known(self.book.engine, settings, known_at, name)
        return name

    def _window(self, start: date | None, end: date | None) -> Window:
        """The window asked for; by default the last 365 days known."""
        last = end or self.last_day + timedelta(days=1)
        return Window(start or last - YEAR, last)

    def _rule(self, verdict: str, one: str, other: str) -> None:
        settings = self._settings()
        region = settings["region"].value
        handles = read_handle(one, region), read_handle(other, region)
        with self.book.engine.transaction():
            tell_ruling(self.book.engine, verdict, *handles, self._clock())
            self.book.touch(self._clock())
            resolve_book(self.book.engine, settings)
        self._forget_snapshots()

    def _settings(self) -> Mapping[str, Setting]:
        return in_force(self.book.engine, self.last_day, datetime.max)

    def _forget_snapshots(self) -> None:
        for snapshot in self._snapshots.values():
            snapshot.forget()
        self._snapshots.clear()


def cut_as_asked(measure: Measure, by: str | None, per: str | None) -> Measure:
    """The same measure, cut by a segment and a period; raises UserError where it cannot be."""
    names = {field.name for field in fields(measure)}  # type: ignore[arg-type]
    if not {"by", "per"} <= names and (by or per):
        raise UserError(say("{key} cannot be cut", key=measure.card.key))
    return replace(measure, by=by, per=per)  # type: ignore[type-var]


def _effects(snapshot: BookSnapshot) -> tuple[Result, ...]:
    """What connecting and answering bring; the snapshot keeps of which customer-months."""

    def measured() -> tuple[Result, ...]:
        keep_covered_months(snapshot)
        return tuple(measure_named(key).measure(snapshot) for key in EFFECTS)

    return snapshot.once(("effects",), measured)


def card_named(key: str) -> Card:
    """A measure's card, whether a book is open or not; raises UnknownName."""
    return measure_named(key).card


def open_house(
    path: Path,
    *,
    create: bool,
    read_only: bool,
    clock: Callable[[], datetime],
    version: str,
    reporter: Reporter,
) -> House:
    """Open the house over the book at a path; raises BookError."""
    book = open_book(path, create=create, read_only=read_only)
    return House(book, clock=clock, version=version, reporter=reporter)
