"""Break-up: who leaves, and who only warns, nearly left, travels or was cancelled?"""

import pytest

from rapport.voice.rules.break_up import break_ups

LEAVES = [
    ("fr", "Je résilie mon contrat dès demain"), ("fr", "J'ai résilié mon abonnement hier"),
    ("fr", "je vais aller voir ailleurs"), ("fr", "Je passe à la concurrence"),
    ("fr", "Je pars chez Bouygues"), ("fr", "Vous venez de perdre un client"),
    ("fr", "Plus jamais chez eux !"), ("fr", "Je ne commanderai plus jamais sur ce site"),
    ("fr", "Je souhaite clôturer mon compte bancaire"), ("fr", "Je me désabonne"),
    ("fr", "on ne m'y reprendra plus"), ("fr", "bon bah je change d'opérateur"),
    ("fr", "Si ça continue je résilie"), ("fr", "Résiliation envoyée ce matin"),
    ("fr", "je ne mettrai plus les pieds dans ce magasin"), ("fr", "je quitte SFR"),
    ("en", "I'm cancelling my subscription"), ("en", "Please close my account"),
    ("en", "I'm switching to Verizon"), ("en", "Taking my business elsewhere"),
    ("en", "you just lost a loyal customer"), ("en", "I will never shop here again"),
    ("en", "We won't be back"), ("en", "Never again"), ("en", "I'm done with this company"),
    ("en", "If this isn't fixed I'm cancelling my contract"), ("en", "I am not renewing my policy"),
    ("en", "Will be switching banks on Monday"), ("en", "First and last time I order here"),
]  # fmt: skip
LEAVES_NOT = [
    ("fr", "Vous avez résilié mon contrat sans prévenir"), ("fr", "À fuir, service nul"),
    ("fr", "Ils ont résilié mon assurance du jour au lendemain"), ("fr", "Je pars à 8h demain"),
    ("fr", "J'ai failli partir mais le conseiller a été top"),
    ("fr", "Je pars en vacances demain, pouvez-vous livrer avant ?"),
    ("fr", "Je partirais si je pouvais"), ("fr", "Je ne résilierai jamais, tout est parfait"),
    ("fr", "Je ne changerai pas d'opérateur"), ("fr", "Je quitte le bureau à 18h"),
    ("fr", "Mon compte a été clôturé sans raison"), ("fr", "Je vais chez le médecin"),
    ("fr", "J'ai quitté Orange pour venir chez vous"), ("fr", "Peut-on résilier à tout moment ?"),
    ("fr", "Jamais déçu, plus jamais de problème"), ("fr", "j'annule ma commande"), ("fr", ""),
    ("fr", "J'ai changé de téléphone et je ne retrouve plus mes messages"),
    ("en", "You closed my account without notice"), ("en", "I almost left but they fixed it"),
    ("en", "I'm leaving for the airport"), ("en", "I'll never use another brand"),
    ("en", "They cancelled my order"), ("en", "I was going to switch but support was great"),
    ("en", "I would switch if I could"), ("en", "Moving to London, can you deliver there?"),
    ("en", "I'm so glad I switched to this bank"), ("en", "Avoid this place"),
    ("en", "My account was closed"), ("en", "you lost my luggage"), ("en", "I left my bag there"),
    ("en", "I won't be switching any time soon"), ("en", "cancel my order please"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), LEAVES)
def test_leaving_is_heard(language, text):
    assert break_ups([text], [language])[0][0] >= 0.5


@pytest.mark.parametrize(("language", "text"), LEAVES_NOT)
def test_what_looks_like_leaving_is_not(language, text):
    assert break_ups([text], [language])[0][0] < 0.5


def test_a_threat_is_weaker_than_a_deed():
    deed, threat = break_ups(["Je résilie", "Si rien ne change, je résilie"], ["fr", "fr"])[0]
    assert deed > threat >= 0.5


def test_the_evidence_is_where_it_is_said():
    text = "Très déçue. Je résilie mon abonnement."
    (span,) = break_ups([text], ["fr"])[1][0]
    assert text[slice(*span)] == "Je résilie"
