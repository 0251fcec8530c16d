"""Is the book resolved whole, and alike in whatever order it was told?"""

from __future__ import annotations

import random

import pytest
from tests.people.small_names import Names, grouped, told

from rapport.core.errors import BadSetting
from rapport.people.handles import PlusTags
from rapport.people.resolve import resolve


def company(order: list[int]) -> Names:
    """Sixty contacts of about twenty people, with rulings, written in this order."""
    names = Names()
    for n in order:
        email = {"email": f"Person{n % 23}@example.com"} if n % 3 else {}
        phone = {"phone": f"06123456{n % 19:02d}"} if n % 2 else {}
        names.tell(n, **email, **phone, customer_id=f"C{n % 31}")
    for n in order[:10:2]:
        low = min(n, 50)
        names.rule("split" if low % 2 else "join", low, low + 1)
    return names


def test_the_order_of_imports_changes_nobody():
    order = list(range(60))
    rulings = order[:10]
    other = rulings + random.Random(5).sample(order[10:], 50)
    assert company(order).identity() == company(other).identity()


def test_persons_are_numbered_densely_from_0():
    identity = company(list(range(60))).identity()
    assert sorted(set(identity.values())) == list(range(len(grouped(identity))))


def test_persons_are_numbered_by_their_first_record_then_by_contact():
    names = told([{"email": f"{name}@example.com"} for name in ("anne", "paul", "zoe", "eve")])
    names.engine.run(
        "CREATE TABLE contact_first AS SELECT * FROM (VALUES "
        "(3, TIMESTAMP '2024-01-01'), (2, TIMESTAMP '2025-01-01'), (3, TIMESTAMP '2026-01-01')) "
        "AS told (contact, first_at)"
    )
    names.resolve(dated=True)
    numbered = names.engine.rows("SELECT contact FROM identity ORDER BY person")
    assert [contact for (contact,) in numbered] == [3, 2, 1, 4]


def test_who_tells_no_valid_handle_is_nobody():
    names = told([{"email": "n/a", "name": "Anne"}, {"phone": "1234"}, {"email": "a@example.com"}])
    resolution = names.resolve()
    assert names.people() == [{3}]
    assert resolution.unknown == 2
    codes = {doubt.code: doubt.count for doubt in resolution.doubts}
    assert codes == {"invalid_phone": 1, "invalid_email": 1, "nobody": 2}


def test_the_handles_kept_are_clean_and_counted_once():
    names = told(
        [
            {"email": "ANNE@example.com", "phone": "0612345678", "account": "@Anne"},
            {"email": "anne@example.com", "customer_id": "'7"},
        ]
    )
    assert names.resolve().handles == 4
    kept = names.engine.rows("SELECT DISTINCT kind, realm, normalised FROM handle ORDER BY kind")
    assert kept == [
        ("account", "shop", "anne"),
        ("customer_id", "shop", "7"),
        ("email", "", "anne@example.com"),
        ("phone", "", "+33612345678"),
    ]


def test_dropped_plus_tags_make_one_person():
    names = told([{"email": "anne@example.com"}, {"email": "anne+shop@example.com"}])
    assert resolve(names.engine).people == 2
    assert resolve(names.engine, plus_tags=PlusTags.DROP).people == 1


def test_an_empty_book_has_nobody():
    resolution = Names().resolve()
    assert (resolution.contacts, resolution.people, resolution.doubts) == (0, 0, ())


def test_resolving_leaves_only_its_two_tables():
    names = company(list(range(20)))
    names.resolve()
    left = names.engine.rows("SELECT table_name FROM duckdb_tables() ORDER BY table_name")
    assert [name for (name,) in left] == ["contact", "handle", "identity", "ruling"]


def test_resolving_is_undone_with_the_callers_transaction():
    names = told([{"email": "anne@example.com"}])
    names.resolve()
    names.tell(2, email="paul@example.com")
    names.engine.run("BEGIN")
    names.resolve()
    names.engine.run("ROLLBACK")
    assert names.engine.rows("SELECT contact, person FROM identity") == [(1, 0)]


def test_an_unknown_region_is_refused_before_anything_is_changed():
    names = told([{"email": "anne@example.com"}])
    with pytest.raises(BadSetting):
        resolve(names.engine, region="Paris")
    assert names.identity() == {1: 0}
