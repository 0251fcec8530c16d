"""Answer effect: what do customers bring because somebody answered them in time?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Caveat, Weight
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import MONEY, SHARE, Dimension, Unit
from rapport.measures.group import Answer, Group, Parts
from rapport.measures.lift.answer_effect_case import (
    AnswerCase,
    answer_case,
    case_caveats,
    plain_difference,
    refusal,
)
from rapport.measures.lift.answer_effect_rounds import (
    BANDS,
    IN_VAIN,
    Rounds,
    limit_days,
    read_rounds,
)
from rapport.measures.lift.connected_months import ConnectedMonths, connected_months
from rapport.measures.lift.connection_words import SALES
from rapport.measures.reading import NOBODY, check_segment, cuts, refused_needs, result
from rapport.stats.answered import Answered
from rapport.stats.connection_verdict import ALLOWANCE
from rapport.stats.intervals import Span

PER = mark("answered customer per month")
MONEY_A_MONTH = Unit(Dimension.MONEY, per=PER)
LIFT = Unit(Dimension.RATIO)
HEADLINE = mark("because they were answered")
INTENTION = Caveat(
    "asks-again",
    say(
        "the first question of a customer in a month counts, with all that follows from it: what"
        " they asked later, and how that was answered, is in the effect"
    ),
)
TOPICS = Caveat(
    "topics-not-compared",
    say(
        "what was asked about is not compared: where hard questions stay unanswered, customers who"
        " asked them may differ (see it by channel)"
    ),
    Weight.WARNING,
)
SHOWN_TOGETHER = Caveat(
    "shown-together",
    say("intervals of rows side by side are wide enough to hold all at once, 19 times in 20"),
)


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """Money per month of customers answered in time, against alike ones who asked in vain.

    `answer_within_days` None: the book's own setting.

    >>> AnswerEffect().card.claim.value
    'causes'
    """

    by: str | None = None
    per: str | None = None
    answer_within_days: int | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="answer_effect",
            name=say("Effect of being answered"),
            question=say("What do customers bring because somebody answered them in time?"),
            family="lift",
            claim=Claim.CAUSES,
            unit=MONEY_A_MONTH,
            better=Better.HIGHER,
            needs=("message", "purchase"),
            sampled=say("customers answered in time who can be compared"),
            method=say(
                "customers who asked and were answered in time against customers who asked in the"
                " same months and were not: margin per month over six months after that of asking,"
                " zeros included, in proportion to what each side brought in months before that"
                " served for nothing else, within strata of when they asked and of recency,"
                " frequency and tenure; 95 % interval over customers"
            ),
            assumes=(
                say("without answers, both sides would have moved in proportion alike"),
                say("among alike customers nothing that moves purchases says who is answered"),
                say("an answer to one customer does not move another's purchases"),
            ),
            sources=(
                Reference("Hernán et al. 2016, Journal of Clinical Epidemiology 79:70-75"),
                Reference("Wooldridge 2023, The Econometrics Journal 26:C31-C66"),
                Reference("Huang et al. 2018, Harvard Business Review: answers to service tweets"),
            ),
            segments=("channel", "visibility"),
            rhythm="year",
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The effect, what it stands on, and by delay; refused where it cannot be told."""
        check_segment(self.card, self.by)
        snapshot.cut(self.by, self.per)
        missing = refused_needs(self.card, snapshot)
        months = None if missing else connected_months(snapshot)
        if months is None:
            return result(self, snapshot, (Row(missing or NOBODY),))
        days = limit_days(snapshot, self.answer_within_days)
        rounds, case = whole_answers(snapshot, months, days)
        if not len(rounds.asked):
            return result(self, snapshot, (Row(NOBODY),))
        rows = [
            Row(answer, part)
            for part, answer in _parts(Group(None, None, {}, snapshot), case, rounds)
        ]
        for by, per in cuts(self):
            if by or per:
                rows += _cut(snapshot, read_rounds(snapshot, months, days, by, per))
        return result(self, snapshot, rows, caveats=_caveats(snapshot, case, months))


def whole_answers(
    snapshot: Snapshot, months: ConnectedMonths, days: int
) -> tuple[Rounds, AnswerCase]:
    """All askings and what they say, worked out once a snapshot; `days`: the limit."""

    def made() -> tuple[Rounds, AnswerCase]:
        rounds = read_rounds(snapshot, months, days, None, None)
        return rounds, answer_case(rounds.asked)

    return snapshot.once(("answer effect", days), made)


def _caveats(snapshot: Snapshot, case: AnswerCase, months: ConnectedMonths) -> tuple[Caveat, ...]:
    """The verdict first, then what is always so."""
    currency = str(snapshot.currency)
    told = tuple(case_caveats(case, snapshot.minor_units, currency))
    sales = () if months.is_margin else (SALES,)
    return (*told, *sales, INTENTION, TOPICS, SHOWN_TOGETHER)


def _parts(group: Group, case: AnswerCase, rounds: Rounds) -> Parts:
    """Headline first, what it stands on, the plain difference, then by delay."""
    yield _headline(group, case)
    if case.can_say and case.found:
        yield from _standing(group, case, case.found)
    if case.found:
        yield from _checks(group, case.found)
    plain = plain_difference(case.asked)
    people = case.answered + case.in_vain
    if plain and people:
        yield mark("plain difference, not an effect"), group.told(plain, MONEY_A_MONTH, people)
    for band, name in enumerate(BANDS):
        rows = (rounds.band == band) | (rounds.band == IN_VAIN)
        one = answer_case(rounds.asked.of(rows), shown=len(BANDS))
        yield name, _headline(group, one)[1]


def _headline(group: Group, case: AnswerCase) -> tuple[str, Answer]:
    """The effect per answered customer and month, or why it cannot be told."""
    snapshot = group.snapshot
    if not case.can_say or case.found is None:
        until = snapshot.as_of if group.period is None else None
        why = refusal(case, until, snapshot.minor_units, str(snapshot.currency))
        return HEADLINE, why
    lift = case.found.lift
    return HEADLINE, group.told(case.effect(lift), MONEY_A_MONTH, lift.connected)


def _standing(group: Group, case: AnswerCase, found: Answered) -> Parts:
    """The effect said in other ways: cautiously, as a share, in all."""
    lift = found.lift
    n = lift.connected
    cautious = case.effect(lift, ALLOWANCE)
    yield mark("with the allowance for unseen differences"), group.told(cautious, MONEY_A_MONTH, n)
    if float(lift.with_tie[0]) > float(lift.effect[0]):
        yield mark("of what they would have brought"), group.told(lift.relative(), LIFT, n)
    yield mark("earned in the months covered"), group.told(lift.total(), MONEY, n)


def _checks(group: Group, found: Answered) -> Parts:
    """How much is covered, the placebo, the second comparison, and what could be seen."""
    lift = found.lift
    n = lift.connected
    yield mark("share of months covered"), group.exactly(min(lift.covered, 1.0), SHARE, n)
    if np.isfinite(lift.placebo) and np.isfinite(lift.errors[-1]):
        yield mark("before asking (placebo)"), group.told(lift.drift(), MONEY_A_MONTH, n)
    if found.second:
        yield mark("second comparison"), group.told(found.second, MONEY_A_MONTH, n)
    least = lift.smallest_visible()
    seen = Span(least, least, least)
    yield mark("smallest effect that could be seen"), group.told(seen, MONEY_A_MONTH, n)


def _cut(snapshot: Snapshot, rounds: Rounds) -> Iterator[Row]:
    """One row a segment and period, in their order; intervals hold all at once."""
    segments = [None] if rounds.segment is None else np.unique(rounds.segment).tolist()
    periods = [None] if rounds.period is None else np.unique(rounds.period).tolist()
    shown = len(segments) * len(periods)
    for segment in segments:
        for period in periods:
            rows = np.ones(len(rounds.asked), dtype=np.bool_)
            if rounds.segment is not None:
                rows &= rounds.segment == segment
            if rounds.period is not None:
                rows &= rounds.period == period
            if rows.any():
                case = answer_case(rounds.asked.of(rows), shown)
                part, answer = _headline(Group(segment, period, {}, snapshot), case)
                yield Row(answer, part, segment, period)
