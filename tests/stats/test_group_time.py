"""Group-time effects: are they the published ones, and those one computes by hand?"""

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.averages import average, effects_covariance
from rapport.stats.event_study import by_event_month, overall
from rapport.stats.group_time import Comparison, group_time_effects
from rapport.stats.panel import NEVER, Labels
from rapport.stats.simultaneous import wald

from .lift_data import castle, cells_of, mpdta, needs_published_data, world

pytestmark = pytest.mark.slow

NEVER_VARYING = Comparison(controls="never", base="varying")
FORMS = [
    Comparison(),
    NEVER_VARYING,
    Comparison(base_months=2, anticipation=1),
    Comparison(base_months=2, ratio=True),
    Comparison(base="varying", ratio=True, anticipation=1),
]


def by_hand(one, amounts, cohort, period, base):
    """A difference in differences of means."""
    change = amounts[:, period] - amounts[:, base]
    controls = (one.cohort > max(period, base)) & (one.cohort != cohort)
    return change[one.cohort == cohort].mean() - change[controls].mean()


@needs_published_data
def test_mpdta_gives_the_published_group_time_effects():
    effects = group_time_effects(mpdta(), NEVER_VARYING)
    published = [-0.0105, -0.0704, -0.1373, -0.1008, 0.0065, -0.0028, -0.0046, -0.0412]
    published += [0.0305, -0.0027, -0.0311, -0.0261]
    assert effects.cohort.tolist() == [1] * 4 + [3] * 4 + [4] * 4
    assert np.round(effects.effect, 4).tolist() == published


@needs_published_data
def test_mpdta_gives_the_published_pre_test():
    effects = group_time_effects(mpdta(), NEVER_VARYING)
    before = effects.event_month < 0
    covariance = effects_covariance(effects)[np.ix_(before, before)]
    assert wald(effects.effect[before], covariance).p == pytest.approx(0.16812, abs=5e-6)


@needs_published_data
def test_castle_gives_the_measured_effects():
    for controls, effect, error in (("never", 0.0194, 0.0384), ("not yet", 0.0174, 0.0396)):
        told = overall(group_time_effects(castle(), Comparison(controls=controls)))
        assert round(float(told.effect[0]), 4) == effect
        assert round(float(told.error[0]), 4) == error


def test_effects_are_differences_in_differences_of_means():
    labels, money, _ = world(400, seed=1, months=8, strata=1)
    effects = group_time_effects(cells_of(labels, money), Comparison())
    for cohort, period, effect in zip(effects.cohort, effects.period, effects.effect, strict=True):
        assert effect == pytest.approx(by_hand(labels, money, cohort, period, cohort - 1))


def test_the_ratio_form_grows_the_base_as_the_controls_grew():
    amounts = np.array([[10.0, 20.0], [30.0, 60.0], [100.0, 150.0], [0.0, 30.0]])
    labels = Labels(np.array([1, 1, NEVER, NEVER]), np.zeros(4, int))
    effects = group_time_effects(cells_of(labels, amounts), Comparison(ratio=True))
    assert effects.effect.tolist() == [pytest.approx(40 - 20 * 180 / 100)]
    assert effects.observed.tolist() == [40]


def test_strata_without_enough_controls_are_left_out_and_told():
    amounts = np.array([[0.0, 3.0], [0.0, 9.0], [0.0, 1.0], [0.0, 1.0]])
    labels = Labels(np.array([1, 1, NEVER, NEVER]), np.array([0, 1, 0, 0]))
    effects = group_time_effects(cells_of(labels, amounts), Comparison(fewest_controls=2))
    assert effects.effect.tolist() == [2]
    assert effects.treated.tolist() == [1]
    assert effects.connected.tolist() == [2]


def test_customers_who_had_not_entered_by_the_base_do_not_take_part():
    amounts = np.array([[2.0, 2, 5], [2, 2, 3], [0, 0, 9], [0, 0, 7]])
    labels = Labels(np.array([2, NEVER, 2, NEVER]), np.array([0, 0, 1, 1]))
    effects = group_time_effects(cells_of(labels, amounts), Comparison(), np.array([0, 2]))
    asked = effects.period == 2
    assert effects.effect[asked].tolist() == [2]
    assert effects.connected[asked].tolist() == [1]


def test_nothing_to_compare_is_refused():
    labels = Labels(np.array([0, NEVER]), np.zeros(2, int))
    with pytest.raises(ContractError, match="base month"):
        group_time_effects(cells_of(labels, np.ones((2, 3))), Comparison())
    everybody = Labels(np.array([1, 1]), np.zeros(2, int))
    with pytest.raises(ContractError, match="controls"):
        group_time_effects(cells_of(everybody, np.ones((2, 3))), Comparison())
    with pytest.raises(ContractError, match="at least"):
        Comparison(base_months=0)
    known = Labels(np.array([1, NEVER]), np.ones(2, int))
    with pytest.raises(ContractError, match="month of entry"):
        group_time_effects(cells_of(known, np.ones((2, 3))), Comparison(), np.array([0]))


@pytest.mark.parametrize("comparison", FORMS, ids=str)
@pytest.mark.parametrize("entered", [None, np.array([0, 0, 1])], ids=["all", "entered only"])
def test_the_covariance_is_the_infinitesimal_jackknife_of_every_number(comparison, entered):
    labels, money, orders = world(90, seed=11, months=10, strata=3)
    cells = cells_of(labels, money, orders)

    def told(cells):
        effects = group_time_effects(cells, comparison, entered)
        study, total = by_event_month(effects).averages, overall(effects)
        yield effects.effect, effects_covariance(effects)
        yield from ((both(one), one.covariance) for one in (study, total))

    numbers = jackknife(lambda cells: [one for one, _ in told(cells)], cells, labels, money, orders)
    for moved, (_, covariance) in zip(numbers, told(cells), strict=True):
        assert np.allclose(moved.T @ moved, covariance, rtol=1e-5, atol=1e-6 * covariance.max())


def both(averages):
    """Effects and what was observed, in the order of their joint covariance."""
    return np.concatenate([averages.effect, averages.observed])


def jackknife(numbers, cells, labels, *amounts, step=1e-4):
    """How each array of numbers moves with the weight of each customer, (customers, numbers)."""
    moved = []
    for one in range(len(labels)):
        who = slice(one, one + 1)
        mine = Labels(labels.cohort[who], labels.stratum[who])
        own = cells_of(mine, *[told[who] for told in amounts])
        up, down = (numbers(cells + scaled(own, sign * step)) for sign in (1, -1))
        moved.append([(more - less) / (2 * step) for more, less in zip(up, down, strict=True)])
    return [np.array(each) for each in zip(*moved, strict=True)]


def scaled(cells, weight):
    """Cells whose customers count for more or less than one."""
    return replace(
        cells,
        count=cells.count * weight,
        sums=cells.sums * weight,
        products=cells.products * weight,
    )


def test_the_average_of_single_effects_is_their_covariance():
    labels, money, _ = world(300, seed=12, months=8)
    effects = group_time_effects(cells_of(labels, money), Comparison())
    each = average(effects, np.eye(len(effects.effect)))
    assert np.allclose(each.effect_covariance, effects_covariance(effects), atol=1e-12)
    assert np.allclose(each.effect, effects.effect)
