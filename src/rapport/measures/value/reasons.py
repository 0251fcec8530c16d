"""Reasons: which words of a first touch or a code tell that a customer was earned, or bought?

Earned is who came by a recommendation or by what others say of us; bought is who came by an
advertisement, a promotion or a commission (Reichheld, Darnell & Burns 2021). A search, a visit
to the site or a newsletter tells the way, not the reason: these stay unknown.
"""

from __future__ import annotations

EARNED = {
    "recommended, in English": (
        "referral", "referred", "refer a friend", "friend", "family", "colleague",
        "recommendation", "recommended", "word of mouth", "wom", "advocate",
    ),
    "recommended, in French": (
        "parrain", "parrainage", "parraine", "filleul", "filleule", "ami", "amie", "famille",
        "collegue", "recommandation", "recommande", "conseille par", "bouche a oreille",
    ),
    "spoken of, in English": (
        "share", "shared", "mention", "repost", "retweet", "story", "stories", "instagram post",
        "organic social", "social organic", "ugc", "review", "reputation", "press", "testimonial",
    ),
    "spoken of, in French": (
        "partage", "mentionne", "publication", "social organique", "organique social",
        "avis client", "avis clients", "reputation", "presse", "temoignage",
    ),
}  # fmt: skip
"""Words of a recommendation or of a reputation, without accents; a plural s is understood."""

BOUGHT = {
    "in English": (
        "ad", "adwords", "adset", "advert", "advertising", "advertisement", "paid", "paying",
        "cpc", "ppc", "cpm", "sponsored", "boosted", "promoted", "retargeting", "display",
        "affiliate", "affiliation", "promo", "promotion", "deal", "coupon", "voucher", "flyer",
        "billboard", "tv", "radio", "salesperson", "sales rep", "door to door",
    ),
    "in French": (
        "publicite", "pub", "annonce", "payant", "payante", "sea", "sponsorise", "sponsorisee",
        "booste", "boostee", "affilie", "bon de reduction", "bon plan", "affichage", "tract",
        "prospectus", "television", "vendeur", "demarchage",
    ),
}  # fmt: skip
"""Words of an advertisement, a promotion or a commission; they weigh more than earned ones."""


def pattern(*mappings: dict[str, tuple[str, ...]]) -> str:
    """A pattern for any of the words of some mappings, as they stand in a plain text.

    >>> pattern({"in English": ("ad", "paid")})
    '\\\\b(ad|paid)s?\\\\b'
    """
    words = [word for mapping in mappings for several in mapping.values() for word in several]
    return rf"\b({'|'.join(words)})s?\b"
