"""Period ends: on which days does a forecast look back, period by period?"""

from __future__ import annotations

from datetime import date, timedelta

LENGTHS = {"month": 1, "quarter": 3, "year": 12}
"""How many months a period has."""
MOST = 12
"""A forecast is made anew for each period: for the last twelve."""


def period_ends(first: date, as_of: date, per: str) -> tuple[tuple[str, date], ...]:
    """Name and last day of the last twelve periods from a first day on; the last may be begun.

    >>> period_ends(date(2024, 11, 3), date(2025, 1, 15), "month")[-2:]
    (('2024-12', datetime.date(2024, 12, 31)), ('2025-01', datetime.date(2025, 1, 15)))
    """
    months = LENGTHS[per]
    start = _opening(as_of, months)
    told: list[tuple[str, date]] = []
    end = as_of
    while len(told) < MOST and end >= first:
        told.append((_name(start, per), end))
        end = start - timedelta(days=1)
        start = _opening(end, months)
    return tuple(reversed(told))


def _opening(day: date, months: int) -> date:
    """First day of the period of so many months that holds a day."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _name(start: date, per: str) -> str:
    """A period's name, as the snapshot's cuts say it."""
    if per == "month":
        return f"{start:%Y-%m}"
    return f"{start.year}-Q{(start.month + 2) // 3}" if per == "quarter" else f"{start.year}"
