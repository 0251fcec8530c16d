"""Automatic and spam: which messages did no person write to be answered?"""

import pytest

from rapport.voice.rules.automatic import automatic, spam


@pytest.mark.parametrize("text", [
    "Réponse automatique : je suis absente jusqu'au 3 mai", "Automatic reply: Out of office",
    "Ceci est un message automatique, merci de ne pas y répondre.",
    "Your request (#12345) has been received and is being reviewed by our support staff.",
    "Votre demande a bien été enregistrée sous le numéro 1234. Délai de réponse : 48 heures",
    "Thank you for contacting us. We will reply within 2 business days.",
])  # fmt: skip
def test_a_machine_is_heard(text):
    assert automatic([text])[0]


@pytest.mark.parametrize("text", [
    "Je n'ai eu qu'une réponse automatique", "I only got an automated response from you",
    "Je suis absent demain, livrez jeudi", "I am on vacation and my order did not arrive",
    "Bonjour, nous avons bien reçu votre message et votre remboursement part ce jour. Sophie",
])  # fmt: skip
def test_a_person_who_sounds_like_one_is_not(text):
    assert not automatic([text])[0]


@pytest.mark.parametrize("text", [
    "RT & follow pour gagner un iPhone !", "Retweet and follow us to win 2 tickets #giveaway",
    "Gagnez 500€ par jour depuis chez vous", "Check out my new video http://example.com",
    "Prêt rapide entre particulier, contactez whatsapp +33600000000",
    "50% off today only! Shop now http://example.com",
    "Invest in bitcoin and earn profits, thanks to expert @x",
])  # fmt: skip
def test_campaigns_and_lures_are_spam(text):
    assert spam([text])[0]


@pytest.mark.parametrize("text", [
    "Le code promo ne marche pas sur votre site",
    "J'ai gagné votre concours mais je n'ai rien reçu",
    "My promo code doesn't work, I clicked the link http://example.com", "J'adore cette marque",
    "I won your giveaway but never received the prize",
    "RT @bob: great match http://example.com",
    "What a great offer, will buy now", "Le voyant moteur s'allume", "",
])  # fmt: skip
def test_customers_who_speak_of_offers_are_not(text):
    assert not spam([text])[0]
