"""Care: what did answering customers keep that silence would have lost?"""

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
    "care",
    say("Care: what customers bought because they were answered"),
    Claim.CAUSES,
    say(
        "effect of an answer in time per customer-month (answer_effect), where it is proven or"
        " likely, times the customer-months of the window that the comparison covers, of customers"
        " on no line above; its 95 % interval with the allowance for what no comparison sees;"
        " measured but not shown, it counts as 0 within the interval that was measured; where the"
        " comparison cannot say, the line is refused; months not covered are unknown, not 0"
    ),
)
NO_MESSAGES = Refusal(
    say("the book holds no messages up to this day"),
    say("import messages with their answers: rapport import BOOK messages.csv"),
)


def care(
    snapshot: Snapshot, terms: Terms, margins: Margins | Refusal, told: Effect | Refusal
) -> Account:
    """The line of care; refused where the comparison cannot say, with its reason."""
    if not snapshot.count("message"):
        return TITLE.refused(NO_MESSAGES)
    return effect_account(TITLE, terms, margins, told)
