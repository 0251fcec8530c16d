"""How courteous is a reply of ours, and does a person sign it?

Five parts are looked for: a greeting, thanks, an apology or feeling for the trouble, an offer to
help or a next step, a closing. Courtesy is the share of them that is there. A name or initials at
the end sign a reply; a team, a service or a company does not. Give the text with its signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from rapport.voice.rules.inflections import fold, folded_words
from rapport.voice.rules.patterns import Bools, Floats, plain, spaced

_PARTS: tuple[str, ...] = (
    r"""^[^\w@]*(?:@\w+[\s,:.-]*)*(?:re:\s*)?(?:bonjour|bonsoir|salut|coucou|hello|hi\b|hey|dear|good_
    (?:morning|afternoon|evening|day)|greetings|chere?s?_|welcome|\w+,_bonjour|(?:thanks|merci)\b
    [^.!?]{0,60}\b(?:bonjour|hello))""",
    r"\b(?:merci|mercis|remerci\w+|thanks?\b|thank_you|thx|we_appreciate|i_appreciate|appreciate_(?:your|you)|grateful)",
    r"""\b(?:desolee?s?|navree?s?|excus\w+|pardon|regrett\w+|sorry|apolog\w+|regret\b|(?:nous_)?
    compren(?:ons|ds)_(?:tout_a_fait_|bien_|parfaitement_|tres_bien_)?(?:votre|vos|que|combien|a_quel)
    |(?:i|we)_(?:can_|completely_|totally_|fully_|do_)*(?:understand|appreciate|imagine)_(?:how|your
    |that_(?:this|it)|the_(?:frustration|inconvenience))|frustrat\w+_(?:this|that|it|for_you)
    |not_the_(?:experience|service)_we|hate_to_hear|sad_to_hear|that's_not_(?:good|great|what_we
    |ideal)|ce_desagrement|cette_mauvaise_experience|cette_situation|ces_desagrements
    |the_inconvenience|oh_no\b|prenons_(?:cela_)?(?:tres_)?(?:au_serieux|a_coeur))""",
    r"""\b(?:n'hesite[zr]|a_(?:votre|ta)_(?:disposition|ecoute)|(?:pouvez|pouvons|pourriez)[-_](?:vous
    |nous)|nous_(?:pouvons|allons|ferons|faisons|reviendrons|revenons|restons|verifions|transmettons)
    |(?:contactez|ecrivez|appelez|envoyez|transmettez|rejoignez|communiquez)[-_](?:nous|moi)|(?:en|par|un)_(?:mp
    |dm|message_prive|prive)|je_(?:reste|vais|regarde|verifie|transmets|reviens|m'en_occupe)|reven(?:ir
    |ons)_vers_vous|vous_(?:aider|accompagner|renseigner|rappel\w+|recontact\w+)|merci_de_(?:nous|me)_
    |feel_free|let_(?:me|us)_know|(?:happy|glad|here|love|like)_to_(?:help|assist|look)|(?:please_|pls_|can_you_
    |could_you_)(?:\w+_)?(?:dm|send|contact|call|reach|email|message|share|provide|follow|visit|check
    |try|confirm|get_in_touch|give_us)|dm_us|send_(?:us|me)|reach_out|get_in_touch|(?:we|i)(?:'ll|_will|'d
    |_would)_(?:look|check|get|investigate|be|have|make|follow|pass|do|like_to|love_to|happily|gladly
    |need|take|arrange|send)|(?:can|may|could)_(?:i|we)_(?:help|assist|have|get|ask)|can_you_(?:tell|let|dm
    |send|confirm|give)|look(?:ing)?_into|further_assist\w+|assist_you|help_you|drop_us|contact_us)""",
    r"""(?:cordialement|(?:bien|sinceres?|meilleures?)_(?:a_vous|a_toi|salutations|respectueusement)
    |respectueusement|(?:bonne|belle|excellente|agreable)_(?:journee|soiree|fin|continuation|semaine
    |reception|lecture|annee|apres)|bon(?:ne)?_(?:week|weekend|apres)|excellent_week|a_(?:tres_)?(?:bientot
    |vite|plus)|au_plaisir|bien_a_vous|salutations|(?:kind|best|warm|kindest|warmest|many)_(?:regards
    |wishes|thanks)|regards|sincerely|have_a_(?:great|good|nice|lovely|wonderful|fantastic|blessed
    |pleasant)|enjoy_(?:the|your)_(?:day|weekend|rest|evening)|take_care|all_the_best|\bcheers|yours_(?:truly
    |faithfully)|hope_to_(?:see|hear|welcome)|look(?:ing)?_forward_to|see_you|speak_soon|talk_soon
    |nous_esperons_vous|en_esperant_vous)""",
)

_COMPILED = tuple(re.compile(spaced(part)) for part in _PARTS)

_NAME = r"[A-ZÀ-Ý][a-zà-ÿ'’]+(?:[ -][A-ZÀ-Ý](?:[a-zà-ÿ'’]+|\.)?)?"
_TAIL = r"(?:\s*https?://\S+|\s*[\d]/[\d]|\s*\(\d/\d\)|[\s.!)\]]|[\U0001F300-\U0001FAFF☀-➿️])*$"
_ROLE = r"""(?:\s*[,|\n–—-]\s*|\s+(?=du\s|de\s|from\s|at\s))[^.!?\n]{0,60}"""
_SIGNATURE = re.compile(
    rf"(?:\^\s?[A-Za-zÀ-ÿ]{{1,12}}|(?:^|[\s.!?])[~*/|–—-]{{1,2}}\s?({_NAME}|[A-Z]{{1,3}})"
    rf"|[.!?)]\s+([A-Z]\.?[A-Z]\.?[A-Z]?)|[.!?)\n]\s*\(?/?({_NAME})(?:{_ROLE})?){_TAIL}"
)
_CLOSED = re.compile(
    r"(?i:cordialement|bien à vous|salutations|bientôt|journée|soirée|regards|wishes|sincerely|"
    r"cheers|best|thanks|merci|thank you|care|vite|continuation|week-?end|truly)"
    rf"\s*[,.!]?\s*[-–—]?\s*({_NAME}|[A-Z]{{2,3}})(?:{_ROLE})*{_TAIL}"
)
_NOBODY = folded_words("""
    le la les l the your votre notre our équipe equipe team service services support customer
    client clients merci thanks thank sav dm sms faq usa uk eu tv pdf ok pm am id url app ceo hr it
    us we vous nous bonjour hello hi bonne belle cordialement regards please yes oui non no sorry
    désolé best kind cheers bien à sincerely bonjour monsieur madame en un une ce il elle je on
    lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday
    saturday sunday paris london france twitter facebook instagram whatsapp google apple android
    all direction société groupe help care relation relations community social media hotline
    excellente au have enjoy let see hope rib iban rio pac gps ram cpu pc mac fyi asap
    gmt cet est""")


def courtesy(texts: Sequence[str]) -> Floats:
    """The share of the five parts of courtesy that each text has, (n,) from 0 to 1."""
    shares = np.zeros(len(texts))
    for place, text in enumerate(texts):
        low = plain(text)
        shares[place] = sum(part.search(low) is not None for part in _COMPILED) / len(_COMPILED)
    return shares


def signed(texts: Sequence[str]) -> Bools:
    """Whether each text ends with a person's name or initials, (n,)."""
    return np.fromiter((_is_signed(text[-160:]) for text in texts), bool, len(texts))


def _is_signed(end: str) -> bool:
    """Whether the end of a text is a signature of a person."""
    for pattern in (_SIGNATURE, _CLOSED):
        for match in pattern.finditer(end):
            names = [name for name in match.groups() if name]
            if not names or all(_is_person(name) for name in names):
                return True
    return False


def _is_person(name: str) -> bool:
    """Whether words with capitals may name a person, no team, place or acronym."""
    words = re.split(r"[ '-]", fold(name).replace(".", ""))
    return not any(word in _NOBODY for word in words)
