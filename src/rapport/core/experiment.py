"""Experiment: what does somebody want to try by lot, and what does its register tell?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from rapport.core.errors import UserError
from rapport.core.phrase import say

WHO = ("not connected", "connected", "customers")
"""From whom may be drawn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to try: its name, question, who is drawn from, what share is held out,
    the outcome window's first day (None: the next that nobody knows) and days, and the seed.

    Raises UserError where a value cannot be.
    """

    name: str
    question: str
    who: str = WHO[0]
    share_held_out: float = 0.1
    days: int = 90
    start: date | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        if not (self.name.strip() and self.question.strip()):
            raise UserError(say("an experiment needs a name and a question"))
        if self.who not in WHO:
            known = ", ".join(WHO)
            raise UserError(
                say("cannot draw from “{who}”: choose among {known}", who=self.who, known=known)
            )
        if not 0 < self.share_held_out < 1:
            raise UserError(
                say(
                    "a share of {share} cannot be held out: give one between 0 and 1, as 0.1",
                    share=self.share_held_out,
                )
            )
        if not 1 <= self.days <= 730:
            raise UserError(say("an outcome window of {days} days: give 1 to 730", days=self.days))


@dataclass(frozen=True, slots=True)
class Experiment:
    """One experiment as its register tells it.

    `starts` to `ends` (excluded) is the outcome window; `smallest_effect` the money per invited
    customer that would be seen with a probability of 80 %, in the currency's units (None: cannot
    be told yet); `status` running, kept, dropped or withdrawn; `is_intact` whether the arms in
    the book are those that were registered.
    """

    name: str
    question: str
    who: str
    design: str
    seed: int
    share_held_out: float
    invited: int
    held_out: int
    registered_at: datetime
    starts: date
    ends: date
    smallest_effect: float | None
    currency: str
    assignment: str
    status: str
    closed_at: datetime | None
    reason: str | None
    is_intact: bool

    def plain(self) -> dict[str, Any]:
        """Every field by name, days and times in ISO: for other programs."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in told.items()}
