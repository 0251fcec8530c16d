"""Working time: when do we work, and how much of it lies between two moments?"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise

from rapport.core.measure import Step
from rapport.ledger.cuts import PERIODS
from rapport.ledger.relations import View

SPANS = 3
"""How many spans of work a day may have."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_JOURS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_PLACE = {name: place for names in (_DAYS, _JOURS) for place, name in enumerate(names)}
_ALWAYS = "mon-sun 00:00-24:00"
_SPAN = re.compile(r"(?:([a-z]{3})(?:-([a-z]{3}))? )?(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
_END_OF_DAY = 24 * 60
_FIRST_YEAR = 1990

Span = tuple[int, int, int]
"""Weekday (0: Monday), minute of the day at which work begins, and at which it ends."""


def read_working_hours(text: str) -> str:
    """Write working hours the one way; raises ValueError.

    >>> read_working_hours("Lun-Ven 9:00-12:30,  mon-fri 14:00-18:00")
    'mon-fri 09:00-12:30, mon-fri 14:00-18:00'
    """
    told = _ALWAYS if text.strip() == "24/7" else text
    parts = [" ".join(part.split()).lower() for part in told.split(",") if part.strip()]
    spans = [span for part in parts for span in _spans(part)]
    for weekday in range(7):
        _check_day(sorted(span for span in spans if span[0] == weekday))
    if not spans:
        raise ValueError(text)
    return ", ".join(_written(_spans(part)) for part in parts)


def _spans(part: str) -> list[Span]:
    """The spans of one part, one a weekday; raises ValueError."""
    found = _SPAN.fullmatch(part)
    if found is None:
        raise ValueError(part)
    first, last, *clock = found.groups()
    start = _PLACE.get(first or "", 0)
    end = _PLACE.get(last or "", start if first else 6)
    if {first, last} - {None, *_PLACE} or end < start:
        raise ValueError(part)
    hours, minutes = [int(one) for one in clock[::2]], [int(one) for one in clock[1::2]]
    opens, closes = (60 * hour + minute for hour, minute in zip(hours, minutes, strict=True))
    if max(minutes) > 59 or not opens < closes <= _END_OF_DAY:
        raise ValueError(part)
    return [(weekday, opens, closes) for weekday in range(start, end + 1)]


def _check_day(spans: list[Span]) -> None:
    """Raise ValueError where a day's spans overlap or are too many."""
    overlap = any(one[2] > other[1] for one, other in pairwise(spans))
    if overlap or len(spans) > SPANS:
        raise ValueError(spans)


def _written(spans: list[Span]) -> str:
    """One part as it is kept."""
    first, opens, closes = spans[0]
    last = spans[-1][0]
    days = _DAYS[first] if last == first else f"{_DAYS[first]}-{_DAYS[last]}"
    return f"{days} {opens // 60:02d}:{opens % 60:02d}-{closes // 60:02d}:{closes % 60:02d}"


def read_holidays(text: str) -> str:
    """Write days off the one way: country codes (FR, FR-57) and days; raises ValueError.

    >>> read_holidays("fr, 2026-12-24")
    'FR,2026-12-24'
    """
    names = [name.strip().upper() for name in text.split(",") if name.strip()]
    days_off(",".join(names), date(2026, 12, 31))
    return ",".join(dict.fromkeys(names))


def opening(setting: str) -> list[list[int]]:
    """Spans of work: weekday (1: Monday), place within the day (1 …), opens, closes (seconds)."""
    spans = sorted({span for part in setting.split(",") for span in _spans(part.strip())})
    place = {span: sum(one[0] == span[0] and one <= span for one in spans) for span in spans}
    return [[day + 1, place[day, opens, closes], 60 * opens, 60 * closes]
            for day, opens, closes in spans]  # fmt: skip


@lru_cache(maxsize=32)
def days_off(setting: str, last: date) -> tuple[date, ...]:
    """Holidays up to the end of a day's year, ascending; raises ValueError for what is none."""
    found: set[date] = set()
    for name in filter(None, setting.split(",")):
        if name[0].isdigit():
            found.add(date.fromisoformat(name))
        else:
            found |= _of_country(name, last.year)
    return tuple(sorted(found))


def _of_country(name: str, year: int) -> set[date]:
    """Public holidays of a country or a part of it (FR-57)."""
    import holidays  # slow to import, and only needed where holidays are told

    country, _, part = name.partition("-")
    try:
        told = holidays.country_holidays(
            country, subdiv=part or None, years=range(_FIRST_YEAR, year + 1)
        )
    except NotImplementedError as cause:
        raise ValueError(name) from cause
    return set(told)


def _spans_sql() -> str:
    """SQL of the columns that tell when a day's spans open and close, in seconds."""
    return "".join(
        f""",
        coalesce(max({name}) FILTER (WHERE place = {place}), 86400)::INTEGER AS {name}_{place}"""
        for place in range(1, SPANS + 1)
        for name in ("opens", "closes")
    )


def working_day(view: View) -> Step:
    """Days from the first message to the as-of day, with their spans and seconds of work."""
    period = PERIODS[view.cut.per].format(day="calendar.day") if view.cut.per else "NULL::VARCHAR"
    spans = _spans_sql()
    return Step(
        "working_day",
        f"""SELECT
    calendar.*,
    CAST(calendar.day - DATE '1970-01-01' AS INTEGER) AS number,
    sum(worked) OVER (ORDER BY day)::BIGINT - worked AS worked_before,
    {period} AS period
FROM (
    SELECT
        days.day,
        coalesce(sum(closes - opens), 0)::BIGINT AS worked{spans}
    FROM (
        SELECT CAST(unnest(range(
            (SELECT min(happened_at) FROM told_message)::DATE - INTERVAL 1 DAY,
            CAST($as_of AS DATE) + INTERVAL 3 DAY,
            INTERVAL 1 DAY
        )) AS DATE) AS day
    ) AS days
    LEFT JOIN (
        SELECT
            span[1] AS weekday,
            span[2] AS place,
            span[3] AS opens,
            span[4] AS closes
        FROM (SELECT unnest(CAST($opening AS BIGINT[][])) AS span)
    ) AS spans
    ON (spans.weekday = isodow(days.day)
        AND NOT list_contains(CAST($days_off AS DATE[]), days.day))
    GROUP BY days.day
) AS calendar""",
        ("told_message",),
    )


def day_number_sql(moment: str) -> str:
    """SQL of a moment's day on the wall clock, counted from 1970 (an INTEGER joins fastest)."""
    return f"CAST(epoch_us({moment}) // 86400000000 AS INTEGER)"


def worked_by_sql(moment: str, day: str, spans: int) -> str:
    """SQL of the seconds worked up to a moment on the wall clock; `day` aliases its working_day."""
    second = f"CAST(epoch_us({moment}) // 1000000 % 86400 AS INTEGER)"
    terms = "\n        ".join(
        f"+ greatest(0, least({second}, {day}.closes_{place}) - {day}.opens_{place})"
        for place in range(1, spans + 1)
    )
    return f"""{day}.worked_before
        {terms}"""
