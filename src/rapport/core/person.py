"""Handle and tie: how do we reach someone, and whom do they know?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HandleKind(StrEnum):
    """How someone can be reached or recognised, strongest first."""

    CUSTOMER_ID = "customer_id"
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Handle:
    """One way to reach someone: its kind, the text as told, and the cleaned text.

    `realm` keeps apart what is only unique inside a place: the source of a customer id,
    the network of an account; "" for e-mail and phone.
    """

    kind: HandleKind
    value: str
    normalised: str
    realm: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """Whom a person knows: a weighted tie of some kind, from a day until a day (None: still)."""

    person: int
    other: int
    kind: str
    weight: float
    since: date
    until: date | None = None
