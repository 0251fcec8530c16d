"""Message volume: does it give the count by hand?"""

from __future__ import annotations

from datetime import date

from rapport.measures.voice.message_volume import MessageVolume

from .small_book import SmallBook, amounts

DAY = date(2024, 1, 1)
SAID = [
    (1, DAY, "a", "in", "customer", "email"),
    (1, DAY, "a", "in", None, "email"),
    (2, DAY, "b", "in", "customer", "chat"),
    (1, DAY, "a", "out", "staff", "email"),
    (2, DAY, "b", "out", "bot", "chat"),
    (None, DAY, "c", "in", "customer", "chat"),
    (None, DAY, "c", "in", "customer", "chat"),
]


def test_messages_are_counted_by_who_speaks():
    told = amounts(MessageVolume().measure(SmallBook(message=SAID)))
    assert told == {"from customers": 5.0, "our replies": 1.0, "by bots": 1.0}


def test_n_is_people_and_a_thread_of_nobody_known_is_one():
    assert MessageVolume().measure(SmallBook(message=SAID)).headline.answer.n == 3


def test_channels_add_up_to_the_whole():
    rows = MessageVolume(by="channel").measure(SmallBook(message=SAID)).rows
    told = {row.segment: row.answer.value for row in rows if row.part == "from customers"}
    assert told == {None: 5.0, "chat": 3.0, "email": 2.0}
