"""What really happened in a block: its people and orders, all generations in one array each?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from rapport.sources.demo.blocks import Generation
from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole, shop_hours, web_hours
from rapport.sources.demo.connection import FOLLOW, SUBSCRIPTION, kinds
from rapport.sources.demo.paths import PATHS
from rapport.sources.demo.people import TILL_BOTH, TILL_EMAIL, TILL_PHONE, People
from rapport.sources.demo.world import World

T = TypeVar("T")

SECOND_SHARE = 0.25  # of connected people who connect in a second way


@dataclass(frozen=True, slots=True)
class Customers:
    """Everyone who exists on some path; arrays of one length. Days since the start, EUR.

    `came`: exists on the factual path; `margins`: (path, person) EUR of margin, PATHS order;
    `same_start`: comes on the same day with and without the connection lift.
    """

    people: People
    generation: Whole
    referrer: Whole
    referred: Flags
    named: Flags
    came: Flags
    same_start: Flags
    start: Floats
    leaves: Floats
    since: Floats
    until: Floats
    kind: Whole
    second_kind: Whole
    second_since: Floats
    asks_early: Flags
    early_sent: Floats
    early_waits: Floats
    margins: Floats

    def __len__(self) -> int:
        """Return how many people there are."""
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Orders:
    """Every order of the factual path, cancelled ones marked; sorted by person and time."""

    person: Whole
    day: Floats
    cents: Whole
    cancelled: Flags
    first: Flags
    in_shop: Flags
    lines: Whole
    products: Whole
    topic: Whole
    writes: Flags
    channel: Whole
    public: Flags
    sent: Floats
    waits: Floats
    well: Flags
    mood: Whole
    email_told: Flags
    phone_told: Flags

    def __len__(self) -> int:
        """Return how many orders there are."""
        return len(self.person)


def histories(world: World, generations: list[Generation]) -> tuple[Customers, Orders]:
    """Return the people and factual orders of a block."""
    offsets = np.cumsum([0] + [len(one.cohort.people) for one in generations])
    customers = _joined(
        Customers,
        [
            _customers(world, number, one, _referrers(generations, offsets, number))
            for number, one in enumerate(generations)
        ],
    )
    orders = _joined(
        Orders,
        [
            _orders(world, one, int(offset))
            for one, offset in zip(generations, offsets[:-1], strict=True)
        ],
    )
    return customers, orders


def _joined(kind: type[T], parts: list[T]) -> T:
    """Return one dataclass of arrays out of several, arrays joined along their last axis."""
    values = []
    for field in fields(kind):  # type: ignore[arg-type]
        pieces = [getattr(part, field.name) for part in parts]
        if isinstance(pieces[0], np.ndarray):
            values.append(np.concatenate(pieces, axis=-1))
        else:
            values.append(_joined(type(pieces[0]), pieces))
    return kind(*values)


def _referrers(generations: list[Generation], offsets: Whole, number: int) -> Whole:
    """Return the person who recommended each member of a generation; -1 for roots."""
    one = generations[number]
    if number == 0:
        return np.full(len(one.cohort.people), -1, dtype=np.int64)
    before = generations[number - 1].cohort.candidates.person
    referrers: Whole = before[one.referrer] + offsets[number - 1]
    return referrers


def _customers(world: World, number: int, one: Generation, referrer: Whole) -> Customers:
    """Return the people of one generation."""
    people, candidates, fact = one.cohort.people, one.cohort.candidates, one.lived[0]
    count = len(people)
    margins = np.stack(
        [
            np.bincount(candidates.person, candidates.cents * path.bought, count)
            * world.margin_rate
            / 100.0
            for path in one.lived
        ]
    )
    kind = kinds(people).astype(np.int64)
    second = fact.connected_since + people.second_days
    second_on = (people.second_connection < SECOND_SHARE) & (second < fact.connected_until)
    named = one.cohort.fates.named[candidates.first_of] < world.named_referrals
    return Customers(
        people=people, generation=np.full(count, number), referrer=referrer,
        referred=one.referred, named=named & one.referred, came=fact.start < DAYS,
        same_start=fact.start == one.lived[1].start, start=fact.start, leaves=fact.leaves,
        since=fact.connected_since, until=fact.connected_until, kind=kind,
        second_kind=np.where(kind == FOLLOW, SUBSCRIPTION, FOLLOW),
        second_since=np.where(second_on & (second < DAYS), second, np.inf),
        asks_early=fact.early.asks, early_sent=fact.early.sent, early_waits=fact.early.waits,
        margins=margins,
    )  # fmt: skip


def _orders(world: World, one: Generation, offset: int) -> Orders:
    """Return the factual orders of one generation; `offset` is added to person numbers."""
    cohort, fact = one.cohort, one.lived[0]
    kept = np.flatnonzero(fact.bought | fact.cancelled)
    candidates, people, talk = cohort.candidates, cohort.people, fact.talk
    person, first = candidates.person[kept], candidates.first[kept]
    in_shop = candidates.in_shop[kept] & ~(first & one.referred[person])
    days = fact.days[kept]
    till = people.till[person]
    channel = talk.channel[kept]
    seen = np.where(channel == 4, 1.0, np.where(channel >= 2, 2.0 * world.public_share, 0.0))
    by_email = np.isin(till, (TILL_EMAIL, TILL_BOTH))
    by_phone = np.isin(till, (TILL_PHONE, TILL_BOTH))
    return Orders(
        person=person + offset, day=np.where(in_shop, shop_hours(days), web_hours(days)),
        cents=candidates.cents[kept], cancelled=fact.cancelled[kept], first=first,
        in_shop=in_shop, lines=candidates.lines[kept], products=candidates.products[:, kept],
        topic=talk.topic[kept], writes=talk.writes[kept] & fact.bought[kept], channel=channel,
        public=cohort.fates.public[kept] < seen, sent=talk.sent[kept], waits=talk.waits[kept],
        well=cohort.fates.well[kept] < world.won_back, mood=fact.mood[kept],
        email_told=np.where(in_shop, by_email, True),
        phone_told=np.where(in_shop, by_phone, people.phone_on_web[person]),
    )  # fmt: skip


def effects(customers: Customers) -> dict[str, float]:
    """Return sums over people: margin of each path, EUR, and connected person-days."""
    sums = {path.name: float(customers.margins[row].sum()) for row, path in enumerate(PATHS)}
    here = customers.since < DAYS
    ends = np.minimum(np.minimum(customers.until, DAYS), customers.leaves)
    same = customers.same_start
    own = customers.margins[0][same] - customers.margins[1][same]
    return {
        **{f"margin_{name}": value for name, value in sums.items()},
        "own_connection_margin": float(own.sum()),
        "connected_people": float(here.sum()),
        "connected_days": float(
            (np.minimum(customers.until[here], DAYS) - customers.since[here]).sum()
        ),
        "connected_living_days": float((ends[here] - customers.since[here]).sum()),
    }
