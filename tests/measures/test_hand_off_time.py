"""Hand-off time: is it the time between two teams' first words?"""

from __future__ import annotations

import pytest

from rapport.core.estimate import Refusal

from .told_talks import house_told, parts_of, said, values

pytestmark = pytest.mark.slow

STAFF = (
    "staff_id,agent,role,team,since\n1,Ann,adviser,service,2025-01-01\n"
    "2,Bob,writer,marketing,2025-01-01\n3,Cleo,adviser,service,2025-01-01\n"
)


def talk(who, *spoken):
    """A question at ten on 2 June, then what agents say at some hours of the next day."""
    asked = said(f"q{who}", f"T{who}", "02 10:00", who)
    return [asked, *(
        said(f"r{who}{place}", f"T{who}", f"03 {hour:02d}:00", who, agent=agent)
        for place, (agent, hour) in enumerate(spoken)
    )]  # fmt: skip


def told(*talks, staff=STAFF):
    rows = [row for one in talks for row in one]
    with house_told(*rows, **({"staff": staff} if staff else {})) as house:
        return parts_of(house, "hand_off_time")


NINE = [talk(who, ("Bob", 8), ("Ann", 8 + hours)) for hours, who in enumerate("abcdefghi", 1)]


def test_the_median_of_nine_hand_offs_is_the_fifth():
    found = values(told(*NINE))
    assert (found["median"], found["hand-offs"]) == (5, 9)
    assert found["taken up within an hour"] == pytest.approx(1 / 9)


def test_a_colleague_of_the_same_team_takes_nothing_over():
    same = [talk(who, ("Ann", 8), ("Cleo", 9)) for who in "jkl"]
    assert values(told(*NINE, *same)) == values(told(*NINE))


def test_the_first_word_of_each_team_counts_whatever_comes_between():
    busy = [talk(who, ("Bob", 8), ("Bob", 9), ("Ann", 10), ("Bob", 11)) for who in "abcdefghi"]
    found = values(told(*busy))
    assert (found["median"], found["hand-offs"]) == (2, 9)


@pytest.mark.parametrize(
    ("staff", "talks", "remedy"),
    [
        ("", NINE, "file of staff"),
        ("staff_id,agent,role,team,since\n1,Ann,,service,2025-01-01\n", NINE, "agent and team"),
        (STAFF.replace("Ann", "A").replace("Bob", "B"), NINE, "--map agent"),
        (STAFF, [talk(who, ("Ann", 8)) for who in "abcdef"], "who is in which team"),
    ],
)
def test_where_no_hand_off_can_be_told_it_says_what_to_do(staff, talks, remedy):
    (answer,) = told(*talks, staff=staff).values()
    assert isinstance(answer, Refusal)
    assert remedy in str(answer.remedy)


def test_roles_stand_in_for_teams_that_are_not_told():
    staff = "staff_id,agent,role,since\n1,Ann,adviser,2025-01-01\n2,Bob,writer,2025-01-01\n"
    assert values(told(*NINE, staff=staff))["median"] == 5
