"""Touches: which words of a first touch, in English or French, tell a share or a paid ad?

Patterns over a text without accents, in lower case, whose words stand apart by one space.
"""

from __future__ import annotations

SHARED = (
    r"\b(share[ds]?|sharing|reshare[ds]?|partages?|partagee?s?|repost(s|ed)?|retweet(s|ed)?"
    r"|mentions?|mentioned|mentionnee?s?|posts?|publications?|story|stories"
    r"|organic (social|post)|social organic|social organique|organique social"
    r"|word of mouth|bouche a oreille|ugc)\b"
)
"""A share, a mention or an organic post; search, even organic, is none."""

PAID = (
    r"\b(ads?|adwords|adset|paid|paying|cpc|ppc|cpm|sponsored|sponsorise(e|s|es)?|boosted"
    r"|booste(e|s|es)?|promoted|retargeting|publicites?|pubs?|payante?s?|annonces?|sea)\b"
)
"""Something paid for: an ad, a sponsored or boosted post."""

MEDIA = (
    r"\b(media|medias|ads?|advertising|advertisement|adwords|publicites?|pubs?|annonces?"
    r"|paid social|paid search|sea|sponsoring|display)\b"
)
"""A category of spend that buys reach."""
