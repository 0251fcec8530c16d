"""Budget: may one more call be paid for, and what has been spent?

A call is granted only if its dearest outcome still fits: as many tokens sent as there are bytes,
and all tokens allowed back. It is then charged what the endpoint counted, or that dearest
outcome where it did not count, so that the cap holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.phrase import Phrase, say

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Account:
    """Calls made, money spent, and why no more are made (None while they are)."""

    calls: int
    money: float
    stopped: Phrase | None


class Budget:
    """A cap in money and in calls. Prices are money for a million tokens sent and got back."""

    def __init__(
        self, price_in: float, price_out: float, most_money: float, most_calls: int
    ) -> None:
        self._price_in, self._price_out = price_in, price_out
        self._most_money, self._most_calls = most_money, most_calls
        self._calls, self._money, self._dearest = 0, 0.0, 0.0
        self._stopped: Phrase | None = None

    def grant(self, sent: int, back: int) -> bool:
        """Whether a call that sends so many tokens at most, and gets so many, may be made."""
        if self._stopped:
            return False
        self._dearest = self._price(sent, back)
        if self._calls >= self._most_calls:
            self.stop(say("the most calls allowed were made"))
        elif self._money + self._dearest > self._most_money:
            self.stop(say("the most money allowed would be passed"))
        if not self._stopped:
            self._calls += 1
        return not self._stopped

    def charge(self, used: tuple[int, int] | None) -> None:
        """Charge the granted call by the tokens sent and got back, or its dearest outcome."""
        self._money += self._dearest if used is None else self._price(*used)

    def stop(self, reason: Phrase) -> None:
        """Grant no more calls."""
        self._stopped = self._stopped or reason

    @property
    def account(self) -> Account:
        """What was spent so far."""
        return Account(self._calls, self._money, self._stopped)

    def _price(self, sent: int, back: int) -> float:
        """Money for so many tokens."""
        return (sent * self._price_in + back * self._price_out) / MILLION
