"""Two dates: what was each customer's history on a day, and what on an earlier one?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Columns, Snapshot, Step
from rapport.measures.value.histories import BACK, DAYS, HISTORY, UNTOLD
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]


def _earlier(step: Step) -> Step:
    """The same step on the earlier day."""
    sql = step.sql.replace("$until", "$before")
    for name in ("purchase_days", "money_back", "purchase_history"):
        sql = sql.replace(name, f"earlier_{name}")
    return replace(step, name=f"earlier_{step.name}", sql=sql)


PAIRS = Step(
    "pairs",
    """
    SELECT
        now.segment,
        now.frequency,
        now.recency,
        now.age,
        COALESCE(early.frequency, 0) AS then_frequency,
        COALESCE(early.recency, 0) AS then_recency,
        COALESCE(early.age, -1) AS then_age,
        COUNT(*) AS customers,
        CAST(SUM(GREATEST(now.amount, 0)) AS DOUBLE) AS amount,
        CAST(SUM(GREATEST(COALESCE(early.amount, 0), 0)) AS DOUBLE) AS then_amount
    FROM purchase_history AS now
    LEFT JOIN earlier_purchase_history AS early
        ON early.person = now.person
    GROUP BY ALL
    ORDER BY ALL
    """,
)
STEPS = (DAYS, BACK, HISTORY, *(_earlier(step) for step in (DAYS, BACK, HISTORY)), PAIRS)


@dataclass(frozen=True, slots=True, eq=False)
class Standpoint:
    """Histories as they stood on a day; `amount` of all customers of a tuple together."""

    day: date
    tuples: PurchaseTuples
    amount: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class TwoDates:
    """The same customers on two days, arrays of shape (n,); `old` are those known before."""

    now: Standpoint
    then: Standpoint
    old: NDArray[np.bool_]


def read_two_dates(
    snapshot: Snapshot, until: date, before: date, by: str | None = None
) -> Mapping[str | None, TwoDates]:
    """Histories on two days of everybody (None), or of each segment."""
    key = ("two dates", until, before, by)
    return snapshot.once(key, lambda: _read(snapshot.cut(by), until, before, by))


def _read(
    snapshot: Snapshot, until: date, before: date, by: str | None
) -> Mapping[str | None, TwoDates]:
    found = snapshot.read(*STEPS, parameters={"until": until, "before": before})
    if not len(found["frequency"]):
        return {}
    if by is None:
        return {None: _pairs(found, until, before)}
    segments = np.ma.filled(found["segment"], UNTOLD)
    return {
        segment: _pairs(
            {name: values[segments == segment] for name, values in found.items()}, until, before
        )
        for segment in sorted(set(segments))
    }


def _pairs(found: Columns, until: date, before: date) -> TwoDates:
    """Arrange what the engine found; who was not known before stands with an age of 0."""
    told = {
        name: np.ma.filled(values, 0).astype(np.float64)
        for name, values in found.items()
        if name != "segment"
    }
    count = told["customers"]
    now = PurchaseTuples(told["frequency"], told["recency"], told["age"], count)
    then = PurchaseTuples(
        told["then_frequency"], told["then_recency"], np.maximum(told["then_age"], 0), count
    )
    return TwoDates(
        Standpoint(until, now, told["amount"]),
        Standpoint(before, then, told["then_amount"]),
        told["then_age"] >= 0,
    )
