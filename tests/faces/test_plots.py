"""Plots: is each drawn whole, told in a sentence, and backed by its table?"""

from __future__ import annotations

import pytest

from faces.reading import Page
from faces.tested import PLOTS, TESTED
from faces.zoo import SEGMENTED, card, estimate
from rapport.core.plot import Look
from rapport.core.result import Result, Row
from rapport.core.units import SHARE
from rapport.faces.present.backtest_plots import plots_of
from rapport.faces.present.cohorts import cohort_plot, shows_cohorts
from rapport.faces.present.language import Language, speak
from rapport.faces.present.plots import draw_plot, plot_table, specify_plot

every_plot = pytest.mark.parametrize("plot", [*PLOTS, *plots_of(TESTED)], ids=lambda one: one.key)
every_language = pytest.mark.parametrize("lang", tuple(Language))

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
PARTS = ("within 30 days", "within 90 days", "within 365 days")


def cohorts(months):
    rows = [Row(estimate(0.4, SHARE, 0.1))]
    for place, month in enumerate(months):
        rows += [Row(estimate(0.02 * (place + n), SHARE, 0.01), part, month)
                 for n, part in enumerate(PARTS)]  # fmt: skip
    return Result(card("repurchase", "Trust", SHARE), TESTED.as_of, tuple(rows), by="cohort")


@every_plot
@every_language
def test_a_drawing_is_well_formed_and_has_a_title_and_a_sentence(plot, lang):
    drawn = Page(draw_plot(plot, lang, "one"))
    assert drawn.open == []
    assert drawn.tags[0][1]["aria-labelledby"] == "one-title one-desc"
    assert " ".join(speak(plot.says, lang).split()) in drawn.texts
    assert len(drawn.ids) == len(set(drawn.ids))


@every_plot
def test_the_specification_says_the_sentence(plot):
    assert specify_plot(plot, Language.EN)["description"] == speak(plot.says, Language.EN)


@every_plot
@every_language
def test_every_number_stands_in_the_table(plot, lang):
    cells = plot_table(plot, lang)
    assert {len(row) for row in cells.rows} == {len(cells.headings)}
    across, down = len(plot.series[0].marks), len(plot.series)
    told = (down, across + 1) if plot.look is Look.GRID else (across, down + 1)
    assert (len(cells.rows), len(cells.headings)) == told


def test_a_gap_of_a_grid_is_neither_drawn_nor_a_zero():
    grid = next(plot for plot in PLOTS if plot.look is Look.GRID)
    (values,) = specify_plot(grid, Language.EN)["datasets"].values()
    assert len(values) == 5
    assert plot_table(grid, Language.EN).rows[-1][-1] == ""


def test_a_long_curve_has_a_short_table():
    assert len(plot_table(plots_of(TESTED)[0], Language.EN).rows) == len(TESTED.tracking)


def test_cohorts_make_a_grid_with_the_highest_and_the_lowest_told():
    plot = cohort_plot(cohorts(MONTHS), Language.EN)
    assert [one.name for one in plot.series] == MONTHS
    assert "“within 30 days” goes from 0% (January 2024) to 22% (December 2024)" in str(plot.says)


def test_two_cohorts_or_one_share_each_make_no_grid():
    assert shows_cohorts(cohorts(MONTHS[:3]))
    assert not shows_cohorts(cohorts(MONTHS[:2]))
    assert not shows_cohorts(SEGMENTED)
