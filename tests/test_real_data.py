"""Do real files give the published numbers, from the door to the measure?"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

import rapport
from rapport.house import House
from rapport.sources.mapping import SavedMapping
from worlds import table

HERE = Path(__file__).resolve().parents[1]
DATA = HERE.parent / "shared" / "data"
RETAIL = DATA / "online_retail_2009_2010"
OLIST = DATA / "olist_sample"
AS_OF = date(2010, 12, 9)

if not DATA.is_dir() and os.environ.get("CI"):
    pytest.fail("the real data are not beside the checkout", pytrace=False)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not beside the checkout"),
]


def parts(house: House, key: str, **cut: str) -> dict[tuple[str | None, str | None], float]:
    """A measure's values by part and segment."""
    rows = house.measure(key, **cut).tidy()
    return {(row["part"], row["segment"]): row["estimate"] for row in rows}


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    with rapport.open(tmp_path_factory.mktemp("orders") / "a.book", create=True) as house:
        house.ingest(RETAIL / "orders.parquet")
        yield house


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    with rapport.open(tmp_path_factory.mktemp("lines") / "a.book", create=True) as house:
        house.ingest(RETAIL / "lines.parquet")
        yield house


def test_cancellations_are_refunds_and_never_orders(orders):
    assert table(orders, "SELECT count(*) FROM purchase") == [(19_215,)]
    assert table(orders, "SELECT count(*), sum(amount) FROM refund") == [(4_372, 48_379_470)]


@pytest.mark.parametrize("told", ["orders", "lines"])
def test_both_files_tell_the_published_customers_and_revenue(told, request):
    house = request.getfixturevalue(told)
    assert parts(house, "customers")[None, None] == 4_314
    revenue = parts(house, "revenue")
    assert revenue["sales to known customers", None] == pytest.approx(8_832_003.26)
    assert revenue["refunds", None] == pytest.approx(483_794.70)
    assert revenue["net of refunds", None] == pytest.approx(8_348_208.56)
    assert parts(house, "repeat_rate")["came back", None] == pytest.approx(0.6706, abs=5e-5)


def test_the_revenue_of_unknown_customers_is_shown_as_such(lines):
    assert parts(lines, "revenue")["unknown customers", None] == pytest.approx(1_473_888.75)
    nameless = sum(
        table(lines, f"SELECT count(*) FROM {name} WHERE contact IS NULL")[0][0]
        for name in ("purchase_line", "refund")
    )
    assert nameless == 107_927


def test_both_files_in_one_book_count_nothing_twice(orders, lines, tmp_path):
    with rapport.open(tmp_path / "both.book", create=True) as house:
        house.ingest(RETAIL / "lines.parquet", RETAIL / "orders.parquet")
        for key in ("customers", "revenue", "repeat_rate", "average_order_value"):
            assert parts(house, key) == parts(lines, key)
        for key in ("customers", "average_order_value"):
            assert parts(house, key) == parts(orders, key)


HALF = """
COPY (
    SELECT *
    FROM read_parquet('{}')
    WHERE hash(invoice) % 2 = {}
    ORDER BY hash(invoice)
) TO '{}'
"""


def test_orders_split_shuffled_and_told_again_are_the_same_book(orders, tmp_path):
    for side in (0, 1):
        half = HALF.format(RETAIL / "orders.parquet", side, tmp_path / f"{side}.parquet")
        orders.book.engine.run(half)
    with rapport.open(tmp_path / "split.book", create=True) as house:
        house.ingest(tmp_path / "1.parquet", tmp_path / "0.parquet")
        house.ingest(tmp_path / "0.parquet", RETAIL / "orders.parquet")
        assert house.book.digest() == orders.book.digest()
        assert parts(house, "revenue") == parts(orders, "revenue")


def mapped(house: House, name: str, file: Path) -> None:
    """Take a file in by a mapping of the examples."""
    saved = SavedMapping.from_json((HERE / "examples" / "olist" / f"{name}.json").read_text())
    house.ingest(file, kind=saved.kind, mapping=dict(saved.told), source=saved.source)


@pytest.fixture(scope="module")
def olist(tmp_path_factory):
    with rapport.open(tmp_path_factory.mktemp("olist") / "a.book", create=True) as house:
        mapped(house, "orders", OLIST / "orders.parquet")
        mapped(house, "reviews", OLIST / "reviews.parquet")
        yield house


def test_a_kept_delivery_promise_scores_4_30_and_a_broken_one_2_53(olist):
    rows = olist.measure("customer_satisfaction", by="promise").tidy()
    means = {row["segment"]: row for row in rows if row["part"] == "mean score"}
    assert round(means["kept"]["estimate"], 2) == 4.30
    assert means["kept"]["n"] == 10_311
    assert round(means["broken"]["estimate"], 2) == 2.53
    assert means["broken"]["n"] == 914


def test_satisfaction_scores_never_become_a_net_promoter_score(olist):
    (row, *_) = olist.measure("net_promoter_score").tidy()
    assert row["estimate"] is None
    assert row["refusal"]


def test_244_of_26511_customers_came_back(olist):
    told = parts(olist, "repeat_rate")
    assert parts(olist, "customers")[None, None] == 26_511
    assert told["customers who came back", None] == 244


def test_a_folder_of_mixed_kinds_goes_in_with_one_command(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in ("online_retail_2009_2010/orders", "twitter_customer_care/messages"):
        (folder / f"{name.replace('/', '_')}.parquet").symlink_to(DATA / f"{name}.parquet")
    (folder / "README.md").write_text("what lies here")
    with rapport.open(tmp_path / "a.book", create=True) as house:
        summary = house.ingest(folder)
        kinds = {kind for file in summary.files for kind, count in file.kinds if count}
        assert {"purchase", "refund", "message"} <= kinds
        assert [passed.told_as for passed in summary.passed_over] == ["README.md"]


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("twitter_customer_care/messages", "message"),
        ("twitter_support_spotify_inbound/messages", "message"),
        ("trustpilot_rental/reviews", "answer"),
        ("telecom_tweets_fr/tweets", "message"),
    ],
)
def test_real_messages_and_reviews_are_recognised(file, kind, tmp_path):
    with rapport.open(tmp_path / "a.book", create=True) as house:
        summary = house.ingest(DATA / f"{file}.parquet")
        assert dict(summary.files[0].kinds).get(kind, 0) > 0
        assert summary.read <= summary.written + summary.known + summary.rejected
