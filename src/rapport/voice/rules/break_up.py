"""Which customers say that they leave, have left or are about to?

Who cancels whom decides: the subject must be the writer, or the thing cancelled theirs. What they
nearly did, would do or will never do is no break-up, nor is leaving for a holiday, nor a warning
to others alone ("à fuir", "avoid"). The strength is that of the wording, not a probability: 0.9
said outright, 0.6 threatened or meant, 0.4 only asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapport.voice.rules.patterns import Floats, Rule, Spans, rule, sentence_start, strongest

_DEAL = r"""(?:abonnement|contrat|forfait|compte|assurance|mutuelle|adhesion|inscription|ligne|box
    |service|formule|police|bail|livret|pack|offre|fibre|mobile|internet)s?"""
_MINE = r"(?:mon|ma|mes|notre|nos|ce|cet|cette|le|la|les|l'|un|une)_?(?:\w+_)?"
_FIRM = r"""(?:operateur|fournisseur|banque|assureur|assurance|mutuelle|prestataire|cremerie|creche
    |marque|boutique|magasin|site|enseigne|compagnie|societe|agence|plateforme|application|appli
    |reseau|salle|club|medecin|garage|box|forfait|courtier|loueur|hebergeur|logiciel)s?"""
_LEAVE_FRENCH = r"""(?:(?:vais|veux|souhaite|voudrais|desire|compte|dois|prefere|pense|envisage_de
    |viens_de|decide_de|suis_en_train_de|suis_sur_le_point_de|tiens_a|demande_a|(?:ai|avons)_decide_de
    |songe_a|allons|souhaitons|voulons)_(?:donc_|tout_simplement_|immediatement_|definitivement_)?)"""

_GAP_FRENCH = r"""(?:(?!ne\b|n'|que\b|qu'|qui\b|ils?\b|elles?\b|vous_(?:avez|m|allez|etes)|quand\b
        |parce|mais\b|si\b|failli
    |pas\b|jamais\b|plus\b|pour_que|en_train_que|comment\b|pourquoi\b|sans\b)[\w]+['_-]){0,5}?"""
_ELSEWHERE = r"""(?:ailleurs|(?:a|vers|chez)_(?:la_|les_|un_|une_|le_|vos_|votre_|leurs_|leur_
        |l'un_de_vos_|d')?
    (?:concurren\w+|autres?_(?:operateur|fournisseur|banque|assur\w+|prestataire|enseigne|magasin|marque|boite)s?))"""

_FRENCH: tuple[tuple[float, str], ...] = (
    (
        0.9,
        rf"""(?:je_|j'|on_(?!m'|me_|nous_)|nous_){_GAP_FRENCH}(?:resili(?:er?|ons|erai|erons
        |ee?s?)\b|(?:cloturer?|fermer?|supprimer?
        |annuler?|arreter?|rend(?:re|s|u|ons)|stopper?|couper?)_(?:tous_|toutes_|donc_|definitivement_|tout_de_suite_)*{_MINE}{_DEAL}\b
        |chang(?:er?|eons|erai|erons)_(?:d'|de_)(?:{_FIRM}\b)|quitt(?:er?|ons|erai|erons)_(?:definitivement_)?
        (?:vous|cet|cette|votre|la_banque|le_(?:navire|reseau|service)|l'(?:operateur|enseigne|appli\w*|assur\w*))\b
        |(?:partir|pars|partons|partie?s?|aller|vais|irai|irons|allons|passer?|passerai|migrer?|basculer?|barrer?
        |casser?|tirer?|tourner?|retourner?|filer?|voir|fournir|prendre|souscrire)_(?:\w+_){{0,2}}?{_ELSEWHERE}
        |(?:migrer?|passer?|basculer?)_(?:tout|tous_mes_\w+|mon_\w+|ma_\w+|mes_\w+)_(?:chez|vers)_(?!moi|mes\b|vous|toi))""",
    ),
    (
        0.8,
        r"""(?:(?:re)?mettr(?:ai|a|ons)_(?:plus|pas|jamais)_(?:jamais_)?(?:les_pieds
        |un_pied)|(?:plus|pas|aucune)_(?:l'|la_moindre_)?(?:envie|question|intention)_(?:de_|d')
        (?:rester|continuer|renouveler|(?:re)?commander|revenir|retourner|reprendre|y_retourner|acheter)|client(?:e)?_(?:\w+_){1,5}(?:c'est|cette_fois_c'est)_
        (?:fini|termine)|client(?:e)?_depuis_[^.!?]{1,30}(?:c'est_(?:fini|termine)|je_(?:pars|vous_quitte|resilie|m'en_vais))|c'est_(?:fini|termine)_(?:pour_moi|entre_nous|avec_(?:vous|eux|cette|ce))
        |(?:dernier|derniere)_(?:achat|commande|abonnement|reservation|sejour|location|visite)_(?:chez|avec)_(?:vous|eux)
        |(?:resiliation|preavis)_(?:envoyee?|faite|demandee?|en_cours|partie?|immediate|lancee?|actee?))""",
    ),
    (0.65, r"^(?:fini|termine|stop)_(?:pour_moi|avec_(?:vous|eux))"),
    (
        0.95,
        rf"""(?:je|j'|on|nous)_?(?:vous_|me_|m'|le_|la_|l')?(?:{_LEAVE_FRENCH}|(?:ai|avons)_
        (?:donc_|enfin_|tout_|deja_|aussitot_|immediatement_|finalement_|du_)*)?(?:(?:le_|la_|les_|l'
        |me_|tout_|vous_|du_coup_)*)(?:resili(?:e|er|ons|erai|erons|ee?s?)\b(?!_rien)|desabonn(?:e|er|ons
        |erai|ee?s?)\b|(?:cloture|ferme|supprime|annule|arrete|stoppe|rend|coupe)r?(?:ai|ons|e)?_{_MINE}
        {_DEAL}\b)""",
    ),
    (
        0.95,
        r"""(?:je_vais_|je_|on_va_|on_|nous_|nous_allons_|j'ai_)(?:pars|part|partons|partir|partirai
        |passe|passons|passer|passerai|vais|va|allons|aller|retourne|retourner|bascule|migre|file|irai
        |ira|irons|suis_(?:parti|partie|passe|passee|retourne|retournee)|suis_alle|suis_allee
        |prends?)_(?:directement_|donc_|tout_de_suite_|definitivement_)*(?:a|chez|vers|voir)_(?:la
        |les|un|une|le|mon|votre|vos|voir_la)?_?(?:concurren\w+|autre_(?:operateur|fournisseur|banque
        |assur\w+|prestataire|enseigne|magasin|marque)|ailleurs)""",
    ),
    (
        0.85,
        r"""(?:je_vais|on_va|nous_allons|j'irai|on_ira|nous_irons|je_pars|on_part|je_suis_(?:parti
        |alle)e?|je_prefere_aller|je_vais_aller|vais_aller|j'irais_desormais|j'achete_desormais|je
        _commande_desormais)_(?:donc_|plutot_|desormais_|me_fournir_|acheter_|commander_|faire_mes
        _(?:achats|courses)_|voir_)*ailleurs""",
    ),
    (
        0.85,
        rf"""(?:je|on|nous)_(?:vais_|va_|allons_|veux_|souhaite_|compte_|pense_|prefere_|viens_de_)?
        (?:change|changeons|changer|changerai|changerons|ai_change|avons_change)_(?:donc_
        |definitivement_)?(?:de_|d')(?:{_FIRM}|cremerie)""",
    ),
    (
        0.9,
        r"""(?:vous_(?:venez_de_|avez_|allez_|)(?:perdre|perdez|perdu|perdrez)_(?:definitivement_|ainsi_
        |donc_|encore_)?(?:un|une|votre|deux|des|plusieurs)_(?:\w+_){0,2}client(?:e|s|es)?|un(?:e)?_client
        (?:e)?_(?:de_perdue?|de_moins|en_moins|perdue?)|(?:je|nous|on)_(?:ne_)?(?:suis|sommes|serai
        |serons|fais|faisons|ferai)_(?:desormais_)?plus_(?:partie_de_)?(?:votre_|vos_|un(?:e)?_|des_|leur_
        |leurs_)*client)""",
    ),
    (
        0.9,
        r"""(?:je_(?:vous_|les_)(?:quitte|quitterai)|(?:je|nous|on)_(?:vais_|allons_|va_|veux_|souhaite_|compte_|viens
        _de_|pense_)(?:vous_|les_)?quitter_(?:vous|cet|cette|votre|la_banque|le_(?:navire|site|service
        |reseau)|l'(?:operateur|enseigne|application|appli))|(?:je|nous|on|j'ai|nous_avons)_
        (?:quitte(?:rai)?|quittons|quitte)_(?:definitivement_|donc_)?(?:cet|cette|votre|la_banque
        |le_(?:navire|service|reseau)|l'(?:operateur|enseigne|application|appli))|je_(?:vais_)?(?:vous_)
        quitter)\b""",
    ),
    (
        0.8,
        r"""(?:je|on|nous)_(?:n'y_|ne_|n'|)(?:commanderai|achet(?:erai|era|erons)|(?:re)?viendr(?:ai|a
        |ons)|retourner(?:ai|a|ons)|remettr(?:ai|a|ons)|re?prendr(?:ai|a|ons)|louerai|reserverai|utiliserai
        |(?:re)?passerai|fer(?:ai|a|ons)|ir(?:ai|a|ons)|renouvell?er(?:ai|a|ons)|rachet(?:erai|era|erons)
        |commanderons|signerai|resignerai|souscrirai|volerai|voyagerai|depenserai|retourne
        |reviens|commande|achete|remets|reprends)_(?:certainement_|surement_|donc_|plus_(?:les_pieds_)?)?
        (?:plus|pas|jamais)\b(?:_(?:d'hesit|de_mal))?(?!_(?:rien_d'autre|ailleurs|autre_chose|sur\b|a_cote
        |sans))""",
    ),
    (
        0.75,
        r"""(?:plus_jamais(?!_(?:de_(?:probleme|souci|panne|galere|mal|stress)|sans|(?:eu|de_soucis|peur
        |froid|mal|seul)))|jamais_plus_(?:je|chez|on|cette|ce|nous|de_commande)|on_ne_m'y_(?:reprendra
        |prendra)|c'(?:est|etait|est_donc|etait_donc)_(?:bien_)?(?:la|ma|notre)_(?:premiere_et_(?:la_)?)?
        derniere_(?:fois|commande|location|reservation|experience)|premiere_et_(?:la_)?derniere_
        (?:fois|commande|location|reservation|experience)|derniere_fois_(?:que_(?:je_(?!suis|me_suis)|j'(?!ai|avais|y|en|etai)|nous_(?!avons|sommes)|on_(?!a\b))|chez
        |pour_moi)|sans_moi_(?:desormais|a_l'avenir|la_prochaine_fois))""",
    ),
    (
        0.85,
        rf"""(?:je_ne_(?:veux|souhaite|desire)_plus_(?:de_|d'|etre_|rester_|faire_partie_|continuer_
        |avoir_affaire_|utiliser_|travailler_avec_|entendre_parler_de_|avoir_a_faire_)(?!recevoir)
        |(?:demande|lettre|courrier|dossier)_(?:de_|d')(?:resiliation|cloture|desabonnement)
        |resiliation_(?:de_|d')(?:mon|ma|mes|notre|ce)|(?:veuillez|merci_de|pri[ee]+_de|je_vous_demande
        _de|je_vous_prie_de|pouvez[-_]vous|pourriez[-_]vous|je_demande_(?:a|la))_(?:bien_vouloir_|donc_
        |immediatement_)*(?:resili(?:er|ation)|cloturer|fermer|supprimer|annuler|me_desabonner|cloture
        |fermeture|suppression)_(?:de_|immediatement_)*{_MINE}{_DEAL})""",
    ),
    (
        0.7,
        rf"""(?:resilier|cloturer|se_desabonner_de|supprimer|arreter)_(?:mon|ma|mes|notre)_(?:\w+_)?
        {_DEAL}|(?:me|nous)_desabonner|je_me_(?:desinscris|desabonne|desengage)|(?:j'ai|je|on_a)_
        (?:vais_|viens_de_)?(?:desinstall(?:e|er)|supprim(?:e|er))_(?:l'|votre_|cette_|leur_)?(?:appli
        |application)|(?:mon|le)_code_rio|portabilite_de_mon_numero|je_cherche_(?:donc_|deja_|maintenant_)?
        un(?:e)?_(?:autre_|nouvel_|nouvelle_|nouveau_)(?:{_FIRM})""",
    ),
    (
        0.85,
        r"""(?:je|on|nous)_(?:vais_|va_|allons_|pars_|part_|partir_|passer_|passe_|suis_(?:parti|passe|retourne)e?_
        |bascule_|retourne_|migre_|file_)(?:partir_|passer_|retourner_|aller_)?(?:direct_|donc_)?chez_(?!moi|mes|ma\b
        |mon|des|un\b|une\b|le\b|la\b|les|eux|elle|lui|vous|toi|nous|l'|son|sa|ses|ce|cet|cette|quelqu|leur|vos|votre
        |dr|docteur|mamie|papy|maman|papa|ikea|darty|leclerc)\w""",
    ),
    (
        0.6,
        r"""(?:je|on)_quitte_(?:definitivement_|donc_)?(?!la\b|le\b|les\b|l'|mon|ma\b|mes|un\b|une\b|paris|lyon|marseille
        |france|ce\b|pas|jamais|tot|tard|des|a\b|mardi|lundi|bordeaux|lille|nantes|rarement|bientot_le
        |du\b|de\b|en\b|twitter|facebook)(?:@\w+|\w+)|(?:je|on)_(?:me_(?:barre|tire|casse)|se_(?:barre
        |tire|casse))\b(?!_(?:le|la|les|un|en|pas|a\b))|(?:je_pars|on_s'en_va|je_m'en_vais)_?(?=[.!]|$)
        |adieu_(?:@?\w+)_?(?=[.!,]|$)|ancien(?:ne)?_client(?:e)?_(?:desormais|maintenant)""",
    ),
)

_NOT_FRENCH = r"""failli|(?:peut|puis|peux|pouvons|pouvez|pourrai)-(?:on|je|vous)_resili
        |on_(?:m'|nous_|me_)(?:a\b|avait)|reviens_pas_sur|(?:hesit|pense|songe|envisage
        |voul)(?:ais|ions|e)_(?:a_
        |de_)?(?:\w+_)?(?:resili
    |quitt|partir|chang|annul|clotur)|aurais|aurait|aurions|aurez|j'avais_(?:pense|voulu|envisage)
    |jamais_(?:je_ne_)?(?:resili|quitt|chang)|n[e']_?(?:\w+_)?(?:resilie|quitte|quitterai|change
    |changerai|pars|partirai|veux|souhaite|compte|pense|passe|annule|me_desabonne)r?(?:ai)?_
    (?:donc_|surement_|certainement_)?(?:pas|jamais|plus)\b(?!_(?:de_|d'|etre|rester|faire|continuer
    |avoir|utiliser|travailler|entendre))|(?:vous|ils|elles|il|elle|banque|assurance|assureur|free|sfr
    |orange|bouygues|axa|maif|operateur|societe)_(?:m'|me_|nous_|l'|lui_)?(?:avez|ont|a|aviez|avait
    |veut|veulent|voulez|va|vont|allez)_(?:\w+_){0,2}(?:resili|clotur|ferm|annul|suppr)|sans_(?:avoir_a_)?
    resilier|(?:obligee?|contraint|raison|envie|question|besoin|regrette_pas|regrette)_(?:de_|d')(?!pas)
    (?:resili|quitt|chang|partir)(?<!oblige_de)|vacances|pour_(?:venir|vous_rejoindre|arriver)_chez_vous
    |si_j'avais|si_je_pouvais|pourquoi_(?:je_)?(?:resilier|quitter)"""

_WORK_OF = r"""(?:subscription|account|contract|membership|policy|plan|service|services|cover
        |coverage|broadband|line|insurance|phone|mobile|internet|cable|prime|trial
        |direct_debit|accounts|contracts|subscriptions|renewal|mortgage)"""
_PROVIDER = r"""(?:providers?|banks?|carriers?|networks?|compan(?:y|ies)|insurers?|suppliers?
        |brands?|operators?|competitors?|stores?|airlines?|services?|platforms?|apps?|isps?
        |agenc(?:y|ies)|gyms?|hosts?|vendors?|dentists?|garages?|firms?)"""
_I = r"(?:i|we)(?:'m|'re|'ll|'ve|'d|_am|_are|_will|_have|m|ll|ve)?"
_GOING = r"""(?:_(?:just|now|already|finally|also|therefore|officially|immediately|definitely
        |seriously|all|probably|both|so|had_to|have_to|need_to|want_to|wanna|would_like_to
        |like_to|wish_to|decided_to|going_to|gonna|about_to|ready_to|planning_to|planning_on
        |looking_to|thinking_of|thinking_about|considering|in_the_process_of|forced_to|be
        |will_be|been|currently|getting_ready_to|done_and|think_i'll|think_i_will
        |think_it's_time_to))*"""

_GAP_ENGLISH = r"""(?:(?!that\b|they\b|you_(?:have|closed|cancel|are|were)|who\b|which\b
        |when\b|because\b|but\b|if\b|not\b|never\b|almost\b|nearly\b
    |how\b|why\b|would\b|could\b|don't|didn't|can't|cannot|won't|haven't|used\b|was\b|were\b)[\w']+_){0,5}?"""

_ENGLISH: tuple[tuple[float, str], ...] = (
    (
        0.9,
        rf"""{_I}_{_GAP_ENGLISH}(?:(?:cancel|clos|terminat|end|delet|deactivat)(?:l?ing|l?ed
        |ing|e|ed|)_(?:all_|both_)*(?:my|our|this|both)_(?:\w+_){{0,2}}{_WORK_OF}\b
        |(?:switch|mov|chang)(?:ing|ed|e|)_(?:all_)?(?:my_\w+_)?(?:to_(?:a|an|another|your)_(?:\w+_)?)?(?:{_PROVIDER}|competit\w+)\b|(?:off|going|go|moving|move|switching|switch|heading|running)_(?:over_|back_|straight_)*
        to_(?:a|an|one_of_your|your|the|another)_(?:\w+_)?(?:competit\w+|rival\w*|{_PROVIDER})\b(?<!_store)(?<!_bank)(?<!_gym)|(?:find|finding|found|chose|choose|choosing)_
        (?:a_new|another|a_different|someone_else|somebody_else|an_alternative)_?(?:\w+_)?(?:{_PROVIDER}|for_(?:my|our))\b)""",
    ),
    (
        0.8,
        r"""(?:you_(?:won't|will_not|will_never|'ll_never)_(?:be_)?(?:see|seeing|hear
        |hearing)_(?:from_)?(?:me|us)_again|you'll_(?:never|not)_see_(?:me|us)_again
        |(?:this_is|consider_this)_my_(?:\w+_){0,2}(?:notice|cancellation)|(?:want|get|getting
        |let_me)_out_of_(?:my|this|the|our)_contract
        |(?:you|they)(?:'re|_guys|_are|_folks|_all|_people)*_(?:are_)?losing_(?:me|us|my|our|a_(?:\w+_)?customer)|customers?\b[^.!?]{0,40}\b(?:i'm|we're|i_am|we_are)_(?:leaving|gone|out|done|off)\b(?!_(?:to|for|on)\b)
        |(?:if|unless)\b[^.!?]{3,80}\bi(?:'m|_am|'ll_be)_(?:gone|out|leaving|off|done)\b|(?:i|we)'?(?:m|re)?_(?:\w+_)?not_renew(?:ing)?)""",
    ),
    (
        0.8,
        r"""^(?:(?:will|definitely|certainly|so|now|just|well|we|i|and|sadly)_)*(?:(?:won't
        |will_not|not|never)_(?:\w+_)?(?:be_)?(?:using|buying|ordering|shopping|booking
        |returning|renewing|going|coming|staying|flying|eating|renting|doing_business)_
        (?:\w+_){0,4}(?:again|back|with_(?:them|you|this)|from_(?:them|you|this)|here)|(?:be_)?(?:switching|moving|changing)_(?:to_another_|to_a_(?:new|different)_)?(?:banks?|providers?|carriers?|networks?|insurers?|suppliers?|companies)
        |(?:be_)?(?:cancel?ling|closing|terminating)_(?:my|our|all_my)_(?:\w+_){0,2}(?:subscription|account|contract|membership|policy|plan|service)s?\b)""",
    ),
    (
        0.6,
        r"""(?:account|subscription|membership|contract)_(?:closed|cancell?ed
        |terminated)_?(?=[.!]|$)""",
    ),
    (
        0.95,
        rf"""{_I}{_GOING}_(?:cancel|close|terminate|end|delete|deactivate)(?:l?ing|l?ed|ing|d)?
        _(?:all_)?(?:my|our|the|this|both)_(?:\w+_){{0,2}}{_WORK_OF}\b""",
    ),
    (
        0.95,
        r"""tak(?:e|ing)_(?:my|our|all_my)_(?:\w+_)?(?:business|money|custom|account|accounts|spend)_(?:\w+_)?(?:elsewhere
        |to|away|somewhere)|(?:you|they)(?:'ve|'ll|_have|_will|_are_about_to)?_(?:just_|now_|officially_|also_
        |probably_|lose_)*(?:lost|lose|losing)_(?:a|an|my|our|me_as_a|us_as|another|yourselves_a
        |yourself_a|two|this|me)\b(?!_(?:bag|luggage|parcel|package|order|refund))(?:_(?:\w+_){0,3}(?:customers?|business|custom
        |client|buyer|subscriber|fan|sale|money))?|lost_(?:me_as_a_(?:\w+_){0,2}(?:customer|client)|my_(?:business|custom|trust_and_business)|a_(?:\w+_){0,2}customer)
        |(?:soon[-_]to[-_]be|about_to_be_(?:an?_)?)_?(?:ex|former)[-_]customer|no_longer_(?:be_)?(?:a|your)_(?:\w+_)?customer""",
    ),
    (
        0.9,
        rf"""{_I}{_GOING}_(?:switch|mov|go|chang|jump|head|leav|port|transfer|shift|swap)(?:e|es|ed|ing|ping
        )?_(?:over_|back_|straight_|my_\w+_)*(?:elsewhere|away|to_(?:a|an|another|some)_?(?:different|new|other
        |competitor|better|rival|cheaper)?_?(?:{_PROVIDER}|one)|to_(?:your_|the_|a_)?(?:\w+_)?competit\w+|{_PROVIDER}\b)""",
    ),
    (
        0.85,
        rf"""(?:please|pls|kindly|want_to|need_to|like_to|trying_to|tried_to|going_to|how_(?:do|can)_i|how_to|can_you
        |could_you|time_to|have_to|had_to)_(?:just_|immediately_)?(?:cancel|close|terminate|delete|deactivate)
        _(?:my|our)_(?:\w+_){{0,2}}{_WORK_OF}\b""",
    ),
    (
        0.8,
        r"""(?:i|we|i'll|we'll|will|would|i'd|ill|and)_(?:will_|would_|can_|shall_|am_|are_)?(?:never|not_ever|never_ever)_(?:ever_|again_)?(?:be_)?
        (?:buy|buying|order|ordering|shop|shopping|use|using|go|going|return|returning|fly|flying|book|booking
        |stay|staying|rent|renting|eat|eating|come|coming|visit|visiting|do_business|doing_business|deal|purchase|purchasing|trust_them
        |back|set_foot|step_foot|give_them|spend|spending|bank|renew|ship|travel|subscribe|return)\b(?!_(?:
        another|any_other|anything_else|anyone_else|without|(?:back_to_|a_|an_|the_|any_)*(?:traditional|regular|normal|usual|conventional|other\b)|back_to_(?:another|any|my_old)|elsewhere|wrong
        |anywhere_else|to_bed|hungry|out_of|else))""",
    ),
    (
        0.8,
        r"""(?:i|we)_?(?:'ll|_will|_would|_shall|'m|_am|'re|_are|m)?_?(?:won't|wont|not|will_not|definitely_not|certainly_not)_
        (?:be_)?(?:ever_|going_to_be_|going_to_|going_)*(?:back|returning|return|renewing|renew|buying_(?:from|again|here|any(?!_other))
        |buy_(?:from|again|here|any(?!_other))|using_(?:them|you|this|your|it)_again|use_(?:them|you|this|your|it)_again|ordering|order_(?:from|again|here)|shopping|shop_(?:here|there|with|at)
        |a_customer|coming_back|come_back|go_back|going_back|booking|book_(?:again|with)|staying_(?:here|there|again)|stay_(?:here|there|again)
        |flying|fly_with|subscribing|doing_business)""",
    ),
    (
        0.75,
        r"""(?:never_again(?!_(?:will_i_(?:use_)?(?:another|any_other)|worry))|(?:this|that|it|today)_?(?:'s|_is|_was|_will_be)_(?:definitely_|the_|my_|our_|going_to_be_)+
        (?:first_and_)?last_(?:time|order|purchase|flight|visit|trip|stay|booking)(?!_(?:it_worked|i_had_so|i_got_a))|first_and_last_(?:time|order|purchase)|my_last_(?:order|purchase|flight|booking)_(?:with|from)|last_time_(?:i|we)(?:'ll|_will|_ever|_use|_shop|_order|_buy|_fly|_book|_stay)
        |(?:time|ready)_to_(?:switch|leave|move_on|change_(?:banks?|provider\w*|carrier\w*|network\w*))\b(?!_(?:off|on\b|for_(?:work|school|home|the)|the_(?:house|light)))
        |(?:look|shop|search)ing_(?:around_)?for_(?:a_|an_)?(?:new|another|different|alternative|better)_(?:\w+_)?(?:provider|bank|insurer|carrier|supplier|network|company|isp|alternative))""",
    ),
    (
        0.8,
        r"""(?:i'm|i_am|im|we're|we_are|so|officially)_(?:\w+_)?(?:done|through|finished)_with_(?:you|this_(?:company|store|bank|airline|network|place|app|service|brand|lot|shop|website|restaurant|hotel)|them|these_(?:people|guys|clowns)|@\w+|your|that_(?:company|place))
        |(?:moving|taking|transferring|pulling|withdrawing)_(?:all_)?(?:my|our)_(?:\w+_)?(?:money|accounts?|business|insurance|pension|mortgage|custom|savings|number)_(?:out|to|from|elsewhere|away)
        |(?:need|want|get|give_me|send_me|request\w*|like)_(?:my_|a_|the_)(?:pac|mac|porting)_code|port(?:ing)?_(?:my_number|out)""",
    ),
    (
        0.85,
        rf"""{_I}{_GOING}_leaving_(?:you|your|this_{_PROVIDER}|the_{_PROVIDER}|@\w+|for_(?:good|@\w+|another|a_(?:different|better|competitor|rival)|your_competit\w+))
        |{_I}{_GOING}_(?:leave|quit)_(?:you|your|this_{_PROVIDER}|@\w+)""",
    ),
    (
        0.7,
        rf"""(?:i'm|i_am|we're|we_are|im|i'll_be|i_will_be|i'll|i_will|we'll|gonna|going_to){_GOING}_switch(?:ing)?_(?:over_|back_)?(?:to|from)_(?!you|decaf|dark|light|english|french|summer|winter|the_(?:new|other|app)|my|your|plan|paperless|a_(?:new_plan|bigger|smaller|larger))@?\w+
        |(?:just_)?(?:switched|ditched|dumped|dropped)_(?:from_)?(?:you\b|@\w+)|unsubscrib(?:ing|e_me)|(?:just_|i_|i've_|i'm_|and_)(?:uninstall(?:ed|ing)|delet(?:ed|ing))_(?:the_|this_|your_|my_)?(?:app|application|account)
        |(?:i|we)_(?:just_|finally_|already_)?(?:left|ditched|dumped)_(?:you\b|@\w+)|cancell?(?:ed|ing)_(?:my|our)_(?:\w+_){{0,2}}(?:subscription|account|contract|membership|policy|plan|service|renewal)\b|former_customer_(?:now|here)|ex[-_]customer_(?:now|here)""",
    ),
)

_NOT_ENGLISH = r"""almost|nearly|was_(?:going|about|thinking|tempted|considering|planning
        |ready|gonna)|were_(?:going|about|thinking|tempted)|thought_(?:about|of)|used_to
    |would_(?:have|leave|switch|cancel|move|close|change|go)|i'd_(?:leave|switch|cancel|move|close|have)|could_have|if_i_could|(?:won't|will_not|never|not_going_to|wouldn't|don't_want_to|didn't_want_to|do_not_want_to|don't|no_need_to|not|without|hate_to|no_reason_to|no_plans_to|can't_imagine)_(?:ever_|be_|have_to_)?(?:leav|switch|cancel|mov|chang|clos|delet|terminat)
    |(?:you|they|he|she|it|company|bank|who|which|t-mobile|verizon|comcast)(?:'ve|'re|'ll)?_(?:have_|has_|had_|just_|are_|will_|then_|also_|now_|threatened_to_|want_to_|went_ahead_and_|decided_to_|tried_to_|keep_|wrongly_|suddenly_)*(?:cancell?(?:ed|ing|s)?|clos(?:ed|ing|es)|terminat(?:ed|ing|es)|delet(?:ed|ing))_(?:my|our)
    |(?:was|were|been|being|got)_(?:cancell?ed|closed|terminated)|for_(?:vacation|holidays?|work|home)|(?:glad|happy|pleased)_(?:i|we|that_i)_(?:\w+_)?(?:switch|mov|chang)
    |can_i_cancel|switch(?:ed|ing)_(?:from_\w+_)?to_(?:you|this)\b"""

_CONDITIONAL = re.compile(r"\b(?:si|sinon|a moins que|if|unless|otherwise|or i|or we)\b")
THREAT = 0.75
"""What a condition leaves of the strength: "if this goes on I am leaving" is a threat."""


def threatened(low: str, start: int, end: int) -> float:
    """The factor on a match's strength: less in a sentence with a condition."""
    opening = sentence_start(low, start)
    return THREAT if _CONDITIONAL.search(low, opening, start) else 1.0


_STEMS_FRENCH = (
    "resili|desabonn|clotur|ferme|supprim|annul|arret|stopp|concurren|ailleurs|autre |chang|perd"
    "|client|quitt|plus|jamais|pas|derni|reprendra|sans moi|desin|desen|code rio|portabil|cherche"
    "|chez|voir|barre|tire|casse|je pars|va |vais|adieu|rend|coup"
)
_STEMS_ENGLISH = (
    "cancel|clos|termin|end|delet|deactiv|business|lost|los|customer|elsewhere|away|switch|chang"
    "|never|won't|wont|not |last|time to|ready to|looking for|shopping|searching|done|through"
    "|finish"
    """|moving|taking|again|notice|contract|account|another|someone else|out|gone|off|transfer
        |code|port|leav|unsub|uninst|ditch|dump|drop|left|quit"""
)

_RULES: dict[str, Rule] = {
    "fr": rule(_FRENCH, _NOT_FRENCH, _STEMS_FRENCH, threatened),
    "en": rule(_ENGLISH, _NOT_ENGLISH, _STEMS_ENGLISH, threatened),
}


def break_ups(texts: Sequence[str], languages: Sequence[str]) -> tuple[Floats, list[Spans]]:
    """How plainly each text says that its writer leaves, (n,) from 0 to 1, and where it does.

    `languages`: ISO 639-1 codes; other than fr and en, both languages' patterns are tried.
    """
    return strongest(texts, languages, _RULES)
