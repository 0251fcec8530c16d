"""Non-commercial share: are exchanges put where a reader would put them?"""

from __future__ import annotations

import pytest

from .told_talks import house_told, parts_of, said, values

pytestmark = pytest.mark.slow

PURPOSES = dict(
    zip("abcdefghij", ["help"] * 3 + ["thanks", "advice"] + ["commercial"] * 3 + [None] * 2,
        strict=True)
)  # fmt: skip
ASKED = [said(f"q{who}", f"T{who}", "02 10:00", who) for who in PURPOSES]
MEANT = {f"q{who}": {"purpose": purpose} for who, purpose in PURPOSES.items()}


def told(*more, meant=MEANT, **cut):
    with house_told(*ASKED, *more, meant=meant) as house:
        return values(parts_of(house, "non_commercial_share", **cut))


def test_five_of_eight_whose_purpose_is_told_are_about_no_sale():
    found = told()
    assert found["not commercial"] == pytest.approx(5 / 8)
    assert found["help"] == pytest.approx(3 / 8)
    assert found["purpose not told"] == pytest.approx(2 / 10)
    assert found["exchanges read"] == 10


def test_one_message_about_a_sale_makes_the_exchange_commercial():
    more = said("again", "Ta", "03 10:00", "a")
    found = told(more, meant=MEANT | {"again": {"purpose": "commercial"}})
    assert found["not commercial"] == pytest.approx(4 / 8)


def test_thanks_at_the_end_of_help_leave_it_help():
    more = said("again", "Ta", "03 10:00", "a")
    assert told(more, meant=MEANT | {"again": {"purpose": "thanks"}}) == told()


def test_what_we_write_decides_nothing():
    reply = said("reply", "Ta", "03 10:00", "a", agent="Ann")
    assert told(reply, meant=MEANT | {"reply": {"purpose": "commercial"}}) == told()


def test_a_purpose_that_a_person_took_away_is_not_told():
    with house_told(*ASKED, meant=MEANT) as house:
        house._clock.wait()
        house.listening.correct("qa", "purpose", "none")
        found = values(parts_of(house, "non_commercial_share"))
    assert found["purpose not told"] == pytest.approx(3 / 10)
