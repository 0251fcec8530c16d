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
    """The line below the line: no one number, for how long an effect lasts is not told."""
    return TITLE.line(
        Refusal(
            say(
                "how long what relations bring will last cannot be told from what was seen: the"
                " report shows scenarios, never one number"
            ),
            say(
                "read what all customers are expected to bring: rapport measure BOOK"
                " lifetime_value customer_equity"
            ),
        )
    )
