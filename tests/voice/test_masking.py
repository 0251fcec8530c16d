"""Does nothing personal leave the machine, and does the rest stay readable?"""

from itertools import pairwise

import pytest

from rapport.voice.masking import is_card, is_iban, masked, personal


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Écrivez à jean.dupont@example.fr", "Écrivez à [email]"),
        ("Appelez le 06.12.34.56.78 svp", "Appelez le [phone] svp"),
        ("call +44 20 7946 0958", "call [phone]"),
        ("IBAN FR14 2004 1010 0505 0001 3M02 606 merci", "IBAN [iban] merci"),
        ("card 4111 1111 1111 1111.", "card [card]."),
        ("commande n° AB-12345 perdue", "commande n° [order] perdue"),
        ("my order 1234567 is late", "my order [order] is late"),
        ("My name is John Smith, thanks", "My name is [name], thanks"),
        ("Bonjour Mme Durand,", "Bonjour Mme [name],"),
        ("@some_one look", "[user] look"),
        ("https://shop.example.com/a?token=1 broke", "https://shop.example.com[link] broke"),
    ],
)
def test_personal_details_are_replaced_by_their_kind(written, sent):
    assert masked(written) == sent


def test_small_numbers_stay():
    written = "5/5 for the 2 dishes, 49,90 € each, 15 minutes"
    assert masked(written) == written


def test_checksums_tell_accounts_from_other_numbers():
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB83 WEST 1234 5698 7654 32")
    assert is_card("4111 1111 1111 1111")
    assert not is_card("4111 1111 1111 1112")


def test_details_do_not_overlap():
    found = personal("order 4111 1111 1111 1111 at a@example.com, 06 12 34 56 78")
    assert [one.kind for one in found] == ["card", "email", "phone"]
    assert all(one.end <= after.start for one, after in pairwise(found))
