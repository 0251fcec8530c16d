"""Backtest rows: how does a back-test travel to another program, in the columns of any answer?"""

from __future__ import annotations

from datetime import date

from rapport.core.backtest import Backtest
from rapport.core.estimate import Estimate
from rapport.core.result import TIDY_COLUMNS, TidyRow

ACTUAL, FORETOLD = "actual", "foretold"


def tidy_backtest(told: Backtest) -> list[TidyRow]:
    """One flat dictionary a number: totals first, then tracking, histogram, tenths and trials."""
    return [*_totals(told), *_forecasters(told), *_curves(told), *_tenths(told), *_trials(told)]


def _row(
    told: Backtest,
    measure: str,
    value: float | Estimate | None,
    unit: str,
    *,
    part: str | None = None,
    segment: str | int | None = None,
    period: date | None = None,
    n: int | None = None,
) -> TidyRow:
    """One row; `n` is all customers known at the split unless another is told."""
    row: TidyRow = dict.fromkeys(TIDY_COLUMNS)
    row |= {
        "measure": f"backtest_{measure}",
        "part": part,
        "segment": None if segment is None else str(segment),
        "period": None if period is None else period.isoformat(),
        "unit": unit,
        "n": told.customers if n is None else n,
        "method": f"{told.model}; fitted up to {told.split.isoformat()}",
        "as_of": told.as_of.isoformat(),
    }
    if not isinstance(value, Estimate):
        return row | {"estimate": None if value is None else float(value)}
    interval = value.interval
    return row | {
        "estimate": float(value.value),
        "conf_low": float(interval.low),
        "conf_high": float(interval.high),
        "conf_level": interval.level,
        "unit": str(value.unit),
    }


def _totals(told: Backtest) -> list[TidyRow]:
    """Orders and sales foretold and come, bias, coverage."""
    money = str(told.sales.unit) if told.sales else "money"
    return [
        _row(told, "orders", told.orders, "orders", part=FORETOLD),
        _row(told, "orders", told.actual_orders, "orders", part=ACTUAL),
        _row(told, "sales", told.sales, money, part=FORETOLD),
        _row(told, "sales", told.actual_sales, money, part=ACTUAL),
        _row(told, "bias", told.bias, "orders per customer"),
        _row(told, "coverage", told.coverage, "share"),
    ]


def _forecasters(told: Backtest) -> list[TidyRow]:
    """Every forecaster's totals and errors, the model first."""
    rows = []
    for one in told.forecasters:
        name = str(one.name)
        rows += [
            _row(told, "rival_orders", one.orders, "orders", part=name),
            _row(told, "rival_error", one.error, "share", part=name),
            _row(told, "rival_mae", one.mae, "orders per customer", part=name),
            _row(told, "rival_sales", one.sales, "money", part=name),
            _row(told, "rival_sales_error", one.sales_error, "share", part=name),
        ]
    return rows


def _curves(told: Backtest) -> list[TidyRow]:
    """The tracking curve and the histogram."""
    rows = []
    for at in told.tracking:
        for part, value in ((ACTUAL, at.actual), (FORETOLD, at.expected)):
            rows.append(_row(told, "tracking", value, "orders", part=part, period=at.day))
    for bar in told.histogram:
        for part, value in ((ACTUAL, bar.actual), (FORETOLD, bar.expected)):
            rows.append(_row(told, "histogram", value, "customers", part=part, segment=bar.days))
    return rows


def _tenths(told: Backtest) -> list[TidyRow]:
    """Orders a customer by tenth."""
    unit, rows = "orders per customer", []
    for one in told.deciles:
        for part, value in ((FORETOLD, one.forecast), (ACTUAL, one.actual)):
            rows.append(
                _row(told, "tenths", value, unit, part=part, segment=one.rank, n=one.customers)
            )
        level = told.orders.interval.level
        rows[-2] |= {"conf_low": float(one.low), "conf_high": float(one.high), "conf_level": level}
    return rows


def _trials(told: Backtest) -> list[TidyRow]:
    """Mean log-probability a customer of every model tried before the split."""
    return [_row(told, "trial", one.score, "score", part=one.model) for one in told.trials]
