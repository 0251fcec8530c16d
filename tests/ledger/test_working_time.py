"""Is working time what a calendar on the wall would give?"""

from __future__ import annotations

from datetime import date

from rapport.core.measure import Step
from rapport.ledger.working_time import days_off, opening
from worlds import fresh_house, write

MESSAGE = (
    "message_id,thread,sent_at,email,direction,author_type,text\n"
    "M1,T1,2025-04-28 10:00:00,a@example.com,in,customer,x\n"
)


def days(as_of: date, **settings: str):
    """Hours of work of each day from 28 April 2025 on."""
    with fresh_house() as (house, folder):
        for name, value in settings.items():
            house.set(name, value)
        house.ingest(*write(folder, {"messages.csv": MESSAGE}))
        step = Step(
            "hours",
            "SELECT day, worked / 3600 AS hours, worked_before / 3600 AS before "
            "FROM working_day WHERE day >= DATE '2025-04-28' ORDER BY day",
            ("working_day",),
        )
        told = house.snapshot(as_of).read(step)
        return told["hours"].tolist(), told["before"].tolist()


def test_a_week_with_the_first_of_may_has_four_working_days():
    hours, before = days(date(2025, 5, 2), holidays="FR")
    assert hours[:7] == [9, 9, 9, 0, 9, 0, 0]
    assert [later - before[0] for later in before[:7]] == [0, 9, 18, 27, 27, 36, 36]


def test_two_spans_and_a_saturday_add_up():
    told = "mon-fri 09:00-12:00, mon-fri 14:00-18:00, sat 10:00-12:00"
    assert days(date(2025, 5, 2), working_hours=told)[0][:7] == [7, 7, 7, 7, 7, 2, 0]


def test_spans_of_a_day_are_numbered_in_their_order():
    assert opening("mon 14:00-18:00, mon 09:00-12:00") == [
        [1, 1, 32_400, 43_200],
        [1, 2, 50_400, 64_800],
    ]


def test_days_off_are_those_of_the_country_its_part_and_the_days_told():
    told = days_off("FR-57,2026-12-24", date(2026, 6, 1))
    wanted = {date(2026, 5, 1), date(2026, 12, 24), date(2026, 12, 26)}
    assert wanted <= set(told)  # 26 December is a holiday in Moselle, not in Paris
    assert date(2026, 12, 26) not in days_off("FR", date(2026, 6, 1))
