"""Scoring: is every message read once, whatever stops and whatever comes?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

import rapport
from measures.small_company import Company
from rapport.core.message import Message, Reading, Sentiment, Signal
from rapport.voice.scoring import score, unread


@dataclass
class CountingAnalyzer:
    """An analyzer that knows three words and remembers what it was asked."""

    version: str = "1"
    engine: str = "counting"
    asked: list[Message] = field(default_factory=list)
    stops_after: int | None = None

    def analyze(self, messages):
        if self.stops_after is not None and len(self.asked) >= self.stops_after:
            raise KeyboardInterrupt
        self.asked.extend(messages)
        return tuple(self.read(message) for message in messages)

    def read(self, message: Message) -> Reading:
        words = len(message.text.split())
        french = message.prior == "fr" or "bonjour" in message.text
        told = Reading("fr" if french else "en", 0.95 if words > 2 else 0.4, (0.2, 0.6, 0.2),
                       Sentiment.NEUTRAL, False, ((Signal.QUESTION, 0.9),), (Signal.QUESTION,),
                       None, None, (), False, False, 0.0, False, words, abs(hash(message.text)),
                       self.engine, self.version)  # fmt: skip
        return replace(told, shown=(Signal.QUESTION,) if "?" in message.text else ())


def told(number: int, text: str, thread: str = "t", direction: str = "in") -> dict[str, object]:
    return {"message_id": f"m{number}", "thread": thread, "sent_at": f"2024-05-{number + 1:02d}",
            "email": "a@example.com", "direction": direction, "author_type": "customer",
            "channel": "email", "text": text}  # fmt: skip


@pytest.fixture
def house(tmp_path):
    """A house over a new book into which messages went; nobody has read them."""

    def made(*messages):
        house = rapport.open(tmp_path / "unread.rapport", create=True)
        house.ingest(*Company({"messages": list(messages)}).write(tmp_path / "files"))
        return house

    return made


def readings(house, columns: str = "key, language, prior, is_question"):
    return house.book.engine.rows(f"SELECT {columns} FROM reading ORDER BY key")


def test_every_message_is_read_and_the_same_words_once(house):
    book, analyzer = house(*(told(i, "is it here yet?") for i in range(5))), CountingAnalyzer()
    done = score(book.book.engine, analyzer)
    assert (done.messages, done.texts, len(analyzer.asked)) == (5, 1, 1)
    assert [row[3] for row in readings(book)] == [True] * 5


def test_a_second_run_reads_what_is_new_only(house):
    book, analyzer = (
        house(*(told(i, f"words of message {i}") for i in range(4))),
        CountingAnalyzer(),
    )
    score(book.book.engine, analyzer)
    assert score(book.book.engine, analyzer).messages == 0
    assert len(analyzer.asked) == 4


def test_another_version_reads_all_again_and_leaves_one_reading_each(house):
    book = house(*(told(i, f"words of the letter {i}") for i in range(4)))
    score(book.book.engine, CountingAnalyzer())
    score(book.book.engine, CountingAnalyzer(version="2"))
    assert readings(book, "version") == [("2",)] * 4


def test_short_words_take_the_language_of_their_thread(house):
    book = house(told(0, "ok"), told(1, "bonjour à toute la maison"), told(2, "ok", thread="u"))
    score(book.book.engine, CountingAnalyzer())
    assert [row[1:3] for row in readings(book)] == [("fr", "fr"), ("fr", ""), ("en", "")]


def test_a_run_that_is_stopped_goes_on_where_it_was(house):
    book = house(*(told(i, f"words of message {i}") for i in range(6)))
    with pytest.raises(KeyboardInterrupt):
        score(book.book.engine, CountingAnalyzer(stops_after=4), batch=2)
    assert unread(book.book.engine) == 2
    assert score(book.book.engine, CountingAnalyzer(), batch=2).messages == 2
