"""When could each simulated person buy, and what hangs on each order that may come true?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole, busiest
from rapport.sources.demo.people import YEAR, People
from rapport.sources.demo.world import World

GROWS_YEARS = 1.5  # own growth goes on for so long after the first order
CANCELLED_FLOOR = 4.0  # EUR, the smallest order


@dataclass(frozen=True, slots=True)
class Candidates:
    """Orders that may come true, sorted by person and time; arrays of one length.

    A Poisson process above every path's rate; each path thins it with the same `accept`, so
    that one person's worlds differ only where the mechanism acts. `since`: days since the
    person's first order; `first_of`: index of each person's first candidate.
    """

    person: Whole
    since: Floats
    first: Flags
    first_of: Whole
    ceiling: Floats
    accept: Floats
    cancel: Floats
    cents: Whole
    in_shop: Flags
    lines: Whole
    products: Whole

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self.person)


@dataclass(frozen=True, slots=True)
class Fates:
    """One uniform number (0 to 1) per candidate and thing that may follow from an order."""

    connect: Floats
    problem: Floats
    problem_kind: Floats
    writes: Floats
    lag: Floats
    channel: Floats
    public: Floats
    answered: Floats
    delay: Floats
    well: Floats
    leaves: Floats
    refers: Floats
    friend_days: Floats
    friend_type: Floats
    anyway_days: Floats
    named: Floats


def growth_factor(world: World, growth: Floats, since: Floats) -> Floats:
    """Return the rate multiplier of own growth after `since` days; 1 when it is off."""
    if world.own_growth == 0.0:
        return np.ones_like(since)
    return np.exp(growth * np.minimum(since / YEAR, GROWS_YEARS))


def ceilings(world: World, people: People) -> Floats:
    """Return, per person, the largest multiplier that any path can put on the rate."""
    most = busiest(world.seasons) * (1.0 + max(world.connection_lift, 0.0))
    return most * growth_factor(
        world, np.maximum(people.growth, 0.0), np.full(len(people), GROWS_YEARS * YEAR)
    )


def draw_candidates(
    rng: np.random.Generator, world: World, people: People, soonest: Floats
) -> Candidates:
    """Draw every order that may come true from `soonest` (days, per person) to the end."""
    ceiling = ceilings(world, people)
    stay = people.life / max(1.0 - world.connection_retention, 1e-9)
    span = np.clip(np.minimum(DAYS - soonest, stay), 0.0, None)
    counts = rng.poisson(people.rate * ceiling * span) + 1
    person = np.repeat(np.arange(len(people)), counts)
    first_of = np.cumsum(counts) - counts
    places = rng.random(len(person)) * 0.999999
    places[first_of] = 0.0
    since = (np.sort(person + places) - person) * span[person]
    first = np.zeros(len(person), dtype=np.bool_)
    first[first_of] = True
    noise = rng.standard_gamma(world.value_shape, len(person)) / world.value_shape
    cents = np.round(np.maximum(people.value[person] * noise, CANCELLED_FLOOR) * 100.0)
    return Candidates(
        person=person,
        since=since,
        first=first,
        first_of=first_of,
        ceiling=ceiling[person],
        accept=rng.random(len(person)),
        cancel=rng.random(len(person)),
        cents=cents.astype(np.int64),
        in_shop=rng.random(len(person)) < people.shop[person],
        lines=1 + np.searchsorted([0.55, 0.85], rng.random(len(person))),
        products=draw_products(rng, len(person)),
    )


def draw_products(rng: np.random.Generator, count: int) -> Whole:
    """Return a (3, count) array of product numbers 0..13, three different ones per order."""
    first = rng.integers(0, 14, count)
    second = (first + rng.integers(1, 14, count)) % 14
    third = (first + rng.integers(1, 13, count)) % 14
    third = np.where(third == second, (first + 13) % 14, third)
    third = np.where(third == second, (first + 12) % 14, third)
    return np.stack([first, second, third])


def draw_fates(rng: np.random.Generator, count: int) -> Fates:
    """Draw the uniform numbers of `count` candidates."""
    return Fates(
        connect=rng.random(count), problem=rng.random(count), problem_kind=rng.random(count),
        writes=rng.random(count), lag=rng.random(count), channel=rng.random(count),
        public=rng.random(count), answered=rng.random(count), delay=rng.random(count),
        well=rng.random(count), leaves=rng.random(count), refers=rng.random(count),
        friend_days=rng.random(count), friend_type=rng.random(count),
        anyway_days=rng.random(count), named=rng.random(count),
    )  # fmt: skip
