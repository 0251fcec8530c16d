"""Loyalty: what did connected customers buy because they are connected?"""

from __future__ import annotations

from rapport.core.card import Claim
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import say
from rapport.returns.account import Account, Title

TITLE = Title(
    "loyalty",
    say("Loyalty: what connected customers bought because they are connected"),
    Claim.CAUSES,
    say("connected customers compared with alike customers who are not, before and after"),
)


def loyalty(snapshot: Snapshot) -> Account:
    """The line of loyalty: refused, for the gap between people is not what connection brings."""
    follows = snapshot.count("follow")
    if not follows:
        why = say("the book holds no follows, subscriptions or memberships up to this day")
        remedy = say("import a file of follows: rapport import BOOK follows.csv")
        return TITLE.refused(Refusal(why, remedy))
    why = say(
        "connected customers may buy more because better customers connect; this version does not"
        " yet compare them with alike customers, and the raw gap is not an effect"
    )
    remedy = say(
        "read the raw gap as a description only (rapport measure BOOK raw_connection_gap); until"
        " the comparison is there their margin stands in the baseline"
    )
    return TITLE.refused(Refusal(why, remedy, follows))
