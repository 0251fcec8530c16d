"""Card: what is a measure, before any data?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapport.core.phrase import Phrase
from rapport.core.units import Unit


class Claim(StrEnum):
    """How much a number claims: it describes what is, predicts what comes, or says what causes."""

    DESCRIBES = "describes"
    PREDICTS = "predicts"
    CAUSES = "causes"


class Better(StrEnum):
    """In which direction a number is good news."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a definition or formula comes from: who, when, where it can be read."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a measure asks, counts, claims, needs and assumes.

    `needs` names tables of the book; `needs_results` other measures whose results it builds on;
    `sampled` says what n counts; `unit` is the headline's (money without a currency); `rhythm`
    the period at which a report follows it: longer where each period is a model fitted anew.
    """

    key: str
    name: Phrase
    question: Phrase
    family: str
    claim: Claim
    unit: Unit
    better: Better
    needs: tuple[str, ...]
    sampled: Phrase
    method: Phrase
    assumes: tuple[Phrase, ...]
    sources: tuple[Reference, ...]
    segments: tuple[str, ...] = ()
    needs_results: tuple[str, ...] = ()
    rhythm: str = "month"
