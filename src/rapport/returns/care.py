"""Care: what did answering customers keep that silence would have lost?"""

from __future__ import annotations

from rapport.core.card import Claim
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import say
from rapport.returns.account import Account, Title

TITLE = Title(
    "care",
    say("Care: what customers bought because they were answered"),
    Claim.CAUSES,
    say("customers who asked and were answered compared with alike who asked and were not"),
)


def care(snapshot: Snapshot) -> Account:
    """The line of care: refused, for those who are answered may differ from those who are not."""
    messages = snapshot.count("message")
    if not messages:
        why = say("the book holds no messages up to this day")
        remedy = say("import messages with their answers: rapport import BOOK messages.csv")
        return TITLE.refused(Refusal(why, remedy))
    why = say(
        "customers who were answered may differ from those who were not; this version does not"
        " yet compare alike customers, and the plain difference is not an effect"
    )
    remedy = say(
        "see how many are answered and how fast (rapport measure BOOK response_rate); until the"
        " comparison is there their margin stands in the baseline"
    )
    return TITLE.refused(Refusal(why, remedy, messages))
