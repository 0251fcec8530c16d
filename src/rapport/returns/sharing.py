"""Sharing: what did customers bring whose first order followed a share, a mention or a post?"""

from __future__ import annotations

from rapport.core.card import Claim
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.phrase import say
from rapport.returns.account import Account, Title, amount
from rapport.returns.doubt import Worth
from rapport.returns.margins import Margins
from rapport.returns.terms import Terms

TITLE = Title(
    "sharing",
    say("Sharing: first orders that followed a share, a mention or an organic post"),
    Claim.DESCRIBES,
    say(
        "margin of first orders in the window, less what was given back, whose told first touch"
        " names a share, a mention or an unpaid post, of customers not brought by a referral;"
        " 95 % interval over people"
    ),
)


def sharing(terms: Terms, margins: Margins | Refusal) -> Account:
    """The line of sharing; refused where no first order tells what brought it."""
    if isinstance(margins, Refusal):
        return TITLE.refused(margins)
    first, tracked = margins.first_orders, margins.tracked_first_orders
    if not margins.shared_people:
        return TITLE.refused(_nothing(first, tracked))
    worth = Worth.known(margins.sharing, margins.shared_squares)
    answer = amount(worth.value, worth.interval, margins.shared_people, terms)
    return Account(TITLE.line(answer), worth, (_caveat(first, tracked),))


def _nothing(first: int, tracked: int) -> Refusal:
    """Why nothing can be told: nobody said what brought people, or it was something else."""
    if not tracked:
        return Refusal(
            say("no first order of this window tells what brought the customer"),
            say("import orders with a column first_touch (the shop's “source” or “attribution”)"),
            first,
        )
    return Refusal(
        say(
            "none of the {n} first orders with a known first touch names a share, mention or post",
            n=tracked,
        ),
        say("tag links in posts and shares, so that orders tell them as their source"),
        first,
    )


def _caveat(first: int, tracked: int) -> Caveat:
    """A touch is a trace, not a cause."""
    text = say(
        "sharing counts what was tracked ({tracked} of {first} first orders tell a first touch);"
        " a trace shows the way they came, not that they would have stayed away without it",
        tracked=tracked, first=first,
    )  # fmt: skip
    return Caveat("sharing-tracked", text, Weight.WARNING)
