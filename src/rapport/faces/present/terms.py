"""Terms: what do the words of a report mean?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapport.core.phrase import mark
from rapport.faces.present.language import Language, speak


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field and its one meaning."""

    word: str
    meaning: str


TERMS = (
    Term(
        mark("Return on Relationship (RoR)"),
        mark(
            "What relations with customers really brought, less what they cost, divided by what "
            "they cost."
        ),
    ),
    Term(
        mark("Return on investment (ROI)"),
        mark(
            "Margin of orders directly answering to paid media, less the media's cost, divided by "
            "that cost."
        ),
    ),
    Term(
        mark("Real value"),
        mark("Margin in money that relations brought; every euro stands on one line only."),
    ),
    Term(
        mark("Perceived value"),
        mark("What customers say and feel; shown beside money and never added to it."),
    ),
    Term(
        mark("Margin"),
        mark("What is left of a sale after what was sold has been paid for."),
    ),
    Term(
        mark("Interval"),
        mark(
            "Where the number plausibly lies. At 95% confidence, 19 of 20 such intervals hold the "
            "true value."
        ),
    ),
    Term(
        mark("n"),
        mark("How many people, orders or answers a number rests on."),
    ),
    Term(
        mark("Cannot tell"),
        mark("The book holds too little for an honest number. It does not mean zero."),
    ),
    Term(
        mark("As of"),
        mark("The last day that counts; whatever happened later changes nothing."),
    ),
    Term(
        mark("Connected customer"),
        mark("A customer who follows, subscribes or is a member, as the settings define it."),
    ),
    Term(
        mark("Raw connection gap"),
        mark(
            "What connected customers buy more than the others. It is not an effect: better "
            "customers connect more."
        ),
    ),
    Term(
        mark("Proven, likely, no evidence"),
        mark(
            "How sure an effect is: two ways to compare agree and nothing else explains it; "
            "chance alone hardly explains it; chance may explain it."
        ),
    ),
    Term(
        mark("By lot"),
        mark(
            "Drawn by chance, so that those invited and those held out differ by the invitation "
            "only."
        ),
    ),
    Term(
        mark("Matched share"),
        mark("The share of records whose customer is known to be one who bought."),
    ),
    Term(
        mark("Digest"),
        mark("A fingerprint of the book: the same digest means the same records."),
    ),
    Term(
        mark("Describes, predicts, causes"),
        mark("How much a number claims: what is, what is likely to come, or what brings it about."),
    ),
)


def terms_in(lang: Language, terms: Iterable[Term] = TERMS) -> tuple[Term, ...]:
    """Return the terms in a language, in the order in which a reader meets them."""
    return tuple(Term(speak(term.word, lang), speak(term.meaning, lang)) for term in terms)
