"""Blocks: do sums by kind come out whole where kinds are cut?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.stats.blocks import blocks, first_of_each, sorting, summed_by


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_sums_over_blocks_are_those_over_all_rows(size):
    draw = np.random.default_rng(1)
    kind, what = np.sort(draw.integers(0, 6, 40)), draw.random(40)
    starts = first_of_each(kind)
    told = np.zeros(len(starts))
    for block in blocks(starts, 40, size):
        told[block.kinds] += block.summed(what[block.rows])
        assert block.spread(kind[starts]).tolist() == kind[block.rows].tolist()
    assert told == pytest.approx([what[kind == each].sum() for each in np.unique(kind)])


def test_rows_that_lie_sorted_are_left_as_they_are():
    first, then = np.array([0, 0, 1, 2]), np.array([1.0, 3.0, 0.0, 0.0])
    assert sorting(first, then) == slice(None)
    assert sorting(np.array([]), np.array([])) == slice(None)
    order = sorting(first[::-1], then[::-1])
    assert then[::-1][order].tolist() == [1.0, 3.0, 0.0, 0.0]


def test_no_rows_make_no_blocks():
    assert first_of_each(np.array([])).tolist() == []
    assert list(blocks(np.array([], dtype=np.int64), 0, 5)) == []


def test_rows_are_summed_by_place():
    what = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert summed_by(np.array([2, 0, 2]), what, 3).tolist() == [[3, 4], [0, 0], [6, 8]]
    assert summed_by(np.zeros(3, dtype=np.int64), what, 1).tolist() == [[9, 12]]
