"""Who bought how much in which month, was seen when, and is connected from when on?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.panel import Marks, Numbers, Panel

Codes = NDArray[np.int64]
Small = NDArray[np.int16]

LONG_AGO = 12
"""Recency is told up to so many months."""


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """Months of all customers; (months, customers) or (customers,).

    `amounts` money, `orders` how many, `recency` how many months before a month the last sign
    of life lies (1 to LONG_AGO); `entry` month of the first order, `connection` first full
    month connected (`panel.NEVER`, or any month after the last: not connected), `until` first
    month that is no longer observed. The month of joining itself is no month of connection: the
    order after which people join lies in it.
    """

    amounts: Numbers
    orders: Small
    recency: NDArray[np.int8]
    entry: Codes
    connection: Codes
    until: Codes

    @property
    def months(self) -> int:
        """How many months there are."""
        return len(self.amounts)

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.entry)


def histories(
    panel: Panel,
    entry: NDArray[np.integer],
    connection: NDArray[np.integer],
    signs: Marks | None = None,
    until: NDArray[np.integer] | None = None,
) -> Histories:
    """Histories from a panel of two outcomes, money and orders.

    `signs` (months, customers): other recorded interactions than orders, but never the
    connection itself: it would be a sign of life on one side only. `until`: where customers
    stop being observed (default: the panel's end). Connections older than the panel count from
    its first month on. Raises ContractError where sizes differ.
    """
    shape = (len(panel.months), panel.customers)
    if panel.outcomes != 2 or not shape[1:] == entry.shape == connection.shape:
        raise ContractError("histories need money and orders, an entry and a connection each")
    if signs is not None and signs.shape != shape:
        raise ContractError("signs of life tell of other months or customers than the panel")
    amounts, orders = np.zeros(shape), np.zeros(shape, dtype=np.int16)
    for place, month in enumerate(panel.months):
        amounts[place, : month.shape[1]], orders[place, : month.shape[1]] = month
    last = np.full(shape[1], shape[0]) if until is None else np.minimum(until, shape[0])
    seen = orders > 0 if signs is None else signs | (orders > 0)
    return Histories(
        amounts, orders, _recency(seen), entry.astype(np.int64),
        np.maximum(connection, 0).astype(np.int64), last.astype(np.int64),
    )  # fmt: skip


def _recency(seen: Marks) -> NDArray[np.int8]:
    """Months since the last sign of life before each month, LONG_AGO when longer or never."""
    recency = np.full(seen.shape, LONG_AGO, dtype=np.int8)
    for month in range(1, len(seen)):
        longer = np.minimum(recency[month - 1] + 1, LONG_AGO)
        recency[month] = np.where(seen[month - 1], 1, longer)
    return recency
