"""Panel: are months laid out by customer, whatever the order of rows?"""

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.panel import NEVER, Labels, Panel, permuted_dates

ROWS = np.array([3, 0, 3, 1]), np.array([1, 0, 1, 0]), np.array([[5.0, 1.0, 2.0, 4.0]])


def test_rows_of_one_customer_and_month_add_up_in_any_order():
    panel = Panel.of(*ROWS, customers=4, periods=2)
    assert panel.dense(0, 4).tolist() == [[1, 4, 0, 0], [0, 0, 0, 7]]


def test_a_month_is_appended_without_touching_the_others():
    panel = Panel.of(*ROWS, customers=4, periods=2)
    longer = panel.with_month(np.array([5]), np.array([[9.0]]), customers=6)
    assert longer.months[0] is panel.months[0]
    assert longer.dense(3, 6).tolist() == [[0, 0, 0], [7, 0, 0], [0, 0, 9]]


def test_a_row_of_an_unknown_customer_or_month_is_refused():
    for customers, periods in ((3, 2), (4, 1)):
        with pytest.raises(ContractError, match="outside the customers or months"):
            Panel.of(*ROWS, customers, periods)


def test_panels_and_labels_whose_shapes_do_not_fit_are_refused():
    with pytest.raises(ContractError, match="shape"):
        Panel((np.zeros(3),))
    with pytest.raises(ContractError, match="same outcomes"):
        Panel((np.zeros((1, 3)), np.zeros((2, 3))))
    with pytest.raises(ContractError, match="do not go away"):
        Panel((np.zeros((1, 3)), np.zeros((1, 2))))
    with pytest.raises(ContractError, match="a cohort and a stratum"):
        Labels(np.zeros(2, int), np.zeros(3, int))
    with pytest.raises(ContractError, match="counted from 0"):
        Labels(np.zeros(2, int), np.array([0, -1]))


def test_permuted_dates_stay_in_their_stratum_and_forget_their_customer():
    rng = np.random.default_rng(1)
    labels = Labels(rng.choice([3, 5, NEVER], 4000), rng.integers(0, 3, 4000))
    dealt = permuted_dates(labels, seed=2)
    for stratum in range(3):
        mine = labels.stratum == stratum
        assert sorted(labels.cohort[mine]) == sorted(dealt.cohort[mine])
    same = np.mean(dealt.cohort == labels.cohort)
    assert same == pytest.approx(1 / 3, abs=0.03)
    assert np.array_equal(dealt.cohort, permuted_dates(labels, seed=2).cohort)
