"""Ingest: how do files go through the door, into the book, under the right names?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rapport.core.errors import BadMapping, UnknownFile, UnreadableFile
from rapport.core.measure import Setting
from rapport.core.phrase import Phrase, say
from rapport.core.source import Recognition, Sheet
from rapport.core.summary import FileSummary, ImportSummary, PassedOver, Preview
from rapport.ledger.book import Book
from rapport.ledger.engine import DuckDBEngine
from rapport.ledger.journal import Written, write_sheet
from rapport.ledger.rejects import reason
from rapport.ledger.schema import create_book
from rapport.ledger.settings import in_force
from rapport.ledger.staging import drop_staged
from rapport.ledger.telling import save_mapping, saved_mappings
from rapport.people.naming import resolve_book
from rapport.sources.mapping import SavedMapping, by_hand, saved_mapping
from rapport.sources.recognise import recognise
from rapport.sources.sheets import files_in, open_sheets

Progress = Callable[[str, float], None]

PREVIEWED_ROWS = 5
PREVIEWED_REJECTS = 20


def ingest(
    book: Book,
    paths: Sequence[Path],
    *,
    kind: str | None,
    mapping: Mapping[str, str],
    save_as: str | None,
    source: str | None,
    seen_at: datetime,
    progress: Progress | None,
) -> ImportSummary:
    """Take files and folders in, in one transaction: all land, or none.

    A file named by the user that cannot be taken in raises SourceError; one found in a folder
    is passed over and said.
    """
    saved = _saved(book)
    summaries: list[FileSummary] = []
    with TemporaryDirectory(prefix="rapport-") as workshop:
        found, passed = _recognised(paths, Path(workshop), kind, mapping, saved)
        with book.engine.transaction():
            for number, (sheet, told) in enumerate(found):
                if progress:
                    progress(sheet.told_as, number / (len(found) + 1))
                recognition = replace(told, source=source) if source else told
                summaries.append(_write(book, sheet, recognition, seen_at))
            if progress:
                progress("names", len(found) / (len(found) + 1))
            if save_as and kind:
                _save(book, found, kind, mapping, save_as, seen_at)
            doubts = _put_names(book, summaries, seen_at)
        drop_staged(book.engine)
    people = book.engine.value("SELECT count(DISTINCT person) FROM identity")
    return ImportSummary(tuple(summaries), tuple(passed), people, doubts)


def _put_names(
    book: Book, summaries: Sequence[FileSummary], seen_at: datetime
) -> tuple[Phrase, ...]:
    """Put names to what was written; where nothing was, everybody is known already."""
    if not any(summary.written for summary in summaries):
        return ()
    book.touch(seen_at)
    resolution = resolve_book(book.engine, _settings(book))
    return tuple(doubt.phrase for doubt in resolution.doubts)


def keep_mapping(book: Book, path: Path, seen_at: datetime) -> str:
    """Keep a mapping written in a JSON file, for files of its header; return its name.

    Raises UnreadableFile where the file cannot be read, BadMapping where it is no mapping.
    """
    try:
        kept = SavedMapping.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as cause:
        raise UnreadableFile(
            say("{path} cannot be read: give a mapping's JSON file", path=str(path))
        ) from cause
    with book.engine.transaction():
        save_mapping(book.engine, kept.name, kept.as_json(), seen_at)
    return kept.name


def preview(
    book: Book,
    paths: Sequence[Path],
    *,
    kind: str | None,
    mapping: Mapping[str, str],
    seen_at: datetime,
) -> tuple[Preview, ...]:
    """Say what files would become, by writing them into a book in memory."""
    with TemporaryDirectory(prefix="rapport-") as workshop:
        found, _ = _recognised(paths, Path(workshop), kind, mapping, _saved(book))
        return tuple(_previewed(sheet, recognition, seen_at) for sheet, recognition in found)


def _previewed(sheet: Sheet, recognition: Recognition, seen_at: datetime) -> Preview:
    engine = DuckDBEngine()
    try:
        create_book(engine)
        written = write_sheet(engine, sheet, recognition.recipes, recognition.source, seen_at)
        rejects = engine.rows(
            "SELECT line, fault, field FROM rejected ORDER BY line LIMIT $n",
            {"n": PREVIEWED_REJECTS},
        )
    finally:
        engine.close()
    return Preview(
        sheet.told_as,
        recognition,
        sheet.columns,
        sheet.sample[:PREVIEWED_ROWS],
        written.kinds,
        written.read,
        tuple((line, reason(fault, field)) for line, fault, field in rejects),
    )


def _recognised(
    paths: Sequence[Path],
    workshop: Path,
    kind: str | None,
    mapping: Mapping[str, str],
    saved: tuple[SavedMapping, ...],
) -> tuple[list[tuple[Sheet, Recognition]], list[PassedOver]]:
    """Open and recognise every file; those of a folder may be passed over."""
    if mapping and not kind:
        raise BadMapping(say("a mapping needs the kind of the file: add --as purchases, say"))
    found: list[tuple[Sheet, Recognition]] = []
    passed: list[PassedOver] = []
    for path, named in _files(paths, passed):
        try:
            for sheet in open_sheets(path, workshop):
                told = by_hand(sheet, kind, mapping) if kind else recognise(sheet, saved)
                found.append((sheet, told))
        except (UnknownFile, UnreadableFile) as error:
            if named:
                raise
            passed.append(PassedOver(path.name, error.phrase))
    return found, passed


def _files(paths: Sequence[Path], passed: list[PassedOver]) -> Iterator[tuple[Path, bool]]:
    """Every file to read, and whether the user named it."""
    for path in paths:
        folder = files_in(path)
        why = say("its name does not end as a table's would")
        passed.extend(PassedOver(other.name, why) for other in folder.passed_over)
        for file in folder.files:
            yield file, not path.is_dir()


def _write(book: Book, sheet: Sheet, recognition: Recognition, seen_at: datetime) -> FileSummary:
    """Write one sheet, unless the very same file was read the very same way before."""
    recipe = _recipe_text(recognition)
    before = book.engine.rows(
        "SELECT rows_read, written + known, rejected, dropped FROM batch "
        "WHERE digest = $digest AND file = $file AND recipe = $recipe AND source = $source",
        {
            "digest": sheet.digest,
            "file": sheet.told_as,
            "recipe": recipe,
            "source": recognition.source,
        },
    )
    if before:
        read, known, rejected, dropped = before[0]
        written = Written(read, 0, known, rejected, dropped, ())
        note = say("this very file is in the book already")
        return _summary(sheet, recognition, written, (note,))
    written = write_sheet(book.engine, sheet, recognition.recipes, recognition.source, seen_at)
    book.engine.run(
        """INSERT INTO batch
SELECT coalesce(max(batch), 0) + 1, $file, $digest, $source, $recipe, $seen_at,
    $read, $written, $known, $rejected, $dropped
FROM batch""",
        {
            "file": sheet.told_as,
            "digest": sheet.digest,
            "source": recognition.source,
            "recipe": recipe,
            "seen_at": seen_at,
            "read": written.read,
            "written": written.written,
            "known": written.known,
            "rejected": written.rejected,
            "dropped": written.dropped,
        },
    )
    return _summary(sheet, recognition, written, ())


def _summary(
    sheet: Sheet, recognition: Recognition, written: Written, notes: tuple[Phrase, ...]
) -> FileSummary:
    return FileSummary(
        sheet.told_as,
        recognition.source,
        recognition.confidence,
        recognition.reason,
        written.read,
        written.written,
        written.known,
        written.rejected,
        written.dropped,
        written.kinds,
        (*sheet.notes, *recognition.notes, *notes),
    )


def _recipe_text(recognition: Recognition) -> str:
    """How a sheet was read, as a text that is equal for equal readings."""
    told = [
        {"kind": recipe.kind, "fields": dict(recipe.fields), "where": recipe.where}
        for recipe in recognition.recipes
    ]
    return json.dumps(told, sort_keys=True)


def _save(
    book: Book,
    found: list[tuple[Sheet, Recognition]],
    kind: str,
    mapping: Mapping[str, str],
    name: str,
    seen_at: datetime,
) -> None:
    for sheet, recognition in found[:1]:
        kept = saved_mapping(name, sheet, kind, mapping, recognition.source)
        save_mapping(book.engine, name, kept.as_json(), seen_at)


def _saved(book: Book) -> tuple[SavedMapping, ...]:
    return tuple(SavedMapping.from_json(text) for text in saved_mappings(book.engine))


def _settings(book: Book) -> Mapping[str, Setting]:
    return in_force(book.engine, datetime.max.date(), datetime.max)
