"""Claims: how much does a number claim, and how heavy is what must be known beside it?"""

from __future__ import annotations

from rapport.core.card import Better, Claim
from rapport.core.estimate import Weight
from rapport.core.phrase import mark
from rapport.faces.present.language import Language, speak

_BADGES = {
    Claim.DESCRIBES: mark("describes"),
    Claim.PREDICTS: mark("predicts"),
    Claim.CAUSES: mark("causes"),
}
_MEANINGS = {
    Claim.DESCRIBES: mark("Describes what is; says nothing of why."),
    Claim.PREDICTS: mark("Predicts what is likely to come if things go on as they do."),
    Claim.CAUSES: mark("Says what one thing brings about, as far as the design allows."),
}
_DIRECTIONS = {
    Better.HIGHER: mark("higher is better"),
    Better.LOWER: mark("lower is better"),
    Better.NEITHER: mark("neither direction is better by itself"),
}
_WEIGHTS = {
    Weight.NOTE: mark("Note"),
    Weight.WARNING: mark("Warning"),
    Weight.SERIOUS: mark("Serious"),
}


def badge(claim: Claim, lang: Language) -> str:
    """Tell a claim in one word."""
    return speak(_BADGES[claim], lang)


def meaning(claim: Claim, lang: Language) -> str:
    """Tell in a sentence how much a claim claims."""
    return speak(_MEANINGS[claim], lang)


def direction(better: Better, lang: Language) -> str:
    """Tell in which direction a number is good news."""
    return speak(_DIRECTIONS[better], lang)


def weight_word(weight: Weight, lang: Language) -> str:
    """Tell in one word how much a caveat matters."""
    return speak(_WEIGHTS[weight], lang)
