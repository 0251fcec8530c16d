"""Which conversations take place, and which messages do they hold, in which order?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole
from rapport.sources.demo.histories import Customers, Orders
from rapport.sources.demo.talk import (
    ANSWERED,
    CHANNELS,
    CHAT,
    EMAIL,
    FAULTY,
    HEARD_WITHIN,
    LATE,
    PRAISE,
    QUESTION,
    REVIEW,
    waiting,
)
from rapport.sources.demo.world import World

EARLY, GRATEFUL, NOTICE = 7, 8, 9  # topics besides those of `talk`
# Roles of messages, which choose their words.
OPENING, REPEAT, THREAT, THANKS, MORE, BOT, ANSWER, CLOSING, SPAM = range(9)
STAFF = 5  # people who answer, in `company.TEAM`
PRAISED_AGAIN, NOTICED = 0.3, 0.1


@dataclass(frozen=True, slots=True)
class Threads:
    """One conversation each; `order` is -1 without one; second rounds start at `again`."""

    person: Whole
    order: Whole
    topic: Whole
    channel: Whole
    public: Flags
    sent: Floats
    waits: Floats
    again: Floats
    again_waits: Floats
    thanks: Flags


@dataclass(frozen=True, slots=True)
class Messages:
    """One message each, sorted by time; `number` is its rank in the block."""

    thread: Whole
    role: Whole
    day: Floats
    agent: Whole
    reply_to: Whole


def _from_orders(orders: Orders) -> Threads:
    """Return the conversations about orders, first round only."""
    rows = np.flatnonzero(orders.writes & (orders.sent < DAYS))
    none = np.full(len(rows), np.inf)
    return Threads(
        orders.person[rows], rows, orders.topic[rows], orders.channel[rows], orders.public[rows],
        orders.sent[rows], orders.waits[rows], none, none, np.zeros(len(rows), dtype=bool),
    )  # fmt: skip


def _from_people(rng: np.random.Generator, customers: Customers) -> Threads:
    """Return the questions asked before a first order, by e-mail or chat."""
    rows = np.flatnonzero(customers.asks_early & customers.came)
    none, count = np.full(len(rows), np.inf), len(rows)
    return Threads(
        rows, np.full(count, -1), np.full(count, EARLY), rng.integers(EMAIL, CHAT + 1, count),
        np.zeros(count, dtype=bool), customers.early_sent[rows], customers.early_waits[rows],
        none, none, np.zeros(count, dtype=bool),
    )  # fmt: skip


def _grateful(rng: np.random.Generator, world: World, orders: Orders) -> Threads:
    """Return the later praise of critics who were answered well."""
    won = orders.writes & (orders.topic < QUESTION) & (orders.waits <= HEARD_WITHIN) & orders.well
    sent = orders.sent + orders.waits + 8.0 + 20.0 * rng.standard_exponential(len(orders))
    rows = np.flatnonzero(won & (rng.random(len(orders)) < PRAISED_AGAIN) & (sent < DAYS))
    channel = np.searchsorted(CHANNELS, rng.random(len(rows)))
    channel = np.where(channel == CHAT, REVIEW, channel).astype(np.int64)
    waits = waiting(world, "told", 0.6 * ANSWERED[channel], sent[rows], *rng.random((2, len(rows))))
    none = np.full(len(rows), np.inf)
    return Threads(
        orders.person[rows], rows, np.full(len(rows), GRATEFUL), channel, channel >= 2,
        sent[rows], waits, none, none, np.zeros(len(rows), dtype=bool),
    )  # fmt: skip


def _notices(rng: np.random.Generator, orders: Orders) -> Threads:
    """Return what we write first: news of a late parcel."""
    told = (orders.topic == LATE) & ~orders.cancelled & (rng.random(len(orders)) < NOTICED)
    rows = np.flatnonzero(told & (orders.day + 2.0 < DAYS))
    none, count = np.full(len(rows), np.inf), len(rows)
    return Threads(
        orders.person[rows], rows, np.full(count, NOTICE), np.full(count, EMAIL),
        np.zeros(count, dtype=bool), orders.day[rows] + 2.0, none, none, none,
        np.zeros(count, dtype=bool),
    )  # fmt: skip


def threads(
    rng: np.random.Generator, world: World, customers: Customers, orders: Orders
) -> Threads:
    """Return every conversation of a block that starts before the end, second rounds included."""
    parts = [
        _from_orders(orders), _from_people(rng, customers),
        _grateful(rng, world, orders), _notices(rng, orders),
    ]  # fmt: skip
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Threads.__dataclass_fields__
    }
    count = len(joined["sent"])
    again = joined["sent"] + joined["waits"] + 0.05 + 1.2 * rng.standard_exponential(count)
    follows = (rng.random(count) < world.follow_up_share) & (joined["topic"] != NOTICE)
    again = np.where(follows & (again < DAYS), again, np.inf)
    thanks = rng.random(count) < 0.55
    share = ANSWERED[joined["channel"]] * np.where(thanks, 0.35, 1.0)
    waits = np.full(count, np.inf)
    back = np.flatnonzero(np.isfinite(again))
    answered, delay = rng.random((2, len(back)))
    waits[back] = waiting(world, "told", share[back], again[back], answered, delay)
    joined.update(again=again, again_waits=waits, thanks=thanks)
    return Threads(**joined)


def messages(rng: np.random.Generator, world: World, talks: Threads) -> Messages:
    """Return the messages of the conversations, told before the end, sorted by time."""
    count = len(talks.sent)
    answer = talks.sent + talks.waits
    ours = talks.topic == NOTICE
    complains = (talks.topic <= FAULTY) & ~ours
    repeat = talks.sent + 2.0 + 3.0 * rng.random(count)
    repeat = np.where(rng.random(count) < world.repeat_share, repeat, np.inf)
    threat = talks.sent + 8.0 + 3.0 * rng.random(count)
    threat = np.where(complains & (rng.random(count) < world.threat_share), threat, np.inf)
    heard = (talks.topic == PRAISE) | (talks.topic == GRATEFUL) | ours
    bot = (talks.channel <= CHAT) & ~ours & (rng.random(count) < 0.6)
    spam = np.where(rng.random(count) < world.spam_share, rng.random(count) * DAYS, np.inf)
    last = talks.again + talks.again_waits
    moments = [
        (OPENING, talks.sent),
        (REPEAT, np.where((repeat < answer) & ~heard, repeat, np.inf)),
        (THREAT, np.where((threat < answer) & ~heard, threat, np.inf)),
        (BOT, np.where(bot, talks.sent + 40.0 / 86_400.0, np.inf)),
        (ANSWER, answer),
        (MORE, talks.again),
        (CLOSING, last),
        (SPAM, spam),
    ]
    return _sorted(rng, talks, moments)


def _sorted(
    rng: np.random.Generator, talks: Threads, moments: list[tuple[int, Floats]]
) -> Messages:
    """Return all messages in order; answers reply to the message that opened their round."""
    count = len(talks.sent)
    roles = np.concatenate([np.full(count, role) for role, _ in moments])
    days = np.concatenate([day for _, day in moments])
    thread = np.tile(np.arange(count), len(moments))
    kept = np.flatnonzero(days < DAYS)
    kept = kept[np.lexsort((roles[kept], days[kept]))]
    thread, roles, days = thread[kept], roles[kept], days[kept]
    ranks = np.full((9, count), -1)
    ranks[roles, thread] = np.arange(len(kept))
    reply_to = np.where(np.isin(roles, (BOT, ANSWER)), ranks[OPENING][thread], -1)
    reply_to = np.where(roles == CLOSING, ranks[MORE][thread], reply_to)
    roles = np.where((roles == MORE) & talks.thanks[thread], THANKS, roles)
    staffed = rng.integers(0, STAFF, count)
    others = rng.integers(0, STAFF, len(kept))
    agent = np.where(rng.random(len(kept)) < 0.8, staffed[thread], others)
    return Messages(thread, roles, days, agent, reply_to)
