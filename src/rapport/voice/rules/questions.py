"""Which messages ask something, with or without a question mark?

A question mark counts by itself, less where it is known to ask nothing ("c'est une blague ?",
"are you kidding me?"). Without one, inversions, question words before a verb, and polite requests
count; exclamations ("quel plaisir", "what a joke") and reported questions do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapport.voice.rules.patterns import (
    Floats,
    Rule,
    Spans,
    plain,
    rule,
    sentence_start,
    spaced,
    strongest,
)

MARKED = 0.95
"""Strength of a question mark."""

RHETORICAL = 0.4
"""Strength of a question that waits for no answer: below one half, above none."""

_LINK = r"https?://\S+"
_MARK = r"\?[?!]*(?=[\s.)»\"'*]|$|[^\w\s&=/])"

_RHETORICAL_FRENCH = r"""
    (?:c'est_une_blague|une_blague|vous_vous_(?:moquez|foutez|fichez)[^?]{0,40}|vous_(?:rigolez|plaisantez)|vous_etes_serieux
    |on_se_(?:moque|fout|fiche)|(?:trouvez|trouvent|tu_trouves)[-_](?:vous_)?(?:ca|cela)_normal
    |c'est_normal_ca|serieu(?:x|sement)|ah_bon|ah_oui|vraiment|sans_blague|n'est[-_]ce_pas|hein|non
    |pas_vrai|a_quoi_(?:bon|ca_sert)|a_quoi_sert|qui_(?:croire|l'eut_cru)|que_demander_de_plus
    |que_dire(?:_de_plus)?|quoi_de_(?:mieux|plus)|de_qui_se_moque[-_]t[-_]on|ok|oui|wtf
    |comment_(?:peut[-_]on|osez[-_]vous|ne_pas)[^?]{0,60}|pourquoi_s'en_priver|et_alors|ou_quoi)"""
_RHETORICAL_ENGLISH = r"""
    (?:(?:are_|r_)?(?:you_|u_|y'all_)(?:\w+_)?(?:kidding(?:_me)?|joking|serious|for_real|mad|insane
    |crazy)|(?:is_)?(?:this|that|it)_(?:(?:some_kind_of|supposed_to_be|meant_to_be)_)?a_(?:\w+_)?joke
    |how_is_(?:this|that|it)_(?:even_)?(?:ok(?:ay)?|acceptable|legal|fair|possible|allowed)
    |do_(?:you|they)_(?:even|really|honestly|seriously)_(?:care|think|expect)[^?]{0,60}
    |what_(?:were|are)_(?:you|they)_thinking|kidding(?:_me)?|joking|a_joke|serious(?:ly)?|really|right|no|yeah|huh|eh|ok(?:ay)?|wtf|so_what
    |why_bother|who_(?:cares|knows|does_that)|who_knew[^?]{0,60}|really|what_(?:else|more)_(?:can|could)_(?:i|you|one)_
    (?:say|ask_for|want)|what's_not_to_(?:like|love)|what's_the_point|what_is_wrong_with_(?:you|these
    |them|people)(?:_people)?|what_the_(?:hell|heck|f\w+)|how_(?:hard|difficult)_(?:can|could|is)
    [^?]{0,40}|how_dare_(?:you|they)[^?]{0,40}|(?:is|isn't|wasn't|aren't|doesn't|don't)_(?:it|that|he
    |she|they|you)|you_call_(?:this|that)[^?]{0,30}|what_a_[^?]{0,40}|how_can_you_not_[^?]{0,40}
    |who_(?:would_have|would've)_thought|need_i_say_more|amirite|lol|why_not)"""

_FRENCH: tuple[tuple[float, str], ...] = (
    (
        0.85,
        r"""(?:(?:pouvez|pourriez|auriez|sauriez|savez)_vous|(?:pouvez|pourriez|peux|pourrais|pourrait|sauriez|savez|avez|auriez|etes|voulez
        |voudriez|faites|acceptez|proposez|vendez|prenez|livrez|comptez|pensez|allez|conseillez
        |recommandez|connaissez|aurez)-(?:vous|tu|on)|(?:allons|devons|pouvons|avons|sommes|aurons)-nous|(?:puis|dois|ai|suis|vais|devrais|pourrais
        |pourrai|aurai|serai)-je|(?:peut|faut|doit|est|sont|sera|seront|serait|existe|reste|va|vont
        |a|ont|y_a|peuvent|doivent|fait|vaut|devra|faudra|aura|marche|fonctionne|fut|furent|etait|avait|pouvait|coute|sert|arrive|vient)(?:-t)?-(?:il|elle
        |ils|elles|on)|est[-_]ce_(?:que?\b|qu'|possible)|qu'est[-_]ce_qu|qui_est[-_]ce_qu
        |serait[-_]il_possible|y_aurait[-_]il)""",
    ),
    (
        0.8,
        r"""^(?:quand_(?:est|sera|seront|vais|va|aurai|allez|pensez|comptez|reouvr\w+
        |ouvr\w+|arrive|pourr\w+|puis)|o[u]_(?:en_(?:est|sont|suis)|est\b|sont|puis|peut|se_trouve
        |trouver|acheter)|comment_(?:faire|puis|fait|on_|je_|ca_(?:se|marche)|est\b(?!-ce_possible)|se_fait|peut
        |proceder|savoir|marche|fonctionne|\w{3,}er\b|\w{3,}ir\b|contacter|vous_joindre)
        |combien_(?:de\b|d'|coute|ca\b|faut|dois|est|vaut)|quel(?:le)?s?_(?:est|sont|sera|seront
        |etait)|a_(?:qui|quelle_heure|partir_de_quand|combien|quel)|(?:depuis|jusqu'a|pour)_quand
        |pourquoi_(?!pas\b|j'ai_(?:choisi|aime|adore))|c'est_(?:pour_)?(?:quand|combien|quoi_le)|qui_(?:peut
        |contacter|dois|appeler)|qu(?:e|'en)_(?:faire|dois|faut|puis|pensez|devient)|quoi_faire
        |possible_d(?:e|'avoir)\b
        |qui_(?:a|est|etait|sont)_\w+|(?:en_)?quel(?:le)?s?_(?:\w+_){1,2}(?:est|sont|etait|doit|dois|faut
        |proposez|puis|peut|a|ont)\b(?![^.?]*!))""",
    ),
    (
        0.85,
        r"""(?:j'aimerais|je_(?:voudrais|voulais|souhaite(?:rais)?|desire(?:rais)?|cherche_a|veux
        |tenais_a|peux)|nous_(?:aimerions|souhaiterions|voudrions)|on_aimerait|j'ai_besoin_de|puis-je
        |merci_de_me_faire)_(?:bien_|juste_|vraiment_|egalement_)?(?:savoir|connaitre|comprendre
        |des_(?:infos|informations|renseignements|precisions|nouvelles)|avoir_(?:des_(?:infos
        |informations|nouvelles|renseignements|precisions|explications)|plus_d|une_(?:reponse
        |explication|information)|un_renseignement)|obtenir_(?:des|une|plus)|un_renseignement)""",
    ),
    (
        0.75,
        r"""(?:merci_de_(?:bien_vouloir_)?(?:me_|m'|nous_)(?:dire|confirmer|preciser|tenir
        |repondre|rappeler|communiquer|renseigner|contacter|indiquer|eclairer|expliquer|aider
        |recontacter|faire_savoir)|(?:dites|dis|expliquez|indiquez|aidez|renseignez|confirmez
        |repondez|eclairez)[-_](?:moi|nous)(?!_pas)|(?:vous_pouvez|vous_pourriez|tu_peux|tu_pourrais
        |quelqu'un_(?:peut|pourrait)|qqn_peut)_(?:me_|m'|nous_)(?:dire|aider|expliquer|indiquer
        |rappeler|confirmer|envoyer|renseigner|conseiller)|(?:quelqu'un|qqn|qq1)_(?:sait|saurait
        |connait|aurait|a_(?:une_idee|deja|eu|le_meme))|(?:je_)?me_demand(?:e|ais)_(?:si|s'il|comment
        |quand|pourquoi|ou|quel|ce_qu)|(?:je_)?(?:ne_)?sais_pas_(?:comment_faire|quoi_faire|ou_(?:en
        |aller|trouver)|si_(?:vous|c'est|je)|qui_contacter|quel(?:le)?_\w+_(?:choisir|prendre))
        |une_idee_d(?:e|u)|besoin_d'(?:aide|un_(?:renseignement|conseil)|infos?|une_info\w*)
        |des_nouvelles_(?:de|du|sur|concernant|pour)|en_attente_d(?:e_votre|'une)_reponse
        |dans_l'attente_de_(?:votre|vos|vous))""",
    ),
)

_ENGLISH: tuple[tuple[float, str], ...] = (
    (
        0.85,
        r"""^(?:(?:can|could|would|will|should|may|shall|can't|couldn't|won't)_(?:i|you|we
        |it|they|there|this|that|he|she|anyone|someone|somebody|anybody|my|your|these|the
        |u)\b|(?:do|don't|did|didn't)_(?:you|i|we|they|u|your|these|those|any|anyone)\b|(?:does
        |doesn't|has|hasn't)_(?:it|the|this|that|my|your|he|she|anyone|anybody|someone|any)\b|(?:is|are
        |isn't|aren't|were|was)_(?:it|there|this|that|these|those|they|you|he|she|anyone|my|your|any
        |we)\b(?!_(?:is|was|great|good))|(?:has|have)_there|can_\w+_be|are_(?:\w+_){1,3}(?:accepted|allowed|available|included
        |supported)|is_(?:the|a)_(?!best|worst|most|must|great|good|good|joke)
        |have_(?:you|i|we|they|your)\b|am_i\b)""",
    ),
    (
        0.85,
        r"""^(?:(?:what|(?<!,_)(?<!\()(?:when|where|who|which)|why|how)(?:'s|_(?:is|are|was|were|do
        |does|did|can|could|should|would|will|has|have|am|isn't|don't|doesn't|can't|didn't|won't|if))
        (?!_wrong_with_you)\b|how_(?:long|much|many|often|far|soon|old|come|about|to|late|early)\b
        |what_(?:happens|happened|time|kind|type|size|else|about|number|day|currency|fees?|countries
        |currencies|information|documents|if)\b
        |(?:what|which|how_much)_(?:\w+_){1,3}(?:do|does|did|is|are|will|can|should)_(?:i|you|we|they|it|the
        |my|there|your|this)\b
        |which_(?:one|of|is|atms?|cards?|countries|currencies)\b|why_(?!not|i_(?:love|like))|in_what_\w+|at_what_\w+
        |what's|where's|when's|how's|who's)""",
    ),
    (
        0.8,
        r"""(?:i(?:'d|_would|_want|_need|_wanted|_wish)_(?:really_|just_)?(?:like_|love_)?(?:to_)
        (?:know|ask|find_out|understand|hear|enquire|inquire|see_if|check_(?:if|on|whether|when|the
        _status)|speak_(?:to|with)|talk_to)|(?:i'm|i_am|i_was|just|am|was)_(?:just_)?(?:wondering
        |curious|trying_to_find_out|looking_for_(?:info\w*|help|advice))|looking_for_(?:advice|recommendations?|suggestions?|info(?:rmation)?\b)|wondering_(?:if|whether|when
        |how|why|what)|any_(?:update|updates|news|idea|ideas|chance|info|information|eta|suggestions?
        |advice|thoughts|word_on|progress|recommendations?|tips|clue)\b(?!_(?:was|is|would_be_wel))
        |(?:please|pls|plz|kindly)_(?:tell|let_(?:me|us)_know|advise|confirm|explain|help|send|clarify
        |check|provide|respond|reply|dm|call|can|could|show|assist|give_me|look_into)|(?:let|lmk)_?
        (?:me_know)?_(?:if|when|how|what|why|whether|where)\b|(?:does|do|has|can|could|will|would)_
        (?:anyone|anybody|someone|somebody)|anyone_(?:know|else_(?:have|having|had)|have_any|got)
        |(?<!i_wish_)(?<!only_)(?<!if_)(?:can|could|would|will)_you_(?:please|pls|kindly|tell|help
        |explain|let|send|confirm|check|advise|give|provide|show|assist|possibly|look)|is_it_possible
        |if_you_could|(?:tell|show)_me_(?:how|what|when|why|where|if|more)|know_(?:how|where|what|who)
        _to\b|not_sure_(?:how|if|what|why|whether|where)|(?:don't|do_not|dont|can't|cannot)_
        (?:understand|figure_out)_(?:how|why|what|where)|need_(?:some_|your_|more_)?(?:help|info
        |information|assistance|advice)\b|help_me_(?:with|to|find|get|please)|i_have_a_question
        |(?:explain|clarify)_(?:how|why|what|to_me)|can_i_(?:get|have|use|change|cancel|speak|still))""",
    ),
)

_RULES: dict[str, Rule] = {"fr": rule(_FRENCH), "en": rule(_ENGLISH)}

_MARKS = {
    "fr": re.compile(
        spaced(rf"{_LINK}|(\b{_RHETORICAL_FRENCH}\s*{_MARK}|(?<=!){_MARK})|({_MARK})")
    ),
    "en": re.compile(
        spaced(rf"{_LINK}|(\b{_RHETORICAL_ENGLISH}\s*{_MARK}|(?<=!){_MARK})|({_MARK})")
    ),
}


def questions(texts: Sequence[str], languages: Sequence[str]) -> tuple[Floats, list[Spans]]:
    """How surely each text asks something, (n,) from 0 to 1, and where it does.

    `languages`: ISO 639-1 codes; other than fr and en, both languages' patterns are tried.
    """
    strengths, spans = strongest(texts, languages, _RULES)
    for place, text in enumerate(texts):
        if "?" in text:
            strengths[place], spans[place] = with_marks(
                plain(text), languages[place], float(strengths[place]), spans[place]
            )
    return strengths, spans


def with_marks(low: str, language: str, strength: float, spans: Spans) -> tuple[float, Spans]:
    """Strength and spans once question marks count; a rhetorical one voids its sentence."""
    found: list[tuple[int, int]] = []
    idle: list[tuple[int, int]] = []
    for match in _MARKS.get(language, _MARKS["en"]).finditer(low):
        if match.lastindex:
            (idle if match.lastindex == 1 else found).append(match.span())
    for start, end in idle:
        opening = sentence_start(low, start)
        spans = tuple(one for one in spans if not opening <= one[0] < end)
    if not spans:
        strength = RHETORICAL if idle else 0.0
    if found:
        strength = max(strength, MARKED)
    return strength, spans + tuple(found)
