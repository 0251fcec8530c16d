"""Reconciliation: on which line does every cent of the window's margin stand?"""

from __future__ import annotations

from rapport.core.estimate import Refusal
from rapport.core.phrase import say
from rapport.core.statement import Reconciliation
from rapport.returns.effects import Effect, Effects
from rapport.returns.margins import Margins


def reconcile(margins: Margins | Refusal, effects: Effects) -> Reconciliation | Refusal:
    """The window's margin by line, in minor units; the total is summed apart from the lines.

    It closes entry by entry (see `margin_rows`): no line is a residual of the others. The cost
    saved of winning customers is no margin and stands on the line of advocacy only. A line that
    is refused is no zero and is left out: its margin stands in the baseline, unknown.
    """
    if isinstance(margins, Refusal):
        return margins
    measured = (
        (say("Loyalty"), margins.loyalty, effects.loyalty),
        (say("Care"), margins.care, effects.care),
    )
    parts = (
        (say("Advocacy: the share that would not have come otherwise"), margins.advocacy),
        (say("Sharing"), margins.sharing),
        *((name, cents) for name, cents, told in measured if isinstance(told, Effect)),
        (say("Baseline (with what refused lines may have brought)"), margins.baseline),
        (say("Unknown customers"), margins.unknown),
    )
    return Reconciliation(margins.total, parts)
