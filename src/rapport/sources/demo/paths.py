"""What happens to the same people when one mechanism is off and all chance stays the same?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole, seasonal
from rapport.sources.demo.connection import (
    connects,
    ending_days,
    first_days,
    lift_factor,
    longer_life,
)
from rapport.sources.demo.people import People
from rapport.sources.demo.purchases import Candidates, Fates, growth_factor
from rapport.sources.demo.referrals import friend_days, moods, refers
from rapport.sources.demo.talk import Talk, breaks_up, talk_about, waiting
from rapport.sources.demo.world import World


@dataclass(frozen=True, slots=True)
class Path:
    """One world: is the lift on, who is answered ("told", "all", "none"), do friends refer?"""

    name: str
    lift: bool = True
    answers: str = "told"
    referrals: bool = True


FACTUAL = Path("factual")
PATHS = (
    FACTUAL,
    Path("no_connection_lift", lift=False),
    Path("nobody_answered", answers="none"),
    Path("everybody_answered", answers="all"),
    Path("no_referrals", referrals=False),
)


@dataclass(frozen=True, slots=True)
class EarlyFates:
    """Uniform numbers of people for the question asked before the first order."""

    asks: Floats
    lag: Floats
    answered: Floats
    delay: Floats
    leaves: Floats


@dataclass(frozen=True, slots=True)
class Early:
    """Questions before the first order, per person: asked at all, `sent` day, days it `waits`."""

    asks: Flags
    sent: Floats
    waits: Floats


@dataclass(frozen=True, slots=True)
class Cohort:
    """One generation of people with everything that chance has decided for them."""

    people: People
    candidates: Candidates
    fates: Fates
    early: EarlyFates


@dataclass(frozen=True, slots=True)
class Lived:
    """One generation on one path. Per candidate: `days`, `bought`, `cancelled`, `mood`, the
    friend's first day `coming` (infinity: none); per person: `start`, `leaves`,
    `connected_since`, `connected_until`, in days since the first day.
    """

    days: Floats
    bought: Flags
    cancelled: Flags
    talk: Talk
    early: Early
    mood: Whole
    coming: Floats
    start: Floats
    leaves: Floats
    connected_since: Floats
    connected_until: Floats


def draw_early(rng: np.random.Generator, count: int) -> EarlyFates:
    """Draw the uniform numbers of `count` people."""
    return EarlyFates(*(rng.random(count) for _ in range(5)))


def ask_early(world: World, path: Path, early: EarlyFates, start: Floats) -> Early:
    """Return who asks something 0.3 to 4 days before the first order, and how long it waits."""
    sent = start - 0.3 - 3.7 * early.lag
    asks = (early.asks < world.early_question_share) & (sent >= 0.0) & (start < DAYS)
    waits = np.full(len(start), np.inf)
    asked = np.flatnonzero(asks)
    share = np.ones(len(asked))
    waits[asked] = waiting(
        world, path.answers, share, sent[asked], early.answered[asked], early.delay[asked]
    )
    return Early(asks, sent, waits)


def accepted(
    world: World, path: Path, cohort: Cohort, start: Floats, days: Floats
) -> tuple[Flags, Floats, Floats]:
    """Return the candidates that come true on a path, were nobody to leave, and connections.

    The second and third: first and last day of each person's connection. Up to the first day
    of the connection the lift changes nothing, so paths with and without it are identical.
    """
    people, candidates = cohort.people, cohort.candidates
    level = candidates.accept * candidates.ceiling
    growth = growth_factor(world, people.growth[candidates.person], candidates.since)
    base = seasonal(np.minimum(days, DAYS), world.seasons) * growth
    within = days < DAYS
    without = (candidates.first | (level < base)) & within & ~cancels(world, candidates)
    flags = without & connects(world, people, candidates, cohort.fates)
    since = first_days(people, candidates, days, flags)
    until = ending_days(world, people, since)
    if not path.lift or world.connection_lift == 0.0:
        return (candidates.first | (level < base)) & within, since, until
    person = candidates.person
    factor = lift_factor(world, days, since[person], until[person])
    return (candidates.first | (level < base * factor)) & within, since, until


def cancels(world: World, candidates: Candidates) -> Flags:
    """Tell which candidates are cancelled; never a first order, never in the shop."""
    return (candidates.cancel < world.cancelled_share) & ~candidates.first & ~candidates.in_shop


def live(world: World, path: Path, cohort: Cohort, start: Floats) -> Lived:
    """Return what one generation that starts at `start` (days; infinity: never) lives through."""
    people, candidates, fates = cohort.people, cohort.candidates, cohort.fates
    person = candidates.person
    days = start[person] + candidates.since
    come, since, until = accepted(world, path, cohort, start, days)
    talk = talk_about(world, path.answers, candidates, fates, days)
    early = ask_early(world, path, cohort.early, start)
    cancelled = cancels(world, candidates) & come
    orders = come & ~cancelled
    life = people.life
    if path.lift and world.connection_retention > 0.0:
        life = longer_life(world, start, life, since)
    unheard = talk.writes & (talk.topic < 6) & orders
    by_order = breaks_up(world, talk.sent, talk.waits, people.dropout[person], fates.leaves)
    leaves = np.minimum(start + life, first_days(people, candidates, by_order, unheard))
    by_question = breaks_up(world, early.sent, early.waits, people.dropout, cohort.early.leaves)
    leaves = np.minimum(leaves, np.where(early.asks, by_question, np.inf))
    present = candidates.first | (days < leaves[person])
    bought = orders & present
    mood = moods(world, candidates, fates, talk, bought)
    told = refers(world, people, candidates, fates, mood, bought)
    coming = np.full(len(days), np.inf)
    if path.referrals:
        coming = np.where(told, friend_days(fates, days), np.inf)
    gone = since >= leaves
    return Lived(
        days, bought, cancelled & present, talk, early, mood, coming, start, leaves,
        np.where(gone, np.inf, since), np.where(gone, np.inf, until),
    )  # fmt: skip
