"""Published data: which purchase histories do the papers and other programs fit?"""

from __future__ import annotations

import csv
import gzip
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from rapport.stats.tuples import PurchaseTuples, SpendTuples, collapse

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "clv"

if not FOLDER.is_dir() and os.environ.get("CI"):
    pytest.fail("the published data are not beside the checkout", pytrace=False)
needs_published_data = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the published data are not beside the checkout"
)


@cache
def columns(name: str) -> dict[str, np.ndarray]:
    """The columns of a file, as text."""
    opener = gzip.open if name.endswith(".gz") else open
    with opener(FOLDER / name, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([row[column] for row in rows]) for column in rows[0]}


def cdnow(recency: str = "t_x_exact", age: str = "T_exact"):
    """CDNOW's 2,357 customers to 1997-09-30 in weeks: tuples and each customer's place."""
    table = columns("cdnow_summary_39w.csv.gz")
    numbers = [table[name].astype(float) for name in ("x", recency, age)]
    return collapse(*numbers)


def donors() -> PurchaseTuples:
    """11,104 donors over six yearly occasions."""
    table = columns("donations_1995_2001.csv")
    return PurchaseTuples.of(
        *(table[name].astype(float) for name in ("x", "t_x", "n", "customers"))
    )


def histories(name: str, end: str, unit: float):
    """From a log up to a day: x, t_x, T in `unit` days and mean spend of repeats, a customer each.

    Purchases of one day are one purchase, as all the programs have it.
    """
    log = columns(name)
    days = log["date"].astype("datetime64[D]")
    kept = days <= np.datetime64(end)
    _, who = np.unique(log["customer_id"][kept], return_inverse=True)
    whole = (days[kept] - np.datetime64("1970-01-01")).astype(int)
    visits, place = np.unique(who * 100_000 + whole, return_inverse=True)
    spent = np.bincount(place, log["amount"][kept].astype(float))
    owner, day = visits // 100_000, visits % 100_000
    starts = np.unique(owner, return_index=True)[1]
    x = np.bincount(owner) - 1.0
    first, last = np.minimum.reduceat(day, starts), np.maximum.reduceat(day, starts)
    final = int((np.datetime64(end) - np.datetime64("1970-01-01")).astype(int))
    spend = (np.bincount(owner, spent) - spent[starts]) / np.maximum(x, 1)
    return x, (last - first) / unit, (final - first) / unit, spend


def apparel(spend: bool = False):
    """600 buyers of apparel over 104 weeks, pattern = 2 gender + channel; or what they spent."""
    x, last, age, amount = histories("apparel_transactions.csv.gz", "2006-12-31", 7.0)
    traits = columns("apparel_static_covariates.csv")
    _, row = np.unique(traits["customer_id"], return_index=True)
    pattern = 2 * traits["gender"][row].astype(int) + traits["channel"][row].astype(int)
    if spend:
        buyers = (x > 0) & (amount > 0)
        return SpendTuples.of(x[buyers], amount[buyers], pattern=pattern[buyers])
    return collapse(x, last, age, pattern).tuples


def spenders(x, spend) -> SpendTuples:
    """Repeat buyers whose mean spend is above zero."""
    buyers = (x > 0) & (spend > 0)
    return SpendTuples.of(x[buyers], spend[buyers])
