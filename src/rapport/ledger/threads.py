"""Threads: which messages are one conversation, where the files do not say it plainly?

Three cases: no thread is told; several customers speak in one thread; two exports tell the same.
"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View, named_sql
from rapport.ledger.talks import moment_sql

SILENCE_DAYS = 30
"""Where nothing but person and channel ties messages together, so much silence parts them."""
DEPTH = 200
"""How many replies to replies are followed up to the message that began them."""


REPLY_CHAIN = f"""WITH RECURSIVE link AS (
    SELECT
        content,
        key,
        reply_to
    FROM told_message
    WHERE thread IS NULL
        AND reply_to IS NOT NULL
        AND reply_to <> key
), climb AS (
    SELECT
        content,
        key,
        reply_to AS began,
        1 AS depth
    FROM link
    UNION ALL
    SELECT
        climb.content,
        climb.key,
        link.reply_to,
        climb.depth + 1
    FROM climb
    JOIN link
    ON (link.key = climb.began)
    WHERE climb.depth < {DEPTH}
), chain AS (
    SELECT
        content,
        key,
        arg_max(began, (depth, began)) AS began
    FROM climb
    GROUP BY content, key
)
SELECT *
FROM chain
UNION ALL
SELECT
    told.content,
    told.key,
    told.key
FROM told_message AS told
SEMI JOIN chain
ON (chain.began = told.key)
ANTI JOIN link
ON (link.key = told.key)
WHERE told.thread IS NULL"""
"""Every reply climbs from reply to reply to the message that began it."""


def reply_chain(_: View) -> Step:
    """Messages without a thread that reply to another, or are replied to: how each began.

    `began` is the key of the message that nobody knows to be a reply.
    """
    return Step(
        "reply_chain",
        REPLY_CHAIN,
        ("told_message",),
    )


def untied(view: View) -> Step:
    """The conversation (a number) of messages that tell no thread.

    What replies to what is one conversation (that of the thread it leads to, if it does); else
    a person's messages in a channel are, as long as nobody is silent for 30 days.
    """
    return Step(
        "untied",
        f"""SELECT
    content,
    min(conversation) AS conversation
FROM (
    SELECT
        chain.content,
        CASE
            WHEN roots.thread IS NULL THEN hash('reply', chain.began)
            ELSE hash(roots.thread)
        END AS conversation
    FROM reply_chain AS chain
    LEFT JOIN (
        SELECT
            key,
            min(thread) AS thread
        FROM told_message
        WHERE thread IS NOT NULL
        GROUP BY key
    ) AS roots
    ON (roots.key = chain.began)
    UNION ALL
{_alone_sql(view)}
)
GROUP BY content""",
        ("told_message", "reply_chain"),
    )


def _alone_sql(view: View) -> str:
    """SQL of messages that reply to nothing: by person and channel, parted by silence."""
    spoken = "(PARTITION BY person, channel ORDER BY moment, content)"
    return f"""    SELECT
        content,
        hash('person', person, channel, count(*) FILTER (WHERE is_new) OVER spoken)
    FROM (
        SELECT
            *,
            moment > lag(moment) OVER spoken + INTERVAL {SILENCE_DAYS} DAY AS is_new
        FROM (
            SELECT
                told.content,
                told.channel,
                identity.person,
                {moment_sql(view)} AS moment
            FROM told_message AS told
            ANTI JOIN reply_chain
            ON (reply_chain.content = told.content)
            {named_sql(view)}
            WHERE told.thread IS NULL
                AND identity.person IS NOT NULL
                AND told.author IS DISTINCT FROM 'bot'
        )
        WINDOW spoken AS {spoken}
    )
    WINDOW spoken AS {spoken}"""


def crowd_message(view: View) -> Step:
    """Messages of threads in which customers of several contacts speak, with who is behind them.

    Who writes in a private thread speaks for the one who began it (a colleague in copy), unless
    several sources may have given two conversations the same name.
    """
    open_to_all = (
        "" if view.heard.several_tellers else "\n        AND visibility IS DISTINCT FROM 'private'"
    )
    return Step(
        "crowd_message",
        f"""SELECT
    told.content,
    told.key,
    told.thread,
    told.direction,
    told.reply_to,
    identity.person,
    bool_or(told.direction = 'in') OVER (PARTITION BY told.thread, identity.person) AS is_voice
FROM told_message AS told
SEMI JOIN (
    SELECT hash(thread) AS code
    FROM told_message
    WHERE direction = 'in'
        AND thread IS NOT NULL{open_to_all}
    GROUP BY code
    HAVING min(contact) <> max(contact)
) AS crowd
ON (crowd.code = hash(told.thread))
{named_sql(view)}
WHERE told.thread IS NOT NULL
    AND told.author IS DISTINCT FROM 'bot'""",
        ("told_message",),
    )


def addressed(_: View) -> Step:
    """Messages of crowds with the customer whom each is surely from, or surely answers."""
    return Step(
        "addressed",
        """SELECT
    told.content,
    told.thread,
    told.direction,
    CASE
        WHEN told.direction = 'in' THEN told.person
        WHEN parent.person IS NOT NULL THEN parent.person
        WHEN told.is_voice THEN told.person
    END AS person
FROM crowd_message AS told
LEFT JOIN crowd_message AS parent
ON (parent.thread = told.thread AND parent.key = told.reply_to AND parent.direction = 'in')""",
        ("crowd_message",),
    )


def hearing(_: View) -> Step:
    """In threads where several customers speak: whom each message is from, or answers.

    Our message answers whom it replies to, else the person it names, else everybody there. A
    thread in which none of ours tells whom it answers stays one conversation.
    """
    return Step(
        "hearing",
        """SELECT DISTINCT
    told.content,
    asker.person
FROM addressed AS told
SEMI JOIN (
    SELECT thread
    FROM addressed
    GROUP BY thread
    HAVING count(*) FILTER (WHERE direction = 'out') = 0
        OR count(person) FILTER (WHERE direction = 'out') > 0
) AS parted
ON (parted.thread = told.thread)
JOIN (
    SELECT DISTINCT
        thread,
        person
    FROM addressed
    WHERE direction = 'in'
        AND person IS NOT NULL
) AS asker
ON (asker.thread = told.thread)
WHERE asker.person = told.person
    OR (told.person IS NULL AND told.direction = 'out')""",
        ("addressed",),
    )


def told_twice(view: View) -> Step:
    """Messages that another source tells too: same person, direction, words and second.

    The first to tell counts: one with a thread, then by the source's name.
    """
    return Step(
        "told_twice",
        f"""SELECT *
FROM (
    SELECT
        source,
        key,
        thread,
        first_value(source) OVER same AS first_source,
        first_value(thread) OVER same AS first_thread
    FROM (
        SELECT
            told.source,
            told.key,
            told.thread,
            told.direction,
            hash(trim(told.text)) AS words,
            coalesce('person ' || identity.person, 'thread ' || told.thread) AS who,
            date_trunc('second', {moment_sql(view)}) AS moment
        FROM told_message AS told
        {named_sql(view)}
        WHERE length(trim(told.text)) > 0
    )
    WHERE who IS NOT NULL
    WINDOW same AS (
        PARTITION BY who, direction, moment, words
        ORDER BY thread IS NULL, source, key
    )
)
WHERE source <> first_source""",
        ("told_message",),
    )


def same_thread(_: View) -> Step:
    """Threads of one source that are those of another: they hold the same messages."""
    return Step(
        "same_thread",
        """SELECT
    source,
    thread,
    min(first_thread) AS first_thread
FROM told_twice
WHERE thread IS NOT NULL
    AND first_thread IS NOT NULL
GROUP BY source, thread""",
        ("told_twice",),
    )
