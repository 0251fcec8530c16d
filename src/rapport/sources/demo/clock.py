"""When are things in the simulated company: its days, seasons and hours in Paris?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Moments = NDArray[np.datetime64[Any]]

START = np.datetime64("2023-01-01", "s")
DAYS = 1096  # 2023-01-01 to 2025-12-31, both in; day 0.0 is the first midnight in Paris
LAST_YEAR = 731  # 2025-01-01, so that the last 365 days are the year 2025
MONTH = 30.4375

# January to December, mean 1: presents in December, few orders in August.
SEASON = (0.85, 0.9, 0.95, 0.95, 1.0, 0.9, 0.75, 0.65, 1.0, 1.05, 1.25, 1.75)
# Spring Sundays at 02:00, when an hour is left out.
SPRINGS = np.array(["2023-03-26T02", "2024-03-31T02", "2025-03-30T02"], dtype="datetime64[s]")

# Share of a day's orders before each hour 0..24: nobody sleeps worse than a web shop.
WEB_HOURS = np.cumsum(
    [
        0,
        1,
        0.5,
        0.2,
        0.2,
        0.2,
        0.5,
        1.5,
        3,
        4,
        5,
        5,
        6,
        6.5,
        5,
        4.5,
        4.5,
        5,
        5.5,
        6,
        7,
        8.5,
        8,
        5,
        2.5,
    ]
)
HOURS = np.linspace(0.0, 1.0, 25)


def calendar_months(days: Floats) -> Whole:
    """Return months counted from January 2023 (0) of moments in days since the start."""
    dates = np.datetime64("2023-01-01", "D") + np.floor(days).astype(np.int64)
    months: Whole = dates.astype("datetime64[M]").astype(np.int64) - (2023 - 1970) * 12
    return months


def seasonal(days: Floats, strength: float) -> Floats:
    """Return the multiplier of the order rate at moments (days since the start, any size)."""
    shape = 1.0 + strength * (np.array(SEASON) - 1.0)
    table = shape[calendar_months(np.arange(3 * DAYS, dtype=np.float64)) % 12]
    whole = np.clip(np.floor(days), 0, 3 * DAYS - 1).astype(np.int64)
    values: Floats = table[whole]
    return values


def busiest(strength: float) -> float:
    """Return the largest seasonal multiplier."""
    return 1.0 + strength * (max(SEASON) - 1.0)


def web_hours(days: Floats) -> Floats:
    """Move moments within their day to the hours when people shop; keeps their order."""
    whole = np.floor(days)
    return whole + np.interp(days - whole, WEB_HOURS / WEB_HOURS[-1], HOURS) * 0.99999


def shop_hours(days: Floats) -> Floats:
    """Move moments within their day to 10:00-19:00, when the shop in Lyon is open."""
    whole = np.floor(days)
    return whole + (10.0 + 9.0 * (days - whole)) / 24.0


def at_work(days: Floats) -> Floats:
    """Return the first moment from `days` on when somebody is at work: 9:00-18:00, no week-end."""
    whole = np.floor(days)
    hour = (days - whole) * 24.0
    late = hour >= 18.0
    whole = whole + late
    hour = np.where(late, 9.0, np.maximum(hour, 9.0))
    weekday = (whole.astype(np.int64) + 6) % 7  # 2023-01-01 was a Sunday; Monday is 0
    closed = np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0))
    opened: Floats = whole + closed + np.where(closed > 0, 9.0, hour) / 24.0
    return opened


def wall(days: Floats) -> Moments:
    """Return what the clock in Paris shows, to the second; not-a-number and infinity: missing."""
    told = np.isfinite(days)
    seconds = np.round(np.where(told, days, 0.0) * 86_400.0).astype(np.int64)
    moments = START + seconds.astype("timedelta64[s]")
    for spring in SPRINGS:
        skipped = (moments >= spring) & (moments < spring + np.timedelta64(1, "h"))
        moments = np.where(skipped, moments + np.timedelta64(1, "h"), moments)
    missing: Moments = np.where(told, moments, np.datetime64("NaT", "s"))
    return missing
