"""Courtesy: which of its five parts has a reply, and does a person sign it?"""

import pytest

from rapport.voice.rules.courtesy import courtesy, signed


@pytest.mark.parametrize(("text", "share"), [
    ("Bonjour Marie, merci pour votre message. Nous sommes désolés de ce retard et revenons vers "
     "vous au plus vite. Bonne journée, Luc", 1.0),
    ("Hi Tom, thanks for reaching out. Sorry to hear that! Please DM us your order number. Have a "
     "great day ^AB", 1.0),
    ("Bonjour, votre colis arrive demain.", 0.2),
    ("Hello, sorry about that.", 0.4),
    ("Votre colis arrive demain.", 0.0), ("No.", 0.0), ("", 0.0),
])  # fmt: skip
def test_courtesy_is_the_share_of_its_parts(text, share):
    assert courtesy([text])[0] == pytest.approx(share)


@pytest.mark.parametrize("text", [
    "Sorry about that. DM us. ^JD", "Bonjour, c'est réparé. — Marie", "Thanks! /Tom",
    "Merci à vous. Sophie, service client", "Cordialement,\nMarie Dupont", "We're on it *MB",
    "Please DM us. -Anna", "We are on it! ^SarahM https://example.com/abc", "Bonne journée, Julien",
    "Regards, John Smith, Customer Care", "Please send us a DM. AB",
])  # fmt: skip
def test_a_name_or_initials_sign(text):
    assert signed([text])[0]


@pytest.mark.parametrize("text", [
    "Kind regards,\nThe Support Team", "Cordialement, L'équipe Rapport", "Merci, Service Client",
    "Merci pour votre message.", "Call us from the USA", "See you in Paris", "Contactez le SAV.",
    "Merci de nous contacter en DM", "It costs 10 - Thanks", "Sent. OK", "",
])  # fmt: skip
def test_a_team_a_place_or_an_acronym_does_not_sign(text):
    assert not signed([text])[0]


def test_a_flood_of_signs_is_read_in_time():
    assert courtesy(["@" * 20_000, "@a " * 5_000])[0] == 0
