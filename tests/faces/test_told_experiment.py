"""Told experiment: does the plain page say what was tried, what came of it, and no more?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from rapport.core.estimate import Estimate, Interval
from rapport.core.experiment import Experiment
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.faces.present.experiments import tell_experiment
from rapport.faces.present.language import Language
from rapport.measures.lift.experiment_effect import ExperimentEffect

SPRING = Experiment(
    name="spring", question="Does it pay?", who="not connected", design="by lot", seed=1,
    share_held_out=0.1, invited=900, held_out=100, registered_at=datetime(2026, 1, 15),
    starts=date(2026, 1, 15), ends=date(2026, 4, 15), smallest_effect=2.5, currency="EUR",
    assignment="f", status="running", closed_at=None, reason=None, is_intact=True,
)  # fmt: skip
UNIT = Unit(Dimension.MONEY, "EUR", "invited customer")


def told(low, high, lang=Language.EN, one=SPRING):
    answer = Estimate((low + high) / 2, Interval(low, high), UNIT, 1000)
    rows = (Row(answer, "invited"), Row(answer, "invited", "spring"))
    return tell_experiment(one, Result(ExperimentEffect().card, date(2026, 2, 1), rows), lang)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(1, 3, "brought money."), (-3, -1, "cost money"), (-1, 3, "cannot be told")],
)
def test_the_verdict_goes_no_further_than_the_interval(low, high, words):
    assert words in told(low, high).verdict


def test_the_last_day_of_the_window_is_named():
    assert "from 15 January 2026 to 14 April 2026" in told(1, 3).window


def test_it_speaks_french():
    page = told(1, 3, Language.FR)
    assert page.heading == "spring\u00a0: en cours"
    assert page.verdict == "L’invitation a rapporté de l’argent."
    assert "entre 1,00\u00a0€ et 3,00\u00a0€" in page.results[0]


def test_a_decision_stands_in_the_heading_with_its_day_and_reason():
    closed = datetime(2026, 3, 2)
    one = replace(SPRING, status="dropped", closed_at=closed, reason="too dear")
    assert told(1, 3, one=one).heading == "spring: to drop, decided on 2 March 2026: too dear"


def test_a_list_that_is_not_the_registered_one_is_said():
    assert told(1, 3).warnings == ()
    assert "not those registered" in told(1, 3, one=replace(SPRING, is_intact=False)).warnings[0]


def test_without_a_result_nothing_is_claimed():
    page = tell_experiment(SPRING, None, Language.EN)
    assert (page.verdict, page.results) == ("", ())
