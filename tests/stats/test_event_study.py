"""Event study: do effects add up to the published averages, over months, cohorts, calendar?"""

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats.averages import Averages
from rapport.stats.event_study import (
    before_connecting,
    by_cohort,
    by_event_month,
    by_month,
    over_cohorts,
    overall,
)
from rapport.stats.group_time import Comparison, group_time_effects
from rapport.stats.panel import NEVER, Labels, permuted_dates

from .lift_data import cells_of, columns, mpdta, needs_published_data, world

pytestmark = pytest.mark.slow

PUBLISHED = {
    "never": {
        "simple": (-0.0399512752, 0.0120340128),
        "dynamic": (-0.0772398215, 0.0199649891),
        "group": (-0.0310182822, 0.0124460593),
    },
    "not yet": {
        "simple": (-0.0397636256, 0.0120524248),
        "dynamic": (-0.0773993140, 0.0195601769),
        "group": (-0.0304622281, 0.0125751201),
    },
}


@needs_published_data
@pytest.mark.parametrize("controls", ["never", "not yet"])
@pytest.mark.parametrize("kind", ["simple", "dynamic", "group"])
def test_mpdta_gives_the_published_averages_and_errors(controls, kind):
    effects = group_time_effects(mpdta(), Comparison(controls=controls, base="varying"))
    study = by_event_month(effects)
    told = {
        "simple": overall(effects),
        "dynamic": study.mean(study.labels >= 0),
        "group": over_cohorts(effects),
    }[kind]
    value, error = PUBLISHED[controls][kind]
    assert told.effect[0] == pytest.approx(value, abs=1e-8)
    assert told.error[0] == pytest.approx(error, abs=1e-8)


def example():
    labels, money, orders = world(500, seed=3, months=10)
    return group_time_effects(cells_of(labels, money, orders), Comparison())


def test_the_overall_effect_is_a_mean_over_connected_customer_months():
    effects = example()
    after = (effects.event_month >= 0) & (effects.outcome == 0)
    mean = np.average(effects.effect[after], weights=effects.treated[after])
    assert overall(effects).effect[0] == pytest.approx(mean)
    assert overall(effects).months[0] == effects.treated[after].sum()


def test_a_horizon_keeps_only_the_first_months_since_connecting():
    effects = example()
    study = by_event_month(effects)
    assert overall(effects, horizon=1).effect[0] == pytest.approx(
        float(study.averages.effect[study.labels == 0][0])
    )


def test_months_and_cohorts_tell_the_same_customer_months_as_the_whole():
    effects = example()
    whole = overall(effects)
    for profile in (by_month(effects), by_cohort(effects)):
        told = profile.averages
        assert told.months.sum() == whole.months[0]
        assert np.average(told.effect, weights=told.months) == pytest.approx(whole.effect[0])


def test_what_was_observed_is_what_the_connected_did():
    labels, money, orders = world(500, seed=3, months=10, strata=1)
    told = overall(group_time_effects(cells_of(labels, money, orders), Comparison()))
    since = np.arange(10) >= labels.cohort[:, None]
    assert told.observed.tolist() == pytest.approx([money[since].mean(), orders[since].mean()])


def test_a_part_of_a_profile_keeps_its_numbers():
    study = by_event_month(example())
    part = study.where(study.labels >= 0)
    assert part.labels.min() == 0
    assert part.averages.error.tolist() == study.averages.error[study.labels >= 0].tolist()
    with pytest.raises(ContractError, match="no label"):
        study.mean(study.labels > 99)


def test_spans_are_plain_means_of_whole_quarters_on_each_side():
    study = by_event_month(example())
    quarters = study.spans(3)
    first = study.averages.effect[np.isin(study.labels, [0, 1, 2])]
    last = study.averages.effect[study.labels < 0][-3:]
    assert quarters.averages.effect[quarters.labels == 0] == pytest.approx(first.mean())
    assert quarters.averages.effect[quarters.labels == -1] == pytest.approx(last.mean())
    assert study.spans(1).averages.error == pytest.approx(study.averages.error)


def test_dates_dealt_at_random_have_no_effect_where_true_dates_have():
    labels, money, _ = world(6000, seed=6, lift=1.0)
    found = []
    for one in (labels, permuted_dates(labels, seed=1)):
        told = overall(group_time_effects(cells_of(one, money), Comparison()))
        found.append(told.effect[0] / told.error[0])
    assert found[0] > 5
    assert abs(found[1]) < 2.5


def test_the_placebo_before_connecting_finds_nothing_where_there_is_nothing():
    labels, money, _ = world(4000, seed=5, strata=1)
    flat = cells_of(labels, money / money.mean(axis=0))
    told = before_connecting(group_time_effects(flat, Comparison(base_months=3)))
    assert abs(told.effect[0]) < 2.5 * told.error[0]
    with pytest.raises(ContractError, match="universal"):
        before_connecting(group_time_effects(flat, Comparison(base="varying")))


def test_months_in_which_connecting_is_anticipated_are_no_placebo():
    labels, money, _ = world(500, seed=5)
    effects = group_time_effects(cells_of(labels, money), Comparison(anticipation=2))
    asked = effects.event_month < -2
    mean = np.average(effects.effect[asked], weights=effects.treated[asked])
    assert before_connecting(effects).effect[0] == pytest.approx(mean)


def test_the_relative_effect_is_a_share_of_what_would_have_been():
    covariance = np.diag([0.01, 0.04])
    share, error = Averages(np.array([2.0]), np.array([12.0]), np.ones(1), covariance).relative()
    assert share[0] == pytest.approx(0.2)
    draws = np.random.default_rng(1).multivariate_normal([2, 12], covariance, 100_000)
    assert error[0] == pytest.approx(np.std(draws[:, 0] / (draws[:, 1] - draws[:, 0])), rel=0.02)
    with pytest.raises(ContractError, match="of nothing"):
        Averages(np.array([2.0]), np.array([2.0]), np.ones(1), covariance).relative()


@pytest.mark.slow
def test_the_ratio_form_covers_the_truth_where_seasons_multiply():
    covered = []
    for seed in range(200):
        labels, money, _ = world(1500, seed, months=12, strata=2)
        effects = group_time_effects(cells_of(labels, money), Comparison(ratio=True, base_months=2))
        told = overall(effects)
        since = np.arange(12) >= labels.cohort[:, None]
        truth = money[since].mean() * (1 - 1 / 1.2)
        covered.append(abs(told.effect[0] - truth) < 1.96 * told.error[0])
    assert np.mean(covered) == pytest.approx(0.95, abs=0.04)


@needs_published_data
def test_strata_find_the_known_effect_of_ihdp_where_the_raw_gap_does_not():
    table = columns("ihdp_npci.csv.gz")
    replication, treated = table["replication"].astype(int), table["treatment"].astype(float) == 1
    covariates = np.stack([table[f"x{place}"].astype(float) for place in range(1, 26)], axis=1)
    outcome, misses, gaps = table["y_factual"].astype(float), [], []
    for one in range(1, 11):
        rows = replication == one
        told = ihdp(covariates[rows], treated[rows], outcome[rows])
        misses.append(abs(told.effect[0] - 4.0) / told.error[0])
        gap = outcome[rows & treated].mean() - outcome[rows & ~treated].mean()
        gaps.append(abs(gap - 4.0) - abs(told.effect[0] - 4.0))
    assert np.mean(np.array(misses) < 1.96) >= 0.9
    assert np.mean(gaps) > 0.5


def ihdp(covariates, treated, outcome):
    """The effect on the treated in fifths of the propensity, a zero month standing before."""
    design = np.column_stack([np.ones(len(treated)), covariates - covariates.mean(axis=0)])
    design[:, 1:] /= covariates.std(axis=0)
    slope = np.zeros(design.shape[1])
    for _ in range(25):
        share = 1 / (1 + np.exp(-design @ slope))
        curve = design.T @ (design * (share * (1 - share))[:, None]) + 1e-6 * np.eye(len(slope))
        slope += np.linalg.solve(curve, design.T @ (treated - share))
    score = design @ slope
    fifth = np.searchsorted(np.quantile(score[treated], [0.2, 0.4, 0.6, 0.8]), score)
    labels = Labels(np.where(treated, 1, NEVER), fifth)
    amounts = np.stack([np.zeros(len(outcome)), outcome], axis=1)
    return overall(group_time_effects(cells_of(labels, amounts), Comparison()))
