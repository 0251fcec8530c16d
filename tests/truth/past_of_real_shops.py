"""Past of real shops: what does a back-test say of the public purchase logs?"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import duckdb

import rapport
from rapport.core.backtest import Backtest

SHARED = Path(__file__).parents[3] / "shared" / "data"

LOGS = {
    "cdnow_sample": ("clv/cdnow_sample.csv.gz", "amount", "USD", date(1998, 6, 30), 273),
    "grocery": ("clv/grocery.csv.gz", "10", "EUR", date(2007, 12, 30), 364),
    "apparel": ("clv/apparel_transactions.csv.gz", "amount", "EUR", date(2010, 12, 20), 1449),
}
"""File, amount, currency, last day, and days held out, as in the research these come from."""


def back_test_of(name: str) -> Backtest:
    """Take a log in at the door and test forecasts on its past."""
    file, amount, currency, last, hold_out = LOGS[name]
    folder = Path(tempfile.mkdtemp(prefix="rapport-truth-"))
    try:
        duckdb.connect().execute(
            f"COPY (SELECT customer_id, date AS ordered_at, {amount} AS amount, "
            f"'{currency}' AS currency, row_number() OVER () AS order_id "
            f"FROM read_csv_auto('{SHARED / file}')) TO '{folder / 'log.csv'}' (HEADER)"
        )
        with rapport.open(folder / "log.rapport", create=True) as house:
            house.ingest(folder / "log.csv", kind="purchase")
            return house.backtest(hold_out, as_of=last)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def back_test_of_online_retail() -> Backtest:
    """Fit on the first eight months of the year, hold out what followed."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-truth-"))
    try:
        with rapport.open(folder / "log.rapport", create=True) as house:
            house.ingest(SHARED / "online_retail_2009_2010" / "orders.parquet")
            return house.backtest((house.last_day - date(2010, 7, 31)).days)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
