"""Catalog: is every measure found by its key?"""

from __future__ import annotations

import pytest

from rapport.core.errors import UnknownName
from rapport.measures.catalog import CATALOG, measure_named


def test_every_key_stands_once():
    keys = [measure.card.key for measure in CATALOG]
    assert len(set(keys)) == len(keys)


def test_every_measure_is_found_by_its_key_with_its_cuts():
    for measure in CATALOG:
        found = measure_named(measure.card.key, by=measure.card.segments[0], per="month")
        assert (type(found), found.per) == (type(measure), "month")


def test_an_unknown_key_names_what_is_near():
    with pytest.raises(UnknownName, match="repeat_rate"):
        measure_named("repeat_rat")
