"""Survival: does the curve give the published one?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.survival import kaplan_meier

TIMES = np.array([6, 7, 9, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 34, 35], dtype=float)
RELAPSED = np.array([3, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0], dtype=float)
STILL_WELL = np.array([1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 2, 1, 1], dtype=float)


PUBLISHED = [(5, 1), (6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538)]


@pytest.mark.parametrize(("week", "share"), [*PUBLISHED, (40, 0.448)])
def test_the_leukaemia_patients_of_freireich_1963_have_their_published_curve(week, share):
    assert kaplan_meier(TIMES, RELAPSED, STILL_WELL).at(week) == pytest.approx(share, abs=5e-4)


def test_many_curves_are_drawn_at_once():
    curve = kaplan_meier(TIMES, np.stack([RELAPSED, 2 * RELAPSED]),
                         np.stack([STILL_WELL, 2 * STILL_WELL]))  # fmt: skip
    assert curve.at(10) == pytest.approx([0.753, 0.753], abs=5e-4)


def test_nobody_at_risk_is_no_nan():
    curve = kaplan_meier(np.array([1.0, 2.0]), np.zeros((1, 2)), np.zeros((1, 2)))
    assert curve.at(2) == [1.0]


def test_times_out_of_order_are_our_own_mistake():
    with pytest.raises(ContractError):
        kaplan_meier(np.array([2.0, 1.0]), np.ones(2), np.ones(2))
