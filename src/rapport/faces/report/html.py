"""Html: how do a book's answers become one page that needs nothing else?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rapport.core.card import Claim
from rapport.core.estimate import Caveat, Estimate, Refusal
from rapport.core.heard import Heard
from rapport.core.phrase import Value, say
from rapport.core.result import Result
from rapport.core.statement import Statement
from rapport.faces.present.claims import badge, direction, meaning, weight_word
from rapport.faces.present.cohorts import cohort_plot, shows_cohorts
from rapport.faces.present.families import Family, by_family
from rapport.faces.present.heard import ToldHeard, tell_heard
from rapport.faces.present.language import Language, speak, tell_day
from rapport.faces.present.numbers import tell_estimate, tell_interval, tell_people
from rapport.faces.present.sentences import sentence_case, tell_headline
from rapport.faces.present.statements import (
    ToldLine,
    reconciliation_of,
    tell_lines,
    tell_rate,
    tell_window,
)
from rapport.faces.present.status import tell_status
from rapport.faces.present.tables import Cells, table_of
from rapport.faces.present.terms import terms_in
from rapport.faces.present.weeks import shows_week, week_plot
from rapport.faces.report.effects import Effects, ToldEffects, tell_effects
from rapport.faces.report.forecasts import Forecasts, ToldForecasts, tell_forecasts
from rapport.faces.report.pictures import Picture, picture_of, pictures_of

_READ = "reading"
"""What a measure needs that rests on messages read."""
_PLAIN = 2
"""So many results of a measure are drawn and told row by row; further ones as grids."""


@dataclass(frozen=True, slots=True)
class ToldCaveat:
    """A caveat in words; `weight` names its style."""

    weight: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldMeasure:
    """All that the page shows of one result; refused headlines carry reason and remedy."""

    key: str
    name: str
    question: str
    claim: str
    claim_word: str
    claim_meaning: str
    direction: str
    value: str | None
    interval: str
    n: str
    sampled: str
    reason: str
    remedy: str
    sentence: str
    pictures: tuple[Picture, ...]
    tables: tuple[Cells, ...]
    caveats: tuple[ToldCaveat, ...]
    method: str
    assumes: tuple[str, ...]
    sources: tuple[str, ...]
    sql: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """The statement in words, top to bottom."""

    window: str
    ror: ToldLine
    ror_told: ToldLine
    roi: ToldLine
    lines: tuple[ToldLine, ...]
    costs: tuple[ToldLine, ...]
    still_to_come: tuple[ToldLine, ...]
    perceived: tuple[ToldMeasure, ...]
    reconciliation: Cells | ToldLine
    caveats: tuple[ToldCaveat, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One family of measures on the page.

    The first that predicts shows the back-test, the first that says causes the effects, the
    first of what was read shows what was heard.
    """

    family: Family
    measures: tuple[ToldMeasure, ...]
    forecasts: ToldForecasts | None = None
    effects: ToldEffects | None = None
    heard: ToldHeard | None = None


def render(
    status: Mapping[str, Any],
    results: tuple[Result, ...],
    statement: Statement,
    *,
    lang: Language,
    forecasts: Forecasts | None = None,
    effects: Effects | None = None,
    heard: Heard | None = None,
) -> str:
    """Return the whole report as one HTML text: no script, no request to anywhere."""
    told = None if forecasts is None else tell_forecasts(forecasts, lang)
    caused = None if effects is None else tell_effects(effects, lang)
    chapters = _chapters(results, told, caused, set(statement.provenance.sql), lang)
    if heard is not None:
        chapters = _with_heard(chapters, results, tell_heard(heard, lang))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            _=partial(_say, lang),
            lang=lang.value,
            as_of=tell_day(statement.as_of, lang),
            status=tell_status(status, lang),
            statement=tell_statement(statement, lang),
            chapters=chapters,
            refused=[m for chapter in chapters for m in chapter.measures if m.value is None],
            provenance=statement.provenance,
            terms=terms_in(lang),
            tested=told,
        )
    )


def _chapters(
    results: tuple[Result, ...],
    forecasts: ToldForecasts | None,
    effects: ToldEffects | None,
    shown: set[str],
    lang: Language,
) -> tuple[Chapter, ...]:
    """Put results in chapters, and what speaks of several into the first of its claim."""
    chapters = []
    for family, group in by_family(results, lang):
        measures = tuple(_once(tell_measure(same, lang), shown) for same in by_measure(group))
        predicts, causes = (
            any(one.claim == claim.value for one in measures)
            for claim in (Claim.PREDICTS, Claim.CAUSES)
        )
        told = (forecasts if predicts else None, effects if causes else None)
        chapters.append(Chapter(family, measures, *told))
        forecasts, effects = None if predicts else forecasts, None if causes else effects
    return tuple(chapters)


def _with_heard(
    chapters: tuple[Chapter, ...], results: tuple[Result, ...], heard: ToldHeard
) -> tuple[Chapter, ...]:
    """Put what was heard into the first chapter that rests on what was read."""
    families = [result.card.family for result in results if _READ in result.card.needs]
    place = families[0] if families else ""
    return tuple(replace(one, heard=heard) if one.family.key == place else one for one in chapters)


def by_measure(results: tuple[Result, ...]) -> tuple[tuple[Result, ...], ...]:
    """Put the results of one measure, cut in several ways, side by side."""
    keys = dict.fromkeys(result.card.key for result in results)
    return tuple(tuple(r for r in results if r.card.key == key) for key in keys)


def tell_measure(results: tuple[Result, ...], lang: Language) -> ToldMeasure:
    """Tell one measure in all the ways in which the page shows it; the first result leads."""
    result = results[0]
    card, answer = result.card, result.headline.answer
    estimate = answer if isinstance(answer, Estimate) else None
    refusal = answer if isinstance(answer, Refusal) else None
    plain, beyond = results[:_PLAIN], results[_PLAIN:]
    weeks = tuple(told for told in beyond if shows_week(told))
    cohorts = tuple(told for told in beyond if told not in weeks and shows_cohorts(told))
    grids = (*(cohort_plot(one, lang) for one in cohorts), *(week_plot(one, lang) for one in weeks))
    return ToldMeasure(
        key=card.key,
        name=sentence_case(speak(card.name, lang)),
        question=speak(card.question, lang),
        claim=card.claim.value,
        claim_word=badge(card.claim, lang),
        claim_meaning=meaning(card.claim, lang),
        direction=direction(card.better, lang),
        value=tell_estimate(estimate, lang) if estimate else None,
        interval=tell_interval(estimate, lang) if estimate else "",
        n=tell_people(answer.n, lang),
        sampled=speak(card.sampled, lang),
        reason=sentence_case(speak(refusal.reason, lang)) if refusal else "",
        remedy=sentence_case(speak(refusal.remedy, lang)) if refusal else "",
        sentence=sentence_case(tell_headline(result, lang)),
        pictures=(*pictures_of(plain, lang), *(picture_of(plot, lang) for plot in grids)),
        tables=tuple(table_of(told, lang) for told in plain if len(told.rows) > 1),
        caveats=tell_caveats(tuple(dict.fromkeys(c for r in results for c in r.caveats)), lang),
        method=speak(card.method, lang),
        assumes=tuple(speak(assumption, lang) for assumption in card.assumes),
        sources=tuple(f"{s.text} {s.where}".strip() for s in card.sources),
        sql=result.provenance.sql,
    )


def _once(measure: ToldMeasure, shown: set[str]) -> ToldMeasure:
    """Leave out the SQL that the page has shown already: readings are shared."""
    new = tuple(sql for sql in measure.sql if sql not in shown)
    shown.update(new)
    return replace(measure, sql=new)


def tell_statement(statement: Statement, lang: Language) -> ToldStatement:
    """Tell the statement in all the ways in which the page shows it."""
    return ToldStatement(
        window=tell_window(statement, lang),
        ror=tell_rate(statement.ror, lang),
        ror_told=tell_rate(statement.ror_told, lang),
        roi=tell_rate(statement.roi, lang),
        lines=tuple(told for line in statement.lines for told in tell_lines(line, lang)),
        costs=tell_lines(statement.costs, lang),
        still_to_come=tell_lines(statement.still_to_come, lang),
        perceived=tuple(tell_measure((result,), lang) for result in statement.perceived),
        reconciliation=reconciliation_of(statement, lang),
        caveats=tell_caveats(statement.caveats, lang),
    )


def tell_caveats(caveats: tuple[Caveat, ...], lang: Language) -> tuple[ToldCaveat, ...]:
    """Tell caveats in words, the heaviest first."""
    order = ("serious", "warning", "note")
    ranked = sorted(caveats, key=lambda caveat: order.index(caveat.weight.value))
    return tuple(
        ToldCaveat(c.weight.value, weight_word(c.weight, lang), sentence_case(speak(c.text, lang)))
        for c in ranked
    )


def _say(lang: Language, template: str, **values: Value) -> str:
    """Say a template of the page in its language."""
    return speak(say(template, **values), lang)


@cache
def _environment() -> Environment:
    """Return the templates, escaping whatever they are given."""
    environment = Environment(
        loader=PackageLoader("rapport.faces.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    loader = environment.loader
    if loader is not None:
        style, _, _ = loader.get_source(environment, "style.css")
        environment.globals["style"] = Markup(style)
    return environment
