"""Causes: what is a complaint about?"""

import pytest

from rapport.core.message import Cause
from rapport.voice.rules.causes import causes

TOLD = [
    ("fr", "Mon colis n'est jamais arrivé", "delivery"), ("fr", "Beaucoup trop cher", "price"),
    ("fr", "Le livreur a jeté le paquet par-dessus la clôture", "delivery"),
    ("fr", "Vous m'avez facturé deux fois, je veux être remboursé", "price"),
    ("fr", "La vendeuse était très désagréable et incompétente", "service"),
    ("fr", "Personne ne répond au téléphone, aucun retour à mes mails", "communication"),
    ("fr", "Votre service client est injoignable depuis une semaine", "communication"),
    ("fr", "L'écran s'est cassé au bout de deux jours", "product"),
    ("fr", "La chambre était sale et bruyante", "product"),
    ("en", "The parcel never arrived", "delivery"), ("en", "The staff was rude", "service"),
    ("en", "They charged me twice and refuse a refund", "price"),
    ("en", "I have been on hold for two hours and nobody answers", "communication"),
    ("en", "It broke after two days", "product"), ("en", "The app keeps crashing", "product"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "cause"), TOLD)
def test_a_cause_is_told_by_its_words(language, text, cause):
    assert causes([text], [language]) == [Cause(cause)]


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "C'est nul"), ("en", "Terrible"), ("en", "")]
)
def test_no_cause_is_guessed(language, text):
    assert causes([text], [language]) == [None]


def test_two_causes_of_equal_weight_are_none():
    assert causes(["Le prix et le colis"], ["fr"]) == [None]
