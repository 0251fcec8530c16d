"""Statement of the demonstration: does it close, and find no loyalty where there is none?"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

import rapport
from rapport.core.calendar import Window
from rapport.core.measure import Step
from rapport.demonstration import SETTINGS
from rapport.house import House
from rapport.returns.margins import margin_rows
from rapport.returns.statement import make_statement
from rapport.sources.demo import simulate
from rapport.sources.demo.world import World
from returns.small_accounts import effect

pytestmark = pytest.mark.slow

LINES = ("advocacy", "sharing", "loyalty", "care", "baseline", "unknown")
LAST_YEAR = Window(date(2025, 1, 1), date(2026, 1, 1))
EFFECTS = (effect("connection_effect", 2.31, 1.0), effect("answer_effect", 0.7, 0.5, "likely"))
CONNECTED = """
    SELECT DISTINCT
        follow.person,
        CAST(DATE_TRUNC('month', purchase.day) AS DATE) AS month
    FROM follow
    JOIN purchase
        ON purchase.person = follow.person
        AND purchase.day > follow.day
    """
ASKED = """
    SELECT DISTINCT
        message.person,
        CAST(DATE_TRUNC('month', purchase.day) AS DATE) AS month
    FROM message
    JOIN purchase
        ON purchase.person = message.person
        AND purchase.day > message.day
    """


@contextmanager
def demo(customers: int, seed: int, world: World | None = None) -> Iterator[tuple[House, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="rapport-demo-"))
    try:
        simulate(folder / "exports", customers=customers, seed=seed, world=world or World())
        with rapport.open(folder / "book.rapport", create=True) as house:
            for name, value in SETTINGS:
                house.set(name, value)
            house.ingest(*sorted((folder / "exports").glob("simulated_*.csv")))
            yield house, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_the_demos_statement_closes_row_by_row_with_effects_on_its_lines(seed):
    with demo(250, seed) as (house, _):
        snapshot = house.snapshot(LAST_YEAR.last_day)
        snapshot.keep("connection_covered", Step("tied", CONNECTED, ("follow", "purchase")))
        snapshot.keep("answer_covered", Step("heard", ASKED, ("message", "purchase")))
        rows = margin_rows(snapshot, LAST_YEAR, EFFECTS)
        told = make_statement(snapshot, LAST_YEAR, (), EFFECTS)
    assert (sum(rows[line] for line in LINES) == rows["margin"]).all()
    assert [cents for _, cents in told.reconciliation.parts] == [
        int(rows[line].sum()) for line in LINES
    ]
    assert all(told.lines[place].answer.value > 0 for place in (2, 3))


@pytest.mark.slow
def test_the_written_rows_are_the_statements_to_the_cent():
    with demo(250, 1) as (house, folder):
        told = house.returns().reconciliation
        count = house.write_margins(folder / "margins.csv")
        with (folder / "margins.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    assert len(rows) == count
    for line, (_, cents) in zip((*LINES[:2], *LINES[4:]), told.parts, strict=True):
        assert sum(int(row[line]) for row in rows) == cents


@pytest.mark.truth
def test_without_a_lift_in_the_world_loyaltys_interval_holds_zero():
    for seed in (1, 2, 3):
        with demo(9_000, seed, World(connection_lift=0.0)) as (house, _):
            interval = house.returns().lines[2].answer.interval
        assert interval.low <= 0 <= interval.high
