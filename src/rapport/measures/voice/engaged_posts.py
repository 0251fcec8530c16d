"""Engaged posts: what did people do with each post, and how many followed its channel then?"""

from __future__ import annotations

from rapport.core.measure import Step

PUBLISHED = Step(
    "published",
    """
    SELECT
        key AS post_id,
        MIN(day) AS day,
        LOWER(MIN(channel)) AS channel
    FROM post
    GROUP BY key
    HAVING MIN(day) + $days <= $as_of
    """,
    ("post",),
)
"""Posts old enough, one row a post, whichever files tell it."""
FOLLOWED = Step(
    "followed",
    """
    SELECT
        LOWER(channel) AS channel,
        LOWER(page) AS page,
        day,
        MAX(followers) AS followers
    FROM audience
    WHERE followers IS NOT NULL
    GROUP BY ALL
    """,
    ("audience",),
)
PAGED = Step(
    "paged",
    """
    SELECT DISTINCT
        published.post_id,
        published.day,
        pages.channel,
        pages.page
    FROM published
    JOIN (
        SELECT DISTINCT channel, page
        FROM followed
    ) AS pages
    ON (published.channel = pages.channel OR published.channel = pages.page)
    """,
)
"""The accounts a post reached: those of its channel, or the one it names as its channel."""
SIZED = Step(
    "sized",
    """
    SELECT
        paged.post_id,
        SUM(followed.followers) AS followers
    FROM paged
    ASOF JOIN followed
    ON (
        paged.page = followed.page
        AND COALESCE(paged.channel, '') = COALESCE(followed.channel, '')
        AND paged.day >= followed.day
    )
    GROUP BY paged.post_id
    """,
)
"""Followers on a post's day, as last counted by then."""
DONE = Step(
    "done",
    """
    SELECT post_id, kind, day
    FROM reaction
    WHERE post_id IS NOT NULL
        AND message_id IS NULL
    UNION ALL
    SELECT post_id, 'comment', day
    FROM message
    WHERE post_id IS NOT NULL
        AND direction = 'in'
        AND author IS DISTINCT FROM 'bot'
    """,
    ("reaction", "message"),
)
"""What people did with posts: reactions to a comment are not reactions to its post."""
SETTLED_POST = Step(
    "settled",
    """
    SELECT
        published.post_id,
        ANY_VALUE(sized.followers) AS followers,
        COUNT(*) FILTER (WHERE done.kind = 'like') AS likes,
        COUNT(*) FILTER (WHERE done.kind = 'comment') AS comments,
        COUNT(*) FILTER (WHERE done.kind = 'share') AS shares,
        COUNT(*) FILTER (WHERE done.kind = 'repost') AS reposts,
        COUNT(*) FILTER (WHERE done.kind = 'save') AS saves,
        COUNT(*) FILTER (WHERE done.kind = 'click') AS clicks
    FROM published
    LEFT JOIN sized
    ON (sized.post_id = published.post_id)
    LEFT JOIN done
    ON (done.post_id = published.post_id AND done.day <= published.day + $days)
    GROUP BY published.post_id
    """,
)
SETTLED = (PUBLISHED, FOLLOWED, PAGED, SIZED, DONE, SETTLED_POST)
"""Steps to one row a post old enough: what was done in its first $days days, and followers."""
ENGAGED = Step(
    "engaged",
    """
    SELECT DISTINCT ON (post.segment, post.period, settled_post.post_id)
        post.segment,
        post.period,
        settled_post.post_id,
        settled_post.followers,
        settled_post.likes,
        settled_post.comments,
        settled_post.shares,
        settled_post.reposts,
        settled_post.saves,
        settled_post.clicks,
        settled_post.likes + settled_post.comments + settled_post.shares
            + settled_post.reposts + settled_post.saves AS engagements
    FROM post
    JOIN settled_post
    ON (settled_post.post_id = post.key)
    """,
    ("post", "settled_post"),
)
"""Posts in their cut, with what was kept of them."""
