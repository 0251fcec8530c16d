"""Value of each: what does a forecast say of every simulated customer, beside the truth?"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

import rapport
from rapport.core.measure import Step
from rapport.demonstration import SETTINGS
from rapport.house import House
from rapport.measures.value.forecast import whole_outlook, whole_spread
from rapport.measures.value.rehearsal import SEED
from rapport.measures.value.spread import BEYOND_HISTORY, spread_again
from rapport.sources.demo import simulate
from rapport.stats.tuples import PurchaseTuples

EACH = """
SELECT
    told.days_with_orders - 1 AS frequency,
    date_diff('day', told.first_day, told.last_day) AS recency,
    date_diff('day', told.first_day, CAST($as_of AS DATE)) AS age,
    told.amount,
    truth.clv_next_365 AS truth,
    connected.person IS NOT NULL AS connected
FROM read_parquet($people) AS told
JOIN read_csv_auto($truth) AS truth ON (truth.email = told.email AND truth.came)
LEFT JOIN connected ON (connected.person = told.person)
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of one side's customers: mean value foretold, its interval, and the true mean."""

    model: str
    side: str
    rank: int
    customers: int
    forecast: float
    low: float
    high: float
    truth: float

    @property
    def holds(self) -> bool:
        """Whether the truth lies in the interval."""
        return self.low <= self.truth <= self.high


def tenths(seed: int, customers: int) -> list[Tenth]:
    """Simulate a company, take its files in at the door, and compare value tenth by tenth.

    The truth is of all orders; a book that cannot put a name to some, and sees refunds, can
    expect so many of them, and no more.
    """
    folder = Path(tempfile.mkdtemp(prefix="rapport-truth-"))
    try:
        simulate(folder / "exports", customers=customers, seed=seed)
        with rapport.open(folder / "book.rapport", create=True) as house:
            for name, value in SETTINGS:
                house.set(name, value)
            house.ingest(*sorted((folder / "exports").glob("simulated_*.csv")))
            return _compared(house, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _compared(house: House, folder: Path) -> list[Tenth]:
    snapshot = house.snapshot()
    outlook = whole_outlook(snapshot)
    house.write_people("lifetime_value", folder / "people.parquet")
    engine = duckdb.connect()
    people = snapshot.read(Step("now", "SELECT person FROM connection", ("connection",)))
    engine.register("connected", {"person": people["person"]})
    bound = {
        "as_of": snapshot.as_of,
        "people": str(folder / "people.parquet"),
        "truth": str(folder / "exports" / "truth_people.csv"),
    }
    told = engine.execute(EACH, bound).fetchnumpy()
    columns = {name: np.ma.filled(values, 0).astype(float) for name, values in told.items()}
    seen = _seen(house) * outlook.histories.net_share
    found = []
    tied = columns["connected"] > 0
    for side, mask in (("connected", tied), ("others", ~tied)):
        held = {name: values[mask] for name, values in columns.items()}
        found += _of_side(snapshot, outlook, side, held, seen)
    return found


def _seen(house: House) -> float:
    """Share of orders that name a customer whom the book knows."""
    rows = house.measure("revenue").rows
    named = {str(row.part): row.answer.value for row in rows}
    sales, unknown = named["sales to known customers"], named["unknown customers"]
    return sales / (sales + unknown)


def _of_side(snapshot, outlook, side: str, held: dict[str, np.ndarray], seen: float) -> list[Tenth]:
    """Tenths of one side, the most promising first."""
    ones = np.ones(len(held["truth"]))
    tuples = PurchaseTuples(held["frequency"], held["recency"], held["age"], ones)
    here = outlook.standing_at(snapshot.as_of, tuples, held["amount"])
    margin = outlook.histories.net_margin_share(0.45) / 100
    each = margin * here.orders(365.0) * here.order_values()
    spread = whole_spread(snapshot, outlook)
    found = []
    for rank, rows in enumerate(np.array_split(np.lexsort((held["truth"], -each)), 10), start=1):
        again = spread_again(here.taken(rows), spread, 0.0, SEED + rank, allowance=BEYOND_HISTORY)
        value = float(each[rows].mean())
        low, high = again.around(value, "value")
        truth = float(held["truth"][rows].mean()) * seen
        found.append(Tenth(outlook.model, side, rank, len(rows), value, low, high, truth))
    return found
