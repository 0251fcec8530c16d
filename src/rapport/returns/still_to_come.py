"""Still to come: what are the same relations expected to bring later?"""

from __future__ import annotations

from rapport.core.card import Claim
from rapport.core.estimate import Refusal
from rapport.core.phrase import say
from rapport.core.statement import Line
from rapport.returns.account import Title

TITLE = Title(
    "still_to_come",
    say("Still to come (never added to the value above)"),
    Claim.PREDICTS,
    say("margin that the same relations are expected to bring after the window"),
)


def still_to_come() -> Line:
    """The line below the line: refused until lifetime value can be told."""
    return TITLE.line(
        Refusal(
            say("this version does not yet expect future purchases (lifetime value)"),
            say(
                "until then read who came back and how often: rapport measure BOOK repeat_rate"
                " purchase_frequency"
            ),
        )
    )
