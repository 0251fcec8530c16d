"""What did each connected person's months bring, with and without the lift of the connection?"""

from __future__ import annotations

import numpy as np

from rapport.sources.demo.blocks import Generation
from rapport.sources.demo.clock import DAYS, Whole, calendar_months
from rapport.sources.demo.exported_orders import Numbers, reached
from rapport.sources.demo.files import ExportFiles
from rapport.sources.demo.histories import Customers
from rapport.sources.demo.paths import Lived
from rapport.sources.demo.world import World

# Months in which neither path brings anything are left out: their margins are 0.
MONTH_ROWS = """
    SELECT
        email_of(serial, any_value(name), any_value(french)),
        strftime(DATE '2023-01-01' + to_months(CAST(month AS INTEGER)), '%Y-%m'),
        round(sum(factual) * any_value(rate) / 100, 4),
        round(sum(without) * any_value(rate) / 100, 4)
    FROM source
    GROUP BY serial, month
    ORDER BY serial, month
"""


def export_months(
    files: ExportFiles,
    world: World,
    generations: list[Generation],
    customers: Customers,
    first: Numbers,
) -> None:
    """Append margin by calendar month of everyone who connects, on both paths, EUR.

    Designs that cover only some customer-months find the truth of exactly these here.
    """
    offsets = np.cumsum([0] + [len(one.cohort.people) for one in generations])
    person, month, cents, factual = [], [], [], []
    for one, offset in zip(generations, offsets[:-1].tolist(), strict=True):
        tied = one.lived[0].connected_since < DAYS
        for row, path in enumerate(one.lived[:2]):
            rows = _bought(path, tied[one.cohort.candidates.person])
            person.append(one.cohort.candidates.person[rows] + offset)
            month.append(calendar_months(path.days[rows]))
            cents.append(one.cohort.candidates.cents[rows])
            factual.append(np.full(len(rows), row == 0))
    who = np.concatenate(person)
    if not len(who):
        return
    sold, real = np.concatenate(cents), np.concatenate(factual)
    files.append(
        "truth_months.csv",
        MONTH_ROWS,
        {
            **reached(customers, who, first),
            "month": np.concatenate(month),
            "factual": np.where(real, sold, 0),
            "without": np.where(real, 0, sold),
            "rate": np.full(len(who), world.margin_rate),
        },
    )


def _bought(path: Lived, tied: np.ndarray) -> Whole:
    """Return the candidates bought on a path by people who connect."""
    return np.flatnonzero(path.bought & tied)
