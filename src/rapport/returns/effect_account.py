"""Effect account: how does an effect that was measured become a line of the statement?"""

from __future__ import annotations

from rapport.core.estimate import Caveat, Interval, Refusal, Weight
from rapport.core.phrase import say
from rapport.returns.account import Account, Title, amount
from rapport.returns.doubt import LEVEL
from rapport.returns.effects import Effect
from rapport.returns.margins import Margins
from rapport.returns.terms import Terms


def effect_account(
    title: Title, terms: Terms, margins: Margins | Refusal, told: Effect | Refusal
) -> Account:
    """The line with its worth; refused where the margin or the effect cannot be told."""
    if isinstance(margins, Refusal):
        return title.refused(margins)
    if isinstance(told, Refusal):
        return title.refused(told)
    low, high = told.ends
    answer = amount(float(told.cents), Interval(low, high, LEVEL), told.people, terms)
    return Account(title.line(answer), told.worth, (_caveat(title.key, told),))


def _caveat(line: str, told: Effect) -> Caveat:
    """Of how many customer-months the line speaks, and whether anything was shown."""
    if told.rate.is_shown:
        text = say(
            "this line speaks of {months:.0f} customer-months of {people} customers on no line"
            " above; what others may have brought is unknown and stays in the baseline",
            months=told.months, people=told.people,
        )  # fmt: skip
        return Caveat(f"{line}-covered", text)
    text = say(
        "this line was measured and nothing was shown: it counts as 0, which is not proof of no"
        " effect; its interval says what it may have brought in {months:.0f} customer-months",
        months=told.months,
    )
    return Caveat(f"{line}-not-shown", text, Weight.WARNING)
