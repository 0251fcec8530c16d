"""Rounds: how long did each question wait, and for whom?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View


def message_round(view: View) -> Step:
    """From a customer's first unanswered message to the first human answer, round by round.

    Of each thread only the messages are kept at which the speaker changes between customer and
    staff (bots are not heard): a customer's opens a round, the next one, staff's, answers it.
    """
    cut = view.cut
    return Step(
        "message_round",
        f"""SELECT
    told.*,
    {cut.columns_sql("message")}
FROM (
    SELECT
        person,
        thread,
        CAST("at" AS DATE) AS day,
        "at" AS asked_at,
        channel,
        visibility,
        direction,
        lead("at") OVER talk AS answered_at,
        lead(agent) OVER talk AS agent
    FROM (
        SELECT
            *,
            lag(direction) OVER (PARTITION BY thread ORDER BY "at", direction, key) AS before
        FROM (
            SELECT
                * EXCLUDE (segment, period) REPLACE (
                    coalesce(thread, 'person ' || person, 'message ' || key) AS thread
                )
            FROM message
            WHERE author IS DISTINCT FROM 'bot'
        )
    )
    WHERE direction IS DISTINCT FROM before
    WINDOW talk AS (PARTITION BY thread ORDER BY "at", direction, key)
) AS told
{cut.joins_sql("message")}
WHERE told.direction = 'in'""",
        ("message", *cut.reads("message")),
    )
