"""Purposes: is a customer's message for a sale, help, thanks or advice?"""

import pytest

from rapport.core.message import Purpose
from rapport.voice.rules.purposes import purposes

TOLD = [
    ("fr", "Combien coûte la livraison en Suisse ?", "commercial"),
    ("fr", "Avez-vous ce livre en stock ?", "commercial"),
    ("fr", "Merci pour votre aide !", "thanks"), ("fr", "Bravo à toute l'équipe", "thanks"),
    ("fr", "Ma commande n'est toujours pas arrivée", "help"),
    ("fr", "Merci de me rappeler, mon compte est bloqué", "help"),
    ("fr", "Quel modèle me conseillez-vous pour la randonnée ?", "advice"),
    ("fr", "Ce serait bien d'ajouter un mode sombre", "advice"),
    ("en", "How much is the large one?", "commercial"),
    ("en", "Do you ship to Ireland?", "commercial"),
    ("en", "Thank you so much, you made my day", "thanks"),
    ("en", "My order hasn't arrived", "help"),
    ("en", "Can't log in to my account, thanks in advance", "help"),
    ("en", "Which model would you recommend for hiking?", "advice"),
    ("en", "It would be great if you added a dark mode", "advice"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "purpose"), TOLD)
def test_a_purpose_is_told_by_its_words(language, text, purpose):
    assert purposes([text], [language]) == [Purpose(purpose)]


@pytest.mark.parametrize(("language", "text"), [("fr", "Il fait beau"), ("en", "The sky is blue")])
def test_no_purpose_is_guessed(language, text):
    assert purposes([text], [language]) == [None]
