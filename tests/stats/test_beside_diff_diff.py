"""Beside diff-diff: does another program find the same numbers to nine digits?"""

import warnings

import numpy as np
import pytest

from rapport.stats.averages import effects_covariance
from rapport.stats.event_study import by_cohort, by_event_month, overall
from rapport.stats.group_time import Comparison, group_time_effects
from rapport.stats.panel import NEVER
from rapport.stats.parallel_trends import Drift

from .lift_data import cells_of, world

pytestmark = pytest.mark.slow

diff_diff = pytest.importorskip("diff_diff", reason="diff-diff is not installed")
pandas = pytest.importorskip("pandas")
CONTROLS = {"not yet": "not_yet_treated", "never": "never_treated"}


def theirs(labels, money, comparison, stratified):
    """The other program's results, strata as saturated indicators, doubly robust."""
    customers, months = money.shape
    cohort = np.where(labels.cohort == NEVER, 0, labels.cohort)
    columns = {
        "customer": np.repeat(np.arange(customers), months),
        "month": np.tile(np.arange(months), customers),
        "cohort": np.repeat(cohort, months),
        "money": money.ravel(),
    }
    names = [f"stratum {one}" for one in range(1, 6)] if stratified else []
    for name in names:
        columns[name] = np.repeat((labels.stratum == int(name[-1])).astype(float), months)
    model = diff_diff.CallawaySantAnna(
        control_group=CONTROLS[comparison.controls],
        base_period=comparison.base,
        anticipation=comparison.anticipation,
        estimation_method="dr",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(
            pandas.DataFrame(columns), outcome="money", unit="customer", time="month",
            first_treat="cohort", covariates=names or None,
        )  # fmt: skip


def assert_equal(labels, money, comparison, stratified):
    """Group-time effects, the overall effect, the event study and the cohorts, with errors."""
    found = theirs(labels, money, comparison, stratified)
    effects = group_time_effects(cells_of(labels, money, stratified=stratified), comparison)
    errors = np.sqrt(np.diag(effects_covariance(effects)))
    keys = zip(effects.cohort.tolist(), effects.period.tolist(), strict=True)
    others = [found.group_time_effects[key] for key in keys]
    close(effects.effect, [one["effect"] for one in others])
    close(errors, [one["se"] for one in others])
    if comparison.anticipation:
        return
    total, study, cohorts = overall(effects), by_event_month(effects), by_cohort(effects)
    close([total.effect[0], total.error[0]], [found.att, found.se])
    table = found.aggregate("event_study").to_dataframe().set_index("event_time")
    close(study.averages.effect, table.loc[study.labels, "att"])
    close(study.averages.error, table.loc[study.labels, "se"])
    table = found.aggregate("group").to_dataframe().set_index("label")
    close(cohorts.averages.effect, table.loc[cohorts.labels, "att"])
    close(cohorts.averages.error, table.loc[cohorts.labels, "se"])


def close(mine, others):
    assert np.allclose(mine, np.asarray(others, float), rtol=1e-9, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("stratified", [False, True])
@pytest.mark.parametrize("controls", ["not yet", "never"])
@pytest.mark.parametrize("base", ["varying", "universal"])
def test_ten_thousand_customers_give_the_same_numbers(controls, base, stratified):
    labels, money, _ = world(10_000, seed=7)
    assert_equal(labels, money, Comparison(controls=controls, base=base), stratified)


@pytest.mark.slow
def test_anticipation_gives_the_same_effects():
    labels, money, _ = world(5000, seed=8)
    assert_equal(labels, money, Comparison(base="varying", anticipation=2), stratified=True)


@pytest.mark.truth
@pytest.mark.parametrize("stratified", [False, True])
def test_a_hundred_thousand_customers_give_the_same_numbers(stratified):
    labels, money, _ = world(100_000, seed=9)
    assert_equal(labels, money, Comparison(base="varying"), stratified)


@pytest.mark.slow
def test_relative_magnitudes_identify_the_same_set():
    labels, money, _ = world(3000, seed=10, months=12, lift=1.0)
    comparison = Comparison(base="universal")
    found = theirs(labels, money, comparison, stratified=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        honest = diff_diff.HonestDiD(method="relative_magnitude", M=0.5)
        other = honest.fit(found.aggregate("event_study"))
    study = by_event_month(
        group_time_effects(cells_of(labels, money, stratified=False), comparison)
    )
    told = Drift.of_profile(study)
    close(told.identified(0.5)[1:], [other.lb, other.ub])
    assert told.interval(0.5).low <= other.ci_lb
    assert told.interval(0.5).high >= other.ci_ub
