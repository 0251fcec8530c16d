"""Message states: are messages counted where a reader would put them?"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rapport.core.estimate import Refusal
from rapport.ledger.handled import tell_handling

from .told_talks import house_told, parts_of, said, source_of, values

pytestmark = pytest.mark.slow

PEOPLE = "abcdefghij"
ASKED = [said(f"q{who}", f"T{who}", f"{place + 2:02d} 10:00", who)
         for place, who in enumerate(PEOPLE)]  # fmt: skip
REPLIES = [said(f"r{who}", f"T{who}", "15 10:00", who, agent="Ann") for who in "abcdef"]
SEEN_AT = datetime(2025, 6, 16)


def test_six_of_ten_are_answered_one_is_seen_and_three_wait():
    with house_told(*ASKED, *REPLIES) as house:
        tell_handling(house.book.engine, source_of(house), "qj", "seen", "Ann", None, None, SEEN_AT)
        told = values(parts_of(house, "message_states"))
    assert (told["waiting"], told["seen"], told["answered"]) == pytest.approx((0.3, 0.1, 0.6))
    assert (told["messages waiting"], told["messages answered"]) == (3, 6)


def test_the_oldest_that_waits_is_the_one_of_the_eighth():
    with house_told(*ASKED, *REPLIES) as house:
        told = values(parts_of(house, "message_states"))
    # Written on 8 June at ten, waits until 30 June ends: 14 hours and 22 days.
    assert told["age of the oldest waiting"] == 14 + 22 * 24


def test_where_nothing_waits_no_age_is_told():
    with house_told(*ASKED[:6], *REPLIES) as house:
        told = parts_of(house, "message_states")
    assert told["waiting"].value == 0
    assert isinstance(told["age of the oldest waiting"], Refusal)


def test_one_who_writes_forty_times_is_one_voice():
    angry = [said(f"z{n}", "Tj", f"{n % 20 + 2:02d} 1{n // 20}:30", "j") for n in range(40)]
    with house_told(*ASKED, *REPLIES) as calm, house_told(*ASKED, *REPLIES, *angry) as loud:
        once, often = (parts_of(house, "message_states") for house in (calm, loud))
    assert once["waiting"] == often["waiting"]
    assert (once["messages waiting"].value, often["messages waiting"].value) == (4, 44)


def test_states_are_told_by_who_takes_care():
    with house_told(*ASKED) as house:
        tell_handling(house.book.engine, source_of(house), "qj", "seen", "Ann", None, None, SEEN_AT)
        told = values(parts_of(house, "message_states", by="owner"))
    assert told["messages seen", "Ann"] == 1
    assert told["messages waiting", "(nobody)"] == 9


def test_as_of_an_earlier_day_they_all_wait():
    with house_told(*ASKED, *REPLIES) as house:
        told = values(parts_of(house, "message_states", as_of=date(2025, 6, 14)))
    assert told["messages waiting"] == 10
