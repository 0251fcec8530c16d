"""Which English words carry feeling, and how strongly, from −3 (worst) to 3 (best)?

Written by us from knowledge of the language, for what people write of products, deliveries,
prices, services, books, films, food, hotels, phones, insurances and programs, British and
American. Where a word can be fact or feeling, only the common use in such texts counts, weakly.
Keys are folded: lower case, no accents; see `inflections` for the forms.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.voice.rules.idioms_english import IDIOMS
from rapport.voice.rules.inflections import (
    Group,
    as_written,
    english_adjectives,
    english_degrees,
    english_nouns,
    english_verbs,
    lexicon,
)

__all__ = ["IDIOMS", "STRENGTH", "WORDS"]

_GROUPS: tuple[Group, ...] = (
    (
        0.0,
        as_written,
        """
        clearly simply honestly surely kindly newly lately properly correctly specially lightly
        finely agreed naturally hardly evenly greatly dearly stranger oddly plainly""",
    ),
    (
        3.0,
        english_adjectives,
        """
        excellent perfect fantastic amazing awesome incredible outstanding exceptional superb
        wonderful brilliant magnificent marvellous marvelous fabulous terrific phenomenal
        stunning spectacular sensational exquisite splendid flawless impeccable unbeatable
        unrivalled unforgettable breathtaking gorgeous delicious mouthwatering divine heavenly
        extraordinary remarkable magical stellar sublime immaculate faultless superlative
        thrilled delighted overjoyed ecstatic blessed adorable hilarious masterful riveting
        gripping captivating enthralling mesmerizing unputdownable dazzling""",
    ),
    (3.0, english_verbs, "adore rave"),
    (3.0, english_nouns, "masterpiece gem delight triumph perfection treasure joy bliss genius"),
    (
        3.0,
        as_written,
        """
        love loved loves loving best bravo wow woohoo yay yaaay congrats congratulations kudos
        yummy yum scrumptious lovin luv loooove goat epic fab brill phenomenally obsessed""",
    ),
    (
        2.0,
        english_degrees,
        """
        good great nice lovely happy glad friendly kind helpful polite warm clean fresh tasty
        smart clever cute pretty cosy cozy comfy funny sweet fair handy sturdy quick fast smooth
        easy lively bright neat tidy bold strong safe calm wise proud slick sleek speedy healthy
        lucky worthy hearty juicy crispy creamy snappy thrifty brave""",
    ),
    (
        2.0,
        english_adjectives,
        """
        economical rugged portable handsome careful likable likeable relatable believable
        nuanced poignant evocative lyrical suspenseful addicting cohesive realistic cinematic
        snug plush roomy airy walkable tasteful zesty smoky moist fluffy decadent drinkable
        quaint picturesque serene luxury beautiful enjoyable pleasant delightful charming
        attractive elegant stylish classy impressive satisfying satisfied pleased grateful
        thankful appreciative courteous professional knowledgeable attentive caring considerate
        respectful responsive prompt efficient effective reliable dependable trustworthy honest
        genuine sincere generous accommodating welcoming patient understanding supportive
        thoughtful competent skilled talented gifted capable comfortable convenient useful
        intuitive ergonomic durable robust solid versatile practical functional powerful
        flexible accurate precise seamless effortless straightforward spacious luxurious quiet
        peaceful relaxing refreshing scenic vibrant affordable reasonable inexpensive
        competitive worthwhile valuable informative insightful educational engaging entertaining
        fascinating interesting compelling absorbing moving touching heartwarming inspiring
        inspirational uplifting memorable exciting excited thrilling fun amusing witty creative
        innovative original ingenious imaginative masterly authentic flavorful flavourful savory
        savoury tender impressed amazed recommended favorite favourite ideal superior exemplary
        commendable admirable praiseworthy invaluable priceless favorable favourable positive
        optimistic hopeful confident successful popular cheerful joyful jolly hospitable cordial
        timely punctual painless tireless diligent meticulous conscientious dedicated committed
        personable gracious humble polished crisp lightweight rewarding enriching empowering
        upbeat bubbly dreamy idyllic pristine spotless hygienic intelligent relieved reassuring
        heartfelt graceful soothing addictive wholesome nutritious""",
    ),
    (
        2.0,
        english_verbs,
        """
        enjoy recommend appreciate thank congratulate praise impress delight satisfy exceed
        excel enhance amaze inspire entertain fascinate amuse charm cheer celebrate admire
        welcome reassure rock nail smash applaud commend cherish treasure benefit thrive succeed
        flourish smile laugh rejoice enrich relax pamper wow reward compliment""",
    ),
    (
        2.0,
        english_nouns,
        """
        pleasure bargain success win winner benefit advantage strength improvement smile
        compliment blessing hero legend champion favourite favorite perk bonus treat beauty gift
        hug kiss lifesaver breeze steal""",
    ),
    (
        2.0,
        as_written,
        """
        liked ease insight beloved captivated hooked enjoyed thanks thank thankyou thx ty tysm
        cheers ta likes enjoyment happiness satisfaction gratitude excellence kindness
        friendliness courtesy professionalism hospitality generosity honesty reliability
        convenience comfort elegance flawlessly cool coolest dope lit rad ace stoked hyped
        chuffed sorted resolved well won wins haha hahaha hehe lol lmao xoxo xx xxx laughing
        laughter fun glad yes yep yup yeah hooray hurray hurrah woo fan fans works flavoursome
        pros beautifully freedom peace hope hopefully trust trusted wonders perfecto bueno
        promptly excitement thrill thrills flawless rocks smashing winning delish goodness
        sunshine birthday vacation weekend complimentary ftw goated banger bussin slay slaps
        slapped lush peng""",
    ),
    (1.0, english_degrees, "decent okay adequate acceptable fine light  soft simple clear"),
    (
        1.0,
        english_adjectives,
        """
        satisfactory sufficient suitable passable respectable standard proper correct stable
        secure modern free fitting natural unique classic legit""",
    ),
    (1.0, english_verbs, "  assist   resolve respect agree "),
    (
        1.0,
        as_written,
        """
        better quality worth improve improved improves improvement improvements upgrade helped""",
    ),
    (2.0, as_written, "pleased pleases pleasing"),
    (-1.0, as_written, "joke jokes crazy"),
    (1.0, as_written, "like ok okay  alright solution solutions fixed solved helped helps party"),
    (
        -1.0,
        english_degrees,
        """
        slow long hard difficult odd weird loud noisy tight cold dry plain bland old dull dim
        tired vague weak pricey pricy steep steeper dark salty greasy soggy stiff messy tricky
        fiddly bumpy shaky shallow sketchy iffy stale late harsh busy bulky""",
    ),
    (
        -1.0,
        english_adjectives,
        """
        average mediocre ordinary basic generic predictable repetitive confusing confused
        complicated complex inconvenient limited inconsistent uneven unclear unsure doubtful
        questionable expensive costly overpriced dated outdated cramped crowded underwhelming
        unremarkable unexciting lukewarm awkward incomplete partial temporary forgettable
        lengthy unimpressed bitter concerned skeptical sceptical overrated hesitant crude
        controversial""",
    ),
    (
        -1.0,
        english_verbs,
        """
        wait complain worry struggle lack miss delay doubt bother annoy lag charge query chase
        cancel return repeat wonder beg pester nag forget""",
    ),
    (
        -1.0,
        english_nouns,
        """
        problem issue concern trouble complaint delay queue error mistake doubt drawback
        downside con lack wait hassle gap excuse limit fee surcharge tax war crisis protest
        strike debt ticket fuss""",
    ),
    (
        -1.0,
        as_written,
        """
        unfortunately sadly meh hmm hmmm ugh sigh sorry alas supposedly allegedly apparently
        only still waiting missed missing lost lose loses losing overdue late lacking lacks
        unless why however barely hardly cons eh nope nah smh idk waited unfinished""",
    ),
    (
        -2.0,
        english_degrees,
        """
        bad sad poor rude nasty ugly dirty filthy angry mad lousy crappy shoddy shabby dodgy
        faulty flimsy tacky grumpy smelly stinky moldy mouldy musty rusty sloppy lazy creepy
        dumb stupid mean cruel gross rough slimy sleazy cheesy bumpy cranky snotty bossy buggy
        glitchy laggy clunky sluggish grubby rubbery gritty mushy flaky scratchy grimy uneasy
        unhappy unfriendly unhealthy untidy unlucky lonely gloomy dreary""",
    ),
    (
        -2.0,
        english_adjectives,
        """
        scary terrifying delusional blurry grainy nervous fragile cumbersome unintuitive wooden
        preachy formulaic derivative convoluted disjointed unlikable unlikeable unengaging
        uninspired uninspiring uninteresting unpolished unnecessary insipid vapid nauseous
        queasy unwell unforgiving uncooperative unaccountable untrustworthy unfinished
        unwelcoming disappointed disappointing dissatisfied unsatisfied unsatisfactory
        frustrated frustrating annoyed annoying irritated irritating upset upsetting unpleasant
        unhelpful unprofessional incompetent inefficient ineffective unreliable unresponsive
        useless defective broken damaged cracked scratched dented torn ripped leaking leaky
        uncomfortable unsafe dangerous hazardous toxic harmful unsanitary unhygienic stained
        inedible undercooked overcooked burnt tasteless flavorless flavourless rotten rancid
        spoiled spoilt expired boring tedious tiresome monotonous pointless meaningless
        senseless irrelevant contrived clichéd pretentious incoherent unreadable unwatchable
        unrealistic misleading deceptive dishonest deceitful fraudulent fake counterfeit bogus
        shady sneaky unethical immoral illegal unfair unjust unjustified unreasonable excessive
        exorbitant extortionate ridiculous absurd ludicrous laughable embarrassing embarrassed
        ashamed shameful insulting insulted offensive offended disrespectful condescending
        patronizing patronising arrogant dismissive indifferent careless negligent clueless
        ignorant hostile aggressive abusive threatening hateful racist sexist bigoted violent
        stressed stressful depressed depressing anxious worried scared afraid terrified
        exhausted exhausting miserable hopeless helpless desperate hurt painful sore suffering
        stuck disgruntled exasperated infuriated outraged bored sickening unusable unplayable
        inoperable nonfunctional malfunctioning substandard inferior inadequate insufficient
        unsuitable inappropriate incorrect wrong false inaccurate misinformed undelivered
        unresolved unanswered ignored neglected forgotten abandoned betrayed cheated robbed
        tricked duped misled lame chaotic disorganized disorganised unorganized hectic
        bureaucratic inflexible unwilling unable impossible inaccessible unavailable unreachable
        obsolete worn sickly tragic grim alarming disturbing worrying troublesome problematic
        negative pessimistic guilty corrupt criminal evil vile hypocritical cursed idiotic
        moronic foolish obnoxious intolerant insane crooked lying unwanted overbooked
        overcharged understaffed underpaid bankrupt wasted""",
    ),
    (
        -2.0,
        english_verbs,
        """
        disappoint frustrate annoy irritate fail refuse reject ignore lie cheat steal scam rob
        trick deceive mislead betray blame insult offend abuse harass threaten bully ruin
        destroy break damage crash freeze overheat leak scratch crack malfunction spoil waste
        dislike resent regret disgust suck stink bore infuriate anger enrage hurt harm injure
        suffer overcharge overprice rip neglect disrespect dismiss disconnect degrade
        deteriorate worsen collapse disrupt block glitch error cry scream whine moan rant gouge
        screw avoid beware wreck botch fumble flop kill die attack accuse condemn denounce
        punish deny violate pollute poison infect""",
    ),
    (
        -2.0,
        english_nouns,
        """
        disappointment failure mess flaw defect fault bug glitch crash outage breakdown damage
        loss pain headache nuisance annoyance frustration regret lie liar cheat thief crook
        fraudster fake mockery insult threat risk danger injury idiot moron fool jerk loser
        clown villain enemy hater bully racist terrorist murderer criminal victim death murder
        attack bomb accident tragedy scandal crime injustice abuse violation lawsuit penalty
        stain smell stench cockroach roach mold mould rat mice dump hole flop letdown bummer
        dealbreaker drag eyesore cliche nonsense dud gimmick runaround misery anger hatred fear
        grief sorrow sadness boredom anxiety""",
    ),
    (
        -2.0,
        as_written,
        """
        worse wrongly stole stolen broke badly ruined died dies dead dying fell froze frozen
        negatively hurts hurting sucks sucked sucky bs wtf wth ffs omfg damn dammit damnit
        bloody crap bollocks arse ass hell tears sob cried crying boo booo yuck yucky ew eww
        ewww blah bleh argh grr grrr zero zilch nada ripoff fml stfu gtfo unacceptably
        negligence incompetence rudeness arrogance dishonesty ineptitude shame shambles junk
        trash trashy rubbish tosh tripe drivel garbage cheaply poorly overhyped regretted woeful
        woefully inept hates hated hating avoid avoided beware naff gutted fuming livid raging
        pissed peed knackered cringe cringey mid sus flopped fails failing refund refunds
        refunded chargeback unsubscribe poo idiots morons""",
    ),
    (
        -3.0,
        english_adjectives,
        """
        terrible horrible awful dreadful horrendous horrific horrid atrocious abysmal appalling
        abominable disgusting repulsive revolting disgraceful deplorable despicable diabolical
        outrageous unacceptable inexcusable unforgivable intolerable unbearable pathetic pitiful
        worthless catastrophic disastrous ghastly hideous vile loathsome detestable scandalous
        shameless unspeakable nauseating putrid foul infuriating furious disgusted appalled
        horrified hellish nightmarish godawful shitty""",
    ),
    (-3.0, english_verbs, "hate loathe despise detest scam swindle defraud abhor vomit"),
    (
        -3.0,
        english_nouns,
        """
        scam scammer nightmare disaster catastrophe horror atrocity disgrace scandal travesty
        abomination fraud swindler conman ripoff shitshow trainwreck""",
    ),
    (
        -3.0,
        as_written,
        """
        worst shit shite shitshow fuck fucking fucked fuckin fucks bullshit asshole assholes
        bastard bastards bitch bitches scum scumbag scumbags theft hellhole crapshow dumpster
        cunt cunts dick dickhead motherfucker shithole shocking shockingly boycott""",
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
        very really extremely totally completely absolutely super so too incredibly utterly
        highly deeply truly insanely ridiculously amazingly awfully terribly seriously entirely
        thoroughly exceptionally extraordinarily unbelievably massively hugely majorly freaking
        fucking bloody damn sooo soo soooo especially extra ultra mega beyond particularly
        remarkably pretty genuinely honestly wildly""",
        ),
        (
            1.3,
            as_written,
            "most much more such  total complete absolute big huge massive pure way",
        ),
        (
            0.6,
            as_written,
            """
        somewhat fairly rather slightly bit little quite kinda sorta almost partly partially
        moderately reasonably relatively less mildly sometimes occasionally mostly marginally""",
        ),
    )
)
"""Folded word → factor on the feeling of the word that follows."""
