"""Site learning: does a company's own jargon teach its engine, and can that be taken back?"""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from rapport.core.errors import UserError
from rapport.site_learning import forget_site, in_force, learn_site
from voice.stand_in import StandIn
from worlds import Clock, house_at, write

pytestmark = pytest.mark.slow

NOW = datetime(2024, 6, 2, 12)
HEADER = "survey,question,submitted_at,email,scale_low,scale_high,score,comment\n"
MEANT = ((1, "it was blorp"), (3, "it was plain"), (5, "it was zink"))
"""Words that the engine below does not know, beside the scores that tell what they mean."""


def answers(count: int) -> str:
    """So many answers of as many people, one a day."""
    first = date(2022, 6, 1)
    rows = (
        f"after,csat,{first + timedelta(days=n)},c{n}@example.com,1,5,{score},{word} {n % 7}\n"
        for n in range(count)
        for score, word in [MEANT[n % 3]]
    )
    return HEADER + "".join(rows)


@pytest.fixture(scope="module")
def read_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("taught")
    with house_at(folder / "book.rapport", Clock(NOW)) as house:
        house.ingest(*write(folder, {"answers.csv": answers(600)}))
        house.listening.score(engine=StandIn())
    return folder / "book.rapport"


@pytest.fixture
def house(read_once, tmp_path):
    with house_at(Path(shutil.copy(read_once, tmp_path)), Clock(NOW)) as house:
        yield house


def test_what_reads_better_is_kept_and_in_force_until_it_is_forgotten(house):
    below = StandIn()
    assert learn_site(house.book, house.snapshot(), below, NOW).kept
    taught = in_force(house.book, below)
    assert taught.version.startswith(f"{below.version}+site:")
    done = house.listening.score(engine=taught)
    assert (done.messages, done.version) == (600, taught.version)
    assert forget_site(house.book)
    assert in_force(house.book, below) is below
    assert not forget_site(house.book)


def test_what_was_learnt_on_another_engine_is_not_in_force(house):
    assert learn_site(house.book, house.snapshot(), StandIn(), NOW).kept
    other = StandIn(version="2")
    assert in_force(house.book, other) is other


def test_learning_twice_leaves_one_in_force(house):
    for _ in range(2):
        learn_site(house.book, house.snapshot(), StandIn(), NOW)
    told = house.book.engine.rows("SELECT count(*) FROM voice_model WHERE in_force")
    assert told == [(1,)]


def test_nothing_is_learnt_before_anything_was_read(house):
    house.book.engine.run("DELETE FROM reading")
    with pytest.raises(UserError, match="voice score"):
        learn_site(house.book, house.snapshot(), StandIn(), NOW)
