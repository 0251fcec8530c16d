"""Courtesy and signatures: are they those of people's replies, and as sure as agents differ?"""

from __future__ import annotations

import pytest

from rapport.core.estimate import Refusal

from .told_talks import house_told, parts_of, said, values

pytestmark = pytest.mark.slow

PEOPLE = "abcdefghij"


def talks(agents, people=PEOPLE):
    """A question of each person and a reply of one of the agents in turn."""
    rows = [said(f"q{who}", f"T{who}", "02 10:00", who) for who in people]
    return rows + [
        said(f"r{who}", f"T{who}", "03 10:00", who, agent=agents[place % len(agents)])
        for place, who in enumerate(people)
    ]


def meant(shares, signed=()):
    """Courtesy of the replies, person by person, and who of them got a signature."""
    return {f"r{who}": {"courtesy": share, "is_signed": who in signed}
            for who, share in zip(PEOPLE, shares, strict=False)}  # fmt: skip


SHARES = (0.2, 0.4, 0.6, 0.8, 1.0, 0.0, 0.2, 0.4, 0.6, 0.8)


def test_the_mean_share_of_parts_is_that_of_the_replies():
    with house_told(*talks(["Ann", "Bob"]), meant=meant(SHARES, "abc")) as house:
        told = values(parts_of(house, "courtesy"))
        assert told["courteous parts"] == pytest.approx(0.5)
        assert told["replies with none"] == pytest.approx(0.1)
        assert values(parts_of(house, "signed_replies")) == {"signed": 0.3, "replies": 10}


def test_bots_and_automatic_answers_are_no_replies_of_people():
    robot = said("robot", "Ta", "02 11:00", "a", agent="bot")
    automatic = said("auto", "Ta", "02 11:01", "a", agent="Ann")
    more = meant(SHARES) | {"auto": {"is_automatic": True, "courtesy": 1.0}}
    with house_told(*talks(["Ann"]), robot, automatic, meant=more) as house:
        assert values(parts_of(house, "courtesy"))["replies"] == 10


def test_what_we_write_to_nobody_who_asked_is_no_reply():
    newsletter = said("news", "N", "05 10:00", "z", agent="Ann")
    with house_told(*talks(["Ann"]), newsletter, meant=meant(SHARES)) as house:
        assert values(parts_of(house, "signed_replies"))["replies"] == 10


def test_it_is_told_by_agent():
    with house_told(*talks(["Ann", "Bob"]), meant=meant(SHARES, "acegi")) as house:
        told = values(parts_of(house, "signed_replies", by="agent"))
    assert (told["signed", "Ann"], told["signed", "Bob"]) == (1, 0)


def test_agents_who_differ_widen_the_interval():
    five = ["Ann", "Bob", "Cleo", "Dan", "Eve"]
    half = (1.0, 1.0, 0.0, 0.0, 0.4) * 2
    width = {}
    for agents in (five, ["Ann"]):
        with house_told(*talks(agents), meant=meant(half)) as house:
            answer = parts_of(house, "courtesy")["courteous parts"]
            width[len(agents)] = answer.interval.high - answer.interval.low
    assert width[5] > 1.2 * width[1]


def test_without_a_reply_it_is_refused_with_a_remedy():
    with house_told(*talks(["Ann"])[:10], meant={}) as house:
        for key in ("courtesy", "signed_replies"):
            answer = house.measure(key).headline.answer
            assert isinstance(answer, Refusal)
            assert "import the messages you sent" in str(answer.remedy)
