"""Margins: which share of a sale is margin, where orders do not tell it themselves?"""

from __future__ import annotations

from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import say

NO_MARGIN = Refusal(
    say("some orders tell no margin, and no share of a sale that is margin is set"),
    say("tell the share of a sale that is margin: rapport set BOOK margin_rate=0.45"),
)
NO_DISCOUNT = Refusal(
    say("without a discount rate an endless future has no value to tell"),
    say("tell what a euro in a year is worth less: rapport set BOOK discount_rate=0.1"),
)


def told_margin_rate(snapshot: Snapshot) -> float | None:
    """The share of a sale that is margin as set, from 0 to 1; None where nobody set it."""
    told = snapshot.setting("margin_rate").value
    return float(told) if told else None
