"""Engagement rate: does it divide what the first days brought by followers, and say by what?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rapport.core.estimate import Estimate, Refusal
from rapport.measures.voice.engagement_rate import EngagementRate

from .small_book import SmallBook, amounts

OPENED = date(2024, 3, 1)
POSTS = [(f"p{n}", OPENED + timedelta(n), "Instagram", "photo", "team", "Hi") for n in range(6)]
FOLLOWERS = [(OPENED, "us", "instagram", 100), (OPENED + timedelta(3), "us", "instagram", 200)]


def done(post, kind="like", days=1, on_comment=None):
    return (1, POSTS[post][1] + timedelta(days), f"p{post}", kind, None, None, on_comment)


LIKES = [done(post) for post in range(6) for _ in range(post)]


def told(*more, posts=POSTS, audience=FOLLOWERS, as_of=date(2024, 12, 31), by=None, **tables):
    tables |= {"post": posts, "reaction": [*LIKES, *more], "audience": audience}
    return EngagementRate(by=by).measure(SmallBook(as_of, **tables))


def test_fifteen_likes_of_three_posts_to_100_and_three_to_200_followers():
    found = amounts(told())
    assert found["per follower"] == pytest.approx(100 * 15 / 900)
    assert found["per post"] == pytest.approx(15 / 6)


def test_n_is_posts_and_the_interval_is_that_of_a_ratio_over_posts():
    answer = told().headline.answer
    ratio, pairs = 15 / 900, zip((100,) * 3 + (200,) * 3, range(6), strict=True)
    variance = 6 / 5 * sum((y - ratio * x) ** 2 for x, y in pairs) / 900**2
    low = ratio / 2.718281828 ** (2.570582 * variance**0.5 / ratio)  # Student's t, 5 degrees
    assert answer.n == 6
    assert answer.interval.low == pytest.approx(100 * low, rel=1e-6)


def test_clicks_are_told_apart():
    found = amounts(told(done(0, "click"), done(1, "click"), done(2, "click")))
    assert found["per post"] == pytest.approx(15 / 6)
    assert found["clicks per post"] == pytest.approx(3 / 6)
    assert found["per follower, with clicks"] == pytest.approx(100 * 18 / 900)


def test_what_comes_after_the_first_days_or_to_a_comment_does_not_count():
    assert amounts(told(done(0, days=8), done(1, on_comment="c1"))) == amounts(told())


def test_a_comment_of_a_customer_counts_and_ours_does_not():
    said = [(1, OPENED, "t", way, None, "instagram", "Nice", "public", "p0")
            for way in ("in", "out")]  # fmt: skip
    assert amounts(told(message=said))["comments per post"] == pytest.approx(1 / 6)


def test_a_young_post_is_left_out():
    young = ("p9", date(2024, 12, 30), "instagram", "photo", "team", "New")
    assert amounts(told(posts=[*POSTS, young]))["posts"] == 6


def test_a_post_that_two_files_tell_is_one():
    assert amounts(told(posts=[*POSTS, POSTS[0]]))["posts"] == 6


def test_nothing_seen_is_not_known_to_be_nothing():
    row = next(row for row in told().rows if row.part == "saves per post")
    assert (row.answer.value, row.answer.interval.low) == (0, 0)
    assert row.answer.interval.high == pytest.approx(3.689 / 6, rel=1e-3)


def test_impressions_are_refused_and_so_are_followers_that_nobody_counted():
    answers = {row.part: row.answer for row in told(audience=[]).rows}
    assert isinstance(answers["per impression"], Refusal)
    assert "audience.csv" in str(answers["per follower"].remedy)
    assert isinstance(answers["per post"], Estimate)


def test_types_of_posts_are_cut_apart():
    types = ["photo"] * 1 + ["video"] * 5
    mixed = [(*post[:3], kind, *post[4:]) for post, kind in zip(POSTS, types, strict=True)]
    rows = told(posts=mixed, by="type").rows
    found = {row.segment: row.answer for row in rows if row.part == "per post"}
    assert found["video"].value == pytest.approx(15 / 5)
    assert isinstance(found["photo"], Refusal)
