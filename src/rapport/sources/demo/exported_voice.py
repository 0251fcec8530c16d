"""How do the simulated messages read, and which of them were hidden?"""

from __future__ import annotations

import numpy as np

from rapport.sources.demo import texts_english, texts_french
from rapport.sources.demo.clock import DAYS, Floats, Whole, wall
from rapport.sources.demo.exported_orders import Numbers, OrderBook, reached
from rapport.sources.demo.files import ExportFiles
from rapport.sources.demo.histories import Customers, Orders
from rapport.sources.demo.talk import FACEBOOK, FAULTY, INSTAGRAM
from rapport.sources.demo.threads import (
    ANSWER,
    BOT,
    CLOSING,
    MORE,
    NOTICE,
    OPENING,
    REPEAT,
    SPAM,
    THANKS,
    THREAT,
    Messages,
    Threads,
)
from rapport.sources.demo.world import World

KINDS = (
    "", "late", "broken", "wrong", "faulty", "question", "praise", "early", "grateful", "notice",
    "repeat", "threat", "thanks", "more", "bot", "spam", "answer_problem", "answer_question",
    "answer_praise",
)  # fmt: skip
ANSWER_OF_TOPIC = np.array([16, 16, 16, 16, 16, 17, 18, 17, 18, 17])
CHANNEL_NAMES = np.array(["email", "chat", "instagram", "facebook", "review"], dtype=object)
POSITIVE, NEGATIVE = (6, 8, 12), (1, 2, 3, 4, 10, 11)
COMPLAINTS, QUESTIONS, PRAISES, THREATS = (1, 2, 3, 4, 10), (5, 7, 13), (6, 8), (11,)

# Consecutive serials walk through all combinations of greeting, core, detail and ending before
# one comes back: the factor is a prime above every list length, so it is coprime to their product.
WRITTEN = """
    CREATE OR REPLACE TEMP TABLE written AS
    WITH placed AS (
        SELECT
            source_rows.*, cores, details, products, greetings, endings, unknown_order,
            threats[1 + serial_number % len(threats)] AS threat,
            (serial_number * 1000003)
                % (len(greetings) * len(endings) * len(cores) * len(details)) AS place
        FROM source_rows
        JOIN wording
            ON wording.kind = source_rows.kind AND wording.french = source_rows.french
    ),
    chosen AS (
        SELECT *,
            greetings[1 + place % len(greetings)] AS greeting,
            endings[1 + (place // len(greetings)) % len(endings)] AS ending,
            cores[1 + (place // (len(greetings) * len(endings))) % len(cores)] AS core,
            details[1 + (place // (len(greetings) * len(endings) * len(cores))) % len(details)]
                AS detail
        FROM placed
    ),
    joined AS (
        SELECT *,
            CASE WHEN direction = 'in' THEN greeting || ' ' ELSE '' END || core
                || CASE WHEN right(core, 1) IN ('?', '!') THEN ' ' ELSE '. ' END
                || CASE WHEN direction = 'out' OR style % 3 > 0
                    THEN upper(left(detail, 1)) || substr(detail, 2) ELSE detail END
                || CASE WHEN also_leaves THEN ' ' || threat || '.' ELSE '' END
                || CASE WHEN ends THEN ' ' || ending ELSE '' END
                || CASE WHEN author = 'staff' AND style % 10 < 7 THEN ' — ' || agent ELSE '' END
                AS words
        FROM chosen
    ),
    filled AS (
        SELECT *,
            replace(replace(replace(words,
                '{product}', products[1 + product]),
                '{order}', coalesce(order_name, unknown_order)),
                '{days}', CAST(2 + serial_number % 17 AS VARCHAR)) AS raw
        FROM joined
    ),
    spelled AS (
        SELECT *,
            replace(replace(raw, ' de le ', ' du '), ' de les ', ' des ') AS smooth
        FROM filled
    ),
    cased AS (
        SELECT *,
            CASE WHEN direction = 'out' THEN upper(left(smooth, 1)) || substr(smooth, 2)
                ELSE smooth END AS plain
        FROM spelled
    )
    SELECT *,
        CASE WHEN author <> 'customer' THEN plain
            WHEN style < 8 THEN strip_accents(plain)
            WHEN style < 14 THEN lower(plain)
            WHEN style < 18 THEN regexp_replace(plain, '(l)l|(t)t|(n)n', '\\1\\2\\3')
            WHEN style < 22 THEN plain || CASE feeling WHEN 'negative' THEN ' 😡'
                WHEN 'positive' THEN ' 😍' ELSE ' 🤔' END
            WHEN style < 25 THEN plain || CASE feeling WHEN 'negative' THEN ' !!!'
                WHEN 'positive' THEN ' 🫖✨' ELSE ' ??' END
            WHEN style < 27 AND feeling = 'negative' THEN upper(plain)
            ELSE plain END AS text
    FROM cased
"""
MESSAGE_ROWS = """
    SELECT
        'M' || number, 'T' || thread, iso(sent_at), direction, author,
        CASE WHEN author = 'staff' THEN agent END,
        channel, CASE WHEN public THEN 'public' ELSE 'private' END,
        CASE WHEN mail THEN email_of(serial, name, written.french) END,
        CASE WHEN author = 'bot' AND direction = 'in' THEN '@promo_' || number
            WHEN channel IN ('instagram', 'facebook', 'review') THEN account_of(serial, name) END,
        text, CASE WHEN reply_to >= 0 THEN 'M' || reply_to END,
        CASE WHEN post > 0 THEN 'POST' || post END
    FROM written
    ORDER BY number
"""
TRUTH_ROWS = """
    SELECT
        'M' || number, CASE WHEN french THEN 'fr' ELSE 'en' END, feeling,
        complaint, praise, question, leaving OR also_leaves
    FROM written
    WHERE direction = 'in'
    ORDER BY number
"""
HIDDEN_ROWS = """
    SELECT
        'X' || number, iso(hidden_at), action, channel, 'M' || message, reason
    FROM source
    ORDER BY number
"""


def prepare_wording(files: ExportFiles) -> None:
    """Put the grammar of both languages into the session as the table `wording`."""
    files.connection.execute(
        "CREATE TABLE wording (kind VARCHAR, french BOOLEAN, cores VARCHAR[], details VARCHAR[],"
        " products VARCHAR[], greetings VARCHAR[], endings VARCHAR[], threats VARCHAR[],"
        " unknown_order VARCHAR)"
    )
    for french, words, order in (
        (True, texts_french, "en cours"),
        (False, texts_english, "in progress"),
    ):
        shared = [list(words.PRODUCTS), list(words.GREETINGS), list(words.ENDINGS)]
        threats = list(words.WORDINGS["threat"][0])
        files.connection.executemany(
            "INSERT INTO wording VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [kind, french, list(cores), list(details), *shared, threats, order]
                for kind, (cores, details) in words.WORDINGS.items()
            ],
        )


def kinds_of(talks: Threads, said: Messages) -> Whole:
    """Return the kind of each message, as an index of KINDS."""
    topic = talks.topic[said.thread]
    kind = np.where(said.role == OPENING, topic, 0)
    for role, number in (
        (REPEAT, 10),
        (THREAT, 11),
        (THANKS, 12),
        (MORE, 13),
        (BOT, 14),
        (SPAM, 15),
    ):
        kind = np.where(said.role == role, number, kind)
    kind = np.where(said.role == ANSWER, ANSWER_OF_TOPIC[topic], kind)
    closing = np.where(talks.thanks[said.thread], 18, 17)
    return np.where(said.role == CLOSING, closing, kind).astype(np.int64)


def _who_says(talks: Threads, said: Messages) -> tuple[np.ndarray, np.ndarray]:
    """Return direction and author of each message."""
    ours = np.isin(said.role, (ANSWER, CLOSING, BOT)) | (
        (said.role == OPENING) & (talks.topic[said.thread] == NOTICE)
    )
    machine = np.isin(said.role, (BOT, SPAM))
    author = np.where(machine, "bot", np.where(ours, "staff", "customer")).astype(object)
    return np.where(ours, "out", "in").astype(object), author


def _meaning(kind: Whole) -> dict[str, np.ndarray]:
    """Return what messages of each kind truly say."""
    sad = np.where(np.isin(kind, NEGATIVE), "negative", "neutral")
    return {
        "complaint": np.isin(kind, COMPLAINTS),
        "question": np.isin(kind, QUESTIONS),
        "praise": np.isin(kind, PRAISES),
        "leaving": np.isin(kind, THREATS),
        "feeling": np.where(np.isin(kind, POSITIVE), "positive", sad).astype(object),
    }


def _commented(talks: Threads, said: Messages, posts: Floats) -> Whole:
    """Return the number of the post under which each message stands; 0 for none."""
    social = np.isin(talks.channel, (INSTAGRAM, FACEBOOK)) & talks.public
    under: Whole = np.searchsorted(posts, said.day) * social[said.thread]
    return under


def message_columns(
    rng: np.random.Generator,
    world: World,
    customers: Customers,
    orders: Orders,
    book: OrderBook,
    talks: Threads,
    said: Messages,
    first: Numbers,
    team: tuple[str, ...],
    posts: Floats,
) -> dict[str, np.ndarray]:
    """Return everything about a block's messages out of which their rows are spelled."""
    thread, count = said.thread, len(said.thread)
    kind = kinds_of(talks, said)
    direction, author = _who_says(talks, said)
    inward = direction == "in"
    serial_number = np.where(inward, first.inbound + np.cumsum(inward), np.arange(count))
    order, channel, person = talks.order[thread], talks.channel[thread], talks.person[thread]
    known = np.maximum(order, 0)
    bridged = customers.people.bridged[person] & (channel == INSTAGRAM)
    spam = kind == 15
    trouble = (kind <= FAULTY) | (kind == 10)
    return {
        **reached(customers, person, first),
        "number": first.message + np.arange(count),
        # Nobody answers spam: each has a thread of its own, numbered after the others.
        "thread": first.thread + thread + spam * len(talks.sent),
        "serial_number": serial_number, "kind": np.array(KINDS, dtype=object)[kind],
        "direction": direction, "author": author, "sent_at": wall(said.day),
        "agent": np.array(team, dtype=object)[said.agent], "channel": CHANNEL_NAMES[channel],
        "public": talks.public[thread], "mail": ((channel < INSTAGRAM) | bridged) & ~spam,
        "reply_to": np.where(said.reply_to >= 0, first.message + said.reply_to, -1),
        "post": _commented(talks, said, posts) * ~spam, "order_name": book.of(order, orders),
        "product": np.where(order >= 0, orders.products[0][known], thread % 14),
        "style": rng.integers(0, 100, count), "ends": inward,
        "also_leaves": trouble & (rng.random(count) < 0.25 * world.threat_share),
        **_meaning(kind),
        "day": said.day,
    }  # fmt: skip


def export_messages(files: ExportFiles, columns: dict[str, np.ndarray]) -> None:
    """Append the messages, and beside them what they truly say."""
    told = {name: values for name, values in columns.items() if name != "day"}
    files.connection.register("source_rows", told)
    files.connection.execute(WRITTEN)
    files.connection.unregister("source_rows")
    files.append("simulated_messages.csv", MESSAGE_ROWS, {"nothing": np.zeros(1)})
    files.append("truth_messages.csv", TRUTH_ROWS, {"nothing": np.zeros(1)})


def export_moderation(
    rng: np.random.Generator,
    files: ExportFiles,
    world: World,
    columns: dict[str, np.ndarray],
    first: Numbers,
) -> int:
    """Append what was hidden or deleted of what customers said in public; return how many."""
    count = len(columns["number"])
    chance = np.where(columns["feeling"] == "negative", max(world.hidden_negatives, 0.01), 0.01)
    when = columns["day"] + 0.2 + 2.0 * rng.random(count)
    theirs = (columns["author"] == "customer") & columns["public"] & (when < DAYS)
    rows = np.flatnonzero(theirs & (rng.random(count) < chance))
    if not len(rows):
        return 0
    deleted = rng.random(len(rows)) < 0.4
    files.append(
        "simulated_moderation.csv",
        HIDDEN_ROWS,
        {
            "number": first.moderated + np.arange(len(rows)),
            "hidden_at": wall(when[rows]),
            "action": np.where(deleted, "deleted", "hidden").astype(object),
            "channel": columns["channel"][rows],
            "message": columns["number"][rows],
            "reason": np.where(deleted, "charte", "modération").astype(object),
        },
    )
    return len(rows)
