"""People of words: how many distinct people use a word, or choose an answer?

Whoever nobody knows is their thread, or the message or answer alone. What fewer people use than
asked for never leaves the engine.
"""

from __future__ import annotations

from rapport.core.measure import Step

ADDRESSES = r"\S*@\S+|https?://\S+|www\.\S+|&#?\w+;|\w+n['’]t\b"
"""Mail addresses, account names, links, HTML characters, and don't and the like: no interest."""
QUOTED = r"(?m)^\s*>.*$"
"""A line that repeats what somebody else wrote."""
WORD = r"\p{L}[\p{L}\p{M}]{2,}"
"""Three letters or more: numbers and codes are no words."""

SAID = Step(
    "said",
    """
    SELECT
        segment,
        period,
        COALESCE(
            CAST(person AS UBIGINT), HASH('thread ' || thread), HASH('message ' || key)
        ) AS who,
        text
    FROM message
    WHERE direction = 'in'
        AND author IS DISTINCT FROM 'bot'
        AND TRIM(text) <> ''
        AND LIST_CONTAINS($heard, 'message')
    UNION ALL
    SELECT
        segment,
        period,
        COALESCE(CAST(person AS UBIGINT), HASH('answer ' || key)),
        comment
    FROM answer
    WHERE question <> 'choice'
        AND TRIM(comment) <> ''
        AND LIST_CONTAINS($heard, 'answer')
    """,
    ("message", "answer"),
)
SPOKEN = Step(
    "spoken",
    """
    SELECT DISTINCT
        segment,
        period,
        who,
        UNNEST(REGEXP_EXTRACT_ALL(
            LOWER(REGEXP_REPLACE(REGEXP_REPLACE(text, $quoted, ' ', 'g'), $addresses, ' ', 'g')),
            $word
        )) AS written
    FROM said
    """,
)
"""One row a person and word, however often they use it."""
STOPPED = Step("stopped", "SELECT UNNEST($stopped) AS word")
WORDS = Step(
    "words",
    """
    SELECT
        told.word,
        ARG_MAX(told.written, (told.people, told.written)) AS spelled,
        UNNEST(LIST(told.written)) AS written
    FROM (
        SELECT
            written,
            STRIP_ACCENTS(written) AS word,
            COUNT(*) AS people
        FROM spoken
        GROUP BY written
    ) AS told
    ANTI JOIN stopped
    ON (stopped.word = told.word)
    GROUP BY told.word
    HAVING SUM(told.people) >= $fewest
    ORDER BY SUM(told.people) DESC, told.word
    LIMIT 10 * $most
    """,
)
"""Words with the spellings that were used and how most people spell each, accents put aside: ten
times as many as are shown, by a count of which somebody's two spellings are a part."""
CHOSEN = Step(
    "chosen",
    """
    SELECT DISTINCT
        segment,
        period,
        COALESCE(CAST(person AS UBIGINT), HASH('answer ' || key)) AS who,
        COALESCE(survey, '') AS survey,
        LEFT(TRIM(UNNEST(REGEXP_SPLIT_TO_ARRAY(comment, '[;|\\n]'))), 80) AS name
    FROM answer
    WHERE question = 'choice'
        AND TRIM(comment) <> ''
        AND LIST_CONTAINS($heard, 'answer')
    """,
    ("answer",),
)
"""One row a person and choice; several choices of one answer stand between semicolons or bars."""
USED = Step(
    "used",
    """
    SELECT DISTINCT
        'word' AS kind,
        spoken.segment,
        spoken.period,
        spoken.who,
        words.spelled AS name,
        '' AS survey
    FROM spoken
    JOIN words
    ON (words.written = spoken.written)
    UNION ALL
    SELECT 'choice', segment, period, who, name, survey
    FROM chosen
    WHERE name <> ''
    """,
)
HEARD = Step(
    "heard",
    """
    SELECT DISTINCT 'word' AS kind, segment, period, who, '' AS survey
    FROM said
    UNION ALL
    SELECT DISTINCT 'choice', segment, period, who, survey
    FROM chosen
    """,
)
"""Everybody who could have used a word, or made a choice in a survey."""
SHOWN = Step(
    "shown",
    """
    SELECT
        kind,
        survey,
        name,
        COUNT(DISTINCT who) AS all_people,
        ROW_NUMBER() OVER (
            PARTITION BY kind
            ORDER BY COUNT(DISTINCT who) DESC, survey, name
        ) AS place
    FROM used
    GROUP BY kind, survey, name
    HAVING COUNT(DISTINCT who) >= $fewest
    QUALIFY place <= $most
    """,
)
"""The words and choices of most people, over all segments and periods."""
SIZES = Step(
    "sizes",
    """
    SELECT kind, survey, segment, period, COUNT(DISTINCT who) AS size
    FROM heard
    GROUP BY kind, survey, segment, period
    """,
)
WHOLES = Step(
    "wholes",
    """
    SELECT kind, survey, COUNT(DISTINCT who) AS all_size
    FROM heard
    GROUP BY kind, survey
    """,
)
NAMED = Step(
    "named_by_people",
    """
    SELECT
        'heard' AS kind,
        segment,
        period,
        NULL AS name,
        COUNT(DISTINCT who) AS people,
        0 AS size,
        0 AS all_people,
        0 AS all_size,
        0 AS place
    FROM heard
    GROUP BY segment, period
    UNION ALL
    SELECT
        shown.kind,
        used.segment,
        used.period,
        CASE WHEN shown.survey = '' THEN '' ELSE shown.survey || ': ' END || shown.name,
        COUNT(DISTINCT used.who),
        ANY_VALUE(sizes.size),
        ANY_VALUE(shown.all_people),
        ANY_VALUE(wholes.all_size),
        ANY_VALUE(shown.place)
    FROM shown
    JOIN used
    ON (used.kind = shown.kind AND used.survey = shown.survey AND used.name = shown.name)
    JOIN sizes
    ON (
        sizes.kind = shown.kind
        AND sizes.survey = shown.survey
        AND sizes.segment IS NOT DISTINCT FROM used.segment
        AND sizes.period IS NOT DISTINCT FROM used.period
    )
    JOIN wholes
    ON (wholes.kind = shown.kind AND wholes.survey = shown.survey)
    GROUP BY shown.kind, shown.survey, shown.name, used.segment, used.period
    """,
)
NAMED_BY_PEOPLE = (
    SAID, SPOKEN, STOPPED, WORDS, CHOSEN, USED, HEARD, SHOWN, SIZES, WHOLES, NAMED
)  # fmt: skip
"""Steps to one row a word or choice and group (kind, name, people, size), and one row of `heard`:
everybody who said anything, with `all_people` and `all_size` over all groups."""
