"""Backtests: does a back-test say what came, and admit when a plain rival was better?"""

from __future__ import annotations

import json

import pytest

from faces.reading import Page
from faces.tested import BEATEN, PLOTS, TESTED
from faces.zoo import PREDICTED, STATEMENT, STATUS, TOO_FEW, ZOO
from rapport.core.errors import UserError
from rapport.core.result import TIDY_COLUMNS
from rapport.faces.cli.backtest import read_span, show_backtest
from rapport.faces.cli.machine import Format, write_rows
from rapport.faces.present.backtest_rows import tidy_backtest
from rapport.faces.present.backtests import tell_backtest
from rapport.faces.present.language import Language
from rapport.faces.report import render
from rapport.faces.report.forecasts import Forecasts

pytestmark = pytest.mark.slow

every_language = pytest.mark.parametrize("lang", tuple(Language))


def told(test):
    return " ".join(tell_backtest(test, Language.EN).sentences)


def test_what_was_foretold_stands_beside_what_came_with_its_interval():
    text = told(TESTED)
    assert "BG/NBD foretold 210 orders by the 400 customers known then" in text
    assert "between 180 and 240 (95% prediction). 203 came, within the interval." in text
    assert "€10,520 of sales" in text
    assert "0.018 orders a customer too many" in text


def test_a_better_rival_is_named_and_a_miss_is_called_one():
    text = told(BEATEN)
    assert "300 came, outside the interval." in text
    assert "A plain rival came closer: “as in the last period” missed by 0.55 only." in text
    assert "orders a customer too few" in text
    assert "of sales" not in text


def test_the_best_rival_is_told_where_none_came_closer():
    assert "No plain rival came closer: “as in the last period” missed by 0.72" in told(TESTED)


def test_tenths_say_whether_they_hold():
    tenths = tell_backtest(TESTED, Language.EN).tables[1][1]
    assert [row[-1] for row in tenths.rows] == ["yes", "yes", "no", *["yes"] * 7]
    assert "9 ordered as much as theirs says" in told(TESTED)


@pytest.mark.parametrize("form", [Format.JSON, Format.CSV])
def test_programs_get_a_tidy_row_a_number(form, capsys):
    rows = tidy_backtest(TESTED)
    write_rows(rows, form)
    out = capsys.readouterr().out
    assert {tuple(row) for row in rows} == {TIDY_COLUMNS}
    same = (
        json.loads(out) == rows if form is Format.JSON else len(out.splitlines()) == len(rows) + 1
    )
    assert same
    assert rows[0]["measure"] == "backtest_orders"
    assert (rows[0]["conf_low"], rows[0]["conf_high"]) == (180.4, 240.4)


@every_language
def test_the_terminal_shows_every_forecaster_and_the_histogram(lang, capsys):
    show_backtest(TESTED, lang)
    shown = capsys.readouterr().out
    assert shown.count("BG/NBD") >= 3
    assert "7+" in shown


@pytest.mark.parametrize(("text", "days"), [("180d", 180), ("26w", 182), ("6m", 183), ("90", 90)])
def test_a_span_is_read_in_days_weeks_or_months(text, days):
    assert read_span(text) == days


@pytest.mark.parametrize("text", ["", "soon", "0d", "-3d", "1y", "2.5w"])
def test_what_is_no_span_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(UserError, match="180d"):
        read_span(text)


@every_language
def test_the_report_shows_the_test_once_and_a_link_beside_every_forecast(lang):
    shown = Forecasts(TESTED, PLOTS[:1])
    page = Page(render(STATUS, ZOO, STATEMENT, lang=lang, forecasts=shown))
    assert page.open == []
    assert page.ids.count("backtest") == 1
    assert len(page.ids) == len(set(page.ids))
    assert page.fetched.count("#backtest") == sum(r.card.claim == "predicts" for r in ZOO)


def test_a_test_that_cannot_be_made_is_refused_in_grey_with_its_remedy():
    page = render(STATUS, (PREDICTED,), STATEMENT, lang=Language.EN, forecasts=Forecasts(TOO_FEW))
    article = page.split('id="backtest"')[1].split("</article>")[0]
    assert "Bring more orders" in article
    assert "cannot tell" in article
    assert 'href="#backtest"' not in page
