"""Handled: can no message skip a step, and is every step kept and taken back?"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest

from measures.told_talks import house_told, said, source_of
from rapport.core.errors import UserError
from rapport.core.measure import Step
from rapport.ledger.handled import standing, tell_handling, undo_handling

pytestmark = pytest.mark.slow

NOW = datetime(2025, 6, 20, 8)
TALKS = (
    said("open", "T1", "02 10:00", "a", seen="public"),
    said("quiet", "T2", "02 10:00", "b", seen="private"),
    said("asked", "T3", "02 10:00", "c", seen="public"),
    said("reply", "T3", "02 12:00", "c", agent="Ann", seen="public"),
    said("again", "T3", "03 10:00", "c", seen="public"),
    said("botted", "T4", "02 10:00", "d"),
    said("bot", "T4", "02 10:01", "d", agent="bot"),
)
STEPS = (
    ("seen", None, None),
    ("understood", "price", "You were charged twice"),
    ("answered", None, "By telephone"),
    ("closed", None, "We told everybody here"),
)


@contextmanager
def desk(**more):
    """What can be done with the messages of a book, at a clock that moves by an hour each time."""
    with house_told(*TALKS, **more) as house:
        clock = iter(NOW + timedelta(hours=hour) for hour in range(100))

        def now():
            house.book.touch(moment := next(clock))
            house._snapshots.clear()
            return moment

        def step(message, state, cause=None, text=None, owner=None, outcome=None):
            return tell_handling(house.book.engine, source_of(house), message, state, owner, cause,
                                 text, now(), outcome)  # fmt: skip

        def undo(message):
            return undo_handling(house.book.engine, source_of(house), message, now())

        yield house, step, undo


def state_of(house, message, as_of=date(2025, 6, 30), known_at=None, fields="state"):
    sql = f"SELECT {fields} FROM message_state WHERE key = '{message}'"
    columns = house.snapshot(as_of, known_at or NOW + timedelta(days=9)).read(
        Step("one", sql, ("message_state",))
    )
    return tuple(columns[name].tolist()[0] for name in columns)


def test_a_message_goes_through_every_state_in_order():
    with desk() as (house, step, _):
        source = source_of(house)
        for state, cause, text in STEPS:
            assert standing(house.book.engine, source, "open").following == state
            assert step("open", state, cause, text).state == state
        assert standing(house.book.engine, source, "open").following is None
        assert state_of(house, "open", fields="state, cause") == ("closed", "price")


@pytest.mark.parametrize("place", [1, 2, 3])
def test_no_step_can_be_skipped(place):
    with desk() as (_, step, _):
        state, cause, text = STEPS[place]
        with pytest.raises(UserError, match="“seen” comes first"):
            step("open", state, cause, text)


@pytest.mark.parametrize(
    ("until", "state", "cause", "text", "lack"),
    [
        (1, "understood", None, "Sorry", "name its cause"),
        (1, "understood", "price", "  ", "acknowledged"),
        (2, "answered", None, None, "no reply"),
        (3, "closed", None, None, "said in public"),
        (0, "asleep", None, None, "choose among waiting"),
        (1, "understood", "weather", "Sorry", "choose among product"),
    ],
)
def test_a_step_that_lacks_what_it_needs_says_so(until, state, cause, text, lack):
    with desk() as (_, step, _):
        for told in STEPS[:until]:
            step("open", *told)
        with pytest.raises(UserError, match=lack):
            step("open", state, cause, text)


def test_only_what_is_public_can_be_closed():
    with desk() as (house, step, _):
        for told in STEPS[:3]:
            step("quiet", *told)
        assert standing(house.book.engine, source_of(house), "quiet").following is None
        with pytest.raises(UserError, match="not known to be public"):
            step("quiet", "closed", None, "Done")


def test_a_human_reply_makes_what_came_before_it_answered_and_nothing_else():
    with desk() as (house, _, _):
        told = {one: state_of(house, one)[0] for one in ("open", "asked", "again", "botted")}
        assert told == {"open": "waiting", "asked": "answered", "again": "waiting",
                        "botted": "waiting"}  # fmt: skip
        assert state_of(house, "asked", as_of=date(2025, 6, 1) + timedelta(days=1)) == ("answered",)
        now = standing(house.book.engine, source_of(house), "asked")
        assert (now.state, now.following) == ("answered", "closed")


def test_a_reply_to_somebody_else_in_a_public_thread_answers_nobody_here():
    crowd = (said("one", "P", "02 10:00", "a", seen="public"),
             said("other", "P", "02 11:00", "b", seen="public"),
             said("out", "P", "02 12:00", "b", agent="Ann", seen="public"))  # fmt: skip
    with house_told(*crowd) as house:
        engine, source = house.book.engine, source_of(house)
        assert [standing(engine, source, one).state for one in ("one", "other")] == [
            "waiting",
            "answered",
        ]
        assert [state_of(house, one)[0] for one in ("one", "other")] == ["waiting", "answered"]


def test_who_owns_a_message_is_kept_through_the_steps():
    with desk() as (house, step, _):
        step("open", "waiting", owner="Ann")
        step("open", *STEPS[0])
        assert state_of(house, "open", fields="state, owner") == ("seen", "Ann")
        step("open", *STEPS[0], owner="Bob")
        assert state_of(house, "open", fields="state, owner") == ("seen", "Bob")


def test_a_step_taken_back_is_gone_with_its_words_but_was_known_then():
    with desk() as (house, step, undo):
        step("open", *STEPS[0])
        step("open", *STEPS[1])
        assert undo("open").state == "seen"
        assert state_of(house, "open", fields="state, cause") == ("seen", None)
        then = NOW + timedelta(hours=1)
        assert state_of(house, "open", known_at=then, fields="state, cause")[1] == "price"
        assert undo("open").state == "waiting"
        with pytest.raises(UserError, match="nothing was noted"):
            undo("open")


def test_a_step_can_be_told_anew_after_it_was_taken_back():
    with desk() as (house, step, undo):
        step("open", *STEPS[0])
        undo("open")
        assert step("open", *STEPS[0]).state == "seen"
        assert state_of(house, "open") == ("seen",)


def test_before_the_step_the_message_was_not_there_yet():
    with desk() as (house, step, _):
        step("open", *STEPS[0])
        assert state_of(house, "open", as_of=date(2025, 6, 19)) == ("waiting",)


def test_no_step_goes_back():
    with desk() as (_, step, _):
        step("open", *STEPS[0])
        with pytest.raises(UserError, match="is seen already"):
            step("open", "waiting")


def test_our_own_messages_and_unknown_ones_have_no_state():
    with desk() as (_, step, _):
        with pytest.raises(UserError, match="is ours"):
            step("reply", "seen")
        with pytest.raises(UserError, match="no message M9"):
            step("M9", "seen")


def test_age_runs_to_the_end_of_the_day():
    with desk() as (house, _, _):
        assert state_of(house, "open", as_of=date(2025, 6, 3), fields="age") == (38.0,)


def test_a_message_that_vanished_unanswered_waits_no_longer():
    gone = "moderation_id,moderated_at,action,message_id\nX1,2025-06-05 12:00:00,disappeared,{}\n"
    with house_told(*TALKS, moderation=gone.format("open")) as house:
        keys = house.snapshot(date(2025, 6, 30)).read(
            Step("one", "SELECT key FROM message_state ORDER BY key", ("message_state",))
        )
        assert keys["key"].tolist() == ["again", "asked", "botted", "quiet"]


def test_thanks_that_ask_for_nothing_have_no_state():
    with house_told(*TALKS, meant={"again": {"purpose": "thanks"}}) as house:
        keys = house.snapshot(date(2025, 6, 30)).read(
            Step("one", "SELECT key, is_help FROM message_state ORDER BY key", ("message_state",))
        )
        assert keys["key"].tolist() == ["asked", "botted", "open", "quiet"]
        assert not keys["is_help"].any()


def test_a_persons_word_on_what_a_message_is_for_goes_before_the_engines():
    with house_told(*TALKS, meant={"open": {"purpose": "help", "cause": "price"}}) as house:
        assert state_of(house, "open", fields="is_help, cause") == (True, "price")
        house._clock.wait()
        house.listening.correct("open", "purpose", "commercial")
        house._clock.wait()
        assert state_of(house, "open", fields="is_help, cause") == (False, "price")


def test_an_automatic_answer_answers_nothing():
    auto = said("auto", "T1", "02 10:05", "a", agent="Ann", seen="public")
    with house_told(*TALKS, auto, meant={"auto": {"is_automatic": True}}) as house:
        assert state_of(house, "open") == ("waiting",)
        assert standing(house.book.engine, source_of(house), "open").following == "seen"


def test_a_message_that_two_exports_tell_has_one_state():
    other = (
        "ticket_message_id,conversation,created_at,email,direction,author_type,body\n"
        "Z1,C9,2025-06-02 10:00:00,a@example.com,in,customer,words open\n"
        "Z2,C9,2025-06-02 16:00:00,a@example.com,out,staff,an answer\n"
    )
    with house_told(*TALKS[:1], other=other) as house:
        sql = "SELECT state FROM message_state"
        told = house.snapshot(date(2025, 6, 30)).read(Step("one", sql, ("message_state",)))
        assert told["state"].tolist() == ["answered"]


def test_a_step_noted_at_eight_in_greenwich_stands_at_ten_in_paris():
    with desk() as (house, step, _):
        house.set("zone", "Europe/Paris")
        step("open", *STEPS[0])
        told = state_of(house, "open", fields="strftime(state_at, '%d %H:%M') AS since, age")
        assert told == ("20 10:00", 29 * 24 - 10)
