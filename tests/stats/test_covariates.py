"""Covariates: are the published coefficients found again, and do patterns tell?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rapport.core.errors import ContractError
from rapport.stats import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd
from rapport.stats.covariates import Covariates
from rapport.stats.tuples import PurchaseTuples, SpendTuples, collapse

from .published_data import apparel, needs_published_data
from .worlds_of_buyers import beta_dropout_world

pytestmark = pytest.mark.slow

TRAITS = {"Gender": [0, 0, 1, 1], "Channel": [0, 1, 0, 1]}
BOTH = Covariates.of(rate=TRAITS, dropout=TRAITS)
EQUAL = Covariates.of(rate=TRAITS, dropout=TRAITS, equal=("Gender",))
MODELS = [bg_nbd, mbg_nbd, pareto_nbd]
TOLD = {"rate.u": 0.4, "dropout.u": -0.3}
STEP = Covariates.of(rate={"u": [0, 1]}, dropout={"u": [0, 1]})


def two_worlds(faster: float = 2.0, customers: int = 4000):
    """Histories of pattern 0, and as many of pattern 1 who buy `faster` times as fast."""
    x, last, age = beta_dropout_world(customers, seed=1, first=0, span=730.0)
    quick = beta_dropout_world(customers, seed=2, first=0, span=730.0 * faster)
    both = zip((x, last, age), (quick[0], quick[1] / faster, quick[2] / faster), strict=True)
    columns = [np.concatenate(pair) for pair in both]
    return collapse(*columns, np.repeat([0, 1], customers)).tuples


@needs_published_data
def test_apparels_published_coefficients_are_found_again():
    fit = pareto_nbd.fit(apparel(), covariates=BOTH, prior=None)
    assert -5821.062709 <= fit.log_likelihood <= -5821.0626
    published = {"r": 1.8378, "alpha": 92.9123, "s": 0.5920, "beta": 49.6227}
    published |= {"rate.Gender": 0.2859, "rate.Channel": 0.6241}
    published |= {"dropout.Gender": -0.6430, "dropout.Channel": 0.7907}
    assert fit.parameters == pytest.approx(published, rel=2.5e-3)
    errors = [0.3455, 16.9670, 0.2609, 36.2509, 0.1041, 0.1050, 0.2955, 0.3059]
    assert list(fit.standard_errors.values()) == pytest.approx(errors, rel=4e-3)
    assert fit.converged


@needs_published_data
def test_one_coefficient_in_common_gives_the_published_likelihood_and_numbers():
    fit = pareto_nbd.fit(apparel(), covariates=EQUAL, prior=None)
    assert -5826.534194 <= fit.log_likelihood <= -5826.53418
    published = {"r": 1.7939, "alpha": 94.7223, "s": 0.4287, "beta": 59.0743}
    published |= {"rate.Channel": 0.6384, "dropout.Channel": 1.0228, "both.Gender": 0.3283}
    assert fit.parameters == pytest.approx(published, rel=6e-4)


@needs_published_data
@pytest.mark.parametrize(
    ("covariates", "own", "told", "published"),
    [
        (BOTH, (1.8378, 92.9123, 0.5920, 49.6227), (0.2859, 0.6241, -0.6430, 0.7907), -5821.062709),
        (EQUAL, (1.7939, 94.7223, 0.4287, 59.0743), (0.6384, 1.0228, 0.3283), -5826.534194),
        (BOTH, (1.73887, 69.85288, 0.5335, 39.68346), (0.17178, 0.23676, -0.04437, 0.02465), None),
    ],
)
def test_at_the_published_numbers_the_likelihood_is_the_published_one(
    covariates, own, told, published
):
    named = dict(zip(covariates.purchase_names, told, strict=True))
    model = pareto_nbd.given(*own, covariates=covariates, coefficients=named)
    level = apparel().count @ pareto_nbd.log_likelihood(model, apparel())
    assert level == pytest.approx(published or -5833.33, abs=1e-6 if published else 5e-3)


@needs_published_data
def test_bg_nbd_with_covariates_has_a_finite_top_where_another_program_finds_none():
    fit = bg_nbd.fit(apparel(), covariates=BOTH, prior=None)
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(-5838.9637, abs=1e-4)
    assert fit.log_likelihood > -5839.8635
    assert [round(fit.parameters[name], 2) for name in "ab"] == [1.67, 8.59]


@needs_published_data
@pytest.mark.parametrize("model", MODELS)
def test_covariates_that_are_all_zero_change_nothing(model):
    nothing = Covariates.of(rate={"none": [0] * 4}, dropout={"none": [0] * 4})
    plain, told = model.fit(apparel()), model.fit(apparel(), covariates=nothing)
    assert told.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-6)
    assert told.values[:4] == pytest.approx(plain.values, rel=1e-5)
    assert told.values[4:] == pytest.approx([0, 0], abs=1e-9)
    assert list(told.standard_errors.values())[4:] == pytest.approx([1, 1])


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("clock", ["exact", "interval"])
def test_each_pattern_is_read_as_the_model_at_its_own_parameters(model, clock):
    x, last, age = [0, 2, 9, 0, 2, 9], [0, 30, 38, 0, 30, 38], [40.0] * 6
    tuples = PurchaseTuples.of(x, last, age, pattern=[0, 0, 0, 1, 1, 1])
    own = (0.6, 12.0, 0.9, 14.0) if model is pareto_nbd else (0.6, 12.0, 0.9, 2.4)
    shifted = model.given(*own, covariates=STEP, coefficients=TOLD)
    second = shifted_by_hand(model, own)
    for part, plain in ((slice(0, 3), model.given(*own)), (slice(3, 6), model.given(*second))):
        few = PurchaseTuples.of(x[part], last[part], age[part])
        for told, alone in zip(
            readings(model, shifted, tuples, clock), readings(model, plain, few, clock), strict=True
        ):
            assert told[part] == pytest.approx(alone, rel=1e-9)


def shifted_by_hand(model, own):
    """Parameters of pattern 1: rate e^0.4 as high; dropout e^−0.3 as high in rate or in odds."""
    first, alpha, third, fourth = own
    if model is pareto_nbd:
        return first, alpha * np.exp(-0.4), third, fourth * np.exp(0.3)
    odds = third / fourth * np.exp(-0.3)
    both = third + fourth
    return first, alpha * np.exp(-0.4), both * odds / (1 + odds), both / (1 + odds)


def readings(model, fit, tuples, clock):
    """All that a model tells of tuples, on a clock."""
    fit = replace(fit, clock=clock)
    return (
        model.log_likelihood(fit, tuples),
        model.probability_alive(fit, tuples),
        model.expected_purchases(fit, 52.0, tuples),
        model.purchase_pmf(fit, 52.0, 4, tuples),
        model.residual_value(fit, tuples, 0.01),
    )


@pytest.mark.parametrize("model", MODELS)
def test_somebody_new_is_read_by_pattern_or_with_all_covariates_zero(model):
    own = (0.6, 12.0, 0.9, 2.4)
    fit, times = model.given(*own, covariates=STEP, coefficients=TOLD), np.array([9.0, 52.0])
    second, plain = model.given(*shifted_by_hand(model, own)), model.given(*own)
    for told, alone in (({}, plain), ({"pattern": 0}, plain), ({"pattern": 1}, second)):
        mean = model.expected_purchases_of_new(fit, times, **told)
        assert mean == pytest.approx(model.expected_purchases_of_new(alone, times))
        counts = model.purchase_pmf(fit, 52.0, 5, **told)
        assert counts == pytest.approx(model.purchase_pmf(alone, 52.0, 5))


def test_those_who_buy_twice_as_fast_get_the_logarithm_of_two():
    fit = bg_nbd.fit(two_worlds(), covariates=STEP)
    off = np.array([fit.parameters["rate.u"] - np.log(2), fit.parameters["dropout.u"]])
    assert np.all(np.abs(off) < 3 * np.array(list(fit.standard_errors.values()))[4:])
    assert fit.standard_errors["rate.u"] < 0.08


@pytest.mark.parametrize("model", MODELS)
def test_draws_and_covariance_hold_coefficients_of_either_sign(model):
    fit = model.fit(two_worlds(0.5, 400), covariates=STEP)
    draws = fit.draws(4000, seed=1)
    assert np.all(draws[:, :4] > 0)
    assert draws[:, 4].mean() == pytest.approx(fit.parameters["rate.u"], abs=0.02)
    assert draws[:, 4].std() == pytest.approx(fit.standard_errors["rate.u"], rel=0.05)
    there = model.probability_alive(fit.at(draws[0]), two_worlds(0.5, 400))
    assert np.isfinite(there).all()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("clock", ["exact", "interval"])
def test_a_pattern_that_never_buys_again_is_bounded_by_the_prior_and_named_without(model, clock):
    x, last = np.array([0, 1, 2, 5, 0, 0, 0]), np.array([0, 9, 30, 38, 0, 0, 0])
    pattern = np.array([0, 0, 0, 0, 1, 1, 1])
    tuples = PurchaseTuples.of(x, last, [40] * 7, [30, 9, 9, 9, 20, 20, 20], pattern)
    step = Covariates.of(rate={"u": [0, 1]})
    weak = model.fit(tuples, covariates=step, clock=clock)
    assert weak.converged
    assert -5 < weak.parameters["rate.u"] < -1
    free = model.fit(tuples, covariates=step, prior=None, clock=clock)
    assert not free.converged
    assert "rate.u" in str(free.advice)


def test_customers_with_a_number_of_their_own_each_are_fitted_too():
    x, last, age = beta_dropout_world(500, seed=4, first=1)
    own = np.random.default_rng(1).normal(size=500)
    each = Covariates.of(rate={"u": own}, dropout={"u": own})
    fit = mbg_nbd.fit(collapse(x, last, age, np.arange(500)).tuples, covariates=each)
    assert fit.converged
    assert abs(fit.parameters["rate.u"]) < 3 * fit.standard_errors["rate.u"]


@pytest.mark.parametrize("model", MODELS)
def test_the_unit_of_a_covariate_changes_its_coefficient_and_nothing_else(model):
    x, last, age = beta_dropout_world(600, seed=5, first=1)
    tuples = collapse(x, last, age, np.arange(600) % 7).tuples
    years = np.arange(7.0)
    slow, quick = (
        model.fit(tuples, covariates=Covariates.of(rate={"u": unit * years}, dropout={"u": years}))
        for unit in (1.0, 1e4)
    )
    assert quick.log_likelihood == pytest.approx(slow.log_likelihood, abs=1e-6)
    assert 1e4 * quick.parameters["rate.u"] == pytest.approx(slow.parameters["rate.u"], rel=1e-4)
    errors = [fit.standard_errors["rate.u"] for fit in (slow, quick)]
    assert 1e4 * errors[1] == pytest.approx(errors[0], rel=1e-4)
    assert 1e4 * quick.draws(9, 1)[:, 4] == pytest.approx(slow.draws(9, 1)[:, 4], rel=1e-3)


@pytest.mark.parametrize("model", MODELS)
def test_many_customers_of_two_patterns_are_forecast_as_each_alone(model):
    age = np.tile(np.linspace(0.5, 700, 300), 2)
    tuples = PurchaseTuples.of(0 * age, 0 * age, age, pattern=np.repeat([0, 1], 300))
    own = (0.6, 12.0, 0.9, 2.4)
    fit = model.given(*own, covariates=STEP, coefficients=TOLD)
    alone = model.given(*shifted_by_hand(model, own))
    few = PurchaseTuples.of(0 * age[:9], 0 * age[:9], age[:9])
    told = model.expected_purchases(fit, 52.0, tuples)[300:309]
    assert told == pytest.approx(model.expected_purchases(alone, 52.0, few), rel=1e-10)
    worth = model.residual_value(fit, tuples, 0.01)[300:309]
    assert worth == pytest.approx(model.residual_value(alone, few, 0.01), rel=1e-10)


@pytest.mark.parametrize("pattern", [None, [0, 2], [-1, 0]])
def test_tuples_without_a_row_of_covariates_are_refused(pattern):
    tuples = PurchaseTuples.of([0, 1], [0, 3], [9, 9], pattern=pattern)
    for model in MODELS:
        with pytest.raises(ContractError, match="pattern"):
            model.fit(tuples, covariates=STEP)


@pytest.mark.parametrize(
    "parts",
    [
        {"rate": {"u": [0, 1]}, "dropout": {"u": [0, 1, 2]}},
        {"rate": {"u": [0, np.nan]}},
        {"rate": {"u": [0, 1]}, "equal": ("u",)},
    ],
)
def test_covariates_that_do_not_fit_are_refused(parts):
    with pytest.raises(ContractError):
        Covariates.of(**parts)


@pytest.mark.parametrize("told", [None, {"rate.u": 0.1}, {**TOLD, "rate.w": 1.0}])
def test_coefficients_told_must_be_those_of_the_covariates(told):
    with pytest.raises(ContractError, match=r"rate\.u"):
        pareto_nbd.given(1, 1, 1, 1, covariates=STEP, coefficients=told)
    with pytest.raises(ContractError, match="none"):
        pareto_nbd.given(1, 1, 1, 1, coefficients=TOLD)


def test_those_who_spend_half_as_much_again_are_found_and_forecast():
    draw = np.random.default_rng(9)
    often, pattern = 1.0 + draw.poisson(2.0, 8000), np.repeat([0, 1], 4000)
    rate = draw.gamma(3.74, 1 / 15.44, 8000) / np.where(pattern == 1, 1.5, 1.0)
    tuples = SpendTuples.of(often, draw.gamma(6.25 * often) / often / rate, pattern=pattern)
    fit = gamma_gamma.fit(tuples, covariates=Covariates.of(spend={"u": [0, 1]}))
    error = fit.standard_errors["spend.u"]
    assert abs(fit.parameters["spend.u"] - np.log(1.5)) < 3 * error < 0.1
    new = gamma_gamma.expected_spend(fit, np.zeros(2), np.zeros(2), np.array([0, 1]))
    assert new[1] / new[0] == pytest.approx(np.exp(fit.parameters["spend.u"]))


@needs_published_data
def test_a_spend_covariate_that_is_all_zero_changes_nothing():
    plain = gamma_gamma.fit(apparel(spend=True), prior=None)
    assert plain.log_likelihood == pytest.approx(-1670.663044, abs=1e-6)
    nothing = Covariates.of(spend={"none": [0] * 4})
    told = gamma_gamma.fit(apparel(spend=True), covariates=nothing)
    weak = gamma_gamma.fit(apparel(spend=True))
    assert told.log_likelihood == pytest.approx(weak.log_likelihood, abs=1e-8)
    assert told.values == pytest.approx([*weak.values, 0], rel=1e-6, abs=1e-9)
