"""Shapes: which columns must a file have before it may be called a file of some kind?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapport.sources import aliases, aliases_fr
from rapport.sources.headers import fold

_WHO = ("customer_id", "email", "phone", "account", "name")


@dataclass(frozen=True, slots=True)
class Shape:
    """What tells one kind of file from another.

    `needs`: of each group at least one field must be there. `telling`: at least one of these
    column names must be there, since a lone "date" and "amount" prove nothing. `forbids`: column
    names of other meaning that rule the kind out.
    """

    kind: str
    plural: str
    needs: tuple[tuple[str, ...], ...]
    telling: str
    forbids: str = ""

    @property
    def telling_names(self) -> frozenset[str]:
        """Folded column names any of which proves the kind."""
        return frozenset(fold(name) for name in self.telling.split(","))

    @property
    def forbidden_names(self) -> frozenset[str]:
        """Folded column names any of which rules the kind out."""
        return frozenset(fold(name) for name in self.forbids.split(",") if name.strip())


SHAPES: tuple[Shape, ...] = (
    Shape(
        "referral",
        "referrals",
        (
            ("happened_at",),
            ("email", "customer_id", "name", "code", "account", "phone"),
            ("friend_email", "friend_customer_id", "friend_name", "friend_phone", "order_id"),
        ),
        "referrer email, friend email, referred email, referral id, referred at, advocate email, "
        "referrer id, ambassador email, e-mail parrain, e-mail filleul, e-mail du parrain, "
        "e-mail du filleul, parrain, filleul, referee email, referrer",
    ),
    Shape(
        "refund",
        "refunds",
        (("happened_at",), ("amount",), ("order_id", "key", *_WHO)),
        "refund id, refunded at, refund date, refund amount, refunded amount, credit note, "
        "return date, refund reason, date de remboursement, montant remboursé, remboursé le, "
        "id remboursement, n° d'avoir, refund amount usd, returned at",
        "lineitem quantity",
    ),
    Shape(
        "purchase_line",
        "purchase_lines",
        (
            ("happened_at",),
            ("order_id",),
            ("product", "description"),
            ("quantity", "amount"),
            ("unit_price", "amount"),
        ),
        "quantity, qty, stock code, sku, unit price, line total, quantité, qté, prix unitaire, "
        "code article, désignation, item quantity, sales value",
    ),
    Shape(
        "purchase",
        "purchases",
        (("happened_at",), ("amount",), ("order_id", *_WHO)),
        "order id, order number, order no, order date, ordered at, invoice, invoice no, "
        "invoice date, purchase date, purchased at, transaction id, transaction date, order total, "
        "customer id, n° de commande, date de commande, numéro de commande, date d'achat, "
        "n° de facture, id client, montant ttc, order ref, email, customer email, e-mail, "
        "order reference, total ttc, receipt number, basket id",
        "spend id, effort id, refund id, message id, response id, referral id, campaign status, "
        "score, referrer email, impressions, mrr amount, hourly cost, subscription id, gesture, "
        "gesture id, geste, question, followers",
    ),
    Shape(
        "message",
        "messages",
        (("happened_at",), ("text",)),
        "message id, direction, tweet id, thread, thread id, conversation id, sent at, "
        "message text, author type, comment id, body, sens, reply to, in reply to, "
        "envoyé le, fil, id message",
        "response id, survey, rating, score nps, posted at, note id, review id, question",
    ),
    Shape(
        "answer",
        "answers",
        (
            ("happened_at",),
            ("score", "nps", "csat", "ces", "rating", "comment"),
            ("key", "survey", "comment", "order_id", "thread", *_WHO),
        ),
        "response id, survey, question, nps, csat, rating, stars, review score, review stars, "
        "nps score, csat score, satisfaction score, submitted at, enquête, score nps, "
        "star rating, ces, id réponse, likelihood to recommend, satisfaction, review id, "
        "questionnaire, date de réponse",
        "message id, direction, monthly charge, amount",
    ),
    Shape(
        "follow",
        "follows",
        (("happened_at",), ("email", "account", "customer_id", "phone")),
        "follow id, followed at, unfollowed at, subscribed at, unsubscribed at, joined at, "
        "optin time, member since, abonné le, désabonné le, inscrit le, date d'abonnement, "
        "follow date, subscription date, membership start, date d'inscription",
        "amount",
    ),
    Shape(
        "post",
        "posts",
        (("happened_at",), ("key", "text")),
        "posted at, publish time, published at, publié le, publication date, post type, "
        "date de publication, sponsored",
        "message id, direction, reaction id, follow id, new followers, comment id",
    ),
    Shape(
        "reaction",
        "reactions",
        (("happened_at",), ("kind",), ("post_id", "message_id")),
        "reaction id, reacted at, reaction, reaction type, liked at, réagi le, réaction, "
        "id réaction",
    ),
    Shape(
        "spend",
        "spend",
        (("happened_at",), ("amount",), ("campaign", "category", "programme", "channel")),
        "spend id, spend, cost, amount spent, category, expense, coût, montant dépensé, dépense, "
        "catégorie, expense id, media cost, id dépense, campaign",
        "order id, email, customer id, refund id, n° de commande, order number, quantity",
    ),
    Shape(
        "effort",
        "effort",
        (("happened_at",), ("hours",)),
        "hours, effort id, time spent, heures, temps passé, hours worked, hours spent",
        "order id, customer id",
    ),
    Shape(
        "audience",
        "audience",
        (("happened_at",), ("page",), ("followers",)),
        "followers, total followers, follower count, new followers, abonnés, "
        "nombre d'abonnés, fans",
    ),
    Shape(
        "moderation",
        "moderation",
        (("happened_at",), ("action",)),
        "moderated at, hidden at, deleted at, moderation action, modéré le, masqué le, "
        "supprimé le, moderation id",
    ),
    Shape(
        "staff",
        "staff",
        (("happened_at",), ("agent",), ("hourly_cost", "role")),
        "hourly cost, hourly rate, cost per hour, coût horaire, taux horaire, staff id, "
        "employee id",
        "order id, amount",
    ),
    Shape(
        "rate",
        "rates",
        (("happened_at",), ("base",), ("quote",), ("rate",)),
        "quote, quote currency, to currency, exchange rate, taux de change, devise cotée, "
        "devise cible, target currency",
    ),
    Shape(
        "gesture",
        "gestures",
        (("happened_at",), ("text",), _WHO),
        "gesture, gesture id, geste, geste commercial",
    ),
    Shape(
        "consent",
        "consents",
        (("happened_at",), ("purpose",), ("granted",), _WHO),
        "purpose, consent, consent purpose, finalité, consent id, consentement, granted",
    ),
    Shape(
        "experiment",
        "experiments",
        (("happened_at",), ("experiment",), ("arm",), _WHO),
        "arm, variant, experiment, bras, expérience, assignment id",
    ),
    Shape("note", "notes", (("happened_at",), ("text",), _WHO), "note, note id, note text"),
)
"""Kinds a generic file can be, the more particular first."""

BY_NAME: Mapping[str, Shape] = {
    name: shape for shape in SHAPES for name in (shape.kind, shape.plural)
}
"""Shapes by singular and plural: what `--as` accepts."""

Names = Mapping[str, tuple[str, ...]]


def _merged(*languages: Mapping[str, Mapping[str, str]]) -> Mapping[str, Names]:
    """Folded names of every field of every kind, over all languages."""
    merged: dict[str, dict[str, tuple[str, ...]]] = {}
    for language in languages:
        for kind, fields in language.items():
            known = merged.setdefault(kind, {})
            for field, names in fields.items():
                folded = (*(fold(name) for name in names.split(",")), fold(field))
                known[field] = tuple(dict.fromkeys((*known.get(field, ()), *folded)))
    return merged


FIELDS = _merged(aliases.ENGLISH, aliases_fr.FRENCH)
"""Kind → field → folded column names, the surest first."""

HINTS = _merged(aliases.HINTS, aliases_fr.HINTS)
"""Kind → hint (a column that is no field) → folded column names."""
