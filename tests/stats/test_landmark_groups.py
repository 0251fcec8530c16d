"""Do effects of groups of months of joining add up to the effect over all?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.landmark import lift
from rapport.stats.landmark_groups import lift_by_group
from truth.lift_world import WORLDS, simulate

pytestmark = pytest.mark.slow

COMPANY = simulate(replace(WORLDS["full"], customers=1_500), 1).told
MIDDLE = np.where(np.arange(COMPANY.months) < 14, 0, 1)


def test_one_group_is_the_effect_over_all():
    whole, one = lift(COMPANY), lift_by_group(COMPANY, np.zeros(COMPANY.months, np.int64))
    assert one.effect[0] == pytest.approx(whole.effect[0])
    assert one.covariance[0, 0] == pytest.approx(whole.covariance[0, 0])
    assert (one.connected[0], one.cohorts[0]) == (whole.connected, whole.cohorts)


def test_two_groups_weigh_by_their_months_to_the_effect_over_all():
    whole, two = lift(COMPANY), lift_by_group(COMPANY, MIDDLE)
    assert two.effect @ two.months / two.months.sum() == pytest.approx(whole.effect[0])
    shares = two.months / two.months.sum()
    assert two.months.sum() == pytest.approx(whole.months)
    assert shares @ two.covariance @ shares < 1.5 * whole.covariance[0, 0]


def test_a_month_left_out_is_in_no_group():
    late = lift_by_group(COMPANY, np.where(MIDDLE == 1, 0, -1))
    assert late.effect[0] == pytest.approx(lift_by_group(COMPANY, MIDDLE).effect[1])


def test_groups_that_do_not_fit_the_months_are_refused():
    with pytest.raises(ContractError):
        lift_by_group(COMPANY, np.zeros(3, np.int64))
