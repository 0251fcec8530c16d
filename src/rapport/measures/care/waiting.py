"""Waiting: how long did people wait for a human answer, as few numbers as possible?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rapport.core.estimate import Refusal
from rapport.core.measure import Step
from rapport.core.phrase import say
from rapport.core.units import SHARE
from rapport.measures.group import FEWEST, Answer, Group
from rapport.stats.bootstrap import resampled
from rapport.stats.intervals import share_with_variance
from rapport.stats.survival import kaplan_meier

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

ROUNDS = Step(
    "rounds",
    """
    SELECT
        segment,
        period,
        COALESCE('person ' || person, 'thread ' || thread, 'nobody') AS who,
        answered_at IS NULL AS is_waiting,
        GREATEST(0, DATE_DIFF('second', asked_at, COALESCE(
            answered_at,
            CAST(CAST($as_of AS DATE) + 1 AS TIMESTAMP)
        )) / 3600.0) AS waited,
        asked_at + INTERVAL 1 HOUR * $hours
            <= CAST(CAST($as_of AS DATE) + 1 AS TIMESTAMP) AS is_ripe
    FROM message_round
    """,
    ("message_round",),
)
CODES = Step(
    "codes",
    """
    SELECT
        segment,
        period,
        who,
        is_waiting,
        is_ripe,
        CASE
            WHEN waited > $hours THEN 2 * ($hours + 1)
            WHEN is_waiting THEN 2 * CAST(FLOOR(waited) AS INTEGER)
            ELSE 2 * CAST(CEIL(waited) AS INTEGER) + 1
        END AS code
    FROM rounds
    """,
)
PEOPLE = Step(
    "people",
    """
    SELECT
        segment,
        period,
        LIST(code ORDER BY code) AS codes,
        COUNT(*) FILTER (WHERE is_waiting) AS waiting,
        COUNT(*) FILTER (WHERE is_ripe) AS ripe
    FROM codes
    GROUP BY segment, period, who
    """,
)
HISTORIES = Step(
    "histories",
    """
    SELECT
        segment,
        period,
        codes,
        COUNT(*) AS people,
        SUM(waiting) AS waiting,
        SUM(ripe) AS ripe,
        ROW_NUMBER() OVER (PARTITION BY segment, period ORDER BY codes) - 1 AS history
    FROM people
    GROUP BY segment, period, codes
    """,
)
TOLD = Step(
    "told",
    """
    SELECT
        segment,
        period,
        history,
        UNNEST(codes) AS code,
        UNNEST(RANGE(LEN(codes))) AS place,
        people,
        waiting,
        ripe
    FROM histories
    """,
)
WAITS_TOLD = Step(
    "waits",
    """
    SELECT
        segment,
        period,
        history,
        code,
        people,
        CASE WHEN place = 0 THEN people ELSE 0 END AS asked,
        CASE WHEN place = 0 THEN CAST(waiting AS BIGINT) ELSE 0 END AS waiting,
        CASE WHEN place = 0 THEN CAST(ripe AS BIGINT) ELSE 0 END AS ripe
    FROM told
    """,
)
REPLIES = Step(
    "human_replies",
    """
    SELECT COUNT(*) AS replies
    FROM message
    WHERE direction = 'out'
        AND author IS DISTINCT FROM 'bot'
    """,
    ("message",),
)
WAITS = (ROUNDS, CODES, PEOPLE, HISTORIES, TOLD, WAITS_TOLD)
"""One row a wait of each distinct history of waits; `people` share that history.

A code is twice the hours waited, plus one where the wait ended with an answer: answers are
rounded up and open waits down to the hour; what lasted beyond the limit is all one.
"""


def answered_share(group: Group, hours: int, people: int, seed: int) -> Answer:
    """Share of waits that end within some hours; refused where too few are old enough."""
    if group.total("ripe") < FEWEST:
        return _too_young(hours, people)
    history, code = group.array("history").astype(np.int64), group.array("code").astype(np.int64)
    persons = np.zeros(int(history.max()) + 1, dtype=np.int64)
    persons[history] = group.array("people")
    answers = _by_hour(history, code, code % 2 == 1, (len(persons), hours + 2))
    open_waits = _by_hour(history, code, code % 2 == 0, (len(persons), hours + 2))
    times = np.arange(hours + 2, dtype=np.float64)

    def share(weights: Numbers) -> Numbers:
        return 1.0 - kaplan_meier(times, weights @ answers, weights @ open_waits).at(hours)

    everybody = persons[np.newaxis, :].astype(np.float64)
    variance = float(resampled(persons, share, seed=seed).var(ddof=1))
    span = share_with_variance(float(share(everybody)[0]), variance, people)
    return group.told(span, SHARE, people)


def _by_hour(
    history: Whole, code: Whole, chosen: NDArray[np.bool_], shape: tuple[int, int]
) -> sparse.csr_array:
    """How many chosen waits of each history fall on each hour, shape (histories, hours)."""
    places = (history[chosen], code[chosen] // 2)
    ones = np.ones(int(chosen.sum()))
    return sparse.csr_array((ones, places), shape=shape)


def no_replies(people: int) -> Refusal:
    """Why nothing can be told of answers where the book holds none by a human."""
    return Refusal(
        say("the book holds messages from customers but no human reply"),
        say("import the messages you sent, too: rapport import BOOK messages.csv"),
        people,
    )


def _too_young(hours: int, people: int) -> Refusal:
    """Why a share within some hours cannot be told yet."""
    return Refusal(
        say("too few questions are {days} days old yet", days=hours // 24),
        say("wait some days, or set answer_within_days lower"),
        people,
    )
