"""Which messages no person wrote to be answered: automatic replies, and spam?

A machine names itself at the start, or says that it will not read an answer, or acknowledges a
ticket. A customer who complains of automatic replies is a person. Spam is what sells, lures or
campaigns (contests, retweet for a prize, followers, loans): one sure sign or two weak ones, less
where the writer speaks of what went wrong for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from rapport.voice.rules.patterns import Bools, matches, plain, rule, spaced

_AUTOMATIC = re.compile(
    spaced(r"""
    ^\W*(?:re_?:_?|fwd?_?:_?)*(?:reponse_automatique|message_automatique|automatic_reply|auto[-_]?reply
    |auto[-_]?response|automated_(?:response|reply|message)|out_of_(?:the_)?office|absence_du_bureau
    |accuse_de_reception|\[?(?:auto|automatic)\]|undeliverable|delivery_status_notification|mail_delivery)
    |(?:ceci_est_un(?:e)?|(?:c'est|il_s'agit_d')_?un(?:e)?)_(?:message|reponse|e-?mail|courriel)_
    (?:genere_)?automati\w+|(?:this|the_following)_is_an_(?:automated|automatic|auto-?generated)
    |(?:message|e-?mail|courriel)_(?:genere|envoye)_automatiquement|automatically_generated_(?:message|e-?mail|response)
    |ne_pas_repondre_a_ce(?:t)?_(?:mail|message|e-?mail|courriel)|merci_de_ne_pas_(?:y_)?repondre
    |do_not_reply_to_this|please_do_not_reply|(?:mailbox|inbox|adresse|boite)_(?:is_not|n'est_pas)_(?:monitored|surveillee|consultee|relevee)
    |\b(?:no-?reply|ne-?pas-?repondre)@|
    je_suis_(?:actuellement_)?(?:absente?|en_conges?|en_vacances|en_deplacement|en_arret)\b[^.]{0,40}
    (?:jusqu|du_\d|de_retour|au_\d)|actuellement_absente?|absente?_du_bureau
    |i_(?:am|will_be)_(?:currently_)?(?:out_of_(?:the_)?office|away_(?:from|until|on)|on_(?:annual_|maternity_|parental_|sick_)?(?:leave|vacation|holiday)_(?:until|from|and_(?:will|i'll|i_will)))
    |i'm_(?:currently_)?(?:out_of_(?:the_)?office|away_until|on_(?:annual_)?leave)
    |votre_(?:demande|message|ticket|courriel|e-?mail|requete|reclamation|dossier)_(?:a_(?:bien_)?ete|est)_(?:bien_)?(?:recue?|enregistree?|prise?_en_compte|transmise?_a_nos)\b(?=.{0,200}(?:delai|heures|jours|traite|numero|n°|ticket|#|meilleurs|reponse))
    |nous_(?:avons_bien_recu|accusons_(?:bonne_)?reception_de)_votre_(?:demande|message|e-?mail|courriel|mail)\b(?=.{0,200}(?:delais|\d+_?(?:h\b|heures|jours)|ouvres|numero_de|n°|ticket|traitee))
    |your_(?:request|ticket|case|e-?mail|message|enquiry|inquiry|query)_(?:\(?\#?\w*\d\w*\)?_)?(?:has_been|was)_(?:successfully_)?(?:received|created|logged|assigned|registered|submitted)
    |(?:we_have|we've)_received_your_(?:request|e-?mail|message|enquiry|inquiry|query|ticket)\b(?=.{0,200}(?:within|hours|business_days|as_soon_as|ticket|reference|shortly))
    |thank(?:s|_you)_for_(?:contacting|reaching_out_to|your_(?:email|message|enquiry))\b(?=.{0,200}(?:within_\d|business_days|ticket|reference_number|case_number|automated|our_team_will))
    |(?:ticket|case|dossier|demande)_(?:n°|number|no\.?|\#|id)_?:?_?\w*\d\w*_(?:has_been|was|a_(?:bien_)?ete|est)_(?:created|opened|cree|ouverte?|enregistree?)
    |\#\#-_please_type_your_reply_above|veuillez_repondre_au-dessus_de_cette_ligne""")
)
_COMPLAINED_OF = re.compile(
    spaced(r"""
    (?:qu'un(?:e)?_|recu_(?:un(?:e)?_|votre_|une_simple_)?|que_des_|encore_un(?:e)?_|toujours_(?:la_meme_|une_)|juste_un(?:e)?_|seulement_un(?:e)?_
    |only_(?:get_|got_|an_|get_an_)*|just_(?:get_|got_|an_|sent_)*|got_(?:an_)?|another_|all_i_get_is_(?:an_)?|(?:i|we)_(?:get|got|received)_(?:an_)?|sick_of_(?:your_)?)
    (?:\w+_){0,2}(?:reponses?|messages?|mails?|automati\w+|automated|auto|out_of_office)""")
)
_AUTOMATIC_STEMS = (
    "automa", "auto-", "auto ", "autore", "office", "bureau", "repondre", "reply", "absen", "away",
    "leave", "conge", "recu", "reçu", "votre ", "received", "your ", "accus", "surveill", "monitor",
    "contacting", "reaching", "ticket", "case", "dossier", "undeliver", "delivery status",
    "vacation", "holiday", "vacances", "deplacement",
)  # fmt: skip

_SURE = rule(
    (
        (
            1.0,
            r"""(?:(?:rt|retweet\w*)_?(?:\+|&|and|et|,)_?(?:follow|fav|like|suivre|suis)|(?:follow|suivez|suivre|abonne[-_]toi|abonnez[-_]vous|like|likez?)_?(?:us_|me_|nous_|@\w+_?)?(?:\+|&|and|et|,)_?(?:rt\b|retweet\w*|partage\w*|share)
    |(?:rt|retweet\w*|partagez?|share|like|follow|suivez|commentez|comment)\b[^.!?]{0,40}\b(?:to_win|for_a_chance|pour_gagner|pour_tenter|pour_participer|to_enter)
    |tente[zr]?_(?:de_(?:gagner|remporter)|votre_chance|ta_chance)|(?:grand_)?(?:jeu[-_]?concours)\b(?!_(?:truque|jamais|bidon))
    |enter_(?:now_)?(?:to_win|for_(?:a|your)_chance)|chance_to_win|you(?:'ve|_have)_(?:won|been_selected)|vous_avez_(?:gagne|ete_(?:tire|selectionne))\b[^.]{0,40}(?:\d|iphone|cadeau|carte|bon)
    |(?:get|gagnez?|buy|obtenez|free|achetez)_(?:\d+[k_]*|free_|more_|des_|plus_de_|instagram_)*(?:followers|abonnes|likes|views|vues)\b
    |(?:earn|make|gagne[zr]?)_(?:up_to_|jusqu'a_)?[$€£]?\d[\d.,_k]*[$€£]?_?(?:\w+_)?(?:per|a|par|each|from_home|/|weekly|daily)_?(?:day|week|month|jour|semaine|mois|hour|heure)
    |work_from_home_(?:and|job|opportunit)|(?:crypto|bitcoin|forex|btc|binary)\b[^.]{0,60}(?:invest|trad|profit|signal|earn|expert|gagn)|(?:invest|trad)\w*[^.]{0,40}\b(?:crypto|bitcoin|forex)
    |(?:credit|pret|loan)s?_(?:rapide|entre_particulier|urgent|offer|without_credit)|(?:marabout|voyante?_(?:medium|serieu\w+|gratuite?|reconnue?)|retour_(?:de_l')?(?:affectif|etre_aime)|spell_caster|envoutement)
    |(?:viagra|cialis|casino_bonus|onlyfans\.com|cam_girls?)|recover(?:ed|y)?_(?:\w+_){0,3}(?:funds|crypto|bitcoin|account)\b[^.]{0,60}(?:contact|@|whatsapp|hacker)|(?:contact|hire|thanks_to)_(?:\w+_){0,3}hacker
    |whats_?app_?(?:me_|us_|number_|:)*_?\+\d|(?:dm|inbox)_(?:me|us)_(?:for|to)_(?:promo|promotion|rates?|business|collab|earn|invest))""",
        ),
    )
)

_WEAK = rule(
    (
        (
            1.0,
            r"""(?:giveaway|concours|sweepstakes|tirage_au_sort)""",
        ),
        (
            9.0,
            r"""(?:code_promo|promo_code|discount_code|coupon(?:_code)?|use_(?:my_)?code)""",
        ),
        (
            2.0,
            r"""(?:(?:jusqu'a_|up_to_|save_)?\d{1,2}_?%_(?:off|de_(?:remise|reduction|rabais))|soldes_|flash_sale|vente_flash)""",
        ),
        (
            3.0,
            r"""(?:cliquez?_(?:ici|sur_le_lien|vite)|click_(?:here|the_link|on_the_link|below)|(?:lien|link)_(?:en|in)_(?:ma_|my_)?bio|swipe_up|tap_the_link)""",
        ),
        (
            4.0,
            r"""(?:(?:buy|order|shop|book|subscribe|sign_up|register|download|apply)_(?:now|today)\b|achetez_|commandez_(?:vite|des|maintenant)|profitez[-_](?:en|de|d')|inscrivez-vous|decouvrez_(?:vite|notre|nos|le_nouveau)|ne_ratez_pas|don't_miss|limited_(?:time|offer|edition)|offre_(?:exclusive|limitee|speciale)|dispo(?:nible)?_(?:ici|sur_le_site))""",
        ),
        (
            5.0,
            r"""(?:check_out_(?:my|our)|visit_(?:my|our)|follow_(?:me|us|my)|suivez[-_](?:moi|nous)|abonnez[-_]vous|my_(?:new_)?(?:video|channel|mixtape|single|blog|etsy|shop)|ma_(?:nouvelle_)?(?:video|chaine)|listen_to_my|stream_my|(?:new|nouvel?)_(?:video|article|episode|single)_?:)""",
        ),
        (
            6.0,
            r"""(?:win_(?:a|an|one|this|tickets|\d|[$£€])|gagnez_|a_gagner|prizes?_|lot_a_gagner|gratuit(?:ement)?_!|free_(?:gift|trial|iphone|money|shipping_on))""",
        ),
        (7.0, r"^rt_@"),
        (8.0, r"(?:https?://|http\b|www\.)"),
    )
)
"""Kinds of weak signs, numbered by their strength."""
QUOTED, LINKED = 7.0, 8.0
"""The kinds of sign that a post passed on and a link are: together they sell nothing."""

_OWN_TROUBLE = re.compile(
    spaced(r"""
    \b(?:ne_(?:marche|fonctionne|s'applique|passe)|pas_(?:marche|fonctionne|recu|accepte|valable)|jamais_recu|toujours_pas|j'ai|je_n|mon_|ma_commande|refuse|invalide
    |doesn't_work|does_not_work|not_work|didn't_work|won't_work|isn't_working|never_(?:received|got)|haven't|still_not|i_(?:can't|cannot|couldn't|tried|won_|was|bought|ordered|got|have|am)|my_(?:order|account|code|card|refund|money)|invalid|expired|your_(?:site|app|customer|service))""")
)
ENOUGH = 2
"""So many different weak signs make spam; one more where the writer tells of their own trouble."""


def automatic(texts: Sequence[str]) -> Bools:
    """Whether a machine wrote each text: an absence, a receipt, a mailbox nobody reads, (n,)."""
    return np.fromiter((_is_automatic(plain(text)) for text in texts), bool, len(texts))


def spam(texts: Sequence[str]) -> Bools:
    """Whether each text sells, lures or campaigns rather than speaks to us, (n,)."""
    return np.fromiter((_is_spam(plain(text)) for text in texts), bool, len(texts))


def _is_automatic(low: str) -> bool:
    """Whether a plain text has a machine's words, and nobody complains of them."""
    if not any(map(low.__contains__, _AUTOMATIC_STEMS)):
        return False
    return bool(_AUTOMATIC.search(low)) and not _COMPLAINED_OF.search(low)


def _is_spam(low: str) -> bool:
    """Whether a plain text has one sure sign of spam, or enough weak ones of different kinds."""
    sure, kinds = matches(low, _SURE), {kind for kind, _, _ in matches(low, _WEAK)}
    if not sure and (len(kinds) < ENOUGH or kinds == {QUOTED, LINKED}):
        return False
    trouble = _OWN_TROUBLE.search(low) is not None
    return not trouble or len(kinds) >= ENOUGH + 2
