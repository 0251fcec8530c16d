"""Answer effect, case: what may be claimed of the customers who were answered, and why not more?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.phrase import Phrase, say
from rapport.stats.answered import DESIGN, Answered, Asked, answer_lift
from rapport.stats.connection_verdict import (
    ALLOWANCE,
    FEWEST_CONNECTED,
    FEWEST_CONTROLS,
    UNUSUAL_LIFT,
    Code,
    Evidence,
    Ruling,
    Verdict,
    critical,
    months_until,
    verdict,
)
from rapport.stats.intervals import Span
from rapport.stats.landmark import NORMAL_95, Lift

YEAR = 12
LONGEST_WAIT = 60
_FEW = (Code.FEW_CONNECTED, Code.FEW_CONTROLS, Code.FEW_COHORTS, Code.FEW_BASE_MONTHS)


@dataclass(frozen=True, slots=True, eq=False)
class AnswerCase:
    """One comparison of the answered with those who asked in vain; money in minor units a month.

    `found`: None where nobody can be compared; `reach` how many standard errors half an
    interval has; `answered`, `in_vain`: customers with months enough before, comparable or not.
    """

    asked: Asked
    found: Answered | None
    ruling: Ruling
    reach: float
    answered: int
    in_vain: int

    @property
    def can_say(self) -> bool:
        """Whether an effect may be told at all."""
        return self.found is not None and self.ruling.verdict is not Verdict.CANNOT_SAY

    @property
    def is_few(self) -> bool:
        """Whether only more customers or months would help."""
        return self.found is None or any(code in self.ruling.codes for code in _FEW)

    def effect(self, lift: Lift, allowance: float = 0.0) -> Span:
        """The effect with its interval, both ends moved out by a share of what they bring."""
        value = float(lift.effect[0])
        half = self.reach * float(lift.errors[0]) + allowance * float(lift.with_tie[0])
        return Span(value, value - half, value + half)

    def months_to_wait(self) -> int | None:
        """Months until the guard-rails are met at the present pace; None: never."""
        last = self.asked.of(self.asked.month > int(self.asked.month.max(initial=0)) - YEAR)
        sides = _customers(last)
        waits = [
            months_until(fewest, have, pace / YEAR)
            for fewest, have, pace in (
                (FEWEST_CONNECTED, self.answered, sides[0]),
                (FEWEST_CONTROLS, self.in_vain, sides[1]),
            )
        ]
        known = [wait for wait in waits if wait is not None]
        return max(*known, 1) if len(known) == len(waits) else None


def answer_case(asked: Asked, shown: int = 1) -> AnswerCase:
    """Compare and rule; `shown` comparisons told side by side hold all at once 19 times in 20."""
    found = answer_lift(asked)
    reach = critical(shown, found.lift.freedom) if found else critical(shown)
    answered, in_vain = _customers(asked)
    return AnswerCase(asked, found, verdict(_evidence(found, reach)), reach, answered, in_vain)


def plain_difference(asked: Asked) -> Span | None:
    """Money a month of the answered, minus that of those who asked in vain; nothing made alike."""
    sides = [asked.of(asked.answered), asked.of(~asked.answered)]
    means, variance = [], 0.0
    for side in sides:
        money, months = side.after.sum(axis=0), side.seen.sum(axis=0).astype(np.float64)
        size = float(months.sum())
        if not size:
            return None
        mean = float(np.sort(money).sum()) / size
        residual = (money - mean * months) / size
        people = np.sort(np.bincount(side.person, residual))
        means.append(mean)
        variance += float((people**2).sum())
    half = NORMAL_95 * math.sqrt(variance)
    gap = means[0] - means[1]
    return Span(gap, gap - half, gap + half)


def too_few(case: AnswerCase, as_of: date | None) -> Refusal:
    """Why too few can be compared, and about when there will be enough (None: never more)."""
    waits = case.months_to_wait()
    reason = say(
        "{answered} customers who asked and were answered can be compared with {in_vain} who asked"
        " in vain: {fewest} of each are needed",
        answered=case.answered, in_vain=case.in_vain, fewest=FEWEST_CONTROLS,
    )  # fmt: skip
    if as_of is None:
        remedy = say("take a longer period: nobody will ask in a period that has passed")
        return Refusal(reason, remedy, case.answered + case.in_vain)
    if waits is None or waits > LONGEST_WAIT:
        remedy = say(
            "at the present pace there will not be enough within five years: look at more customers"
            " together; a plain difference is a description, not an effect"
        )
        return Refusal(reason, remedy, case.answered + case.in_vain)
    year, place = divmod(as_of.year * YEAR + as_of.month - 1 + waits, YEAR)
    remedy = say(
        "there will be enough around {day} at the present pace; until then read the plain"
        " difference as a description, not as an effect",
        day=date(year, place + 1, 1),
    )
    return Refusal(reason, remedy, case.answered + case.in_vain)


def refusal(case: AnswerCase, as_of: date | None, scale: int, currency: str) -> Refusal:
    """Why no effect may be told: too few, or sides that were parting before anybody asked."""
    if case.is_few or case.found is None:
        return too_few(case, as_of)
    return Refusal(
        _parting(case.found.lift, scale, currency),
        say(
            "look at who is left unanswered, and why; to know what answers bring, let chance say"
            " who is answered first when not all can be"
        ),
        case.answered + case.in_vain,
    )


def case_caveats(case: AnswerCase, scale: int, currency: str) -> Iterator[Caveat]:
    """The verdict with its sentence, then every finding that speaks against a better one."""
    said = case.ruling.verdict
    code = "verdict-" + said.value.replace(" ", "-")
    weight = Weight.NOTE if said in (Verdict.PROVEN, Verdict.LIKELY) else Weight.SERIOUS
    yield Caveat(code, _verdict(case, scale, currency), weight)
    if not case.can_say or case.found is None:
        return
    lift = case.found.lift
    share = ALLOWANCE
    sentences = {
        Code.WITHIN_ALLOWANCE: say(
            "the effect is not larger than what unseen differences between customers could feign"
            " ({share:.0%} of what they bring)", share=share,
        ),
        Code.SECOND_DESIGN_DIFFERS: say(
            "a second comparison, of the months after alone, points the other way"
        ),
        Code.NO_SECOND_DESIGN: say("no second comparison could be made"),
        Code.DRIFT_COULD_UNDO: say(
            "a drift as fast as that before asking ({times:.1f} times) would undo the effect",
            times=min(lift.breakdown(), 99.0),
        ),
        Code.UNUSUALLY_HIGH: say(
            "unusually high (above {share:.0%} of what they would have brought): check which"
            " questions stay unanswered", share=UNUSUAL_LIFT,
        ),
    }  # fmt: skip
    for finding in case.ruling.findings:
        if finding.code in sentences:
            yield Caveat(finding.code.value, sentences[finding.code], Weight.WARNING)


def _verdict(case: AnswerCase, scale: int, currency: str) -> Phrase:
    """The verdict in a sentence."""
    said = case.ruling.verdict
    if said is Verdict.PROVEN:
        return say("proven: customers bring more, or less, because they were answered in time")
    if said is Verdict.LIKELY:
        return say("likely, not proven: answering in time seems to change what customers bring")
    if said is Verdict.NO_EVIDENCE and case.found:
        span = case.effect(case.found.lift)
        return say(
            "we cannot show that answering changed purchases; if there is an effect it lies between"
            " {low:.2f} and {high:.2f} {currency} a month. This is not proof of no effect. To know:"
            " let chance say who is answered first when not all can be",
            low=span.low / scale, high=span.high / scale, currency=currency,
        )  # fmt: skip
    if case.is_few or case.found is None:
        return say("cannot say: too few asked and were answered, or asked in vain")
    return _parting(case.found.lift, scale, currency)


def _parting(lift: Lift, scale: int, currency: str) -> Phrase:
    """The placebo's sentence."""
    if not math.isfinite(lift.placebo):
        return say("cannot say: nobody was a customer long enough before asking to be tested")
    left = lift.without_drift()
    return say(
        "those who were answered were already on another path before they asked ({drift:+.2f}"
        " {currency} a month against those who asked in vain); the comparison cannot separate that."
        " Had it simply gone on, the effect would be {effect:.2f} (from {low:.2f} to {high:.2f})",
        drift=lift.placebo / scale, currency=currency, effect=left.value / scale,
        low=left.low / scale, high=left.high / scale,
    )  # fmt: skip


def _customers(asked: Asked) -> tuple[int, int]:
    """Distinct customers with months enough before, answered and in vain."""
    enough = asked.known >= DESIGN.needed - DESIGN.life - 1
    enough &= asked.seen[0]
    sides = (enough & asked.answered, enough & ~asked.answered)
    return len(np.unique(asked.person[sides[0]])), len(np.unique(asked.person[sides[1]]))


def _evidence(found: Answered | None, reach: float) -> Evidence:
    """What the verdict is made of; nothing where nobody can be compared."""
    if found is None:
        return Evidence(
            effect=0.0, error=math.nan, with_tie=0.0, second=None, placebo=math.nan,
            placebo_error=math.nan, breakdown=0.0, connected=0, controls=0, cohorts=0,
            base_months=0, one_date_share=0.0,
        )  # fmt: skip
    lift = found.lift
    return Evidence(
        effect=float(lift.effect[0]), error=float(lift.errors[0]),
        with_tie=float(lift.with_tie[0]), second=found.second.value if found.second else None,
        placebo=lift.placebo, placebo_error=float(lift.errors[-1]), breakdown=lift.breakdown(),
        connected=lift.connected, controls=lift.controls, cohorts=lift.cohorts,
        base_months=DESIGN.fewest_base, one_date_share=0.0, critical=reach,
    )  # fmt: skip
