"""RoR: how much did relations bring for what they cost, in all and as far as can be told?"""

from __future__ import annotations

from functools import reduce
from operator import add

from rapport.core.card import Claim
from rapport.core.estimate import Caveat, Estimate, Refusal, Weight
from rapport.core.phrase import Phrase, mark, say
from rapport.core.statement import Line
from rapport.returns.account import Account, Title
from rapport.returns.roi import rate

ALL = Title(
    "ror",
    say("Return on Relationship (RoR)"),
    Claim.DESCRIBES,
    say("(real value of all lines − cost) / cost"),
)
TOLD = Title(
    "ror_told",
    say("RoR of the lines that can be told (the others left out)"),
    Claim.DESCRIBES,
    say(
        "(real value of the lines told above − the whole cost) / the whole cost; variances of the"
        " lines add up (they are of different people), what is not known enters as its extremes"
    ),
)
_SHORT = {
    "advocacy": mark("advocacy"),
    "sharing": mark("sharing"),
    "loyalty": mark("loyalty"),
    "care": mark("care"),
    "costs": mark("cost"),
}
_TEMPLATES = (
    say("RoR needs every line; refused is {one}"),
    say("RoR needs every line; refused are {one} and {two}"),
    say("RoR needs every line; refused are {one}, {two} and {three}"),
    say("RoR needs every line; refused are {one}, {two}, {three} and {four}"),
    say("RoR needs every line; refused are {one}, {two}, {three}, {four} and {five}"),
)
_PLACES = ("one", "two", "three", "four", "five")


def whole_rate(accounts: tuple[Account, ...], costs: Account) -> Line:
    """RoR over every line; refused while one of them, or the cost, is, and naming them."""
    missing = [one.line.key for one in (*accounts, costs) if one.worth is None]
    if missing:
        remedy = say("see the remedy beside each of them; the part that can be told stands below")
        return ALL.line(Refusal(_naming(missing), remedy))
    return ALL.line(_rate(accounts, costs))


def told_rate(accounts: tuple[Account, ...], costs: Account) -> Line:
    """RoR of the lines told, against the whole cost; refused without a line or a cost."""
    told = tuple(one for one in accounts if one.worth is not None)
    if isinstance(costs.line.answer, Refusal):
        return TOLD.line(costs.line.answer)
    if not told:
        why = say("none of the lines above can be told")
        return TOLD.line(Refusal(why, say("see the remedy beside each of them")))
    return TOLD.line(_rate(told, costs))


def rate_caveats(accounts: tuple[Account, ...]) -> tuple[Caveat, ...]:
    """What is not in the rate that is told."""
    missing = [one.line.key for one in accounts if one.worth is None]
    if not missing:
        return ()
    text = say(
        "the rate that is told leaves out {names}: what they bring is not in it, though the whole"
        " cost is",
        names=", ".join(_SHORT[key] for key in missing),
    )
    if missing == ["loyalty", "care"]:
        text = say(
            "loyalty and care are not in the rate that is told, though the whole cost is: it is"
            " not the RoR of everything that relations bring"
        )
    return (Caveat("ror-partial", text, Weight.SERIOUS),)


def _rate(accounts: tuple[Account, ...], costs: Account) -> Estimate | Refusal:
    """(lines − cost) / cost of lines that are all told."""
    worths = [one.worth for one in accounts if one.worth is not None]
    cost = costs.worth.value if costs.worth else 0.0
    if cost <= 0:
        why = say("the cost of this window is not above zero, so there is no rate")
        return Refusal(why, say("import the hours and the spend of this window"))
    return rate(reduce(add, worths[1:], worths[0]), cost, _people(accounts))


def _people(accounts: tuple[Account, ...]) -> int:
    """How many people the lines rest on; nobody stands on two."""
    return sum(one.line.answer.n for one in accounts)


def _naming(missing: list[str]) -> Phrase:
    """A sentence that names the refused lines."""
    template = _TEMPLATES[len(missing) - 1].template
    named = {place: _SHORT[key] for place, key in zip(_PLACES, missing, strict=False)}
    return Phrase(template, tuple(sorted(named.items())))
