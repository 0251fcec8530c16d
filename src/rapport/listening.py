"""Listening: how are the book's messages read, corrected, learnt from, grouped and dealt with?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from rapport.conversations import OPEN, Move, conversations, move, move_back
from rapport.core.heard import ComplaintGroup, Conversation, Heard
from rapport.core.measure import Step
from rapport.core.message import Analyzer, Message, Reading
from rapport.corrections import Correction, correct, read_sample, teller_of, write_sample
from rapport.group_rulings import merge, rename, split
from rapport.ledger.book import Book
from rapport.ledger.handled import Standing
from rapport.ledger.heard import AS_READ
from rapport.ledger.snapshot import BookSnapshot
from rapport.shown_messages import biggest, heard
from rapport.site_learning import forget_site, in_force, learn_site
from rapport.voice.analyzer import VoiceAnalyzer
from rapport.voice.engines import DEFAULT, make
from rapport.voice.groups.book import regroup
from rapport.voice.learning import Learnt
from rapport.voice.scoring import Progress, Scored, score

_READ = Step("read_messages", "SELECT *\nFROM reading", ("reading",))


class Listener(Protocol):
    """What listening needs of the house."""

    book: Book

    def snapshot(self, as_of: date | None = None) -> BookSnapshot:
        """The book as of a day, by default its last."""


def analyzer_named(
    engine: str | None = None, settings: Mapping[str, str] | None = None
) -> Analyzer:
    """The reader of messages of a name; a dearer one is asked where the shipped one is unsure.

    Raises UnknownName and BadSetting.
    """
    name = engine or DEFAULT
    made = make(name, settings)
    return made if name == DEFAULT else VoiceAnalyzer(dearer=made)


def read_texts(texts: Sequence[str], analyzer: Analyzer) -> tuple[Reading, ...]:
    """Read texts that stand in no book."""
    return analyzer.analyze([Message(text) for text in texts])


class Listening:
    """What a company does with what its customers say; made by `House.listening`.

    `changed` is called after anything was written; `clock` tells the time (naive UTC).
    """

    def __init__(
        self, house: Listener, clock: Callable[[], datetime], changed: Callable[[], None]
    ) -> None:
        self._house = house
        self._clock = clock
        self._changed = changed

    def analyzer(
        self, engine: str | None = None, settings: Mapping[str, str] | None = None
    ) -> Analyzer:
        """The reader of a name; the default one as the company's own outcomes taught it.

        Raises UnknownName and BadSetting.
        """
        below = analyzer_named(engine, settings)
        return in_force(self._house.book, below)

    def score(self, *, engine: Analyzer | None = None, progress: Progress | None = None) -> Scored:
        """Read every message that the engine has not read, and group complaints anew.

        What was read stays where a run is stopped; the next one goes on from there.
        """
        book = self._house.book
        try:
            done = score(book.engine, engine or self.analyzer(), progress=progress)
            with book.engine.transaction():
                regroup(book.engine)
        finally:
            self._changed()
        return done

    def read(self, texts: Sequence[str]) -> tuple[Reading, ...]:
        """Read texts as the book's engine would, and write nothing."""
        return read_texts(texts, self.analyzer())

    def heard(self, as_of: date | None = None) -> Heard | None:
        """Messages and groups to be shown in a report, masked; None where nothing was read."""
        return heard(self._house.snapshot(as_of))

    def write_sample(self, path: str | Path, *, size: int = 100, seed: int = 1) -> int:
        """Draw messages by lot and write them as CSV for a person to correct; how many."""
        snapshot = self._house.snapshot()
        table = snapshot.keep("read_messages", _READ)
        return write_sample(
            self._house.book, table, Path(path), last=snapshot.as_of, size=size, seed=seed
        )

    def correct_sample(self, path: str | Path, by: str | None = None) -> int:
        """Take a corrected sample in; how many words of it were kept. Raises UserError."""
        return self._correct(read_sample(Path(path)), by)

    def correct(
        self,
        message_id: str,
        field: str,
        value: str,
        *,
        source: str | None = None,
        by: str | None = None,
    ) -> int:
        """Say what one message really is; raises UserError."""
        teller = teller_of(self._house.book, message_id, source)
        return self._correct([Correction(teller, message_id, field, value)], by)

    def take_back(self, message_id: str, field: str, *, source: str | None = None) -> int:
        """Take a correction back: the message is again what the engine reads."""
        return self.correct(message_id, field, AS_READ, source=source)

    def learn(self, seed: int = 0) -> Learnt:
        """Learn from the company's own scores, churn and corrections; kept only if it is better.

        Raises UserError where no message was read yet.
        """
        below = analyzer_named()
        learnt = learn_site(self._house.book, self._house.snapshot(), below, self._clock(), seed)
        self._changed()
        return learnt

    def forget(self) -> bool:
        """Take back what was learnt; whether anything had been."""
        had = forget_site(self._house.book)
        self._changed()
        return had

    def groups(self, most: int = 10) -> tuple[ComplaintGroup, ...]:
        """The biggest groups of similar complaints, by distinct authors."""
        return biggest(self._house.snapshot(), most)

    def merge(self, one: str, other: str, by: str | None = None) -> None:
        """Make one group of two, named by key or label; raises UserError."""
        merge(self._house.book, one, other, by, self._clock())
        self._changed()

    def split(self, one: str, message: str | None = None, by: str | None = None) -> None:
        """Make two groups of one, the second around a message of it; raises UserError."""
        split(self._house.book, one, message, by, self._clock())
        self._changed()

    def rename(self, one: str, label: str, by: str | None = None) -> None:
        """Give a group a name of one's own; raises UserError."""
        rename(self._house.book, one, label, by, self._clock())
        self._changed()

    def conversations(
        self,
        states: tuple[str, ...] = OPEN,
        owner: str = "",
        most: int = 20,
        as_of: date | None = None,
    ) -> tuple[Conversation, ...]:
        """Conversations with a message in some states, those that wait longest first.

        As of the end of a day; without one as of now, for what waits, waits now.
        """
        now = self._clock() if as_of is None else None
        snapshot = self._house.snapshot(as_of)
        if now is not None:
            zone = ZoneInfo(snapshot.setting("zone").value)
            now = now.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
            snapshot = self._house.snapshot(max(now.date(), snapshot.as_of))
        return conversations(self._house.book, snapshot, states, owner, most, now)

    def move(self, step: Move) -> Standing:
        """Note a step of a message and tell where it stands; raises UserError."""
        stands = move(self._house.book, step, self._clock())
        self._changed()
        return stands

    def move_back(self, message_id: str, source: str | None = None) -> Standing:
        """Take a message's last step back and tell where it stands; raises UserError."""
        stands = move_back(self._house.book, message_id, source, self._clock())
        self._changed()
        return stands

    def _correct(self, corrections: Sequence[Correction], by: str | None) -> int:
        kept = correct(self._house.book, corrections, by, self._clock())
        self._changed()
        return kept
