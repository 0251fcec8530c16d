"""Lift data: panels with published answers, and small worlds with connecting customers."""

from __future__ import annotations

import csv
import gzip
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from rapport.stats.cells import Cells, count_cells
from rapport.stats.panel import NEVER, Labels, Panel

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "lift"

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


def published(name: str, unit: str, cohort: str, outcome: str) -> Cells:
    """The cells of a published panel: years from 0, cohort 0 meaning never."""
    table = columns(name)
    units, code = np.unique(table[unit], return_inverse=True)
    year = table["year"].astype(float).astype(int)
    first = table[cohort].astype(float).astype(int)
    cohorts = np.empty(len(units), int)
    cohorts[code] = np.where(first > 0, first - year.min(), NEVER)
    amounts = table[outcome].astype(float)[None]
    panel = Panel.of(code, year - year.min(), amounts, len(units), int(np.ptp(year)) + 1)
    return count_cells(panel, Labels(cohorts, np.zeros(len(units), int)))


def mpdta() -> Cells:
    """County teen employment and minimum wages, Callaway & Sant'Anna 2021."""
    return published("mpdta.csv", "countyreal", "first_treat", "lemp")


def castle() -> Cells:
    """Homicide and castle-doctrine laws, Cheng & Hoekstra 2013."""
    return published("castle.csv", "sid", "effyear", "l_homicide")


def world(customers: int, seed: int, months: int = 24, lift: float = 0.2, strata: int = 6):
    """Labels and amounts (customers, months): better customers connect, seasons, growth."""
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, strata, customers)
    liveliness = rng.gamma(2, 1, customers) * (1 + stratum / 4)
    connects = rng.random(customers) < np.clip(0.1 * liveliness, 0, 0.8)
    when = rng.integers(months // 6, months - 3, customers)
    cohort = np.where(connects, when, NEVER)
    month = np.arange(months)
    pace = (1 + 0.2 * np.sin(month / 3)) * (1 + 0.02 * month)
    rate = 0.15 * liveliness[:, None] * pace * (1 + lift * (month >= cohort[:, None]))
    orders = rng.poisson(rate)
    return Labels(cohort, stratum), np.round(orders * rng.gamma(3, 10, orders.shape), 2), orders


def cells_of(labels: Labels, *amounts: np.ndarray, stratified: bool = True) -> Cells:
    """The cells of dense amounts (customers, months), one array an outcome."""
    stratum = labels.stratum if stratified else np.zeros_like(labels.stratum)
    return count_cells(panel_of(*amounts), Labels(labels.cohort, stratum))


def panel_of(*amounts: np.ndarray) -> Panel:
    """The panel of dense amounts (customers, months), one array an outcome."""
    return Panel(tuple(np.stack([told[:, month] for told in amounts]) for month in months(amounts)))


def months(amounts: tuple[np.ndarray, ...]) -> range:
    """The months of dense amounts."""
    return range(amounts[0].shape[1])
