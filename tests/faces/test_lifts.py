"""Lifts: does the page say what is known of an effect, what is not, and what to do?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from faces.lifted import PICTURE, PROVEN, REFUSED, SPRING, told
from faces.reading import Page
from faces.zoo import STATEMENT, STATUS, TOO_FEW, ZOO
from rapport.core.plot import Look
from rapport.faces.present.language import Language, speak
from rapport.faces.present.lifts import covered_plot, tell_lift
from rapport.faces.present.plots import draw_plot, plot_table, specify_plot
from rapport.faces.report import render

every_language = pytest.mark.parametrize("lang", tuple(Language))
EN = Language.EN


def shown(effects, lang=EN):
    """The part of the page that speaks of effects."""
    page = render(STATUS, ZOO, STATEMENT, lang=lang, effects=effects)
    found = re.search(r'<article[^>]+id="connection-story".*?id="experiments".*?</article>', page,
                      re.DOTALL)  # fmt: skip
    return found[0]


@every_language
@pytest.mark.parametrize("effects", [PROVEN, REFUSED])
def test_the_section_is_well_formed_and_its_ids_are_unique(effects, lang):
    read = Page(render(STATUS, ZOO, STATEMENT, lang=lang, effects=effects))
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert all(address.startswith("#") for address in read.fetched)


@every_language
def test_every_picture_stands_with_its_sentence_and_its_table(lang):
    section = Page(shown(PROVEN, lang))
    tags = [tag for tag, _ in section.tags]
    assert tags.count("svg") == tags.count("figure") == 5
    assert tags.count("table") == 5


def test_a_refused_effect_is_grey_with_reason_and_remedy_and_draws_nothing():
    section = shown(REFUSED)
    assert 'class="measure lift refused"' in section
    assert speak(TOO_FEW.remedy, EN) in section
    assert "<svg" not in section
    assert "Raw gap, not an effect" in section


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("proven", "Go on inviting"), ("likely", "what is cheap"), ("no-evidence", "Do not promise")],
)
def test_what_to_do_goes_no_further_than_the_verdict(verdict, words):
    assert words in tell_lift(PICTURE, told(f"verdict-{verdict}"), EN).to_do[0]


def test_an_effect_that_takes_money_away_is_no_reason_to_invite():
    lift = tell_lift(PICTURE, told("verdict-proven", -2.0), EN)
    assert "bring less because of it" in lift.to_do[0]


def test_without_evidence_the_picture_is_not_told_as_known():
    lift = tell_lift(PICTURE, told("verdict-no-evidence", 0.2), EN)
    assert lift.known == ("The interval holds zero.",)


def test_what_is_not_known_begins_with_the_months_that_are_not_covered():
    lift = tell_lift(PICTURE, told("verdict-proven"), EN)
    assert lift.unknown[0].startswith("This speaks of 8% of the months")
    assert lift.unknown[1:] == ("No second way to compare is possible.",)


def test_covered_and_other_months_are_all_months():
    plot = covered_plot(PICTURE)
    assert sum(m.value or 0.0 for one in plot.series for m in one.marks) == pytest.approx(1.0)
    assert [row[0] for row in plot_table(plot, EN).rows] == ["it speaks of", "nothing is known"]


def test_what_is_supposed_is_hatched_and_what_was_before_is_grey():
    drawn = draw_plot(PICTURE.lifetime, EN, "one")
    assert '<pattern id="one-hatch"' in drawn
    assert drawn.count("url(#one-hatch)") >= 1
    assert "#7d8a91" in draw_plot(PICTURE.months, EN, "two")
    assert "pattern" not in draw_plot(PICTURE.gap, EN, "three")


def test_bars_at_different_places_stand_in_their_middle_with_their_intervals():
    bars, whiskers = specify_plot(PICTURE.gap, EN)["layer"]
    assert PICTURE.gap.look is Look.BARS
    assert "xOffset" not in bars["encoding"]
    assert whiskers["encoding"]["y2"]["field"] == "high"


def test_an_experiment_says_what_was_tried_when_with_what_result_and_what_was_decided():
    texts = Page(shown(PROVEN)).texts
    for word in ("Tried", "When", "Result", "Decision"):
        assert word in texts
    assert "The invitation brought money." in texts
    assert "To keep" in texts
    assert "<b>pay" not in shown(PROVEN)


def test_an_experiment_without_a_result_says_so_and_asks_for_no_decision_yet():
    young = replace(SPRING, name="summer", status="running", closed_at=None, reason=None)
    texts = " ".join(Page(shown(replace(PROVEN, experiments=(young,)))).texts)
    assert "None yet: on the day of this report" in texts
    assert "Still to be taken" in texts
