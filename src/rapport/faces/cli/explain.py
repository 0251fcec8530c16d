"""Explain: what is a measure, in words, before any data?"""

from __future__ import annotations

from typing import Annotated

import typer

from rapport.core.card import Card
from rapport.core.phrase import mark
from rapport.faces.cli.arguments import LangOption, chosen, teach
from rapport.faces.cli.screen import show
from rapport.faces.present.claims import badge, direction, meaning
from rapport.faces.present.language import Language, speak
from rapport.faces.present.sentences import sentence_case
from rapport.faces.present.status import tell_table
from rapport.house import card_named

HELP = teach(
    mark(
        "Explain a measure: what it asks, counts, claims, needs and assumes, and whence it "
        "comes.\n\n"
        "\b\nExample:\n"
        "  rapport explain net_promoter_score"
    )
)


def explain(
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help=teach(mark("A measure's key.")), show_default=False),
    ],
    lang: LangOption = None,
) -> None:
    """Tell a measure's card in words."""
    language = chosen(lang)
    card = card_named(key)
    show(f"{sentence_case(speak(card.name, language))} ({card.key})", "bold")
    show(speak(card.question, language))
    for heading, told in _particulars(card, language):
        show(f"{heading}{speak(mark(': '), language)}{told}")
    for assumption in card.assumes:
        show(f"• {speak(assumption, language)}", indent=2)
    for source in card.sources:
        show(f"{source.text} {source.where}".strip(), "dim")


def _particulars(card: Card, lang: Language) -> tuple[tuple[str, str], ...]:
    """Return what a card says beside its question, heading by heading."""
    claims = f"{badge(card.claim, lang)}. {meaning(card.claim, lang)}"
    nothing = speak(mark("nothing"), lang)
    needs = ", ".join(tell_table(table, lang) for table in card.needs) or nothing
    # As --by wants them, so not translated.
    segments = ", ".join(card.segments) or nothing
    return (
        (speak(mark("Claim"), lang), claims),
        (speak(mark("Direction"), lang), direction(card.better, lang)),
        (speak(mark("n counts"), lang), speak(card.sampled, lang)),
        (speak(mark("It needs"), lang), needs),
        (speak(mark("It can be cut by"), lang), segments),
        (speak(mark("Method"), lang), speak(card.method, lang)),
        (speak(mark("It assumes"), lang), "" if card.assumes else nothing),
    )
