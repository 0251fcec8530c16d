"""Listening: is what was read shown masked, grouped, learnt from, and dealt with step by step?"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rapport.conversations import Move
from rapport.core.errors import UserError
from rapport.core.message import Reading, Sentiment, Signal
from rapport.site_labels import outcomes
from rapport.voice.learning import CHURN, CORRECTION, RECOMMENDATION, SATISFACTION
from worlds import Clock, house_at, write

pytestmark = pytest.mark.slow

NOW = datetime(2024, 6, 2, 12)
HEADER = "message_id,thread,sent_at,email,direction,author_type,channel,visibility,text\n"
SAID = (
    ("m1", "t1", "2024-05-01T10:00", "ana@example.com", "the parcel came broken and torn"),
    ("m2", "t2", "2024-05-03T10:00", "bob@example.com", "the parcel came broken and wet"),
    ("m3", "t3", "2024-05-30T10:00", "cas@example.com", "my invoice is wrong, see dan@example.com"),
    ("m4", "t1", "2024-05-31T10:00", "ana@example.com", "where is it?"),
    ("m5", "t5", "2024-05-31T11:00", "eva@example.com", "goodbye for ever"),
)  # fmt: skip
ANSWERS = (
    "survey,question,submitted_at,email,thread,scale_low,scale_high,score,comment\n"
    "after,csat,2024-06-01T10:00,ana@example.com,t1,1,5,1,\n"
    "after,csat,2024-06-01T10:00,bob@example.com,t2,1,5,3,\n"
    "yearly,nps,2024-06-01T10:00,cas@example.com,,0,10,9,all is well\n"
)


@dataclass
class ByWords:
    """An engine that knows a handful of words."""

    engine: str = "by words"
    version: str = "1"

    def analyze(self, messages):
        return tuple(self.read(message.text) for message in messages)

    def read(self, text):
        shown = [Signal.COMPLAINT] if {"parcel", "invoice"} & set(text.split()) else []
        shown += [Signal.BREAK_UP] if "goodbye" in text else []
        shown += [Signal.QUESTION] if "?" in text else []
        return Reading("en", 0.99, (0.8, 0.1, 0.1), Sentiment.NEGATIVE, False,
                       tuple((signal, 0.9) for signal in shown), tuple(shown), None, None, (),
                       False, False, 0.0, False, len(text.split()), abs(hash(text)), self.engine,
                       self.version)  # fmt: skip


@pytest.fixture(scope="module")
def read_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("read")
    rows = "".join(
        f'{key},{thread},{at},{email},in,customer,web,public,"{text}"\n'
        for key, thread, at, email, text in SAID
    )
    with house_at(folder / "book.rapport", Clock(NOW)) as house:
        house.ingest(*write(folder, {"messages.csv": HEADER + rows, "answers.csv": ANSWERS}))
        house.listening.score(engine=ByWords())
    return folder / "book.rapport"


@pytest.fixture
def clock():
    return Clock(NOW + timedelta(hours=1))


@pytest.fixture
def house(read_once, tmp_path, clock):
    with house_at(Path(shutil.copy(read_once, tmp_path)), clock) as house:
        yield house


def test_what_is_shown_of_messages_names_no_address(house):
    heard = house.listening.heard()
    texts = [one.text for one in heard.sample] + [t for g in heard.groups for t in g.examples]
    assert len(heard.sample) == 5
    assert any("[email]" in text for text in texts)
    assert not any("@" in text for text in texts)


def test_nothing_is_shown_before_anything_was_read(house):
    house.book.engine.run("DELETE FROM reading")
    assert house.listening.heard() is None


def test_a_group_counts_its_authors_and_how_it_grows(house):
    biggest = house.listening.groups()[0]
    assert (biggest.messages, biggest.authors, biggest.recent, biggest.before) == (2, 2, 1, 1)


def test_what_people_rule_on_groups_holds_when_all_is_read_again(house):
    first, second = house.listening.groups()
    house.listening.merge(first.key, second.key)
    house.listening.rename(first.key, "all is wrong")
    house.listening.score(engine=ByWords(version="2"))
    (one,) = house.listening.groups()
    assert (one.label, one.authors) == ("all is wrong", 3)
    house.listening.split("all is wrong", "m3")
    assert len(house.listening.groups()) == 2


@pytest.mark.parametrize(("name", "words"), [("xx", "no group"), ("en", "any of")])
def test_a_group_that_cannot_be_told_is_not_ruled_on(house, name, words):
    with pytest.raises(UserError, match=words):
        house.listening.split(name)


def test_conversations_that_wait_longest_come_first_one_row_each(house, clock):
    told = house.listening.conversations()
    assert [one.message_id for one in told] == ["m1", "m2", "m3", "m5"]
    assert told[0].age == pytest.approx((clock.now - datetime(2024, 5, 1, 10)) / timedelta(hours=1))
    assert (told[0].customer, told[0].signals) == ("ana@example.com", ("complaint",))


def test_no_step_is_skipped_and_the_last_can_be_taken_back(house, clock):
    listening = house.listening
    with pytest.raises(UserError, match="comes first"):
        listening.move(Move("m1", "answered"))
    assert listening.move(Move("m1", "seen", owner="Lea")).following == "understood"
    assert [one.message_id for one in listening.conversations(owner="Lea")] == ["m1"]
    clock.wait()
    assert listening.move_back("m1").state == "waiting"
    assert listening.conversations(owner="Lea") == ()


def test_a_correction_goes_before_the_engine_and_is_taken_back(house, clock):
    def shown():
        return {one.message_id: one.sentiment for one in house.listening.heard().sample}["m4"]

    house.listening.correct("m4", "sentiment", "neutral")
    assert shown() == "neutral"
    clock.wait()
    house.listening.take_back("m4", "sentiment")
    assert shown() == "negative"


def known(house):
    told = outcomes(house.snapshot())
    texts = [message.text for message in told.messages]
    return {
        text: (int(feels), float(weight))
        for text, feels, weight in zip(texts, told.sentiment, told.weights, strict=True)
    }


def test_scores_are_labels_of_the_words_beside_and_the_last_before_them(house):
    assert known(house) == {
        "where is it?": (0, SATISFACTION),
        "the parcel came broken and wet": (1, SATISFACTION),
        "all is well": (2, RECOMMENDATION),
    }


def test_a_persons_word_goes_before_a_score(house):
    house.listening.correct("m4", "sentiment", "neutral")
    house.listening.correct("m4", "question", "no")
    assert known(house)["where is it?"] == (1, CORRECTION)
    told = outcomes(house.snapshot())
    place = [message.text for message in told.messages].index("where is it?")
    assert told.signals[place].tolist() == [-1, -1, 0, -1]


@pytest.mark.parametrize("came_back", [True, False])
def test_who_spoke_of_leaving_and_bought_nothing_for_a_year_has_left(
    tmp_path, house, clock, came_back
):
    days = ["2023-01-01", "2025-08-01", *(["2025-01-01"] if came_back else [])]
    rows = "".join(f"{n},{day},eva@example.com,10,EUR\n" for n, day in enumerate(days))
    orders = "Order ID,Order date,Email,Amount,Currency\n" + rows
    clock.now = datetime(2026, 1, 1)
    house.ingest(*write(tmp_path, {"orders.csv": orders}))
    assert known(house)["goodbye for ever"] == ((-1 if came_back else 0), CHURN)


def test_too_few_labels_teach_nothing_and_leave_all_as_it_was(house):
    before = house.listening.analyzer().version
    assert not house.listening.learn().kept
    assert house.listening.analyzer().version == before
    assert not house.listening.forget()
