"""Talks: which messages wait for an answer or are one, and in which conversation?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View, clock_sql

_SPEAKS = "hash(told.agent, told.channel, told.visibility, {language})"
"""SQL of who speaks where and how, as one number: a sort need not carry the words."""


def talk(view: View) -> Step:
    """Messages that can wait for an answer or be one, each with its conversation (a number).

    Left out: bots and, where messages were read, automatic answers, spam, and thanks that ask
    for nothing. `at` is on the wall clock at home. `clock` is twice the microseconds since 1970
    (UTC), plus 1 where we speak: it sorts a conversation. `voice` names a row of the relation of
    that name. `gone_at` tells when a customer's message disappeared without us (one that we hid
    or deleted still waits).
    """
    moment = moment_sql(view)
    gone = "CASE WHEN told.direction = 'in' THEN vanished.gone_at END"
    return Step(
        "talk",
        f"""SELECT
    CASE
        WHEN hearing.person IS NULL THEN {_conversation(view)}
        ELSE hash({_conversation(view)}, hearing.person)
    END AS conversation,
    told.source,
    told.key,
    told.contact,
    told.content,
    told.thread,
    told.direction,
    {clock_sql(view)} AS at,
    2 * epoch_us({moment}) + (told.direction = 'out')::BIGINT AS clock,
    told.direction = 'out' AS is_ours,
    {_SPEAKS.format(language=_language(view))} AS voice,
    {gone if view.heard.vanishes else "NULL::TIMESTAMP"} AS gone_at
FROM told_message AS told
{_joins(view)}
WHERE {moment} < {end_sql(view)}
    AND told.author IS DISTINCT FROM 'bot'{_waiting(view)}""",
        _reads(view),
    )


def moment_sql(view: View, alias: str = "told") -> str:
    """SQL of a record's moment in UTC, read on the wall clock of home where no zone was told."""
    if view.home_utc:
        return f"{alias}.happened_at"
    home = f"timezone('UTC', timezone($zone, {alias}.happened_at))"
    return f"CASE WHEN {alias}.zone IS NULL THEN {home} ELSE {alias}.happened_at END"


def end_sql(view: View) -> str:
    """SQL of the moment (UTC) at which the as-of day ends at home."""
    end = "CAST(CAST($as_of AS DATE) + 1 AS TIMESTAMP)"
    return end if view.home_utc else f"timezone('UTC', timezone($zone, {end}))"


def _conversation(view: View) -> str:
    """SQL of a message's conversation: its thread (as the first export called it), else found."""
    several = view.heard.several_tellers
    thread = "coalesce(same_thread.first_thread, told.thread)" if several else "told.thread"
    if not view.heard.threadless:
        return f"hash({thread})"
    found = "coalesce(untied.conversation, told.content)"
    return f"CASE WHEN told.thread IS NULL THEN {found} ELSE hash({thread}) END"


def _language(view: View) -> str:
    told = "told.language"
    return f"coalesce(meaning.language, {told})" if view.heard.is_read else told


def _joins(view: View) -> str:
    """SQL of what is put beside each message."""
    heard = view.heard
    joins = ["LEFT JOIN hearing\nON (hearing.content = told.content)"]
    if heard.threadless:
        joins.append("LEFT JOIN untied\nON (untied.content = told.content)")
    if heard.vanishes:
        joins.append("LEFT JOIN vanished\nON (vanished.message_id = told.key)")
    if heard.several_tellers:
        joins.append("""ANTI JOIN told_twice
ON (told_twice.source = told.source AND told_twice.key = told.key)
LEFT JOIN same_thread
ON (same_thread.source = told.source AND same_thread.thread = told.thread)""")
    if heard.is_read:
        joins.append("""LEFT JOIN meaning
ON (meaning.source = told.source AND meaning.key = told.key
    AND meaning.content IS NOT DISTINCT FROM told.content)""")
    return "\n".join(joins)


def _waiting(view: View) -> str:
    if not view.heard.is_read:
        return ""
    return """
    AND meaning.is_automatic IS DISTINCT FROM TRUE
    AND (told.direction = 'out' OR meaning.is_idle IS DISTINCT FROM TRUE)"""


def _reads(view: View) -> tuple[str, ...]:
    heard = view.heard
    return (
        "told_message",
        "hearing",
        *(("untied",) if heard.threadless else ()),
        *(("vanished",) if heard.vanishes else ()),
        *(("told_twice", "same_thread") if heard.several_tellers else ()),
        *(("meaning",) if heard.is_read else ()),
    )


def voice(view: View) -> Step:
    """Who may speak where and how: one row an agent, channel, visibility and language."""
    read = view.heard.is_read
    also = "\n    UNION\n    SELECT language\n    FROM meaning" if read else ""
    return Step(
        "voice",
        f"""SELECT
    {_SPEAKS.format(language="spoken.language")} AS voice,
    told.agent,
    told.channel,
    told.visibility,
    spoken.language
FROM (
    SELECT DISTINCT
        agent,
        channel,
        visibility
    FROM told_message
) AS told
CROSS JOIN (
    SELECT DISTINCT language
    FROM told_message{also}
) AS spoken""",
        ("told_message", "meaning") if read else ("told_message",),
    )


def meaning(_: View) -> Step:
    """What decides whether a message waits: read by the engine, corrected by people.

    `is_idle`: spam, or thanks that neither ask nor complain.
    """
    return Step(
        "meaning",
        """SELECT
    read.source,
    read.key,
    read.content,
    coalesce(corrected.language, read.language) AS language,
    read.is_automatic,
    read.is_spam OR (
        coalesce(corrected.purpose, read.purpose) IS NOT DISTINCT FROM 'thanks'
        AND NOT coalesce(corrected.question IN ('yes', 'true'), read.is_question)
        AND NOT coalesce(corrected.complaint IN ('yes', 'true'), read.is_complaint)
        AND NOT coalesce(corrected.break_up IN ('yes', 'true'), read.is_break_up)
    ) AS is_idle
FROM told_reading AS read
LEFT JOIN corrected
ON (corrected.teller = read.source AND corrected.message_id = read.key)""",
        ("told_reading", "corrected"),
    )


def vanished(view: View) -> Step:
    """When customers' messages disappeared without us (UTC)."""
    return Step(
        "vanished",
        f"""SELECT
    message_id,
    min({moment_sql(view)}) AS gone_at
FROM told_moderation AS told
WHERE action = 'disappeared'
    AND message_id IS NOT NULL
    AND CAST({clock_sql(view)} AS DATE) <= $as_of
GROUP BY message_id""",
        ("told_moderation",),
    )
