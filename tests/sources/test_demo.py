"""Does the simulated company hold what its world says, and nothing when a mechanism is off?"""

from pathlib import Path

import numpy as np
import pytest

from rapport.core.errors import UserError
from rapport.sources.demo import World, process_parameters, simulate
from rapport.sources.demo.blocks import simulate_block
from rapport.sources.demo.clock import DAYS, SEASON, at_work, seasonal
from rapport.sources.demo.company import BOUGHT_DAY, BOUGHT_DAYS, audience, draw_posts
from rapport.sources.demo.histories import histories
from rapport.sources.demo.parameters import OF_THE_DEFAULT_WORLD
from rapport.sources.demo.people import draw_people, gamma_quantiles
from rapport.sources.demo.simulation import _plan
from rapport.sources.demo.truth import expected_value

CALM = World(connection_share=0.0, referral_share=0.0, unheard_leaves=1.0, cancelled_share=0.0)


def block(world, roots=4_000, seed=3):
    return simulate_block(np.random.SeedSequence(seed), world, roots)


def contents(folder: Path):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_seed_gives_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        simulate(tmp_path / name, customers=300, seed=seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one") != contents(tmp_path / "three")


def test_an_earlier_simulation_is_replaced_and_other_files_are_not(tmp_path):
    simulate(tmp_path, customers=100)
    simulate(tmp_path, customers=60)
    (tmp_path / "truth.json").unlink()
    with pytest.raises(UserError, match="empty"):
        simulate(tmp_path, customers=60)


@pytest.mark.parametrize("customers", [0, 49, 10_000_001])
def test_sizes_out_of_range_are_refused(tmp_path, customers):
    with pytest.raises(UserError, match="customers"):
        simulate(tmp_path / "no", customers=customers)
    assert not (tmp_path / "no").exists()


def test_shares_that_are_no_shares_are_refused():
    with pytest.raises(UserError, match="problem_share"):
        World(problem_share=1.5)


@pytest.mark.parametrize(
    ("world", "effect"),
    [
        (World(connection_lift=0.0), "connection_total"),
        (World(connection_share=0.0), "connection_total"),
        (World(referral_share=0.0), "referrals_total"),
        (World(answered_share=0.0), "answers_total"),
        (World(unheard_leaves=1.0, won_back_refers=0.6, won_back=0.0, referral_share=0.0),
         "answers_total"),
    ],
)  # fmt: skip
def test_a_mechanism_that_is_off_has_an_effect_of_exactly_zero(tmp_path, world, effect):
    assert simulate(tmp_path / "off", customers=300, world=world).effects[effect] == 0.0


def test_a_negative_lift_costs_money(tmp_path):
    truth = simulate(tmp_path, customers=1_000, world=World(connection_lift=-0.3))
    assert truth.effects["connection_own_purchases"] < 0.0


def test_up_to_the_connection_the_path_without_lift_is_the_same():
    one = block(World())[0]
    fact, without = one.lived[0], one.lived[1]
    before = fact.days <= fact.connected_since[one.cohort.candidates.person]
    assert np.array_equal(fact.bought[before], without.bought[before])
    assert (fact.bought[~before] != without.bought[~before]).any()
    never = np.isinf(fact.connected_since)[one.cohort.candidates.person]
    assert np.array_equal(fact.bought[never], without.bought[never])


def test_the_lift_adds_its_share_of_orders_while_connected():
    world = World(connection_lift=0.5, lift_half_life=0.0, unheard_leaves=1.0)
    one = block(world, roots=20_000)[0]
    person = one.cohort.candidates.person
    since, until = one.lived[0].connected_since[person], one.lived[0].connected_until[person]
    held = (one.lived[0].days > since) & (one.lived[0].days < until)
    with_lift, without = (path.bought[held].sum() for path in one.lived[:2])
    assert with_lift / without == pytest.approx(1.5, abs=5 * 1.5 / without**0.5)


def test_order_rate_is_the_gamma_mean_for_people_who_never_leave():
    world = World(connection_share=0.0, referral_share=0.0, dropout_a_year=0.0, seasons=0.0,
                  cancelled_share=0.0)  # fmt: skip
    one = block(world, roots=20_000)[0]
    years = (DAYS - one.lived[0].start).sum() / 365.0
    later = one.lived[0].bought.sum() - 20_000
    spread = (later / years) * (1 / (20_000 * world.rate_shape)) ** 0.5
    assert later / years == pytest.approx(world.orders_a_year, abs=6 * spread)


def test_order_values_have_the_gamma_gamma_mean_when_nothing_hangs_on_quality():
    world = World(quality_value=0.0, quality_rate=0.0)
    people = draw_people(np.random.default_rng(1), world, 100_000)
    sd = world.order_value / (world.value_shape_people - 2.0) ** 0.5
    assert people.value.mean() == pytest.approx(world.order_value, abs=5 * sd / 100_000**0.5)


def test_better_customers_connect_more_and_leave_later():
    one = block(World())[0]
    quality, tied = one.cohort.people.quality, np.isfinite(one.lived[0].connected_since)
    assert quality[tied].mean() > quality[~tied].mean() + 0.3
    assert np.corrcoef(quality, one.cohort.people.dropout)[0, 1] < -0.2


def test_being_unheard_makes_people_leave_and_answering_everybody_keeps_them():
    fact, _, nobody, everybody, _ = block(World(unheard_leaves=6.0))[0].lived
    assert (nobody.leaves <= everybody.leaves).all()
    assert nobody.leaves.clip(0, DAYS).mean() < fact.leaves.clip(0, DAYS).mean()
    assert fact.leaves.clip(0, DAYS).mean() < everybody.leaves.clip(0, DAYS).mean()


def test_without_referrals_friends_of_type_one_never_come_and_of_type_two_come_later():
    one = block(World())[1]
    with_referrals, without = one.lived[0].start, one.lived[4].start
    assert np.isinf(without[one.referred]).mean() == pytest.approx(0.6, abs=0.07)
    assert (without[one.referred] > with_referrals[one.referred]).all()


def test_the_reproduction_number_is_well_below_one():
    sizes = [len(one.cohort.people) for one in block(World(), roots=10_000)]
    assert sizes[1] / sizes[0] < 0.35
    assert sizes[-1] < sizes[0] / 50


def test_those_on_the_way_up_connect_when_own_growth_is_on():
    one = block(World(own_growth=0.8))[0]
    growth, tied = one.cohort.people.growth, np.isfinite(one.lived[0].connected_since)
    assert growth[tied].mean() > growth[~tied].mean() + 0.1


def test_unhappy_people_who_were_answered_well_recommend_more():
    _, orders = histories(World(), block(World(), roots=10_000))
    unheard, won_back = (orders.mood == 2).sum(), (orders.mood == 3).sum()
    assert unheard > 100
    assert won_back > unheard


def test_the_bought_week_stands_out_and_a_clean_world_has_none():
    rng, week = np.random.default_rng, slice(BOUGHT_DAY, BOUGHT_DAY + BOUGHT_DAYS)
    for world, times in ((World(), 6.0), (World(bought_followers=0.0), 0.0)):
        new = audience(rng(1), world, draw_posts(rng(2), world), 10_000)[0]
        if times:
            assert new[week].mean() > times * np.median(new)
        else:
            assert new[week].mean() < 4.0 * np.median(new)


def test_seasons_have_mean_one_and_december_is_the_peak():
    assert np.mean(SEASON) == pytest.approx(1.0)
    december = seasonal(np.array([340.5]), 1.0)[0]
    assert december == 1.75
    assert seasonal(np.array([340.5]), 0.0)[0] == 1.0


def test_messages_on_saturday_wait_for_monday_nine_o_clock():
    saturday_noon = np.array([6.5])  # 2023-01-07
    assert at_work(saturday_noon)[0] == pytest.approx(8.0 + 9.0 / 24.0)
    assert at_work(np.array([2.5]))[0] == 2.5  # Tuesday noon


def test_gamma_quantiles_are_those_of_the_exponential_at_shape_one():
    scores = np.array([-1.959964, 0.0, 1.959964])
    expected = -np.log(1.0 - np.array([0.025, 0.5, 0.975]))
    assert gamma_quantiles(1.0, scores) == pytest.approx(expected, rel=2e-3)


def test_blocks_do_not_depend_on_how_many_follow():
    few, many = (_plan(n, 5, CALM) for n in (60_000, 200_000))
    assert len(many) > len(few)
    assert few[0][1].spawn_key == many[0][1].spawn_key
    assert sum(size for size, _ in many) == 200_000


def test_the_stored_parameters_are_those_of_the_process():
    small = process_parameters(customers=40_000, seed=11)
    # standard errors at 40,000 customers, from 300 runs of 1,000
    errors = (0.18, 0.014, 0.0025, 2.3, 0.0018, 0.0025, 0.7, 0.005)
    for (name, value), error in zip(OF_THE_DEFAULT_WORLD.items(), errors, strict=True):
        assert small[name] == pytest.approx(value, abs=4.5 * error), name


def test_expected_value_of_people_who_never_leave_is_rate_times_value_times_margin():
    world = World(connection_share=0.0, dropout_a_year=0.0, referral_share=0.0)
    customers, _ = histories(world, block(world, roots=500))
    yearly = customers.people.rate * 365.0 * customers.people.value * world.margin_rate
    assert expected_value(world, customers) == pytest.approx(yearly)


def test_a_file_is_no_folder_and_a_seed_is_not_negative(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError, match="folder"):
        simulate(tmp_path / "file", customers=60)
    with pytest.raises(UserError, match="seed"):
        simulate(tmp_path / "new", customers=60, seed=-1)
