"""Hashtags: which do people use when they write to us, and which do we?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_MESSAGES
from rapport.stats.intervals import wilson

PEOPLE = Unit(Dimension.COUNT, "people")
OURS_SIGN = "✍"
"""Stands after a hashtag where its share of our own posts is told."""

RUNS = r"(?:^|[^\p{L}\p{M}\p{N}_&/#])((?:#[\p{L}\p{M}\p{N}_]+)+)"
"""One hashtag or several run together; not within a word, an address or an HTML character."""
LETTER = r"\p{L}"
"""A hashtag holds a letter: #1001 is an order's number."""

SAID = Step(
    "said",
    """
    SELECT
        segment,
        period,
        COALESCE('person ' || person, 'thread ' || thread, 'message ' || key) AS who,
        CASE WHEN CONTAINS(text, '#') THEN LOWER(text) END AS tagged
    FROM message
    WHERE direction = 'in'
        AND author IS DISTINCT FROM 'bot'
    """,
    ("message",),
)
USED = Step(
    "used",
    """
    SELECT DISTINCT
        segment,
        period,
        who,
        written,
        STRIP_ACCENTS(written) AS tag
    FROM (
        SELECT
            segment,
            period,
            who,
            UNNEST(STRING_SPLIT(run, '#')) AS written
        FROM (
            SELECT
                segment,
                period,
                who,
                UNNEST(REGEXP_EXTRACT_ALL(tagged, $runs, 1)) AS run
            FROM said
            WHERE tagged IS NOT NULL
        )
    )
    WHERE REGEXP_MATCHES(written, $letter)
    """,
)
"""One row a person and hashtag as they write it, however often they use it."""
SPELLED = Step(
    "spelled",
    """
    SELECT
        tag,
        ARG_MAX(written, (people, written)) AS written
    FROM (
        SELECT tag, written, COUNT(DISTINCT who) AS people
        FROM used
        GROUP BY tag, written
    )
    GROUP BY tag
    """,
)
"""How most people write each hashtag."""
RANKED = Step(
    "ranked",
    """
    SELECT
        segment,
        period,
        tag,
        COUNT(DISTINCT who) AS people,
        COUNT(DISTINCT who) >= $fewest
            AND ROW_NUMBER() OVER (
                PARTITION BY segment, period
                ORDER BY COUNT(DISTINCT who) DESC, tag
            ) <= $most AS is_shown
    FROM used
    GROUP BY segment, period, tag
    """,
)
TOLD = Step(
    "told",
    """
    SELECT
        ranked.segment,
        ranked.period,
        spelled.written AS tag,
        ranked.people,
        'tag' AS part
    FROM ranked
    JOIN spelled
    ON (spelled.tag = ranked.tag)
    WHERE ranked.is_shown
    UNION ALL
    SELECT segment, period, NULL, COUNT(DISTINCT who), 'wrote'
    FROM said
    GROUP BY segment, period
    UNION ALL
    SELECT segment, period, NULL, COUNT(DISTINCT who), 'used any'
    FROM used
    GROUP BY segment, period
    UNION ALL
    SELECT used.segment, used.period, NULL, COUNT(DISTINCT used.who), 'other'
    FROM used
    JOIN ranked
    ON (
        ranked.tag = used.tag
        AND ranked.segment IS NOT DISTINCT FROM used.segment
        AND ranked.period IS NOT DISTINCT FROM used.period
        AND NOT ranked.is_shown
    )
    GROUP BY used.segment, used.period
    """,
)
"""People behind each hashtag that is shown, all others together, any at all, and who wrote."""
STEPS = (SAID, USED, SPELLED, RANKED, TOLD)
OURS = Step(
    "ours",
    """
    SELECT
        NULL AS segment,
        NULL AS period,
        key AS who,
        LOWER(MIN(text)) AS tagged
    FROM post
    GROUP BY key
    """,
    ("post",),
)
"""Our posts, each one voice."""
OURS_SAID = Step("said", "SELECT *\nFROM ours")
"""Our posts in the place of messages."""


@dataclass(frozen=True, slots=True)
class Hashtags:
    """Share of the people who wrote that used a hashtag, the most used ones, and ours.

    `most` says how many are shown, `fewest_people` how many must use one for it to be shown.

    >>> str(Hashtags().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    most: int = 20
    fewest_people: int = FEWEST

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="hashtags",
            name=say("Hashtags"),
            question=say("Which hashtags do people use when they write to us?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.NEITHER,
            needs=("message",),
            sampled=say("people who wrote"),
            method=say(
                "people who used a hashtag at least once, each one voice, case and accents put"
                " aside; Wilson's interval; ✍ is the share of our posts with the hashtag; one that"
                " fewer than {fewest} people use is not shown",
                fewest=self.fewest_people,
            ),
            assumes=(say("a word after # with a letter in it is a hashtag"),),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
            ),
            segments=OF_MESSAGES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share of people with any hashtag, then hashtag by hashtag, the rest, and ours."""
        bound = {"runs": RUNS, "letter": LETTER, "most": self.most, "fewest": self.fewest_people}
        return read(self, snapshot, Reading(STEPS, self._parts, bound))

    def _parts(self, group: Group) -> Parts:
        wrote = _people(group, "wrote")
        yield mark("used any hashtag"), _share(group, _people(group, "used any"), wrote)
        for tag, people in _tags(group):
            yield tag, _share(group, people, wrote)
        others = _people(group, "other")
        if others:
            yield mark("used another hashtag"), _share(group, others, wrote)
        if group.is_whole:
            yield (
                mark("people who used any"),
                group.counted(_people(group, "used any"), PEOPLE, wrote),
            )
            if group.snapshot.count("post"):
                yield from self._our_tags(group)

    def _our_tags(self, group: Group) -> Parts:
        """Share of our own posts by hashtag: all of them are there, so it is exact."""
        bound = {"runs": RUNS, "letter": LETTER, "most": self.most, "fewest": 1}
        steps = (OURS, OURS_SAID, USED, SPELLED, RANKED, TOLD)
        ours = Group(None, None, group.snapshot.read(*steps, parameters=bound), group.snapshot)
        posts = _people(ours, "wrote")
        for tag, count in _tags(ours):
            yield f"{tag} {OURS_SIGN}", group.exactly(count / posts, SHARE, posts)


def _tags(group: Group) -> Iterator[tuple[str, int]]:
    """The hashtags that are shown with how many use them, the most used first."""
    tags = np.ma.filled(group.columns["tag"], "").astype(str)
    people = group.array("people")
    for row in np.lexsort((tags, -people)):
        if tags[row]:
            yield f"#{tags[row]}", int(people[row])


def _people(group: Group, part: str) -> int:
    """How many stand behind a part."""
    return int(group.array("people")[np.asarray(group.columns["part"]) == part].sum())


def _share(group: Group, users: int, size: int) -> Answer:
    """Share of people, each one voice."""
    return group.refused(size, FEWEST) or group.told(wilson(users, size), SHARE, size)
