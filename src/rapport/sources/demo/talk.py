"""What goes wrong, who writes, who answers when, and who leaves because nobody did?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import Flags, Floats, Whole, at_work
from rapport.sources.demo.purchases import Candidates, Fates
from rapport.sources.demo.world import World

NOTHING, LATE, BROKEN, WRONG, FAULTY, QUESTION, PRAISE = 0, 1, 2, 3, 4, 5, 6
EMAIL, CHAT, INSTAGRAM, FACEBOOK, REVIEW = 0, 1, 2, 3, 4
CHANNELS = np.array([0.45, 0.6, 0.8, 0.9])  # cumulated shares of the first four
ANSWERED = np.array([1.0, 1.05, 0.85, 0.75, 0.5])  # share answered, relative to e-mail
LAG_DAYS = np.array([1.0, 3.0, 2.0, 2.0, 8.0, 1.0, 7.0])  # mean days to write, by topic
LAG_LEAST = np.array([0.0, 6.0, 2.5, 2.5, 2.0, 1.0, 2.0])
FAULTY_PRODUCT, FAULTY_FROM, FAULTY_UNTIL = 3, 600.0, 660.0
HEARD_WITHIN = 7.0  # days
LEAVES_WITHIN = 60.0  # days after being unheard


@dataclass(frozen=True, slots=True)
class Talk:
    """Per candidate order: its topic, whether somebody wrote, when, and how long it waited.

    `sent` in days since the start, `waits` in days (infinity: never answered).
    """

    topic: Whole
    writes: Flags
    channel: Whole
    sent: Floats
    waits: Floats

    @property
    def problem(self) -> Flags:
        """Tell which orders had a problem, written about or not."""
        return (self.topic >= LATE) & (self.topic <= FAULTY)


def topics(world: World, candidates: Candidates, fates: Fates, days: Floats) -> Whole:
    """Return what each order gives to talk about; the planted defect has its period."""
    of_product = candidates.products == FAULTY_PRODUCT
    of_product &= np.arange(3)[:, None] < candidates.lines
    faulty = of_product.any(axis=0) & (days >= FAULTY_FROM) & (days < FAULTY_UNTIL)
    by_defect = fates.problem < np.where(faulty, world.defect_share, 0.0)
    shifted = np.where(faulty, fates.problem - world.defect_share, fates.problem)
    problem = by_defect | ((shifted >= 0.0) & (shifted < world.problem_share))
    late_share = np.where(candidates.in_shop, 0.0, world.late_share)
    kind = np.where(
        fates.problem_kind < late_share,
        LATE,
        np.where(fates.problem_kind < 0.5 + late_share / 2.0, BROKEN, WRONG),
    )
    kind = np.where(by_defect, FAULTY, kind)
    asked = (fates.writes < world.question_share) * QUESTION
    praised = (fates.writes > 1.0 - world.praise_share) * PRAISE
    return np.where(problem, kind, asked + praised * (asked == NOTHING)).astype(np.int64)


def waiting(
    world: World, answers: str, share: Floats, sent: Floats, answered: Floats, delay: Floats
) -> Floats:
    """Return the days that messages wait for staff; infinity when nobody answers.

    `answers`: "told" as the world is, "all" within a day, "none". Nights and week-ends wait
    for people to be at work; delays are log-logistic, heavy in the tail.
    """
    if answers == "none":
        return np.full(len(sent), np.inf)
    hours = world.answer_hours * np.exp(world.answer_spread * _scores(delay))
    opened = at_work(at_work(sent) + hours / 24.0) + (delay * 997.0 % 1.0) / 24.0
    waits = opened - sent
    if answers == "all":
        return np.minimum(waits, 1.0)
    told: Floats = np.where(answered < share * world.answered_share, waits, np.inf)
    return told


def _scores(uniform: Floats) -> Floats:
    """Return logistic scores of uniform numbers, rescaled to variance 1."""
    inside = np.clip(uniform, 1e-6, 1.0 - 1e-6)
    return np.log(inside / (1.0 - inside)) * math.sqrt(3.0) / math.pi


def talk_about(
    world: World, answers: str, candidates: Candidates, fates: Fates, days: Floats
) -> Talk:
    """Return what each candidate order makes people say on one path."""
    topic = topics(world, candidates, fates, days)
    problem = (topic >= LATE) & (topic <= FAULTY)
    writes = (problem & (fates.writes < world.problem_writes)) | (topic >= QUESTION)
    channel = np.searchsorted(CHANNELS, fates.channel).astype(np.int64)
    channel = np.where((channel == REVIEW) & (topic == QUESTION), CHAT, channel)
    sent = days + LAG_LEAST[topic] - LAG_DAYS[topic] * np.log1p(-fates.lag)
    share = ANSWERED[channel] * np.where(topic == PRAISE, 0.6, 1.0)
    waits = np.full(len(days), np.inf)
    spoken = np.flatnonzero(writes & np.isfinite(days))
    waits[spoken] = waiting(
        world, answers, share[spoken], sent[spoken], fates.answered[spoken], fates.delay[spoken]
    )
    return Talk(topic, writes, channel, sent, waits)


def breaks_up(
    world: World, sent: Floats, waits: Floats, dropout: Floats, uniform: Floats
) -> Floats:
    """Return the days on which asking in vain makes people leave; infinity when it does not.

    From the seventh day on, during 60 days, the chance to leave is multiplied (answered late:
    by half as much more). The added chance is a process of its own, so that paths stay coupled.
    """
    extra = (world.unheard_leaves - 1.0) * dropout
    extra = np.where(np.isfinite(waits), 0.5 * extra, extra)
    with np.errstate(divide="ignore", invalid="ignore"):
        after = -np.log1p(-uniform) / extra
    leaves = (waits > HEARD_WITHIN) & (extra > 0.0) & (after < LEAVES_WITHIN)
    days: Floats = np.where(leaves, sent + HEARD_WITHIN + after, np.inf)
    return days
