"""Are handles cleaned until equal means the same, in the engine as in Python?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.core.person import HandleKind
from rapport.ledger.engine import DuckDBEngine
from rapport.people.handles import (
    Cleaning,
    PlusTags,
    account_sql,
    clean,
    customer_id_sql,
    email_sql,
    network_sql,
)

ENGINE = DuckDBEngine()
BITS = [*"@@@..<>'\"+,; \t\n\x00\u00a0\u200b?#/_-0()[]\\%", "anne", "Jean.Dupont", "example.com"]
BITS += ["mailto:", "MAILTO:", "no-reply", "test", "none", "n/a", "https://", "www.", ".fr", "é"]
BITS += ["instagram.com/", "profile.php?id=", "people/", "/in/", "17850.0", "e\u0301", "İ", "ıſßΣ"]
TEXTS = st.one_of(st.lists(st.sampled_from(BITS), max_size=9).map("".join), st.text(max_size=12))


def in_engine(cleaning: Cleaning, text: str) -> str | None:
    step = (
        f"SELECT normalised FROM (SELECT {cleaning.text} AS normalised "
        f"FROM (SELECT $told::VARCHAR AS told)) WHERE {cleaning.holds}"
    )
    return ENGINE.value(step, {"told": text})


def in_python(kind: HandleKind, text: str, plus_tags: PlusTags = PlusTags.KEEP) -> str | None:
    handle = clean(kind, text, plus_tags=plus_tags)
    return handle.normalised if handle else None


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(PlusTags))
def test_the_engine_cleans_an_email_as_python_does(text, plus_tags):
    expected = in_python(HandleKind.EMAIL, text, plus_tags)
    assert in_engine(email_sql("told", plus_tags), text) == expected


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_engine_cleans_a_customer_id_as_python_does(text):
    assert in_engine(customer_id_sql("told"), text) == in_python(HandleKind.CUSTOMER_ID, text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_engine_cleans_an_account_and_its_network_as_python_does(text):
    handle = clean(HandleKind.ACCOUNT, text)
    assert in_engine(account_sql("told"), text) == (handle.normalised if handle else None)
    host = ENGINE.value(
        f"SELECT {network_sql('NULL', '$told::VARCHAR', chr(39) * 2)}", {"told": text}
    )
    assert handle is None or host == handle.realm


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
def test_cleaning_twice_is_cleaning_once(text):
    for kind in (HandleKind.EMAIL, HandleKind.PHONE):
        once = in_python(kind, text)
        assert once is None or in_python(kind, once) == once


@pytest.mark.parametrize(
    "text",
    [
        "anne.martin@example.com",
        " Anne.Martin@EXAMPLE.com ",
        "Anne Martin <anne.martin@example.com>",
        "mailto:anne.martin@example.com?subject=Hello",
        "'anne.martin@example.com",
        "anne.martin @example.com,",
        "\ufeffanne.martin@example.com\u00a0",
    ],
)
def test_one_address_however_written_is_one_handle(text):
    assert in_python(HandleKind.EMAIL, text) == "anne.martin@example.com"


@pytest.mark.parametrize(
    "text",
    ["", "n/a", "anne", "anne@", "@example.com", "anne@example", "a@example.com, b@example.com"],
)
def test_what_is_no_address_is_no_handle(text):
    assert in_python(HandleKind.EMAIL, text) is None


@pytest.mark.parametrize(
    "text", ["noreply@example.com", "No-Reply@example.fr", "test@test.fr", "none@none.com"]
)
def test_an_address_of_nobody_is_no_handle(text):
    assert in_python(HandleKind.EMAIL, text) is None


def test_plus_tags_stay_unless_they_are_to_be_dropped():
    assert in_python(HandleKind.EMAIL, "anne+shop@example.com") == "anne+shop@example.com"
    dropped = in_python(HandleKind.EMAIL, "anne+shop@example.com", PlusTags.DROP)
    assert dropped == "anne@example.com"


def test_googlemail_is_not_taken_for_gmail():
    assert in_python(HandleKind.EMAIL, "anne@googlemail.com") == "anne@googlemail.com"


@pytest.mark.parametrize(
    ("text", "name", "network"),
    [
        ("@Anne_B", "anne_b", ""),
        ("https://www.instagram.com/Anne_B/?hl=fr", "anne_b", "instagram"),
        ("https://twitter.com/anne_b/status/12", "anne_b", "x"),
        ("linkedin.com/in/anne-b", "anne-b", "linkedin"),
        ("https://youtube.com/@Anne", "anne", "youtube"),
        ("https://www.facebook.com/profile.php?id=100012", "100012", "facebook"),
        ("anne.b", "anne.b", ""),
    ],
)
def test_an_account_and_the_url_of_its_profile_are_one_handle(text, name, network):
    handle = clean(HandleKind.ACCOUNT, text)
    assert handle is not None
    assert (handle.normalised, handle.realm) == (name, network)


def test_a_customer_id_loses_what_spreadsheets_put_around_it():
    told = ["17850", " 17850 ", "'17850", "17850.0"]
    assert {in_python(HandleKind.CUSTOMER_ID, text) for text in told} == {"17850"}


def test_a_customer_id_keeps_its_case_and_leading_zeros():
    assert in_python(HandleKind.CUSTOMER_ID, "cus_aBc") == "cus_aBc"
    assert in_python(HandleKind.CUSTOMER_ID, "0042") == "0042"


def test_the_guest_number_0_is_no_customer():
    assert in_python(HandleKind.CUSTOMER_ID, "0") is None
