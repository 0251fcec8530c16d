"""Which texts praise in the same breath as they tell a failure, so that nobody can be sure?

Sarcasm is not promised to be understood: where words of praise meet facts of failure ("Bravo, trois
semaines de retard", "great, another delay"), a reading should be called uncertain. Praise for a
failure put right, or for none at all, is plain praise.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapport.voice.rules.patterns import Floats, Rule, Spans, rule, strongest

_FAILURE_FRENCH = r"""(?:retard|attente|attendre|attend|en_panne|panne|annul|toujours_(?:pas
        |rien|aucun)|jamais_(?:livre|recu|arrive|repondu|rappele|fonctionn|rembours|vu_ca
        |marche)|perdu|casse|hors_service|bugs?\b|bug\w*|plante|ne_(?:marche|fonctionne)
        |marche_pas
    |fonctionne_pas|rien_recu|pas_(?:de_reponse|recu|livre)|aucune_(?:reponse|nouvelle)|sans_(?:reponse
    |connexion|reseau|internet|nouvelle)|\d+_?(?:h|heures|jours|semaines|mois|minutes)_(?:de_(?!plaisir|bonheur|lecture|location|vacances|sejour|trajet|route|marche|metro)|d'attente|pour_(?:avoir|une_reponse|rien|joindre)|sans)
    |(?:deux|trois|quatre|dix)_(?:heures|jours|semaines|mois)_(?:de_retard|d'attente|sans|pour|que_j'attend)|injoignable|ferme|bloque|coupure|encore_(?:une?_)?(?:panne|retard|rate|perdu|casse|annul)|augment)"""
_PUT_RIGHT_FRENCH = r"""(?:repar|regle|resol|rembours|rattrap|sans_(?:attente|attendre|aucun
        |retard)|aucun\b|pas_(?:de|d')|jamais|malgre|rapid
    |depann|remplac|compens|geste|zero|plus_(?:de|d')|evit|retrouv|debloqu|en_moins_de|seulement|dans_les)"""
_FAILURE_ENGLISH = r"""(?:delay\w*|\blate\b|cancel\w*|\bbroken|\blost\b|still_(?:not|no|wait
        |hasn't|haven't|nothing|broken)|(?:\d+|two|three|four|several)_(?:hours?|days?|weeks?
        |months?)_(?:late|wait|and_(?:still|counting)|to_(?:get|answer|reply|respond)|delay
        |without|of_(?:wait|hold|delay))
    |\b(?:is|are|was|went|been|still|goes)_down\b|down_(?:again|since|for_the)|crash\w*|(?<!has_)never_(?:arriv|receiv|came|show|work|respond|answer|call)\w*|fail\w*|ruin\w*|(?<!can't_)(?<!cannot_)(?<!cant_)(?<!to_)(?<!worth_the_)(?<!dont_)(?<!don't_)(?<!won't_)(?:waiting|waited|wait)\b|missed|yet_again|once_again|another_(?:delay|bug|outage|failure|cancel|hour|day|update|late|hidden|fee|charge|increase|\w+_fail)
    |nothing_(?:works|happen)|stuck|hung_up|hang_up|on_hold|overcharg\w*|charged_(?:me_)?(?:twice|again)|no_(?:answer|response|reply|signal|service|internet|refund|show)|doesn't_work|not_working|stopped_working|out_of_(?:order|service)|wrong_(?:item|order|size|address)|ignor\w*|useless|wast\w*)"""
_PUT_RIGHT_ENGLISH = r"""(?:fix\w*|resolv\w*|sort\w*|refund(?:ed|ing)|help\w*|without
        |no_(?:delay|wait|issue|problem|need)|never_(?:a_|any|had|fail)|quick\w*|replac\w*
        |compensat\w*|despite|even_though|although|after_(?:my|the)|only_(?:had_to_)?(?:wait
        |\d)|didn't|not_(?:have_to|had|one)|worth|recover\w*|found_my|apolog\w*|rebook\w*
        |saved|arriv(?:ed|es)|deliver\w*_(?:in|within)|within|in_(?:just|under|only)
        |for_(?:over_)?(?:the_past_|the_last_)?\d)"""

_FRENCH: tuple[tuple[float, str], ...] = (
    (0.9, r"(?:#ironie|#sarcasme|#humour_noir|quel_talent_pour)"),
    (
        0.75,
        rf"""(?:bravo|chapeau|felicitations|super|genial|top|excellent|formidable|magnifique|quel_bonheur|quelle_joie|merci|parfait|j'adore
        |ravie?|quel_plaisir|quelle_efficacite|quel_professionnalisme|quelle_reactivite|fantastique|bien_joue|tres_fort|trop_fort|c'est_beau
        |un_grand_merci|champions?|les_meilleurs|rien_a_dire|on_adore|vive)\b(?:(?!{_PUT_RIGHT_FRENCH})[^?\n]){{0,70}}?{_FAILURE_FRENCH}(?!(?:(?!mais)[^.!?\n]){{0,40}}{_PUT_RIGHT_FRENCH})""",
    ),
)
_ENGLISH: tuple[tuple[float, str], ...] = (
    (
        0.9,
        r"(?:#sarcasm|#irony|#not\b|yeah_right|oh_(?:great|joy|good|wonderful|fantastic|brilliant|perfect)|thanks_for_nothing|thanks_a_(?:lot|bunch)_for_(?:nothing|the_(?:delay|wait)|ruining|cancell?ing|losing|wasting)|good_luck_(?:getting|reaching|with_that)|just_what_i_needed)",
    ),
    (
        0.75,
        rf"""(?:great|thanks|thank_you|awesome|fantastic|brilliant|wonderful|excellent|perfect|lovely|nice|well_done|good_job|great_job|congrats|congratulations|bravo
        |kudos|love|loving|amazing|superb|cheers|impressive|classy|genius|so_glad|absolutely_love|stellar|top_notch|what_a_(?:joy|treat|surprise))\b(?:(?!{_PUT_RIGHT_ENGLISH})[^?\n]){{0,60}}?{_FAILURE_ENGLISH}(?!(?:(?!but)[^.!?\n]){{0,40}}{_PUT_RIGHT_ENGLISH})""",
    ),
)
_UNLESS = r"""\b(?:jamais_(?:eu|de|un)|aucun_(?:retard|souci|probleme)|never_(?:had|a|any
        |fails)|but|mais|however|although|dommage_que|cependant|pourtant)\b"""
_STEMS_FRENCH = (
    "retard|atten|panne|annul|toujours|jamais|perdu|casse|hors s|bug|plante|pas|rien|aucune|"
    "sans |heures|jours|semaine|mois|minute|h de|injoig|ferme|bloqu|coupure|encore|augment|#|"
    "h pour"
)
_STEMS_ENGLISH = (
    "delay|late|cancel|broken|lost|still|hour|day|week|month|down|crash|never|fail|ruin|wait|"
    "missed|again|another|nothing|stuck|hung|hang|hold|charg|no |work|out of|wrong|ignor|"
    "useless|wast|#|right|oh |thanks|luck|way to|needed"
)

_RULES: dict[str, Rule] = {
    "fr": rule(_FRENCH, _UNLESS, _STEMS_FRENCH),
    "en": rule(_ENGLISH, _UNLESS, _STEMS_ENGLISH),
}


def ironies(texts: Sequence[str], languages: Sequence[str]) -> tuple[Floats, list[Spans]]:
    """How likely each text's praise is not meant, (n,) from 0 to 1, and where praise meets failure.

    Above one half the feeling should be shown as uncertain, never as turned round.
    """
    return strongest(texts, languages, _RULES)
