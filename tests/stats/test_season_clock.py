"""Season clock: is a seasonal world told as a seasonless one, forecast and valued so?"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd
from rapport.stats.season_clock import (
    SeasonClock,
    discounted_purchases,
    estimate,
    learn,
    told_by_day,
    told_by_moment,
    unseasoned,
)
from rapport.stats.tuples import PurchaseTuples, collapse

pytestmark = pytest.mark.slow

LENGTHS = np.tile([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 5)
EDGES = np.concatenate([[0.0], np.cumsum(LENGTHS)])
MONTH = np.tile(np.arange(12), 5)
RATES = np.array([0.75, 0.7, 0.9, 0.95, 1.0, 0.95, 0.85, 0.8, 1.0, 1.1, 1.3, 1.7])
CLOCK = SeasonClock.yearly(EDGES, MONTH, RATES)
FLAT = SeasonClock.yearly(EDGES, MONTH, np.ones(12))
SPAN = 1095.0
TRUE = bg_nbd.given(r=0.6, alpha=60.0, a=0.8, b=2.5)
HISTORY = PurchaseTuples.of([0, 2, 9], [0, 200, 300], [300, 310, 320])


@cache
def world(customers: int, seed: int):
    """Three years of a seasonal BG/NBD to the end of December, in days, and 90 days more.

    Day of each first purchase, days with others since, the last of them, the days of all of
    those before the end, and the purchases that came later.
    """
    draw = np.random.default_rng(seed)
    start, stop = CLOCK.operational(np.array([0.0, SPAN + 90.0]))
    now = draw.uniform(start, CLOCK.operational(np.array([SPAN]))[0], customers)
    rate, leaves = draw.gamma(0.6, 1 / 60.0, customers), draw.beta(0.8, 2.5, customers)
    first, there, owners, times = np.floor(CLOCK.calendar(now)), np.arange(customers), [], []
    while len(there):
        now[there] += draw.exponential(1 / rate[there])
        there = there[now[there] < stop]
        owners.append(there)
        times.append(now[there].copy())
        there = there[draw.random(len(there)) >= leaves[there]]
    owner, day = np.concatenate(owners), np.floor(CLOCK.calendar(np.concatenate(times)))
    kept = (day < SPAN) & (day > first[owner])
    visits = np.unique(owner[kept] * 10_000 + day[kept].astype(int))
    x, last = np.bincount(visits // 10_000, minlength=customers).astype(float), first.copy()
    np.maximum.at(last, visits // 10_000, visits % 10_000)
    return first, x, last, visits % 10_000, np.bincount(owner[day >= SPAN], minlength=customers)


def fitted(clock: SeasonClock, customers: int, seed: int):
    """The BG/NBD of a world on a clock, its tuples, and each customer's place."""
    first, x, last, _, _ = world(customers, seed)
    told = told_by_day(clock, x, first, last, SPAN - 1)
    collapsed = collapse(x, told.recency, told.age)
    return bg_nbd.fit(collapsed.tuples, clock="interval"), collapsed


def forecast_miss(clock: SeasonClock, customers: int, seed: int) -> tuple[float, float]:
    """By how many standard deviations, and by which share, the next 90 days are forecast high."""
    came = world(customers, seed)[4]
    fit, (tuples, place) = fitted(clock, customers, seed)
    due = bg_nbd.expected_purchases(fit, clock.elapsed(SPAN, 90.0), tuples)[place]
    off = due - came
    return float(off.sum() / np.sqrt(customers * off.var())), float(due.sum() / came.sum() - 1)


def test_the_clock_runs_as_told_and_back():
    calendar = np.array([-5.0, 0.0, 31.0, 45.0, 364.9, 900.0, 1825.0, 2000.0])
    operational = CLOCK.operational(calendar)
    assert operational[2:4] == pytest.approx([31 * 0.75, 31 * 0.75 + 14 * 0.7])
    assert operational[[0, -1]] == pytest.approx([-5.0, CLOCK.ticks[-1] + 175])
    assert CLOCK.calendar(operational) == pytest.approx(calendar, abs=1e-9)
    assert CLOCK.elapsed(SPAN, 45.0) == pytest.approx(31 * 0.75 + 14 * 0.7)


def test_an_unseasoned_forecast_after_december_is_much_too_high_and_a_seasoned_one_is_not():
    flat, share = forecast_miss(FLAT, 20_000, seed=1)
    assert flat > 10
    assert share > 0.3
    seasoned, share = forecast_miss(CLOCK, 20_000, seed=1)
    assert abs(seasoned) < 3
    assert abs(share) < 0.05


def test_seasonal_days_give_the_truth_within_their_doubt():
    fit, _ = fitted(CLOCK, 20_000, seed=2)
    off = np.log(fit.values / TRUE.values)
    assert off @ np.linalg.solve(fit.free_covariance, off) < 13.3


@pytest.mark.slow
def test_whole_operational_days_are_less_biased_than_noons_read_as_exact():
    first, x, last, _, _ = world(400_000, seed=3)
    fit, _ = fitted(CLOCK, 400_000, seed=3)
    noon = told_by_moment(CLOCK, first + 0.5, last + 0.5, SPAN)
    exact = bg_nbd.fit(collapse(x, noon.recency, noon.age).tuples)
    doubt = np.sqrt(np.diag(fit.free_covariance))
    days, noons = (np.abs(np.log(each.values / TRUE.values)) / doubt for each in (fit, exact))
    print(f"standard errors off: whole days {days.round(2)}, noons {noons.round(2)}")
    assert days.max() < 3.3
    assert noons.max() > 6


def learnt(customers: int, seed: int):
    """The season that a world's days tell, with its errors."""
    first, _, _, seen, _ = world(customers, seed)
    births, count = np.unique(first, return_counts=True)
    came = np.histogram(seen, EDGES[:37])[0].astype(float)

    def of_new(clock):
        fit, _ = fitted(clock, customers, seed)
        return lambda age: bg_nbd.expected_purchases_of_new(fit, age)

    return learn(EDGES[:37], MONTH[:36], births + 0.5, count.astype(float), came, of_new)


def test_the_months_are_learnt_with_the_model():
    season = learnt(20_000, seed=1)
    rates = RATES * 365 / (RATES @ LENGTHS[:12])
    off = (season.multipliers - rates) / season.standard_errors
    assert season.sure
    assert off @ off < 26.2
    missed, _ = forecast_miss(SeasonClock.yearly(EDGES, MONTH, season.multipliers), 20_000, seed=1)
    assert abs(missed) < 3


def test_without_a_season_the_value_is_the_models_own():
    def expected(time):
        return bg_nbd.expected_purchases(TRUE, time, HISTORY)

    for discount, horizon in ((0.0004, np.inf), (0.0004, 365.0), (0.003, 90.0), (0.0, 90.0)):
        own = bg_nbd.residual_value(TRUE, HISTORY, discount, horizon)
        told = discounted_purchases(FLAT, SPAN, expected, discount, horizon)
        assert told == pytest.approx(own, rel=1e-5)


def test_a_seasonal_value_discounts_every_day_on_its_calendar_date():
    def expected(time):
        return bg_nbd.expected_purchases(TRUE, time, HISTORY)

    days = np.arange(0.0, 366.0)
    reached = np.array([expected(CLOCK.elapsed(SPAN, day)) for day in days])
    known = np.exp(-0.0004 * (days[1:] - 0.5)) @ np.diff(reached, axis=0)
    told = discounted_purchases(CLOCK, SPAN, expected, 0.0004, 365.0)
    assert told == pytest.approx(known, rel=1e-6)
    with pytest.raises(ContractError, match="endless"):
        discounted_purchases(CLOCK, SPAN, expected, 0.0)


def test_a_january_to_come_is_worth_less_than_a_december():
    def expected(time):
        return bg_nbd.expected_purchases(TRUE, time, HISTORY)

    january = discounted_purchases(CLOCK, SPAN, expected, 0.0004, 31.0)
    december = discounted_purchases(CLOCK, SPAN - 31, expected, 0.0004, 31.0)
    assert np.all(december > 2 * january)


def test_multipliers_are_ratios_of_seen_to_expected_averaging_one():
    due = np.tile([100_000.0, 50_000.0], 4)
    came = np.tile([150_000.0, 25_000.0], 4)
    season = estimate(np.tile([0, 1], 4), due, came, seasons=2)
    assert season.multipliers == pytest.approx([1.5, 0.5], rel=1e-3)
    assert season.dispersion == 1
    assert season.years == 4


def test_few_purchases_leave_the_multipliers_near_one():
    season = estimate(np.arange(12), np.full(12, 0.1), np.arange(12) % 2.0)
    assert np.all(np.abs(season.multipliers - 1) < 0.3)
    assert season.standard_errors == pytest.approx(0.3, rel=0.1)
    assert not season.sure


def test_standard_errors_are_those_of_many_worlds():
    draw = np.random.default_rng(8)
    due, month = np.full(36, 400.0), np.tile(np.arange(12), 3)
    rates = RATES / RATES.mean()
    worlds = [estimate(month, due, draw.poisson(due * rates[month])) for _ in range(400)]
    off = np.array([(one.multipliers - rates) / one.standard_errors for one in worlds])
    assert 0.85 < off.std() < 1.1


def test_months_that_differ_from_year_to_year_widen_the_doubt():
    month, due = np.tile(np.arange(12), 2), np.full(24, 1000.0)
    calm = estimate(month, due, due)
    wild = estimate(month, due, due * np.repeat([0.8, 1.2], 12))
    assert wild.dispersion == pytest.approx(24 * 40 / 12)
    assert np.all(wild.standard_errors > 3 * calm.standard_errors)


def test_what_a_clock_expects_in_a_month_is_told_without_its_season():
    births, count = np.array([0.5, 40.5, 700.5]), np.array([3.0, 1.0, 5.0])
    due = unseasoned(
        CLOCK, births, count, lambda age: bg_nbd.expected_purchases_of_new(TRUE, age), EDGES[:37]
    )
    ends = np.array([CLOCK.elapsed(born, EDGES[36] - born) for born in births])
    known = count @ bg_nbd.expected_purchases_of_new(TRUE, ends)
    assert (due * RATES[MONTH[:36]]).sum() == pytest.approx(known, rel=1e-6)


def test_days_squeezed_together_stay_histories_that_a_day_clock_reads():
    slow = SeasonClock(np.array([0.0, 100.0]), np.array([0.2]))
    x, first, last = (
        np.array([9.0, 0.0, 1.0]),
        np.array([3.0, 99.0, 98.0]),
        np.array([20.0, 99.0, 99.0]),
    )
    told = told_by_day(slow, x, first, last, 99.0)
    tuples = PurchaseTuples.of(x, told.recency, told.age)
    assert np.all(tuples.frequency <= tuples.recency)
    assert np.all(tuples.age == np.floor(tuples.age))
    assert bg_nbd.fit(tuples, clock="interval").converged


@pytest.mark.parametrize(
    ("edges", "rates", "why"),
    [
        ([0.0, 1.0], [1.0, 1.0], "one edge"),
        ([0.0, 0.0], [1.0], "rise"),
        ([0.0, 1.0], [0.0], "above"),
    ],
)
def test_a_clock_that_cannot_be_is_refused(edges, rates, why):
    with pytest.raises(ContractError, match=why):
        SeasonClock(np.array(edges), np.array(rates))


def test_months_never_seen_are_refused():
    with pytest.raises(ContractError, match="each of them"):
        estimate(np.arange(11), np.ones(11), np.ones(11))
    with pytest.raises(ContractError, match="negative"):
        estimate(np.arange(12), np.ones(12), -np.ones(12))
