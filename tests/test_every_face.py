"""Every face: does each show every result, whatever its unit, axes, refusals and claim?"""

from __future__ import annotations

import json
import re

import pytest

from faces.reading import Page
from faces.zoo import ALL_REFUSED, STATEMENT, STATUS, ZOO
from rapport.core.estimate import Estimate, Refusal
from rapport.core.result import TIDY_COLUMNS
from rapport.faces.cli.machine import Format, write_rows
from rapport.faces.cli.returns import show_statement
from rapport.faces.present.charts import specify
from rapport.faces.present.language import Language, catalogue, speak
from rapport.faces.present.numbers import tell_estimate
from rapport.faces.present.sentences import tell_row
from rapport.faces.present.tables import table_of
from rapport.faces.present.views import views_of
from rapport.faces.report import render
from rapport.measures.catalog import CATALOG

pytestmark = pytest.mark.slow

LANGUAGES = tuple(Language)
every_result = pytest.mark.parametrize("result", ZOO, ids=lambda result: result.card.key)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request):
    return request.param, render(STATUS, ZOO, STATEMENT, lang=request.param)


@every_result
@every_language
def test_every_row_is_a_sentence_with_its_value_and_n_or_its_remedy(result, lang):
    for row in result.rows:
        sentence = tell_row(result, row, lang)
        if isinstance(row.answer, Refusal):
            assert speak(row.answer.remedy, lang) in sentence
        else:
            assert tell_estimate(row.answer, lang) in sentence
            assert "n = " in sentence


@every_result
@every_language
def test_every_row_stands_in_the_table_and_refusals_are_marked(result, lang):
    cells = table_of(result, lang)
    assert len(cells.rows) == len(result.rows)
    assert {len(row) for row in cells.rows} == {len(cells.headings)}
    refused = {n for n, row in enumerate(result.rows) if isinstance(row.answer, Refusal)}
    assert cells.refused == refused


@every_result
def test_every_chart_says_its_sentence_and_draws_no_refusal(result):
    for view in views_of(result, Language.EN):
        assert specify(view, Language.EN)["description"] == view.description
        drawn = [point for point in view.points if point.estimate is not None]
        told = [row for row in result.rows if isinstance(row.answer, Estimate)]
        assert 0 < len(drawn) <= len(told)


def test_a_result_with_nothing_told_has_no_chart():
    assert views_of(ALL_REFUSED, Language.EN) == ()


@every_result
def test_json_comes_back_equal(result, capsys):
    write_rows(result.tidy(), Format.JSON)
    assert json.loads(capsys.readouterr().out) == result.tidy()


@every_result
def test_csv_has_a_row_an_answer_under_the_tidy_columns(result, capsys):
    write_rows(result.tidy(), Format.CSV)
    assert capsys.readouterr().out.splitlines()[0] == ",".join(TIDY_COLUMNS)


@every_language
def test_the_terminal_shows_the_whole_statement(lang, capsys):
    show_statement(STATEMENT, lang)
    shown = capsys.readouterr().out
    assert speak("Perceived value", lang) in shown
    assert speak("Reconciliation", lang) in shown


def test_the_page_is_well_formed_and_its_ids_are_unique(page):
    read = Page(page[1])
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))


def test_the_page_asks_nothing_of_anybody(page):
    read = Page(page[1])
    assert all(address.startswith("#") for address in read.fetched)
    assert "@import" not in page[1]
    assert not re.search(r"url\((?!#)", page[1])
    assert "script" not in {tag for tag, _ in read.tags}


def test_every_chart_of_the_page_has_a_text_alternative(page):
    read = Page(page[1])
    charts = [told for tag, told in read.tags if tag == "svg"]
    assert charts
    for chart in charts:
        assert chart["role"] == "img"
        assert set(chart["aria-labelledby"].split()) <= set(read.ids)


def test_a_segment_named_like_code_stays_text(page):
    assert "<script>" not in page[1]
    assert "&lt;script&gt;" in page[1]


def test_simulated_data_are_said_to_be_so(page):
    lang, text = page
    assert speak("Simulated data: no company or person in this report exists.", lang) in text


def test_the_french_page_has_no_english_message():
    english = {i for i, told in catalogue(Language.FR).items() if told != i and "{" not in i}
    texts = set(Page(render(STATUS, ZOO, STATEMENT, lang=Language.FR)).texts)
    also_french = set(catalogue(Language.FR).values())
    assert (texts & english) - also_french == set()


@pytest.mark.parametrize("measure", CATALOG, ids=lambda measure: measure.card.key)
def test_every_card_of_the_catalog_is_french_in_french(measure):
    card, known = measure.card, catalogue(Language.FR)
    told = [card.name, card.question, card.sampled, card.method, *card.assumes]
    assert [phrase.template for phrase in told if phrase.template not in known] == []
    words = [card.unit.symbol, card.unit.per or "", *card.segments]
    assert [word for word in words if word and word not in known] == []
