"""Closings: where does a message only take its leave, with a formula and a name?

Politeness looks like praise to any head that counts words: "Bonne journée", "Kind regards".
Cut are a formula that stands alone, the names after it, what comes below a signature's dashes,
and the line of a telephone ("Envoyé de mon iPhone").
"""

from __future__ import annotations

import re

TAIL = 600
"""Closings are looked for in so many last characters."""

FORMULAS = r"""
    (?:bien[ ]|tr[èe]s[ ])?cordialement | cdlt | cdt | bien[ ][àa][ ](?:vous|toi)
    | (?:sinc[èe]res?[ ]|meilleures?[ ]|cordiales?[ ]|mes[ ])?salutations
        (?:[ ]distingu[ée]es|[ ]cordiales|[ ]respectueuses|[ ]les[ ]meilleures)?
    | (?:bien[ ])?(?:respectueusement|amicalement|sinc[èe]rement|courtoisement)
    | (?:tr[èe]s[ ])?(?:bonne|belle|excellente)[ ]
        (?:fin[ ]de[ ])?
        (?:journ[ée]e|soir[ée]e|semaine|apr[èe]s-midi|continuation|r[ée]ception|nuit)
    | (?:bon|excellent)[ ]week[ -]?end | (?:[àa])[ ](?:tr[èe]s[ ])?bient[ôo]t
    | (?:dans|en)[ ](?:l['’][ ]?)?attente[ ][^.!?\n]{0,60}
    | (?:je[ ]vous[ ]prie|veuillez|nous[ ]vous[ ]prions)[ ][^.!?\n]{0,30}agr[ée]er[^.!?\n]{0,120}
    | merci[ ](?:de|pour)[ ](?:votre|ta)[ ](?:prompte[ ])?
        (?:r[ée]ponse|retour|compr[ée]hension|diligence|attention)(?:[ ]rapide)?
    | thank(?:s|[ ]you)[ ]for[ ]your[ ](?:understanding|attention|time|consideration)
    | (?:j['’]esp[èe]re|en[ ]esp[ée]rant)[ ]que[ ](?:vous[ ]allez|tout[ ]va)[ ]bien
    | (?:i[ ])?(?:hope|trust)[ ](?:that[ ])?
        (?:you['’]?[ ]?a?re|this[ ](?:e?-?mail[ ]|message[ ])?finds[ ]you|all[ ]is)
        (?:[ ]doing|[ ]keeping)?[ ]well
    | merci[ ](?:d['’]|par[ ])avance | d['’]avance[ ],?[ ]?merci | par[ ]avance,?[ ]merci
    | (?:kind(?:est)?|best|warm(?:est)?|many|with)[ ](?:kind[ ])?regards | regards
    | (?:best|warm|all[ ]the[ ]best)[ ]?wishes | all[ ]the[ ]best
    | yours(?:[ ](?:sincerely|faithfully|truly))? | (?:yours[ ])?sincerely(?:[ ]yours)?
    | (?:thanks|thank[ ]you)(?:[ ](?:so|very)[ ]much)?[ ]in[ ]advance | cheers
    | (?:have|wish[ ]you)[ ]a[ ](?:very[ ])?(?:nice|good|great|lovely|wonderful|pleasant|happy)[ ]
        (?:day|one|evening|weekend|week|rest[ ]of[ ](?:the|your)[ ]day)(?:[ ]ahead)?
    | (?:i[ ])?look(?:ing)?[ ]forward[ ]to[ ]
        (?:hearing[ ]from[ ]you|your[ ](?:reply|response|answer))[^.!?\n]{0,30}
    | mit[ ]freundlichen[ ]gr[üu](?:ß|ss)en | (?:viele|liebe|beste|sch[öo]ne)[ ]gr[üu](?:ß|ss)e
    | mfg | (?:un[ ])?(?:cordial[ ])?saludos?(?:[ ]cordiales)? | atentamente
    | (?:cordiali|distinti)[ ]saluti | atenciosamente | (?:com[ ]os[ ]melhores[ ])?cumprimentos
    | (?:met[ ])?vriendelijke[ ]groet(?:en)? | groetjes
"""
DEVICE = re.compile(
    r"""
    \s*\b(?:envoy[ée]e?[ ](?:de|depuis|via|[àa][ ]partir[ ]de)[ ](?:mon|ma|l['’]|outlook|yahoo|mail)
        | sent[ ](?:from[ ]my|from[ ](?:outlook|yahoo|mail|samsung)|via[ ]my)
        | (?:get|t[ée]l[ée]chargez?|obtenez)[ ]outlook
        | enviado[ ](?:desde|do)[ ](?:mi|meu) | von[ ]meinem | inviato[ ]da(?:l[ ]mio|[ ]iphone)
        | verzonden[ ](?:vanaf|met)[ ]mijn)
    [^\n]{0,80}(?:\n[ \t]*https?:\S+)?\s*\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
DASHES = re.compile(r"\n--[ ]?\n.*\Z", re.DOTALL)
CLOSING = re.compile(
    rf"(?:(?<=[.!?…,;:)\n])|\A|(?<=[.!?…,;:)\n]\s))[ \t]*(?:{FORMULAS})"
    r"(?P<to>[ ](?:[àa][ ](?:vous|tous|toutes|toi)(?:[ ](?:et|tous|toutes)){0,2}"
    r"|to[ ](?:you|all)))?"
    r"(?P<after>[ \t]*(?:[.!,;:…\n\r]|\Z|(?=[ ][A-ZÀ-Ý])|(?=[ ]?[-—–])))",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
NAMES = re.compile(
    r"[\s,.!;:–—-]*(?:(?:M\.|Mr|Mme|Mrs|Ms|Mlle|Dr)\.?[ ])?"
    r"(?:(?:[A-ZÀ-Ý][\w.'’-]{0,24}|de|du|le|la|von|van|et|and|&)[\s,.]*){0,5}[\s.!:;)(😊🙂]*\Z"
)
NAME_LINE = re.compile(
    r"\s*(?:(?:M\.|Mr|Mme|Mrs|Ms|Mlle|Dr)\.?[ ])?"
    r"(?:(?:[A-ZÀ-Ý][\w.'’-]{0,24}|de|du|la|von|van|d['’])[ ,.]*){1,5}(?:\n|\Z)"
    r"|\s*(?:l['’]\s?[ée]quipe|the|votre|your|service)\b[^\n?]{0,40}(?:\n|\Z)",
)
THANKS = re.compile(
    r"(?:(?<=[.!?…,;:)\n])|(?<=[.!?…,;:)\n]\s))[ \t]*"
    r"(?i:merci|thanks|thank[ ]you|many[ ]thanks|thx)[ ,.!]*\n+(?P<name>.*)\Z",
    re.DOTALL,
)
THANKING = re.compile(r"merci|thank", re.IGNORECASE)
LINES = re.compile(r"(?:[^\n?]{0,70}(?:\n|\Z)){1,12}\Z")
POSTSCRIPT = re.compile(r"\bp\.?\s?s\.?\s?:", re.IGNORECASE)
KEYS = (
    "réponse", "reponse", "retour", "compr", "diligence", "attention", "understanding",
    "your time", "consideration", "lez bien", "va bien", "well", "cordial", "cdlt", "cdt",
    "bien à", "bien a", "salutation", "respectueus", "amicalement", "incèrement", "incerement",
    "courtoisement", "onne journ", "onne soir", "onne fin", "onne sem", "onne apr", "onne cont",
    "onne réc", "onne rec", "onne nuit", "belle journ", "belle soir", "ellente ", "bon week",
    "ellent week", "bient", "attente", "gréer", "greer", "avance", "regards", "wishes", "yours",
    "incerely", "advance", "cheers", "ave a ", "the best", "forward", " grü", " gru", "mfg",
    "saludo", "saluti", "atent", "atenc", "cumprim", "groet", "sh you a ",
)  # fmt: skip
DEVICES = (
    "nvoyé",
    "nvoye",
    "ent from",
    "ent via",
    "utlook",
    "nviad",
    "meinem",
    "nviato",
    "erzonden",
)
LONGEST_NAME = 60


def only_takes_leave(text: str) -> bool:
    """Whether a text that is all formula says nothing: thanks do say something."""
    return THANKING.search(text) is None


def closing_spans(text: str) -> list[tuple[int, int]]:
    """Where a text takes its leave: spans in order, apart; formulas alone, names, signatures."""
    end = len(text)
    if "\n--" in text:
        dashes = DASHES.search(text)
        end = dashes.start() if dashes else end
    begin = max(end - TAIL, 0)
    tail = text[begin:end]
    if any(map(tail.__contains__, DEVICES)):
        device = DEVICE.search(tail)
        if device:
            end, tail = begin + device.start(), tail[: device.start()]
    thanks = THANKS.search(tail) if "\n" in tail else None
    if thanks and text[: begin + thanks.start()].strip() and is_name(thanks["name"]):
        end, tail = begin + thanks.start(), tail[: thanks.start()]
    spans = [(end, len(text))] if end < len(text) else []
    lower = tail.lower()
    if any(map(lower.__contains__, KEYS)):
        return merged(formulas(text, begin, end) + spans)
    return spans


def formulas(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The formulas that stand alone between two places, and what comes after if only a name."""
    spans = []
    for found in CLOSING.finditer(text, begin, end):
        rest = text[found.end() : end]
        if is_name(rest):
            spans.append((found.start(), end))
            break
        if found["after"].strip() or "\n" in found["after"]:
            spans.append(found.span())
            if "\n" in rest[:1] + found["after"] and is_signature(rest):
                spans[-1] = (found.start(), end)
                break
    return spans


def is_name(rest: str) -> bool:
    """Whether nothing but a person's name is left."""
    return len(rest) <= LONGEST_NAME and NAMES.match(rest) is not None


def is_signature(rest: str) -> bool:
    """Whether a name's line is left, and short lines that ask nothing: title, firm, telephone."""
    named = NAME_LINE.match(rest) is not None and LINES.match(rest.strip()) is not None
    return named and POSTSCRIPT.search(rest) is None


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
