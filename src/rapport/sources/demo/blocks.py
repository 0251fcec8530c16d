"""What do a block of people and the friends they bring live through, on every path at once?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole
from rapport.sources.demo.paths import PATHS, Cohort, Lived, draw_early, live
from rapport.sources.demo.people import arrivals, draw_people
from rapport.sources.demo.purchases import draw_candidates, draw_fates
from rapport.sources.demo.referrals import Friends, next_friends
from rapport.sources.demo.world import World

BLOCK = 50_000  # people who come by themselves; bounds the memory
GENERATIONS = 40  # far above what a reproduction number below 1 gives


@dataclass(frozen=True, slots=True)
class Generation:
    """Roots (number 0) or friends of the generation before, and their life on each of PATHS.

    `referrer`: index of the referring candidate in the generation before (roots: empty);
    `referred`: told, per person, whether the friend really was recommended on the factual path.
    """

    cohort: Cohort
    referrer: Whole
    referred: Flags
    lived: tuple[Lived, ...]


def simulate_block(seed: np.random.SeedSequence, world: World, roots: int) -> list[Generation]:
    """Return the generations that `roots` people start, all chance drawn from `seed`."""
    rng = np.random.default_rng(seed)
    start = arrivals(rng, world, roots)
    no_one = np.zeros(0, dtype=np.int64)
    generations = [
        _generation(rng, world, start, [start] * len(PATHS), no_one, np.zeros(roots, dtype=bool))
    ]
    while len(generations) < GENERATIONS:
        last = generations[-1]
        friends = next_friends(world, last.cohort.fates, [one.coming for one in last.lived])
        if not len(friends):
            break
        starts = [_starts(friends, one) for one in last.lived]
        coming = last.lived[0].coming[friends.candidate]
        referred = (coming <= friends.anyway) & (coming < DAYS)
        generations.append(
            _generation(rng, world, friends.soonest, starts, friends.candidate, referred)
        )
    return generations


def _starts(friends: Friends, lived: Lived) -> Floats:
    """Return the friends' first days on one path: recommended, or later by themselves."""
    return np.minimum(lived.coming[friends.candidate], friends.anyway)


def _generation(
    rng: np.random.Generator,
    world: World,
    soonest: Floats,
    starts: list[Floats],
    referrer: Whole,
    referred: Flags,
) -> Generation:
    """Draw one generation and let it live on every path."""
    people = draw_people(rng, world, len(soonest))
    candidates = draw_candidates(rng, world, people, soonest)
    fates = draw_fates(rng, len(candidates))
    cohort = Cohort(people, candidates, fates, draw_early(rng, len(people)))
    lived = tuple(
        live(world, path, cohort, start) for path, start in zip(PATHS, starts, strict=True)
    )
    return Generation(cohort, referrer, referred, lived)
