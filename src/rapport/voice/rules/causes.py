"""What is each complaint about: product, delivery, price, service or communication?

Every word speaks for a cause with a weight; pairs of words speak louder than each alone. The
cause with the most is told where it leads the next clearly, else none is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from rapport.core.message import Cause
from rapport.voice.rules.inflections import (
    as_written,
    english_nouns,
    english_verbs,
    fold,
    french_adjectives,
    french_nouns,
    french_verbs,
)
from rapport.voice.rules.patterns import plain

LEAST = 0.7
"""The least that the leading cause must have."""
LEAD = 1.2
"""How many times the next cause's weight the leading one must have."""

_PRODUCT, _DELIVERY, _PRICE, _SERVICE, _TALK = tuple(Cause)

_Group = tuple[Cause, float, Callable[[str], Iterator[str]], str]

_FRENCH: tuple[_Group, ...] = (
    (_PRODUCT, 1.0, french_nouns, """
        produit article appareil batterie écran bug panne machine moteur nourriture plat chambre
        livre film connexion réseau wifi logiciel application appli jeu coupure couture tissu
        odeur goût saveur scénario personnage histoire auteur roman matelas literie lit fibre
        dysfonctionnement malfaçon fuite rayure défaut véhicule mode-d'emploi composition
        texture"""),
    (_PRODUCT, 0.7, french_nouns, """
        qualité taille couleur matière version site mise-à-jour repas dessert viande pizza burger
        café bruit propreté saleté voiture vélo téléphone casque chaussure vêtement robe pantalon
        veste sac montre chargeur câble ordinateur imprimante clavier caméra photo image
        modèle style écriture intrigue acteur suspense contenu cuisson douche
        piscine climatisation chauffage lave-linge frigo fonctionnalité interface menu
        ingrédient"""),
    (_PRODUCT, 1.0, french_adjectives, """
        défectueux cassé abîmé fragile buggé bogué périmé avarié rouillé troué immangeable fade
        inutilisable froid gras salé cuit illisible ennuyeux"""),
    (_PRODUCT, 0.7, french_adjectives, """sale bruyant usé vétuste inconfortable rayé déchiré petit
        lourd"""),
    (_PRODUCT, 0.7, french_verbs, """
        fonctionner marcher casser planter bugger ramer rouiller chauffer couper rétrécir
        déteindre déchirer coincer crasher redémarrer charger tomber"""),
    (_DELIVERY, 1.2, french_nouns, """
        livraison colis livreur transporteur expédition chronopost colissimo relais facteur
        acheminement coursier douane tracking relay envoi paquet"""),
    (_DELIVERY, 1.2, as_written, """
        dhl ups fedex dpd gls tnt livré livrée livrés livrées livrer livre-moi livrez livrent
        expédié expédiée expédiés expédier dépôt suivi mondial colissimo vinted transit
        entrepôt"""),
    (_DELIVERY, 0.5, as_written, """
        reçu reçue reçus reçues recevoir reçois arrivé arrivée arrivés arriver arrive commande
        commandes commandé commandée adresse retard poste boîte carton emballage retour délai
        délais manquant manquante"""),
    (_PRICE, 1.2, french_nouns, """
        prix tarif facture facturation prélèvement surcoût remise devis caution abus acompte
        tarification surfacturation majoration pénalité promo réduction rabais arnaque"""),
    (_PRICE, 1.0, as_written, """
        cher chère chers chères facturé facturée facturés facturer frais remboursement
        remboursements
        rembourser remboursé remboursée remboursez rembourse prélevé prélevée débité débitée
        débiter coûteux exorbitant exorbitants hors-de-prix augmentation augmentations augmenté
        augmente hausse coûte coûtent coût coûts payé payée payer paye paie payant argent euro
        euros € cotisation cotisations arnaqué vol gratuit remise onéreux"""),
    (_SERVICE, 1.2, french_nouns, """
        vendeur serveur serveuse conseiller conseillère technicien hôtesse réceptionniste caissière
        caissier sav personnel employé accueil patron gérant opérateur chauffeur guichetier
        interlocuteur incompétence mépris impolitesse arrogance attitude comportement équipe"""),
    (_SERVICE, 1.2, french_adjectives, """
        impoli malpoli aimable incompétent arrogant méprisant hautain agressif désagréable
        irrespectueux professionnel antipathique condescendant serviable odieux souriant
        grossier"""),
    (_SERVICE, 0.5, as_written, """
        service services rendez-vous rdv intervention agence boutique magasin guichet file
        professionnalisme respect dame monsieur réclamation dossier traitement caisse attente"""),
    (_TALK, 1.2, french_nouns, """
        réponse répondeur injoignable relance silence hotline chatbot standard explication
        communication courriel interlocuteur-unique promesse contradiction"""),
    (_TALK, 1.2, as_written, """
        répond répondent répondre répondu répondez réponde injoignables joignable joindre joint
        contacter contacté contactée contactés rappel rappeler rappelé rappelle rappelez rappelée
        relancé relancer prévenu prévenue prévenir informé informée informer informations info
        nouvelles nouvelle écouter écoute ignoré ignorée ignore ignorent"""),
    (_TALK, 0.6, as_written, """
        mail mails email emails e-mail courrier message messages appel appels appelé appeler
        téléphone téléphonique promis annoncé raccroché raccroche musique robot bot information"""),
)  # fmt: skip

_ENGLISH: tuple[_Group, ...] = (
    (_PRODUCT, 1.0, english_nouns, """
        product battery screen glitch bug app software device machine engine food meal dish room bed
        book movie film plot character author game connection wifi internet signal network leak
        defect fabric material pillow mattress shower taste flavor flavour story ending toilet
        website outage crash feature keyboard charger cable recipe menu steak pizza burger"""),
    (_PRODUCT, 0.7, english_nouns, """
        item quality size color colour fit smell noise sound camera phone car laptop printer update
        version design shoe dress shirt jacket watch toy coffee chicken carpet bathroom pool lens
        button zip seam stitching heater speaker headphone video picture image volume page"""),
    (_PRODUCT, 1.1, as_written, """
        broke broken defective faulty cracked buggy malfunction malfunctioning malfunctioned
        undercooked overcooked tasteless bland stale moldy mouldy dirty filthy uncomfortable
        flimsy shrunk torn ripped fell apart scratched freezes freezing crashes crashing lag
        laggy boring predictable smelly stained inedible cold"""),
    (_PRODUCT, 0.6, as_written, """works work working worked stopped loads load small big heavy
        noisy"""),
    (_DELIVERY, 1.2, english_verbs, "deliver ship dispatch misdeliver"),
    (_DELIVERY, 1.2, english_nouns, """
        delivery parcel package shipping shipment courier tracking driver customs warehouse
        doorstep deliveries"""),
    (_DELIVERY, 1.2, as_written, """ups usps dhl fedex hermes evri dpd yodel lasership ontrac
        undelivered"""),
    (_DELIVERY, 0.6, as_written, """
        arrive arrived arriving arrives late order ordered orders received receive delayed delay
        box packaging address missing lost transit post mail waiting"""),
    (_PRICE, 1.2, english_nouns, """
        price fee bill invoice refund discount overcharge surcharge deposit quote coupon rate-hike
        payment cost charge rip-off ripoff tariff premium"""),
    (_PRICE, 1.1, as_written, """
        expensive pricey overpriced pricing billing billed charged charging charges overcharged
        refunded reimbursed reimbursement costly paying pay paid cheaper debited extortionate
        money dollars pounds bucks $ £ € increase increased ripped fees gouging scammed afford"""),
    (_SERVICE, 1.2, english_nouns, """
        staff waiter waitress server employee manager receptionist cashier agent representative
        rep technician attitude bartender host hostess stewardess clerk salesman associate
        supervisor advisor adviser crew behaviour behavior incompetence rudeness"""),
    (_SERVICE, 1.2, as_written, """
        rude unprofessional unhelpful impolite disrespectful incompetent arrogant condescending
        dismissive inattentive unfriendly aggressive ignored-us lazy polite friendly helpful"""),
    (_SERVICE, 0.7, as_written, """service services appointment desk queue line treated seated
        branch"""),
    (_TALK, 1.2, english_nouns, """
        reply response answer voicemail chatbot explanation communication callback promise"""),
    (_TALK, 1.2, english_verbs, """reply respond answer contact inform notify ignore email
        communicate"""),
    (_TALK, 0.7, as_written, """
        call called calls calling phone phoned email emails message messages told hung
        update updates transferred wait unreachable reach reached hear heard informed
        unanswered bot lied tweet tweeted dm"""),
)  # fmt: skip

_PAIRS: Mapping[str, tuple[Cause, float]] = {
    pair: (cause, weight)
    for cause, weight, pairs in (
        (_SERVICE, 0.4, "service client|service clients|service clientele|customer service"
                        "|customer support|customer care|mal recu|mal accueilli|tech support"),
        (_TALK, 1.5, """on hold|aucune reponse|sans reponse|aucune nouvelle|sans nouvelle
        |sans nouvelles"""
                     """|no response|no reply|no answer|hung up|hang up|aucun retour|call back
        |get back"""
                     "|hear back|heard back|pas repondu|jamais repondu|no communication|pas prevenu"
                     "|de nouvelles|aucune information|no update|no updates|no one"),
        (_DELIVERY, 1.2, """jamais recu|pas recu|toujours pas|never arrived|not arrived
        |never received"""
                         "|not received|en transit|point relais|la poste|jamais arrive|royal mail"
                         """|pas arrive|not delivered|never delivered|still waiting
        |haven't received"""),
        (_PRODUCT, 1.2, "en panne|ne marche|ne fonctionne|marche pas|fonctionne pas|fonctionne plus"
                        "|marche plus|mise a|stopped working|doesn't work|not work|not working"
                        """|mauvaise qualite|poor quality|fell apart|falls apart|bad quality
        |hors service"""
                        "|low quality|mal ecrit|mal traduit"),
        (_PRICE, 1.2, """trop cher|hors de|too expensive|too much|over priced|rip off
        |customer charged"""
                      """|money back|hidden fees|double charged|charged twice|debite deux
        |bank account"""),
    )
    for pair in pairs.split("|")
}  # fmt: skip

Lexicon = Mapping[str, tuple[Cause, float]]


def _lexicon(groups: Sequence[_Group]) -> Lexicon:
    """Folded word → cause and weight; of a word in two groups the first counts."""
    found: dict[str, tuple[Cause, float]] = {}
    for cause, weight, inflect, words in groups:
        for word in words.split():
            if "-" not in word:
                for form in inflect(fold(word)):
                    found.setdefault(form, (cause, weight))
    return found


_LEXICONS: Mapping[str, Lexicon] = {"fr": _lexicon(_FRENCH), "en": _lexicon(_ENGLISH)}
_EITHER: Lexicon = {**_LEXICONS["fr"], **_LEXICONS["en"]}
_WORD = re.compile(r"[a-z0-9œ]+(?:n't)?|[€£$]")


def causes(texts: Sequence[str], languages: Sequence[str]) -> list[Cause | None]:
    """What each text complains about, None where no cause leads clearly.

    Meant for complaints: praise and questions have causes too, which are not asked for.
    """
    return [
        _leading(plain(text), _LEXICONS.get(language, _EITHER))
        for text, language in zip(texts, languages, strict=True)
    ]


def _leading(low: str, lexicon: Lexicon) -> Cause | None:
    """The cause with the most weight in a plain text, if it leads."""
    weights = dict.fromkeys(Cause, 0.0)
    seen: set[str] = set()
    before = ""
    for word in _WORD.findall(low):
        for key, known in ((word, lexicon), (f"{before} {word}", _PAIRS)):
            spoken = known.get(key)
            if spoken and key not in seen:
                seen.add(key)
                weights[spoken[0]] += spoken[1]
        before = word
    first, second = sorted(weights, key=lambda cause: -weights[cause])[:2]
    leads = weights[first] >= LEAST and weights[first] >= LEAD * weights[second]
    return first if leads else None
