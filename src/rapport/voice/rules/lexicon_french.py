"""Which French words carry feeling, and how strongly, from −3 (worst) to 3 (best)?

Written by us from knowledge of the language, for what people write of products, deliveries,
prices, services, books, films, food, hotels, phones, insurances and programs. Where a word can
be fact or feeling, only the common use in such texts counts, weakly. Keys are folded: lower case,
no accents; see `inflections` for the forms.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.voice.rules.idioms_french import IDIOMS
from rapport.voice.rules.inflections import (
    Group,
    as_written,
    french_adjectives,
    french_nouns,
    french_verbs,
    lexicon,
)

__all__ = ["IDIOMS", "STRENGTH", "WORDS"]

_GROUPS: tuple[Group, ...] = (
    (
        0.0,
        as_written,
        """
        complètement honnêtement sincèrement franchement clairement justement simplement
        légèrement précisément profondément naturellement normalement certainement seulement
        bonnement proprement largement positivement fortement grandement totalement""",
    ),
    (1.0, as_written, "mieux améliorer amélioré améliorée améliore amélioration qualité qualités"),
    (1.0, as_written, "mdr lol ptdr aidé aidée aidés"),
    (
        3.0,
        french_adjectives,
        """
        excellent excellentissime parfait génial exceptionnel extraordinaire merveilleux
        magnifique fantastique formidable superbe sublime fabuleux remarquable impeccable
        irréprochable épatant exquis somptueux grandiose prodigieux éblouissant époustouflant
        bluffant inoubliable jubilatoire magistral admirable splendide phénoménal passionnant
        captivant bouleversant savoureux succulent délicieux paradisiaque idyllique féerique
        incomparable inégalable fascinant renversant incroyable divin top canon hilarant
        palpitant haletant envoûtant enchanteur ravi enchanté comblé émerveillé conquis""",
    ),
    (
        3.0,
        french_nouns,
        """
        merveille bijou pépite régal délice perfection bonheur excellence émerveillement
        enchantement""",
    ),
    (3.0, french_verbs, "adorer raffoler émerveiller enchanter bluffer régaler dévorer"),
    (
        3.0,
        as_written,
        """
        chapeau bravo félicitations bravissimo wow waouh ouah waw wahou youpi youhou
        parfaitement hâte incontournable imbattable top genialissime masterclass amour jtm
        nickel extra super superbe genialement merveilleusement""",
    ),
    (
        2.0,
        french_adjectives,
        """
        addictif dépaysant intense intemporel poétique sensible documenté universel culte rythmé
        préféré inspiré émérite raccord soucieux immersif fantasque trépidant tendre poignant
        rafraîchissant novateur bon beau joli agréable sympathique sympa efficace efficient
        rapide réactif sérieux professionnel compétent aimable gentil souriant accueillant
        chaleureux serviable courtois poli attentionné attentif disponible dévoué prévenant
        bienveillant arrangeant généreux satisfait content heureux joyeux fier reconnaissant
        rassuré rassurant fiable solide robuste résistant confortable pratique utile facile
        intuitif ergonomique performant puissant précis fluide silencieux léger élégant raffiné
        soigné chic charmant ravissant mignon adorable craquant convivial intéressant instructif
        enrichissant prenant émouvant touchant attachant drôle amusant divertissant plaisant
        original inventif créatif brillant talentueux subtil profond riche percutant pertinent
        clair limpide complet propre spacieux lumineux calme paisible reposant copieux goûteux
        fondant onctueux croustillant moelleux gourmand honnête loyal transparent ponctuel
        soigneux minutieux irremplaçable indispensable idéal appréciable avantageux compétitif
        abordable économique raisonnable imparable judicieux malin astucieux ingénieux innovant
        moderne authentique sincère juste fidèle positif optimal satisfaisant convaincant
        convaincu séduisant attrayant alléchant appétissant prometteur encourageant stimulant
        motivant épanoui épanouissant relaxant ressourçant relaxé zen qualitatif valable louable
        méritant impressionnant inspirant optimiste splendide étonnant surprenant exemplaire
        courageux formateur ludique pédagogue pédagogique pétillant savant digeste soyeux doux
        durable étanche maniable polyvalent""",
    ),
    (
        2.0,
        french_nouns,
        """
        sensibilité poésie frisson rebondissement génie âme classe panache merci remerciement
        plaisir bravoure talent gentillesse amabilité sourire réactivité rapidité efficacité
        professionnalisme sérieux compétence disponibilité écoute bienveillance courtoisie
        générosité satisfaction félicitation réussite succès victoire joie confiance fiabilité
        solidité robustesse confort élégance charme beauté finesse douceur fraîcheur propreté
        convivialité humour émotion suspense magie espoir bonté fierté gratitude reconnaissance
        cadeau aubaine atout avantage trouvaille perle recommandation soutien sympathie
        tendresse triomphe champion héros progrès amélioration fidélité honnêteté transparence
        simplicité facilité praticité pertinence délicatesse saveur gourmandise""",
    ),
    (
        2.0,
        french_verbs,
        """
        aimer apprécier recommander conseiller remercier féliciter réussir ravir combler épater
        impressionner passionner captiver enthousiasmer rassurer amuser faciliter soulager
        emballer savourer admirer encourager profiter gagner fonctionner marcher mériter réjouir
        plébisciter louer acclamer cartonner chérir embellir rayonner briller progresser
        optimiser sublimer simplifier charmer fasciner kiffer surkiffer dépanner""",
    ),
    (
        2.0,
        as_written,
        """
        foncez bien meilleur meilleure meilleurs meilleures bel belle belles bons beaux
        gentiment mercis thanks thx mci remercie plaît plait plaisent plu ravie ravies séduit
        séduite séduits séduites convient conviennent convenu réussi réussie réussis réussies
        sauve sauvé sauvée rapidement facilement agréablement clairement efficacement
        professionnellement confortablement idéalement correctement bienvenue miam succulent
        cool chouette chouettes bonheur bisous bises love haha hihi xd yes youpi fan fans gg
        happy résolu résolue résolus résolues soulagement enthousiaste enthousiastes
        enthousiasme souhaite sourit souris rigole rire rires conforme conformes vaut valent
        offert offerte offerts offertes gratuit gratuite gratuits gratuitement kiff kiffe kif
        stylé stylée stylés stylées ouf oklm""",
    ),
    (
        1.0,
        french_adjectives,
        """
        correct convenable acceptable honorable décent passable suffisant simple discret stable
        régulier normal fonctionnel adapté équilibré sain naturel varié mature sobre classique
        lisible compréhensible digne tranquille calé""",
    ),
    (1.0, french_verbs, " accompagner résoudre   souhaiter espérer mériter"),
    (
        1.0,
        as_written,
        """
        ok volontiers aide aides promo solution solutions résout résolvent rapide respect
        respecte respecté respectée respectés respecter délicat paix liberté vacances soleil
        weekend anniversaire fête espère fraîche fraîches""",
    ),
    (
        -1.0,
        french_adjectives,
        """
        moyen banal long lent cher petit bruyant étroit sombre froid mou dur sec salé gras
        compliqué complexe difficile ordinaire quelconque perfectible améliorable lourd vieux
        usé vieillot basique sommaire faible maigre mince étrange bizarre curieux inquiet
        perplexe sceptique dubitatif mitigé inégal brouillon confus flou vague austère répétitif
        prévisible convenu attendu inhabituel tardif partiel incomplet exigu étriqué""",
    ),
    (
        -1.0,
        french_nouns,
        """
        problème souci bémol longueur attente difficulté inconvénient doute regret erreur oubli
        lenteur bruit réclamation manque trou limite réserve relance""",
    ),
    (
        -1.0,
        french_verbs,
        """
        manquer attendre patienter payer douter hésiter regretter réclamer relancer insister
        rappeler tarder traîner compliquer déranger gêner oublier fatiguer coûter inquiéter
        retourner renvoyer""",
    ),
    (
        -1.0,
        as_written,
        """
        vol vols fermé fermée grave graves perdu sav drame drames mince bof mouais mouai moui
        pff pfff pffff pfiou hum euh hmm hélas malheureusement dommage moyennement moyennes
        seulement sauf jamais aucun aucune sinon pourtant cependant toutefois mal attends
        attendu attente cher chère chers chères couteux couteuse tard retard nan non guère
        limité limitée limités limitées manquant manquante manquants crise guerre grève prétendu
        pretendue censé censée sensé payant payante cassant faux fausse fausses""",
    ),
    (
        -2.0,
        french_adjectives,
        """
        verbeux bavard pédant pompeux simpliste niais gnangnan glauque sordide racoleur ringard
        nombriliste invraisemblable embrouillé réchauffé surjoué fumeux bidon abscons hermétique
        alambiqué ampoulé dispensable endormi déroutant lourdingue larmoyant pénalisant scabreux
        rasoir barbant mauvais décevant déçu insatisfait insatisfaisant mécontent triste
        désolant désagréable médiocre insuffisant inefficace inutile inutilisable incompétent
        incapable désorganisé désinvolte désintéressé impoli malpoli hautain arrogant méprisant
        condescendant agressif grossier irrespectueux antipathique froissé indifférent négligent
        négligé bâclé fragile défectueux cassé abîmé endommagé rayé déchiré troué taché sale
        crasseux poussiéreux malpropre vétuste délabré usagé périmé avarié fade insipide
        immangeable écœurant indigeste ennuyeux ennuyant lassant soporifique creux vide
        superficiel laborieux pénible décousu poussif mièvre prétentieux caricatural cliché
        stéréotypé inintéressant incohérent incompréhensible illisible confus indigne invivable
        insalubre bruyant étouffant inconfortable impraticable encombrant instable bogué buggé
        buggué incomplet erroné incorrect faux mensonger trompeur abusif illégal injuste
        injustifié exorbitant prohibitif excessif surévalué surfait surtaxé onéreux coûteux
        ruineux rapace avare malhonnête douteux louche suspect frauduleux fâché énervé agacé
        irrité exaspéré contrarié frustré frustrant énervant agaçant irritant stressant stressé
        angoissant déprimant déprimé fatigant épuisant fatigué épuisé dégoûté regrettable
        fâcheux malheureux négatif pessimiste inquiétant alarmant dangereux toxique nocif
        malsain perdu bloqué coincé impuissant abandonné désespéré dépité blasé las ridicule
        absurde stupide bête débile crétin idiot grotesque vulgaire laid moche hideux affligeant
        navrant consternant déplorable piteux minable piètre foireux bancal raté loupé manqué
        défaillant obsolète rouillé désuet dépassé inadapté inexact absent injoignable
        inaccessible sourd muet impersonnel brusque cavalier impossible interminable pauvre
        cheap toc rachitique tiède rance amer collant puant malodorant nauséabond bourratif
        caoutchouteux longuet fastidieux rébarbatif affreux inexistant invendable coupable
        criminel corrompu hypocrite menteur voleur tricheur raciste sexiste violent cruel
        haineux lâche""",
    ),
    (
        -2.0,
        french_nouns,
        """
        déception retard panne défaut bug bugue bogue casse erreur litige plainte mécontentement
        insatisfaction frustration colère agacement énervement tristesse ennui perte gâchis
        gaspillage galère cauchemar incompétence mépris indifférence désinvolture négligence
        impolitesse arrogance lacune faiblesse médiocrité lourdeur faille dysfonctionnement
        anomalie incident accident dégât fuite tache rayure moisissure cafard punaise saleté
        crasse poussière puanteur malfaçon contrefaçon pénurie rupture annulation mensonge
        tromperie abus piège contrainte menace échec défaite inquiétude angoisse peur stress
        douleur souffrance maladie attentat mort drame scandale honte injustice discrimination
        racisme haine violence fraude corruption chantage magouille combine entourloupe
        filouterie embrouille supercherie excuse bidon daube cliché caricature longueurs
        platitude navet nanar flop fiasco calvaire désagrément désordre bazar foutoir bordel
        pagaille cafouillage ratage pigeon prune amende pénalité surcoût majoration nuisance
        intoxication allergie irritation brûlure victime plantage coupure blocage""",
    ),
    (
        -2.0,
        french_verbs,
        """
        décevoir détester énerver agacer irriter exaspérer frustrer ennuyer lasser gâcher
        gaspiller galérer casser abîmer endommager déchirer rayer tacher planter bugger buguer
        beuguer ramer bloquer buger boguer rater louper bâcler négliger mépriser ignorer mentir
        tromper trahir abuser arnaquer escroquer voler piéger menacer insulter humilier agresser
        harceler refuser retarder perturber dégrader détériorer empirer échouer souffrir pleurer
        stresser angoisser déprimer déplorer dénoncer accuser condamner plaindre craindre subir
        chier puer dégoûter écœurer choquer scandaliser indigner révolter enrager pester râler
        foirer merder rouiller moisir fuir tuer mourir détruire ruiner bousiller massacrer
        saouler soûler gonfler emmerder enfumer pigeonner entuber plumer berner leurrer""",
    ),
    (
        -2.0,
        as_written,
        """
        déconseille déconseillé déconseillée dégage dégagez pâle déçoit déçoivent décevait
        décevra pire pires pis mal dégueu dégueux dégueulasse zéro menti fuyez fuir éviter
        évitez évite nulle nul nuls nulles lent lente lents lentes relou relous saoulant
        saoulante chiant chiante chiants chiantes pénible gonflant gonflante arrête arrêtez
        arrêter attention malgré hs marre stop assez daubé pourrave naze nazes nase nases flop
        pitoyablement désespère injuste craignos chelou cata catas déception vide vides refus
        bloqué sav plainte plaintes souffre souffrent pleure triche peur tort torts pb pbs
        problèmes bouh beurk berk snif grr grrr rage rageant rageante énervée nawak putain ptn
        mince zut wtf foutu foutue foutus foutre fout foutent connerie conneries bêtise bêtises
        incapables périmée morts mort morte facho fachos débilité chiottes""",
    ),
    (
        -3.0,
        french_adjectives,
        """
        horrible catastrophique désastreux épouvantable abominable exécrable lamentable
        pitoyable atroce ignoble infâme infect immonde répugnant dégoûtant inadmissible
        inacceptable intolérable insupportable inexcusable impardonnable scandaleux honteux
        odieux abject révoltant écœurant détestable calamiteux cauchemardesque effroyable
        effarant désespérant pathétique scandalisé outré révolté furieux furax indigné remonté
        insultant outrageant aberrant ahurissant indécent pourri merdique merdeux vomitif
        infernal monstrueux diabolique""",
    ),
    (
        -3.0,
        french_nouns,
        """
        arnaque arnaqueur escroquerie escroc voleur catastrophe désastre horreur honte scandale
        cauchemar merde connard connasse salaud salopard ordure salope pourriture charlatan
        bandit brigand enfer calamité nullité abomination torture vomi""",
    ),
    (-3.0, french_verbs, "haïr vomir"),
    (
        -3.0,
        as_written,
        """
        fuyez hais hait haïssent inadmissible inacceptable dégueulasse merdique foutaise
        foutaises fdp arnaqué arnaquée arnaqués escroqué escroquée volé volée enculé enculés
        pute putes con conne cons connerie bâtard bâtards boycott boycotter boycottez
        honteusement""",
    ),
)

WORDS: Mapping[str, float] = lexicon(_GROUPS)
"""Folded word → polarity from −3 to 3."""

STRENGTH: Mapping[str, float] = lexicon(
    (
        (
            1.5,
            as_written,
            """
        très tres trop vraiment extrêmement totalement complètement absolument super hyper ultra
        tellement entièrement parfaitement particulièrement terriblement incroyablement
        hautement infiniment énormément carrément franchement vachement grave archi réellement
        sincèrement profondément méga giga bcp beaucoup""",
        ),
        (
            1.3,
            as_written,
            "bien fort plus vrai vraie grand grande gros grosse énorme immense total totale",
        ),
        (
            0.6,
            as_written,
            """
        peu plutôt assez relativement parfois légèrement moyennement presque quelque globalement
        moins quasi certain passablement quelques""",
        ),
    )
)
"""Folded word → factor on the feeling of the word that follows."""
