"""Reconciliation: on which line does every cent of the window's margin stand?"""

from __future__ import annotations

from rapport.core.estimate import Refusal
from rapport.core.phrase import say
from rapport.core.statement import Reconciliation
from rapport.returns.margins import Margins


def reconcile(margins: Margins | Refusal) -> Reconciliation | Refusal:
    """The window's margin by line, in minor units; the total is summed apart from the lines.

    It closes entry by entry (see `margin_rows`): no line is a residual of the others. The cost
    saved of winning customers is no margin and stands on the line of advocacy only.
    """
    if isinstance(margins, Refusal):
        return margins
    parts = (
        (say("Advocacy: the share that would not have come otherwise"), margins.advocacy),
        (say("Sharing"), margins.sharing),
        (say("Baseline (loyalty and care not told apart: they are in it)"), margins.baseline),
        (say("Unknown customers"), margins.unknown),
    )
    return Reconciliation(margins.total, parts)
