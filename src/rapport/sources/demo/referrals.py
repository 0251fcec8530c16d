"""Who recommends the company, to whom, and would the friend have come anyway?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole
from rapport.sources.demo.people import People
from rapport.sources.demo.purchases import Candidates, Fates
from rapport.sources.demo.talk import HEARD_WITHIN, Talk
from rapport.sources.demo.world import World

CALM, SILENT, UNHEARD, WON_BACK = 0, 1, 2, 3
FRIEND_DAYS = 18.0  # mean days from a recommendation to the friend's first order


@dataclass(frozen=True, slots=True)
class Friends:
    """The next generation: arrays of one length, one friend each.

    `candidate`: index of the referrer's order; `soonest`: first day on any path; `anyway`:
    day on which the friend would have come without being referred (infinity: never).
    """

    candidate: Whole
    soonest: Floats
    anyway: Floats

    def __len__(self) -> int:
        """Return how many friends there are."""
        return len(self.candidate)


def moods(world: World, candidates: Candidates, fates: Fates, talk: Talk, live: Flags) -> Whole:
    """Return each person's mood after each order: what came of the last problem so far.

    CALM no problem yet, SILENT unhappy without having written or without a good answer,
    UNHEARD wrote in vain, WON_BACK answered well within seven days.
    """
    places = np.arange(len(candidates))
    trouble = np.where(talk.problem & live, places, -1)
    last = np.maximum.accumulate(trouble)
    known = last >= candidates.first_of[candidates.person]
    last = np.where(known, last, 0)
    in_time = talk.waits[last] <= HEARD_WITHIN
    well = in_time & (fates.well[last] < world.won_back)
    mood = np.where(talk.writes[last] & ~in_time, UNHEARD, np.where(well, WON_BACK, SILENT))
    return np.where(known, mood, CALM).astype(np.int64)


def refers(
    world: World, people: People, candidates: Candidates, fates: Fates, mood: Whole, live: Flags
) -> Flags:
    """Tell after which orders a person recommends the company, `referrals_at_most` times."""
    pull = np.exp(world.referral_quality * np.clip(people.quality, -2.0, 2.0))
    by_mood = np.array([1.0, 0.6, 0.15, world.won_back_refers])
    chance = world.referral_share * pull[candidates.person] * by_mood[mood]
    rank = np.maximum(_counted(candidates, live), 1)
    told = live & (fates.refers < chance * rank**-world.referral_novelty)
    few: Flags = told & (_counted(candidates, told) <= world.referrals_at_most)
    return few


def _counted(candidates: Candidates, flags: Flags) -> Whole:
    """Return, at each candidate, how many of the person's candidates so far are flagged."""
    total: Whole = np.cumsum(flags)
    before: Whole = (total - flags)[candidates.first_of]
    counted: Whole = total - before[candidates.person]
    return counted


def friend_days(fates: Fates, days: Floats) -> Floats:
    """Return when the friends recommended after orders at `days` would first buy."""
    return days + 1.0 - FRIEND_DAYS * np.log1p(-fates.friend_days)


def next_friends(world: World, fates: Fates, coming: list[Floats]) -> Friends:
    """Return the friends recommended on at least one path.

    `coming`: per path and candidate, the friend's first day, infinity when not recommended.
    """
    soonest = np.minimum.reduce(coming)
    candidate = np.flatnonzero(soonest < DAYS)
    delay = -world.comes_anyway_days * np.log1p(-fates.anyway_days[candidate])
    never = fates.friend_type[candidate] < world.would_not_have_come
    anyway = np.where(never, np.inf, soonest[candidate] + delay)
    return Friends(candidate, soonest[candidate], anyway)
