"""Message states: where does each customer's message stand, since when, and with whom?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.handled import STATES
from rapport.ledger.relations import View, named_sql
from rapport.ledger.talks import end_sql
from rapport.ledger.telling import OURS

_ANSWERED = STATES.index("answered")
_MEANT = """
LEFT JOIN message_intent AS intent
ON (intent.source = told.source AND intent.key = told.key
    AND intent.content IS NOT DISTINCT FROM told.content)"""
_RANKS = "\n".join(f"        WHEN '{name}' THEN {rank}" for rank, name in enumerate(STATES))


def message_state(view: View) -> Step:
    """Customers' messages that can wait for an answer, each with its state as of the day."""
    cut = view.cut
    return Step(
        "message_state",
        f"""SELECT
    told.*,
    {cut.columns_sql("message_state")}
FROM whole_state AS told
{cut.joins_sql("message_state")}""",
        ("whole_state", *cut.reads("message_state")),
    )


def handled_message(view: View) -> Step:
    """How far people told that each message is: one row a message; what they took back is not.

    A step told in Rapport itself stands in UTC, one that a file tells on the clock it tells.
    """
    return Step(
        "handled_message",
        f"""SELECT
    teller,
    message_id,
    max(rank) AS rank,
    min(moment) FILTER (WHERE state = 'seen') AS seen_at,
    min(moment) FILTER (WHERE state = 'understood') AS understood_at,
    min(moment) FILTER (WHERE state = 'answered') AS answered_at,
    min(moment) FILTER (WHERE state = 'closed') AS closed_at,
    arg_max(owner, (moment, rank)) FILTER (WHERE owner IS NOT NULL) AS owner,
    arg_max(cause, (moment, rank)) FILTER (WHERE cause IS NOT NULL) AS cause
FROM (
    SELECT
        teller,
        message_id,
        state,
        owner,
        cause,
        {_handled_at(view)} AS moment,
        CASE state
{_RANKS}
        END AS rank
    FROM told_handling
)
WHERE CAST(moment AS DATE) <= $as_of
GROUP BY teller, message_id""",
        ("told_handling",),
    )


def _handled_at(view: View) -> str:
    """SQL of a step's moment on the wall clock at home."""
    if view.home_utc:
        return "happened_at"
    home = "timezone($zone, timezone('UTC', happened_at))"
    return f"CASE WHEN zone IS NULL AND source <> '{OURS}' THEN happened_at ELSE {home} END"


def message_intent(_: View) -> Step:
    """What messages are for and about: read by the engine, corrected by people."""
    return Step(
        "message_intent",
        """SELECT
    read.source,
    read.key,
    read.content,
    nullif(coalesce(corrected.cause, read.cause), 'none') AS cause,
    coalesce(corrected.purpose, read.purpose) IS NOT DISTINCT FROM 'help' AS is_help
FROM told_reading AS read
LEFT JOIN corrected
ON (corrected.teller = read.source AND corrected.message_id = read.key)""",
        ("told_reading", "corrected"),
    )


def followed(_: View) -> Step:
    """What was said in conversations, each with the clock of our next human message (`reply`)."""
    return Step(
        "followed",
        """SELECT
    *,
    min(clock) FILTER (WHERE is_ours) OVER (
        PARTITION BY conversation
        ORDER BY clock DESC
    ) AS reply
FROM talk""",
        ("talk",),
    )


def reached(view: View) -> Step:
    """The state that each customer's message has reached, and when it was told to be in which.

    A human answer in the conversation makes what was asked before it at least answered. What
    disappeared without us, unanswered, waits no longer: it is left out.
    """
    read = view.heard.is_read
    return Step(
        "reached",
        f"""SELECT
    identity.person,
    told.conversation,
    told.thread,
    told.key,
    told.source,
    CAST(told.at AS DATE) AS day,
    told.at,
    asking.channel,
    asking.visibility,
    {list(STATES)}[1 + greatest(coalesce(handled.rank, 0),
        CASE WHEN told.reply IS NULL THEN 0 ELSE {_ANSWERED} END)] AS state,
    handled.owner,
    {"coalesce(handled.cause, intent.cause)" if read else "handled.cause"} AS cause,
    (epoch_us({end_sql(view)}) - told.clock // 2) / 3.6e9 AS age,
    {"intent.is_help" if read else "NULL::BOOLEAN"} AS is_help,
    told.reply // 2 AS replied,
    handled.* EXCLUDE (teller, message_id, rank, owner, cause)
FROM followed AS told
{named_sql(view)}
LEFT JOIN voice AS asking
ON (asking.voice = told.voice)
LEFT JOIN handled_message AS handled
ON (handled.teller = told.source AND handled.message_id = told.key){_MEANT if read else ""}
WHERE NOT told.is_ours
    AND (told.gone_at IS NULL OR told.reply IS NOT NULL OR handled.rank >= {_ANSWERED})""",
        ("followed", "voice", "handled_message", *(("message_intent",) if read else ())),
    )


def whole_state(view: View) -> Step:
    """Every message's state, uncut: worked out once per snapshot and kept."""
    return Step(
        "whole_state",
        f"""SELECT
    * EXCLUDE (replied, seen_at, understood_at, answered_at, closed_at),
    {_state_at(view)} AS state_at
FROM reached""",
        ("reached",),
    )


def _state_at(view: View) -> str:
    """SQL of since when a message is in its state, on the wall clock at home."""
    moment = "make_timestamp(replied)"
    if not view.home_utc:
        moment = f"timezone($zone, timezone('UTC', {moment}))"
    return f"""CASE state
        WHEN 'seen' THEN seen_at
        WHEN 'understood' THEN understood_at
        WHEN 'answered' THEN least(answered_at, {moment})
        WHEN 'closed' THEN closed_at
        ELSE "at"
    END"""
