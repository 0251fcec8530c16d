"""Answer effect: does it compare those who asked, and say no more than it can?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport.core.estimate import Estimate, Refusal
from rapport.core.measure import Step
from rapport.measures.lift.answer_effect import AnswerEffect
from rapport.measures.lift.answer_effect_case import answer_case
from rapport.measures.lift.answer_effect_rounds import read_rounds
from rapport.measures.lift.connected_months import connected_months
from rapport.measures.lift.covered_months import BY_ANSWER, BY_CONNECTION, keep_covered_months
from rapport.returns.effects import CAUTIOUS

from .asking_company import asking_company
from .large_company import large_company
from .small_company import Company, small_company
from .small_world import house_of, measured

pytestmark = pytest.mark.slow

AS_OF = date(2024, 6, 30)
COMPANY = asking_company()


def parts(company: Company, **cut: str) -> dict[str, Estimate | Refusal]:
    rows = measured(company, "answer_effect", AS_OF, **cut).rows
    return {row.part: row.answer for row in rows if row.segment is None}


def codes(company: Company) -> set[str]:
    return {caveat.code for caveat in measured(company, "answer_effect", AS_OF).caveats}


def test_half_of_those_who_ask_in_vain_leave_and_so_does_half_their_margin():
    found = parts(COMPANY)["of what they would have brought"]
    assert found.interval.holds(1.0)
    assert "verdict-proven" in codes(COMPANY)


def test_where_nobody_leaves_nothing_is_shown():
    quiet = asking_company(leaves=0.0)
    assert parts(quiet)["because they were answered"].interval.holds(0.0)
    assert "verdict-no-evidence" in codes(quiet)


def test_customers_who_never_ask_change_nothing():
    silent = [
        row | {"order_id": f"s{turn}", "email": f"silent{turn % 50}@example.com"}
        for turn, row in enumerate(COMPANY.files["purchases"][:2_000])
    ]
    more = Company(COMPANY.files | {"purchases": [*COMPANY.files["purchases"], *silent]})
    assert parts(more) == parts(COMPANY)


def test_two_hundred_customers_are_refused_with_the_day_when_there_will_be_enough():
    refusal = measured(small_company(), "answer_effect", AS_OF).headline.answer
    assert isinstance(refusal, Refusal)
    assert "200 of each are needed" in str(refusal.reason)
    assert "around 20" in str(refusal.remedy) or "within five years" in str(refusal.remedy)


def test_below_the_guard_rails_the_plain_difference_is_said_to_be_none():
    found = parts(small_company())
    assert isinstance(found["plain difference, not an effect"], Estimate)
    assert "because they were answered" in found
    assert "verdict-cannot-say" in codes(small_company())


def test_an_answer_after_the_limit_is_no_answer_in_time():
    late = COMPANY.changed(
        lambda row: row | {"sent_at": row["sent_at"] + timedelta(days=8)}
        if row.get("direction") == "out" else row
    )  # fmt: skip
    assert isinstance(parts(late)["because they were answered"], Refusal)


def test_a_longer_limit_takes_later_answers_in():
    house = house_of(COMPANY)
    for days, told in ((7, Estimate), (1, Estimate)):
        found = AnswerEffect(answer_within_days=days).measure(house.snapshot(AS_OF))
        assert isinstance(found.headline.answer, told)
    wide, narrow = (
        AnswerEffect(answer_within_days=days).measure(house.snapshot(AS_OF)).headline.answer.n
        for days in (7, 1)
    )
    assert wide > narrow


def test_delays_are_told_apart_against_the_same_customers():
    found = parts(COMPANY)
    assert isinstance(found["after 1 to 24 hours"], Estimate)
    assert "can be compared with" in str(found["within an hour"].reason)


def test_rows_side_by_side_have_wider_intervals():
    months = connected_months(house_of(COMPANY).snapshot(AS_OF))
    asked = read_rounds(house_of(COMPANY).snapshot(AS_OF), months, 7, None, None).asked
    alone, together = answer_case(asked), answer_case(asked, shown=4)
    assert together.reach > alone.reach > 1.95
    assert together.effect(together.found.lift).low < alone.effect(alone.found.lift).low


def test_the_covered_months_are_those_of_the_answered_after_they_asked():
    house = house_of(COMPANY)
    snapshot = house.snapshot(AS_OF)
    keep_covered_months(snapshot)
    sql = f"SELECT COUNT(DISTINCT person) AS people, MAX(month) AS last FROM {BY_ANSWER}"
    found = snapshot.read(Step("covered", sql, (BY_ANSWER,)))
    assert int(found["people"][0]) == parts(COMPANY)["because they were answered"].n
    assert found["last"][0].astype("datetime64[D]").astype(date) <= date(2024, 6, 1)
    none = snapshot.read(Step("none", f"SELECT COUNT(*) AS n FROM {BY_CONNECTION}",
                              (BY_CONNECTION,)))  # fmt: skip
    assert int(none["n"][0]) == 0


def test_the_statement_finds_the_cautious_parts_by_their_names():
    tied = measured(large_company(), "connection_effect", AS_OF).rows
    assert set(CAUTIOUS) == (set(parts(COMPANY)) | {row.part for row in tied}) & set(CAUTIOUS)


def test_a_customer_who_asks_twice_in_a_month_asks_once():
    first = next(row for row in COMPANY.files["messages"] if row["direction"] == "in")
    again = first | {"message_id": f"{first['message_id']}again", "thread": "again",
                     "sent_at": first["sent_at"] + timedelta(minutes=5)}  # fmt: skip
    more = Company(COMPANY.files | {"messages": [*COMPANY.files["messages"], again]})
    assert parts(more) == parts(COMPANY)
