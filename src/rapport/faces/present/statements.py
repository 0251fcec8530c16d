"""Statements: how do the lines of a statement of returns stand under one another?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapport.core.card import Claim
from rapport.core.estimate import Refusal
from rapport.core.phrase import mark, say
from rapport.core.statement import Line, Reconciliation, Statement
from rapport.faces.present.claims import badge
from rapport.faces.present.language import Language, speak, tell_day, tell_percent
from rapport.faces.present.numbers import (
    tell_cents,
    tell_estimate,
    tell_interval,
    tell_people,
)
from rapport.faces.present.tables import Cells


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of the statement in words; refused lines carry reason and remedy and no value."""

    name: str
    depth: int
    claim: Claim
    claim_word: str
    value: str | None
    interval: str
    n: str
    how: str
    reason: str
    remedy: str


def tell_line(line: Line, lang: Language, depth: int = 0) -> ToldLine:
    """Tell one line of the statement, without its parts."""
    answer = line.answer
    refused = isinstance(answer, Refusal)
    return ToldLine(
        name=speak(line.name, lang),
        depth=depth,
        claim=line.claim,
        claim_word=badge(line.claim, lang),
        value=None if isinstance(answer, Refusal) else tell_estimate(answer, lang),
        interval="" if isinstance(answer, Refusal) else tell_interval(answer, lang),
        n=tell_people(answer.n, lang) if answer.n or not refused else "",
        how=speak(line.how, lang) if line.how else "",
        reason=speak(answer.reason, lang) if isinstance(answer, Refusal) else "",
        remedy=speak(answer.remedy, lang) if isinstance(answer, Refusal) else "",
    )


def tell_lines(line: Line, lang: Language, depth: int = 0) -> tuple[ToldLine, ...]:
    """Tell a line and, below it and indented, its parts; what came about alike is said once."""
    parts = (part if part.how != line.how else replace(part, how=None) for part in line.of_which)
    told = (below for part in parts for below in tell_lines(part, lang, depth + 1))
    return (tell_line(line, lang, depth), *told)


def tell_window(statement: Statement, lang: Language) -> str:
    """Tell from which day to which day, both included, the statement looks."""
    return speak(
        say(
            "{first} to {last}",
            first=tell_day(statement.window.start, lang),
            last=tell_day(statement.window.last_day, lang),
        ),
        lang,
    )


def tell_rate(line: Line, lang: Language) -> ToldLine:
    """Tell a rate of return as what one unit of money spent brought back net, in per cent."""
    told = tell_line(line, lang)
    if isinstance(line.answer, Refusal) or line.answer.unit.dimension.value != "ratio":
        return told
    interval = line.answer.interval
    value = tell_percent(line.answer.value, 0, lang)
    ends = speak(mark("exact"), lang)
    if interval.low != interval.high:
        ends = speak(
            say(
                "between {low} and {high} ({kind})",
                low=tell_percent(interval.low, 0, lang),
                high=tell_percent(interval.high, 0, lang),
                kind=tell_percent(interval.level, 0, lang),
            ),
            lang,
        )
    return ToldLine(
        told.name, 0, told.claim, told.claim_word, value, ends, told.n, told.how, "", ""
    )


def reconciliation_of(statement: Statement, lang: Language) -> Cells | ToldLine:
    """Lay out how the window's total margin splits, to the cent; or why it cannot be told."""
    told = statement.reconciliation
    name = speak(mark("Reconciliation"), lang)
    if not isinstance(told, Reconciliation):
        reason, remedy = speak(told.reason, lang), speak(told.remedy, lang)
        claim = badge(Claim.DESCRIBES, lang)
        return ToldLine(name, 0, Claim.DESCRIBES, claim, None, "", "", "", reason, remedy)
    money = (statement.currency, statement.minor_units, lang)
    rows = [(speak(part, lang), tell_cents(amount, *money)) for part, amount in told.parts]
    rows.append((speak(mark("Total margin of the window"), lang), tell_cents(told.total, *money)))
    return Cells((name, speak(mark("Amount"), lang)), tuple(rows), 1)


def lines_table(statement: Statement, lang: Language) -> Cells:
    """Lay out value, cost and what is still to come, one row a line, parts indented."""
    tops = (*statement.lines, statement.costs, statement.still_to_come)
    told = [line for top in tops for line in tell_lines(top, lang)]
    headings = (
        speak(mark("Line"), lang),
        speak(mark("Claim"), lang),
        speak(mark("Value"), lang),
        speak(mark("Plausibly"), lang),
        "n",
    )
    rows = tuple(_row(line, lang) for line in told)
    refused = frozenset(place for place, line in enumerate(told) if line.value is None)
    return Cells(headings, rows, 2, refused, prose=frozenset({3}))


def _row(line: ToldLine, lang: Language) -> tuple[str, ...]:
    """Return one line as a row; a refused one says why and what would help."""
    name = f"{'  ' * line.depth}{line.name}"
    if line.value is None:
        untold = speak(mark("cannot tell"), lang)
        return (name, line.claim_word, untold, f"{line.reason}. → {line.remedy}", line.n)
    return (name, line.claim_word, line.value, line.interval, line.n)
