"""What is each customer's message for: a sale, help, thanks or advice?

Thanks that only ask ("merci de me rappeler", "thanks in advance") thank for nothing; a message that
thanks and asks for help asks for help. None where nothing tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapport.core.message import Purpose
from rapport.voice.rules.patterns import Rule, matches, plain, rule

LEAST = 0.5
"""Advice needs at least this much to outrank help."""

_FRENCH = (
    (
        1.0,
        r"""(?:aide[rz]?|aidez-moi|assistance|probleme|souci|panne|bug|bloque\w*|erreur|en_attente|reclamation|remboursement|rembours\w+
        |ne_(?:marche|fonctionne|s'allume|recois|peux|trouve|parviens|arrive)_\w*_?(?:pas|plus)|(?:marche|fonctionne)_(?:pas|plus)|impossible_de
        |toujours_pas|pas_(?:encore_)?recu|jamais_recu|ou_en_(?:est|sont)|ma_commande|mon_(?:colis|compte|contrat|dossier|abonnement|remboursement|mot_de_passe)
        |resili\w+|annuler_m\w+|comment_(?:faire|puis|annuler|resilier|changer|modifier|activer|acceder|supprimer)|pouvez[-_]vous|pourriez[-_]vous|urgent|sos|au_secours|help|rappele[rz])""",
    ),
    (
        1.1,
        r"""(?:merci_(?:beaucoup|infiniment|mille_fois|encore|a_|pour|d'avoir|tout|les|la_team|l'equipe)|un_(?:grand|immense|enorme)_merci|grand_merci|mille_mercis|je_(?:vous_|tiens_a_vous_|vous_en_)?remercie|bravo
        |felicitations|chapeau|merci_@\w+|merci_(?=!|\.|$)|merci(?=!|\.|$)|je_recommande|au_top|tres_satisfaite?|excellent|parfait|gratitude|reconnaissante?)(?!_(?:de_me|par_avance|d'avance|pour_votre_(?:retour|reponse)))""",
    ),
    (
        1.2,
        r"""(?:conseil(?:s|lez|leriez|ler)?\b(?!ler)|lequel_(?:choisir|prendre|est)|quel(?:le)?_(?:modele|taille|version|formule|marque|produit|appareil)_(?:choisir|prendre|me_conseil|est_le|convien|dois)
        |que_(?:me_)?(?:conseill|recommand)\w+|votre_avis|des_avis|qu'en_pensez|suggestion|vous_(?:devriez|pourriez)_(?!me|nous)|il_(?:serait_bien|faudrait|serait_(?:judicieux|utile|pratique))|ce_serait_(?:bien|top|genial|cool)|pourquoi_ne_pas|j'hesite_entre|vaut[-_]il_mieux|est[-_]ce_mieux|une_idee_d'amelioration)""",
    ),
    (
        0.9,
        r"""(?:combien_(?:coute|ca_coute|vaut|pour)|quel_est_(?:le|votre)_(?:prix|tarif)|vos_(?:tarifs|prix|offres|promotions)|un_devis|devis|(?:en_|du_)stock|disponib\w+|acheter|commander\b|reserver|souscrire|s'abonner|precommand\w+|code_promo|promotion
        |livrez[-_]vous|vendez[-_]vous|avez[-_]vous_(?:encore_)?(?:des|le|la|ce|du)|tarifs?|offre_(?:d'|speciale)|prix_(?:de|du|d')|interesse\w*_par|je_(?:veux|voudrais|souhaite)_(?:acheter|commander|reserver|souscrire|prendre))""",
    ),
)
_ENGLISH = (
    (
        1.0,
        r"""(?:help|assist\w*|problem|issue|error|bug|stuck|broken|not_(?:working|received|arrived|able)|doesn't_work|won't_(?:work|load|let|turn|open)|can't_(?:log|access|find|get|open|use|sign|connect|reach)|cannot_(?:log|access|find|get)|unable_to|still_(?:waiting|not|no|haven't|hasn't)
        |refund\w*|complain\w*|my_(?:order|account|package|parcel|refund|card|password|booking|delivery|subscription|payment|contract)|cancel\w*|reset|where_is|how_(?:do|can)_i|could_you|can_you|what_happened|urgent\w*|missing|lost|call_me|locked_out|charged)""",
    ),
    (
        1.1,
        r"""(?:thank_you|thanks|thx|ty\b|cheers|kudos|shout_?out|well_done|great_job|good_job|appreciate|grateful|congrat\w*|love_(?:it|this|you|your|my)|highly_recommend|amazing|excellent|props_to|made_my_day|hats_off)(?!_(?:in_advance|for_nothing|but|if_you|it_if|any|a_lot_for_(?:nothing|the_delay)))""",
    ),
    (
        1.2,
        r"""(?:advice|advise|suggest\w*|recommend(?:ation|ations)|(?:can|could|would|do)_you_recommend|which_(?:one|model|size|version|plan|product)|what_would_you|what_do_you_(?:recommend|suggest|think)|should_i_(?:buy|get|choose|use|go|pick|take)
        |you_should|you_guys_should|would_be_(?:great|nice|awesome|helpful|good)_if|it'd_be_(?:great|nice)|why_not_(?:add|make|have)|have_you_considered|feature_request|any_tips|better_(?:to_buy|for_me)|please_(?:add|bring_back|consider)|opinions?_on|your_opinion|torn_between)""",
    ),
    (
        0.9,
        r"""(?:how_much|price\w*|pricing|quote|in_stock|available|availability|buy\b|purchase|order_(?:a|an|one|some|the)_|book_(?:a|an|my)|subscribe|sign_up|pre-?order|discount|promo\w*|coupon|on_sale|special_offer|do_you_(?:sell|ship|stock|carry|have|offer|deliver)|interested_in|cost\b|rates?_for|looking_to_(?:buy|purchase|order|book)|where_can_i_(?:buy|get|find|order)|deals?\b)""",
    ),
)

_OF: Mapping[float, Purpose] = {
    1.0: Purpose.HELP,
    1.1: Purpose.THANKS,
    1.2: Purpose.ADVICE,
    0.9: Purpose.COMMERCIAL,
}
"""The purpose that patterns of each strength speak for; of equals the stronger is told."""

_RULES: Mapping[str, Rule] = {"fr": rule(_FRENCH), "en": rule(_ENGLISH)}


def purposes(texts: Sequence[str], languages: Sequence[str]) -> list[Purpose | None]:
    """What each customer's message is for; None where nothing tells."""
    return [
        _purpose(plain(text), language) for text, language in zip(texts, languages, strict=True)
    ]


def _purpose(low: str, language: str) -> Purpose | None:
    """The purpose of one plain text: what most of its words speak for; advice before help."""
    weights = dict.fromkeys(Purpose, 0.0)
    for one in (_RULES[language],) if language in _RULES else _RULES.values():
        for strength, _, _ in matches(low, one):
            weights[_OF[strength]] += strength
    if weights[Purpose.ADVICE] >= max(weights[Purpose.HELP], LEAST):
        return Purpose.ADVICE
    best = max(weights, key=lambda purpose: weights[purpose])
    return best if weights[best] else None
