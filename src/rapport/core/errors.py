"""Errors: what can go wrong in Rapport, drawn as one tree?

RapportError
├── UserError            the user asked for something that cannot be; says what, where, what to do
│   ├── UnknownName      a measure, segment, setting, kind or column that does not exist
│   ├── BadSetting       a setting whose value cannot be read
│   └── BadDay           a day, window or time that cannot be read
├── SourceError          a file that cannot be taken in
│   ├── UnreadableFile   no table could be read from it
│   ├── UnknownFile      a table, but of no kind that we recognise
│   └── BadMapping       a mapping that does not fit the file
├── BookError            the book cannot be opened or kept
│   ├── BookMissing      there is no book there
│   ├── BookBusy         another process holds it
│   ├── BookForeign      not a book, or of a newer edition
│   └── BookDamaged      the book breaks one of its promises
├── StepError            a step of SQL failed; carries its name and text
└── ContractError        our own mistake: a value of ours that breaks its promise
"""

from __future__ import annotations

from rapport.core.phrase import Phrase


class RapportError(Exception):
    """Anything Rapport raises; `phrase` says what, where and what to do, in any language."""

    def __init__(self, phrase: Phrase | str) -> None:
        self.phrase = Phrase(phrase) if isinstance(phrase, str) else phrase
        super().__init__(str(self.phrase))


class UserError(RapportError):
    """The user asked for something that cannot be."""


class UnknownName(UserError):
    """A measure, segment, setting, kind or column that does not exist."""


class BadSetting(UserError):
    """A setting whose value cannot be read."""


class BadDay(UserError):
    """A day, window or time that cannot be read."""


class SourceError(RapportError):
    """A file that cannot be taken in."""


class UnreadableFile(SourceError):
    """No table could be read from the file."""


class UnknownFile(SourceError):
    """A table, but of no kind that Rapport recognises."""


class BadMapping(SourceError):
    """A mapping that does not fit the file."""


class BookError(RapportError):
    """The book cannot be opened or kept."""


class BookMissing(BookError):
    """There is no book at that path."""


class BookBusy(BookError):
    """Another process holds the book."""


class BookForeign(BookError):
    """Not a book of Rapport, or one of a newer edition."""


class BookDamaged(BookError):
    """The book breaks one of its promises."""


class StepError(RapportError):
    """A step of SQL failed; the message names it, `sql` holds its text."""

    def __init__(self, phrase: Phrase | str, sql: str = "") -> None:
        super().__init__(phrase)
        self.sql = sql


class ContractError(RapportError):
    """A value of ours that breaks its own promise: a mistake in Rapport, not of its user."""
