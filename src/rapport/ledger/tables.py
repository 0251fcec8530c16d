"""Tables: what does the book hold, column by column, in which unit, meaning what?"""

from __future__ import annotations

from rapport.ledger.acts import (
    CONSENT,
    CORRECTION,
    EXPERIMENT,
    GESTURE,
    GOAL,
    GROUP_RULING,
    HANDLING,
    NOTE,
    RATE,
    RULING,
    SETTING,
    TASK,
    TRIAL,
)
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

_CAMPAIGN = Column("campaign", T, "campaign it belongs to")
_CHANNEL = Column("channel", T, "where: web, shop, email, instagram …")
_CURRENCY = Column("currency", C, "ISO 4217 code; XXX where the file told none", required=True)
_ORDER = Column("order_id", T, "the order it belongs to, in its source's words")
_PROGRAMME = Column("programme", T, "relation programme it belongs to")
_POST = Column("post_id", T, "the post it belongs to")
_THREAD = Column("thread", T, "the conversation it belongs to")

PURCHASE = Table(
    "purchase",
    "purchases",
    "an order",
    (
        Column("order_id", T, "the order's number", required=True),
        Column("amount", M, "what the customer paid; NULL: sum of its lines", "minor units"),
        Column("margin", M, "margin, if told", "minor units"),
        Column("discount", M, "discount given", "minor units"),
        _CURRENCY,
        _CHANNEL,
        _CAMPAIGN,
        Column("code", T, "discount or referral code used"),
        Column("country", T, "country of the customer"),
        Column("first_touch", T, "what first brought the customer"),
        Column("promised_at", D, "delivery promised by", "UTC"),
        Column("delivered_at", D, "delivered", "UTC"),
        Column("cancelled_at", D, "cancelled: from then on it is no order", "UTC"),
    ),
)
PURCHASE_LINE = Table(
    "purchase_line",
    "purchase_lines",
    "a product in an order",
    (
        Column("order_id", T, "the order it belongs to", required=True),
        Column("product", T, "stock-keeping unit, or the name where none is told"),
        Column("description", T, "name of the product"),
        Column("quantity", N, "how many", "pieces"),
        Column("unit_price", N, "price of one", "currency units"),
        Column("amount", M, "quantity x price", "minor units", required=True),
        _CURRENCY,
    ),
    dated=False,
)
REFUND = Table(
    "refund",
    "refunds",
    "money back, a cancellation, a gesture with a price",
    (
        _ORDER,
        Column("amount", M, "money given back", "minor units", required=True, positive=True),
        _CURRENCY,
        Column("reason", T, "why"),
        Column("kind", W, "what it is", words=("refund", "cancellation", "gesture")),
        _CHANNEL,
    ),
)
MESSAGE = Table(
    "message",
    "messages",
    "something said",
    (
        _THREAD,
        Column("direction", W, "from the customer or to them", required=True, words=("in", "out")),
        Column("author", W, "who speaks", words=("customer", "staff", "bot")),
        Column("agent", T, "name of the staff member who wrote it"),
        _CHANNEL,
        Column("visibility", W, "who can read it", words=("public", "private")),
        Column("text", T, "what was said"),
        Column("reply_to", T, "the message it answers"),
        _POST,
        Column("language", T, "language, if told"),
    ),
)
REACTION = Table(
    "reaction",
    "reactions",
    "a like, share, repost or click on a post or message",
    (
        Column("kind", W, "what was done", words=("like", "share", "repost", "click", "save")),
        _POST,
        Column("message_id", T, "the message it is about"),
        _CHANNEL,
    ),
)
FOLLOW = Table(
    "follow",
    "follows",
    "a follow, subscription or membership, since happened_at",
    (
        Column(
            "kind", W, "how connected", words=("follow", "community", "subscription", "membership")
        ),
        Column("ended_at", D, "until when; NULL: still", "UTC"),
        _CHANNEL,
    ),
)
ANSWER = Table(
    "answer",
    "answers",
    "one answered survey question",
    (
        Column("survey", T, "the survey"),
        Column(
            "question",
            W,
            "what was asked",
            required=True,
            words=("nps", "csat", "ces", "rating", "choice", "text"),
        ),
        Column("scale_low", N, "lowest possible score", "points"),
        Column("scale_high", N, "highest possible score", "points"),
        Column("score", N, "the score given", "points"),
        Column("comment", T, "words beside it"),
        _ORDER,
        _THREAD,
        _CHANNEL,
        Column("sent_at", D, "when it was asked", "UTC"),
    ),
)
REFERRAL = Table(
    "referral",
    "referrals",
    "a customer who named or brought a friend",
    (
        Column("code", T, "the code that was used"),
        _ORDER,
        _PROGRAMME,
    ),
    friend=True,
)
POST = Table(
    "post",
    "posts",
    "something we published",
    (
        _CHANNEL,
        Column("type", T, "photo, video, article …"),
        Column("topic", T, "what it is about"),
        _CAMPAIGN,
        Column("sponsored", B, "whether its reach was paid for"),
        Column("text", T, "what it says"),
    ),
    handles=False,
)
SPEND = Table(
    "spend",
    "spend",
    "money spent on a programme or campaign, by day",
    (
        Column("amount", M, "what was paid", "minor units", required=True),
        _CURRENCY,
        _PROGRAMME,
        _CAMPAIGN,
        Column("category", T, "media, tools, incentives, gestures …"),
        _CHANNEL,
    ),
    handles=False,
)
EFFORT = Table(
    "effort",
    "effort",
    "hours spent on a programme or campaign, by day",
    (
        Column("hours", N, "hours worked", "hours", required=True),
        _PROGRAMME,
        _CAMPAIGN,
        Column("agent", T, "who worked"),
        Column("activity", T, "answering, community, content, referral …"),
    ),
    handles=False,
)
AUDIENCE = Table(
    "audience",
    "audience",
    "followers of one of our accounts on a day",
    (
        Column("page", T, "our account", required=True),
        _CHANNEL,
        Column("followers", I_, "how many follow", "people"),
        Column("new_followers", I_, "how many came that day", "people"),
        Column("organic", I_, "of these, unpaid", "people"),
        Column("sponsored", I_, "of these, paid for", "people"),
    ),
    handles=False,
)
MODERATION = Table(
    "moderation",
    "moderation",
    "an item hidden, deleted or disappeared",
    (
        Column("action", W, "what was done", words=("hidden", "deleted", "disappeared", "shown")),
        _CHANNEL,
        Column("message_id", T, "the message it happened to"),
        Column("reason", T, "why"),
    ),
    handles=False,
)
STAFF = Table(
    "staff",
    "staff",
    "who answers, since happened_at",
    (
        Column("agent", T, "name", required=True),
        Column("role", T, "role"),
        Column("team", T, "team: marketing, service …"),
        Column("hourly_cost", M, "cost of an hour", "minor units"),
        _CURRENCY,
        Column("advocate", B, "agreed to speak for the company"),
    ),
    handles=False,
)
RECORD_TABLES: tuple[Table, ...] = (
    PURCHASE,
    PURCHASE_LINE,
    REFUND,
    MESSAGE,
    REACTION,
    FOLLOW,
    ANSWER,
    REFERRAL,
    POST,
    SPEND,
    EFFORT,
    AUDIENCE,
    MODERATION,
    STAFF,
    NOTE,
    TASK,
    GESTURE,
    GOAL,
    RULING,
    EXPERIMENT,
    TRIAL,
    CONSENT,
    CORRECTION,
    GROUP_RULING,
    HANDLING,
    RATE,
    SETTING,
)
"""Every kind of record, in the order in which a reader meets them."""

TABLES = {table.name: table for table in RECORD_TABLES}
KINDS = TABLES | {table.plural: table for table in RECORD_TABLES}
"""Tables by name and by plural: what `--as` accepts."""
