"""Families: what are the six families of measures called, and what does each ask?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapport.core.phrase import mark
from rapport.core.result import Result
from rapport.faces.present.language import Language, speak
from rapport.faces.present.sentences import sentence_case


@dataclass(frozen=True, slots=True)
class Family:
    """A family of measures: its key on cards, its name and the question it asks."""

    key: str
    name: str
    question: str


FAMILIES = (
    Family("value", mark("Value"), mark("What do customers bring?")),
    Family("lift", mark("Lift"), mark("What is a connected customer worth?")),
    Family("advocacy", mark("Advocacy"), mark("Who brings others, and what does that bring?")),
    Family("voice", mark("Voice"), mark("What do customers say?")),
    Family("care", mark("Care"), mark("Are they answered, and how well?")),
    Family("trust", mark("Trust"), mark("What do they think of us?")),
)


def by_family(
    results: Iterable[Result], lang: Language
) -> tuple[tuple[Family, tuple[Result, ...]], ...]:
    """Group results by the family on their cards, in the order of the families, then others."""
    groups: dict[str, list[Result]] = {family.key: [] for family in FAMILIES}
    for result in results:
        groups.setdefault(result.card.family, []).append(result)
    known = {family.key: family for family in FAMILIES}
    return tuple(
        (_told(known.get(key) or Family(key, sentence_case(key), ""), lang), tuple(group))
        for key, group in groups.items()
        if group
    )


def _told(family: Family, lang: Language) -> Family:
    """Return a family in a language."""
    question = speak(family.question, lang) if family.question else ""
    return Family(family.key, speak(family.name, lang), question)
