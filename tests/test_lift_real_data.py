"""Does a measured lift stay honest on real files, where no effect is known to exist?"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

import rapport
from rapport.core.estimate import Estimate, Refusal
from rapport.house import House

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CLAIMS = {"verdict-proven", "verdict-likely"}
SOFTWARE = {
    "purchases": """
        SELECT
            usage_id AS order_id, CAST(usage_date AS TIMESTAMP) AS ordered_at,
            lower(account_id) || '@example.com' AS email,
            usage_count + 1 AS amount, 'USD' AS currency
        FROM '{data}/saas_ravenstack_synthetic/feature_usage.parquet'
        JOIN '{data}/saas_ravenstack_synthetic/subscriptions.parquet' USING (subscription_id)
    """,
    "follows": """
        SELECT
            account_id AS follow_id, min(submitted_at) AS followed_at, 'community' AS kind,
            lower(account_id) || '@example.com' AS email, 'forum' AS channel
        FROM (
            SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY submitted_at) AS place
            FROM '{data}/saas_ravenstack_synthetic/support_tickets.parquet'
        )
        WHERE {connects}
        GROUP BY account_id
    """,
}
"""A made-up software firm in which nothing causes anything: uses are orders, tickets connect."""
CONNECTING = ("place = 3", "satisfaction_score >= 4", "place = 2")
"""What may stand for a connection: none of it has any effect."""
GROCER = {
    "purchases": """
        SELECT
            basket_id AS order_id, min(transaction_timestamp) AS ordered_at,
            'h' || household_id || '@example.com' AS email,
            round(sum(sales_value), 2) + 0.01 AS amount, 'USD' AS currency
        FROM '{data}/complete_journey/transactions_sample.parquet'
        GROUP BY basket_id, household_id
    """,
    "follows": """
        SELECT
            household_id AS follow_id, CAST(min(start_date) AS TIMESTAMP) AS followed_at,
            'h' || household_id || '@example.com' AS email, 'subscription' AS kind,
            'newsletter' AS channel
        FROM '{data}/complete_journey/campaigns.parquet'
        JOIN '{data}/complete_journey/campaign_descriptions.parquet' USING (campaign_id)
        GROUP BY household_id
    """,
}
"""A real grocer whose campaigns were aimed at chosen households: targeted is not connected."""

if not DATA.is_dir() and os.environ.get("CI"):
    pytest.fail("the real data are not beside the checkout", pytrace=False)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not beside the checkout"),
]


def asked(folder: Path, files: dict[str, str], connects: str = "") -> House:
    """A book of files made by queries over the shared data."""
    paths = [folder / f"{kind}.csv" for kind in files]
    for path, query in zip(paths, files.values(), strict=True):
        told = f"COPY ({query.format(data=DATA, connects=connects)}) TO '{path}' (HEADER)"
        duckdb.connect().execute(told)
    house = rapport.open(folder / "a.book", create=True)
    house.set("margin_rate", "0.4")
    house.ingest(*paths)
    return house


@pytest.fixture(scope="module", params=CONNECTING)
def software(request, tmp_path_factory):
    with asked(tmp_path_factory.mktemp("software"), SOFTWARE, request.param) as house:
        yield house


@pytest.fixture(scope="module")
def grocer(tmp_path_factory):
    with asked(tmp_path_factory.mktemp("grocer"), GROCER) as house:
        yield house.measure("connection_effect")


@pytest.mark.parametrize("key", ["connection_effect", "connection_effect_by_kind"])
def test_where_nothing_has_an_effect_none_is_likely_or_proven(software, key):
    told = software.measure(key)
    assert isinstance(told.headline.answer, Estimate)
    assert "verdict-no-evidence" in {caveat.code for caveat in told.caveats}
    assert not {caveat.code for caveat in told.caveats} & CLAIMS


def test_nothing_is_called_a_path_where_nothing_has_an_effect(software):
    codes = {caveat.code for caveat in software.measure("connection_trajectory").caveats}
    assert not codes & {"trajectory-up", "trajectory-down"}


def test_campaigns_aimed_at_chosen_households_are_refused_as_an_effect(grocer):
    assert isinstance(grocer.headline.answer, Refusal)
    assert "verdict-cannot-say" in {caveat.code for caveat in grocer.caveats}


def test_the_refused_effect_still_tells_the_raw_gap_as_none(grocer):
    gap = next(row.answer for row in grocer.rows if row.part == "raw gap, not an effect")
    assert isinstance(gap, Estimate)
    assert gap.interval.low > 0
