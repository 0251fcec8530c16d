"""Model choice: does the model that made the data win, and are ties and dangers told?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd, mbg_nbd, model_choice, pareto_nbd
from rapport.stats.model_choice import choose
from rapport.stats.purchase_models import MODELS, model_of
from rapport.stats.tuples import PurchaseTuples
from truth.value_replications import HORIZON, company

from .published_data import cdnow, columns, needs_published_data

pytestmark = pytest.mark.slow


def choice(world, customers=6000, seed=3, **settings):
    (past, place), future = company(world, customers, seed, "interval")
    each = PurchaseTuples(
        past.frequency[place], past.recency[place], past.age[place], np.ones(customers)
    )
    return choose(each, future, HORIZON, clock="interval", **settings)


@pytest.mark.parametrize("world", ["Pareto/NBD", "MBG/NBD"])
def test_the_model_that_made_the_data_is_taken_or_tied(world):
    told = choice(world)
    scores = {one.model: one for one in told.scores}
    assert told.model == world or scores[world].tied
    assert scores[world].ratio == pytest.approx(1, abs=0.1)


def test_the_table_tells_how_far_each_is_behind_the_best():
    scores = choice("Pareto/NBD").scores
    assert scores[0].behind == scores[0].error == 0
    assert [one.score for one in scores] == sorted((one.score for one in scores), reverse=True)
    assert scores[1].behind == pytest.approx(scores[0].score - scores[1].score)


def test_among_equals_the_first_candidate_is_taken():
    twins = {"first": mbg_nbd, "second": mbg_nbd}
    told = choice("MBG/NBD", 500, candidates=twins)
    assert told.model == "first"
    assert told.scores[1].tied


def test_a_model_in_which_one_time_buyers_stay_comes_with_a_warning():
    told = choice("MBG/NBD", 3000, candidates={"BG/NBD": bg_nbd})
    assert told.one_time > 0.5
    assert "bought once" in str(told.caveat)
    assert choice("MBG/NBD", 3000, candidates={"MBG/NBD": mbg_nbd}).caveat is None


def test_a_thinned_choice_is_the_whole_one(monkeypatch):
    whole = choice("MBG/NBD")
    monkeypatch.setattr(model_choice, "MOST", 3000)
    thinned = choice("MBG/NBD")
    assert (whole.customers, thinned.customers) == (6000, 3000)
    for one in thinned.scores:
        same = next(other for other in whole.scores if other.model == one.model)
        assert one.score == pytest.approx(same.score, rel=0.05)


@needs_published_data
def test_cdnow_is_judged_on_its_second_39_weeks():
    tuples, place = cdnow()
    each = PurchaseTuples.of(tuples.frequency[place], tuples.recency[place], tuples.age[place])
    later = columns("cdnow_summary_39w.csv.gz")["x_holdout"].astype(float)
    told = choose(each, later, 39.0)
    assert told.scores[0].actual == 1882
    assert "customers" in str(told.why)


def test_every_model_is_found_by_the_name_of_its_fit():
    assert model_of(pareto_nbd.given(0.5, 10.0, 0.6, 11.0)) is MODELS["Pareto/NBD"]


def test_no_candidates_nobody_and_missing_futures_are_refused():
    past = PurchaseTuples.of([0, 1], [0, 3], [5, 9])
    with pytest.raises(ContractError, match="candidates"):
        choose(past, np.zeros(2), 5.0, candidates={})
    with pytest.raises(ContractError, match="every tuple"):
        choose(past, np.zeros(3), 5.0)
