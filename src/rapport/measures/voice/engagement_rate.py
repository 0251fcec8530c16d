"""Engagement rate: how much do people do with what we publish, per follower and per post?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import Dimension, Unit
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import MISSING, Reading, read
from rapport.measures.segments import OF_POSTS
from rapport.measures.sums import CLUSTER_SUMS
from rapport.measures.voice.engaged_posts import ENGAGED, SETTLED
from rapport.stats.intervals import Moments, Span, clustered_ratio

PER_FOLLOWER = Unit(Dimension.RATIO, mark("engagements"), mark("100 followers"))
PER_POST = Unit(Dimension.RATIO, mark("engagements"), mark("published post"))
CLICKS_PER_POST = Unit(Dimension.RATIO, mark("clicks"), mark("published post"))
POSTS = Unit(Dimension.COUNT, "posts")
NONE_SEEN = 3.689
"""High end of a 95 % interval of a Poisson mean of which nothing was seen: -log(0.025)."""

BY_KIND = Step(
    "by_kind",
    """
    UNPIVOT (
        SELECT
            segment,
            period,
            engagements,
            clicks,
            likes,
            comments,
            shares,
            reposts,
            saves
        FROM engaged
    )
    ON engagements, clicks, likes, comments, shares, reposts, saves
    INTO NAME part VALUE y
    """,
)
CLUSTER = Step(
    "cluster",
    """
    SELECT part, segment, period, 1 AS x, y
    FROM by_kind
    UNION ALL
    SELECT 'per follower', segment, period, followers, engagements
    FROM engaged
    WHERE followers > 0
    UNION ALL
    SELECT 'with clicks', segment, period, followers, engagements + clicks
    FROM engaged
    WHERE followers > 0
    """,
)
"""One row a post and part: what is divided by, and what was done."""
RATES = (
    (mark("per post"), "engagements", PER_POST),
    (mark("likes per post"), "likes", PER_POST),
    (mark("comments per post"), "comments", PER_POST),
    (mark("shares per post"), "shares", PER_POST),
    (mark("reposts per post"), "reposts", PER_POST),
    (mark("saves per post"), "saves", PER_POST),
    (mark("clicks per post"), "clicks", CLICKS_PER_POST),
)
UNTOLD_AUDIENCE = Refusal(
    say("the book does not say how many followed these channels when the posts came out"),
    say("import followers by day, under the channels' or accounts' own names"),
)
UNTOLD_IMPRESSIONS = Refusal(
    say("the book holds no impressions: how often a post was shown is not told post by post"),
    say("read this rate in the network's own report, and say there what it divides by"),
)
WHAT_COUNTS = Caveat(
    "what-counts",
    say(
        "engagements are likes, comments, shares, reposts and saves; clicks are told apart:"
        " LinkedIn's own rate counts them, and divides by impressions"
    ),
)


@dataclass(frozen=True, slots=True)
class EngagementRate:
    """Engagements in the first days of a post, per follower of its channel and per post.

    `within_days` says how many days; a younger post is left out, so that all are compared alike.

    >>> str(EngagementRate().card.unit)
    'engagements per 100 followers'
    """

    by: str | None = None
    per: str | None = None
    within_days: int = 7

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="engagement_rate",
            name=say("Engagement rate"),
            question=say("How much do people do with what we publish, per follower?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=PER_FOLLOWER,
            better=Better.HIGHER,
            needs=("post", "reaction"),
            sampled=say("posts"),
            method=say(
                "engagements within {days} days of posts at least as old, over followers of their"
                " channels on the day (and over posts); each post one voice; the interval of a"
                " ratio of sums",
                days=self.within_days,
            ),
            assumes=(
                say("the files of reactions cover every post"),
                say("posts succeed or fail independently of each other"),
            ),
            sources=(
                Reference("LinkedIn Page analytics, content export: (clicks + reactions + comments"
                          " + reposts) / impressions"),
                Reference("Cochran 1977, Sampling Techniques, 3rd ed., ch. 6"),
            ),
            segments=OF_POSTS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Engagements per follower, then per post by what was done."""
        bound = {"days": self.within_days, "as_of": snapshot.as_of}
        snapshot.cut().keep("settled_post", *SETTLED, parameters=bound)
        steps = (ENGAGED, BY_KIND, CLUSTER, CLUSTER_SUMS)
        return read(self, snapshot, Reading(steps, self._parts, None, (WHAT_COUNTS,)))

    def _parts(self, group: Group) -> Parts:
        untold = UNTOLD_AUDIENCE if group.snapshot.count("audience") else MISSING["audience"]
        for part, column in (
            (mark("per follower"), "per follower"),
            (mark("per follower, with clicks"), "with clicks"),
        ):
            sums = group.moments(column)
            told = _rate(group, sums, PER_FOLLOWER, 100.0) if sums.n else untold
            yield part, told
        for part, column, unit in RATES:
            yield part, _rate(group, group.moments(column), unit)
        if group.is_whole:
            yield mark("per impression"), UNTOLD_IMPRESSIONS
            posts = group.moments("engagements").n
            yield mark("posts"), group.counted(posts, POSTS, posts)


def _rate(group: Group, sums: Moments, unit: Unit, factor: float = 1.0) -> Answer:
    """What was done over what it is divided by; nothing seen is not known to be nothing."""
    too_few = group.refused(sums.n, FEWEST)
    if too_few:
        return too_few
    span = clustered_ratio(sums) if sums.y else Span(0.0, 0.0, NONE_SEEN / sums.x)
    low, high = max(span.low, 0.0), span.high
    return group.told(Span(factor * span.value, factor * low, factor * high), unit, sums.n)
