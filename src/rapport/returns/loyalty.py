"""Loyalty: what did connected customers buy because they are connected?"""

from __future__ import annotations

from rapport.core.card import Claim
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import say
from rapport.returns.account import Account, Title
from rapport.returns.effect_account import effect_account
from rapport.returns.effects import Effect
from rapport.returns.margins import Margins
from rapport.returns.terms import Terms

TITLE = Title(
    "loyalty",
    say("Loyalty: what connected customers bought because they are connected"),
    Claim.CAUSES,
    say(
        "effect of the connection per customer-month (connection_effect), where it is proven or"
        " likely, times the customer-months of the window that the comparison covers, of customers"
        " on no line above; its 95 % interval with the allowance for what no comparison sees;"
        " measured but not shown, it counts as 0 within the interval that was measured; where the"
        " comparison cannot say, the line is refused; months not covered are unknown, not 0"
    ),
)
NO_FOLLOWS = Refusal(
    say("the book holds no follows, subscriptions or memberships up to this day"),
    say("import a file of follows: rapport import BOOK follows.csv"),
)


def loyalty(
    snapshot: Snapshot, terms: Terms, margins: Margins | Refusal, told: Effect | Refusal
) -> Account:
    """The line of loyalty; refused where the comparison cannot say, with its reason."""
    if not snapshot.count("follow"):
        return TITLE.refused(NO_FOLLOWS)
    return effect_account(TITLE, terms, margins, told)
