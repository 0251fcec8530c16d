"""Published: does a reaction carry what its post is, once, and can it be cut by it?"""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.errors import UnknownName
from rapport.core.measure import Step
from worlds import fresh_house

POSTS = """post_id,posted_at,channel,type,topic,campaign,sponsored,text
p1,2025-01-01,instagram,video,tea,spring,yes,Hello
p2,2025-01-02,instagram,photo,,,no,Hello
"""
REACTIONS = """reaction_id,reacted_at,kind,post_id,channel,email
r1,2025-01-03,like,p1,instagram,a@example.com
r2,2025-01-04,share,p2,instagram,a@example.com
r3,2025-01-05,like,p9,instagram,b@example.com
"""
ALL = Step("all_reactions", "SELECT *\nFROM reaction\nORDER BY key", ("reaction",))


@pytest.fixture(scope="module")
def house():
    with fresh_house() as (house, folder):
        for name, text in (("posts", POSTS), ("again", POSTS), ("reactions", REACTIONS)):
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        house.ingest(*sorted(folder.glob("*.csv")))
        yield house


def test_a_reaction_tells_what_its_post_is_and_stands_once(house):
    told = house.snapshot(date(2025, 6, 1)).read(ALL)
    assert list(told["key"]) == ["r1", "r2", "r3"]
    assert list(told["type"].filled("")) == ["video", "photo", ""]
    assert list(told["sponsored"].filled(False)) == [True, False, False]


@pytest.mark.parametrize(
    ("by", "segments"),
    [
        ("type", ["video", "photo", "(not told)"]),
        ("topic", ["tea", "(not told)", "(not told)"]),
        ("sponsored", ["sponsored", "organic", "(not told)"]),
        ("channel", ["instagram"] * 3),
    ],
)
def test_reactions_are_cut_by_what_their_posts_are(house, by, segments):
    assert list(house.snapshot(date(2025, 6, 1)).cut(by=by).read(ALL)["segment"]) == segments


def test_messages_are_not_cut_by_what_posts_are(house):
    step = Step("all_messages", "SELECT *\nFROM message", ("message",))
    with pytest.raises(UnknownName):
        house.snapshot(date(2025, 6, 1)).cut(by="topic").read(step)
