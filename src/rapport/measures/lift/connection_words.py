"""Connection words: how is a verdict on a connection said, and what is to be done about it?"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date

from rapport.core.card import Reference
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import Phrase, say
from rapport.measures.lift.connection_case import Case
from rapport.stats.connection_verdict import STOPS, Code, Finding, Verdict
from rapport.stats.landmark import DEFAULT

OF_EFFECTS = (
    Reference("Hernán et al. 2016, Journal of Clinical Epidemiology 79:70-75 (landmarks)"),
    Reference("Wooldridge 2023, The Econometrics Journal 26:C31-C66 (in proportion)"),
    Reference("Robins & Finkelstein 2000, Biometrics 56:779-788 (who leaves the comparison)"),
    Reference("Callaway & Sant'Anna 2021, Journal of Econometrics 225:200-230 (second design)"),
    Reference("Rambachan & Roth 2023, The Review of Economic Studies 90:2555-2591 (drift)"),
)
"""Where the designs come from."""
NO_MONTH = Refusal(
    say("no calendar month with customers has passed"),
    say("ask again after the end of the month, or import older orders"),
)
NOBODY_CONNECTED = Refusal(
    say("nobody who bought something is known to be connected"),
    say("import followers or subscribers with an address that orders carry too"),
)
SALES = Caveat(
    "sales-not-margin",
    say(
        "some orders tell no margin and no share of a sale that is margin is set: the money here"
        " is sales, refunds taken off"
    ),
    Weight.WARNING,
)
CHOSEN = Caveat(
    "customers-chose-to-connect",
    say(
        "customers chose to connect: the comparison takes away what their purchases told before,"
        " not what only they know; an invitation drawn by lot would"
    ),
)
COARSE = Caveat(
    "placebo-too-coarse",
    say("the test before connecting is too coarse to see a drift that would explain the effect"),
    Weight.WARNING,
)
RAW = Caveat(
    "raw-gap-no-effect",
    say(
        "the raw gap is not an effect: better customers connect more readily, and just after they"
        " bought"
    ),
    Weight.WARNING,
)
LOT = say("to know, invite customers by lot: rapport experiment new BOOK")


def caveats_of_case(snapshot: Snapshot, case: Case) -> Iterator[Caveat]:
    """The verdict first, then what speaks against a better one, then what is always so."""
    said = case.ruling.verdict
    if said is Verdict.CANNOT_SAY:
        yield Caveat("verdict-cannot-say", say("cannot say: no effect is told"), Weight.SERIOUS)
    elif said is Verdict.NO_EVIDENCE:
        yield Caveat("verdict-no-evidence", _no_evidence(snapshot, case), Weight.WARNING)
    elif said is Verdict.LIKELY:
        yield Caveat(
            "verdict-likely",
            say("likely, not proven: chance alone would hardly make such a difference"),
        )
    else:
        yield Caveat(
            "verdict-proven",
            say(
                "proven as far as watching can: two ways to compare agree, no parting was seen"
                " before, and the hidden loyalty that we grant does not explain it"
            ),
        )
    for finding in case.ruling.findings:
        if (finding.code in STOPS) is (said is Verdict.CANNOT_SAY):
            yield Caveat(finding.code.value, _finding(snapshot, case, finding), _weight(finding))
    if case.can_say:
        yield from [COARSE] if case.is_placebo_coarse else []
        yield _covered(case)
    yield CHOSEN
    yield RAW


def refusal_of_case(snapshot: Snapshot, case: Case) -> Refusal:
    """Why no effect is told, and when there will be one; for a case that cannot say."""
    stops = [finding for finding in case.ruling.findings if finding.code in STOPS]
    first = min(stops, key=_gravity)
    remedy = _remedy(snapshot, case, first.code)
    return Refusal(_finding(snapshot, case, first), remedy, case.connected)


def day_of_enough(as_of: date, months: int) -> date:
    """The last day of the month so many months ahead.

    >>> day_of_enough(date(2024, 11, 30), 3)
    datetime.date(2025, 2, 28)
    """
    year, place = divmod(as_of.year * 12 + as_of.month - 1 + months, 12)
    return date(year, place + 1, calendar.monthrange(year, place + 1)[1])


def _gravity(finding: Finding) -> int:
    """Dates that are none first, then a placebo that fails, then too few."""
    grave = (Code.ONE_DATE, Code.PLACEBO_FAILS, Code.NEGATIVE_CONTROL)
    return grave.index(finding.code) if finding.code in grave else len(grave)


def _remedy(snapshot: Snapshot, case: Case, code: Code) -> Phrase:
    if code is Code.ONE_DATE:
        return say("import the days on which people really connected")
    if code in (Code.PLACEBO_FAILS, Code.NEGATIVE_CONTROL):
        return LOT
    months = case.months_to_wait()
    if months is None:
        return say("nobody comparable connects at present: invite customers to connect")
    return say(
        "at the present pace there will be enough around {day}; until then see the raw gap, which"
        " is not an effect",
        day=day_of_enough(snapshot.as_of, months),
    )


def _finding(snapshot: Snapshot, case: Case, finding: Finding) -> Phrase:
    """What a finding says."""
    code, found, limit = finding
    if code is Code.PLACEBO_FAILS:
        return _parting(snapshot, case)
    if code is Code.NEGATIVE_CONTROL:
        return say(
            "customers who connected also changed what they buy of products that the connection"
            " cannot touch: the comparison does not compare like with like"
        )
    if code is Code.FEW_CONNECTED:
        return say(
            "too few to tell an effect: {n} connected customers can be compared where {fewest}"
            " are needed",
            n=int(found),
            fewest=int(limit),
        )
    if code is Code.FEW_CONTROLS:
        return say(
            "too few to compare with: {n} customers not connected where {fewest} are needed",
            n=int(found),
            fewest=int(limit),
        )
    if code is Code.FEW_COHORTS:
        return say(
            "people connected in {n} comparable months where {fewest} are needed",
            n=int(found),
            fewest=int(limit),
        )
    if code is Code.ONE_DATE:
        return say(
            "{share:.0%} of the connected carry one date: that of an import, not of connecting",
            share=found,
        )
    if code is Code.UNUSUALLY_HIGH:
        return say(
            "unusually high: {lift:.0%} more than they would have brought, where published studies"
            " find 5 to 19 %; check the dates of connecting",
            lift=found,
        )
    return SAYINGS[code]


SAYINGS = {
    Code.THIN_STRATA: say("too few like them to compare with in a part of the comparison"),
    Code.FEW_BASE_MONTHS: say("too few months before connecting are known"),
    Code.NO_PLACEBO: say("too little is known from before connecting to test the comparison"),
    Code.INTERVAL_HOLDS_ZERO: say("the interval holds zero"),
    Code.WITHIN_ALLOWANCE: say(
        "hidden loyalty of 5 % of what the connected bring, which we grant, could explain it"
    ),
    Code.SECOND_DESIGN_DIFFERS: say("the second way to compare finds the other direction"),
    Code.NO_SECOND_DESIGN: say("no second way to compare is possible"),
    Code.DRIFT_COULD_UNDO: say(
        "a drift no faster than the one seen before connecting could explain it"
    ),
    Code.FRAGILE: say(
        "fragile: a drift half as fast as the one seen before connecting could explain it;"
        " check the dates of connecting"
    ),
}
"""What findings without a number say."""


def _weight(finding: Finding) -> Weight:
    if finding.code in STOPS:
        return Weight.SERIOUS
    heavy = (Code.UNUSUALLY_HIGH, Code.FRAGILE, Code.SECOND_DESIGN_DIFFERS)
    return Weight.WARNING if finding.code in heavy else Weight.NOTE


def _no_evidence(snapshot: Snapshot, case: Case) -> Phrase:
    span, unit = case.effect, snapshot.minor_units
    return say(
        "we cannot show that connecting changed purchases. If there is an effect, it lies between"
        " {low:.2f} and {high:.2f} {currency} a month. This is not proof of no effect. To know:"
        " invite a random half of the next {needed} customers. The relation may pay elsewhere, in"
        " referrals or in service, which is measured separately",
        low=span.low / unit,
        high=span.high / unit,
        currency=_currency(snapshot),
        needed=2_000,
    )


def _parting(snapshot: Snapshot, case: Case) -> Phrase:
    found, unit = case.lifted, snapshot.minor_units
    left = found.without_drift()
    return say(
        "customers who connected were already parting from similar ones before: by {gain:+.2f}"
        " {currency} a month. The comparison cannot separate that; if it had simply gone on, the"
        " effect would be {value:+.2f} ({low:.2f} to {high:.2f})",
        gain=found.placebo / unit,
        currency=_currency(snapshot),
        value=left.value / unit,
        low=left.low / unit,
        high=left.high / unit,
    )


def _covered(case: Case) -> Caveat:
    return Caveat(
        "covered-months-only",
        say(
            "this speaks of {share:.0%} of all connected customers' months: of customers known for"
            " {known} months when they connected, lately seen, and their first {horizon} months"
            " after; nothing is known of the others",
            share=case.lifted.covered,
            known=DEFAULT.needed,
            horizon=DEFAULT.horizon,
        ),
    )


def _currency(snapshot: Snapshot) -> str:
    return snapshot.currency if isinstance(snapshot.currency, str) else ""
