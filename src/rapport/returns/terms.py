"""Terms: what did the company tell that no export tells, as numbers ready for the accounts?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot
from rapport.core.units import MONEY, Unit

EVEN_SHARE = Decimal("0.5")
"""Midpoint of the bounds, where nobody told the share of referred customers."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Settings in force on the as-of day; None: nobody told.

    `margin_rate` and `incremental_share` lie in [0, 1]; `acquisition_cost` is in minor units;
    `scale` is how many minor units make one unit of `currency` ("" where it is refused).
    """

    currency: str
    scale: int
    refusal: Refusal | None
    margin_rate: Decimal | None
    margin_since: date | None
    incremental_share: Decimal | None
    acquisition_cost: int | None
    attribution_days: int

    @property
    def money(self) -> Unit:
        """The unit of every amount of the statement."""
        return MONEY.in_currency(self.currency)

    @property
    def used_share(self) -> Decimal:
        """The share that splits referred customers' margin: told, else the midpoint."""
        return EVEN_SHARE if self.incremental_share is None else self.incremental_share


def read_terms(snapshot: Snapshot) -> Terms:
    """Read the settings that the accounts need."""
    currency = snapshot.currency
    refusal = currency if isinstance(currency, Refusal) else None
    cost = _decimal(snapshot, "acquisition_cost")
    return Terms(
        currency="" if isinstance(currency, Refusal) else currency,
        scale=snapshot.minor_units,
        refusal=refusal,
        margin_rate=_decimal(snapshot, "margin_rate"),
        margin_since=snapshot.setting("margin_rate").since,
        incremental_share=_decimal(snapshot, "incremental_share"),
        acquisition_cost=None if cost is None else round(cost * snapshot.minor_units),
        attribution_days=int(snapshot.setting("attribution_days").value),
    )


def _decimal(snapshot: Snapshot, name: str) -> Decimal | None:
    """A setting as an exact number, None where nobody told it (it was checked when set)."""
    value = snapshot.setting(name).value
    return Decimal(value) if value else None
