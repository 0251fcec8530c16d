"""Do rulings hold, whatever else is told before or after?"""

from __future__ import annotations

import random

import pytest
from tests.people.small_names import Names, told

pytestmark = pytest.mark.slow


def test_a_join_makes_one_person_of_two():
    names = told([{"email": "anne@example.com"}, {"phone": "0612345678"}])
    assert names.rule("join", 1, 2).people() == [{1, 2}]


def test_a_join_holds_for_the_handle_and_not_only_for_the_record():
    names = told(
        [{"email": "anne@example.com"}, {"phone": "0612345678"}, {"phone": "06 12 34 56 78"}]
    )
    assert names.rule("join", 1, 2).people() == [{1, 2, 3}]


def family() -> Names:
    """Two addresses, one phone: 1 and 2 told with it, 3 tells the phone alone."""
    return told(
        [
            {"email": "anne@example.com", "phone": "0612345678"},
            {"email": "paul@example.com", "phone": "0612345678"},
            {"phone": "0612345678"},
        ]
    )


def test_a_split_cuts_the_phone_that_joins_two_addresses():
    assert family().people() == [{1, 2, 3}]
    assert family().rule("split", 1, 2).people() == [{1, 3}, {2}]
    assert family().rule("split", 2, 1).people() == [{1}, {2, 3}]


def test_a_split_of_an_address_and_a_phone_takes_the_phone_from_that_address():
    names = family().tell(4, email="anne@example.com").rule("split", 4, 3)
    assert names.people() == [{1, 4}, {2, 3}]


def test_a_split_beats_a_customer_id_that_joins():
    names = told(
        [
            {"customer_id": "7", "email": "anne@example.com"},
            {"customer_id": "7", "email": "paul@example.com"},
            {"email": "anne@example.com"},
            {"email": "paul@example.com"},
        ]
    )
    assert names.people() == [{1, 2, 3, 4}]
    assert names.rule("split", 3, 4).people() == [{1, 3}, {2, 4}]


def test_a_split_beats_joins_that_go_round_it():
    names = told([{"email": f"{name}@example.com"} for name in ("anne", "paul", "zoe")])
    names.rule("join", 1, 3).rule("join", 3, 2).rule("split", 1, 2)
    assert names.people() == [{1, 3}, {2}]


def test_a_split_of_people_who_are_two_anyway_changes_nothing():
    names = family().tell(4, email="zoe@example.com")
    before = names.people()
    assert names.rule("split", 4, 1).people() == before


def test_of_two_rulings_on_the_same_handles_the_later_counts():
    names = family().rule("split", 1, 2, "2026-01-01").rule("join", 2, 1, "2026-02-01")
    assert names.people() == [{1, 2, 3}]
    names.rule("split", 1, 2, "2026-03-01")
    assert names.people() == [{1, 3}, {2}]


def test_two_rulings_of_the_same_instant_leave_two_people():
    assert family().rule("join", 1, 2).rule("split", 1, 2).people() == [{1, 3}, {2}]


def test_a_split_holds_when_more_is_told_later():
    names = family().rule("split", 1, 2)
    names.resolve()
    names.tell(4, email="PAUL@example.com", phone="06 12 34 56 78", source="desk")
    names.tell(5, email="anne@example.com", customer_id="7")
    assert names.people() == [{1, 3, 5}, {2, 4}]


def test_a_ruling_on_one_handle_twice_is_passed_over():
    names = told([{"email": "anne@example.com"}, {"email": "Anne@example.com"}])
    assert names.rule("split", 1, 2).people() == [{1, 2}]


def muddle(seed: int) -> tuple[Names, set[tuple[int, int]]]:
    """Thirty contacts that share handles at random, ten joins, and ten splits that came later."""
    random_ = random.Random(seed)
    strongest: dict[int, str] = {}
    names = Names()
    for n in range(30):
        ids = {"customer_id": f"C{random_.randrange(15)}"} if random_.random() < 0.3 else {}
        email = {"email": f"p{random_.randrange(12)}@example.com"} if random_.random() < 0.7 else {}
        phone = {"phone": f"06123456{random_.randrange(10, 18)}"}
        names.tell(n, **ids, **email, **phone)
        strongest[n] = next(iter((ids | email | phone).values()))
    splits: set[tuple[int, int]] = set()
    for _ in range(10):
        names.rule("join", *random_.sample(range(30), 2), "2026-01-01")
        one, two = random_.sample(range(30), 2)
        if strongest[one] != strongest[two]:
            splits.add((one, two))
            names.rule("split", one, two, "2026-02-01")
    return names, splits


@pytest.mark.parametrize("seed", range(15))
def test_two_who_were_split_are_never_one_person(seed):
    names, splits = muddle(seed)
    identity = names.identity()
    assert [pair for pair in splits if identity[pair[0]] == identity[pair[1]]] == []
