"""Is "proven" said only when everything speaks for it?"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from rapport.core.errors import ContractError
from rapport.stats.connection_verdict import (
    STOPS,
    Code,
    Evidence,
    Verdict,
    connected_needed,
    critical,
    months_until,
    verdict,
)

CLEAR = Evidence(
    effect=4.0, error=0.9, with_tie=22.0, second=3.0, placebo=0.2, placebo_error=0.8,
    breakdown=5.0, connected=600, controls=2_000, cohorts=12, base_months=3, one_date_share=0.1,
)  # fmt: skip


def test_everything_for_it_is_proven():
    ruling = verdict(CLEAR)
    assert ruling.verdict is Verdict.PROVEN
    assert ruling.findings == ()
    assert ruling.smallest_visible == pytest.approx(2.52)


def test_a_loss_is_proven_like_a_gain():
    assert verdict(replace(CLEAR, effect=-4.0, second=-3.0)).verdict is Verdict.PROVEN


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"effect": 2.5}, Code.WITHIN_ALLOWANCE),
        ({"second": -1.0}, Code.SECOND_DESIGN_DIFFERS),
        ({"second": None}, Code.NO_SECOND_DESIGN),
        ({"breakdown": 0.9}, Code.DRIFT_COULD_UNDO),
    ],
)
def test_one_doubt_makes_it_likely(change, code):
    ruling = verdict(replace(CLEAR, **change))
    assert ruling.verdict is Verdict.LIKELY
    assert ruling.codes == {code}


def test_an_effect_on_what_cannot_be_touched_ends_the_comparison():
    moved, still = (replace(CLEAR, negative=told, negative_error=0.8) for told in (2.0, 1.0))
    assert verdict(moved).verdict is Verdict.CANNOT_SAY
    assert verdict(moved).codes == {Code.NEGATIVE_CONTROL}
    assert verdict(still).verdict is Verdict.PROVEN


def test_an_interval_with_zero_is_no_evidence():
    ruling = verdict(replace(CLEAR, effect=1.0))
    assert ruling.verdict is Verdict.NO_EVIDENCE
    assert Code.INTERVAL_HOLDS_ZERO in ruling.codes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"connected": 199}, Code.FEW_CONNECTED),
        ({"controls": 199}, Code.FEW_CONTROLS),
        ({"stratum_controls": 9}, Code.THIN_STRATA),
        ({"cohorts": 2}, Code.FEW_COHORTS),
        ({"base_months": 2}, Code.FEW_BASE_MONTHS),
        ({"one_date_share": 0.21}, Code.ONE_DATE),
        ({"placebo": -1.7}, Code.PLACEBO_FAILS),
        ({"placebo": math.nan}, Code.NO_PLACEBO),
    ],
)
def test_a_guard_rail_forbids_to_say_anything(change, code):
    ruling = verdict(replace(CLEAR, **change))
    assert ruling.verdict is Verdict.CANNOT_SAY
    assert ruling.codes & set(STOPS) == {code}


def test_depletion_is_granted_to_gains_only():
    gain = replace(CLEAR, effect=2.5, depletion=0.1)
    assert verdict(gain).verdict is Verdict.NO_EVIDENCE
    loss = replace(gain, effect=-4.0, second=-3.0)
    assert verdict(loss).verdict is Verdict.PROVEN


def test_a_lift_above_thirty_percent_carries_a_warning():
    ruling = verdict(replace(CLEAR, effect=8.0))
    assert ruling.verdict is Verdict.PROVEN
    assert ruling.codes == {Code.UNUSUALLY_HIGH}


def test_a_fragile_effect_is_called_so():
    assert Code.FRAGILE in verdict(replace(CLEAR, breakdown=0.4)).codes


def test_more_relations_shown_widen_the_interval():
    one = replace(CLEAR, effect=2.0)
    assert verdict(one).verdict is Verdict.LIKELY
    assert verdict(replace(one, critical=critical(3))).verdict is Verdict.NO_EVIDENCE


def test_half_the_effect_needs_four_times_the_customers():
    assert abs(connected_needed(1_000, 0.86, 1.0) - 4 * connected_needed(1_000, 0.86, 2.0)) < 4
    with pytest.raises(ContractError):
        connected_needed(1_000, 0.86, 0.0)


def test_enough_comes_never_when_nobody_joins():
    assert months_until(200, 100, 0.0) is None
    assert months_until(200, 100, 30.0) == 4
