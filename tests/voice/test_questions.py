"""Questions: does a rule tell what asks from what exclaims, with or without a question mark?"""

import pytest

from rapport.voice.rules.questions import questions

ASKS = [
    ("fr", "Où en est ma commande"), ("fr", "J'aimerais savoir quand je serai livré"),
    ("fr", "Pouvez vous me rappeler svp"), ("fr", "Merci de me rappeler au plus vite"),
    ("fr", "Est-ce que vous livrez en Suisse ?"), ("fr", "Comment annuler mon abonnement"),
    ("fr", "quelqu'un a déjà testé ce produit"), ("fr", "Y a-t-il un parking"),
    ("fr", "svp dites moi quand je peux passer"), ("fr", "quels sont vos horaires"),
    ("en", "any update on my refund"), ("en", "How do I reset my password"),
    ("en", "Could you call me back"), ("en", "I'd like to know when it ships"),
    ("en", "Is the pool heated"), ("en", "do you deliver on saturdays"),
    ("en", "hi, where's my parcel"), ("en", "has anyone tried this"), ("en", "Is this normal?"),
]  # fmt: skip
ASKS_NOT = [
    ("fr", "Quel plaisir de vous lire !"), ("fr", "Quelle honte"), ("fr", "C'est une blague ?"),
    ("fr", "Je ne comprends pas comment on peut vendre ça."), ("fr", "Que demander de plus ?"),
    ("fr", "J'ai demandé si vous livriez, pas de réponse."), ("fr", "voir https://a.fr/x?y=1"),
    ("fr", "Quand on paie ce prix on attend mieux"), ("fr", "Vous vous moquez de moi ?"),
    ("fr", "Vous pouvez y aller les yeux fermés"), ("fr", "pas mal non ?"), ("fr", ""),
    ("en", "What a great place!"), ("en", "Are you kidding me?"), ("en", "What's not to love?"),
    ("en", "When I got there it was closed"), ("en", "Was the best meal ever"),
    ("en", "Do it now"), ("en", "I asked if they could help and they refused"),
    ("en", "How nice of you!"), ("en", "Have a great day"), ("en", "http://x.com/?q=1"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), ASKS)
def test_what_asks_is_heard(language, text):
    assert questions([text], [language])[0][0] >= 0.5


@pytest.mark.parametrize(("language", "text"), ASKS_NOT)
def test_what_does_not_ask_is_left(language, text):
    assert questions([text], [language])[0][0] < 0.5


def test_the_evidence_points_into_the_text_as_given():
    text = "Désolé… où en est ma commande"
    (span,) = questions([text], ["fr"])[1][0]
    assert text[slice(*span)] == "où en est"


def test_a_language_not_known_is_read_by_both():
    strengths, _ = questions(["Où en est ma commande", "any update please"], ["und", "und"])
    assert (strengths >= 0.5).all()


def test_accents_and_case_do_not_matter():
    plainly, spelt = questions(["OU EN EST MA COMMANDE", "où en est ma commande"], ["fr", "fr"])[0]
    assert plainly == spelt
