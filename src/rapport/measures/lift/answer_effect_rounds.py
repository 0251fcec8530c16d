"""Answer effect, rounds: who asked in which month, and how soon did a human answer?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import BadSetting
from rapport.core.measure import Columns, Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.measures.lift.connected_months import ConnectedMonths
from rapport.stats.answered import Asked, asked
from rapport.stats.panel import Marks

Codes = NDArray[np.int64]

BANDS = (
    mark("within an hour"),
    mark("after 1 to 24 hours"),
    mark("after 1 to 3 days"),
    mark("after 3 days, but in time"),
)
"""How soon an answer in time came; whatever came later, or never, is the other side."""
IN_VAIN = len(BANDS)

FIRST_ROUND = Step(
    "first_round",
    """
    SELECT
        person,
        channel,
        visibility,
        period,
        day,
        asked_at,
        answered_at
    FROM message_round
    WHERE person IS NOT NULL
        AND asked_at + INTERVAL 1 HOUR * $hours <= CAST(CAST($closes AS DATE) AS TIMESTAMP)
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY person, DATE_TRUNC('month', day)
        ORDER BY asked_at, answered_at NULLS LAST, channel, visibility
    ) = 1
    """,
    ("message_round",),
)
"""The first round that a customer opened in a month, where the limit has passed."""
BOUGHT_BEFORE = Step(
    "bought_before",
    """
    SELECT
        first_round.person,
        first_round.day,
        MAX(purchase.day) AS last_day,
        COUNT(*) AS orders
    FROM first_round
    JOIN purchase
        ON purchase.person = first_round.person
        AND purchase.day <= first_round.day
    GROUP BY first_round.person, first_round.day
    """,
    ("purchase",),
)
ASKINGS = Step(
    "askings",
    """
    SELECT
        first_round.person,
        first_round.channel,
        first_round.visibility,
        first_round.period,
        CAST(DATEDIFF('month', CAST($opens AS DATE), first_round.day) AS INTEGER) AS month,
        CASE
            WHEN first_round.answered_at IS NULL THEN 4
            WHEN first_round.answered_at > first_round.asked_at + INTERVAL 1 HOUR * $hours THEN 4
            WHEN first_round.answered_at <= first_round.asked_at + INTERVAL 1 HOUR THEN 0
            WHEN first_round.answered_at <= first_round.asked_at + INTERVAL 24 HOUR THEN 1
            WHEN first_round.answered_at <= first_round.asked_at + INTERVAL 72 HOUR THEN 2
            ELSE 3
        END AS band,
        CAST(DATEDIFF('month', bought_before.last_day, first_round.day) AS INTEGER) AS recency,
        CAST(bought_before.orders AS INTEGER) AS before
    FROM first_round
    JOIN bought_before
        ON bought_before.person = first_round.person
        AND bought_before.day = first_round.day
    WHERE first_round.day >= $opens
    """,
)
"""Months from the window's first; `band` a place in BANDS, 4: not answered in time."""


@dataclass(frozen=True, slots=True, eq=False)
class Rounds:
    """Askings with their delays and labels; arrays (n,).

    `asked` for the comparison, `band` a place in BANDS or IN_VAIN, `segment` and `period` the
    labels of a cut (None: none asked for); `who` (people,) has each code.
    """

    asked: Asked
    who: Codes
    band: Codes
    segment: NDArray[np.str_] | None
    period: NDArray[np.str_] | None

    def of(self, rows: Marks) -> Rounds:
        """Some askings only."""
        segment = None if self.segment is None else self.segment[rows]
        period = None if self.period is None else self.period[rows]
        return Rounds(self.asked.of(rows), self.who, self.band[rows], segment, period)


def limit_days(snapshot: Snapshot, told: int | None) -> int:
    """The days within which an answer is in time, of a measure or the book; raises BadSetting."""
    if told is not None:
        return told
    value = snapshot.setting("answer_within_days").value
    if not value.isdecimal() or int(value) < 1:
        raise BadSetting(
            say("answer_within_days is “{told}”: set a whole number of days", told=value)
        )
    return int(value)


def read_rounds(
    snapshot: Snapshot, months: ConnectedMonths, days: int, by: str | None, per: str | None
) -> Rounds:
    """The askings of customers, first of each in a calendar month, labelled for a cut.

    `by`: "channel" or "visibility" of the question.
    """
    told = snapshot.cut(None, per).read(
        FIRST_ROUND, BOUGHT_BEFORE, ASKINGS, parameters=_bound(months, days)
    )
    order = np.argsort(months.person, kind="stable")
    people = months.person[order]
    person = _whole(told, "person")
    place = np.minimum(np.searchsorted(people, person), max(len(people) - 1, 0))
    kept = np.flatnonzero(people[place] == person)
    customer = order[place[kept]]
    askers, code = np.unique(customer, return_inverse=True)
    amounts = np.stack([month[0][askers] for month in months.panel.months])
    orders = np.stack([month[1][askers] for month in months.panel.months])
    band = _whole(told, "band")[kept]
    found = asked(
        amounts, orders, code.astype(np.int64), _whole(told, "month")[kept],
        months.entry[customer], band < IN_VAIN, _whole(told, "recency")[kept],
        _whole(told, "before")[kept],
    )  # fmt: skip
    return Rounds(
        found, months.person[askers], band, _labels(told, by, kept) if by else None,
        _labels(told, "period", kept) if per else None,
    )  # fmt: skip


def _bound(months: ConnectedMonths, days: int) -> Mapping[str, object]:
    year, place = divmod(months.opens.year * 12 + months.opens.month - 1 + months.months, 12)
    closes = months.opens.replace(year=year, month=place + 1)
    return {"opens": months.opens, "closes": closes, "hours": 24 * days}


def _whole(told: Columns, name: str) -> Codes:
    values: Codes = np.ma.filled(told[name], 0).astype(np.int64)
    return values


def _labels(told: Columns, name: str, rows: Codes) -> NDArray[np.str_]:
    """Labels of a cut; what is not told has its own name."""
    labels: NDArray[np.object_] = np.ma.filled(
        np.ma.asarray(told[name], dtype=object), "(not told)"
    )
    return labels[rows].astype(str)
