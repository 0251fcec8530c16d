"""After reacting: when did people who reacted to a post order, and react, before and after?

A customer's first reaction in a group divides the days: an order on that very day counts neither
before nor after. Counted are people who had been customers for as many days as are looked at.
"""

from __future__ import annotations

from rapport.core.measure import Step

KEPT = (
    Step(
        "reactor",
        """
        SELECT DISTINCT person
        FROM reaction
        WHERE person IS NOT NULL
        """,
        ("reaction",),
    ),
    Step(
        "order_days",
        """
        SELECT DISTINCT
            purchase.person,
            purchase.day
        FROM purchase
        SEMI JOIN reactor
        ON (reactor.person = purchase.person)
        """,
        ("purchase",),
    ),
)
"""Steps to the days on which people who react order, uncut."""

REACTED = Step(
    "reacted",
    """
    SELECT DISTINCT
        reaction.segment,
        reaction.period,
        reaction.person,
        reaction.day,
        reaction.day >= customer.first_day + $days AS counts
    FROM reaction
    JOIN customer
    ON (customer.person = reaction.person)
    WHERE reaction.post_id IS NOT NULL
    """,
    ("reaction", "customer"),
)
FIRST = Step(
    "first_reaction",
    """
    SELECT segment, period, person, MIN(day) AS day, TRUE AS is_own
    FROM reacted
    WHERE counts
    GROUP BY segment, period, person
    """,
)
"""The day on which each person first reacted to something of a group."""
OTHER = Step(
    "other_reaction",
    """
    SELECT
        groups.segment,
        groups.period,
        firsts.person,
        MIN(firsts.day) AS day,
        FALSE AS is_own
    FROM (
        SELECT DISTINCT segment, period
        FROM first_reaction
    ) AS groups
    JOIN first_reaction AS firsts
    ON (
        $others
        AND firsts.segment <> groups.segment
        AND firsts.period IS NOT DISTINCT FROM groups.period
    )
    ANTI JOIN reacted AS own
    ON (
        own.person = firsts.person
        AND own.segment = groups.segment
    )
    GROUP BY groups.segment, groups.period, firsts.person
    """,
)
"""The same day of people who reacted to other groups of content, and never to this one."""
WATCHED = Step(
    "watched",
    """
    SELECT
        watched.segment,
        watched.period,
        watched.is_own,
        watched.person,
        watched.day,
        DATE_DIFF('day', watched.day, CAST($as_of AS DATE)) AS seen,
        COALESCE(earlier.day >= watched.day - $days, FALSE) AS before,
        DATE_DIFF('day', watched.day, later.day) AS order_gap
    FROM (
        SELECT *
        FROM first_reaction
        UNION ALL
        SELECT *
        FROM other_reaction
    ) AS watched
    ASOF LEFT JOIN order_day AS earlier
    ON (watched.person = earlier.person AND watched.day > earlier.day)
    ASOF LEFT JOIN order_day AS later
    ON (watched.person = later.person AND watched.day < later.day)
    """,
    ("order_day",),
)
"""One row a person and group: the last order before, the first one after."""
RETURNED = Step(
    "returned",
    """
    SELECT
        watched.segment,
        watched.period,
        watched.seen,
        DATE_DIFF('day', watched.day, days.day) AS gap
    FROM watched
    ASOF LEFT JOIN (
        SELECT DISTINCT person, day
        FROM reacted
    ) AS days
    ON (watched.person = days.person AND watched.day < days.day)
    WHERE watched.is_own
    """,
)
"""One row a person and group: the next day on which they react to anything."""
WAITS = Step(
    "waits",
    """
    SELECT
        segment,
        period,
        kind,
        CASE WHEN gap <= $days THEN gap ELSE LEAST(seen, $days) END AS time,
        COALESCE(gap <= $days, FALSE) AS ended,
        before,
        seen >= $days AS is_ripe,
        COUNT(*) AS people
    FROM (
        SELECT
            segment,
            period,
            CASE WHEN is_own THEN 'orders' ELSE 'others' END AS kind,
            order_gap AS gap,
            seen,
            before
        FROM watched
        UNION ALL
        SELECT segment, period, 'reacts', gap, seen, FALSE
        FROM returned
    )
    GROUP BY ALL
    """,
)
"""Waits to the next order, or reaction, collapsed; one not over is open as long as it was seen."""
AFTER_REACTING = (REACTED, FIRST, OTHER, WATCHED, RETURNED, WAITS)
"""Steps to the waits of a cut, over the table `order_day` that holds what KEPT tells."""
