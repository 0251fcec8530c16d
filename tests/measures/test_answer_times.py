"""Answer times: do all care measures give the hand computation for a few conversations?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rapport.core.estimate import Estimate, Refusal
from worlds import fresh_house, write

pytestmark = pytest.mark.slow

MONDAY = datetime(2025, 6, 2, 9)
HEADER = "message_id,thread,sent_at,email,direction,author_type,agent,channel,text\n"


def talks(*told, channel="email", agent="Ann"):
    """Conversations of one person each: hours since Monday 2 June 9:00 of in and out in turn."""
    rows = []
    for person, hours in enumerate(told):
        for turn, hour in enumerate(hours):
            if hour is None:
                continue
            at = MONDAY + timedelta(hours=hour)
            side, who = (("in", "customer"), ("out", "staff"))[turn % 2]
            name = agent if side == "out" else ""
            rows.append(
                f"{channel}{person}-{turn},{channel}{person},{at},p{person}@example.com,"
                f"{side},{who},{name},{channel},words {person} {turn}\n"
            )
    return "".join(rows)


def told(rows, key, as_of=date(2025, 12, 31), **cut):
    """A measure's answers by part, or by part and segment."""
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"messages.csv": HEADER + rows}))
        result = house.measure(key, as_of=as_of, **cut)
        return {(row.part, row.segment): row.answer for row in result.rows}


def value(answers, part, segment=None):
    answer = answers[part, segment]
    return answer.value if isinstance(answer, Estimate) else None


NINE = [(0, hours) for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9)]


def test_the_median_of_nine_answers_is_the_fifth():
    answers = told(talks(*NINE), "first_response_time")
    assert value(answers, "median") == 5
    assert value(answers, "median, working hours") == 5
    assert value(answers, "answered within 4 hours") == pytest.approx(4 / 9)


def test_what_still_waits_counts_as_waiting():
    answers = told(talks(*NINE * 4, *[(0,)] * 8), "first_response_time")
    # Half of 44 is the 22nd: four are answered each hour.
    assert value(answers, "median") == 6
    assert value(answers, "still waiting") == 8
    assert value(answers, "answered within a day") == pytest.approx(36 / 44)


def test_where_fewer_than_half_were_answered_no_median_is_told():
    answers = told(talks(*NINE, *[(0,)] * 20), "first_response_time")
    assert isinstance(answers["median", None], Refusal)


def test_a_channel_that_never_answers_has_0_percent_and_no_answer_time():
    rows = talks(*NINE) + talks(*[(0,)] * 9, channel="forum")
    assert value(told(rows, "response_rate", by="channel"), "answered", "forum") == 0
    times = told(rows, "first_response_time", by="channel")
    assert isinstance(times["median", "forum"], Refusal)
    assert value(times, "median", "email") == 5


def test_young_questions_are_censored_not_failed():
    young = [(36.0,)] * 12  # Tuesday at nine in the evening, seen to wait for three hours
    answers = told(talks(*NINE * 4, *young), "first_response_time", as_of=date(2025, 6, 3))
    # All 48 wait for three hours, in which 12 are answered; then 24 are left, 4 answered an hour.
    left = (1 - 12 / 48) * (1 - 4 / 24)
    assert value(answers, "answered within 4 hours") == pytest.approx(1 - left)
    assert value(answers, "median") == 5


def test_later_rounds_count_in_the_reply_wait_only():
    # First rounds answered after 1 h, second ones (asked at 2 h) after 10 h.
    rows = talks(*[(0, 1, 2, 12)] * 9)
    assert value(told(rows, "first_response_time"), "median") == 1
    assert value(told(rows, "reply_wait"), "questions") == 18
    assert value(told(rows, "reply_wait"), "answered within 4 hours") == pytest.approx(0.5)


def test_a_case_is_resolved_by_the_last_answer_before_a_weeks_silence():
    # Asked, answered after 1 h, asked again at 24 h, answered at 30 h; a new case a month later.
    rows = talks(*[(0, 1, 24, 30, 800, 802)] * 9)
    answers = told(rows, "resolution_time")
    assert value(answers, "cases") == 18
    assert value(answers, "resolved within a day") == pytest.approx(0.5)
    assert value(answers, "resolved within 3 days") == pytest.approx(1)


def test_a_case_whose_silence_is_young_is_not_resolved_yet():
    answers = told(talks(*[(0, 1)] * 9), "resolution_time", as_of=date(2025, 6, 5))
    assert value(answers, "unresolved") == 9
    assert isinstance(answers["median", None], Refusal)


def test_who_asks_again_within_a_week_reopens():
    rows = talks(*[(0, 1, 24, 30)] * 4, *[(0, 1)] * 6, *[(0, 1, 800, 802)] * 2)
    answers = told(rows, "reopen_rate")
    # Eighteen answers; four are followed by a question within the week, two after a month.
    assert value(answers, "answered") == 18
    assert value(answers, "asked again") == pytest.approx(4 / 18)


def test_who_never_had_an_answer_is_unheard_once_however_often_they_asked():
    rows = talks(*[(0, 1)] * 6, (0,), (0,)) + talks((5,), channel="forum")
    answers = told(rows, "unheard")  # the one who asks in the forum is the first, answered by mail
    assert value(answers, "people unheard") == 3
    assert value(answers, "people") == pytest.approx(3 / 8)
    assert value(answers, "questions") == pytest.approx(3 / 9)


def test_constancy_counts_the_working_days_with_an_answer():
    # Answers on Monday and Wednesday; until Friday 6 June five working days.
    rows = talks((0, 1), (48, 50), (49, None))
    answers = told(rows, "constancy", as_of=date(2025, 6, 8))
    assert value(answers, "working days") == 5
    assert value(answers, "working days with answers") == pytest.approx(2 / 5)
    assert value(answers, "days with open questions") == pytest.approx(5 / 7)


def test_answers_by_agent_leave_out_what_nobody_answered():
    rows = talks(*NINE, *[(0,)] * 5) + talks(*NINE, channel="chat", agent="Bob")
    answers = told(rows, "reply_wait", by="agent")
    assert value(answers, "median", "Ann") == 5
    assert value(answers, "questions", "(nobody yet)") == 5


def test_replies_that_say_nothing_of_what_they_answer_are_refused_not_counted_as_silence():
    rows = "".join(
        f"i{n},,{MONDAY},p{n}@example.com,in,customer,,web,hello {n}\n" for n in range(9)
    )
    rows += "".join(f"o{n},,{MONDAY},,out,staff,Ann,web,answer {n}\n" for n in range(9))
    answer = told(rows, "response_rate")["answered", None]
    assert "none of the 9 replies" in str(answer.reason)
