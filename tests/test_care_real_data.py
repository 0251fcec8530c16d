"""Do the care measures give the published numbers of real conversations, from the door on?"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

import rapport
from rapport.core.estimate import Estimate, Refusal

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

if not DATA.is_dir() and os.environ.get("CI"):
    pytest.fail("the real data are not beside the checkout", pytrace=False)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not beside the checkout"),
]


def answers(house, key, **cut):
    return {(row.part, row.segment): row.answer for row in house.measure(key, **cut).rows}


@pytest.fixture(scope="module")
def tweets(tmp_path_factory):
    with rapport.open(tmp_path_factory.mktemp("tweets") / "a.book", create=True) as house:
        house.ingest(
            DATA / "twitter_customer_care" / "messages.parquet",
            kind="message",
            mapping={"channel": "company"},
        )
        yield house


def test_the_median_first_answer_of_25_companies_is_124_7_minutes(tweets):
    told = answers(tweets, "first_response_time")
    assert 60 * told["median", None].value == pytest.approx(124.7, abs=0.05)
    assert told["questions", None].value == 1_025
    assert told["still waiting", None].value == 0


def test_every_company_has_its_own_time_or_says_why_not(tweets):
    told = answers(tweets, "first_response_time", by="channel")
    medians = {segment: one for (part, segment), one in told.items() if part == "median"}
    assert len(medians) >= 25
    assert isinstance(medians["Google"], Estimate)
    assert medians["Google"].value > 100 > medians["RockstarSupport"].value
    assert isinstance(medians["Uber_Support"], Refusal)


@pytest.mark.parametrize(
    "file", ["twitter_support_spotify_inbound/messages", "telecom_tweets_fr/tweets"]
)
def test_messages_whose_answers_nobody_can_tie_are_refused_not_called_unheard(file, tmp_path):
    with rapport.open(tmp_path / "a.book", create=True) as house:
        house.ingest(DATA / f"{file}.parquet")
        for key in ("response_rate", "first_response_time", "unheard", "constancy"):
            assert isinstance(house.measure(key).headline.answer, Refusal), key


REVIEWS = """
COPY (
    SELECT
        review_id || '{mark}' AS message_id,
        review_id AS thread,
        "at" AS sent_at,
        author AS account,
        company AS channel,
        'public' AS visibility,
        '{side}' AS direction,
        {words} AS text
    FROM '{file}'
    WHERE length({words}) > 0
) TO '{out}' (HEADER)
"""


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    """Reviews and replies as two files; a reply's time is not told: it stands at its review's."""
    folder = tmp_path_factory.mktemp("reviews")
    file = DATA / "trustpilot_rental" / "reviews.parquet"
    with duckdb.connect() as engine, rapport.open(folder / "a.book", create=True) as house:
        for side, words in (("in", "text"), ("out", "company_reply")):
            out = folder / f"{side}.csv"
            engine.execute(REVIEWS.format(mark=side, side=side, words=words, file=file, out=out))
            house.ingest(out)
        yield house


def test_a_company_that_never_replies_to_reviews_has_0_percent_and_no_answer_time(reviews):
    rates = answers(reviews, "response_rate", by="channel")
    assert rates["answered", "Getaround"].value == 0
    assert rates["answered", "RVshare"].value == pytest.approx(215 / 800, abs=0.01)
    times = answers(reviews, "first_response_time", by="channel")
    assert isinstance(times["median", "Getaround"], Refusal)
