"""Irony: where does praise meet failure, so that nobody can be sure?"""

import pytest

from rapport.voice.rules.irony import ironies


@pytest.mark.parametrize(("language", "text"), [
    ("fr", "Bravo, trois semaines de retard"), ("fr", "Super, encore une panne !"),
    ("fr", "Génial, 2h d'attente au téléphone"), ("en", "Great, another delay"),
    ("fr", "Bravo pour votre efficacité, toujours rien reçu"), ("en", "Thanks for nothing"),
    ("en", "Thanks for cancelling my flight at the last minute"), ("en",
    "Oh great, the app is down"),
    ("en", "Love waiting two hours on hold"),
])  # fmt: skip
def test_praise_of_a_failure_is_doubted(language, text):
    assert ironies([text], [language])[0][0] > 0.5


@pytest.mark.parametrize(("language", "text"), [
    ("fr", "Merci d'avoir réparé ma panne"), ("fr", "Je recommande, super livre"),
    ("fr", "Merci pour la livraison rapide, jamais de retard"), ("en",
    "can't wait to go back, great"),
    ("fr", "Merci de m'avoir remboursé après l'annulation"), ("en",
    "Great service, never had a delay"),
    ("en", "Thanks for fixing my broken phone"), ("en", "Great phone, battery lasts two days"),
    ("en", "Excellent, arrived in two days"), ("en", ""),
])  # fmt: skip
def test_praise_of_a_success_is_believed(language, text):
    assert ironies([text], [language])[0][0] < 0.5
