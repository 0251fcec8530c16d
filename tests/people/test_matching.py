"""Is the matched share the share of connected people whom another record names?"""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.people.small_names import Names, told

from rapport.core.errors import UnknownName
from rapport.people.matching import MatchedShare, matched_share


def shop() -> Names:
    """Anne follows (1) and buys (2); Paul follows (3); 4 follows and is nobody; Zoe buys (5)."""
    names = told(
        [
            {"account": "anne", "email": "anne@example.com"},
            {"email": "anne@example.com"},
            {"account": "paul"},
            {"email": "n/a"},
            {"email": "zoe@example.com"},
        ]
    )
    names.resolve()
    for table, contacts in (("follow", "1, 1, 3, 4, NULL"), ("purchase", "2, 2, 5, NULL, NULL")):
        names.engine.run(
            f"CREATE TABLE {table} AS SELECT unnest([{contacts}]) AS contact, "
            "TIMESTAMP '2026-01-10' AS happened_at"
        )
    return names


def test_of_two_who_follow_one_is_known_as_a_buyer():
    share = matched_share(shop().engine)
    assert share == MatchedShare(connected=2, matched=1, unknown=1)
    assert share.share == 0.5


def test_what_happened_later_is_not_counted():
    share = matched_share(shop().engine, before=datetime(2026, 1, 10))
    assert share == MatchedShare(connected=0, matched=0, unknown=0)
    assert share.share is None


@pytest.mark.parametrize("name", ["post", "nothing", "purchase; DROP TABLE contact"])
def test_a_table_that_names_nobody_is_refused(name):
    with pytest.raises(UnknownName):
        matched_share(shop().engine, connected=name)
