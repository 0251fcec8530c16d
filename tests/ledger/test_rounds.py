"""Are rounds of messages what a reader of the conversation would count by hand?"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rapport.core.measure import Step
from worlds import fresh_house, write

pytestmark = pytest.mark.slow

AS_OF = date(2025, 6, 30)
HEADER = "message_id,thread,sent_at,email,direction,author_type,agent,visibility,text,reply_to\n"
FIELDS = {
    "asked": "strftime(asked_at, '%d %H:%M')",
    "answered": "coalesce(strftime(answered_at, '%d %H:%M'), '')",
    "waited": "waited",
    "worked": "worked",
    "number": "number",
    "ours": "is_ours_first",
    "agent": "coalesce(agent, '')",
    "role": "coalesce(role, '')",
    "team": "coalesce(team, '')",
    "closed": "closed_after",
    "again": "asked_again",
    "withdrawn": "coalesce(strftime(withdrawn_at, '%d %H:%M'), '')",
    "seen": "coalesce(answer_visibility, '')",
}


def row(said: str, place: int = 0, thread: str = "T1") -> str:
    """A row of a file out of "02 10:00 in customer a words": day, time, direction, author …"""
    day, at, direction, author, *more = said.split()
    who, agent, seen, text, reply_to = (more + ["a", "", "", "", ""][len(more) :])[:5]
    mail = "" if who == "-" else f"{who}@example.com"
    return (
        f"M{place},{thread},2025-06-{day} {at}:00,{mail},{direction},{author},"
        f"{agent},{seen},{text or f'words {place}'},{reply_to}\n"
    )


def rounds(*messages: str, fields: str = "asked answered", thread: str = "T1", **more):
    """Rounds of a talk in June 2025, as tuples of fields; `more`: settings, or files by name."""
    files = {name.replace("_csv", ".csv"): told for name, told in more.items() if "_csv" in name}
    rows = "".join(row(told, place, thread) for place, told in enumerate(messages))
    with fresh_house() as (house, folder):
        for name in more.keys() - {one for one in more if "_csv" in one}:
            house.set(name, more[name])
        house.ingest(*write(folder, {"messages.csv": HEADER + rows, **files}))
        chosen = ", ".join(f"{FIELDS[name]} AS {name}" for name in fields.split())
        step = Step(
            "asked",
            f"SELECT {chosen} FROM message_round ORDER BY asked_at, person",
            ("message_round",),
        )
        told = house.snapshot(AS_OF).read(step)
        return list(zip(*(told[name].tolist() for name in fields.split()), strict=True))


def test_a_question_repeated_before_the_answer_waits_from_the_first_time():
    told = rounds("02 10:00 in customer", "02 11:00 in customer", "02 12:00 out staff")
    assert told == [("02 10:00", "02 12:00")]


def test_a_question_after_the_answer_opens_a_second_round():
    talk = ("02 10:00 in customer", "02 11:00 out staff", "03 09:00 in customer")
    assert rounds(*talk, fields="asked answered number again") == [
        ("02 10:00", "02 11:00", 1, True),
        ("03 09:00", "", 2, None),
    ]


def test_what_a_bot_says_is_no_answer():
    talk = ("02 10:00 in customer", "02 10:01 out bot", "02 15:00 out staff")
    assert rounds(*talk) == [("02 10:00", "02 15:00")]


def test_what_we_wrote_first_is_no_answer():
    talk = ("02 08:00 out staff", "02 10:00 in customer", "02 11:30 out staff")
    assert rounds(*talk, fields="asked answered number ours") == [("02 10:00", "02 11:30", 1, True)]


def test_a_round_closes_with_our_last_message_before_the_next_question():
    talk = ("02 10:00 in customer", "02 11:00 out staff", "02 12:00 out staff",
            "05 10:00 in customer", "05 11:00 out staff", "05 11:30 out staff")  # fmt: skip
    assert rounds(*talk, fields="waited closed") == [(3600, 7200), (3600, 5400)]


def test_a_question_asked_at_night_waits_in_working_hours_from_the_morning():
    talk = ("02 22:00 in customer", "03 10:30 out staff")  # Monday night to Tuesday
    assert rounds(*talk, fields="waited worked") == [(12.5 * 3600, 1.5 * 3600)]


def test_a_week_end_is_no_working_time():
    talk = ("06 17:00 in customer", "09 09:30 out staff")  # Friday to Monday
    assert rounds(*talk, fields="waited worked") == [(64.5 * 3600, 1.5 * 3600)]


def test_a_lunch_break_and_a_holiday_are_no_working_time():
    talk = ("06 11:00 in customer", "10 14:30 out staff")  # Whit Monday is the 9th
    told = rounds(*talk, fields="worked", holidays="FR",
                  working_hours="mon-fri 09:00-12:00, mon-fri 14:00-18:00")  # fmt: skip
    assert told == [((1 + 4 + 3 + 0.5) * 3600,)]


def test_a_question_nobody_answers_is_seen_to_wait_until_the_last_day_ends():
    assert rounds("30 18:00 in customer", fields="answered waited worked") == [("", 6 * 3600, 0)]


def test_a_night_with_a_change_of_clocks_is_told_in_real_hours():
    header = "message_id,thread,sent_at,email,direction,author_type,text\n"
    rows = (
        "M1,T1,2025-03-29 23:00:00+01:00,a@example.com,in,customer,x\n"
        "M2,T1,2025-03-30 09:00:00+02:00,a@example.com,out,staff,y\n"
    )
    with fresh_house() as (house, folder):
        house.set("zone", "Europe/Paris")
        house.ingest(*write(folder, {"messages.csv": header + rows}))
        step = Step("one", "SELECT waited, asked_at FROM message_round", ("message_round",))
        told = house.snapshot(AS_OF).read(step)
    assert told["waited"].tolist() == [9 * 3600]
    assert told["asked_at"].astype("M8[s]").tolist() == [datetime(2025, 3, 29, 23)]


MODERATION = "moderation_id,moderated_at,action,message_id\nX1,2025-06-05 12:00:00,{},M0\n"


@pytest.mark.parametrize(
    ("action", "withdrawn", "days"),
    [("disappeared", "05 12:00", 3), ("deleted", "", 29), ("hidden", "", 29)],
)
def test_a_question_that_we_deleted_still_waits_but_one_that_vanished_does_not(
    action, withdrawn, days
):
    told = rounds("02 12:00 in customer", fields="withdrawn waited",
                  moderation_csv=MODERATION.format(action))  # fmt: skip
    assert told == [(withdrawn, (days - (0 if withdrawn else 0.5)) * 86_400)]


def test_a_message_told_by_two_exports_counts_once_and_joins_their_threads():
    other = (
        "ticket_message_id,conversation,created_at,email,direction,author_type,body\n"
        "Z1,C9,2025-06-02 10:00:00,a@example.com,in,customer,words 0\n"
        "Z2,C9,2025-06-02 16:00:00,a@example.com,out,staff,an answer\n"
    )
    assert rounds("02 10:00 in customer", other_csv=other) == [("02 10:00", "02 16:00")]


def test_without_a_thread_what_replies_to_what_is_one_conversation():
    talk = ("02 10:00 in customer a", "03 10:00 in customer a",
            "04 10:00 out staff - Ann public words M0")  # fmt: skip
    assert rounds(*talk, thread="") == [("02 10:00", "04 10:00"), ("03 10:00", "")]


def test_without_any_link_a_months_silence_parts_two_conversations():
    talk = ("02 10:00 in customer", "20 10:00 out staff")
    later = HEADER + "M9,,2025-05-01 09:00:00,a@example.com,in,customer,,,early words,\n"
    told = rounds(*talk, thread="", early_csv=later)
    assert told == [("01 09:00", ""), ("02 10:00", "20 10:00")]


def test_in_a_public_thread_each_customer_waits_alone():
    talk = ("02 10:00 in customer a - public", "02 11:00 in customer b - public",
            "02 12:00 out staff - Ann public thanks M1",
            "02 15:00 out staff a Ann public")  # fmt: skip
    assert rounds(*talk) == [("02 10:00", "02 15:00"), ("02 11:00", "02 12:00")]


STAFF = (
    "staff_id,agent,role,team,hourly_cost,since\n"
    "1,Ann,director,service,50,2025-01-01\n2,Ann,adviser,marketing,30,2025-06-10\n"
)


def test_who_answers_has_the_role_of_that_day():
    talk = ("02 10:00 in customer", "09 11:00 out staff a Ann", "11 10:00 in customer",
            "11 11:00 out staff a Ann private")  # fmt: skip
    told = rounds(*talk, fields="agent role team seen", staff_csv=STAFF)
    assert told == [
        ("Ann", "director", "service", ""),
        ("Ann", "adviser", "marketing", "private"),
    ]
