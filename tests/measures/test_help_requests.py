"""Help requests: are the open ones counted, with their ages and owners?"""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.estimate import Refusal
from rapport.ledger.handled import tell_handling

from .told_talks import house_told, parts_of, said, source_of, values

pytestmark = pytest.mark.slow

PEOPLE = "abcdefghij"
ASKED = [said(f"q{who}", f"T{who}", f"{place + 20:02d} 00:00", who)
         for place, who in enumerate(PEOPLE)]  # fmt: skip
HELP = {f"q{who}": {"purpose": "help"} for who in PEOPLE}
SEEN_AT = datetime(2025, 6, 29)


def test_ten_open_requests_have_the_ages_of_the_calendar():
    with house_told(*ASKED, meant=HELP) as house:
        told = values(parts_of(house, "help_requests"))
    # From the 29th to the 20th at midnight: 2, 3 … 11 days old; the fifth is 6, the ninth 10.
    assert told["open"] == 10
    assert told["median age"] == 6 * 24
    assert told["90th percentile of age"] == 10 * 24
    assert told["oldest"] == 11 * 24


def test_what_is_answered_or_asks_for_no_help_is_not_open():
    reply = said("r", "Ta", "25 10:00", "a", agent="Ann")
    meant = HELP | {"qb": {"purpose": "commercial"}, "qc": {"purpose": None}}
    with house_told(*ASKED, reply, meant=meant) as house:
        assert values(parts_of(house, "help_requests"))["open"] == 7


def test_the_share_with_an_owner_and_the_owners_own():
    with house_told(*ASKED, meant=HELP) as house:
        for message in ("qa", "qb"):
            tell_handling(house.book.engine, source_of(house), message, "waiting", "Ann", None,
                          None, SEEN_AT)  # fmt: skip
        assert values(parts_of(house, "help_requests"))["with an owner"] == pytest.approx(0.2)
        told = values(parts_of(house, "help_requests", by="owner"))
    assert (told["open", "Ann"], told["open", "(nobody)"]) == (2, 8)
    assert told["oldest", "(nobody)"] == 9 * 24


def test_where_none_is_open_no_age_is_told():
    replies = [said(f"r{who}", f"T{who}", "30 10:00", who, agent="Ann") for who in PEOPLE]
    with house_told(*ASKED, *replies, meant=HELP) as house:
        told = parts_of(house, "help_requests")
    assert told["open"].value == 0
    assert isinstance(told["median age"], Refusal)


def test_without_reading_it_says_how_to_read():
    with house_told(*ASKED) as house:
        answer = house.measure("help_requests").headline.answer
    assert "rapport voice score" in str(answer.remedy)
