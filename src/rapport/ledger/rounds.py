"""Rounds: how long did each question wait, and for whom?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View, happened, named_sql
from rapport.ledger.talks import end_sql
from rapport.ledger.working_time import day_number_sql, worked_by_sql


def message_round(view: View) -> Step:
    """From a customer's first unanswered message to the first human answer, round by round."""
    cut = view.cut
    return Step(
        "message_round",
        f"""SELECT
    told.*,
    {cut.columns_sql("message_round")}
FROM whole_round AS told
{cut.joins_sql("message_round")}""",
        ("whole_round", *cut.reads("message_round")),
    )


def turn(_: View) -> Step:
    """Messages at which the speaker changes between customer and staff.

    `before`: the clock of the message before; `last`: of the conversation's last message.
    """
    return Step(
        "turn",
        """SELECT *
FROM (
    SELECT
        conversation,
        contact,
        content,
        voice,
        is_ours,
        gone_at,
        clock,
        lag(is_ours) OVER talking AS was_ours,
        lag(clock) OVER talking AS before,
        max(clock) OVER (PARTITION BY conversation) AS last
    FROM talk
    WINDOW talking AS (PARTITION BY conversation ORDER BY clock, content)
)
WHERE is_ours IS DISTINCT FROM was_ours""",
        ("talk",),
    )


def paired(view: View) -> Step:
    """Customers' turns with our turn that answers them, in microseconds since 1970 (UTC).

    `seen`: until when the wait is known: to the answer, to when the question disappeared, or to
    the end of the as-of day; `closed`: our last message before the customer's next question;
    `quiet` and `silent`: how long nobody had spoken before, and the customer did not after.
    """
    return Step(
        "paired",
        f"""SELECT
    *,
    coalesce(answered, gone, epoch_us({end_sql(view)})) AS seen,
    coalesce(next_asked, epoch_us({end_sql(view)})) - closed AS silent
FROM (
    SELECT
        conversation,
        contact,
        content,
        voice,
        is_ours,
        epoch_us(gone_at) AS gone,
        clock // 2 - before // 2 AS quiet,
        clock // 2 AS asked,
        row_number() OVER talking AS place,
        lead(clock // 2) OVER talking AS answered,
        lead(voice) OVER talking AS answering,
        lead(clock // 2, 2) OVER talking AS next_asked,
        coalesce(lead(before // 2, 2) OVER talking, last // 2) AS closed
    FROM turn
    WINDOW talking AS (PARTITION BY conversation ORDER BY clock)
)
WHERE NOT is_ours""",
        ("turn",),
    )


def whole_round(view: View) -> Step:
    """Every round, uncut: worked out once per snapshot and kept."""
    return Step(
        "whole_round",
        f"""SELECT
    identity.person,
    told.conversation,
    told.content,
    CAST(told.asked_at AS DATE) AS day,
    told.asked_at,
    told.answered_at,
    CASE WHEN told.answered_at IS NULL AND told.gone IS NOT NULL THEN told.seen_at END
        AS withdrawn_at,
    greatest(0, told.seen - told.asked) // 1000000 AS waited,
    {_worked(view)} AS worked,
    CASE WHEN told.answered IS NOT NULL THEN (told.closed - told.asked) // 1000000 END
        AS closed_after,
    CASE WHEN told.answered IS NOT NULL THEN told.silent // 1000000 END AS silent,
    CASE WHEN told.answered IS NOT NULL THEN told.next_asked IS NOT NULL END AS asked_again,
    told.quiet // 1000000 AS quiet,
    (told.place + 1) // 2 AS number,
    told.place % 2 = 0 AS is_ours_first,
    answering.agent,
    office.role,
    office.team,
    asking.channel,
    asking.visibility,
    answering.visibility AS answer_visibility,
    asking.language,
    'in' AS direction
FROM (
    SELECT
        *,
        {_local(view, "asked")} AS asked_at,
        {_local(view, "answered")} AS answered_at,
        {_local(view, "seen")} AS seen_at
    FROM paired
) AS told
{_beside_sql(view)}""",
        ("paired", "voice", "office", "working_day"),
    )


def _beside_sql(view: View) -> str:
    """SQL of what stands beside a round: who asked, who answered, the days' working hours."""
    return f"""{named_sql(view)}
LEFT JOIN voice AS asking
ON (asking.voice = told.voice)
LEFT JOIN voice AS answering
ON (answering.voice = told.answering)
LEFT JOIN office
ON (office.agent = answering.agent
    AND office.since <= CAST(told.answered_at AS DATE)
    AND office.until > CAST(told.answered_at AS DATE))
LEFT JOIN working_day AS asked_day
ON (asked_day.number = {day_number_sql("told.asked_at")})
LEFT JOIN working_day AS seen_day
ON (seen_day.number = {day_number_sql("told.seen_at")})"""


def _local(view: View, micros: str) -> str:
    """SQL of microseconds since 1970 (UTC) on the wall clock at home."""
    moment = f"make_timestamp({micros})"
    return moment if view.home_utc else f"timezone($zone, timezone('UTC', {moment}))"


def _worked(view: View) -> str:
    """SQL of the seconds of work between question and answer (or as long as it was seen)."""
    seen = worked_by_sql("told.seen_at", "seen_day", view.heard.spans)
    asked = worked_by_sql("told.asked_at", "asked_day", view.heard.spans)
    return f"CAST(greatest(0, {seen}\n    - ({asked})) AS BIGINT)"


def office(view: View) -> Step:
    """The role and team of each member of staff, from day to day; the first holds back to before.

    One who is told twice on a day has what was told last.
    """
    inner = happened(view, "staff", "told.key,\n    told.agent,\n    told.role,\n    told.team",
                     person=False)  # fmt: skip
    return Step(
        "office",
        f"""SELECT
    agent,
    role,
    team,
    CASE WHEN lag(day) OVER career IS NULL THEN DATE '0001-01-01' ELSE day END AS since,
    coalesce(lead(day) OVER career, DATE '9999-12-31') AS until
FROM (
    SELECT
        agent,
        day,
        arg_max(role, ("at", key)) AS role,
        arg_max(team, ("at", key)) AS team
    FROM (
{inner}
    )
    GROUP BY agent, day
)
WINDOW career AS (PARTITION BY agent ORDER BY day)""",
        ("told_staff",),
    )
