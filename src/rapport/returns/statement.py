"""Statement: what did relations bring and cost in a window, line by line?"""

from __future__ import annotations

from rapport.core.calendar import Window
from rapport.core.estimate import Caveat, Refusal
from rapport.core.measure import Snapshot
from rapport.core.result import Result
from rapport.core.statement import Statement
from rapport.returns.advocacy import advocacy
from rapport.returns.care import care
from rapport.returns.costs import costs
from rapport.returns.effects import read_effects
from rapport.returns.loyalty import loyalty
from rapport.returns.margins import Margins, margin_caveats, read_margins
from rapport.returns.reconciliation import reconcile
from rapport.returns.roi import return_on_investment
from rapport.returns.ror import rate_caveats, told_rate, whole_rate
from rapport.returns.sharing import sharing
from rapport.returns.still_to_come import still_to_come
from rapport.returns.terms import Terms, read_terms

TABLES = ("purchase", "refund", "referral", "spend", "effort")


def make_statement(
    snapshot: Snapshot,
    window: Window,
    perceived: tuple[Result, ...] = (),
    effects: tuple[Result, ...] = (),
) -> Statement:
    """The statement of a window: real value, cost, RoR beside ROI, and where every cent stands.

    `effects`: the results of `connection_effect` and `answer_effect`, measured on this snapshot,
    which also keeps which customer-months they cover. Whatever cannot be told is a refusal with
    its remedy; nothing raises because data are few.
    """
    terms = read_terms(snapshot)
    told = read_effects(snapshot, window, terms, effects)
    margins = read_margins(snapshot, window, terms, told)
    accounts = (
        advocacy(snapshot, window, terms, margins),
        sharing(terms, margins),
        loyalty(snapshot, terms, margins, told.loyalty),
        care(snapshot, terms, margins, told.care),
    )
    cost = costs(snapshot, window, terms)
    roi = return_on_investment(snapshot, window, terms, margins)
    own = tuple(caveat for one in (*accounts, cost, roi) for caveat in one.caveats)
    return Statement(
        window=window,
        as_of=snapshot.as_of,
        currency=terms.currency,
        lines=tuple(one.line for one in accounts),
        costs=cost.line,
        ror=whole_rate(accounts, cost),
        ror_told=told_rate(accounts, cost),
        roi=roi.line,
        still_to_come=still_to_come(),
        perceived=perceived,
        reconciliation=reconcile(margins, told),
        minor_units=snapshot.minor_units,
        caveats=(*_caveats(snapshot, window, terms, margins), *rate_caveats(accounts), *own),
        provenance=snapshot.provenance(),
    )


def _caveats(
    snapshot: Snapshot, window: Window, terms: Terms, margins: Margins | Refusal
) -> tuple[Caveat, ...]:
    """What the book itself says, then where margins come from."""
    book = snapshot.caveats(*TABLES)
    return (
        book if isinstance(margins, Refusal) else (*book, *margin_caveats(margins, window, terms))
    )
