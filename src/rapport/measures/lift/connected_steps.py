"""Connected steps: what did each customer buy in which month, seen when, connected since when?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.core.phrase import mark

WROTE, ANSWERED = mark("wrote to us"), mark("was answered")

SPAN = Step(
    "span",
    """
    SELECT
        MIN(first_day) AS first_day
    FROM customer
    """,
    ("customer",),
)
ENTRIES = Step(
    "entries",
    """
    SELECT
        person,
        CAST(DATEDIFF('month', CAST($opens AS DATE), first_day) AS INTEGER) AS month
    FROM customer
    WHERE first_day < $closes
    """,
    ("customer",),
)
"""Month of the first order, counted from the window's first month; negative: before it."""
BOUGHT = Step(
    "bought",
    """
    SELECT
        person,
        CAST(DATEDIFF('month', CAST($opens AS DATE), day) AS INTEGER) AS month,
        CAST(SUM(orders) AS INTEGER) AS orders,
        CAST(SUM(paid) AS BIGINT) AS paid,
        CAST(SUM(told_margin) AS BIGINT) AS told_margin,
        CAST(SUM(unpriced) AS BIGINT) AS unpriced,
        CAST(SUM(refunded) AS BIGINT) AS refunded
    FROM (
        SELECT
            person,
            day,
            1 AS orders,
            COALESCE(amount, 0) AS paid,
            COALESCE(margin, 0) AS told_margin,
            CASE WHEN margin IS NULL THEN COALESCE(amount, 0) ELSE 0 END AS unpriced,
            0 AS refunded
        FROM purchase
        UNION ALL
        SELECT
            person,
            day,
            0,
            0,
            0,
            0,
            COALESCE(amount, 0)
        FROM refund
    )
    WHERE person IS NOT NULL
        AND day >= $opens
        AND day < $closes
    GROUP BY person, month
    """,
    ("purchase", "refund"),
)
"""Minor units by customer and month; refunds stand in the month in which they were made."""
SIGNS = Step(
    "signs",
    """
    SELECT
        person,
        CAST(DATEDIFF('month', CAST($opens AS DATE), day) AS INTEGER) AS month,
        CAST(MAX(is_message) AS INTEGER) AS wrote,
        CAST(MAX(1 - is_message) AS INTEGER) AS reacted
    FROM (
        SELECT
            person,
            day,
            1 AS is_message
        FROM message
        WHERE direction = 'in'
            AND author IS DISTINCT FROM 'bot'
        UNION ALL
        SELECT
            person,
            day,
            0
        FROM reaction
    )
    WHERE person IS NOT NULL
        AND day >= $opens
        AND day < $closes
    GROUP BY person, month
    """,
    ("message", "reaction"),
)
TOLD_TIES = Step(
    "told_ties",
    """
    SELECT
        person,
        LIST_POSITION(STRING_SPLIT($kinds, ','), kind) AS kind,
        day,
        channel
    FROM follow
    UNION ALL
    SELECT
        person,
        LIST_POSITION(STRING_SPLIT($kinds, ','), $wrote),
        day,
        channel
    FROM message
    WHERE direction = 'in'
        AND author IS DISTINCT FROM 'bot'
    UNION ALL
    SELECT
        person,
        LIST_POSITION(STRING_SPLIT($kinds, ','), $answered),
        CAST(answered_at AS DATE),
        channel
    FROM message_round
    WHERE answered_at IS NOT NULL
    """,
    ("follow", "message", "message_round"),
)
"""Every connection by the place of its kind in `kinds`; 0 or NULL: does not count."""
TIES = Step(
    "ties",
    """
    SELECT
        person,
        CAST(kind - 1 AS INTEGER) AS kind,
        CAST(MIN(day) - DATE '1970-01-01' AS INTEGER) AS day,
        CAST(DATEDIFF('month', CAST($opens AS DATE), MIN(day)) AS INTEGER) AS month,
        COALESCE(ARG_MIN(channel, ROW(day, channel)), $untold) AS channel
    FROM told_ties
    WHERE person IS NOT NULL
        AND kind > 0
        AND day < $closes
    GROUP BY person, kind
    """,
)
"""First connection of each kind: one that ended counts from its start like any other."""
CODED_TIES = Step(
    "coded_ties",
    """
    SELECT
        person,
        kind,
        day,
        month,
        CAST(DENSE_RANK() OVER (ORDER BY channel) - 1 AS INTEGER) AS channel
    FROM ties
    """,
)
CHANNELS = Step(
    "channels",
    """
    SELECT DISTINCT
        channel
    FROM ties
    ORDER BY channel
    """,
)
TOPICS = Step(
    "topics",
    """
    SELECT
        seen.person,
        ARG_MAX(seen.topic, ROW(seen.day, seen.topic)) AS topic
    FROM (
        SELECT
            reaction.person,
            reaction.day,
            post.topic
        FROM reaction
        JOIN post
            ON post.key = reaction.post_id
        WHERE reaction.person IS NOT NULL
            AND post.topic IS NOT NULL
    ) AS seen
    JOIN (
        SELECT
            person,
            MIN(day) AS day
        FROM told_ties
        WHERE kind BETWEEN 1 AND $counted
            AND day < $closes
        GROUP BY person
    ) AS tied
        ON tied.person = seen.person
        AND seen.day <= tied.day
    GROUP BY seen.person
    """,
    ("reaction", "post"),
)
"""Topic of the content that each customer reacted to last before connecting."""
CODED_TOPICS = Step(
    "coded_topics",
    """
    SELECT
        person,
        CAST(DENSE_RANK() OVER (ORDER BY topic) - 1 AS INTEGER) AS topic
    FROM topics
    """,
)
TOPIC_NAMES = Step(
    "topic_names",
    """
    SELECT DISTINCT
        topic
    FROM topics
    ORDER BY topic
    """,
)
UNTOUCHED = Step(
    "untouched",
    """
    SELECT
        person,
        CAST(DATEDIFF('month', CAST($opens AS DATE), day) AS INTEGER) AS month,
        CAST(SUM(amount) AS BIGINT) AS amount
    FROM purchase_line
    WHERE person IS NOT NULL
        AND LIST_CONTAINS(STRING_SPLIT($untouched, ','), product)
        AND day >= $opens
        AND day < $closes
    GROUP BY person, month
    """,
    ("purchase_line",),
)
"""What customers paid for products that a connection cannot touch, as set."""
