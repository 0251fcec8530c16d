"""Share of voice: when people name a brand of our trade, how often is it ours?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import Group, Parts
from rapport.measures.reading import NOBODY, Reading, read, refused_needs, result
from rapport.measures.segments import OF_MESSAGES
from rapport.measures.sums import CLUSTER_SUMS

PEOPLE = Unit(Dimension.COUNT, "people")
POSTS = Unit(Dimension.COUNT, "posts")
OURS = "ours"
"""The part of our own brand, whatever names it goes by."""

_FOLDED = "STRIP_ACCENTS(LOWER(REPLACE({text}, '&amp;', '&')))"
"""A text with case and accents put aside."""
_WORDS = r"' ' || TRIM(REGEXP_REPLACE({folded}, '[^\p{{L}}\p{{N}}]+', ' ', 'g')) || ' '"
"""A folded text's words between single spaces: a name among them is a whole name."""

BRANDS = Step(
    "brands",
    f"""
    SELECT DISTINCT
        brand,
        name,
        ARG_MAX(word, (LENGTH(word), word)) AS longest
    FROM (
        SELECT
            brand,
            name,
            UNNEST(STRING_SPLIT(TRIM(name), ' ')) AS word
        FROM (
            SELECT
                brand,
                {_WORDS.format(folded=_FOLDED.format(text="told"))} AS name
            FROM (
                SELECT
                    UNNEST($names) AS told,
                    UNNEST($brands) AS brand
            )
        )
    )
    GROUP BY brand, name
    """,
)
"""One row a name of a brand, with its longest word; a brand may go by several names."""
SAID = Step(
    "said",
    f"""
    SELECT
        segment,
        period,
        COALESCE('person ' || person, 'thread ' || thread, 'message ' || key) AS who,
        {_FOLDED.format(text="text")} AS folded
    FROM message
    WHERE direction = 'in'
        AND author IS DISTINCT FROM 'bot'
        AND (visibility IS DISTINCT FROM 'private' OR NOT $public_only)
    """,
    ("message",),
)
NAMED = Step(
    "named",
    f"""
    SELECT DISTINCT
        segment,
        period,
        who,
        brand
    FROM (
        SELECT said.*, brands.brand, brands.name
        FROM said
        JOIN brands
        ON (CONTAINS(said.folded, brands.longest))
    )
    WHERE CONTAINS({_WORDS.format(folded="folded")}, name)
    """,
)
"""One row a person and brand, however often they name it; few texts hold a name's longest word."""
CLUSTER = Step(
    "cluster",
    """
    SELECT
        brands.brand AS part,
        people.segment,
        people.period,
        people.named AS x,
        CASE WHEN named.who IS NULL THEN 0 ELSE 1 END AS y
    FROM (
        SELECT segment, period, who, COUNT(*) AS named
        FROM named
        GROUP BY segment, period, who
    ) AS people
    CROSS JOIN (
        SELECT DISTINCT brand
        FROM brands
    ) AS brands
    LEFT JOIN named
    ON (
        named.brand = brands.brand
        AND named.who = people.who
        AND named.segment IS NOT DISTINCT FROM people.segment
        AND named.period IS NOT DISTINCT FROM people.period
    )
    """,
)
"""One row a person and brand: how many brands they name, and whether this is one."""
OUR_POSTS = Step(
    "our_posts",
    f"""
    SELECT
        brands.brand,
        COUNT(DISTINCT posts.key) AS posts
    FROM (
        SELECT key, {_WORDS.format(folded=_FOLDED.format(text="text"))} AS words
        FROM post
    ) AS posts
    JOIN brands
    ON (CONTAINS(posts.words, brands.name))
    GROUP BY brands.brand
    """,
    ("post",),
)
NO_BRANDS = Refusal(
    say("nobody told which brands to listen for"),
    say("tell them: rapport set BOOK brand=… competitors=…"),
)
NOBODY_NAMED = Refusal(
    say("nobody who wrote named any of these brands"),
    say("tell the names that people use: rapport set BOOK brand=… competitors=…"),
)
OWN_CHANNELS = Caveat(
    "own-channels",
    say(
        "what people write where we read it is no sample of what is said of the brands: follow how"
        " it moves, and take its level for this book only"
    ),
    Weight.WARNING,
)


@dataclass(frozen=True, slots=True)
class ShareOfVoice:
    """Of all brands that people name, the share that is ours, each person and brand counted once.

    Reads the settings `brand` and `competitors`; `public_only` leaves out what is told to be
    private.

    >>> str(ShareOfVoice().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    public_only: bool = True

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="share_of_voice",
            name=say("Share of voice"),
            question=say("When people name a brand of our trade, how often is it ours?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("message",),
            sampled=say("people who named a brand"),
            method=say(
                "people who name our brand over the sum, brand by brand, of people who name it;"
                " whole words, case and accents put aside; each person one voice; Wilson's interval"
            ),
            assumes=(
                say("the brands told are those that matter, under the names that people use"),
                say("a brand's name means the brand wherever it stands"),
            ),
            sources=(
                Reference("Share of voice: brand mentions / all brands' mentions, as media"
                          " monitoring tools define it"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_MESSAGES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Our share, each other brand's, how many people they are, and our own posts apart."""
        names = _names(snapshot)
        if names is None and not refused_needs(self.card, snapshot):
            return result(self, snapshot, [Row(NO_BRANDS)])
        bound = {**(names or {"names": [], "brands": []}), "public_only": self.public_only}
        steps = (BRANDS, SAID, NAMED, CLUSTER, CLUSTER_SUMS)

        def parts(group: Group) -> Parts:
            yield from _shares(group)
            if group.is_whole and names and snapshot.count("post"):
                yield from _posts(snapshot, names)

        told = read(self, snapshot, Reading(steps, parts, bound, (OWN_CHANNELS,)))
        return replace(told, rows=(Row(NOBODY_NAMED),)) if told.headline.answer is NOBODY else told


def _names(snapshot: Snapshot) -> Mapping[str, list[str]] | None:
    """Names to listen for with the brand of each, ours first; None where they are not told."""
    ours, others = (
        [name.strip() for name in snapshot.setting(one).value.split(",") if _has_words(name)]
        for one in ("brand", "competitors")
    )
    if not ours or not others:
        return None
    return {"names": [*ours, *others], "brands": [OURS] * len(ours) + others}


def _has_words(name: str) -> bool:
    """Whether a name holds a letter or digit: else it would match everywhere."""
    return any(one.isalnum() for one in name)


def _shares(group: Group) -> Parts:
    """Each brand's share, ours first, then the most named; and people behind them."""
    brands = sorted(
        {str(brand) for brand in group.columns["part"]} - {OURS},
        key=lambda brand: (-group.moments(brand).y, brand),
    )
    yield mark("our brand"), group.share(group.moments(OURS), SHARE)
    for brand in brands:
        yield brand, group.share(group.moments(brand), SHARE)
    people = group.moments(OURS)
    yield mark("people who name us"), group.counted(int(people.y), PEOPLE, people.n)
    yield mark("people who name any"), group.counted(people.n, PEOPLE, people.n)


def _posts(snapshot: Snapshot, names: Mapping[str, list[str]]) -> Parts:
    """How many of our own posts name us: they are no part of the share."""
    told = snapshot.read(BRANDS, OUR_POSTS, parameters=names)
    group = Group(None, None, told, snapshot)
    ours = np.asarray(told["brand"]) == OURS
    posts = snapshot.count("post")
    count = int(group.array("posts")[ours].sum())
    yield mark("our own posts that name us"), group.counted(count, POSTS, posts)
