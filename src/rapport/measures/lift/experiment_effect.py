"""Experiment effect: what did an invitation drawn by lot bring?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot
from rapport.core.phrase import Phrase, mark, say
from rapport.core.result import Result, Row
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST_TO_RANK, Answer, Group, Parts
from rapport.measures.lift.experiment_caveats import caveats_of
from rapport.measures.lift.experiment_cells import Drawn, Sums, experiments_in, sums_of
from rapport.measures.lift.experiment_sums import PAST_DAYS
from rapport.measures.reading import check_segment, refused_needs, result
from rapport.stats.experiments import Comparison, compare, complier_effect
from rapport.stats.intervals import Span, student_quantile
from rapport.stats.sequential import always_valid_quantile

FEWEST_BUYERS = 10
"""Buyers that each arm needs since the draw before its mean says more than luck."""
PLANNED_UPTAKE = 0.1
"""Variance of one person's uptake that the share's interval is narrowest for: about 11 % come."""
NO_EXPERIMENT = Refusal(
    say("no experiment was drawn up to this day"),
    say(
        "let Rapport draw by lot whom to invite: rapport experiment new BOOK --name spring"
        " --question “Does the invitation pay?”"
    ),
)
PER_INVITED, PER_COMER = mark("invited customer"), mark("customer who connected")
INVITED = mark("invited")
COMPLIERS = mark("connected because invited")
ANSWERED = mark("answered the invitation")


@dataclass(frozen=True, slots=True)
class ExperimentEffect:
    """Mean spend of those invited by lot, minus that of those held out, over the window so far.

    >>> ExperimentEffect().card.claim.value
    'causes'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="experiment_effect",
            name=say("Effect of the invitation drawn by lot"),
            question=say("What did the newest invitation drawn by lot bring?"),
            family="lift",
            claim=Claim.CAUSES,
            unit=Unit(Dimension.MONEY, per=PER_INVITED),
            better=Better.HIGHER,
            needs=("experiment", "purchase"),
            sampled=say("customers drawn, invited and held out"),
            method=say(
                "difference of mean spend (refunds taken off) by intention to treat, within strata,"
                " less what spend of the year before explains (CUPED); an always-valid interval"
                " while the experiment runs, Student's once its window has passed; who connected"
                " because of it: Wald's ratio, Anderson and Rubin's interval"
            ),
            assumes=(
                say("the lot alone decided who was invited, and the list was kept to"),
                say("nobody's purchases depend on whether somebody else was invited"),
                say("of the connected: the invitation works only through connecting"),
            ),
            sources=(
                Reference("Imbens & Angrist 1994, Econometrica 62:467-475"),
                Reference("Deng, Xu, Kohavi & Walker 2013, WSDM, 123-132"),
                Reference("Waudby-Smith et al. 2024, Annals of Statistics 52:2613-2640"),
                Reference("Algesheimer et al. 2010, Marketing Science 29:756-769"),
            ),
            segments=("experiment",),
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The newest experiment's effect; every experiment's by name, where that is asked for."""
        check_segment(self.card, self.by)
        snapshot.cut(None, self.per)
        drawn = experiments_in(snapshot) if snapshot.count("experiment") else ()
        missing = None if drawn else NO_EXPERIMENT
        missing = missing or refused_needs(self.card, snapshot)
        if missing:
            return result(self, snapshot, (Row(missing),))
        whole = sums_of(snapshot)
        rows = tuple(self._rows(snapshot, drawn, whole))
        told = drawn if self.by else drawn[:1]
        caveats = tuple(
            caveat
            for one in told
            for caveat in caveats_of(one, whole.get(one.name, []), snapshot.as_of)
        )
        return result(self, snapshot, rows, caveats=tuple(dict.fromkeys(caveats)))

    def _rows(
        self, snapshot: Snapshot, drawn: tuple[Drawn, ...], whole: dict[str, list[Sums]]
    ) -> Iterator[Row]:
        """The newest experiment; then each by name; then the newest in each period."""
        newest = drawn[0]
        yield from self._told(snapshot, newest, whole.get(newest.name, []))
        if self.by:
            for one in sorted(drawn, key=lambda one: one.name):
                yield from self._told(snapshot, one, whole.get(one.name, []), one.name)
        if self.per:
            in_time = sums_of(snapshot, self.per).get(newest.name, [])
            yield from self._told(snapshot, newest, in_time)

    def _told(
        self, snapshot: Snapshot, drawn: Drawn, found: list[Sums], segment: str | None = None
    ) -> Iterator[Row]:
        """The rows of one experiment: of all its window, or period by period."""
        for sums in found:
            group = Group(segment, sums.period, {}, snapshot)
            for part, answer in self._parts(group, drawn, sums):
                yield Row(answer, part, segment, sums.period)

    def _parts(self, group: Group, drawn: Drawn, sums: Sums) -> Parts:
        """Money per person invited; in all of time also per person who came, and their share."""
        why_not = _refused(drawn, sums)
        if why_not:
            yield INVITED, why_not
            return
        told, people = compare(sums.cells.merged()), sum(sums.cells.people)
        has_ended = drawn.has_ended(group.snapshot.as_of)
        reach = _reach(told, drawn, has_ended)
        effect = _span(float(told.difference[0]), reach * told.error)
        yield INVITED, group.told(effect, self.card.unit, people)
        if sums.period is None:
            yield COMPLIERS, _of_compliers(group, told, reach, people)
            share_reach = student_quantile(told.freedom)
            if not has_ended and told.uptake_error > 0:
                planned = PLANNED_UPTAKE * sum(1 / n for n in sums.cells.people)
                share_reach = always_valid_quantile(told.uptake_error**2, planned)
            share = _span(float(told.difference[1]), share_reach * told.uptake_error)
            yield ANSWERED, group.told(share, SHARE, people)


def _span(value: float, half: float) -> Span:
    return Span(value, value - half, value + half)


def _reach(told: Comparison, drawn: Drawn, has_ended: bool) -> float:
    """Standard errors on each side: one look's at the planned end, all looks' until then."""
    if has_ended or told.error == 0:
        return student_quantile(told.freedom)
    planned = told.past_variance * drawn.window_days / PAST_DAYS
    return always_valid_quantile(told.error**2, planned or told.error**2)


def _of_compliers(group: Group, told: Comparison, reach: float, people: int) -> Answer:
    """Money per customer who connected because of the invitation; refused where too few came."""
    span = complier_effect(told, reach)
    if span is None:
        return Refusal(
            say("the invitation did not change enough who connected"),
            say("read the line of the invited, or invite in a way that more people answer"),
            people,
        )
    return group.told(span, Unit(Dimension.MONEY, per=PER_COMER), people)


def _refused(drawn: Drawn, sums: Sums) -> Refusal | None:
    """Why an experiment cannot be read yet, or None."""
    if not drawn.has_begun:
        return _wait(
            say("no day of the outcome window of “{name}” has passed", name=drawn.name), sums
        )
    if min(sums.cells.people) < FEWEST_TO_RANK:
        return Refusal(
            say(
                "too few in an arm of “{name}”: {n} where {fewest} are needed",
                name=drawn.name,
                n=min(sums.cells.people),
                fewest=FEWEST_TO_RANK,
            ),
            say("draw a new experiment from more customers, or hold out a larger share"),
            sum(sums.cells.people),
        )
    if min(sums.buyers) < FEWEST_BUYERS:
        reason = say(
            "too few bought since the draw of “{name}”: {n} in an arm where {fewest} are needed",
            name=drawn.name,
            n=min(sums.buyers),
            fewest=FEWEST_BUYERS,
        )
        return _wait(reason, sums)
    return None


def _wait(reason: Phrase, sums: Sums) -> Refusal:
    remedy = say("wait, and import the orders made since")
    return Refusal(reason, remedy, sum(sums.cells.people))
