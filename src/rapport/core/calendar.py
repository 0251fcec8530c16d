"""Window: from which day to which day does Rapport look?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapport.core.errors import BadDay
from rapport.core.phrase import say


@dataclass(frozen=True, slots=True)
class Window:
    """From day to day, end excluded.

    >>> Window(date(2024, 1, 1), date(2024, 2, 1)).days
    31
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadDay(
                say(
                    "the window ends on {end}, not after its start {start}: give a later end",
                    start=self.start.isoformat(),
                    end=self.end.isoformat(),
                )
            )

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day inside the window."""
        return self.end - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Whether a day lies inside."""
        return self.start <= day < self.end


def read_day(text: str) -> date:
    """Read an ISO day (2024-05-31); raises BadDay.

    >>> read_day("2024-05-31")
    datetime.date(2024, 5, 31)
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as cause:
        raise BadDay(say("“{text}” is not a day: write it as 2024-05-31", text=text)) from cause


def read_moment(text: str) -> datetime:
    """Read an ISO day or time as naive UTC; a day alone means its end; raises BadDay.

    >>> read_moment("2024-05-31T10:00:00+02:00")
    datetime.datetime(2024, 5, 31, 8, 0)
    """
    text = text.strip()
    if len(text) == len("2024-05-31"):
        return datetime.combine(read_day(text), datetime.max.time())
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as cause:
        raise BadDay(
            say("“{text}” is not a time: write it as 2024-05-31T10:00:00", text=text)
        ) from cause
    offset = moment.utcoffset()
    return moment if offset is None else (moment - offset).replace(tzinfo=None)
