"""Words: which told words, in English and French, mean which word of the book?"""

from __future__ import annotations

from collections.abc import Mapping


def _meaning(words: Mapping[str, str]) -> Mapping[str, str]:
    """Told word → the book's word; each book's word means itself."""
    return {told.strip(): word for word, row in words.items() for told in (word, *row.split(","))}


DIRECTIONS = {
    "in": "in",
    **_meaning(
        {
            "out": "outbound, outgoing, sent, sortant, envoyé, from us, reply, réponse, staff",
        }
    ),
    **dict.fromkeys(("inbound", "incoming", "received", "entrant", "reçu", "customer"), "in"),
}
AUTHORS = _meaning(
    {
        "customer": "client, cliente, user, end-user, consumer, contact, public, visitor, buyer",
        "staff": "agent, operator, admin, brand, company, conseiller, conseillère, employee",
        "bot": "automation, automatic, auto, system, robot, automate",
    }
)
VISIBILITIES = _meaning(
    {
        "public": "publique, publiques, false",
        "private": "privé, privée, dm, direct, true",
    }
)
REFUND_KINDS = _meaning(
    {
        "refund": "remboursement, return, retour, partial refund",
        "cancellation": "cancelled, canceled, annulation, cancel, avoir",
        "gesture": "geste, geste commercial, goodwill",
    }
)
REACTIONS = _meaning(
    {
        "like": "likes, j'aime, love, heart, favorite, favourite",
        "share": "shares, partage",
        "repost": "retweet, reposts, republication",
        "click": "clic, clicks",
        "save": "saves, bookmark, enregistrement",
    }
)
CONNECTIONS = _meaning(
    {
        "follow": "follower, followers, abonné",
        "subscription": "newsletter, subscriber, abonnement, lettre",
        "community": "communauté, forum, group, groupe",
        "membership": "member, adhésion, fidélité, loyalty, loyalty programme, club",
    }
)
QUESTIONS = _meaning(
    {
        "nps": "net promoter score, recommandation",
        "csat": "satisfaction, customer satisfaction",
        "ces": "effort, customer effort score",
        "rating": "stars, review, note, avis, étoiles",
        "choice": "choix",
        "text": "texte, open, verbatim",
    }
)
ACTIONS = _meaning(
    {
        "hidden": "hide, masqué, masquée",
        "deleted": "delete, removed, supprimé, supprimée",
        "disappeared": "gone, disparu",
        "shown": "show, unhidden, restored, affiché",
    }
)
STARS = _meaning(
    {
        "1": "one",
        "2": "two",
        "3": "three",
        "4": "four",
        "5": "five",
    }
)

WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("refund", "kind"): REFUND_KINDS,
    ("message", "direction"): DIRECTIONS,
    ("message", "author"): AUTHORS,
    ("message", "visibility"): VISIBILITIES,
    ("reaction", "kind"): REACTIONS,
    ("follow", "kind"): CONNECTIONS,
    ("answer", "question"): QUESTIONS,
    ("moderation", "action"): ACTIONS,
}
"""(Kind, field) → what its told words mean."""
