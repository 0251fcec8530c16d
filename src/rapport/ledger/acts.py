"""Acts: which tables hold what people decide and do in Rapport itself?"""

from __future__ import annotations

from rapport.ledger.columns import Column, ColumnType, Table

T, M, D, N, I_, B, C, W = (
    ColumnType.TEXT,
    ColumnType.MONEY,
    ColumnType.MOMENT,
    ColumnType.NUMBER,
    ColumnType.INTEGER,
    ColumnType.BOOLEAN,
    ColumnType.CURRENCY,
    ColumnType.WORD,
)

_CURRENCY = Column("currency", C, "ISO 4217 code; XXX where none was told", required=True)
_PROGRAMME = Column("programme", T, "relation programme it belongs to")

NOTE = Table("note", "notes", "what we remember of a person", (Column("text", T, "the note"),))
TASK = Table(
    "task",
    "tasks",
    "something to do for a person",
    (
        Column("text", T, "what"),
        Column("owner", T, "who does it"),
        Column("due_at", D, "by when", "UTC"),
        Column("done_at", D, "when it was done", "UTC"),
    ),
)
GESTURE = Table(
    "gesture",
    "gestures",
    "something done for a person out of courtesy",
    (
        Column("text", T, "what"),
        Column("amount", M, "what it cost", "minor units"),
        _CURRENCY,
        _PROGRAMME,
    ),
)
GOAL = Table(
    "goal",
    "goals",
    "an objective with its baseline, target and date",
    (
        Column("text", T, "the objective", required=True),
        Column("measure", T, "the measure it moves"),
        Column("baseline", N, "where it stood"),
        Column("target", N, "where it should stand"),
        Column("due_at", D, "by when", "UTC"),
        Column("owner", T, "who answers for it"),
    ),
    handles=False,
)
RULING = Table(
    "ruling",
    "rulings",
    "what a person decided about two handles: the same person or not",
    (
        Column("verdict", W, "join or split", required=True, words=("join", "split")),
        Column("decided_by", T, "who decided"),
    ),
    friend=True,
)
EXPERIMENT = Table(
    "experiment",
    "experiments",
    "a person drawn into an arm of an experiment",
    (
        Column("experiment", T, "its name", required=True),
        Column("arm", T, "invited or held out", required=True),
        Column("stratum", T, "stratum of the draw"),
    ),
)
TRIAL = Table(
    "trial",
    "trials",
    "the register of an experiment, written before any result could be seen",
    (
        Column("name", T, "the experiment's name", required=True),
        Column("question", T, "what is asked", required=True),
        Column("who", T, "from whom was drawn", required=True),
        Column("design", T, "how was drawn, and how it will be read", required=True),
        Column("seed", I_, "seed of the draw", required=True),
        Column("share_held_out", N, "share that is not invited", "from 0 to 1", required=True),
        Column("invited", I_, "how many are invited", "people", required=True),
        Column("held_out", I_, "how many are held out", "people", required=True),
        Column("starts_at", D, "first day of the outcome window", required=True),
        Column("ends_at", D, "end of the outcome window, excluded", required=True),
        Column(
            "smallest_effect",
            M,
            "effect per invited customer that would be seen with 80 % probability",
            "minor units",
        ),
        _CURRENCY,
        Column("assignment", T, "fingerprint of who was drawn into which arm", required=True),
        Column(
            "status",
            W,
            "where it stands",
            required=True,
            words=("running", "kept", "dropped", "withdrawn"),
        ),
        Column("closed_at", D, "when it was decided", "UTC"),
        Column("reason", T, "why so"),
    ),
    handles=False,
)
CONSENT = Table(
    "consent",
    "consents",
    "what a person agreed to, or took back",
    (
        Column("purpose", T, "what for", required=True),
        Column("granted", B, "given (true) or taken back", required=True),
    ),
)
CORRECTION = Table(
    "correction",
    "corrections",
    "what a person says a message means, against what the engine read",
    (
        Column("teller", T, "source of the message", required=True),
        Column("message_id", T, "key of the message", required=True),
        Column(
            "field",
            W,
            "what is corrected",
            required=True,
            words=(
                "language",
                "sentiment",
                "complaint",
                "praise",
                "question",
                "break_up",
                "cause",
                "purpose",
            ),
        ),
        Column("value", T, "what it really is: a word, or yes or no", required=True),
        Column("drawn", B, "whether it was drawn at random, so that it speaks for the others"),
        Column("decided_by", T, "who decided"),
    ),
    handles=False,
)
GROUP_RULING = Table(
    "group_ruling",
    "group_rulings",
    "what a person decided about a group of similar complaints",
    (
        Column("verdict", W, "what", required=True, words=("merge", "split", "rename")),
        Column("teller", T, "source of a message of the group", required=True),
        Column("message_id", T, "key of that message: it stands for its group", required=True),
        Column("other_teller", T, "source of a message of the other group"),
        Column("other_message_id", T, "key of that message"),
        Column("label", T, "the group's name from now on"),
        Column("decided_by", T, "who decided"),
    ),
    handles=False,
)
HANDLING = Table(
    "handling",
    "handlings",
    "a step in how a message is dealt with",
    (
        Column("teller", T, "source of the message", required=True),
        Column("message_id", T, "key of the message", required=True),
        Column(
            "state",
            W,
            "the state it is in from then on",
            required=True,
            words=("waiting", "seen", "understood", "answered", "closed"),
        ),
        Column("owner", T, "who answers for it"),
        Column(
            "cause",
            W,
            "what it is about",
            words=("product", "delivery", "price", "service", "communication"),
        ),
        Column("text", T, "what was acknowledged, or said in public at the end"),
        Column(
            "outcome",
            W,
            "what came of it: changed, or declined (the reason is the text)",
            words=("changed", "declined"),
        ),
    ),
    handles=False,
)
RATE = Table(
    "rate",
    "rates",
    "what one unit of a currency was worth in another, from that day on",
    (
        Column("base", C, "the currency that is priced", required=True),
        Column("quote", C, "the currency of the price", required=True),
        Column("rate", N, "units of quote for one unit of base", "quote per base", required=True),
    ),
    handles=False,
)
SETTING = Table(
    "setting",
    "settings",
    "what no export tells, from that day on",
    (
        Column("name", T, "which setting", required=True),
        Column("value", T, "its value", required=True),
    ),
    handles=False,
)
