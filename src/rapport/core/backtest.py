"""Back-test: how right would the forecasts have been, had they been made in the past?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rapport.core.estimate import Caveat, Estimate
from rapport.core.phrase import Phrase
from rapport.core.result import Provenance


@dataclass(frozen=True, slots=True)
class Forecaster:
    """One way to foretell, against what came.

    `orders` is its forecast of the total of orders, with a prediction interval where it tells
    one; `error` the forecast over what came, less 1; `mae` the mean absolute error of a
    customer's number of orders; `sales` and `sales_error` the same of money (None: not told).
    """

    name: Phrase
    orders: float
    error: float | None
    mae: float
    sales: float | None = None
    sales_error: float | None = None


@dataclass(frozen=True, slots=True)
class Tracked:
    """Repeat orders of all customers known at the split, since the first day, up to a day."""

    day: date
    actual: float
    expected: float


@dataclass(frozen=True, slots=True)
class Counted:
    """How many customers ordered on so many days (the last: so many or more) after the split."""

    days: int
    actual: float
    expected: float


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the customers, the most promising first: mean orders foretold and come true."""

    rank: int
    customers: int
    forecast: float
    low: float
    high: float
    actual: float

    @property
    def holds(self) -> bool:
        """Whether what came lies within the prediction interval."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True, slots=True)
class Trial:
    """How a candidate model did when the model was chosen: mean log-probability, and the gap."""

    model: str
    score: float
    behind: float
    error: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts made on a past day against what came, beside two plain rivals.

    `orders` and `sales` are the model's totals with their prediction intervals, `actual_orders`
    and `actual_sales` what came; `forecasters` the model first, then the rivals; `bias` is the
    mean of forecast less actual orders a customer; `coverage` the share of customers whose
    orders fell in their 95 % prediction interval; `better` whether the model's MAE is the least.
    """

    as_of: date
    split: date
    hold_out: int
    customers: int
    model: str
    why: Phrase
    orders: Estimate
    actual_orders: int
    sales: Estimate | None
    actual_sales: float
    bias: float
    coverage: float
    forecasters: tuple[Forecaster, ...]
    tracking: tuple[Tracked, ...]
    histogram: tuple[Counted, ...]
    deciles: tuple[Decile, ...]
    trials: tuple[Trial, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance("", ""))

    @property
    def better(self) -> bool:
        """Whether no rival comes closer to single customers than the model."""
        mine, *rivals = (one.mae for one in self.forecasters)
        return all(mine <= other for other in rivals)

    @property
    def holds(self) -> bool:
        """Whether what came lies within the model's prediction interval."""
        return self.orders.interval.holds(float(self.actual_orders))
