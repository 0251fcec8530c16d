"""Cells: do counts, sums and products hold all that differences need, shard by shard?"""

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import cells as counting
from rapport.stats.cells import count_cells
from rapport.stats.panel import NEVER, Labels, Panel

from .lift_data import cells_of, panel_of, world


def assert_same(one, other):
    for name in ("cohort", "stratum", "count", "sums", "products"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_a_cell_holds_count_sums_and_products_of_its_customers():
    amounts = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 0.0]])
    cells = cells_of(Labels(np.array([1, 1, NEVER]), np.array([0, 0, 2])), amounts)
    assert cells.cohort.tolist() == [1, NEVER]
    assert cells.stratum.tolist() == [0, 2]
    assert cells.count.tolist() == [2, 1]
    assert cells.sums.tolist() == [[4, 6], [5, 0]]
    assert cells.products.tolist() == [[[10, 14], [14, 20]], [[25, 0], [0, 0]]]


def test_outcomes_of_a_month_stand_side_by_side():
    money, orders = np.array([[10.0, 20.0]]), np.array([[1.0, 2.0]])
    cells = cells_of(Labels(np.array([NEVER]), np.array([0])), money, orders)
    assert (cells.periods, cells.outcomes) == (2, 2)
    assert cells.sums.tolist() == [[10, 1, 20, 2]]
    assert cells.products[0, 0].tolist() == [100, 10, 200, 20]


def test_shards_of_customers_add_up_to_the_whole_and_can_be_taken_out_again():
    labels, money, _ = world(500, seed=1)
    cents = np.round(money * 100)
    whole, part = cells_of(labels, cents), slice(0, 200)
    one = cells_of(Labels(labels.cohort[part], labels.stratum[part]), cents[part])
    two = cells_of(Labels(labels.cohort[200:], labels.stratum[200:]), cents[200:])
    assert_same(one + two, whole)
    assert_same(whole - one, two)


def test_the_number_of_customers_read_at_once_changes_nothing(monkeypatch):
    labels, money, _ = world(500, seed=2)
    cents = np.round(money * 100)
    whole = cells_of(labels, cents)
    monkeypatch.setattr(counting, "CUSTOMERS_AT_ONCE", 64)
    assert_same(cells_of(labels, cents), whole)


def test_a_month_appended_equals_starting_over_to_the_last_bit():
    labels, money, orders = world(600, seed=3, months=12)
    cents = np.round(money * 100)
    entered = np.arange(600) < 550
    cents[~entered, :-1], orders[~entered, :-1] = 0, 0
    past = Labels(np.where(labels.cohort < 7, labels.cohort, NEVER)[:550], labels.stratum[:550])
    known = panel_of(cents[:550, :-1], orders[:550, :-1])
    newest = Panel((*known.months, np.stack([cents[:, -1], orders[:, -1]])))
    longer = count_cells(known, past).with_month(newest, past, labels)
    assert_same(longer, cells_of(labels, cents, orders))


def test_a_month_told_for_other_customers_is_refused():
    labels, money, _ = world(50, seed=4)
    cells = cells_of(labels, money[:, :-1])
    with pytest.raises(ContractError, match="one month longer"):
        cells.with_month(panel_of(money[:, :-1]), labels, labels)
    others = Labels(labels.cohort, labels.stratum + 1)
    with pytest.raises(ContractError, match="same customers"):
        cells.with_month(panel_of(money), others, others)


def test_what_does_not_belong_together_is_not_added():
    labels, money, _ = world(50, seed=5)
    cells = cells_of(labels, money)
    with pytest.raises(ContractError, match="do not add up"):
        cells + cells_of(labels, money[:, 1:])
    with pytest.raises(ContractError, match="never held them"):
        cells - cells - cells
    with pytest.raises(ContractError, match="same customers"):
        count_cells(panel_of(money), Labels(labels.cohort[1:], labels.stratum[1:]))
