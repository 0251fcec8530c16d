"""Is it proven, likely, not shown or not tellable that a connection brings anything?

Pure values: codes and numbers, no sentences. Customers' unobserved loyalty biases every design
upwards; the allowance is how much of that is granted before a lift is called proven.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from rapport.core.errors import ContractError
from rapport.stats.intervals import student_quantile
from rapport.stats.landmark import NORMAL_95, SEEN_AT

ALLOWANCE = 0.05
"""Bias granted, as a share of what the connected bring: simulated worlds in which better
customers connect and also leave less stay below it (`benchmarks/lift_truth.py`)."""
UNUSUAL_LIFT = 0.30
WEAK_BREAKDOWN = 0.5
FIRM_BREAKDOWN = 1.0
FEWEST_CONNECTED = 200
FEWEST_CONTROLS = 200
FEWEST_IN_STRATUM = 10
FEWEST_COHORTS = 3
FEWEST_BASE_MONTHS = 3
MOST_ON_ONE_DATE = 0.20
_MANY = 1e9


class Verdict(Enum):
    """What may be claimed, in the order of confidence."""

    PROVEN = "proven"
    LIKELY = "likely"
    NO_EVIDENCE = "no evidence"
    CANNOT_SAY = "cannot say"


class Code(Enum):
    """Why a verdict is not better, or what the reader must know."""

    FEW_CONNECTED = "few-connected"
    FEW_CONTROLS = "few-controls"
    THIN_STRATA = "thin-strata"
    FEW_COHORTS = "few-cohorts"
    FEW_BASE_MONTHS = "few-base-months"
    ONE_DATE = "connections-imported-on-one-date"
    NO_PLACEBO = "no-placebo"
    PLACEBO_FAILS = "already-parting-before"
    NEGATIVE_CONTROL = "negative-control-moves"
    INTERVAL_HOLDS_ZERO = "interval-holds-zero"
    WITHIN_ALLOWANCE = "within-bias-allowance"
    SECOND_DESIGN_DIFFERS = "second-design-differs"
    NO_SECOND_DESIGN = "no-second-design"
    DRIFT_COULD_UNDO = "drift-could-undo"
    UNUSUALLY_HIGH = "unusually-high-lift"
    FRAGILE = "fragile"


STOPS = (
    Code.FEW_CONNECTED, Code.FEW_CONTROLS, Code.THIN_STRATA, Code.FEW_COHORTS,
    Code.FEW_BASE_MONTHS, Code.ONE_DATE, Code.NO_PLACEBO, Code.PLACEBO_FAILS,
    Code.NEGATIVE_CONTROL,
)  # fmt: skip
"""Any of these makes the verdict "cannot say"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict is made of.

    Money per connected customer and month: `effect` of the default design with its standard
    `error`, `with_tie` what the connected bring, `second` the second design's effect (None: not
    made), `placebo` and `placebo_error` (NaN: not tellable). `breakdown`: the M-bar. Counts:
    distinct covered `connected` and eligible `controls`, `cohorts` (months of joining),
    `base_months` each has at least, `stratum_controls` in the thinnest stratum compared.
    `one_date_share`: share of the connected on the most frequent date of joining, 0 to 1.
    `negative` and `negative_error`: effect on what the relation cannot touch (NaN: not asked).
    `depletion`: bias granted besides the allowance, as a share of `with_tie` (`Lift.depletion`).
    `critical`: standard errors of half an interval (`Lift.critical`); more when several relations
    are shown.
    """

    effect: float
    error: float
    with_tie: float
    second: float | None
    placebo: float
    placebo_error: float
    breakdown: float
    connected: int
    controls: int
    cohorts: int
    base_months: int
    one_date_share: float
    stratum_controls: int = FEWEST_IN_STRATUM
    depletion: float = 0.0
    negative: float = math.nan
    negative_error: float = math.nan
    critical: float = NORMAL_95


class Finding(NamedTuple):
    """A code with the number found and the limit that it crossed."""

    code: Code
    found: float
    limit: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with every finding that speaks against a better one, or that must be shown.

    `smallest_visible`: money per month that this much data would show 4 times in 5.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    smallest_visible: float

    @property
    def codes(self) -> frozenset[Code]:
        """The findings' codes."""
        return frozenset(finding.code for finding in self.findings)


def verdict(evidence: Evidence, allowance: float = ALLOWANCE) -> Ruling:
    """Rule on the evidence; gains and losses are ruled on alike.

    Cannot say: too little, dates that are not dates of joining, or a placebo that fails.
    Likely: the interval excludes 0, by the depletion if it is a gain (depletion only ever
    raises). Proven: besides, it excludes 0 by the allowance too, the second design has the same
    sign, and only a drift faster than any before could undo it.
    """
    stops, doubts = _stops(evidence), _doubts(evidence, allowance)
    findings = (*stops, *doubts, *_warnings(evidence))
    if stops:
        said = Verdict.CANNOT_SAY
    elif not doubts:
        said = Verdict.PROVEN
    elif any(doubt.code is Code.INTERVAL_HOLDS_ZERO for doubt in doubts):
        said = Verdict.NO_EVIDENCE
    else:
        said = Verdict.LIKELY
    return Ruling(said, findings, SEEN_AT * evidence.error)


def critical(shown: int, freedom: float = math.inf) -> float:
    """Standard errors of half an interval so that all `shown` ones hold at once 19 times in 20.

    Šidák 1967, Journal of the American Statistical Association 62:626-633; Student's where
    `freedom` is told.

    >>> round(critical(1), 2), round(critical(3), 2)
    (1.96, 2.39)
    """
    if shown < 1:
        raise ContractError("nothing is shown")
    return student_quantile(min(freedom, _MANY), 0.95 ** (1 / shown))


def connected_needed(connected: int, error: float, effect: float) -> int:
    """Covered connected customers that would show an effect (money per month) 4 times in 5.

    The standard error falls with the square root of their number.

    >>> connected_needed(1_000, 0.86, 2.0)
    1450
    """
    if not effect > 0:
        raise ContractError("no number of customers shows an effect of nothing")
    return math.ceil(connected * (SEEN_AT * error / effect) ** 2)


def months_until(needed: int, connected: int, a_month: float) -> int | None:
    """Whole months until as many are covered as needed, at so many a month; None: never.

    >>> months_until(200, 140, 25.0), months_until(200, 200, 0.0), months_until(200, 0, 0.0)
    (3, 0, None)
    """
    if connected >= needed:
        return 0
    return math.ceil((needed - connected) / a_month) if a_month > 0 else None


def _stops(evidence: Evidence) -> list[Finding]:
    """Whatever forbids to say anything."""
    counts = (
        (Code.FEW_CONNECTED, evidence.connected, FEWEST_CONNECTED),
        (Code.FEW_CONTROLS, evidence.controls, FEWEST_CONTROLS),
        (Code.THIN_STRATA, evidence.stratum_controls, FEWEST_IN_STRATUM),
        (Code.FEW_COHORTS, evidence.cohorts, FEWEST_COHORTS),
        (Code.FEW_BASE_MONTHS, evidence.base_months, FEWEST_BASE_MONTHS),
    )
    found = [Finding(code, have, need) for code, have, need in counts if have < need]
    if evidence.one_date_share > MOST_ON_ONE_DATE:
        found.append(Finding(Code.ONE_DATE, evidence.one_date_share, MOST_ON_ONE_DATE))
    reach = NORMAL_95 * evidence.placebo_error
    if not math.isfinite(evidence.placebo) or not math.isfinite(reach):
        found.append(Finding(Code.NO_PLACEBO, math.nan, math.nan))
    elif abs(evidence.placebo) > reach:
        found.append(Finding(Code.PLACEBO_FAILS, evidence.placebo, reach))
    limit = evidence.critical * evidence.negative_error
    if abs(evidence.negative) > limit:
        found.append(Finding(Code.NEGATIVE_CONTROL, evidence.negative, limit))
    return found


def _doubts(evidence: Evidence, allowance: float) -> list[Finding]:
    """Whatever keeps the verdict below "proven"."""
    found = []
    raised = evidence.depletion * evidence.with_tie if evidence.effect > 0 else 0.0
    reach = evidence.critical * evidence.error + raised
    granted = reach + allowance * evidence.with_tie
    if not abs(evidence.effect) > reach:
        found.append(Finding(Code.INTERVAL_HOLDS_ZERO, evidence.effect, reach))
    if not abs(evidence.effect) > granted:
        found.append(Finding(Code.WITHIN_ALLOWANCE, evidence.effect, granted))
    if evidence.second is None:
        found.append(Finding(Code.NO_SECOND_DESIGN, math.nan, math.nan))
    elif not evidence.second * evidence.effect > 0:
        found.append(Finding(Code.SECOND_DESIGN_DIFFERS, evidence.second, 0.0))
    if not evidence.breakdown >= FIRM_BREAKDOWN:
        found.append(Finding(Code.DRIFT_COULD_UNDO, evidence.breakdown, FIRM_BREAKDOWN))
    return found


def _warnings(evidence: Evidence) -> list[Finding]:
    """What must be shown with the number, whatever the verdict."""
    found = []
    without = evidence.with_tie - evidence.effect
    lift = evidence.effect / without if without > 0 else math.inf
    if lift > UNUSUAL_LIFT:
        found.append(Finding(Code.UNUSUALLY_HIGH, lift, UNUSUAL_LIFT))
    if evidence.breakdown < WEAK_BREAKDOWN:
        found.append(Finding(Code.FRAGILE, evidence.breakdown, WEAK_BREAKDOWN))
    return found
