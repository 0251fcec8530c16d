"""Aliases in French: under which French column names do files tell each field of each kind?"""

from __future__ import annotations

from collections.abc import Mapping

HANDLES: Mapping[str, str] = {
    "customer_id": "id client, identifiant client, numéro client, n° client, code client, client",
    "email": "e-mail, courriel, adresse e-mail, adresse mail, email client, adresse courriel",
    "phone": "téléphone, portable, n° de téléphone, numéro de téléphone, mobile, tél",
    "account": "compte, pseudo, identifiant, nom d'utilisateur",
    "network": "réseau, réseau social, plateforme",
    "name": "nom, nom client, nom du client, nom complet, prénom et nom",
}
"""How a row says whom it names."""

_CAMPAIGN = "campagne, nom de la campagne"
_CHANNEL = "canal, canal de vente, boutique, magasin"
_CODE = "code promo, code promotionnel, code de réduction, bon de réduction, code parrainage"
_CURRENCY = "devise, monnaie"
_ORDER = (
    "n° de commande, numéro de commande, commande, n° commande, facture, n° facture, id commande"
)
_PROGRAMME = "programme"
_THREAD = "fil, conversation, ticket, n° de ticket, id conversation"

FRENCH: Mapping[str, Mapping[str, str]] = {
    "purchase": {
        "order_id": "n° de commande, numéro de commande, n° commande, référence commande, "
        "commande, n° de facture, n° facture, numéro de facture, facture, n° de ticket, "
        "ticket de caisse, id commande, n°, numéro, référence",
        "happened_at": "date de commande, date commande, commandé le, date d'achat, date achat, "
        "date de facture, date de vente, date, jour, horodatage",
        "updated_at": "modifié le, mis à jour le",
        **HANDLES,
        "amount": "montant ttc, montant, total ttc, total, montant total, prix total, "
        "chiffre d'affaires, ca ttc, montant payé",
        "margin": "marge, marge brute",
        "discount": "remise, réduction, montant remise",
        "currency": _CURRENCY,
        "channel": _CHANNEL,
        "campaign": _CAMPAIGN,
        "code": _CODE,
        "country": "pays, pays de facturation, pays de livraison",
        "first_touch": "source, origine, provenance",
        "promised_at": "livraison promise, date de livraison prévue, livraison prévue",
        "delivered_at": "livré le, date de livraison",
    },
    "purchase_line": {
        "order_id": _ORDER,
        "happened_at": "date de commande, date commande, date d'achat, date de facture, date, jour",
        **HANDLES,
        "product": "référence, réf, code article, code produit, sku, article, produit",
        "description": "désignation, libellé, nom du produit, description",
        "quantity": "quantité, qté",
        "unit_price": "prix unitaire, pu, pu ttc, prix unitaire ttc, prix",
        "amount": "total ligne, montant ligne, montant ttc, montant, total ttc",
        "currency": _CURRENCY,
        "channel": _CHANNEL,
        "campaign": _CAMPAIGN,
        "code": _CODE,
        "country": "pays",
    },
    "refund": {
        "key": "n° de remboursement, id remboursement, n° d'avoir, avoir",
        "order_id": _ORDER,
        "happened_at": "remboursé le, date de remboursement, date d'avoir, date de retour, date",
        **HANDLES,
        "amount": "montant remboursé, montant du remboursement, montant, montant ttc",
        "currency": _CURRENCY,
        "reason": "motif, raison, motif du remboursement",
        "kind": "type, nature",
        "channel": _CHANNEL,
    },
    "message": {
        "key": "id message, n° de message, id",
        "thread": _THREAD,
        "happened_at": "envoyé le, date d'envoi, reçu le, date du message, date, heure",
        **HANDLES,
        "direction": "sens, direction",
        "author": "type d'auteur, auteur",
        "agent": "agent, conseiller, traité par",
        "channel": "canal, boîte",
        "visibility": "visibilité",
        "text": "texte, message, contenu, commentaire",
        "reply_to": "réponse à, en réponse à",
        "post_id": "id publication, publication",
        "language": "langue",
    },
    "reaction": {
        "key": "id réaction",
        "happened_at": "réagi le, date de réaction, date",
        **HANDLES,
        "kind": "réaction, type de réaction, type",
        "post_id": "id publication, publication",
        "message_id": "id message",
        "channel": "canal, réseau",
    },
    "follow": {
        "key": "id abonnement",
        "happened_at": "abonné le, inscrit le, date d'abonnement, date d'inscription, depuis, "
        "adhérent depuis, membre depuis",
        **HANDLES,
        "kind": "type, type d'abonnement, lien",
        "ended_at": "désabonné le, désinscrit le, date de désabonnement, jusqu'au, parti le",
        "channel": "canal, réseau",
    },
    "answer": {
        "key": "id réponse, n° de réponse, id avis",
        "survey": "enquête, questionnaire, sondage",
        "question": "question, type de question, indicateur",
        "happened_at": "répondu le, date de réponse, date de la réponse, date de l'avis, date",
        **HANDLES,
        "scale_low": "échelle min",
        "scale_high": "échelle max",
        "score": "score, réponse, valeur",
        "comment": "commentaire, verbatim, remarque, avis",
        "order_id": _ORDER,
        "thread": _THREAD,
        "channel": _CHANNEL,
        "sent_at": "envoyé le, date d'envoi, invité le",
    },
    "referral": {
        "key": "id parrainage, n° de parrainage",
        "happened_at": "parrainé le, date de parrainage, date",
        "customer_id": "id parrain, client parrain",
        "email": "e-mail parrain, e-mail du parrain, courriel parrain, parrain",
        "phone": "téléphone parrain",
        "name": "nom parrain, nom du parrain",
        "friend_customer_id": "id filleul, client filleul",
        "friend_email": "e-mail filleul, e-mail du filleul, courriel filleul, filleul",
        "friend_phone": "téléphone filleul",
        "friend_name": "nom filleul, nom du filleul",
        "code": "code, code parrainage, code parrain",
        "order_id": _ORDER,
        "programme": _PROGRAMME,
    },
    "post": {
        "key": "id publication, lien",
        "happened_at": "publié le, date de publication, date",
        "channel": "canal, réseau",
        "type": "type, format, type de publication",
        "topic": "thème, sujet",
        "campaign": _CAMPAIGN,
        "sponsored": "sponsorisé, payant",
        "text": "texte, légende, contenu, titre",
    },
    "spend": {
        "key": "id dépense, n° de dépense",
        "happened_at": "jour, date, date de dépense, mois",
        "amount": "montant dépensé, dépense, dépenses, coût, montant, montant ttc",
        "currency": _CURRENCY,
        "programme": _PROGRAMME,
        "campaign": _CAMPAIGN,
        "category": "catégorie, poste, nature, type de dépense",
        "channel": "canal, plateforme, réseau",
    },
    "effort": {
        "key": "id saisie",
        "happened_at": "jour, date, semaine",
        "hours": "heures, temps passé, nombre d'heures, durée en heures",
        "programme": _PROGRAMME,
        "campaign": _CAMPAIGN,
        "agent": "agent, salarié, collaborateur, qui, nom",
        "activity": "activité, tâche",
    },
    "audience": {
        "happened_at": "jour, date",
        "page": "page, compte",
        "channel": "canal, réseau",
        "followers": "abonnés, nombre d'abonnés, total abonnés",
        "new_followers": "nouveaux abonnés",
        "organic": "abonnés organiques, organique",
        "sponsored": "abonnés sponsorisés, sponsorisé",
    },
    "moderation": {
        "key": "id modération",
        "happened_at": "modéré le, masqué le, supprimé le, date",
        "action": "action, décision",
        "channel": "canal, réseau",
        "message_id": "id message",
        "reason": "motif, raison",
    },
    "staff": {
        "happened_at": "depuis, date d'entrée, à partir du",
        "agent": "nom, agent, salarié",
        "role": "rôle, poste, fonction",
        "team": "équipe, service",
        "hourly_cost": "coût horaire, taux horaire",
        "currency": _CURRENCY,
        "advocate": "ambassadeur, porte-parole",
    },
    "rate": {
        "happened_at": "jour, date, à partir du",
        "base": "devise de base, devise",
        "quote": "devise cotée, devise cible",
        "rate": "taux, taux de change, cours",
    },
    "gesture": {
        "happened_at": "offert le, date du geste, date",
        **HANDLES,
        "text": "geste, geste commercial, quoi",
        "amount": "coût, montant, valeur",
        "currency": _CURRENCY,
        "programme": _PROGRAMME,
    },
    "consent": {
        "happened_at": "date du consentement, consenti le, date",
        **HANDLES,
        "purpose": "finalité, objet",
        "granted": "accordé, consentement, accepté",
    },
    "experiment": {
        "happened_at": "tiré le, date de tirage, date",
        **HANDLES,
        "experiment": "expérience, test",
        "arm": "bras, groupe",
        "stratum": "strate",
    },
    "note": {
        "happened_at": "noté le, date de la note, date",
        **HANDLES,
        "text": "note, texte",
    },
}
"""Kind → field → names."""

HINTS: Mapping[str, Mapping[str, str]] = {
    "purchase": {
        "cancelled": "annulé, annulation, annulée, est annulé",
        "status": "statut, état, statut de la commande, état de la commande",
    },
    "answer": {
        "nps": "nps, score nps, recommandation, probabilité de recommander",
        "csat": "csat, satisfaction, score de satisfaction, note de satisfaction",
        "ces": "ces, effort, score d'effort",
        "rating": "note, étoiles, nombre d'étoiles",
    },
}
"""Columns that are no field of the book, but say how to read the others."""
