"""Every measure: does each keep the promises that all of them make?"""

from __future__ import annotations

import doctest
import inspect
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from measures.asking_company import asking_company
from measures.large_company import large_company
from measures.small_company import Company, small_company
from measures.small_world import house_of, measured
from rapport.core.errors import UnknownName
from rapport.core.estimate import Estimate, IntervalKind, Refusal
from rapport.core.result import Result
from rapport.core.units import Dimension
from rapport.measures.catalog import CATALOG

pytestmark = pytest.mark.slow

AS_OF = date(2024, 6, 30)
GUARDED = ("connection_effect", "connection_effect_by_kind", "connection_trajectory")
"""Measures that refuse two hundred customers: a thousand are asked instead."""
KEYS = [measure.card.key for measure in CATALOG]
every_measure = pytest.mark.parametrize("key", KEYS)


@dataclass(frozen=True)
class World:
    """A company and what could be changed about it without changing any answer."""

    company: Company
    twice: Company
    shuffled: Company
    renamed: Company
    dearer: Company
    empty: Company
    past: Company


def world_of(company: Company) -> World:
    last = datetime.combine(AS_OF, datetime.min.time()) + timedelta(days=1)
    return World(company, company.repeated(), company.shuffled(1), company.renamed(),
                 company.with_money_times(100), company.without(*company.files),
                 company.until(last))  # fmt: skip


SMALL, LARGE = world_of(small_company()), world_of(large_company())
ASKING = world_of(asking_company())


def world(key: str) -> World:
    if key == "answer_effect":
        return ASKING
    return LARGE if key in GUARDED else SMALL


@pytest.fixture(scope="module")
def told() -> dict[str, Result]:
    """Every measure's result for its company, with all its cuts."""
    return {key: measured(world(key).company, key, AS_OF, per="quarter") for key in KEYS}


def estimates(result: Result) -> list[Estimate]:
    return [row.answer for row in result.rows if isinstance(row.answer, Estimate)]


def told_of(company: Company, key: str, as_of: date = AS_OF) -> list[object]:
    return [(row, row.answer) for row in measured(company, key, as_of, per="quarter").rows]


@every_measure
def test_the_headline_can_be_told(key, told):
    assert isinstance(told[key].headline.answer, Estimate)
    assert (told[key].headline.segment, told[key].headline.period) == (None, None)


@every_measure
def test_the_interval_holds_the_estimate(key, told):
    assert all(one.interval.holds(one.value) for one in estimates(told[key]))


@every_measure
def test_the_headlines_unit_is_the_cards(key, told):
    assert told[key].headline.answer.unit.fits(told[key].card.unit)


@every_measure
def test_doing_everything_twice_is_no_second_person(key, told):
    twice, once = measured(world(key).twice, key, AS_OF).headline.answer, told[key].headline.answer
    if once.interval.kind is IntervalKind.BOUNDS or key == "repeat_rate":
        return  # a count has no width to keep; and who does all twice has come back
    assert twice.n == once.n
    assert relative_width(twice) >= 0.97 * relative_width(once)


def relative_width(told: Estimate) -> float:
    """Width of the interval; of ratios and money against the value, which doubling moves."""
    scale = 1.0 if told.unit.dimension in (Dimension.SHARE, Dimension.SCORE) else abs(told.value)
    return (told.interval.high - told.interval.low) / scale


@every_measure
def test_the_future_changes_nothing(key, told):
    assert told_of(world(key).past, key) == [(row, row.answer) for row in told[key].rows]


@every_measure
def test_the_order_of_rows_changes_nothing(key, told):
    assert told_of(world(key).shuffled, key) == [(row, row.answer) for row in told[key].rows]


@every_measure
def test_the_same_question_has_the_same_answer(key, told):
    assert told_of(world(key).company, key) == [(row, row.answer) for row in told[key].rows]


@every_measure
def test_other_names_change_nothing(key, told):
    assert told_of(world(key).renamed, key) == [(row, row.answer) for row in told[key].rows]


@every_measure
def test_dearer_prices_change_money_alone_and_in_proportion(key, told):
    dearer = measured(world(key).dearer, key, AS_OF, per="quarter")
    for new, old in zip(estimates(dearer), estimates(told[key]), strict=True):
        factor = 100 if old.unit.dimension is Dimension.MONEY else 1
        assert new.value == pytest.approx(factor * old.value)
        assert new.interval.low == pytest.approx(factor * old.interval.low, rel=1e-9, abs=1e-9)
        assert new.interval.high == pytest.approx(factor * old.interval.high, rel=1e-9, abs=1e-9)


@every_measure
def test_an_empty_book_is_refused_with_a_remedy(key):
    answer = measured(world(key).empty, key, AS_OF).headline.answer
    assert isinstance(answer, Refusal)
    assert str(answer.remedy)


@every_measure
def test_before_the_first_record_it_is_refused(key):
    assert isinstance(measured(world(key).company, key, date(2020, 1, 1)).headline.answer, Refusal)


@every_measure
def test_every_segment_on_the_card_can_be_asked_for(key):
    for segment in next(one.card.segments for one in CATALOG if one.card.key == key):
        rows = measured(world(key).company, key, AS_OF, by=segment).rows
        assert len(rows) > 1
        assert all(row.segment for row in rows if row.part == rows[0].part and row is not rows[0])


@every_measure
def test_a_cut_that_does_not_exist_is_said_not_crashed_on(key):
    with pytest.raises(UnknownName):
        measured(world(key).company, key, AS_OF, by="colour")
    with pytest.raises(UnknownName):
        measured(world(key).company, key, AS_OF, per="fortnight")


@every_measure
def test_measuring_changes_nothing_in_the_book(key):
    before = house_of(world(key).company).book.digest()
    assert measured(world(key).company, key, AS_OF).provenance.digest == before
    assert house_of(world(key).company).book.digest() == before


@every_measure
def test_tidy_rows_come_back_from_json_as_they_were(key, told):
    rows = told[key].tidy()
    assert json.loads(json.dumps(rows)) == rows


@pytest.mark.parametrize("measure", CATALOG, ids=KEYS)
def test_the_card_is_complete(measure):
    card = measure.card
    assert card.key == inspect.getmodule(type(measure)).__name__.rsplit(".", 1)[1]
    assert card.family == inspect.getmodule(type(measure)).__name__.split(".")[-2]
    assert all((card.needs, card.assumes, card.sources, card.segments, str(card.sampled)))
    assert str(card.question).endswith("?")


@pytest.mark.parametrize("measure", CATALOG, ids=KEYS)
def test_the_docstring_has_a_doctest(measure):
    assert doctest.DocTestFinder(recurse=False).find(type(measure))[0].examples


def test_a_young_unanswered_message_is_censored():
    late = {"message_id": "late", "thread": "late", "sent_at": datetime(2024, 6, 30, 20),
            "email": "c0001@example.com", "direction": "in", "author_type": "customer",
            "channel": "email", "text": "Hello?"}  # fmt: skip
    young = [late | {"message_id": f"y{i}", "thread": f"y{i}"} for i in range(60)]
    files = SMALL.company.files | {"messages": [*SMALL.company.files["messages"], *young]}
    with_young, before = (
        measured(company, "response_rate", AS_OF).headline.answer.value
        for company in (Company(files), SMALL.company)
    )
    assert with_young == pytest.approx(before, abs=0.02)
