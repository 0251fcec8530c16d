"""Experiments: does a draw by lot stand in the book before its result, and survive what comes?"""

from __future__ import annotations

import csv
from datetime import date, datetime

import pytest

from rapport.core.errors import UserError
from rapport.core.estimate import Refusal
from rapport.core.experiment import Plan
from worlds import Clock, fresh_house, house_at, table, write

pytestmark = pytest.mark.slow

NOW = datetime(2026, 1, 15, 12)
ORDERS = "Order ID,Order date,Customer ID,Email,Amount,Currency\n"
PAST = ORDERS + "".join(
    f"p{n},2025-{1 + n % 12:02d}-1{n % 10},c{n % 400},c{n % 400}@example.com,{10 + n % 37},EUR\n"
    for n in range(1200)
)
PLAN = Plan("spring", "Does it pay to invite?", share_held_out=0.25)


def listed(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def after(rows):
    """Orders and follows after the draw: the invited spend 10 more, every second of them follows.

    Everybody's order moves a little, so that no arm is without spread.
    """
    orders, follows = [ORDERS], ["Followed at,Email,Kind,Channel\n"]
    for place, row in enumerate(rows):
        invited = row["arm"] == "invited"
        amount = (30 if invited else 20) + (-1) ** (place // 2)
        orders.append(f"n{place},2026-02-10,{row['customer_id']},{row['email']},{amount},EUR\n")
        if invited and place % 2:
            follows.append(f"2026-02-01,{row['email']},follow,instagram\n")
    return {"later.csv": "".join(orders), "follows.csv": "".join(follows)}


@pytest.fixture
def drawn():
    """A house with a drawn experiment, its folder and clock."""
    clock = Clock(NOW)
    with fresh_house(clock) as (house, folder):
        house.ingest(*write(folder, {"past.csv": PAST}))
        house.draw_experiment(PLAN, folder / "list.csv")
        yield house, folder, clock


def parts(house, as_of, **cut):
    rows = house.measure("experiment_effect", as_of=as_of, **cut).rows
    return {(row.part, row.segment): row.answer for row in rows}


def follow_up(drawn):
    house, folder, clock = drawn
    clock.wait(120)
    house.ingest(*write(folder / "later", after(listed(folder / "list.csv"))))
    return house


def test_the_list_holds_everybody_once_with_the_share_held_out(drawn):
    rows = listed(drawn[1] / "list.csv")
    assert len({row["email"] for row in rows}) == len(rows) == 400
    assert sum(row["arm"] == "held out" for row in rows) == pytest.approx(100, abs=1)


def test_every_stratum_is_split_alike_up_to_one_person(drawn):
    rows = table(
        drawn[0],
        "SELECT count(*), sum((arm = 'held out')::INTEGER) FROM experiment GROUP BY stratum",
    )
    assert len(rows) > 3
    assert all(abs(held - n / 4) < 1.0001 for n, held in rows)


def test_the_register_is_whole_before_any_result(drawn):
    (one,) = drawn[0].experiments()
    assert (one.name, one.status, one.invited, one.is_intact) == ("spring", "running", 300, True)
    assert (one.starts, one.ends) == (date(2026, 1, 15), date(2026, 4, 15))
    assert one.smallest_effect > 0
    assert isinstance(parts(drawn[0], date(2026, 1, 15))["invited", None], Refusal)


def test_the_window_may_not_begin_on_a_day_that_is_known(drawn):
    early = Plan("early", "Too late?", start=date(2025, 12, 1))
    with pytest.raises(UserError, match="2026-01-15"):
        drawn[0].draw_experiment(early)


def test_a_dry_run_draws_the_same_people_and_writes_nothing(drawn):
    before = drawn[0].book.digest()
    other = drawn[0].draw_experiment(Plan("again", "Same?", share_held_out=0.25))
    assert other.held_out == pytest.approx(100, abs=1)
    assert drawn[0].book.digest() == before
    assert [one.name for one in drawn[0].experiments()] == ["spring"]


def test_the_same_name_and_seed_draw_the_same_people_in_another_book(drawn):
    with fresh_house(Clock(NOW)) as (house, folder):
        shuffled = PAST.splitlines(keepends=True)
        house.ingest(*write(folder, {"past.csv": "".join([shuffled[0], *shuffled[:0:-1]])}))
        house.draw_experiment(PLAN, folder / "list.csv")
        assert listed(folder / "list.csv") == listed(drawn[1] / "list.csv")


def test_two_names_draw_different_people(drawn):
    house, folder, _ = drawn
    house.draw_experiment(Plan("autumn", "And now?", share_held_out=0.25), folder / "autumn.csv")
    held = [
        {row["email"] for row in listed(folder / name) if row["arm"] == "held out"}
        for name in ("list.csv", "autumn.csv")
    ]
    assert 5 < len(held[0] & held[1]) < 50


def test_the_invited_spend_ten_more_and_those_who_came_for_it_twenty(drawn):
    told = parts(follow_up(drawn), date(2026, 5, 1))
    assert told["invited", None].value == pytest.approx(10, abs=0.2)
    assert told["answered the invitation", None].value == pytest.approx(0.5, abs=0.01)
    assert told["connected because invited", None].value == pytest.approx(20, abs=0.6)


def test_the_interval_is_wider_while_it_runs(drawn):
    house = follow_up(drawn)
    running, ended = (
        parts(house, day)["invited", None] for day in (date(2026, 4, 1), date(2026, 5, 1))
    )
    codes = [c.code for c in house.measure("experiment_effect", as_of=date(2026, 4, 1)).caveats]
    assert running.value == ended.value
    assert running.interval.high - running.value > 1.3 * (ended.interval.high - ended.value)
    assert "still-running" in codes


def test_a_decision_ends_the_window_and_can_be_taken_back(drawn):
    house, _, clock = drawn
    clock.now = datetime(2026, 2, 5, 12)
    assert house.close_experiment("spring", "dropped", "nobody came").status == "dropped"
    follow_up(drawn)
    assert isinstance(parts(house, date(2026, 5, 1))["invited", None], Refusal)
    assert house.undo_experiment("spring").status == "running"
    assert parts(house, date(2026, 5, 1))["invited", None].value == pytest.approx(10, abs=0.2)


def test_a_withdrawn_experiment_stays_in_the_register_and_is_not_measured(drawn):
    house = follow_up(drawn)
    assert house.undo_experiment("spring").status == "withdrawn"
    assert isinstance(house.measure("experiment_effect").headline.answer, Refusal)
    assert [one.status for one in house.experiments()] == ["withdrawn"]
    with pytest.raises(UserError):
        house.undo_experiment("spring")


def test_the_past_register_can_be_seen_again(drawn):
    house, _, clock = drawn
    follow_up(drawn)
    before = clock.wait(3)
    then = house.measure("experiment_effect", as_of=date(2026, 5, 1)).rows
    house.undo_experiment("spring")
    assert house.measure("experiment_effect", as_of=date(2026, 5, 1), known_at=before).rows == then


def test_arms_survive_another_import_and_a_merge_of_people(drawn):
    house, folder, _ = drawn
    before = parts(follow_up(drawn), date(2026, 5, 1))["invited", None]
    house.ingest(*write(folder / "again", {"past.csv": PAST}))
    rows = listed(folder / "list.csv")
    arm = {row["email"]: row["arm"] for row in rows}
    one, other = [mail for mail in arm if arm[mail] == "invited"][:2]
    house.join(one, other)
    after_join = parts(house, date(2026, 5, 1))["invited", None]
    assert after_join.n == before.n - 1
    assert house.experiments()[0].is_intact


def test_a_person_in_both_arms_is_left_out_and_said(drawn):
    house = follow_up(drawn)
    arm = {row["email"]: row["arm"] for row in listed(drawn[1] / "list.csv")}
    house.join(*(next(m for m in arm if arm[m] == one) for one in ("invited", "held out")))
    result = house.measure("experiment_effect", as_of=date(2026, 5, 1))
    assert result.headline.answer.n == 398
    assert "mixed-arms" in [caveat.code for caveat in result.caveats]


def test_the_list_can_be_told_to_a_new_book_and_is_then_not_registered(drawn):
    files = after(listed(drawn[1] / "list.csv"))
    with fresh_house(Clock(datetime(2026, 6, 1))) as (house, folder):
        house.ingest(*write(folder, {"past.csv": PAST, **files}), drawn[1] / "list.csv")
        result = house.measure("experiment_effect", as_of=date(2026, 5, 1))
        assert result.headline.answer.value == pytest.approx(10, abs=0.2)
        assert "not-registered" in [caveat.code for caveat in result.caveats]


def test_arms_told_afterwards_do_not_change_a_registered_draw(drawn):
    house = follow_up(drawn)
    before = parts(house, date(2026, 5, 1))["invited", None]
    rows = "experiment,assigned_at,email,arm\n" + "".join(
        f"spring,2026-01-15,c{n}@example.com,held out\n" for n in range(200)
    )
    house.ingest(*write(drawn[1] / "lie", {"experiments.csv": rows}))
    assert parts(house, date(2026, 5, 1))["invited", None] == before


def test_each_experiment_is_told_by_its_name(drawn):
    house, folder, _ = drawn
    house.draw_experiment(Plan("autumn", "And now?", share_held_out=0.25), folder / "autumn.csv")
    told = parts(follow_up(drawn), date(2026, 5, 1), by="experiment")
    assert told["invited", "spring"].value == pytest.approx(10, abs=0.2)
    assert ("invited", "autumn") in told


def test_thirty_in_each_arm_are_needed_to_draw():
    with fresh_house(Clock(NOW)) as (house, folder):
        house.ingest(*write(folder, {"past.csv": PAST}))
        with pytest.raises(UserError, match="where 30 of each are needed"):
            house.draw_experiment(Plan("small", "Enough?", share_held_out=0.05))


@pytest.mark.parametrize(
    "wrong", [{"who": "friends"}, {"share_held_out": 1.0}, {"days": 0}, {"name": " "}]
)
def test_a_plan_that_cannot_be_is_refused(wrong):
    with pytest.raises(UserError):
        Plan(**{"name": "a", "question": "b", **wrong})


NEW_TABLES = ("trial", "correction", "group_ruling", "handling", "reading", "complaint_group",
              "voice_model")  # fmt: skip


def test_a_book_of_the_first_edition_gets_all_that_came_since(tmp_path):
    with house_at(tmp_path / "old.rapport") as house:
        for name in NEW_TABLES:
            house.book.engine.run(f"DROP TABLE {name}")
        house.book.engine.run("ALTER TABLE staff DROP COLUMN team")
        house.book.engine.run("UPDATE about SET value = '1' WHERE name = 'edition'")
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE database_name <> 'system' ORDER BY table_name, column_name"
    )
    with house_at(tmp_path / "old.rapport") as old, house_at(tmp_path / "new.rapport") as new:
        assert table(old, columns) == table(new, columns) != []
        assert old.experiments() == ()
