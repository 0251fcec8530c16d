"""Does the engine keep all or nothing, and speak in our own words?"""

from __future__ import annotations

import pytest

from rapport.core.errors import BookForeign, ContractError, StepError
from rapport.core.measure import Step
from rapport.ledger.engine import DuckDBEngine
from rapport.ledger.pipeline import Pipeline


@pytest.fixture
def engine():
    made = DuckDBEngine()
    made.run("CREATE TABLE told (n INTEGER)")
    yield made
    made.close()


def write_half(engine: DuckDBEngine) -> None:
    with engine.transaction():
        engine.run("INSERT INTO told VALUES (1)")
        engine.run("SELECT nothing FROM nowhere")


def test_what_fails_half_way_is_rolled_back(engine):
    with pytest.raises(StepError):
        write_half(engine)
    assert engine.rows("SELECT count(*) FROM told") == [(0,)]


def test_an_error_names_the_step_and_carries_its_text(engine):
    with pytest.raises(StepError, match="failed") as caught:
        engine.rows("SELECT nothing FROM nowhere")
    assert caught.value.sql == "SELECT nothing FROM nowhere"
    assert "\n" not in str(caught.value)


def test_parameters_are_bound_and_never_pasted(engine):
    hostile = "1'); DROP TABLE told; --"
    assert engine.value("SELECT $text", {"text": hostile}) == hostile
    assert engine.rows("SELECT count(*) FROM told") == [(0,)]


def test_a_file_that_is_no_database_is_no_book(tmp_path):
    (tmp_path / "a.book").write_text("x" * 9_000)
    with pytest.raises(BookForeign, match="not a book"):
        DuckDBEngine(tmp_path / "a.book")


def unknown(name: str) -> Step:
    return Step(name, f"SELECT 1 AS {name}")


def test_steps_are_glued_after_what_they_read(engine):
    pipeline = Pipeline(unknown)
    pipeline.add(Step("sums", "SELECT one + two AS n FROM one, two", ("one", "two")))
    assert engine.rows(pipeline.compose()) == [(2,)]


def test_a_pipeline_is_used_once_and_a_name_stands_once():
    pipeline = Pipeline(unknown)
    pipeline.add(unknown("one"))
    with pytest.raises(ContractError):
        pipeline.add(unknown("one"))
    pipeline.compose()
    with pytest.raises(ContractError):
        pipeline.compose()
