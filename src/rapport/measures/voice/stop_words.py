"""Stop words: which words of French and English tell no interest?

Words that hold sentences together, greetings and thanks, and what mail programs add. Written
without accents and in lower case, at least three letters long: shorter words are never told.
Left out are words that mean a thing in the other language (car, don, pain, part, sale, suite).
"""

from __future__ import annotations

ENGLISH = """
about above after again against all almost already also although always and another any anybody
anyone anything are around away back because been before being below between both but can cannot
come comes could day days did does doing done down during each either else even ever every
everyone everything few find first for from further get gets getting give given going gone good
got great had has have having her here hers him his how however into its itself just keep know
last least less let like little long look looking lot made make makes many may maybe might more
most much must need needs never new nice none nor not nothing now off often once one only other
others our ours out over own per perhaps please put quite rather really right said same say says
see seem seems seen several shall she should since some somebody someone something sometimes soon
still such take than that the their them then there these they thing things think this those
though through thus time too toward try trying two under until upon use used using very via want
wanted wants was way well went were what when where whether which while who whole whom whose why
will with within without would yes yet you your yours yourself able actually anyway okay sure
today tomorrow yesterday
"""
FRENCH = """
afin aie aient aies ainsi alors apres assez aucun aucune aujourd aupres auquel aura aurai auraient
aurait aurez auront aussi autant autre autres aux avaient avais avait avant avec avez aviez avoir
avons ayant beaucoup bien bon bonne bonnes bons celle celles celui cela cependant ces cet cette
ceux chacun chacune chaque chez chose choses combien comme comment contre dans deja demain depuis
dernier derniere des desormais dessous dessus deux devait devant devez devoir devons devrait dire
dit dois doit doivent donc dont encore ensuite entre envers environ est etaient etais etait etant
ete etes etiez etions etre eux evidemment fait faire faites faut fois font fut hier hors hui ici
ils jamais jour jours jusqu jusque juste les lesquelles lesquels leur leurs longtemps lors lorsqu
lorsque lui maintenant mais malgre meme memes mes met mettre mien mieux moi moins mois mon
notamment notre nos nous nouveau nouvelle nul ont par parce parfois parmi pas pendant personne
petit petite peu peut peuvent peux plus plusieurs plutot pour pourquoi pourrait pourriez pourtant
pouvez pouvoir premier premiere pres presque prochain prochaine puis puisque quand quant que quel
quelle quelles quelqu quelque quelques quels qui quoi rien sans sauf savoir selon sera serai
seraient serait serez seront ses seul seule seulement sien sinon soi soient sois soit sommes son
sont sous souvent suis sur surtout tandis tant tel telle telles tellement tels temps tenir tes
tien toi ton toujours tous tout toute toutes tres trop une unes uns vais vas vers veut veux viens
vient voici voila voir vos votre voulais voulez vous vraiment aurais irait allez aller avoir
etions peu
"""
GREETINGS = """
bjr bsr slt cdt cdlt stp coucou rebonjour bientot soir pls plz thx tks lol mdr ptdr pcq cad etc
hello hey dear sir madam morning afternoon evening thank thanks thankyou regards kind best
sincerely cheers bye sorry hope welcome bonjour bonsoir salut cher chere madame monsieur merci
cordialement cordiales salutations svp sincerement bonne journee soiree avance veuillez agreer
sent iphone android envoye amp nbsp quot http https www com
"""
STOP_WORDS = tuple(sorted({*ENGLISH.split(), *FRENCH.split(), *GREETINGS.split()}))
"""Words that no list of interests shows."""
