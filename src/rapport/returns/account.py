"""Account: what does each line of the statement hand on, beside the words that are shown?"""

from __future__ import annotations

from dataclasses import dataclass, field

from rapport.core.card import Claim
from rapport.core.estimate import Caveat, Estimate, Interval, Refusal
from rapport.core.phrase import Phrase
from rapport.core.statement import Line
from rapport.returns.doubt import Worth
from rapport.returns.terms import Terms


@dataclass(frozen=True, slots=True)
class Account:
    """A line, its worth in minor units (None: refused), and what its reader must know."""

    line: Line
    worth: Worth | None = None
    caveats: tuple[Caveat, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Title:
    """What a line is called, whatever its answer: key, name, claim, and how it is made."""

    key: str
    name: Phrase
    claim: Claim
    how: Phrase

    def refused(self, why: Refusal, caveats: tuple[Caveat, ...] = ()) -> Account:
        """The line with the reason why it has no number."""
        return Account(Line(self.key, self.name, why, self.claim, self.how), None, caveats)

    def line(self, answer: Estimate | Refusal, of_which: tuple[Line, ...] = ()) -> Line:
        """The line with its answer and its parts."""
        return Line(self.key, self.name, answer, self.claim, self.how, of_which)


def amount(value: float, interval: Interval, n: int, terms: Terms) -> Estimate:
    """Minor units told in the home currency."""
    low, high = interval.low / terms.scale, interval.high / terms.scale
    told = value / terms.scale
    inside = Interval(min(low, told), max(high, told), interval.level, interval.kind)
    return Estimate(told, inside, terms.money, n)


def exact_amount(value: int, n: int, terms: Terms) -> Estimate:
    """Minor units that were counted, not estimated, told in the home currency."""
    return amount(value, Interval.exact(value), n, terms)
