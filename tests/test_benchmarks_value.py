"""The benchmark of lifetime values: does it compare like with like?"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import value_judge
import value_world
from value_meter import Meter
from value_rapport import WAYS

from rapport.ledger.engine import DuckDBEngine

pytestmark = pytest.mark.slow

CUSTOMERS = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a small log."""
    place = tmp_path_factory.mktemp("value")
    value_world.simulate(place / "log.parquet", CUSTOMERS)
    return place


@pytest.fixture(scope="module")
def made(folder):
    """Each way's table on disk, and its two fits."""
    engine = DuckDBEngine()
    engine.run(f"CREATE VIEW log AS SELECT * FROM '{folder / 'log.parquet'}'")
    told = {}
    for way, run in WAYS.items():
        table, *fits = run(engine, date.fromisoformat(value_world.UNTIL), Meter())
        engine.run(f"COPY {table} TO '{folder / way}.parquet' (FORMAT parquet)")
        told[way] = (f"{folder / way}.parquet", *fits)
    return told


def test_every_customer_gets_a_value(made):
    table = made["lean"][0]
    found = (
        duckdb.connect().sql(f"SELECT count(*), min(lifetime_value) FROM '{table}'").fetchall()[0]
    )
    assert found[0] == CUSTOMERS
    assert found[1] > 0


def test_both_ways_fit_the_same_purchase_model(made):
    lean, measures = made["lean"][1], made["measures"][1]
    assert measures.parameters == pytest.approx(lean.parameters, rel=1e-9)


def test_the_judge_tells_the_likelihood_that_the_fit_reached(made):
    table, fit, spend = made["lean"]
    found = value_judge.likelihoods(table, fit.parameters, spend.parameters)
    assert found["purchases"] == pytest.approx(fit.log_likelihood, rel=1e-12)
    assert found["spends"] == pytest.approx(spend.log_likelihood, rel=1e-12)


def test_who_tells_another_history_is_told_on(folder, made):
    table = made["lean"][0]
    other = folder / "other.parquet"
    change = "* REPLACE (frequency + (customer_id < 3)::INTEGER AS frequency)"
    duckdb.connect().sql(f"COPY (SELECT {change} FROM '{table}') TO '{other}' (FORMAT parquet)")
    assert value_judge.other_histories(table, table) == 0
    assert value_judge.other_histories(table, other) == 3


def test_the_log_tells_customers_who_come_evenly(folder):
    days = "SELECT avg(first) FROM (SELECT min(date) - DATE '2022-01-01' AS first FROM '{}' {})"
    log = folder / "log.parquet"
    mean = duckdb.connect().sql(days.format(log, "GROUP BY customer_id")).fetchall()[0][0]
    assert abs(mean - value_world.DAYS / 2) < 4 * value_world.DAYS / (12 * CUSTOMERS) ** 0.5
