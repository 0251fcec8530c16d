"""Answered: does the comparison find what answers bring, and nothing where they bring nothing?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.answered import Asked, answer_lift, asked, nested
from rapport.stats.landmark_strata import Landmark

MONTHS = 26


def world(seed: int, loss: float = 0.0, customers: int = 5_000) -> Asked:
    """Customers who leave by themselves, ask after orders, and leave more when not answered."""
    draw = np.random.default_rng(seed)
    rate = draw.gamma(2.0, 0.2, customers)
    entry, life = draw.integers(0, 12, customers), draw.exponential(30, customers)
    season = 1 + 0.5 * np.sin(np.arange(MONTHS) * np.pi / 6)
    amounts, orders = np.zeros((2, MONTHS, customers))
    gone, told = np.full(customers, 10**6), []
    for month in range(MONTHS):
        here = (entry <= month) & (month < np.minimum(entry + life, gone))
        orders[month] = draw.poisson(rate * season[month]) * here + (entry == month)
        amounts[month] = orders[month] * draw.gamma(6.0, 5.0, customers)
        asks = (orders[month] > 0) & (draw.random(customers) < 0.25)
        heard = draw.random(customers) < 0.6
        gone = np.where(asks & ~heard & (draw.random(customers) < loss), month + 1, gone)
        who = np.flatnonzero(asks)
        told.append((who, np.full(len(who), month), heard[who]))
    person, month, answered = (np.concatenate(column) for column in zip(*told, strict=True))
    before = np.cumsum(orders, axis=0)[month, person].astype(int)
    return asked(amounts, orders, person, month, entry[person], answered, 0 * person, before)


def small(answered_after: float, in_vain_after: float, controls: int = 20) -> Asked:
    """One customer who bought 10 a month before and was answered; controls who bought 5."""
    people = controls + 1
    amounts = np.full((14, people), 5.0)
    amounts[:, 0] = 10.0
    amounts[8:, 0], amounts[8:, 1:] = answered_after, in_vain_after
    answered = np.arange(people) == 0
    zeros = np.zeros(people, int)
    return asked(amounts, np.ones_like(amounts), np.arange(people), zeros + 7, zeros, answered,
                 zeros, zeros + 7)  # fmt: skip


def test_the_effect_is_what_the_answered_bring_beyond_the_others_proportion():
    found = answer_lift(small(12.0, 4.0)).lift
    assert found.effect[0] == pytest.approx(12 - 10 * 4 / 5)
    assert found.with_tie[0] == 12
    assert found.placebo == pytest.approx(0.0)
    assert (found.months, found.connected, found.controls) == (6, 1, 20)


def test_the_second_comparison_is_the_difference_after_alone():
    assert answer_lift(small(12.0, 4.0)).second.value == pytest.approx(12 - 4)


def test_too_few_controls_leave_nobody_to_compare():
    assert answer_lift(small(12.0, 4.0, controls=19)) is None
    assert answer_lift(small(12.0, 4.0, controls=19), Landmark(fewest_controls=10)) is not None


def test_newcomers_have_no_months_before_and_are_not_covered():
    told = small(12.0, 4.0)
    young = asked(told.after * 0 + 1, told.after * 0 + 1, told.person, told.month * 0 + 4,
                  told.month * 0, told.answered, told.recency, told.before)  # fmt: skip
    assert answer_lift(young) is None


def test_neither_the_order_of_rows_nor_names_move_the_last_digit():
    told = world(1, 0.3, 1_500)
    draw = np.random.default_rng(2)
    shuffled = told.of(draw.permutation(len(told)))
    names = draw.permutation(int(told.person.max()) + 1)
    renamed = Asked(names[shuffled.person], *(
        getattr(shuffled, name) for name in list(Asked.__dataclass_fields__)[1:]
    ))  # fmt: skip
    one, other = answer_lift(told), answer_lift(renamed)
    assert one.lift.effect[0] == other.lift.effect[0]
    assert (one.lift.covariance == other.lift.covariance).all()
    assert one.second == other.second


def test_where_answers_bring_nothing_the_interval_holds_zero():
    spans = [answer_lift(world(seed)).lift.span() for seed in range(10)]
    assert sum(span.low <= 0 <= span.high for span in spans) >= 8


def test_where_silence_drives_away_a_part_that_part_of_their_margin_is_found():
    """Who leaves with chance 0.3 loses 0.3 of what the answered bring."""
    found = [answer_lift(world(seed, 0.3)).lift for seed in range(6)]
    share = np.mean([one.effect[0] / one.with_tie[0] for one in found])
    assert share == pytest.approx(0.3, abs=0.06)


def test_asking_outside_the_months_is_a_broken_promise():
    nobody = np.zeros(1, int)
    with pytest.raises(ContractError):
        asked(np.ones((3, 1)), np.ones((3, 1)), nobody, nobody + 3, nobody, nobody > 0, nobody,
              nobody)  # fmt: skip


def test_neighbours_are_joined_until_each_group_has_enough():
    target, groups = nested(np.array([4, 1, 1, 9, 2]), 5)
    assert (target.tolist(), groups) == ([0, 0, 1, 1, 1], 2)
    assert nested(np.array([1, 2]), 4)[1] == 0
