"""Published: what do people react to, and how can it be cut?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View, happened


def reaction(view: View) -> Step:
    """Reactions, each with what its post is: type, topic, campaign, paid for or not."""
    columns = """told.key,
    told.source,
    told.kind,
    told.post_id,
    told.message_id,
    told.channel,
    posts.type,
    posts.topic,
    posts.campaign,
    posts.sponsored"""
    inner = happened(
        view, "reaction", columns, "LEFT JOIN post_of AS posts ON (posts.post_id = told.post_id)"
    )
    return Step(
        "reaction",
        f"""SELECT
    told.*,
    {view.cut.columns_sql("reaction")}
FROM (
{inner}
) AS told
{view.cut.joins_sql("reaction")}""",
        ("told_reaction", "post_of", *view.cut.reads("reaction")),
    )


def post_of(_: View) -> Step:
    """One row a post's number, whichever files tell it: what a reaction inherits from its post."""
    return Step(
        "post_of",
        """SELECT
    key AS post_id,
    min(type) AS type,
    min(topic) AS topic,
    min(campaign) AS campaign,
    bool_or(sponsored) AS sponsored
FROM told_post
GROUP BY key""",
        ("told_post",),
    )
