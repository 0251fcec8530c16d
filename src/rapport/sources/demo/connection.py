"""When does a simulated customer connect, for how long, and what does the tie change?"""

from __future__ import annotations

import numpy as np

from rapport.sources.demo.clock import Flags, Floats
from rapport.sources.demo.people import YEAR, People
from rapport.sources.demo.purchases import Candidates, Fates
from rapport.sources.demo.world import World

FOLLOW, SUBSCRIPTION, COMMUNITY = 0, 1, 2
GROWTH_PULL = 2.5  # log-odds of connecting per unit of own log growth per year


def connects(world: World, people: People, candidates: Candidates, fates: Fates) -> Flags:
    """Tell after which candidate orders a person who is not connected yet would connect.

    Better customers do so more often; with own growth, so do those on the way up.
    """
    if world.connection_share == 0.0:
        return np.zeros(len(candidates), dtype=np.bool_)
    odds = world.connection_share / (1.0 - min(world.connection_share, 0.999))
    pull = world.connection_quality * people.quality + GROWTH_PULL * people.growth
    chance = odds * np.exp(pull)
    chance = chance / (1.0 + chance)
    return fates.connect < chance[candidates.person]


def first_days(people: People, candidates: Candidates, days: Floats, flags: Flags) -> Floats:
    """Return each person's first day among flagged candidates; infinity when there is none."""
    found = np.where(flags, days, np.inf)
    if not len(people):
        return np.zeros(0)
    return np.minimum.reduceat(found, candidates.first_of)


def ending_days(world: World, people: People, since: Floats) -> Floats:
    """Return when each connection ends, in days; infinity when connections never do."""
    if world.connection_ends_a_year == 0.0:
        return np.full(len(people), np.inf)
    return since + people.connection_days * YEAR / world.connection_ends_a_year


def lift_factor(world: World, days: Floats, since: Floats, until: Floats) -> Floats:
    """Return the rate multiplier at `days` of people connected from `since` to `until`.

    1 before and after; at first 1 + lift, halved every half-life.
    """
    connected = (days > since) & (days < until)
    held = np.subtract(days, since, out=np.zeros_like(days), where=connected)
    fading = 0.5 ** (held / world.lift_half_life) if world.lift_half_life > 0.0 else 1.0
    return np.where(connected, 1.0 + world.connection_lift * fading, 1.0)


def kinds(people: People) -> Floats:
    """Return the kind of each person's first connection: 0 follow, 1 subscription, 2 community."""
    return np.searchsorted([0.45, 0.85], people.connection_kind).astype(np.float64)


def longer_life(world: World, start: Floats, life: Floats, since: Floats) -> Floats:
    """Return the days of life when connection takes away a share of the chance to leave."""
    came = np.isfinite(start)
    before = np.subtract(since, start, out=np.full_like(life, np.inf), where=came)
    rest = np.where(before < life, life - np.minimum(before, life), 0.0)
    kept = 1.0 - world.connection_retention
    longer: Floats = np.where(rest > 0.0, np.minimum(before, life) + rest / max(kept, 1e-9), life)
    return longer
