"""Weeks: does the grid of the hours of the week show what is told, and no more?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from faces.zoo import AS_OF, HOURS, PROVENANCE, TOO_FEW, card, estimate
from rapport.core.result import Result, Row
from rapport.core.units import SHARE
from rapport.faces.present.language import Language, speak
from rapport.faces.present.plots import plot_table
from rapport.faces.present.weeks import shows_week, week_plot

DAYS = ("1 Mon", "2 Tue", "3 Wed", "4 Thu", "5 Fri", "6 Sat", "7 Sun")
CELLS = [f"{day} {hour:02}" for day in DAYS for hour in range(24)]


def result(medians: int = 168) -> Result:
    """Waits by hour of the week, so many medians told: longer by an hour from cell to cell."""
    rows = [Row(estimate(5.0, HOURS, 1), "median"), Row(estimate(0.4, SHARE, 0.1), "in a day"),
            Row(estimate(0.9, SHARE, 0.1), "in a week")]  # fmt: skip
    for place, cell in enumerate(CELLS):
        told = estimate(float(place), HOURS, 1) if place < medians else TOO_FEW
        rows.append(Row(told, "median", cell))
        rows.append(Row(estimate(place / 200, SHARE, 0.1), "in a day", cell))
        rows.append(Row(estimate(0.9, SHARE, 0.1), "in a week", cell))
    return Result(card("wait", "Wait", HOURS), AS_OF, tuple(rows), (), PROVENANCE, by="week_hour")


def test_seven_days_by_twenty_four_hours_stand_in_order():
    plot = week_plot(result(), Language.EN)
    assert [one.name for one in plot.series] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    values = [mark.value for one in plot.series for mark in one.marks]
    assert values == [float(place) for place in range(168)]


@pytest.mark.parametrize("lang", Language)
def test_the_sentence_names_the_shortest_and_the_longest_wait(lang):
    says = speak(week_plot(result(), lang).says, lang)
    assert {"en": "Mon 00:00", "fr": "lun. 00:00"}[lang.value] in says
    assert {"en": "Sun 23:00", "fr": "dim. 23:00"}[lang.value] in says


def test_where_few_medians_can_be_told_the_most_telling_share_stands_there():
    plot = week_plot(result(medians=20), Language.EN)
    assert (plot.value.unit, str(plot.value.name)) == (SHARE, "in a day")


def test_what_cannot_be_told_is_a_gap_and_stands_empty_in_the_table():
    plot = week_plot(result(medians=100), Language.EN)
    assert plot.series[-1].marks[-1].value is None
    assert plot_table(plot, Language.EN).rows[-1][-1] == ""
    assert sum(mark.value is not None for one in plot.series for mark in one.marks) == 100


def test_another_cut_or_a_week_untold_is_no_grid():
    assert shows_week(result())
    assert not shows_week(replace(result(), by="channel"))
    assert not shows_week(replace(result(), rows=result().rows[:90]))
