"""Is the landmark design what it says, by hand and against resampling?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.landmark import DEFAULT, UNEVEN, Lift, lift
from rapport.stats.landmark_contrast import contrast
from rapport.stats.landmark_histories import LONG_AGO, Histories, histories
from rapport.stats.landmark_strata import Landmark, cohorts, lag_means, merged
from rapport.stats.landmark_weights import staying
from rapport.stats.panel import NEVER, Panel
from truth.lift_world import WORLDS, simulate

pytestmark = pytest.mark.slow

SMALL = Landmark(life=1, base=2, horizon=1, fewest_base=1, fewest_controls=1, classes=1)


def told_by(amounts: list[list[float]], connection: list[int], **more) -> Histories:
    """Histories of customers who all came in month 0; an amount is one order, rows customers."""
    money = np.array(amounts).T
    panel = Panel(tuple(np.stack([money, money > 0], axis=1)))
    return histories(panel, np.zeros(len(connection), int), np.array(connection), **more)


def simulated(seed: int = 1, world: str = "full", customers: int = 1_500) -> Histories:
    """A small simulated company."""
    return simulate(replace(WORLDS[world], customers=customers), seed).told


@pytest.fixture(scope="module")
def company() -> Histories:
    """One simulated company that every test may ask."""
    return simulated()


@pytest.fixture(scope="module")
def found(company) -> Lift:
    """Its lift, of all outcomes."""
    answer = lift(company, outcomes=("amount", "orders", "active"))
    assert answer is not None
    return answer


def test_the_effect_is_what_a_hand_computes():
    # Entry 0, base months 2 and 1 (odd: 2, even: 1), life 3, landmark 4.
    told = told_by([[9, 4, 4, 5, 9], [9, 2, 2, 5, 3], [9, 6, 6, 5, 9]], [4, NEVER, NEVER])
    answer = lift(told, SMALL)
    assert answer is not None
    # Controls go from 8 to 12; the connecting would have gone from 4 to 6 and went to 9.
    # Tin: Σ b (R b − y) / (Σ b)² = (2·(3 − 3) + 6·(9 − 9)) / 64 = 0.
    assert answer.effect[0] == pytest.approx(9 - 4 * 12 / 8)
    assert (answer.connected, answer.controls, answer.cohorts, answer.months) == (1, 2, 1, 1)


def test_controls_that_moved_alike_leave_no_error_of_theirs():
    told = told_by([[9, 4, 4, 5, 9], [9, 2, 2, 5, 3], [9, 6, 6, 5, 9]], [4, NEVER, NEVER])
    answer = lift(told, SMALL)
    assert answer is not None
    assert answer.errors[0] == pytest.approx(0.0)


def test_nobody_to_compare_is_no_lift():
    assert lift(told_by([[1, 1, 1, 1, 1]], [4]), SMALL) is None


def test_who_gave_no_sign_of_life_is_on_neither_side():
    told = told_by([[9, 4, 4, 5, 9], [9, 2, 2, 5, 3], [9, 6, 6, 0, 9]], [4, NEVER, NEVER])
    answer = lift(told, SMALL)
    assert answer is not None
    assert answer.controls == 1


def test_a_recorded_visit_is_a_sign_of_life():
    visits = np.zeros((5, 3), dtype=bool)
    visits[3, 2] = True
    rows = [[9, 4, 4, 5, 9], [9, 2, 2, 5, 3], [9, 6, 6, 0, 9]]
    answer = lift(told_by(rows, [4, NEVER, NEVER], signs=visits), SMALL)
    assert answer is not None
    assert answer.controls == 2


def test_whoever_is_no_longer_observed_does_not_count():
    rows = [[9, 4, 4, 5, 9], [9, 2, 2, 5, 3], [9, 6, 6, 5, 9]]
    until = np.array([5, 5, 4])
    answer = lift(told_by(rows, [4, NEVER, NEVER], until=until), SMALL)
    assert answer is not None
    assert answer.controls == 1


def test_who_was_connected_from_the_start_is_on_neither_side():
    rows = [[9, 4, 4, 5, 9], [9, 2, 2, 5, 3], [9, 6, 6, 5, 9]]
    answer = lift(told_by(rows, [4, -5, NEVER]), SMALL)
    assert answer is not None
    assert (answer.controls, answer.all_months) == (1, 6)


def test_recency_counts_months_since_the_last_sign():
    told = told_by([[1, 0, 0, 1, 0]], [NEVER])
    assert told.recency[:, 0].tolist() == [LONG_AGO, 1, 2, 3, 1]


def test_odd_and_even_base_months_are_kept_apart():
    values = np.arange(10.0)[:, None] * np.ones(2)
    means = lag_means(values, 9, np.array([0, 1]), np.array([4, 1]), 4)
    assert means.tolist() == [[7.0, 8.0], [6.0, 0.0]]


def test_thin_strata_join_their_neighbour_in_frequency_then_in_tenure():
    design = Landmark(life=1, classes=3, fewest_controls=2)
    # Tenure 0: frequencies with 2, 1, 1 controls; tenure 1: one control; tenure 2: two.
    fine = np.array([0, 0, 1, 2, 3, 6, 7, 0])
    buyers = np.array([True] * 7 + [False])
    stratum, strata = merged(fine, buyers, design)
    assert stratum.tolist() == [0, 0, 1, 1, 2, 2, 2, 0]
    assert strata == 3


def test_a_recency_without_controls_enough_is_left_out():
    stratum, strata = merged(np.array([0, 4]), np.array([True, False]), DEFAULT)
    assert (stratum.tolist(), strata) == ([-1, -1], 0)


def test_a_month_of_joining_without_controls_enough_adds_nothing():
    rows = [[9, 4, 4, 5, 9], [9, 2, 2, 5, 3], [9, 6, 6, 5, 9]]
    assert lift(told_by(rows, [4, NEVER, NEVER]), replace(SMALL, fewest_controls=3)) is None


def test_every_stratum_has_ten_controls(company):
    for cohort in cohorts(company, DEFAULT):
        for stratum, strata in zip(cohort.stratum, cohort.strata, strict=True):
            kept = stratum[(stratum >= 0) & ~cohort.connects]
            assert np.bincount(kept, minlength=strata).min() >= DEFAULT.fewest_controls


def test_of_many_controls_some_are_taken_evenly_and_the_share_is_of_all(company):
    few = replace(DEFAULT, most_controls=150)
    for whole, thin in zip(cohorts(company, DEFAULT), cohorts(company, few), strict=True):
        assert np.array_equal(whole.people[whole.connects], thin.people[thin.connects])
        assert (~thin.connects).sum() == min(150, (~whole.connects).sum())
        assert thin.share == whole.share


def test_fewer_controls_tell_the_same_effect_within_its_doubt(company):
    whole, thin = lift(company), lift(company, replace(DEFAULT, most_controls=150))
    assert abs(whole.effect[0] - thin.effect[0]) < whole.errors[0]


def test_a_control_that_connects_later_is_stood_for_by_those_who_stay():
    # Four alike; one connects in month 2: the three others each stand for 4/3.
    told = told_by([[1, 1, 1, 1]] * 4, [2, NEVER, NEVER, NEVER])
    logs = staying(told)
    assert np.exp(logs[1] - logs[3])[1] == pytest.approx(4 / 3)


def test_money_in_cents_is_a_hundred_times_money(company, found):
    cents = replace(company, amounts=company.amounts * 100)
    answer = lift(cents)
    assert answer is not None
    assert answer.effect[0] == pytest.approx(100 * found.effect[0], rel=1e-9)
    assert answer.errors[0] == pytest.approx(100 * found.errors[0], rel=1e-9)


def test_the_order_of_customers_changes_nothing(company, found):
    mixed = np.random.default_rng(3).permutation(company.customers)
    answer = lift(
        Histories(
            company.amounts[:, mixed], company.orders[:, mixed], company.recency[:, mixed],
            company.entry[mixed], company.connection[mixed], company.until[mixed],
        )
    )  # fmt: skip
    assert answer is not None
    assert answer.effect[0] == pytest.approx(found.effect[0], rel=1e-9)
    assert answer.errors[0] == pytest.approx(found.errors[0], rel=1e-9)


def test_the_error_is_clustered_by_customer(company):
    # The same customers told twice: the same effect, √2 less error, as strata stay the same.
    design = Landmark(fewest_controls=1)
    once = lift(company, design)
    both = np.tile(np.arange(company.customers), 2)
    twice = lift(
        Histories(
            company.amounts[:, both], company.orders[:, both], company.recency[:, both],
            company.entry[both], company.connection[both], company.until[both],
        ),
        design,
    )  # fmt: skip
    assert once is not None
    assert twice is not None
    assert once.errors[0] / twice.errors[0] == pytest.approx(np.sqrt(2), rel=0.1)


@pytest.mark.slow
def test_the_covariance_is_that_of_estimates_over_companies():
    told = [lift(simulated(seed, "null_spike", 2_500)) for seed in range(60)]
    effects = np.array([one.effect[0] for one in told if one is not None])
    errors = np.array([one.errors[0] for one in told if one is not None])
    assert 0.75 <= errors.mean() / effects.std(ddof=1) <= 1.3


def test_the_influence_is_the_slope_in_each_persons_weight():
    rng = np.random.default_rng(2)
    connects = np.arange(3_000) < 300
    stratum, base = rng.integers(0, 3, 3_000), rng.gamma(1.0, 20.0, 3_000)
    after, weight = rng.gamma(1.0, 20.0, (1, 3_000)), np.ones((1, 3_000))
    told = contrast(stratum, 3, connects, base, after, weight)
    for person in (5, 299, 300, 2_999):
        more = weight.copy()
        more[0, person] += 1e-3
        slope = (contrast(stratum, 3, connects, base, after, more).effect - told.effect) / 1e-3
        assert slope[0] == pytest.approx(told.influence[0, person], rel=0.02, abs=0.05)


def test_an_unknown_outcome_is_refused(company):
    with pytest.raises(ContractError, match="outcome"):
        lift(company, outcomes=("clicks",))


def test_panels_without_orders_are_refused():
    with pytest.raises(ContractError, match="money and orders"):
        histories(Panel((np.ones((1, 2)),)), np.zeros(2, int), np.zeros(2, int))


def test_the_span_the_total_and_the_share_agree(found):
    span, total, relative = found.span(), found.total(), found.relative()
    assert total.value == pytest.approx(found.months * span.value)
    without = found.with_tie[0] - found.effect[0]
    assert relative.value == pytest.approx(found.effect[0] / without)
    assert 0 < found.covered < 1
    assert found.span(0.05).low == pytest.approx(span.low - 0.05 * found.with_tie[0])


def test_without_the_drift_is_the_effect_less_what_went_on(found):
    left = found.without_drift().value
    assert left == pytest.approx(found.effect[0] - found.reach * found.drift().value)
    assert found.breakdown() == pytest.approx(abs(found.effect[0] / (found.reach * found.placebo)))


def test_depletion_grows_with_the_share_who_join():
    # Of three comparable one joins (1/3: odds ½), and in both base months' wake one could join.
    rows = [[9, 4, 4, 5, 9, 1]] * 3 + [[9, 1, 0, 0, 0, 0]] * 2
    answer = lift(told_by(rows, [4, NEVER, NEVER, 2, 3]), SMALL)
    assert answer is not None
    assert answer.depletion == pytest.approx(UNEVEN * 0.5)


def test_the_placebo_lies_about_half_as_far_from_its_base_as_the_effect():
    # Default: base lag 5 to month 2.5 after is 8.5 months; lags 6–9 to 1–4 are 5.
    assert DEFAULT.reach == pytest.approx(8.5 / 5)
